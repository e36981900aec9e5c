//! The README tells the truth: each line that begins with `$ ` in its `console` blocks is run, in order.

use std::fs;

use crate::project::{Project, workspace};

/// The commands of the `console` blocks of a page.
fn commands(page: &str) -> Vec<&str> {
    let mut commands = Vec::new();
    let mut in_console = false;
    for line in page.lines() {
        match line.strip_prefix("```") {
            Some(language) => in_console = !in_console && language == "console",
            None if in_console => commands.extend(line.strip_prefix("$ ")),
            None => {}
        }
    }
    commands
}

#[test]
fn commands_of_the_readme() {
    let readme = fs::read_to_string(workspace().join("README.md")).expect("there is a README");
    let commands = commands(&readme);
    assert!(!commands.is_empty(), "the README has no command");
    let project = Project::of("blog");
    for command in commands {
        project.succeed(command);
    }
}

#[test]
fn console_blocks_alone_are_run() {
    let page = "```console\n$ a\noutput\n$ b\n```\n$ c\n```sh\n$ d\n```\n```console\n$ e\n```\n";
    assert_eq!(commands(page), ["a", "b", "e"]);
}
