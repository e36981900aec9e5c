//! PostgreSQL, 15 and later.
//!
//! Refused, each with what to do instead: unsigned integers, bytes with a length, arrays of arrays,
//! columns computed when read (PostgreSQL 18 has them), index prefixes, names above 63 bytes, and
//! table options that are no storage parameter, `tablespace` or `unlogged`.
//! sea-query writes columns, keys and checks; what it has no word for or spells wrongly (deferrable
//! constraints, index keys, `ALTER`, comments, enum types) is written here.

mod alter;
mod client;
mod default;
mod dependents;
mod driver;
mod enums;
mod fields;
mod foreign_key;
mod index;
mod introspect;
mod names;
mod normalize;
mod options;
mod plan;
mod session;
mod sql;
mod table;
mod type_name;
mod types;

#[cfg(test)]
mod tests;

pub use driver::PostgresDriver;
pub(super) use driver::connect;

use std::time::Duration;

use crate::connection::DatabaseError;
use crate::dialect::{Capabilities, Client, Dialect, DialectError, Plan, Stopwatch};
use crate::operation::Operation;
use crate::schema::Schema;

/// The name in attributes, native types and options.
const NAME: &str = "postgres";

/// How PostgreSQL spells operations.
#[derive(Clone, Copy, Debug)]
pub struct Postgres;

impl Dialect for Postgres {
    fn name(&self) -> &'static str {
        NAME
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities { transactional_ddl: true, schemas: true }
    }

    fn normalize(&self, schema: &Schema) -> Schema {
        normalize::normalize(schema)
    }

    fn plan<'a>(&self, before: &Schema, operations: &'a [Operation]) -> Result<Plan<'a>, DialectError> {
        plan::plan(before, operations)
    }

    fn quote(&self, name: &str) -> String {
        sql::quote(name)
    }

    fn literal(&self, text: &str) -> String {
        sql::literal(text)
    }

    fn is_missing_table(&self, error: &DatabaseError) -> bool {
        // undefined_table, PostgreSQL manual, appendix A.
        matches!(error, DatabaseError::Refused { code: Some(code), .. } if code == "42P01")
    }

    fn is_lock_refused(&self, error: &DatabaseError) -> bool {
        // lock_not_available, deadlock_detected, PostgreSQL manual, appendix A.
        matches!(error, DatabaseError::Refused { code: Some(code), .. } if code == "55P03" || code == "40P01")
    }

    fn limits(&self, lock: Option<Duration>, statement: Option<Duration>) -> Vec<String> {
        let set = |name: &str, limit: Duration| format!("SET {name} = {}", limit.as_millis().max(1));
        let lock = lock.map(|limit| set("lock_timeout", limit));
        lock.into_iter().chain(statement.map(|limit| set("statement_timeout", limit))).collect()
    }

    fn stopwatch(&self, _sent: Duration, _number: u32) -> Stopwatch {
        // The time of the statement is that of the message that brought it (manual, section 9.9.5).
        let elapsed = "CAST(EXTRACT(EPOCH FROM clock_timestamp() - statement_timestamp()) * 1000 AS bigint)";
        Stopwatch { start: None, elapsed_ms: elapsed.into() }
    }

    fn client(&self) -> &'static dyn Client {
        &client::Psql
    }
}
