//! What a database's own tools print of a schema, object by object: two databases are the same where these are equal.
//!
//! The order of columns and the names of objects count. This reads the databases directly, never through aludel.

mod mysql;
mod postgres;
mod sqlite;

use std::collections::BTreeMap;

use crate::servers::{Database, Server};

/// The lines of each object, by its kind and name.
pub type Dump = BTreeMap<String, Vec<String>>;

/// What no model declares, as the SQL that makes it: views, triggers, functions, domains, extensions, ….
pub type Unmodelled = Vec<String>;

/// What the database holds, and the SQL of that of it which models do not declare, in an order that it can be made in.
///
/// # Errors
/// What the database, or its client, answers when it is asked.
pub async fn dump(database: &mut Database) -> Result<(Dump, Unmodelled), String> {
    match database.server() {
        Server::Sqlite => sqlite::dump(database).await,
        Server::Postgres => postgres::dump(database),
        Server::Mysql => mysql::dump(database).await,
    }
}

/// Runs each of `statements` that can run already; gives back the others, with what the database answered.
pub async fn make(database: &mut Database, statements: Unmodelled) -> Vec<(String, String)> {
    let mut left: Vec<(String, String)> = statements.into_iter().map(|sql| (sql, String::new())).collect();
    loop {
        let before = left.len();
        let mut failed = Vec::new();
        for (sql, _) in left {
            let begin = match database.server() {
                Server::Postgres => postgres::SETTINGS,
                Server::Sqlite | Server::Mysql => "",
            };
            if let Err(error) = database.execute(&format!("{begin}{sql}")).await {
                failed.push((sql, error));
            }
        }
        left = failed;
        // One may wait for another.
        if left.is_empty() || left.len() == before {
            return left;
        }
    }
}

/// The objects that differ, each with the lines that only one of the two has: `-` for `expected`, `+` for `actual`.
pub fn differences(expected: &Dump, actual: &Dump) -> BTreeMap<String, Vec<String>> {
    let mut differences = BTreeMap::new();
    let none = Vec::new();
    for object in expected.keys().chain(actual.keys()) {
        let (before, after) = (expected.get(object).unwrap_or(&none), actual.get(object).unwrap_or(&none));
        if before == after {
            continue;
        }
        let mut lines = crate::catalogue::difference(before, after);
        if lines.is_empty() {
            lines = vec![format!("in another order: {before:?} {after:?}")];
        }
        differences.insert(object.clone(), lines);
    }
    differences
}
