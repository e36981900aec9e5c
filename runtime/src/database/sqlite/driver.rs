//! The way to a SQLite database through sqlx.
//!
//! A connection goes back to its pool with the settings that it came with; one that is dropped
//! half-way is closed instead, because its transaction and its settings are in doubt. One that was
//! only asked what is applied has changed nothing.

use std::any::Any;
use std::collections::BTreeMap;
use std::fmt;
use std::slice;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqlitePool, SqliteRow, SqliteTransactionManager};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection as _, Row as _, SqlSafeStr};
use sqlx_core::transaction::TransactionManager;

use super::lock::{self, Lock, Place};
use super::{Sqlite, introspect};
use crate::connection::{
    Batch, BatchError, BoxFuture, Connect, Connection, DatabaseError, Driver, Holder, Part, Row,
};
use crate::database::shared::{Held, Words, transaction};
use crate::dialect::Dialect;
use crate::introspection::{Introspection, Scope};
use crate::schema::{QualifiedName, Schema};

/// The settings of a connection that a plan may change, as text.
const SETTINGS: &str = "SELECT 'PRAGMA foreign_keys = ' || foreign_keys FROM pragma_foreign_keys \
     UNION ALL SELECT 'PRAGMA legacy_alter_table = ' || legacy_alter_table FROM pragma_legacy_alter_table \
     UNION ALL SELECT 'PRAGMA query_only = ' || query_only FROM pragma_query_only \
     UNION ALL SELECT 'PRAGMA busy_timeout = ' || timeout FROM pragma_busy_timeout";

/// At once, not at the first write: what was read before must still be so when it writes.
const BEGIN: &str = "BEGIN IMMEDIATE";

/// The lock is a file's, of which no query tells.
const WORDS: Words<'static> = Words { lock: None, begin: BEGIN, marks: true };

/// A connection to SQLite, of its own or from a pool.
pub struct SqliteDriver {
    /// Taken away when the connection is closed.
    held: Option<Held<sqlx::Sqlite>>,
    target: String,
    /// The statements that bring back the settings it came with, once something may change them.
    restore: Option<Vec<String>>,
    /// The locks that it holds, by their keys; they go with it.
    locks: BTreeMap<String, Lock>,
}

impl SqliteDriver {
    fn new(held: Held<sqlx::Sqlite>, options: &SqliteConnectOptions) -> Self {
        let target = format!("sqlite:{}", options.get_filename().display());
        Self { held: Some(held), target, restore: None, locks: BTreeMap::new() }
    }

    /// The connection, whose settings are brought back when it is closed.
    async fn session(&mut self) -> Result<&mut SqliteConnection, DatabaseError> {
        if self.restore.is_none() {
            let settings = self.peek(SETTINGS).await?;
            self.restore = Some(settings.into_iter().flatten().flatten().collect());
        }
        Ok(self.connection())
    }

    /// The same for `batches`, whose locks it must hold.
    async fn session_for(&mut self, batches: &[Batch<'_>]) -> Result<&mut SqliteConnection, BatchError> {
        let mut locks = batches.iter().filter_map(|batch| batch.lock);
        if locks.any(|key| !self.locks.contains_key(key)) {
            return Err(BatchError::NotLocked);
        }
        let failed = |source| BatchError::Failed { part: Part::Begin, source };
        self.session().await.map_err(failed)
    }

    fn connection(&mut self) -> &mut SqliteConnection {
        self.held.as_mut().expect("only `close`, which consumes the driver, takes the connection")
    }
}

impl Driver for SqliteDriver {
    fn dialect(&self) -> &'static dyn Dialect {
        &Sqlite
    }

    fn execute<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<(), DatabaseError>> {
        Box::pin(async move {
            let statements = sqlx::raw_sql(AssertSqlSafe(sql));
            statements.execute(self.session().await?).await.map(drop).map_err(refused)
        })
    }

    fn query<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<Vec<Row>, DatabaseError>> {
        Box::pin(async move {
            self.session().await?;
            self.peek(sql).await
        })
    }

    fn peek<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<Vec<Row>, DatabaseError>> {
        Box::pin(async move {
            // Not persistent: the schema that a prepared statement was made for is about to change.
            let query = sqlx::query(AssertSqlSafe(sql)).persistent(false);
            let rows = query.fetch_all(self.connection()).await.map_err(refused)?;
            let texts = |row: &SqliteRow| (0..row.len()).map(|i| row.try_get(i)).collect();
            rows.iter().map(texts).collect::<Result<_, _>>().map_err(refused)
        })
    }

