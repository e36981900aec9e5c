//! The README and the pages of `docs` tell the truth: each line that begins with `$ ` in their `console` blocks is
//! run, in order, a fresh copy of the blog for each page; what they write as JSON has the documented fields; their
//! snippets of Rust are compiled.

mod attributes;
mod shape;

use std::fs;
use std::path::{Path, PathBuf};

use crate::project::{Project, workspace};

/// A command of a page, and the JSON that the page says it writes, in the block that follows.
#[derive(Debug, PartialEq)]
struct Command<'a> {
    line: &'a str,
    json: Option<String>,
}

/// The commands of the `console` blocks of a page.
fn commands(page: &str) -> Vec<Command<'_>> {
    let mut commands: Vec<Command<'_>> = Vec::new();
    let mut block = None;
    for line in page.lines() {
        match (line.strip_prefix("```"), block) {
            (Some(language), None) => block = Some(language),
            (Some(_), Some(_)) => block = None,
            (None, Some("console")) => {
                commands.extend(line.strip_prefix("$ ").map(|line| Command { line, json: None }));
            }
            (None, Some("json")) => {
                let command = commands.last_mut().expect("a command stands before the JSON that it writes");
                *command.json.get_or_insert_default() += &format!("{line}\n");
            }
            _ => {}
        }
    }
    commands
}

/// The pages of the documentation, by their paths below `docs/src`.
fn pages(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut pages = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder is read") {
        let path = entry.expect("the entry is read").path();
        if path.is_dir() {
            pages.extend(self::pages(&path));
        } else if path.extension().is_some_and(|ending| ending == "md") {
            let text = fs::read_to_string(&path).expect("the page is read");
            pages.push((path, text));
        }
    }
    pages.sort();
    pages
}

fn run_all(page: &str) {
    let project = Project::of("blog");
    for Command { line, json } in commands(page) {
        match json {
            None => {
                project.succeed(line);
            }
            Some(documented) => shape::check(line, &documented, &project.succeed(&format!("{line} 2>&-"))),
        }
    }
}

#[test]
fn commands_of_the_readme() {
    let readme = fs::read_to_string(workspace().join("README.md")).expect("there is a README");
    assert!(!commands(&readme).is_empty(), "the README has no command");
    run_all(&readme);
}

#[test]
fn commands_of_the_documentation() {
    let pages = pages(&workspace().join("docs/src"));
    let with_commands: Vec<_> = pages.iter().filter(|(_, page)| !commands(page).is_empty()).collect();
    assert!(!with_commands.is_empty(), "no page has a command");
    for (_, page) in with_commands {
        run_all(page);
    }
}

#[test]
fn every_page_is_in_the_summary_and_every_snippet_is_compiled() {
    let folder = workspace().join("docs/src");
    let summary = fs::read_to_string(folder.join("SUMMARY.md")).expect("there is a summary");
    let compiled = include_str!("../../../src/documentation.rs");
    for (path, text) in pages(&folder) {
        let name = path.strip_prefix(&folder).expect("a page is in the folder").display().to_string();
        assert!(
            name == "SUMMARY.md" || summary.contains(&format!("({name})")),
            "{name} is not in the summary"
        );
        let has_snippet = text.lines().any(|line| line == "```rust");
        assert!(!has_snippet || compiled.contains(&format!("\"{name}\"")), "{name} is not compiled");
    }
}

#[test]
fn the_attributes_are_those_that_the_derives_document() {
    let page = attributes::page(&workspace().join("macros/src/lib.rs"));
    expect_test::expect_file![workspace().join("docs/src/reference/attributes.md")].assert_eq(&page);
}

#[test]
fn console_blocks_alone_are_run() {
    let page =
        "```console\n$ a\noutput\n$ b\n```\n$ c\n```sh\n$ d\n```\n```console\n$ e\n```\n\n```json\n{}\n```\n";
    let (e, others) = (Command { line: "e", json: Some("{}\n".into()) }, ["a", "b"]);
    let [a, b] = others.map(|line| Command { line, json: None });
    assert_eq!(commands(page), [a, b, e]);
}
