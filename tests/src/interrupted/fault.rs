//! A connection that is cut off, or whose process is killed, at a given call of its driver.

use std::any::Any;
use std::process::Command;
use std::thread;
use std::time::Duration;

use aludel::connection::{
    Batch, BatchError, BoxFuture, Connect, Connection, DatabaseError, Driver, Holder, Part, Row,
};
use aludel::database;
use aludel::dialect::Dialect;
use aludel::introspection::{Introspection, Scope};
use aludel::schema::{QualifiedName, Schema};

/// How a run is cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Its process is killed, by `SIGKILL`.
    Kill,
    /// The server ends its session.
    Cut,
}

/// When a run is cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// Once the call has been answered.
    After,
    /// While it is on its way, so many microseconds after it was sent.
    During(u64),
}

/// A run that is cut off at a call, counted from 1.
#[derive(Clone, Copy, Debug)]
pub struct Fault {
    /// How.
    pub way: Way,
    /// At which call that executes, begins, commits or rolls back; a batch is one call more than it has parts.
    pub call: usize,
    /// When.
    pub moment: Moment,
}

/// A database that lends connections, which fail where a fault says so.
#[derive(Clone, Debug)]
pub struct Site {
    /// Where it is.
    pub url: String,
    /// Where its connections fail, if they do.
    pub fault: Option<Fault>,
}

impl Connect for Site {
    fn connect(&self) -> BoxFuture<'_, Result<Connection, DatabaseError>> {
        Box::pin(async {
            let mut connection = database::connect(&self.url).await?;
            let Some(fault) = self.fault else { return Ok(connection) };
            let session = match connection.dialect().name() {
                "postgres" => connection.query("SELECT pg_backend_pid()::text").await?,
                "mysql" => connection.query("SELECT CAST(CONNECTION_ID() AS CHAR)").await?,
                _ => Vec::new(),
            };
            let session = session.into_iter().flatten().flatten().next();
            Ok(Connection::new(Faulty { connection, url: self.url.clone(), session, fault, calls: 0 }))
        })
    }
}

struct Faulty {
    connection: Connection,
    url: String,
    /// The session's number on its server.
    session: Option<String>,
    fault: Fault,
    calls: usize,
}

/// Ends this process, as nothing else does.
fn kill() {
    let killed = Command::new("kill").args(["-KILL", &std::process::id().to_string()]).status();
    killed.expect("`kill` is there");
    loop {
        thread::park();
    }
}

/// Ends this process so after `delay`, whatever it does then.
pub fn kill_in(delay: Duration) {
    thread::spawn(move || {
        thread::sleep(delay);
        kill();
    });
}

/// Ends the session `number` of the server at `url`.
async fn cut(url: String, number: String) {
    let mut admin = database::connect(&url).await.expect("the server is there");
    let sql = match admin.dialect().name() {
        "postgres" => format!("SELECT pg_terminate_backend({number})"),
        _ => format!("KILL CONNECTION {number}"),
    };
    // A session that has just ended cannot be ended.
    let _ = admin.execute(&sql).await;
    let _ = admin.close().await;
}

impl Faulty {
    /// Whether this call is the one.
    fn due(&mut self) -> bool {
        self.calls += 1;
        self.calls == self.fault.call
    }

    async fn one_by_one(&mut self, batch: &Batch<'_>) -> Result<(), BatchError> {
        let failed = |part| move |source| BatchError::Failed { part, source };
        if let Some(key) = batch.lock
            && !self.is_locked(key).await.map_err(failed(Part::Lock))?
        {
            return Err(BatchError::NotLocked);
        }
        if batch.begin {
            self.begin().await.map_err(failed(Part::Begin))?;
        }
        for (at, sql) in batch.statements.iter().enumerate() {
            self.execute(sql.text).await.map_err(failed(Part::Statement(at)))?;
        }
        if batch.commit {
            self.commit().await.map_err(failed(Part::Commit))?;
        }
        Ok(())
    }

    async fn fail(&mut self) {
        match (self.fault.way, self.session.clone()) {
            (Way::Kill, _) => kill(),
            (Way::Cut, Some(session)) => cut(self.url.clone(), session).await,
            (Way::Cut, None) => panic!("nobody can cut off a database that is a file"),
        }
    }

