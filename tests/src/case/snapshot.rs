//! What a case comes to, as text that a reviewer reads: the operations, and the SQL for every database.

use std::fmt::Write as _;
use std::path::Path;

use aludel::dialect::{DialectError, Plan, Statement, Step};
use aludel::diff::Question;
use aludel::revision::source::{self, Header};
use expect_test::expect_file;

use super::change::Change;
use super::run::Plans;
use crate::servers::Server;

/// Compares the case with its file.
///
/// # Panics
/// When they differ.
pub(super) fn check(name: &str, change: &Change, plans: &[(Server, Result<Plans<'_>, DialectError>)]) {
    let mut text = directions(change);
    for (server, plans) in plans {
        let lines = match plans {
            Ok(plans) => statements(&plans.upgrade.plan),
            Err(refusal) => refused(refusal),
        };
        section(&mut text, server.name(), lines);
    }
    compare(name, &text);
}

/// Compares what is asked with the case's file.
///
/// # Panics
/// When they differ.
pub(super) fn check_questions(name: &str, questions: &[Question]) {
    let mut text = String::new();
    for question in questions {
        section(&mut text, &question.to_string(), question.flags().into_iter().chain(question.attribute()));
    }
    compare(name, &text);
}

fn compare(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases").join(format!("{name}.txt"));
    // A new topic has no folder yet, and `UPDATE_EXPECT` makes none.
    let made = path.parent().map(std::fs::create_dir_all);
    made.transpose().expect("the folder of a topic is made");
    expect_file![path].assert_eq(text);
}

/// `upgrade` and `downgrade` as the revision file has them.
fn directions(change: &Change) -> String {
    let header = Header::default();
    let file =
        source::write(&header, &change.upgrade.operations, &change.downgrade.operations, &change.before);
    let file = file.unwrap_or_else(|error| panic!("{error}"));
    let start = file.find("pub fn upgrade").expect("a revision file has an upgrade");
    file[start..].to_owned()
}

fn refused(refusal: &DialectError) -> Vec<String> {
    let error = format!("refused: {refusal}");
    match refusal {
        DialectError::Unsupported(unsupported) => vec![error, format!("hint: {}", unsupported.hint)],
        DialectError::Operation(_) => panic!("{refusal}"),
    }
}

fn section(text: &mut String, title: &str, lines: impl IntoIterator<Item = String>) {
    let separator = if text.is_empty() { "" } else { "\n" };
    let _ = writeln!(text, "{separator}{title}");
    for line in lines {
        let _ = writeln!(text, "    {}", line.replace('\n', "\n    "));
    }
}

fn statements(plan: &Plan<'_>) -> Vec<String> {
    let around = |statement: &Statement| format!("{}; -- outside the transaction", statement.sql);
    let steps = plan.steps.iter().map(|step| match step {
        Step::Statement(statement) if statement.transactional => format!("{};", statement.sql),
        Step::Statement(statement) => around(statement),
        Step::Recreate(recreate) => format!("{}; -- each row is run", recreate.query),
        Step::Run(run) => format!("-- run {}", run.name),
    });
    let verifications = plan.verifications.iter().map(|check| format!("{}; -- gives no row", check.sql));
    let before = plan.before_transaction.iter().map(around);
    before.chain(steps).chain(verifications).chain(plan.after_transaction.iter().map(around)).collect()
}
