//! Connections to PostgreSQL through sqlx.
//!
//! A session that ran revisions never goes back to its pool: what they set in it is not the
//! application's. One that is dropped half-way ends, and the server rolls back. One that was only
//! asked what is applied goes back as it was.

use std::any::Any;
use std::fmt;
use std::time::Duration;

use sqlx::postgres::{
    PgConnectOptions, PgConnection, PgDatabaseError, PgErrorPosition, PgPool, PgRow, PgTransactionManager,
};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection as _, Error, Row as _, ValueRef};
use sqlx_core::transaction::TransactionManager;

use super::{NAME, Postgres, introspect, session};
use crate::connection::{
    Batch, BatchError, BoxFuture, Connect, Connection, DatabaseError, Driver, Holder, Row,
};
use crate::database::shared::{Held, Words, transaction};
use crate::dialect::Dialect;
use crate::introspection::{Introspection, Scope};
use crate::schema::{QualifiedName, Schema};

/// What mends a search path that leads nowhere.
pub(super) const NO_SCHEMA: &str = "let the user into the schema with `GRANT USAGE ON SCHEMA … TO …`, or name one that is there \
                                    in `search_path`";

/// One connection to PostgreSQL.
pub struct PostgresDriver {
    /// Taken away when the connection is closed.
    held: Option<Held<sqlx::Postgres>>,
    target: String,
}

impl PostgresDriver {
    fn new(held: Held<sqlx::Postgres>, options: &PgConnectOptions) -> Self {
        Self { held: Some(held), target: target(options) }
    }

    /// The connection, which goes back to no pool from now on.
    fn connection(&mut self) -> &mut PgConnection {
        self.held = self.held.take().map(Held::detached);
        self.lent()
    }

    fn lent(&mut self) -> &mut PgConnection {
        self.held.as_mut().expect("only `close`, which consumes the driver, takes the connection")
    }
}

impl Driver for PostgresDriver {
    fn dialect(&self) -> &'static dyn Dialect {
        &Postgres
    }

    fn execute<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<(), DatabaseError>> {
        Box::pin(async move {
            let done = sqlx::raw_sql(AssertSqlSafe(sql)).execute(self.connection()).await;
            done.map(drop).map_err(database_error)
        })
    }

    fn query<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<Vec<Row>, DatabaseError>> {
        Box::pin(async move {
            let rows = sqlx::raw_sql(AssertSqlSafe(sql)).fetch_all(self.connection()).await;
            rows.and_then(|rows| rows.iter().map(texts).collect()).map_err(database_error)
        })
    }

    fn peek<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<Vec<Row>, DatabaseError>> {
        Box::pin(async move {
            let rows = sqlx::raw_sql(AssertSqlSafe(sql)).fetch_all(self.lent()).await;
            rows.and_then(|rows| rows.iter().map(texts).collect()).map_err(database_error)
        })
    }

    fn batch<'a>(&'a mut self, batch: &'a Batch<'a>) -> BoxFuture<'a, Result<(), BatchError>> {
        Box::pin(async move {
            let lock = batch.lock.map(session::must_hold);
            let words = Words { lock: lock.as_deref(), begin: "BEGIN", marks: true };
            let run =
                transaction::run::<sqlx::Postgres>(self.connection(), batch, words, first, database_error);
            run.await.map_err(session::not_held)
        })
    }

    fn begin(&mut self) -> BoxFuture<'_, Result<(), DatabaseError>> {
        Box::pin(async { PgTransactionManager::begin(self.connection(), None).await.map_err(database_error) })
    }

    fn commit(&mut self) -> BoxFuture<'_, Result<(), DatabaseError>> {
        Box::pin(async {
            transaction::commit::<sqlx::Postgres>(self.connection()).await.map_err(database_error)
        })
    }

    fn rollback(&mut self) -> BoxFuture<'_, Result<(), DatabaseError>> {
        Box::pin(async {
            transaction::roll_back::<sqlx::Postgres>(self.connection()).await.map_err(database_error)
        })
    }

    fn read_only(&mut self) -> BoxFuture<'_, Result<(), DatabaseError>> {
        self.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
    }

    fn introspect<'a>(&'a mut self, scope: &'a Scope) -> BoxFuture<'a, Result<Introspection, DatabaseError>> {
        Box::pin(introspect::introspect(self, scope))
    }

    fn canonicalize<'a>(
        &'a mut self,
        expected: &'a Schema,
        actual: &'a Schema,
    ) -> BoxFuture<'a, Result<Schema, DatabaseError>> {
        Box::pin(introspect::canonicalize(self, expected, actual))
    }

    fn lock<'a>(
        &'a mut self,
        key: &'a str,
        note: &'a str,
    ) -> BoxFuture<'a, Result<Option<Holder>, DatabaseError>> {
        Box::pin(session::lock(self, key, note))
    }

    fn is_locked<'a>(&'a mut self, key: &'a str) -> BoxFuture<'a, Result<bool, DatabaseError>> {
        Box::pin(session::is_locked(self, key))
    }

    fn unlock<'a>(&'a mut self, key: &'a str) -> BoxFuture<'a, Result<(), DatabaseError>> {
        Box::pin(session::unlock(self, key))
    }

    fn definitions<'a>(
        &'a mut self,
        names: &'a [QualifiedName],
    ) -> BoxFuture<'a, Result<String, DatabaseError>> {
        Box::pin(session::definitions(self, names))
    }

    fn sweep<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<(), DatabaseError>> {
        Box::pin(session::sweep(self, sql))
    }

    fn blockers<'a>(
        &'a mut self,
        tables: &'a [QualifiedName],
    ) -> BoxFuture<'a, Result<Vec<String>, DatabaseError>> {
        Box::pin(session::blockers(self, tables))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(sqlx_core::rt::sleep(duration))
    }

    fn target(&self) -> String {
        self.target.clone()
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self
    }

    fn close(mut self: Box<Self>) -> BoxFuture<'static, Result<(), DatabaseError>> {
        Box::pin(async move {
            match self.held.take() {
                Some(Held::Own(connection)) => connection.close().await.map_err(database_error),
                Some(Held::Pooled(_)) | None => Ok(()),
            }
        })
    }
}

