//! What the compiler says of models and a lock: `tests/fixtures/drift`, compiled as a user's crate is.

use std::path::{Path, PathBuf};
use std::process::Command;

use expect_test::{Expect, expect};

/// The fixture's crate, in a folder of its own.
struct Fixture {
    folder: PathBuf,
}

impl Fixture {
    fn new(name: &str) -> Self {
        let workspace =
            Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package is in a workspace");
        let source = workspace.join("tests/fixtures/drift");
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = std::fs::remove_dir_all(&folder);
        for file in ["src/lib.rs", "src/models.rs", "migrations/20261120_0819a425f7fd_create_users.rs"] {
            copy(&source.join(file), &folder.join(file));
        }
        copy(&workspace.join("Cargo.lock"), &folder.join("Cargo.lock"));
        let manifest = std::fs::read_to_string(source.join("Cargo.toml.in")).expect("the manifest is there");
        // A name of its own, or cargo takes one fixture's output for another's.
        let runtime = workspace.join("runtime").display().to_string();
        let manifest = manifest.replace("{name}", name).replace("{runtime}", &runtime);
        std::fs::write(folder.join("Cargo.toml"), manifest).expect("the folder can be written");
        Self { folder }
    }

    fn lock(self, name: &str) -> Self {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("tests/fixtures/drift");
        copy(&source.join(name), &self.folder.join("migrations/schema.lock"));
        self
    }

    fn write(self, file: &str, text: &str) -> Self {
        std::fs::write(self.folder.join(file), text).expect("the folder can be written");
        self
    }

    /// What `cargo check` says, one message a line.
    fn check(&self, arguments: &[&str], drift: &str, expected: Expect) {
        let output = Command::new(env!("CARGO"))
            .args(["check", "--offline", "--quiet", "--message-format=short"])
            .args(arguments)
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name(""))
            .env("ALUDEL_DRIFT", drift)
            .env_remove("RUSTFLAGS")
            .output()
            .expect("cargo runs");
        let said = String::from_utf8_lossy(&output.stderr);
        let said = said.replace(&self.folder.display().to_string(), "");
        let messages = said.lines().filter(|line| line.starts_with("src/")).map(shortened);
        expected.assert_eq(&messages.collect::<Vec<_>>().join("\n"));
        let summaries =
            |line: &str| line.starts_with("src/") || line.contains("generated") || line.contains("due to");
        let other: Vec<&str> = said.lines().filter(|line| !summaries(line)).collect();
        assert!(other.is_empty(), "cargo says: {}", other.join("\n"));
    }
}

fn copy(from: &Path, to: &Path) {
    let folder = to.parent().expect("a file is in a folder");
    std::fs::create_dir_all(folder).expect("the target folder can be written");
    std::fs::copy(from, to).unwrap_or_else(|error| panic!("{}: {error}", from.display()));
}

/// Without what the compiler says around a note, and without the command that mends it.
fn shortened(line: &str) -> String {
    let line = line.replace("; run `cargo run --bin migrations -- generate`", "");
    match (line.find("warning: use of deprecated associated constant "), line.find("`: ")) {
        (Some(at), Some(note)) => format!("{}warning: {}", &line[..at], &line[note + 3..]),
        _ => {
            let line = line.replace("error[E0080]: evaluation panicked: ", "error: ");
            line.split(": evaluation of ").next().unwrap_or_default().to_owned()
        }
    }
}

#[test]
fn what_agrees_is_silent() {
    let fixture = Fixture::new("drift_agreeing").lock("agreeing.lock");
    fixture.check(&[], "", expect![""]);
    fixture.check(&["--tests"], "", expect![""]);
    // An edited lock is seen by the next command.
    fixture.lock("one_column.lock").check(&[], "", expect!["src/models.rs:61:9: warning: column `users.phone`: model has `varchar(20) null`, migrations have `text null`"]);
}

