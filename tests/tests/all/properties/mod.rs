//! Random pairs of schemas on the real servers: made, changed, changed back and dropped, and read after each step.
//!
//! `ALUDEL_PROPERTY_PAIRS` sets how many pairs a server gets (300 unless told), `ALUDEL_PROPERTY_SEED` which. A pair
//! that fails is shrunk and printed as a case, to be kept in `cases`.

mod generator;
mod replay;
mod squash;
mod tape;
mod words;

use std::cell::{Cell, RefCell};
use std::env;

use aludel::diff::{Answers, Flag, Question, diff};
use aludel::revision::source::{Header, write};
use aludel::schema::Schema;
use aludel_tests::case::pair::{Outcome, Witnesses, Workbench, described};
use aludel_tests::servers::Server;
use proptest::prelude::{Strategy, any};
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};

use generator::Generator;
use tape::Tape;

#[test]
fn pairs_on_sqlite() {
    check(Server::Sqlite);
}

#[test]
fn pairs_on_postgres() {
    check(Server::Postgres);
}

#[test]
fn pairs_on_mysql() {
    check(Server::Mysql);
}

/// The number that `variable` gives, or `otherwise`.
fn number(variable: &str, otherwise: u32) -> u32 {
    match env::var(variable) {
        Ok(text) => text.parse().unwrap_or_else(|_| panic!("{variable} is no number: `{text}`")),
        Err(_) => otherwise,
    }
}

/// The choices that a pair is made from.
fn choices() -> impl Strategy<Value = Vec<u16>> {
    proptest::collection::vec(any::<u16>(), 0..400)
}

/// Makes choices for `cases` pairs, the same for the same seed.
fn runner(cases: u32) -> TestRunner {
    let config = Config { cases, max_shrink_time: 60_000, failure_persistence: None, ..Config::default() };
    let mut seed = [0; 32];
    seed[..4].copy_from_slice(&number("ALUDEL_PROPERTY_SEED", 1).to_le_bytes());
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &seed))
}

fn check(server: Server) {
    let cases = number("ALUDEL_PROPERTY_PAIRS", 300);
    let mut runner = runner(cases);

    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime starts");
    let generator = Generator::new(server);
    let workbench = RefCell::new(None);
    let refused = Cell::new(0);
    let witnesses = Cell::new(Witnesses::default());
    let outcome = runner.run(&choices(), |choices| {
        let (before, after) = generator.pair(&choices);
        let answers = answers(&choices, &before, &after);
        // Whatever fails leaves its database in doubt: the next pair gets another.
        let mut bench = match workbench.take() {
            Some(bench) => bench,
            None => runtime.block_on(Workbench::new(server)).map_err(TestCaseError::fail)?,
        };
        match runtime.block_on(bench.check(&before, &after, &answers)) {
            Ok(outcome) => {
                match outcome {
                    Outcome::Refused => refused.set(refused.get() + 1),
                    Outcome::Held(Witnesses { rows, refusals }) => {
                        let sum = witnesses.get();
                        let sum = Witnesses { rows: sum.rows + rows, refusals: sum.refusals + refusals };
                        witnesses.set(sum);
                    }
                }
                workbench.replace(Some(bench));
                Ok(())
            }
            Err(failure) => {
                runtime.block_on(bench.drop()).map_err(TestCaseError::fail)?;
                Err(TestCaseError::fail(failure))
            }
        }
    });
    if let Some(bench) = workbench.take() {
        runtime.block_on(bench.drop()).unwrap_or_else(|error| panic!("{error}"));
    }
    match outcome {
        Ok(()) => {
            let (Witnesses { rows, refusals }, refused) = (witnesses.get(), refused.get());
            println!(
                "{}: {cases} pairs, of which its dialect refuses {refused}; {rows} rows, which stood in the way {refusals} times",
                server.name()
            );
            // Rows that are never let in, or always stand in the way, witness nothing.
            let held = usize::try_from(cases - refused).unwrap_or_default();
            assert!(rows >= held && refusals <= held, "too few rows were kept");
        }
        Err(TestError::Fail(reason, choices)) => {
            let (before, after) = generator.pair(&choices);
            let answers = answers(&choices, &before, &after);
            panic!(
                "on {}: {reason}\n\ncase(\"properties/…\")\n    .before(|op| {{\n{}    }})\n    .after(|op| {{\n{}    }})\n\n\
                 {answers:?}\n{}",
                server.name(),
                words_of(&before),
                words_of(&after),
                described(&before, &after, &answers)
            );
        }
        Err(TestError::Abort(reason)) => panic!("on {}: {reason}", server.name()),
    }
}

/// The statements of a revision that makes `schema` from nothing.
fn words_of(schema: &Schema) -> String {
    let operations = diff(&Schema::new(), schema, &Answers::default()).operations;
    let file =
        write(&Header::default(), &operations, &[], &Schema::new()).expect("a new schema can be written");
    let lines = file.lines().skip_while(|line| !line.starts_with("pub fn upgrade")).skip(1);
    lines.take_while(|line| *line != "}").map(|line| format!("    {line}\n")).collect()
}

/// Answers to whatever the comparison asks: renames at random, unless a renamed column would need a cast that has no
/// way back.
fn answers(choices: &[u16], before: &Schema, after: &Schema) -> Answers {
    let reversed: Vec<u16> = choices.iter().rev().copied().collect();
    let renamed = answered(&mut Tape::new(&reversed), before, after);
    let operations = diff(before, after, &renamed).operations;
    let mut schema = before.clone();
    let casts = operations.iter().all(|operation| {
        let casts = words::casts_back(&schema, operation);
        operation.apply(&mut schema).expect("a comparison's operations apply");
        casts
    });
    if casts { renamed } else { answered(&mut Tape::new(&[]), before, after) }
}

fn answered(tape: &mut Tape<'_>, before: &Schema, after: &Schema) -> Answers {
    let mut answers = Answers::default();
    for _ in 0..200 {
        let questions = diff(before, after, &answers).questions;
        let Some(question) = questions.first() else { return answers };
        let subject = question.subject();
        match question {
            Question::Rename { candidates, .. } => match tape.once_in(2) {
                true => answers.give(Flag::Rename, subject, tape.pick(candidates)),
                false => answers.give(Flag::Drop, subject, ""),
            },
            Question::Fill { ty, .. } => answers.give(Flag::Fill, subject, words::value(ty, after)),
            Question::Using { .. } => answers.give(Flag::Using, subject, "NULL"),
            Question::Replace { values, .. } => answers.give(Flag::Replace, subject, tape.pick(values)),
        }
    }
    panic!("it asks without end: {:?}", diff(before, after, &answers).questions)
}