    fn batch<'a>(&'a mut self, batch: &'a Batch<'a>) -> BoxFuture<'a, Result<(), BatchError>> {
        Box::pin(async move {
            let connection = self.session_for(slice::from_ref(batch)).await?;
            transaction::run::<sqlx::Sqlite>(connection, batch, WORDS, first, refused).await
        })
    }

    fn batches<'a>(
        &'a mut self,
        batches: &'a [Batch<'a>],
        done: &'a mut (dyn FnMut() + Send),
    ) -> BoxFuture<'a, Result<(), BatchError>> {
        Box::pin(async move {
            let connection = self.session_for(batches).await?;
            transaction::run_all::<sqlx::Sqlite>(connection, batches, WORDS, first, refused, done).await
        })
    }

    fn begin(&mut self) -> BoxFuture<'_, Result<(), DatabaseError>> {
        Box::pin(async move {
            let begin = Some(BEGIN.into_sql_str());
            SqliteTransactionManager::begin(self.session().await?, begin).await.map_err(refused)
        })
    }

    fn commit(&mut self) -> BoxFuture<'_, Result<(), DatabaseError>> {
        Box::pin(async { transaction::commit::<sqlx::Sqlite>(self.connection()).await.map_err(refused) })
    }

    fn rollback(&mut self) -> BoxFuture<'_, Result<(), DatabaseError>> {
        Box::pin(async { transaction::roll_back::<sqlx::Sqlite>(self.connection()).await.map_err(refused) })
    }

    fn read_only(&mut self) -> BoxFuture<'_, Result<(), DatabaseError>> {
        self.execute("PRAGMA query_only = ON")
    }

    fn introspect<'a>(&'a mut self, scope: &'a Scope) -> BoxFuture<'a, Result<Introspection, DatabaseError>> {
        Box::pin(introspect::introspect(self, scope))
    }

    fn canonicalize<'a>(
        &'a mut self,
        expected: &'a Schema,
        actual: &'a Schema,
    ) -> BoxFuture<'a, Result<Schema, DatabaseError>> {
        Box::pin(async move { Ok(introspect::canonicalize(expected, actual)) })
    }

    fn lock<'a>(
        &'a mut self,
        key: &'a str,
        note: &'a str,
    ) -> BoxFuture<'a, Result<Option<Holder>, DatabaseError>> {
        Box::pin(async move {
            let file = self.query(lock::FILE).await?.into_iter().flatten().flatten().next();
            let place = Place::of(file.as_deref(), &self.target, key);
            match Lock::take(&place, note).map_err(|error| place.refused(&error))? {
                Ok(lock) => {
                    self.locks.insert(key.to_owned(), lock);
                    Ok(None)
                }
                Err(holder) => Ok(Some(holder)),
            }
        })
    }

    fn is_locked<'a>(&'a mut self, key: &'a str) -> BoxFuture<'a, Result<bool, DatabaseError>> {
        // It goes with the process, and with nothing else.
        Box::pin(async move { Ok(self.locks.contains_key(key)) })
    }

    fn unlock<'a>(&'a mut self, key: &'a str) -> BoxFuture<'a, Result<(), DatabaseError>> {
        Box::pin(async move {
            self.locks.remove(key);
            Ok(())
        })
    }

    fn definitions<'a>(
        &'a mut self,
        names: &'a [QualifiedName],
    ) -> BoxFuture<'a, Result<String, DatabaseError>> {
        Box::pin(async move {
            let names: Vec<String> = names.iter().map(|name| super::literal(&name.name)).collect();
            let query = format!(
                "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema \
                 WHERE tbl_name COLLATE NOCASE IN ({}) ORDER BY type, name",
                names.join(", ")
            );
            let rows = self.query(&query).await?;
            Ok(rows.into_iter().flatten().flatten().collect::<Vec<_>>().join("\n"))
        })
    }

    fn sweep<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<(), DatabaseError>> {
        // Everything is in a transaction: a statement leaves nothing.
        let _ = sql;
        Box::pin(async { Ok(()) })
    }

    fn blockers<'a>(
        &'a mut self,
        tables: &'a [QualifiedName],
    ) -> BoxFuture<'a, Result<Vec<String>, DatabaseError>> {
        // SQLite does not know who holds its locks.
        let _ = tables;
        Box::pin(async { Ok(Vec::new()) })
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
            self.locks.clear();
            let pooled = matches!(self.held, Some(Held::Pooled(_)));
            for setting in self.restore.clone().into_iter().flatten().filter(|_| pooled) {
                self.execute(&setting).await?;
            }
            match self.held.take() {
                Some(Held::Own(connection)) => connection.close().await.map_err(refused),
                Some(Held::Pooled(_)) | None => Ok(()),
            }
        })
    }
}

