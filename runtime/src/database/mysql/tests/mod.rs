//! Operations in, SQL out.

mod columns;
mod enums;
mod keys;
mod normalize;
mod refusals;
mod tables;

use super::{Mysql, SESSION};
use crate::dialect::{Dialect, DialectError, Statement, Step};
use crate::revision::Operations;
use crate::schema::Schema;

/// The schema that `setup` makes.
fn schema(setup: fn(&mut Operations)) -> Schema {
    let mut schema = Schema::new();
    for operation in Operations::record(setup) {
        operation.apply(&mut schema).expect("a setup that applies");
    }
    schema
}

/// The statements of `operations` after `setup`.
fn plan(setup: fn(&mut Operations), operations: fn(&mut Operations)) -> Result<Vec<String>, DialectError> {
    let operations = Operations::record(operations);
    let plan = Mysql.plan(&schema(setup), &operations)?;
    let session = if plan.steps.is_empty() { Vec::new() } else { vec![Statement::new(SESSION)] };
    assert_eq!(plan.before_transaction, session);
    assert_eq!(plan.starts.len(), operations.len());
    let text = |step: &Step<'_>| match step {
        Step::Statement(statement) => statement.sql.clone(),
        Step::Run(run) => format!("-- run {}", run.name),
        Step::Recreate(recreate) => recreate.script.clone(),
    };
    Ok(plan.steps.iter().map(text).collect())
}

/// Checks the statements of `operations` after `setup`.
#[track_caller]
fn check_sql(setup: fn(&mut Operations), operations: fn(&mut Operations), expected: &[&str]) {
    assert_eq!(plan(setup, operations).expect("operations that MySQL can do"), expected);
}

fn nothing(_: &mut Operations) {}
