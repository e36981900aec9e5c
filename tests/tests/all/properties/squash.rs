//! Random chains of revisions, squashed: replay proves each that it does the same, and it reduces no further.

use std::cell::RefCell;

use aludel::diff::diff;
use aludel::operation::{Operation, reverse_all};
use aludel::revision::graph::Graph;
use aludel::revision::squash::Squash;
use aludel::revision::{Entry, Operations, Revision};
use aludel::schema::Schema;
use aludel_tests::servers::Server;
use proptest::prelude::any;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

use super::generator::Generator;
use super::{answers, number};

/// How many revisions a chain has.
const LENGTH: usize = 5;

thread_local! {
    /// What the revisions of the chain record, up and down.
    static CHAIN: RefCell<Vec<[Vec<Operation>; 2]>> = const { RefCell::new(Vec::new()) };
}

fn record<const NUMBER: usize, const DOWN: usize>(op: &mut Operations) {
    CHAIN.with_borrow(|chain| chain[NUMBER][DOWN].iter().for_each(|operation| op.push(operation.clone())));
}

const fn entry<const NUMBER: usize>(revision: &'static Revision) -> Entry {
    Entry {
        revision,
        replaces: &[],
        upgrade: record::<NUMBER, 0>,
        downgrade: record::<NUMBER, 1>,
        file: revision.id,
        source: "",
    }
}

const fn revision(id: &'static str, revises: &'static [&'static str]) -> Revision {
    Revision { id, revises, depends_on: &[], branch_labels: &[], created: id }
}

static ENTRIES: [Entry; LENGTH] = [
    entry::<0>(&revision("a0", &[])),
    entry::<1>(&revision("a1", &["a0"])),
    entry::<2>(&revision("a2", &["a1"])),
    entry::<3>(&revision("a3", &["a2"])),
    entry::<4>(&revision("a4", &["a3"])),
];

#[test]
fn chains_squashed_do_the_same() {
    for server in Server::ALL {
        check(server);
    }
}

fn check(server: Server) {
    let config = Config {
        cases: number("ALUDEL_PROPERTY_CHAINS", 150),
        max_shrink_time: 60_000,
        failure_persistence: None,
        ..Config::default()
    };
    let mut seed = [0; 32];
    seed[..4].copy_from_slice(&number("ALUDEL_PROPERTY_SEED", 1).to_le_bytes());
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &seed));
    let generator = Generator::new(server);
    let choices = proptest::collection::vec(proptest::collection::vec(any::<u16>(), 0..200), LENGTH);
    let (before, after) = (RefCell::new(0), RefCell::new(0));
    let outcome = runner.run(&choices, |choices| {
        CHAIN.set(chain(&generator, &choices).map_err(TestCaseError::fail)?);
        let graph = Graph::of(&ENTRIES).expect("a chain is a graph");
        for start in 0..LENGTH - 1 {
            let squash = Squash::new(&graph, &graph.order()[start..], true);
            let failed = |error| TestCaseError::fail(format!("from {start}: {error}\n{}", described()));
            let squash = squash.map_err(failed)?;
            *before.borrow_mut() += squash.upgrade.count;
            *after.borrow_mut() += squash.upgrade.operations.len();
        }
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("on {}: {error}", server.name()));
    let (before, after) = (before.into_inner(), after.into_inner());
    println!("{}: {before} operations became {after}", server.name());
    assert!(after < before, "nothing was reduced");
}

/// The operations of the chain, a line each.
fn described() -> String {
    let lines = |[up, down]: &[Vec<Operation>; 2]| {
        let line = |sign: char, operation: &Operation| format!("{sign} {}\n", operation.describe());
        let up = up.iter().map(|operation| line('+', operation));
        up.chain(down.iter().map(|operation| line('-', operation))).collect::<String>()
    };
    CHAIN.with_borrow(|chain| chain.iter().map(lines).collect::<Vec<_>>().join("---\n"))
}

/// The operations of a chain over random schemas, each from the one before.
fn chain(generator: &Generator, choices: &[Vec<u16>]) -> Result<Vec<[Vec<Operation>; 2]>, String> {
    let mut schema = Schema::new();
    let mut chain = Vec::new();
    for number in 0..choices.len() {
        // Each other one is a change of the one before, so that much is the same.
        let choices = &choices[number - number % 2];
        let (one, other) = generator.pair(choices);
        let next = if number % 2 == 0 { one } else { other };
        let up = diff(&schema, &next, &answers(choices, &schema, &next)).operations;
        let down = reverse_all(&schema, &up).map_err(|error| error.to_string())?;
        for operation in &up {
            operation.apply(&mut schema).map_err(|error| error.to_string())?;
        }
        chain.push([up, down]);
    }
    Ok(chain)
}