impl Drop for SqliteDriver {
    fn drop(&mut self) {
        if let Some(Held::Pooled(connection)) = &mut self.held
            && self.restore.is_some()
        {
            connection.close_on_drop();
        }
    }
}

impl fmt::Debug for SqliteDriver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteDriver").field("target", &self.target).finish_non_exhaustive()
    }
}

impl Connection {
    /// The connection as sqlx's own.
    ///
    /// # Errors
    /// When the connection is to another database.
    pub fn sqlite(&mut self) -> Result<&mut SqliteConnection, DatabaseError> {
        self.driver::<SqliteDriver>("sqlite").map(SqliteDriver::connection)
    }
}

impl Connect for SqlitePool {
    fn connect(&self) -> BoxFuture<'_, Result<Connection, DatabaseError>> {
        Box::pin(async move {
            let connection = self.acquire().await.map_err(unreachable)?;
            Ok(Connection::new(SqliteDriver::new(Held::Pooled(connection), &self.connect_options())))
        })
    }
}

/// Connects to `url`, such as `sqlite:app.db`; the file is created if it is missing and `mode` does not forbid it.
///
/// # Errors
/// When the URL is none of SQLite's, or its file cannot be opened.
pub async fn connect(url: &str) -> Result<Connection, DatabaseError> {
    let options = options(url)?;
    match url.contains("mode=") {
        true => open(options).await,
        false => open(options.create_if_missing(true)).await,
    }
}

/// Connects to `url`, whatever its `mode`, but never creates the file.
pub(in crate::database) async fn connect_existing(url: &str) -> Result<Connection, DatabaseError> {
    open(options(url)?.create_if_missing(false)).await
}

fn options(url: &str) -> Result<SqliteConnectOptions, DatabaseError> {
    url.parse().map_err(|_| DatabaseError::UnknownUrl { url: url.to_owned(), schemes: &["sqlite"] })
}

async fn open(options: SqliteConnectOptions) -> Result<Connection, DatabaseError> {
    let connection = options.connect().await.map_err(unreachable)?;
    let mut driver = SqliteDriver::new(Held::Own(connection), &options);
    // At once: a file that is no database says so here.
    driver.session().await?;
    Ok(Connection::new(driver))
}

/// The first value of a row, if it is a text.
fn first(row: &SqliteRow) -> Option<&str> {
    row.try_get(0).ok()
}

fn unreachable(error: sqlx::Error) -> DatabaseError {
    DatabaseError::Unreachable { message: message(&error) }
}

fn refused(error: sqlx::Error) -> DatabaseError {
    let code: Option<String> = error.as_database_error().and_then(|error| error.code()).map(Into::into);
    let message = message(&error);
    // SQLITE_CORRUPT and SQLITE_NOTADB (Result and Error Codes, section 3).
    let hint = match code.as_deref() {
        Some("11") => "run `PRAGMA integrity_check` on a copy of the file, and restore it from a backup",
        Some("26") => "check that the URL names a SQLite database, and that it is not encrypted",
        _ => {
            let hint = code.as_deref().and_then(hint);
            return DatabaseError::Refused { message, code, position: None, hint };
        }
    };
    DatabaseError::Catalogue { what: "the database file".into(), message, hint: hint.into() }
}

/// What mends an error, where its code alone says it (Result and Error Codes, section 3: the last byte is the kind).
fn hint(code: &str) -> Option<&'static str> {
    match code.parse::<u32>().ok()? & 0xff {
        // SQLITE_READONLY
        8 => Some("let this user write the file and its folder, or take `mode=ro` out of the URL"),
        // SQLITE_FULL
        13 => Some("make room on the disk of the file"),
        // SQLITE_CANTOPEN
        14 => Some("let this user read and write the file and its folder"),
        _ => None,
    }
}

fn message(error: &sqlx::Error) -> String {
    error.as_database_error().map_or_else(|| error.to_string(), |error| error.message().to_owned())
}
