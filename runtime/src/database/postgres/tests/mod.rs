//! What each operation comes to, as SQL; no server is needed.

mod columns;
mod enums;
mod normal;
mod refusals;
mod tables;

use expect_test::Expect;

use super::Postgres;
use crate::dialect::{Dialect, DialectError, Step};
use crate::revision::Operations;
use crate::schema::Schema;

/// The schema that `setup` makes.
fn schema(setup: fn(&mut Operations)) -> Schema {
    let mut schema = Schema::new();
    for operation in Operations::record(setup) {
        operation.apply(&mut schema).expect("the setup applies");
    }
    schema
}

/// The SQL of what `direction` records over `before`, a statement a line.
fn sql(before: &Schema, direction: fn(&mut Operations)) -> Result<String, DialectError> {
    let operations = Operations::record(direction);
    let plan = Postgres.plan(before, &operations)?;
    let line = |step: &Step<'_>| match step {
        Step::Statement(statement) => format!("{};\n", statement.sql),
        Step::Run(run) => format!("-- {}\n", run.name),
        Step::Recreate(recreate) => format!("{};\n", recreate.query),
    };
    Ok(plan.steps.iter().map(line).collect())
}

/// Checks the SQL of `direction` in an empty database.
#[track_caller]
fn assert_sql(direction: fn(&mut Operations), expected: &Expect) {
    expected.assert_eq(&sql(&Schema::new(), direction).expect("PostgreSQL does it"));
}

/// Checks the SQL of `direction` over what `setup` makes.
#[track_caller]
fn assert_sql_over(setup: fn(&mut Operations), direction: fn(&mut Operations), expected: &Expect) {
    expected.assert_eq(&sql(&schema(setup), direction).expect("PostgreSQL does it"));
}

/// Checks what is refused, where, and what to do instead.
#[track_caller]
fn refuse(direction: fn(&mut Operations), expected: &Expect) {
    match sql(&Schema::new(), direction) {
        Err(DialectError::Unsupported(unsupported)) => {
            expected.assert_eq(&format!("{unsupported}\nhint: {}\n", unsupported.hint));
        }
        other => panic!("it is not refused: {other:?}"),
    }
}
