//! What MySQL's catalogue says of a database, in the words of models.
//!
//! Three round trips tell all of it, whatever the number of tables: one about the server, one about the user's rights,
//! one of all queries on `information_schema`. A fourth reads the defaults of bytes, where there are any, because the catalogue prints
//! them as text. MariaDB's catalogue knows no transactions: a table that changes meanwhile is seen by the time
//! of its definition, and everything is read again.

mod answer;
mod blank;
mod canonical;
mod catalogue;
mod column;
mod effective;
mod key;
mod option;
mod question;
mod server;
mod table;

use sqlx::SqlStr;
use sqlx::mysql::MySqlTransactionManager;
use sqlx_core::transaction::TransactionManager;

pub(super) use canonical::canonicalize;

use super::driver::{MysqlDriver, database_error};
use super::normalize;
use crate::connection::{DatabaseError, Driver, Row};
use crate::introspection::{Introspection, Scope};
use blank::fill;
use catalogue::{Catalogue, queries};
use server::{Server, unreadable};
use table::Reading;

/// How often the catalogue is read when tables change meanwhile.
const ATTEMPTS: usize = 3;

/// Expressions as the catalogue prints them depend on the mode: backslashes escape, and backquotes hold names.
const PLAIN_MODE: &str = "SET @aludel_read_mode = @@SESSION.sql_mode, SESSION sql_mode = ''";

/// Sets the mode back that [`PLAIN_MODE`] changed.
const RESET_MODE: &str = "SET SESSION sql_mode = @aludel_read_mode";

pub(super) async fn introspect(
    driver: &mut MysqlDriver,
    scope: &Scope,
) -> Result<Introspection, DatabaseError> {
    let server = Server::ask(driver).await?;
    let mut schemas: Vec<String> = scope.schemas.iter().map(|schema| schema.clone().into_owned()).collect();
    schemas.push(server.database.clone());
    schemas.sort();
    schemas.dedup();
    server::may_see(driver, &schemas).await?;
    begin(driver, "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY").await?;
    let outcome = read(driver, &server, &schemas).await;
    let ended = driver.rollback().await;
    let introspection = outcome.map_err(unreadable)?;
    ended.map(|()| introspection)
}

/// Begins a transaction by `statement`; there must be none.
async fn begin(driver: &mut MysqlDriver, statement: &'static str) -> Result<(), DatabaseError> {
    let begun =
        MySqlTransactionManager::begin(driver.session().await?, Some(SqlStr::from_static(statement))).await;
    begun.map_err(database_error)
}

async fn read(
    driver: &mut MysqlDriver,
    server: &Server,
    schemas: &[String],
) -> Result<Introspection, DatabaseError> {
    let queries = queries(server, schemas);
    for _ in 0..ATTEMPTS {
        let catalogue = Catalogue::read(in_plain_mode(driver, &queries).await?)?;
        if !catalogue.is_of_one_moment() {
            continue;
        }
        let Reading { mut introspection, blanks } = Reading::of(server, catalogue)?;
        fill(driver, server, &mut introspection.schema, &blanks).await?;
        introspection.schema = normalize::schema(&introspection.schema);
        return Ok(introspection);
    }
    Err(DatabaseError::Catalogue {
        what: "the catalogue `information_schema`".into(),
        message: format!("tables changed while it was read, {ATTEMPTS} times"),
        hint: "run it again when nobody changes the database".into(),
    })
}

/// The rows of `queries`, with expressions printed as they are in the plain mode.
async fn in_plain_mode(driver: &mut MysqlDriver, queries: &str) -> Result<Vec<Row>, DatabaseError> {
    let rows = driver.query(&format!("{PLAIN_MODE};\n{queries};\n{RESET_MODE}")).await;
    if rows.is_err() {
        driver.execute(RESET_MODE).await?;
    }
    rows
}
