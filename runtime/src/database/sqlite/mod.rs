//! SQLite 3.37 and later; text becomes a UUID with 3.41 and later.
//!
//! `ALTER TABLE` renames, adds and drops columns; every other change makes the table anew, by the
//! procedure of the manual (ALTER TABLE, section 7), with neighbouring changes of a table made
//! together ([`rebuild`]). Rows, rowids, AUTOINCREMENT's next number, indexes, triggers and views
//! outlive it, those that no model declares too; a column that no revision declares stops it.
//! Constraints that no revision declares are not known and do not. Foreign keys are not enforced,
//! and cascade nothing, in a revision that drops a table or makes one anew; all are checked before it commits.
//!
//! What SQLite does not have is refused: `u64`, decimals (it would keep them in binary floating
//! point), intervals, network addresses, arrays, schemas, index methods, `INCLUDE`, operator
//! classes, `NULLS NOT DISTINCT`, deferrable unique constraints, identity beside the primary key.
//! What it does not keep is left out: comments, the length of text and bytes (declared, but not
//! enforced), the precision of times, whether a timestamp has a time zone, the order and the name of
//! an enum, and whether an identity is `always`.

mod client;
mod ddl;
mod default;
mod driver;
mod introspect;
mod lock;
mod normalize;
mod plan;
mod rebuild;
mod table;
#[cfg(test)]
mod tests;
mod types;
mod waiting;

pub(super) use driver::connect_existing;
pub use driver::{SqliteDriver, connect};

use std::time::Duration;

use crate::connection::DatabaseError;
use crate::dialect::{Capabilities, Client, Dialect, DialectError, Plan, Stopwatch};
use crate::operation::Operation;
use crate::schema::Schema;

/// The database's name in attributes, native types and options.
const NAME: &str = "sqlite";

/// How SQLite spells operations.
#[derive(Clone, Copy, Debug)]
pub struct Sqlite;

impl Dialect for Sqlite {
    fn name(&self) -> &'static str {
        NAME
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities { transactional_ddl: true, schemas: false }
    }

    fn normalize(&self, schema: &Schema) -> Schema {
        normalize::schema(schema)
    }

    fn plan<'a>(&self, before: &Schema, operations: &'a [Operation]) -> Result<Plan<'a>, DialectError> {
        plan::plan(before, operations)
    }

    fn quote(&self, name: &str) -> String {
        quote(name)
    }

    fn literal(&self, text: &str) -> String {
        literal(text)
    }

    fn is_missing_table(&self, error: &DatabaseError) -> bool {
        // SQLite has no code of its own for it: SQLITE_ERROR, and this message.
        matches!(error, DatabaseError::Refused { message, .. } if message.starts_with("no such table"))
    }

    fn is_lock_refused(&self, error: &DatabaseError) -> bool {
        // SQLITE_BUSY and SQLITE_LOCKED; an extended code holds its primary one in the last byte (manual, Result Codes).
        let primary = |code: &str| code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 5 | 6));
        matches!(error, DatabaseError::Refused { code: Some(code), .. } if primary(code))
    }

    fn limits(&self, lock: Option<Duration>, _statement: Option<Duration>) -> Vec<String> {
        // SQLite has no limit for a statement: it runs in the process that waits for it.
        lock.map(|limit| format!("PRAGMA busy_timeout = {}", limit.as_millis())).into_iter().collect()
    }

    fn stopwatch(&self, sent: Duration, number: u32) -> Stopwatch {
        // The database's clock is that of the process; 1970 began at this Julian day (Date And Time Functions).
        let now = "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)";
        // Of batches in one message each is given the mean of the time so far: what those before it took, it would have to
        // add up from their rows, which takes as long as the smallest of them.
        let elapsed = format!("MAX({now} - {}, 0) / {number}", sent.as_millis());
        Stopwatch { start: None, elapsed_ms: elapsed }
    }

    fn client(&self) -> &'static dyn Client {
        &client::Shell
    }
}

fn quote(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
