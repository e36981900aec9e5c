//! The SQL of a downgrade, as the history keeps it.

use crate::dialect::{Plan, Step, terminated};

/// The statements of `plan`, one after the other; `None` when they are not all SQL, but Rust code or
/// what only the database knows.
pub(in crate::executor) fn plan_text(plan: &Plan<'_>) -> Option<String> {
    let mut text = String::new();
    plan.before_transaction.iter().for_each(|statement| text.push_str(&terminated(&statement.sql)));
    if !text.is_empty() {
        text.push_str(KeptSql::STEPS);
    }
    for step in &plan.steps {
        match step {
            Step::Statement(statement) => text.push_str(&terminated(&statement.sql)),
            Step::Run(_) | Step::Recreate(_) => return None,
        }
    }
    if !plan.after_transaction.is_empty() {
        text.push_str(KeptSql::AFTER);
    }
    plan.after_transaction.iter().for_each(|statement| text.push_str(&terminated(&statement.sql)));
    Some(text)
}

/// What [`plan_text`] wrote, cut at its transaction.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::executor) struct KeptSql<'a> {
    pub(in crate::executor) before: &'a str,
    pub(in crate::executor) steps: &'a str,
    pub(in crate::executor) after: &'a str,
}

impl<'a> KeptSql<'a> {
    /// The line above the steps, where something runs before their transaction.
    const STEPS: &'static str = "-- In one transaction:\n";
    /// The line above what runs after it.
    const AFTER: &'static str = "-- After the transaction:\n";

    pub(in crate::executor) fn parse(text: &'a str) -> Self {
        let (before, rest) = text.split_once(Self::STEPS).unwrap_or(("", text));
        let (steps, after) = rest.rsplit_once(Self::AFTER).unwrap_or((rest, ""));
        Self { before, steps, after }
    }
}
