//! Files that are none of SQLite's, or out of reach.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};

use super::{Example, connected, execute};

/// What takes the right from root to pass over the rights of files.
const PLAIN: &str = "setpriv --inh-caps=-all --bounding-set=-all";

#[tokio::test]
async fn files_that_are_no_database() {
    let blog = Example::of("blog");
    let file = |name: &str| blog.project.path(name);
    let url = |name: &str| format!("sqlite:{}", file(name).display());
    let plain = match fs::metadata("/proc/self").is_ok_and(|this| this.uid() == 0) {
        true => PLAIN,
        false => "",
    };

    fs::write(file("words.txt"), "These are words, and no database.\n".repeat(99)).expect("it is written");
    fs::create_dir(file("folder")).expect("it is made");
    for command in ["check --database", "models --database", "current", "upgrade"] {
        blog.refuses(
            &url("words.txt"),
            command,
            "file is not a database",
            "check that the URL names a SQLite database",
        );
        blog.refuses(&url("folder"), command, "unable to open database file", "check the URL");
    }
    let words = fs::read_to_string(file("words.txt")).expect("it is still there");
    assert_eq!(words, "These are words, and no database.\n".repeat(99));
    blog.refuses(&url("missing.db"), "check --database", "unable to open database file", "check the URL");
    assert!(!file("missing.db").exists(), "the file was made");

    blog.succeeds(&url("kept.db"), "upgrade");
    let before = fs::read(file("kept.db")).expect("it is read");
    let mode = |mode| {
        fs::set_permissions(file("kept.db"), PermissionsExt::from_mode(mode)).expect("it is the test's")
    };
    mode(0o000);
    for command in ["check --database", "downgrade -1 --yes"] {
        let line = format!("{plain} {}", blog.command(&url("kept.db"), command));
        blog.refuses_line(&line, "unable to open database file", "check the URL");
    }
    mode(0o400);
    let line = |command: &str| format!("{plain} {}", blog.command(&url("kept.db"), command));
    blog.project.succeed(&line("check --database"));
    for command in ["stamp base --yes", "downgrade -1 --yes --allow-destructive"] {
        blog.refuses_line(
            &line(command),
            "attempt to write a readonly database",
            "let this user write the file",
        );
    }
    mode(0o600);
    assert_eq!(fs::read(file("kept.db")).expect("it is read"), before, "something was changed");

    // Text that is no UTF-8, which SQLite takes for text all the same.
    let mut db = connected(&url("kept.db")).await;
    let odd = "PRAGMA writable_schema = ON;
        INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, sql) VALUES ('view', 'odd', 'odd', 0,
            CAST(X'4352454154452056494557206F64642041532053454C4543542027E92720415320636F6C' AS TEXT))";
    execute(&mut db, odd).await;
    db.close().await.expect("it ends in order");
    blog.refuses(&url("kept.db"), "check --database", "`sqlite_schema` cannot be read", "no UTF-8");
}
