//! The pure half of a database: how it spells operations. No I/O, no async.

mod client;

pub use client::{Client, Line, terminated};

use std::fmt::Debug;
use std::ops::Range;
use std::time::Duration;

use serde::Serialize;

use crate::connection::DatabaseError;
use crate::operation::{Execute, Operation, OperationError, Run};
use crate::schema::{Place, Schema};

/// How one database spells operations as SQL.
///
/// Object-safe and pure, so that every test of SQL runs without a server.
pub trait Dialect: Debug + Send + Sync {
    /// The database's name: `postgres`, `mysql` or `sqlite`, as in attributes, native types and options.
    fn name(&self) -> &'static str;

    /// What the database can do that others cannot.
    fn capabilities(&self) -> Capabilities;

    /// `schema` as this database would give it back: what it cannot tell apart made equal.
    fn normalize(&self, schema: &Schema) -> Schema;

    /// The statements that make `operations` happen, one after the other, to a database that holds `before`.
    ///
    /// # Errors
    /// When an operation does not apply to the schema before it, or the database cannot do it.
    fn plan<'a>(&self, before: &Schema, operations: &'a [Operation]) -> Result<Plan<'a>, DialectError>;

    /// `name` in the database's quotes.
    fn quote(&self, name: &str) -> String;

    /// `text` as a string literal.
    fn literal(&self, text: &str) -> String;

    /// The type of a text of any length and any characters, as the history keeps it.
    fn long_text(&self) -> &'static str {
        "TEXT"
    }

    /// Whether `error` says that a table which the statement names is not there.
    fn is_missing_table(&self, error: &DatabaseError) -> bool;

    /// Whether `error` says that another session held a lock for too long: the same statement may succeed later.
    fn is_lock_refused(&self, error: &DatabaseError) -> bool;

    /// The statements that limit how long this session waits for a lock, and how long a statement may take, as far
    /// as the database can.
    fn limits(&self, lock: Option<Duration>, statement: Option<Duration>) -> Vec<String>;

    /// How long a batch takes, as the database itself can tell in its last statement; `sent` is the time since the
    /// beginning of 1970 at which it is sent, and `number` its place, from 1, among those that are sent together.
    fn stopwatch(&self, sent: Duration, number: u32) -> Stopwatch;

    /// The words of the database's own client, for scripts.
    fn client(&self) -> &'static dyn Client;
}

/// How a database tells how long a batch took, before it is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stopwatch {
    /// The statement that the message begins with, if it needs one.
    pub start: Option<&'static str>,
    /// The milliseconds since then, as an expression.
    pub elapsed_ms: String,
}

/// What a database can do that others cannot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capabilities {
    /// Whether a rollback undoes DDL.
    pub transactional_ddl: bool,
    /// Whether tables live in schemas (namespaces) that a statement can name.
    pub schemas: bool,
}

/// What runs to bring one revision's operations to a database.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan<'a> {
    /// Run before the transaction begins, such as SQLite's `PRAGMA foreign_keys = OFF`.
    pub before_transaction: Vec<Statement>,
    /// Run in order, inside the transaction where they can.
    pub steps: Vec<Step<'a>>,
    /// For each operation, how many steps stand before its own, so that a step can be traced to what
    /// it is made of; operations that are carried out together share a start.
    pub starts: Vec<usize>,
    /// Queries that must give no row before the transaction commits.
    pub verifications: Vec<Verification>,
    /// Run after the transaction has ended, whichever way it ended.
    pub after_transaction: Vec<Statement>,
}

impl<'a> Plan<'a> {
    /// The operations, by their positions, that the step at `step` carries out.
    pub fn operations_of(&self, step: usize) -> Range<usize> {
        let end = self.starts.partition_point(|start| *start <= step);
        let start =
            end.checked_sub(1).map_or(0, |last| self.starts.partition_point(|at| *at < self.starts[last]));
        start..end
    }

    /// Adds a statement that may run inside a transaction.
    pub fn statement(&mut self, sql: impl Into<String>) {
        self.steps.push(Statement::new(sql).into());
    }

    /// Adds SQL written by hand, if there is any for `database`.
    pub fn execute(&mut self, execute: &Execute, database: &str) {
        if let Some(sql) = execute.sql.text(database) {
            self.steps
                .push(Statement { sql: sql.to_owned(), transactional: !execute.outside_transaction }.into());
        }
    }

    /// Adds Rust code of the revision.
    pub fn run(&mut self, run: &'a Run) {
        self.steps.push(Step::Run(run));
    }
}

/// One step of a plan.
#[derive(Clone, Debug, PartialEq)]
pub enum Step<'a> {
    /// A statement.
    Statement(Statement),
    /// Rust code of the revision.
    Run(&'a Run),
    /// Statements that only the database knows.
    Recreate(Recreate),
}

/// Statements that only the database knows, such as those of triggers that no model declares: an
/// earlier step has saved them, this one runs them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recreate {
    /// A query of one column of text: each row is a statement, run in the order of the rows.
    pub query: String,
    /// The lines that do the same in an offline script, in the words of the database's own client.
    pub script: String,
}

/// One statement of SQL, without the semicolon after it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Statement {
    /// The text.
    pub sql: String,
    /// Whether it may run inside a transaction.
    pub transactional: bool,
}

/// A query that gives no row when all is well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// The query.
    pub sql: String,
    /// What a row of it means, in plain words.
    pub violation: String,
    /// Statements that fail where the query gives a row, for an offline script; `None` leaves the
    /// query there for its reader to look at.
    pub script: Option<String>,
}

impl Statement {
    /// A statement that may run inside a transaction.
    pub fn new(sql: impl Into<String>) -> Self {
        Self { sql: sql.into(), transactional: true }
    }

    /// A statement that must not run inside a transaction.
    pub fn outside_transaction(sql: impl Into<String>) -> Self {
        Self { sql: sql.into(), transactional: false }
    }
}

impl From<Recreate> for Step<'_> {
    fn from(recreate: Recreate) -> Self {
        Self::Recreate(recreate)
    }
}

impl From<Statement> for Step<'_> {
    fn from(statement: Statement) -> Self {
        Self::Statement(statement)
    }
}

/// Why operations cannot be brought to a database.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DialectError {
    /// The database cannot do what an operation asks.
    #[error(transparent)]
    Unsupported(Box<Unsupported>),
    /// An operation does not apply to the schema before it.
    #[error(transparent)]
    Operation(Box<OperationError>),
}

/// Something that a database cannot do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{database} has no {what}, which {place} needs")]
pub struct Unsupported {
    /// The database's name.
    pub database: &'static str,
    /// What is missing, such as `array type`.
    pub what: String,
    /// What needs it.
    pub place: Place,
    /// What to do instead, for the `hint:` line.
    pub hint: String,
}

impl From<Unsupported> for DialectError {
    fn from(unsupported: Unsupported) -> Self {
        Self::Unsupported(Box::new(unsupported))
    }
}

impl From<OperationError> for DialectError {
    fn from(error: OperationError) -> Self {
        Self::Operation(Box::new(error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_traced_to_its_operations() {
        let plan = Plan { starts: vec![0, 2, 2, 5], ..Plan::default() };
        assert_eq!(plan.operations_of(0), 0..1);
        assert_eq!(plan.operations_of(1), 0..1);
        assert_eq!(plan.operations_of(4), 1..3);
        assert_eq!(plan.operations_of(5), 3..4);
        assert_eq!(Plan::default().operations_of(0), 0..0);
    }
}
