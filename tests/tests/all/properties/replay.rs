//! Revision files of random pairs, compiled by rustc: they record the operations that they were written from.

use std::fmt::Write;
use std::fs;

use aludel::diff::diff;
use aludel::operation::{Operation, reverse_all};
use aludel::revision::source::{Header, write};
use aludel_tests::servers::Server;
use proptest::strategy::{Strategy, ValueTree};

use super::generator::Generator;
use super::{answers, choices, runner};
use crate::project::Project;

/// How many pairs of each database are written: each is a module of one crate.
const PAIRS: u32 = 40;

/// A line for each operation; a line end in a name or text is escaped.
fn lines(operations: &[Operation]) -> String {
    operations.iter().fold(String::new(), |text, operation| text + &format!("{operation:?}\n"))
}

#[test]
fn what_is_written_is_recorded_again() {
    let project = Project::of("blog");
    fs::create_dir_all(project.path("src/bin/replay")).expect("the folder is made");
    let (mut modules, mut calls, mut expected) = (String::new(), String::new(), String::new());
    for server in Server::ALL {
        let (generator, mut runner) = (Generator::new(server), runner(PAIRS));
        for number in 0..PAIRS {
            let tape = choices().new_tree(&mut runner).expect("any tape will do").current();
            let (before, after) = generator.pair(&tape);
            let upgrade = diff(&before, &after, &answers(&tape, &before, &after)).operations;
            let downgrade = reverse_all(&before, &upgrade).unwrap_or_else(|error| panic!("{error}"));
            let file = write(&Header::default(), &upgrade, &downgrade, &before);
            let file = file.unwrap_or_else(|error| panic!("{error}"));
            let name = format!("{}_{number}", server.name());
            fs::write(project.path(&format!("src/bin/replay/{name}.rs")), file).expect("it is written");
            writeln!(modules, "mod {name};").expect("a string takes it");
            for (direction, operations) in [("upgrade", upgrade), ("downgrade", downgrade)] {
                writeln!(calls, "    tell(\"{name}\", {name}::{direction});").expect("a string takes it");
                write!(expected, "{name}\n{}", lines(&operations)).expect("a string takes it");
            }
        }
    }
    let main = format!(
        "#![allow(warnings)]\n{modules}\nuse aludel::revision::Operations;\n\n\
         fn tell(name: &str, direction: fn(&mut Operations)) {{\n    println!(\"{{name}}\");\n    \
         for operation in Operations::record(direction) {{\n        println!(\"{{operation:?}}\");\n    }}\n}}\n\n\
         fn main() {{\n{calls}}}\n"
    );
    fs::write(project.path("src/bin/replay/main.rs"), main).expect("it is written");
    let recorded = project.succeed("cargo run -q -p blog --bin replay");
    if let Some((recorded, written)) = recorded.lines().zip(expected.lines()).find(|(a, b)| a != b) {
        panic!("recorded:\n{recorded}\nwritten:\n{written}");
    }
    assert_eq!(recorded.lines().count(), expected.lines().count(), "not all was recorded");
}
