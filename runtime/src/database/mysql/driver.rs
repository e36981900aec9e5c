//! Connections to MySQL and MariaDB through sqlx.
//!
//! A session of aludel's own never goes back to its pool: its SQL mode and its locks are not the application's. One
//! that was only asked what is applied has neither, and goes back as it was.

use std::any::Any;
use std::fmt;
use std::time::Duration;

use sqlx::mysql::{
    MySqlConnectOptions, MySqlConnection, MySqlDatabaseError, MySqlPool, MySqlRow, MySqlTransactionManager,
};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection as _, Error, Row as _};
use sqlx_core::transaction::TransactionManager;

use super::{Mysql, SESSION, introspect, session};
use crate::connection::{
    Batch, BatchError, BoxFuture, Connect, Connection, DatabaseError, Driver, Holder, Part, Row,
};
use crate::database::shared::{Held, Words, transaction};
use crate::dialect::Dialect;
use crate::introspection::{Introspection, Scope};
use crate::schema::{QualifiedName, Schema};

/// One connection to MySQL or MariaDB, in strict mode from the first statement on.
pub struct MysqlDriver {
    /// Taken away when the connection is closed.
    held: Option<Held<sqlx::MySql>>,
    /// Whether its settings are those that statements of aludel need.
    is_set: bool,
    target: String,
}

impl MysqlDriver {
    fn new(held: Held<sqlx::MySql>, options: &MySqlConnectOptions) -> Self {
        Self { held: Some(held), is_set: false, target: target(options) }
    }

    /// The connection with its settings, which goes back to no pool from now on.
    pub(super) async fn session(&mut self) -> Result<&mut MySqlConnection, DatabaseError> {
        if !self.is_set {
            sqlx::raw_sql(SESSION).execute(self.detached()).await.map_err(unreachable)?;
            self.is_set = true;
        }
        Ok(self.lent())
    }

    /// The connection as it is, which goes back to no pool from now on.
    fn detached(&mut self) -> &mut MySqlConnection {
        self.held = self.held.take().map(Held::detached);
        self.lent()
    }

    fn lent(&mut self) -> &mut MySqlConnection {
        self.held.as_mut().expect("only `close`, which consumes the driver, takes the connection")
    }
}

impl Driver for MysqlDriver {
    fn dialect(&self) -> &'static dyn Dialect {
        &Mysql
    }

    fn execute<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<(), DatabaseError>> {
        Box::pin(async move {
            let done = sqlx::raw_sql(AssertSqlSafe(sql)).execute(self.session().await?).await;
            done.map(drop).map_err(database_error)
        })
    }

    fn query<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<Vec<Row>, DatabaseError>> {
        Box::pin(async move {
            let rows = sqlx::raw_sql(AssertSqlSafe(sql)).fetch_all(self.session().await?).await;
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
            let failed = |source| BatchError::Failed { part: Part::Begin, source };
            let connection = self.session().await.map_err(failed)?;
            let lock = batch.lock.map(session::must_hold);
            // What follows a comment at the end of a text would be an empty statement, which is an error.
            let words = Words { lock: lock.as_deref(), begin: "BEGIN", marks: false };
            let run = transaction::run::<sqlx::MySql>(connection, batch, words, |_| None, database_error);
            run.await.map_err(session::not_held)
        })
    }

    fn begin(&mut self) -> BoxFuture<'_, Result<(), DatabaseError>> {
        Box::pin(async {
            MySqlTransactionManager::begin(self.session().await?, None).await.map_err(database_error)
        })
    }

    fn commit(&mut self) -> BoxFuture<'_, Result<(), DatabaseError>> {
        Box::pin(async {
            transaction::commit::<sqlx::MySql>(self.session().await?).await.map_err(database_error)
        })
    }

    fn rollback(&mut self) -> BoxFuture<'_, Result<(), DatabaseError>> {
        Box::pin(async {
            transaction::roll_back::<sqlx::MySql>(self.session().await?).await.map_err(database_error)
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

    fn close(mut self: Box<Self>) -> BoxFuture<'static, Result<(), DatabaseError>> {
        Box::pin(async move {
            match self.held.take() {
                Some(Held::Own(connection)) => connection.close().await.map_err(database_error),
                Some(Held::Pooled(_)) | None => Ok(()),
            }
        })
    }
}

impl fmt::Debug for MysqlDriver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MysqlDriver").field("target", &self.target).finish_non_exhaustive()
    }
}

impl Connect for MySqlPool {
    fn connect(&self) -> BoxFuture<'_, Result<Connection, DatabaseError>> {
        Box::pin(async {
            let connection = Held::Pooled(self.acquire().await.map_err(unreachable)?);
            Ok(Connection::new(MysqlDriver::new(connection, &self.connect_options())))
        })
    }
}

/// Connects to the server and database of `url`.
///
/// # Errors
/// When the URL is not understood, or the server cannot be reached or lets nobody in.
pub(in crate::database) async fn connect(url: &str) -> Result<Connection, DatabaseError> {
    let options: MySqlConnectOptions = url.parse().map_err(unreachable)?;
    let connection = Held::Own(options.connect().await.map_err(unreachable)?);
    Ok(Connection::new(MysqlDriver::new(connection, &options)))
}

impl Connection {
    /// The connection as sqlx's own, in strict mode once a statement was run on it, as in a revision.
    ///
    /// # Errors
    /// When the connection is to another database.
    pub fn mysql(&mut self) -> Result<&mut MySqlConnection, DatabaseError> {
        self.driver::<MysqlDriver>("mysql").map(MysqlDriver::detached)
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
        Error::Database(error) => {
            let number = error.try_downcast_ref::<MySqlDatabaseError>().map(MySqlDatabaseError::number);
            DatabaseError::Refused {
                message: error.message().to_owned(),
                code: number.map(|number| number.to_string()),
                position: None,
                hint: number.and_then(hint),
            }
        }
        Error::Decode(_) | Error::ColumnDecode { .. } | Error::ColumnNotFound(_) => {
            DatabaseError::Refused { message: error.to_string(), code: None, position: None, hint: None }
        }
        lost => unreachable(lost),
    }
}

/// What mends an error, where its number alone says it (MySQL Error Reference).
const fn hint(number: u16) -> Option<&'static str> {
    match number {
        // ER_DBACCESS_DENIED_ERROR, ER_TABLEACCESS_DENIED_ERROR, ER_COLUMNACCESS_DENIED_ERROR,
        // ER_SPECIFIC_ACCESS_DENIED_ERROR
        1044 | 1142 | 1143 | 1227 => {
            Some("grant the user the right that the message names, or connect as one who has it")
        }
        // ER_NO_DB_ERROR
        1046 => Some("end the URL with the database's name: `mysql://user@host/database`"),
        // ER_OPTION_PREVENTS_STATEMENT, ER_READ_ONLY_MODE
        1290 | 1836 => Some("the server takes no changes, as a replica does: connect to the primary server"),
        // ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION
        1792 => Some("transactions only read here: set `transaction_read_only` off for this user"),
        _ => None,
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
