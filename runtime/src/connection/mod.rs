//! The other half of a database: I/O. One trait, and the connection that revisions are lent.

use std::any::Any;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use crate::dialect::Dialect;
use crate::introspection::{Introspection, Scope};
use crate::schema::{QualifiedName, Schema};

mod batch;
mod error;
mod lock;
mod step;

pub use batch::{Batch, BatchError, Part, Sql};
pub use error::DatabaseError;
pub use lock::Holder;
pub use step::StepFn;

/// A future that a trait object returns.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// One row of a query: each value as text, `None` for NULL.
pub type Row = Vec<Option<String>>;

/// One open connection, whatever the database.
pub trait Driver: Send + 'static {
    /// How the database spells operations.
    fn dialect(&self) -> &'static dyn Dialect;

    /// Runs one or several statements of SQL text, without arguments.
    fn execute<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<(), DatabaseError>>;

    /// Runs a query whose columns are all text; the query casts what is not.
    fn query<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<Vec<Row>, DatabaseError>>;

    /// Runs such a query before anything else, and leaves no trace of it: a session that saw nothing else goes back to
    /// the pool that lent it as it was.
    fn peek<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<Vec<Row>, DatabaseError>> {
        self.query(sql)
    }

    /// Runs the statements of `batch`, in as few messages as the database takes.
    fn batch<'a>(&'a mut self, batch: &'a Batch<'a>) -> BoxFuture<'a, Result<(), BatchError>> {
        Box::pin(batch::one_by_one(self, batch))
    }

    /// Runs `batches` one after another, each a transaction of its own, and calls `done` at the end of each: what an
    /// error is of is the first that is not done. Those after it are not run.
    fn batches<'a>(
        &'a mut self,
        batches: &'a [Batch<'a>],
        done: &'a mut (dyn FnMut() + Send),
    ) -> BoxFuture<'a, Result<(), BatchError>> {
        Box::pin(batch::in_turn(self, batches, done))
    }

    /// Begins a transaction that writes (on SQLite `BEGIN IMMEDIATE`), through sqlx's own
    /// `TransactionManager`: code that a revision runs may then nest transactions of sqlx, and a
    /// driver that is dropped half-way rolls back before its pool lends the connection again.
    fn begin(&mut self) -> BoxFuture<'_, Result<(), DatabaseError>>;

    /// Keeps what the transaction did.
    fn commit(&mut self) -> BoxFuture<'_, Result<(), DatabaseError>>;

    /// Undoes what the transaction did.
    fn rollback(&mut self) -> BoxFuture<'_, Result<(), DatabaseError>>;

    /// Makes the server refuse whatever this session would write from now on, but for what it does to
    /// [canonicalize](Driver::canonicalize) a schema.
    fn read_only(&mut self) -> BoxFuture<'_, Result<(), DatabaseError>>;

    /// Reads what the database holds, at one moment, in a number of round trips that does not grow with the schema.
    fn introspect<'a>(&'a mut self, scope: &'a Scope) -> BoxFuture<'a, Result<Introspection, DatabaseError>>;

    /// `expected` with each expression that differs from the one at the same place of `actual` spelled as the
    /// server would spell it; both are normalized. One that the server refuses stays as it is.
    ///
    /// Where text alone cannot decide, the server is asked by temporary tables, in a transaction that is rolled back.
    fn canonicalize<'a>(
        &'a mut self,
        expected: &'a Schema,
        actual: &'a Schema,
    ) -> BoxFuture<'a, Result<Schema, DatabaseError>>;

    /// Takes the lock called `key`, which nobody else can take until this session ends or [unlocks](Driver::unlock)
    /// it, and never waits for it; `note` says who takes it, and since when.
    ///
    /// `None` when it is taken, else who holds it.
    fn lock<'a>(
        &'a mut self,
        key: &'a str,
        note: &'a str,
    ) -> BoxFuture<'a, Result<Option<Holder>, DatabaseError>>;

    /// Whether this session holds the lock called `key` still; a proxy may have given it another session since.
    fn is_locked<'a>(&'a mut self, key: &'a str) -> BoxFuture<'a, Result<bool, DatabaseError>>;

    /// Gives the lock called `key` to whoever waits for it.
    fn unlock<'a>(&'a mut self, key: &'a str) -> BoxFuture<'a, Result<(), DatabaseError>>;

    /// What the catalogue says of tables and enums, as a text that changes when a statement changes their
    /// definitions, and only then; what is not there is part of it.
    fn definitions<'a>(
        &'a mut self,
        names: &'a [QualifiedName],
    ) -> BoxFuture<'a, Result<String, DatabaseError>>;

    /// Takes away what a `sql` that was interrupted or refused outside of a transaction left behind unusable.
    fn sweep<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<(), DatabaseError>>;

    /// The sessions that keep others from changing `tables`, as the server tells, each in one line.
    fn blockers<'a>(
        &'a mut self,
        tables: &'a [QualifiedName],
    ) -> BoxFuture<'a, Result<Vec<String>, DatabaseError>>;

    /// Waits, without keeping anything of the database.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;

    /// Where the connection leads, without its password.
    fn target(&self) -> String;

    /// The connection as its own type, so that a revision can use it through sqlx.
    fn as_any(&mut self) -> &mut dyn Any;

    /// Closes the connection, or gives it back to its pool.
    fn close(self: Box<Self>) -> BoxFuture<'static, Result<(), DatabaseError>>;
}

