//! Who may import whom: a file of the library imports lower floors only, and its siblings not at all.

use super::{File, assert_none, files};

/// The modules of the library by floor. `dialect` and `connection` are the two halves of a database, and share
/// its error; `error` is the border that all floors' errors cross.
const FLOORS: [(u8, &[&str]); 6] = [
    (1, &["schema"]),
    (2, &["operation", "model"]),
    (3, &["diff", "introspection", "revision"]),
    (4, &["dialect", "connection", "error"]),
    (5, &["adopt", "executor", "lint", "database"]),
    (6, &["migrator"]),
];

/// Imports that go up on purpose: a file and the module that it may name.
const EXCEPTIONS: [(&str, &str); 1] = [
    // A word of revision files, though it lives on a higher floor.
    ("runtime/src/revision/mod.rs", "connection"),
];

fn floor(module: &str) -> Option<u8> {
    FLOORS.iter().find(|(_, modules)| modules.contains(&module)).map(|(floor, _)| *floor)
}

/// The module of the library that the file belongs to; `None` for `lib.rs`.
fn module(file: &File) -> Option<&str> {
    let path = file.path.strip_prefix("runtime/src/")?;
    let first = path.split('/').next()?.trim_end_matches(".rs");
    (first != "lib").then_some(first)
}

/// The modules that the file names by `crate::`, each with its line.
fn imports(file: &File) -> Vec<(usize, &str)> {
    let one = file.code.words_after("crate::").map(|(at, word)| (file.code.line(at), word));
    let grouped = file.code.text().match_indices("use crate::{").flat_map(|(at, start)| {
        let (line, group) = (file.code.line(at), &file.code.text()[at + start.len()..]);
        top_words(group).into_iter().map(move |word| (line, word))
    });
    one.chain(grouped).filter(|(_, word)| floor(word).is_some()).collect()
}

/// The first word of each item of a `use` group that `text` continues.
fn top_words(text: &str) -> Vec<&str> {
    let (mut words, mut depth, mut start) = (Vec::new(), 0, 0);
    for (at, c) in text.char_indices() {
        if depth == 0 && (c == ',' || c == '}') {
            words.extend(text[start..at].split("::").next().map(str::trim));
            start = at + 1;
        }
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            _ => {}
        }
    }
    words
}

#[test]
fn files_import_lower_floors_only() {
    let mut violations = Vec::new();
    for file in files("runtime/src").iter().filter(|file| !file.is_test()) {
        let Some(own) = module(file) else { continue };
        let own_floor = floor(own).unwrap_or_else(|| panic!("{}: `{own}` is on no floor", file.path));
        for (line, other) in imports(file) {
            let lower = floor(other).is_some_and(|floor| floor < own_floor);
            // The halves of a database know each other, and the border knows everybody.
            let together = own_floor == 4 && floor(other) == Some(4) || own == "error";
            let exception = EXCEPTIONS.contains(&(file.path.as_str(), other));
            if other != own && !lower && !together && !exception {
                violations.push(format!("{}:{line}: `{own}` imports `{other}`", file.path));
            }
        }
    }
    assert_none("a file imports lower floors only, and siblings import nothing of each other", &violations);
}

#[test]
fn paths_do_not_climb_out_of_their_module() {
    let mut violations = Vec::new();
    for file in files("runtime/src").iter().filter(|file| !file.is_test()) {
        // `super::super::x` reaches as many folders up; from `diff/mod.rs` one is the crate already.
        let parts = file.path.trim_start_matches("runtime/src/").split('/').count();
        let depth = if file.path.ends_with("/mod.rs") { parts - 1 } else { parts };
        let climb = format!("use {}", "super::".repeat(depth));
        if depth > 0 && file.code.text().contains(&climb) {
            violations.push(format!("{}: `{climb}` leaves the module: write `crate::`", file.path));
        }
    }
    assert_none("other modules are named by `crate::`", &violations);
}

#[test]
fn databases_do_not_import_each_other() {
    const DATABASES: [&str; 3] = ["mysql", "postgres", "sqlite"];
    let mut violations = Vec::new();
    for file in files("runtime/src/database") {
        let Some(own) = file.path.split('/').nth(3).map(|part| part.trim_end_matches(".rs")) else {
            continue;
        };
        for other in DATABASES.iter().filter(|other| **other != own && own != "mod") {
            for (at, _) in file.code.words_after(&format!("{other}::")) {
                violations.push(format!("{}:{}: names `{other}`", file.path, file.code.line(at)));
            }
        }
    }
    assert_none("no database imports another", &violations);
}

#[test]
fn no_database_is_named_outside_its_folder() {
    let mut violations = Vec::new();
    for file in files("runtime/src") {
        if file.is_test()
            || file.path.starts_with("runtime/src/database/")
            || file.path == "runtime/src/lib.rs"
        {
            continue;
        }
        for (number, line) in file.code.text().lines().enumerate() {
            let named = ["mysql", "postgres", "sqlite", "mariadb"].iter().find(|name| {
                line.to_lowercase()
                    .split(|c: char| !c.is_alphanumeric() && c != '_')
                    .any(|word| word == **name)
            });
            if let Some(name) = named {
                violations.push(format!("{}:{}: `{name}`", file.path, number + 1));
            }
        }
    }
    assert_none("no module but `database` names a database", &violations);
}
