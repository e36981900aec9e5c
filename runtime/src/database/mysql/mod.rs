//! MySQL 8 (8.0.19 or later) and MariaDB (10.10 or later), with one dialect: SQL that both accept.
//!
//! Tested on MariaDB 10.11; a rule that only MySQL has is taken from its manual, and says so: sections are
//! those of the MySQL 8.4 manual.
//!
//! Refused, naming the place, because not both have them: arrays, intervals, network types, deferrable
//! constraints, `NULLS NOT DISTINCT`, `SET DEFAULT` in a foreign key, and indexes that are partial, include
//! columns, name an operator class or are over an expression. What is unlike other databases:
//!
//! - An enum has no type of its own; its values stand in each column.
//! - A foreign key and a self-numbering column need a key; where the schema has none, one is made.
//! - A primary key has no name, and its columns hold no NULL; a generated column has no `NOT NULL` on MariaDB.
//! - DDL commits by itself: what a revision did before an error stays done.

mod alter;
mod alter_enum;
mod cast;
mod client;
mod column;
mod constraint;
mod defaults;
mod dependents;
mod driver;
mod foreign_keys;
mod index;
mod introspect;
mod keys;
mod names;
mod native;
mod normalize;
mod options;
mod plan;
mod script;
mod session;
mod table;
mod types;
mod words;

pub use driver::MysqlDriver;
pub(super) use driver::connect;

#[cfg(test)]
mod tests;

use std::time::Duration;

use sea_query::{EscapeBuilder, MysqlQueryBuilder};

use crate::connection::DatabaseError;
use crate::dialect::{Capabilities, Client, Dialect, DialectError, Plan, Stopwatch};
use crate::operation::Operation;
use crate::schema::Schema;

/// Prepares a session: a value that does not fit is an error and never cut, `||` joins text, a backslash escapes
/// (MySQL manual, section 7.1.11), and a `timestamp` is cast to a `datetime` in UTC (section 7.1.15).
const SESSION: &str = "SET SESSION sql_mode = CONCAT(REPLACE(@@SESSION.sql_mode, 'NO_BACKSLASH_ESCAPES', ''), \
     ',STRICT_ALL_TABLES,PIPES_AS_CONCAT'), time_zone = '+00:00'";

/// How MySQL and MariaDB spell operations.
#[derive(Clone, Copy, Debug)]
pub struct Mysql;

impl Dialect for Mysql {
    fn name(&self) -> &'static str {
        "mysql"
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities { transactional_ddl: false, schemas: true }
    }

    fn normalize(&self, schema: &Schema) -> Schema {
        normalize::schema(schema)
    }

    fn plan<'a>(&self, before: &Schema, operations: &'a [Operation]) -> Result<Plan<'a>, DialectError> {
        plan::plan(before, operations)
    }

    fn quote(&self, name: &str) -> String {
        format!("`{}`", name.replace('`', "``"))
    }

    fn literal(&self, text: &str) -> String {
        format!("'{}'", MysqlQueryBuilder.escape_string(text))
    }

    fn long_text(&self) -> &'static str {
        // TEXT ends at 64 KiB (manual, section 13.7), and a database may have characters of one byte.
        "LONGTEXT CHARACTER SET utf8mb4"
    }

    fn is_missing_table(&self, error: &DatabaseError) -> bool {
        // ER_NO_SUCH_TABLE, MySQL error reference.
        matches!(error, DatabaseError::Refused { code: Some(code), .. } if code == "1146")
    }

    fn is_lock_refused(&self, error: &DatabaseError) -> bool {
        // ER_LOCK_WAIT_TIMEOUT, ER_LOCK_DEADLOCK, MySQL error reference.
        matches!(error, DatabaseError::Refused { code: Some(code), .. } if code == "1205" || code == "1213")
    }

    fn limits(&self, lock: Option<Duration>, statement: Option<Duration>) -> Vec<String> {
        // Whole seconds, at least one (manual, section 7.1.8).
        let lock = lock.map(|limit| {
            let seconds = limit.as_secs() + u64::from(limit.subsec_nanos() > 0);
            let seconds = seconds.max(1);
            format!("SET SESSION lock_wait_timeout = {seconds}, innodb_lock_wait_timeout = {seconds}")
        });
        // MariaDB limits every statement, MySQL only SELECT; each passes over the other's comment.
        let statement = statement.map(|limit| {
            let (seconds, ms) = (limit.as_secs_f64(), limit.as_millis());
            format!(
                "SET SESSION /*M! max_statement_time = {seconds}, */ /*!80000 max_execution_time = {ms}, */ \
                 @aludel_limited = 1"
            )
        });
        lock.into_iter().chain(statement).collect()
    }

    fn stopwatch(&self, _sent: Duration, _number: u32) -> Stopwatch {
        let elapsed = "TIMESTAMPDIFF(MICROSECOND, @aludel_sent, SYSDATE(6)) DIV 1000";
        Stopwatch { start: Some("SET @aludel_sent = SYSDATE(6)"), elapsed_ms: elapsed.into() }
    }

    fn client(&self) -> &'static dyn Client {
        &client::Mariadb
    }
}