/// A connection that is lent to the Rust code of a revision, inside the revision's transaction.
///
/// `db.postgres()?`, `db.mysql()?` and `db.sqlite()?` give the real sqlx connection.
pub struct Connection {
    driver: Box<dyn Driver>,
}

impl Connection {
    /// A connection over `driver`.
    pub fn new(driver: impl Driver) -> Self {
        Self { driver: Box::new(driver) }
    }

    /// How the database spells operations.
    pub fn dialect(&self) -> &'static dyn Dialect {
        self.driver.dialect()
    }

    /// Runs one or several statements of SQL text, without arguments.
    ///
    /// # Errors
    /// When the database refuses a statement, or the connection is lost.
    pub async fn execute(&mut self, sql: &str) -> Result<(), DatabaseError> {
        self.driver.execute(sql).await
    }

    /// Runs a query whose columns are all text; the query casts what is not.
    ///
    /// # Errors
    /// When the database refuses the query, or the connection is lost.
    pub async fn query(&mut self, sql: &str) -> Result<Vec<Row>, DatabaseError> {
        self.driver.query(sql).await
    }

    /// Runs such a query before anything else, and leaves no trace of it in the session.
    pub(crate) async fn peek(&mut self, sql: &str) -> Result<Vec<Row>, DatabaseError> {
        self.driver.peek(sql).await
    }

    /// Runs the statements of `batch`, in as few messages as the database takes.
    pub(crate) async fn batch(&mut self, batch: &Batch<'_>) -> Result<(), BatchError> {
        self.driver.batch(batch).await
    }

    /// Runs `batches` one after another, and calls `done` at the end of each.
    pub(crate) async fn batches(
        &mut self,
        batches: &[Batch<'_>],
        done: &mut (dyn FnMut() + Send),
    ) -> Result<(), BatchError> {
        self.driver.batches(batches, done).await
    }

    /// Makes the server refuse whatever this session would write from now on.
    ///
    /// # Errors
    /// When the connection is lost.
    pub async fn read_only(&mut self) -> Result<(), DatabaseError> {
        self.driver.read_only().await
    }

    /// Reads what the database holds, at one moment, in a number of round trips that does not grow with the schema.
    ///
    /// # Errors
    /// When the server is too old, or its catalogue cannot be read.
    pub async fn introspect(&mut self, scope: &Scope) -> Result<Introspection, DatabaseError> {
        self.driver.introspect(scope).await
    }

    /// `expected` with each expression that differs from the one at the same place of `actual` spelled as the
    /// server would spell it; both are [normalized](Dialect::normalize).
    ///
    /// The server is asked by temporary tables, in a transaction that is rolled back, and only where text differs.
    ///
    /// # Errors
    /// When the server cannot be asked.
    pub async fn canonicalize(
        &mut self,
        expected: &Schema,
        actual: &Schema,
    ) -> Result<Schema, DatabaseError> {
        self.driver.canonicalize(expected, actual).await
    }

    /// Begins a transaction that writes.
    pub(crate) async fn begin(&mut self) -> Result<(), DatabaseError> {
        self.driver.begin().await
    }

    /// Keeps what the transaction did.
    pub(crate) async fn commit(&mut self) -> Result<(), DatabaseError> {
        self.driver.commit().await
    }

    /// Undoes what the transaction did.
    pub(crate) async fn rollback(&mut self) -> Result<(), DatabaseError> {
        self.driver.rollback().await
    }

    /// The driver, for what is asked beside statements; a driver may stand around another.
    pub fn as_driver(&mut self) -> &mut dyn Driver {
        &mut *self.driver
    }

    /// Where the connection leads, without its password.
    pub fn target(&self) -> String {
        self.driver.target()
    }

    /// Closes the connection, or gives it back to its pool.
    ///
    /// # Errors
    /// When the connection does not end in order.
    pub async fn close(self) -> Result<(), DatabaseError> {
        self.driver.close().await
    }

    /// The driver, if it is a `D`: how each database lends its sqlx connection.
    #[cfg_attr(not(any(feature = "sqlite", feature = "postgres", feature = "mysql")), expect(dead_code))]
    pub(crate) fn driver<D: Driver>(&mut self, name: &'static str) -> Result<&mut D, DatabaseError> {
        let connected = self.driver.dialect().name();
        self.driver.as_any().downcast_mut().ok_or(DatabaseError::OtherDatabase { asked: name, connected })
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection").field("target", &self.target()).finish_non_exhaustive()
    }
}

/// Something that lends connections: a pool of sqlx, or the URL of a database.
pub trait Connect: Send + Sync {
    /// A connection of its own, kept until it is closed.
    fn connect(&self) -> BoxFuture<'_, Result<Connection, DatabaseError>>;
}
