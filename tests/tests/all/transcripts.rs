//! The command line, as a user sees it: each file of `tests/transcripts` is a session in a copy of the blog.
//!
//! A line that begins with `$ ` is run, `migrations` being the blog's own binary; what follows is what it wrote,
//! and `[exit N]` where it did not end well. What follows `$ sql` is done to the blog's database by hand.
//! `UPDATE_EXPECT=1` writes the files.

use std::path::Path;

use expect_test::expect_file;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, SqliteConnection};

use crate::project::{Output, Project, workspace};

/// Runs the session of a file in a copy of the blog, and compares all that is written.
fn session(name: &str) {
    session_in(&Project::of("blog"), name);
}

/// Runs the session of a file and compares all that is written.
fn session_in(project: &Project, name: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("transcripts").join(format!("{name}.txt"));
    let expected = std::fs::read_to_string(&path).expect("there is a transcript");
    let mut transcript = String::new();
    for line in expected.lines().filter(|line| line.starts_with("$ ") || line.starts_with("# ")) {
        transcript.push_str(line);
        transcript.push('\n');
        if let Some(command) = line.strip_prefix("$ ") {
            let migrations = "cargo run -q -p blog --bin migrations --";
            let output = match command.strip_prefix("sql ") {
                Some(sql) => by_hand(project, sql),
                None => project.run(&command.replace("migrations ", &format!("{migrations} "))),
            };
            transcript.push_str(&redacted(&output.text, project));
            if output.code != 0 {
                transcript.push_str(&format!("[exit {}]\n", output.code));
            }
            transcript.push('\n');
        }
    }
    expect_file![path].assert_eq(&transcript);
}

/// Does to the blog's database what somebody does by hand.
fn by_hand(project: &Project, sql: &str) -> Output {
    let url = format!("sqlite://{}", project.path("blog.db").display());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let done = runtime.block_on(async {
        let mut connection = SqliteConnection::connect(&url).await?;
        connection.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await?;
        connection.close().await
    });
    done.unwrap_or_else(|error| panic!("{error}\n  in: {sql}"));
    Output { text: String::new(), code: 0 }
}

/// The text without what differs from run to run: places, dates, durations and who ran it.
fn redacted(text: &str, project: &Project) -> String {
    let text = text.replace(&project.root.display().to_string(), "[project]");
    let text = text.replace(&workspace().display().to_string(), "[sources]");
    text.lines().map(|line| line_redacted(line) + "\n").collect()
}

fn line_redacted(line: &str) -> String {
    // The fields of JSON that are nobody's to foresee.
    for field in ["\"by\": ", "\"duration_ms\": "] {
        if let Some((start, _)) = line.split_once(field) {
            return format!("{start}{field}[redacted]");
        }
    }
    let mut words: Vec<String> = line.trim_end().split(' ').map(word_redacted).collect();
    for at in 1..words.len() {
        let number = words[at - 1].trim_start_matches('(');
        let unit = words[at].trim_end_matches([')', ',']);
        if matches!(unit, "ms" | "s") && number.parse::<f64>().is_ok() {
            words[at - 1] = words[at - 1].replace(number, "[number]");
        }
    }
    for at in 1..words.len() {
        if words[at - 1] == "by" && words[at].contains('@') {
            words[at] = "[user@host]".into();
        }
    }
    words.join(" ").trim_end().to_owned()
}

fn word_redacted(word: &str) -> String {
    // The day that a revision was generated begins its file's name.
    let start = word.find(|c: char| c.is_ascii_digit()).unwrap_or_default();
    let start = word.find("migrations/").map_or(start, |folder| folder + "migrations/".len());
    if let Some((day, name)) = word[start..].split_once('_')
        && day.len() == 8
        && day.bytes().all(|byte| byte.is_ascii_digit())
        && name.contains(".rs")
    {
        return format!("{}[day]_{name}", &word[..start]);
    }
    let bare = word.trim_matches(|c| "(),\"".contains(c));
    let shape: String = bare.chars().map(|c| if c.is_ascii_digit() { '9' } else { c }).collect();
    match shape.as_str() {
        "9999-99-99" => word.replace(bare, "[date]"),
        "99:99:99" => word.replace(bare, "[time]"),
        _ => word.to_owned(),
    }
}

#[test]
fn commands() {
    session("commands");
}

#[test]
fn trouble() {
    session("trouble");
}

#[test]
fn comparison() {
    session("comparison");
}

#[test]
fn adoption() {
    session("adoption");
}

#[test]
fn generation() {
    session("generation");
}

#[test]
fn graph() {
    session("graph");
}

#[test]
fn diagrams() {
    session("diagrams");
}

#[test]
fn environments() {
    session("environments");
}

#[test]
fn guard() {
    session("guard");
}

#[test]
fn merge() {
    session("merge");
}

/// Projects begin with the versions that these tests are built with.
#[test]
fn setup() {
    let project = Project::empty("setup");
    session_in(&project, "setup");
    std::fs::remove_dir_all(&project.root).expect("the folder is removed");
}

#[test]
fn models() {
    session("models");
}

#[test]
fn squash() {
    session("squash");
}

#[test]
fn dates_and_durations_are_redacted() {
    let check = |line: &str, expected: &str| assert_eq!(line_redacted(line), expected);
    check("applied (12 ms)", "applied ([number] ms)");
    check("    \"at\": \"2026-11-20 21:18:00 UTC\",", "    \"at\": \"[date] [time] UTC\",");
    check("  \"by\": \"me@here\",", "  \"by\": [redacted]");
    check("applied by me@here today", "applied by [user@host] today");
    check("in `20261121_a1_begin.rs`:", "in `[day]_a1_begin.rs`:");
    check("wrote blog/migrations/20261121_a1_begin.rs", "wrote blog/migrations/[day]_a1_begin.rs");
    check("12 posts", "12 posts");
}
