//! How files are kept: what may touch the file system, what may wait, and how a file begins and ends.

use super::{File, assert_none, files};

/// The code of the library that is no test.
fn library() -> Vec<File> {
    files("runtime/src").into_iter().filter(|file| !file.is_test()).collect()
}

fn in_any(file: &File, folders: &[&str]) -> bool {
    folders.iter().any(|folder| file.path.starts_with(&format!("runtime/src/{folder}")))
}

#[test]
fn the_first_three_floors_wait_for_nothing() {
    let lower = ["schema/", "operation/", "model/", "diff/", "revision/"];
    let waits = |file: &File| file.code.has("async") || file.code.text().contains(".await");
    let violations: Vec<String> = library()
        .iter()
        .filter(|file| in_any(file, &lower) && waits(file))
        .map(|file| file.path.clone())
        .collect();
    assert_none("floors 1 to 3 have no async", &violations);
}

#[test]
fn only_the_directory_of_revisions_touches_the_file_system() {
    let touches = |file: &File| file.code.text().contains("std::fs") || file.code.text().contains("fs::");
    let violations: Vec<String> = library()
        .iter()
        .filter(|file| !in_any(file, &["revision/directory", "database/sqlite/lock.rs"]) && touches(file))
        .map(|file| file.path.clone())
        .collect();
    assert_none(
        "only `revision/directory`, the lock beside a SQLite file and the command line touch the file system",
        &violations,
    );
}

#[test]
fn sea_query_stays_in_the_databases() {
    let mut violations = Vec::new();
    for file in library().iter().filter(|file| file.code.has("sea_query")) {
        if !in_any(file, &["database/"]) {
            violations.push(format!("{}: names sea_query", file.path));
        }
        for (number, line) in file.code.text().lines().enumerate() {
            if line.starts_with("pub fn")
                || line.starts_with("pub type")
                || line.starts_with("pub use sea_query")
            {
                violations.push(format!("{}:{}: public beside sea_query: {line}", file.path, number + 1));
            }
        }
    }
    assert_none("no public type is made of sea_query's", &violations);
}

#[test]
fn closed_sets_have_no_wildcard() {
    const CLOSED: [&str; 5] =
        ["Operation::", "ColumnChange::", "EnumChange::", "TableChange::", "Constraint::"];
    let mut violations = Vec::new();
    for file in files("runtime/src").iter().chain(&files("cli/src")).filter(|file| !file.is_test()) {
        for (line, arms) in matches(file) {
            let closed = arms.iter().any(|arm| CLOSED.iter().any(|set| arm.contains(set)));
            let wildcard = arms.contains(&"_");
            if closed && wildcard {
                violations.push(format!("{}:{line}", file.path));
            }
        }
    }
    assert_none(
        "a match on a closed set has no `_` arm, so that the compiler lists what a new member must teach",
        &violations,
    );
}

/// The `match` expressions of a file: the line of each, and the patterns of its arms.
fn matches(file: &File) -> Vec<(usize, Vec<&str>)> {
    let code = file.code.text();
    let starts = file.code.words_after("").filter(|(_, word)| *word == "match").map(|(at, _)| at);
    let body = |at: usize| {
        let mut depth = 0;
        code[at..].char_indices().find(|(_, c)| {
            depth += i32::from(*c == '(') - i32::from(*c == ')');
            depth == 0 && *c == '{'
        })
    };
    starts
        .filter_map(|at| body(at).map(|(open, _)| (file.code.line(at), patterns(&code[at + open + 1..]))))
        .collect()
}

/// The patterns of the arms that `text` begins with, up to the end of the match.
fn patterns(text: &str) -> Vec<&str> {
    let (mut patterns, mut depth, mut start, mut in_pattern) = (Vec::new(), 0, 0, true);
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' | '{' => depth += 1,
            '}' if depth == 0 => break,
            ')' | ']' | '}' => {
                depth -= 1;
                // A block ends its arm, with or without a comma.
                if c == '}' && depth == 0 && !in_pattern {
                    (start, in_pattern) = (at + 1, true);
                }
            }
            '=' if depth == 0 && in_pattern && text[at..].starts_with("=>") => {
                patterns.push(text[start..at].trim_start_matches([',', ' ', '\n']).trim());
                in_pattern = false;
            }
            ',' if depth == 0 && !in_pattern => (start, in_pattern) = (at + 1, true),
            _ => {}
        }
    }
    patterns
}

/// Every file that people write; what `trybuild` reads is a program's worth of mistakes each.
fn written() -> Vec<File> {
    let folders = ["runtime", "macros/src", "cli", "tests/src", "tests/tests", "examples"];
    let files = folders.iter().flat_map(|folder| files(folder));
    files.filter(|file| !file.path.contains("/ui/") && !file.path.contains("/target/")).collect()
}

#[test]
fn files_say_what_they_are_for() {
    let silent = |file: &&File| !file.text.starts_with("//!");
    let violations: Vec<String> = written().iter().filter(silent).map(|file| file.path.clone()).collect();
    assert_none("a file begins with `//!` and what it is for", &violations);
}

#[test]
fn files_hold_one_idea() {
    let violations: Vec<String> = written()
        .iter()
        .map(|file| (file, file.text.lines().count()))
        .filter(|(_, lines)| *lines > 500)
        .map(|(file, lines)| format!("{}: {lines} lines", file.path))
        .collect();
    assert_none("a file has at most 500 lines", &violations);
}
