//! What a database's own catalogue says of a schema, as sorted lines: two databases hold the same schema when
//! their lines are equal. The order of columns is left out, because databases append new ones.
//!
//! This reads the catalogues directly, never through aludel, so that it finds what aludel gets wrong twice.

mod mysql;
mod postgres;
mod sqlite;

use crate::servers::{Database, Server};

pub(crate) use sqlite::tokens as sqlite_tokens;

/// The lines of `database`'s catalogue, sorted.
///
/// # Errors
/// What the database answers when it is asked.
pub async fn catalogue(database: &mut Database) -> Result<Vec<String>, String> {
    let mut lines = match database.server() {
        Server::Sqlite => sqlite::catalogue(database).await?,
        Server::Postgres => postgres::catalogue(database).await?,
        Server::Mysql => mysql::catalogue(database).await?,
    };
    lines.sort();
    Ok(lines)
}

/// The lines that only one of two catalogues has: `-` for `expected`, `+` for `actual`.
pub fn difference(expected: &[String], actual: &[String]) -> Vec<String> {
    let only = |sign: char, these: &[String], others: &[String]| -> Vec<String> {
        these.iter().filter(|line| !others.contains(line)).map(|line| format!("{sign} {line}")).collect()
    };
    [only('-', expected, actual), only('+', actual, expected)].concat()
}
