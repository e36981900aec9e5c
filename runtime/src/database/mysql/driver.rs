//! Connections to MySQL and MariaDB through sqlx.
//!
//! A session of aludel's own never goes back to its pool: its SQL mode and its locks are not the application's.

use std::any::Any;
use std::time::Duration;

use sqlx::mysql::{
    MySqlConnectOptions, MySqlConnection, MySqlDatabaseError, MySqlPool, MySqlRow, MySqlTransactionManager,
};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection as _, Error, Row as _};
use sqlx_core::transaction::TransactionManager;

use super::{Mysql, SESSION, introspect, session};
use crate::connection::{BoxFuture, Connect, Connection, DatabaseError, Driver, Holder, Row};
use crate::dialect::Dialect;
use crate::introspection::{Introspection, Scope};
use crate::schema::{QualifiedName, Schema};

/// One connection to MySQL or MariaDB, in strict mode.
#[derive(Debug)]
pub struct MysqlDriver {
    connection: MySqlConnection,
    target: String,
}

impl MysqlDriver {
    async fn new(
        mut connection: MySqlConnection,
        options: &MySqlConnectOptions,
    ) -> Result<Self, DatabaseError> {
        sqlx::raw_sql(SESSION).execute(&mut connection).await.map_err(unreachable)?;
        Ok(Self { connection, target: target(options) })
    }

    /// The connection as sqlx's own.
    pub(super) fn connection(&mut self) -> &mut MySqlConnection {
        &mut self.connection
    }
}

impl Driver for MysqlDriver {
    fn dialect(&self) -> &'static dyn Dialect {
        &Mysql
    }

    fn execute<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<(), DatabaseError>> {
        Box::pin(async move {
            let done = sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut self.connection).await;
            done.map(drop).map_err(database_error)
        })
    }

    fn query<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<Vec<Row>, DatabaseError>> {
        Box::pin(async move {
            let rows = sqlx::raw_sql(AssertSqlSafe(sql)).fetch_all(&mut self.connection).await;
            rows.and_then(|rows| rows.iter().map(texts).collect()).map_err(database_error)
        })
    }

    fn begin(&mut self) -> BoxFuture<'_, Result<(), DatabaseError>> {
        Box::pin(async {
            MySqlTransactionManager::begin(&mut self.connection, None).await.map_err(database_error)
        })
    }

    fn commit(&mut self) -> BoxFuture<'_, Result<(), DatabaseError>> {
        Box::pin(async {
            MySqlTransactionManager::commit(&mut self.connection).await.map_err(database_error)
        })
    }

    fn rollback(&mut self) -> BoxFuture<'_, Result<(), DatabaseError>> {
        Box::pin(async {
            MySqlTransactionManager::rollback(&mut self.connection).await.map_err(database_error)
        })
    }

    fn read_only(&mut self) -> BoxFuture<'_, Result<(), DatabaseError>> {
        self.execute("SET SESSION TRANSACTION READ ONLY")
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
        // DDL is atomic: a statement leaves nothing (manual, section 15.1.1).
        let _ = sql;
        Box::pin(async { Ok(()) })
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

    fn close(self: Box<Self>) -> BoxFuture<'static, Result<(), DatabaseError>> {
        Box::pin(async { self.connection.close().await.map_err(database_error) })
    }
}

impl Connect for MySqlPool {
    fn connect(&self) -> BoxFuture<'_, Result<Connection, DatabaseError>> {
        Box::pin(async {
            let connection = self.acquire().await.map_err(unreachable)?.detach();
            Ok(Connection::new(MysqlDriver::new(connection, &self.connect_options()).await?))
        })
    }
}

/// Connects to the server and database of `url`.
///
/// # Errors
/// When the URL is not understood, or the server cannot be reached or lets nobody in.
pub(in crate::database) async fn connect(url: &str) -> Result<Connection, DatabaseError> {
    let options: MySqlConnectOptions = url.parse().map_err(unreachable)?;
    let connection = options.connect().await.map_err(unreachable)?;
    Ok(Connection::new(MysqlDriver::new(connection, &options).await?))
}

impl Connection {
    /// The connection as sqlx's own.
    ///
    /// # Errors
    /// When the connection is to another database.
    pub fn mysql(&mut self) -> Result<&mut MySqlConnection, DatabaseError> {
        Ok(&mut self.driver::<MysqlDriver>("mysql")?.connection)
    }
}

/// A row as text: without arguments the server sends every value as text (MySQL manual, text protocol).
fn texts(row: &MySqlRow) -> Result<Row, Error> {
    (0..row.len()).map(|at| row.try_get_unchecked(at)).collect()
}

/// Where `options` lead, without the password.
fn target(options: &MySqlConnectOptions) -> String {
    let user = options.get_username();
    let database = options.get_database().unwrap_or_default();
    match options.get_socket() {
        Some(socket) => format!("mysql://{user}@localhost/{database}?socket={}", socket.display()),
        None => format!("mysql://{user}@{}:{}/{database}", options.get_host(), options.get_port()),
    }
}

/// An error of a statement; the code is the server's own number, finer than the SQLSTATE (MySQL Error Reference).
pub(super) fn database_error(error: Error) -> DatabaseError {
    match error {
        Error::Database(error) => DatabaseError::Refused {
            message: error.message().to_owned(),
            code: error.try_downcast_ref::<MySqlDatabaseError>().map(|error| error.number().to_string()),
            position: None,
        },
        Error::Decode(_) | Error::ColumnDecode { .. } | Error::ColumnNotFound(_) => {
            DatabaseError::Refused { message: error.to_string(), code: None, position: None }
        }
        lost => unreachable(lost),
    }
}

/// An error before a session is open, or of one that is lost.
fn unreachable(error: Error) -> DatabaseError {
    let message = match error {
        Error::Database(error) => error.message().to_owned(),
        other => other.to_string(),
    };
    DatabaseError::Unreachable { message }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_target_hides_the_password() {
        let target_of = |url: &str| target(&url.parse().expect("a URL of the test"));
        assert_eq!(target_of("mysql://ann:secret@db.example:3307/shop"), "mysql://ann@db.example:3307/shop");
        assert_eq!(
            target_of("mysql://ann:secret@localhost/shop?socket=/run/mysqld.sock"),
            "mysql://ann@localhost/shop?socket=/run/mysqld.sock"
        );
    }
}
