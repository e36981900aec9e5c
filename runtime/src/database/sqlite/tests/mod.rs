//! SQLite is bundled, so its plans are compared as text and then run, on a database in memory.

mod driver;
mod equivalence;
mod execution;
mod introspection;
mod normalize;
mod preservation;
mod rebuilds;
mod refusals;
mod statements;

use sqlx::sqlite::SqlitePool;

use super::{Sqlite, connect};
use crate::connection::{Connection, DatabaseError};
use crate::dialect::{Dialect, DialectError, Step};
use crate::operation::Operation;
use crate::revision::*;
use crate::schema::{Schema, Table};

type Recorded = fn(&mut Operations);

/// What `operations` lead to from `schema`.
fn replay(mut schema: Schema, operations: &[Operation]) -> Schema {
    operations.iter().for_each(|operation| operation.apply(&mut schema).expect("the operations apply"));
    schema
}

/// The plan's text: a line that says what is around the steps, then one item a step.
fn script(before: Recorded, after: Recorded) -> Result<Vec<String>, DialectError> {
    let schema = replay(Schema::new(), &Operations::record(before));
    let operations = Operations::record(after);
    let plan = Sqlite.plan(&schema, &operations)?;
    let steps = plan.steps.iter().map(|step| match step {
        Step::Statement(statement) => statement.sql.clone(),
        Step::Recreate(_) => "recreate".into(),
        Step::Run(run) => format!("run {}", run.name),
    });
    Ok(steps.collect())
}

/// Checks the whole text of a plan.
#[track_caller]
fn check_plan(before: Recorded, after: Recorded, expected: &[&str]) {
    let script = script(before, after).expect("SQLite has all that is asked for");
    assert_eq!(script, expected, "{}", script.join(";\n"));
}

fn users() -> Table {
    table("users")
        .with(column("id", bigint()).identity())
        .with(column("email", varchar(255)))
        .with(column("age", integer()).nullable())
        .with(primary_key("pk_users", ["id"]))
}

fn with_users(op: &mut Operations) {
    op.create_table(users());
}

fn with_keyless(op: &mut Operations) {
    op.create_enum("color", ["red", "green", "blue"]);
    op.create_table(
        table("t")
            .with(column("a", integer()))
            .with(column("b", text()).nullable())
            .with(column("c", enumeration("color")).nullable())
            .with(column("d", integer()).stored("a + 1"))
            .with(check("ck_t", "a > 0")),
    );
}

/// A database in memory and the schema it holds.
struct Database {
    connection: Connection,
    schema: Schema,
}

impl Database {
    /// A database that `upgrade` has made, foreign keys enforced.
    async fn new(upgrade: Recorded) -> Self {
        let connection = connect("sqlite::memory:").await.expect("memory is always there");
        let mut database = Self { connection, schema: Schema::new() };
        database.upgrade(upgrade).await.expect("the tables before can be made");
        database
    }

    /// Runs what `upgrade` records as the executor does; nothing is kept if it fails.
    async fn upgrade(&mut self, upgrade: Recorded) -> Result<(), DatabaseError> {
        self.run(&Operations::record(upgrade)).await
    }

    async fn run(&mut self, operations: &[Operation]) -> Result<(), DatabaseError> {
        let plan = Sqlite.plan(&self.schema, operations).expect("SQLite has all that is asked for");
        for statement in &plan.before_transaction {
            self.connection.execute(&statement.sql).await?;
        }
        self.connection.begin().await?;
        let mut outcome = Ok(());
        for step in &plan.steps {
            outcome = match step {
                Step::Statement(statement) => self.connection.execute(&statement.sql).await,
                Step::Recreate(recreate) => {
                    let rows = self.connection.query(&recreate.query).await?;
                    let sql: Vec<String> = rows.into_iter().flatten().flatten().collect();
                    let mut outcome = Ok(());
                    for sql in sql {
                        outcome = self.connection.execute(&sql).await;
                    }
                    outcome
                }
                Step::Run(_) => unreachable!("no test here runs code"),
            };
            if outcome.is_err() {
                break;
            }
        }
        for verification in plan.verifications.iter().filter(|_| outcome.is_ok()) {
            if let Some(row) = self.connection.query(&verification.sql).await?.first() {
                let message = format!("{}: {row:?}", verification.violation);
                outcome = Err(DatabaseError::Refused { message, code: None, position: None, hint: None });
                break;
            }
        }
        match &outcome {
            Ok(()) => self.connection.commit().await?,
            Err(_) => self.connection.rollback().await?,
        }
        for statement in &plan.after_transaction {
            self.connection.execute(&statement.sql).await?;
        }
        if outcome.is_ok() {
            self.schema = replay(std::mem::take(&mut self.schema), operations);
        }
        outcome
    }

    /// Runs SQL that no revision knows of.
    async fn execute(&mut self, sql: &str) {
        self.connection.execute(sql).await.expect("the test's own SQL is right");
    }

    /// The rows of a query, with `|` between values and `NULL` for none.
    async fn rows(&mut self, sql: &str) -> Vec<String> {
        let rows = self.connection.query(sql).await.expect("the test's own query is right");
        let text = |value: Option<String>| value.unwrap_or_else(|| "NULL".into());
        rows.into_iter().map(|row| row.into_iter().map(text).collect::<Vec<_>>().join("|")).collect()
    }

    /// Everything in `sqlite_schema`, by kind and name.
    async fn objects(&mut self) -> Vec<String> {
        self.rows("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name").await
    }
}

/// The message of a refusal by the database.
fn message(outcome: Result<(), DatabaseError>) -> String {
    outcome.expect_err("the database must refuse it").to_string()
}

/// A pool of one connection to a database in memory.
async fn pool() -> SqlitePool {
    let options = sqlx::sqlite::SqlitePoolOptions::new().max_connections(1);
    options.connect("sqlite::memory:").await.expect("memory is always there")
}