#[test]
fn the_name_of_a_type_is_not_trusted() {
    let models = "//! Models.\n\ntype String = i64;\n\n/// A table.\n#[derive(aludel::Table)]\npub struct User {\n    \
                  /// A number.\n    pub name: String,\n}\n";
    let lock = "table user\n  column name text not null\n";
    let fixture =
        Fixture::new("drift_shadowed").write("src/models.rs", models).write("migrations/schema.lock", lock);
    fixture.check(
        &[],
        "",
        expect![[r#"
            src/models.rs:7:12: warning: a column of table `user` has another type in the migrations
            src/lib.rs:7:1: warning: `schema.lock` does not know `20261120_0819a425f7fd_create_users.rs` to write `schema.lock` again"#]],
    );
    fixture.check(&["--tests"], "", expect![[r#"
        src/models.rs:7:12: error: column `user.name`: model has `bigint not null`, migrations have another type
        src/lib.rs:7:1: error: `schema.lock` does not know `20261120_0819a425f7fd_create_users.rs` to write `schema.lock` again"#]]);
}

#[test]
fn drift_is_a_warning_in_a_debug_build_and_an_error_under_test() {
    let fixture = Fixture::new("drift_drifting").lock("drifting.lock");
    fixture.check(&[], "", expect![[r#"
        src/models.rs:25:10: warning: enum `user_status`: model has `("active", "suspended")`, migrations have `("active", "gone")`
        src/models.rs:38:9: warning: column `teams.id`: model has `bigint not null identity`, migrations have `bigint not null`
        src/models.rs:37:14: warning: table `teams`: migrations have `primary_key pk_teams (id, captain_id)`, the model differs
        src/models.rs:40:14: warning: table `teams`: migrations have `foreign_key fk_teams_captain_id (captain_id) references users (id)`, the model differs
        src/models.rs:34:35: warning: comment of table `teams`: model has "who plays", migrations have "who plays chess"
        src/models.rs:34:54: warning: table `teams`: model has `option mysql engine "InnoDB"`, migrations do not
        src/models.rs:35:12: warning: table `teams`: migrations have `option mysql engine "MyISAM"`, the model does not
        src/models.rs:58:9: warning: column `users.email`: model differs, migrations have `text not null`
        src/models.rs:61:9: warning: column `users.phone` is not in the migrations
        src/models.rs:64:9: warning: column `users.status`: model differs, migrations have `enum(user_status) not null`
        src/models.rs:66:9: warning: column `users.flag`: model differs, migrations have `boolean not null`
        src/models.rs:72:9: warning: columns of `timestamps` differ from table `users` in the migrations
        src/models.rs:52:12: warning: column `users.tel` is in the migrations, but not in the model
        src/models.rs:57:28: warning: `uq_users_email` of table `users` is not in the migrations
        src/models.rs:50:5: warning: a constraint or index of table `users` is not in the migrations
        src/models.rs:48:5: warning: table `users`: migrations have `check ck_users_email "email LIKE '%'"`, the model differs
        src/models.rs:72:9: warning: a constraint or index of table `users` is not in the migrations
        src/models.rs:49:5: warning: table `users`: migrations have `index ix_users_email_expression (email, "lower(phone)") where "phone IS NOT NULL"`, the model differs
        src/models.rs:52:12: warning: table `users`: migrations have `index ix_users_tel (tel)`, the model does not
        src/models.rs:52:12: warning: table `users`: migrations have `unique_index ix_users_updated_at (updated_at)`, the model does not"#]]);
    fixture.check(&["--tests"], "", expect![[r#"
        src/models.rs:25:10: error: enum `user_status`: model has `("active", "suspended")`, migrations have `("active", "gone")`
        src/models.rs:38:9: error: column `teams.id`: model has `bigint not null identity`, migrations have `bigint not null`
        src/models.rs:37:14: error: table `teams`: model has `primary_key pk_teams (id)`, migrations have `primary_key pk_teams (id, captain_id)`
        src/models.rs:40:14: error: table `teams`: model has `foreign_key fk_teams_captain_id (captain_id) references users (id) on delete set null`, migrations have `foreign_key fk_teams_captain_id (captain_id) references users (id)`
        src/models.rs:34:35: error: comment of table `teams`: model has "who plays", migrations have "who plays chess"
        src/models.rs:34:54: error: table `teams`: model has `option mysql engine "InnoDB"`, migrations do not
        src/models.rs:35:12: error: table `teams`: migrations have `option mysql engine "MyISAM"`, the model does not
        src/models.rs:58:9: error: column `users.email`: model has `varchar(255) not null`, migrations have `text not null`
        src/models.rs:61:9: error: column `users.phone`: model has `varchar(20) null`, migrations have no such column
        src/models.rs:64:9: error: column `users.status`: model has `enum(user_status) not null default "active"`, migrations have `enum(user_status) not null`
        src/models.rs:66:9: error: column `users.flag`: model has `boolean null`, migrations have `boolean not null`
        src/models.rs:72:9: error: column `users.updated_at`: model has `bigint null`, migrations have `integer null`
        src/models.rs:52:12: error: column `users.tel` is in the migrations, but not in the model
        src/models.rs:57:28: error: table `users`: model has `unique uq_users_email (email)`, migrations have nothing of that name
        src/models.rs:50:5: error: table `users`: model has `unique uq_users_team_id_created_at (team_id, created_at)`, migrations have `unique uq_users_team_id_created_at (created_at, team_id)`
        src/models.rs:48:5: error: table `users`: model has `check ck_users_email "email LIKE '%@%'"`, migrations have `check ck_users_email "email LIKE '%'"`
        src/models.rs:72:9: error: table `users`: model has `index ix_users_updated_at (updated_at)`, migrations have nothing of that name
        src/models.rs:49:5: error: table `users`: model has `index ix_users_email_expression (email desc, "lower(phone)") where "phone IS NOT NULL"`, migrations have `index ix_users_email_expression (email, "lower(phone)") where "phone IS NOT NULL"`
        src/models.rs:52:12: error: table `users`: migrations have `index ix_users_tel (tel)`, the model does not
        src/models.rs:52:12: error: table `users`: migrations have `unique_index ix_users_updated_at (updated_at)`, the model does not"#]]);
    fixture.check(&[], "allow", expect![""]);
}

#[test]
fn drift_is_an_error_in_a_release_build() {
    let lock = "table users\n  column id bigint not null\n\ntable teams\n";
    let fixture = Fixture::new("drift_release").write("migrations/schema.lock", lock);
    // All that a release build is to the derive, without building its dependencies again.
    let release = ["--config", "profile.dev.package.drift_release.debug-assertions=false"];
    fixture.check(&release, "", expect![[r#"
        src/models.rs:38:9: error: column `teams.id`: model has `bigint not null identity`, migrations have no such column
        src/models.rs:41:9: error: column `teams.captain_id`: model has `bigint null`, migrations have no such column
        src/models.rs:37:14: error: table `teams`: model has `primary_key pk_teams (id)`, migrations have no primary key
        src/models.rs:40:14: error: table `teams`: model has `foreign_key fk_teams_captain_id (captain_id) references users (id) on delete set null`, migrations have nothing of that name
        src/models.rs:34:35: error: comment of table `teams`: model has "who plays", migrations have none
        src/models.rs:34:54: error: table `teams`: model has `option mysql engine "InnoDB"`, migrations do not
        src/models.rs:34:81: error: table `teams`: model has `option sqlite strict`, migrations do not
        src/models.rs:55:9: error: column `users.id`: model has `bigint not null identity`, migrations have `bigint not null`
        src/models.rs:58:9: error: column `users.email`: model has `varchar(255) not null`, migrations have no such column
        src/models.rs:61:9: error: column `users.phone`: model has `varchar(20) null`, migrations have no such column
        src/models.rs:64:9: error: column `users.status`: model has `enum(user_status) not null default "active"`, migrations have no such column
        src/models.rs:66:9: error: column `users.flag`: model has `boolean null`, migrations have no such column
        src/models.rs:69:9: error: column `users.team_id`: model has `bigint not null`, migrations have no such column
        src/models.rs:72:9: error: column `users.created_at`: model has `bigint not null`, migrations have no such column
        src/models.rs:54:14: error: table `users`: model has `primary_key pk_users (id)`, migrations have no primary key
        src/models.rs:57:28: error: table `users`: model has `unique uq_users_email (email)`, migrations have nothing of that name
        src/models.rs:68:14: error: table `users`: model has `foreign_key fk_users_team_id (team_id) references teams (id) on delete cascade`, migrations have nothing of that name
        src/models.rs:50:5: error: table `users`: model has `unique uq_users_team_id_created_at (team_id, created_at)`, migrations have nothing of that name
        src/models.rs:48:5: error: table `users`: model has `check ck_users_email "email LIKE '%@%'"`, migrations have nothing of that name
        src/models.rs:60:27: error: table `users`: model has `index ix_users_phone (phone)`, migrations have nothing of that name
        src/models.rs:72:9: error: table `users`: model has `index ix_users_updated_at (updated_at)`, migrations have nothing of that name
        src/models.rs:49:5: error: table `users`: model has `index ix_users_email_expression (email desc, "lower(phone)") where "phone IS NOT NULL"`, migrations have nothing of that name
        src/lib.rs:7:1: error: `schema.lock` does not know `20261120_0819a425f7fd_create_users.rs` to write `schema.lock` again"#]]);
    fixture.check(&release, "allow", expect![""]);
}

#[test]
fn the_first_models_have_no_lock() {
    let fixture = Fixture::new("drift_first");
    fixture.check(
        &[],
        "",
        expect![[r#"
            src/models.rs:35:12: warning: table `teams`: there are no migrations yet
            src/models.rs:52:12: warning: table `users`: there are no migrations yet
            src/lib.rs:7:1: warning: there are revisions, but no `schema.lock` to write `schema.lock` again"#]],
    );
    fixture.check(
        &[],
        "deny",
        expect![[r#"
            src/models.rs:35:12: error: table `teams`: there are no migrations yet
            src/models.rs:52:12: error: table `users`: there are no migrations yet
            src/lib.rs:7:1: error: there are revisions, but no `schema.lock` to write `schema.lock` again"#]],
    );
}

#[test]
fn a_lock_with_a_conflict_is_said_once() {
    let lock = "# aludel schema.lock, format 1: x\n<<<<<<< ours\nhead a\n=======\nhead b\n>>>>>>> theirs\n";
    let fixture = Fixture::new("drift_conflict").write("migrations/schema.lock", lock);
    fixture.check(&[], "", expect!["src/models.rs:25:10: warning: `/migrations/schema.lock` cannot be read: line 2 is the mark of a merge conflict"]);
    fixture.check(&["--tests"], "", expect!["src/models.rs:25:10: error: `/migrations/schema.lock` cannot be read: line 2 is the mark of a merge conflict"]);
}

#[test]
fn lock_and_revision_files_disagree() {
    let lock = "head 0819a425f7fd\nhead ffff\nrevision 0819a425f7fd 00 gone.rs\n";
    let fixture = Fixture::new("drift_files")
        .write("src/models.rs", "//! None.\n")
        .write("migrations/schema.lock", lock);
    fixture.check(&[], "", expect![[r#"
        src/lib.rs:7:1: warning: there are several heads: `0819a425f7fd`, `ffff`; run `cargo run --bin migrations -- merge`
        src/lib.rs:7:1: warning: `schema.lock` does not know `20261120_0819a425f7fd_create_users.rs` to write `schema.lock` again
        src/lib.rs:7:1: warning: `schema.lock` knows `gone.rs`, which is not there to write `schema.lock` again"#]]);
    fixture.check(&["--tests"], "", expect![[r#"
        src/lib.rs:7:1: error: there are several heads: `0819a425f7fd`, `ffff`; run `cargo run --bin migrations -- merge`
        src/lib.rs:7:1: error: `schema.lock` does not know `20261120_0819a425f7fd_create_users.rs` to write `schema.lock` again
        src/lib.rs:7:1: error: `schema.lock` knows `gone.rs`, which is not there to write `schema.lock` again"#]]);
    fixture.check(&[], "allow", expect![""]);
}

#[test]
fn the_configuration_decides_unless_the_variable_does() {
    let fixture = Fixture::new("drift_configured")
        .lock("agreeing.lock")
        .write("aludel.toml", "directory = \"elsewhere\"\ndrift = \"deny\"\n");
    fixture.check(
        &[],
        "",
        expect![[r#"
        src/models.rs:35:12: error: table `teams`: there are no migrations yet
        src/models.rs:52:12: error: table `users`: there are no migrations yet"#]],
    );
    fixture.check(
        &[],
        "warn",
        expect![[r#"
        src/models.rs:35:12: warning: table `teams`: there are no migrations yet
        src/models.rs:52:12: warning: table `users`: there are no migrations yet"#]],
    );
    let fixture = fixture.write("aludel.toml", "drift = \"never\"\n");
    fixture.check(
        &[],
        "",
        expect![[r#"
        src/models.rs:25:10: error: /aludel.toml: `drift` is "deny", "warn" or "allow", not "never"
        src/models.rs:35:12: error: /aludel.toml: `drift` is "deny", "warn" or "allow", not "never"
        src/models.rs:52:12: error: /aludel.toml: `drift` is "deny", "warn" or "allow", not "never"
        src/lib.rs:7:1: error: /aludel.toml: `drift` is "deny", "warn" or "allow", not "never""#]],
    );
}