impl fmt::Debug for PostgresDriver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresDriver").field("target", &self.target).finish_non_exhaustive()
    }
}

impl Connection {
    /// The connection as sqlx's own.
    ///
    /// # Errors
    /// When the connection is to another database.
    pub fn postgres(&mut self) -> Result<&mut PgConnection, DatabaseError> {
        self.driver::<PostgresDriver>(NAME).map(PostgresDriver::connection)
    }
}

impl Connect for PgPool {
    fn connect(&self) -> BoxFuture<'_, Result<Connection, DatabaseError>> {
        Box::pin(async {
            let connection = Held::Pooled(self.acquire().await.map_err(unreachable)?);
            Ok(Connection::new(PostgresDriver::new(connection, &self.connect_options())))
        })
    }
}

/// Connects to the server and database of `url`.
///
/// # Errors
/// When the URL is not understood, or the server cannot be reached or lets nobody in.
pub(in crate::database) async fn connect(url: &str) -> Result<Connection, DatabaseError> {
    let options: PgConnectOptions = url.parse().map_err(unreachable)?;
    let connection = Held::Own(options.connect().await.map_err(unreachable)?);
    Ok(Connection::new(PostgresDriver::new(connection, &options)))
}

/// A row as text: without arguments the server sends every value as text (manual, section 55.2.3).
fn texts(row: &PgRow) -> Result<Row, Error> {
    let text = |at| {
        let value = row.try_get_raw(at)?;
        if value.is_null() {
            return Ok(None);
        }
        value.as_str().map(|text| Some(text.to_owned())).map_err(Error::Decode)
    };
    (0..row.len()).map(text).collect()
}

/// The first value of a row, if it is a text.
fn first(row: &PgRow) -> Option<&str> {
    let value = row.try_get_raw(0).ok().filter(|value| !value.is_null());
    value.and_then(|value| value.as_str().ok())
}

/// Where `options` lead, without the password.
fn target(options: &PgConnectOptions) -> String {
    let (user, port) = (options.get_username(), options.get_port());
    // A database that is not named is the one of the user's name (manual, section 34.1.2).
    let database = options.get_database().unwrap_or(user);
    match options.get_socket() {
        Some(socket) => format!("postgres://{user}@localhost:{port}/{database}?host={}", socket.display()),
        None => format!("postgres://{user}@{}:{port}/{database}", options.get_host()),
    }
}

/// An error of a statement, or of a connection that is lost.
fn database_error(error: Error) -> DatabaseError {
    match &error {
        Error::Database(refusal) => {
            let refusal = refusal.downcast_ref::<PgDatabaseError>();
            let position = match refusal.position() {
                Some(PgErrorPosition::Original(position)) => Some(position),
                // A place inside a function says nothing about the statement.
                Some(PgErrorPosition::Internal { .. }) | None => None,
            };
            let message = match refusal.detail() {
                Some(detail) => format!("{}: {detail}", refusal.message()),
                None => refusal.message().to_owned(),
            };
            let code = refusal.code();
            DatabaseError::Refused { message, code: Some(code.to_owned()), position, hint: hint(code) }
        }
        Error::Decode(_) | Error::ColumnDecode { .. } | Error::ColumnNotFound(_) => {
            DatabaseError::Refused { message: error.to_string(), code: None, position: None, hint: None }
        }
        _ => unreachable(error),
    }
}

/// What mends an error, where its code alone says it (manual, appendix A).
fn hint(code: &str) -> Option<&'static str> {
    match code {
        // insufficient_privilege
        "42501" => Some("let the user do what the message names, with `GRANT`, or connect as one who may"),
        // invalid_schema_name: CREATE finds none of the search path's schemas.
        "3F000" => Some(NO_SCHEMA),
        // read_only_sql_transaction
        "25006" => Some(
            "the server takes no changes: connect to the primary server, not to a standby of it; or set \
             `default_transaction_read_only` off for this user or database",
        ),
        _ => None,
    }
}

/// An error before a session is open, or of one that is lost.
fn unreachable(error: Error) -> DatabaseError {
    let message = match &error {
        Error::Database(refusal) => refusal.message().to_owned(),
        _ => error.to_string(),
    };
    DatabaseError::Unreachable { message }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_target_hides_the_password() {
        let target_of = |url: &str| target(&url.parse().expect("a URL of the test"));
        assert_eq!(
            target_of("postgres://ann:secret@db.example:5433/shop"),
            "postgres://ann@db.example:5433/shop"
        );
        assert_eq!(
            target_of("postgresql://ann:secret@localhost/shop?host=/run/postgresql"),
            "postgres://ann@localhost:5432/shop?host=/run/postgresql"
        );
    }
}