    /// Lets the failure come on its own, while a call is on its way.
    fn fail_in(&self, delay: Duration) {
        match (self.fault.way, self.session.clone()) {
            (Way::Kill, _) => kill_in(delay),
            (Way::Cut, Some(session)) => {
                let url = self.url.clone();
                drop(tokio::spawn(async move {
                    tokio::time::sleep(delay).await;
                    cut(url, session).await;
                }));
            }
            (Way::Cut, None) => panic!("nobody can cut off a database that is a file"),
        }
    }
}

/// A call that is counted.
macro_rules! counted {
    ($self:ident, $call:expr) => {{
        let due = $self.due();
        match $self.fault.moment {
            Moment::During(delay) if due => $self.fail_in(Duration::from_micros(delay)),
            Moment::During(_) | Moment::After => {}
        }
        let answer = $call.await;
        if due && $self.fault.moment == Moment::After {
            $self.fail().await;
        }
        answer
    }};
}

impl Driver for Faulty {
    fn dialect(&self) -> &'static dyn Dialect {
        self.connection.dialect()
    }

    fn execute<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<(), DatabaseError>> {
        Box::pin(async move { counted!(self, self.connection.as_driver().execute(sql)) })
    }

    fn query<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<Vec<Row>, DatabaseError>> {
        self.connection.as_driver().query(sql)
    }

    fn peek<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<Vec<Row>, DatabaseError>> {
        self.connection.as_driver().peek(sql)
    }

    /// Cut off in one of its parts, it gets as far as that one; else it is one message, which may be cut off as well.
    fn batch<'a>(&'a mut self, batch: &'a Batch<'a>) -> BoxFuture<'a, Result<(), BatchError>> {
        Box::pin(async move {
            let parts = batch.statements.len() + usize::from(batch.begin) + usize::from(batch.commit);
            if (1..=parts).contains(&self.fault.call.saturating_sub(self.calls)) {
                return self.one_by_one(batch).await;
            }
            self.calls += parts;
            counted!(self, self.connection.as_driver().batch(batch))
        })
    }

    fn begin(&mut self) -> BoxFuture<'_, Result<(), DatabaseError>> {
        Box::pin(async move { counted!(self, self.connection.as_driver().begin()) })
    }

    fn commit(&mut self) -> BoxFuture<'_, Result<(), DatabaseError>> {
        Box::pin(async move { counted!(self, self.connection.as_driver().commit()) })
    }

    fn rollback(&mut self) -> BoxFuture<'_, Result<(), DatabaseError>> {
        Box::pin(async move { counted!(self, self.connection.as_driver().rollback()) })
    }

    fn read_only(&mut self) -> BoxFuture<'_, Result<(), DatabaseError>> {
        self.connection.as_driver().read_only()
    }

    fn introspect<'a>(&'a mut self, scope: &'a Scope) -> BoxFuture<'a, Result<Introspection, DatabaseError>> {
        self.connection.as_driver().introspect(scope)
    }

    fn canonicalize<'a>(
        &'a mut self,
        expected: &'a Schema,
        actual: &'a Schema,
    ) -> BoxFuture<'a, Result<Schema, DatabaseError>> {
        self.connection.as_driver().canonicalize(expected, actual)
    }

    fn lock<'a>(
        &'a mut self,
        key: &'a str,
        note: &'a str,
    ) -> BoxFuture<'a, Result<Option<Holder>, DatabaseError>> {
        self.connection.as_driver().lock(key, note)
    }

    fn is_locked<'a>(&'a mut self, key: &'a str) -> BoxFuture<'a, Result<bool, DatabaseError>> {
        self.connection.as_driver().is_locked(key)
    }

    fn unlock<'a>(&'a mut self, key: &'a str) -> BoxFuture<'a, Result<(), DatabaseError>> {
        self.connection.as_driver().unlock(key)
    }

    fn definitions<'a>(
        &'a mut self,
        names: &'a [QualifiedName],
    ) -> BoxFuture<'a, Result<String, DatabaseError>> {
        self.connection.as_driver().definitions(names)
    }

    fn sweep<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<(), DatabaseError>> {
        self.connection.as_driver().sweep(sql)
    }

    fn blockers<'a>(
        &'a mut self,
        tables: &'a [QualifiedName],
    ) -> BoxFuture<'a, Result<Vec<String>, DatabaseError>> {
        self.connection.as_driver().blockers(tables)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }

    fn target(&self) -> String {
        self.connection.target()
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self.connection.as_driver().as_any()
    }

    fn close(self: Box<Self>) -> BoxFuture<'static, Result<(), DatabaseError>> {
        Box::pin(self.connection.close())
    }
}
