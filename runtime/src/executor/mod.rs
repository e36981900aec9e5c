//! The executor: brings revisions to a database, one transaction each where DDL is transactional.
//!
//! Where a step is no part of a transaction, a journal in the revision's row of the history says that it begins and
//! that it is done, so that whoever comes after an interruption knows where to go on.
//! It never prints: what happens is told to a callback and to `tracing`.

mod clock;
mod error;
mod event;
mod history;
mod kept;
mod options;
mod places;
mod prepared;
mod progress;
mod record;
mod script;
mod send;
mod settle;
mod single;
mod squashed;
mod steps;
#[cfg(test)]
mod tests;
mod together;
mod turn;

pub use clock::utc_now;
pub use error::{ExecutorError, FailedStep};
pub use event::Event;
pub use history::History;
pub use options::{Options, TransactionMode};
pub(crate) use prepared::downgrade_sql;
pub use prepared::{Prepared, Recorded};
pub use progress::{Begun, NoJournal, Progress};
pub use record::Record;
pub use script::{Script, ScriptError};
pub use turn::Turn;

use std::time::{Duration, Instant};

use settle::Journal;
use tracing::Instrument as _;

use crate::connection::{Batch, Connection, DatabaseError, Sql};
use crate::dialect::Statement;
use crate::error::Error;

/// Brings revisions to the database at the other end of one connection.
pub struct Executor<'a> {
    connection: &'a mut Connection,
    history: &'a History,
    on_event: &'a (dyn Fn(&Event<'_>) + Send + Sync),
    options: Options,
    turn: Option<&'a Turn>,
    in_transaction: bool,
    /// The last number of the history's sequence, once somebody has said so.
    sequence: Option<u64>,
}

impl<'a> Executor<'a> {
    /// An executor that keeps its record in `history` and tells `on_event` what happens.
    pub fn new(
        connection: &'a mut Connection,
        history: &'a History,
        on_event: &'a (dyn Fn(&Event<'_>) + Send + Sync),
    ) -> Self {
        let options = Options::default();
        Self { connection, history, on_event, options, turn: None, in_transaction: false, sequence: None }
    }

    /// The same with other options.
    #[must_use]
    pub fn with_options(mut self, options: Options) -> Self {
        self.options = options;
        self
    }

    /// The same, refusing to go on when `turn` is lost.
    #[must_use]
    pub fn in_turn(mut self, turn: &'a Turn) -> Self {
        self.turn = Some(turn);
        self
    }

    /// The same, numbering what it applies from the number after `sequence`, the last in the history.
    #[must_use]
    pub fn after(mut self, sequence: u64) -> Self {
        self.sequence = Some(sequence);
        self
    }

    /// Limits how long this session waits and works, as the options say.
    ///
    /// # Errors
    /// When the connection is lost.
    pub async fn limit(&mut self) -> Result<(), ExecutorError> {
        let Options { lock_timeout, statement_timeout, .. } = self.options;
        let limits = self.connection.dialect().limits(lock_timeout, statement_timeout);
        let limits: Vec<Sql<'_>> = limits.iter().map(|sql| Sql::one(sql)).collect();
        let batch = Batch { statements: &limits, ..Batch::default() };
        let outcome = self.connection.batch(&batch).await;
        outcome.map_err(|error| ExecutorError::Lock(error.of_no_lock()))
    }

    /// Brings one revision to the database; `number` of `total` is for whoever watches.
    ///
    /// # Errors
    /// When a statement, the revision's code or a verification fails: what the transaction did is undone then.
    pub async fn run(
        &mut self,
        revision: &Prepared<'_>,
        number: usize,
        total: usize,
    ) -> Result<Duration, ExecutorError> {
        let span = span(revision);
        self.go(revision, Journal::begin(revision), number, total).instrument(span).await
    }

    /// Ends a revision that was interrupted, from where its `progress` says and the catalogue shows that it is.
    ///
    /// # Errors
    /// As [`Executor::run`]; and when its steps are not those that ran, or it cannot be told whether one of them did.
    pub async fn resume(
        &mut self,
        revision: &Prepared<'_>,
        progress: &Progress,
        number: usize,
        total: usize,
    ) -> Result<Duration, ExecutorError> {
        let journal = Journal::resume(revision, progress, self.connection).await?;
        tracing::info!(revision = revision.id(), done = journal.progress.done, "revision goes on");
        self.tell(&Event::Resumed { revision, done: journal.progress.done });
        if let Some(step) = revision.plan.steps.get(journal.progress.done) {
            self.sweep(step).await?;
        }
        let span = span(revision);
        self.go(revision, journal, number, total).instrument(span).await
    }

    async fn go(
        &mut self,
        revision: &Prepared<'_>,
        mut journal: Journal<'_>,
        number: usize,
        total: usize,
    ) -> Result<Duration, ExecutorError> {
        started(self.on_event, revision, number, total);
        let start = Instant::now();

        let mut tried = 0;
        let outcome = loop {
            match self.bracketed(revision, &mut journal, start).await {
                Err(error) if journal.progress.begun.is_none() => {
                    if let Err(error) = self.wait_for_lock(revision, error, &mut tried).await {
                        break Err(error);
                    }
                }
                outcome => break outcome,
            }
        };
        let duration = start.elapsed();
        match &outcome {
            Ok(()) => finished(self.on_event, revision, duration),
            Err(error) => tracing::error!(%error, "revision failed"),
        }
        outcome.map(|()| duration)
    }

    /// The transaction between the statements before it and those after it, which run whatever came of it.
    async fn bracketed(
        &mut self,
        revision: &Prepared<'_>,
        journal: &mut Journal<'_>,
        start: Instant,
    ) -> Result<(), ExecutorError> {
        let plan = &revision.plan;
        let mut outcome = self.outside(revision, &plan.before_transaction).await;
        if outcome.is_ok() {
            outcome = self.steps(revision, journal, start, true).await;
            if outcome.is_err() {
                self.roll_back(journal).await;
            }
        }
        outcome.and(self.outside(revision, &plan.after_transaction).await)
    }

    async fn outside(
        &mut self,
        revision: &Prepared<'_>,
        statements: &[Statement],
    ) -> Result<(), ExecutorError> {
        for statement in statements {
            let result = self.connection.execute(&statement.sql).await;
            result.map_err(|source| FailedStep::around(revision, &statement.sql, source))?;
        }
        Ok(())
    }

    fn transactional(&self) -> bool {
        self.connection.dialect().capabilities().transactional_ddl
    }

    /// Begins a transaction in which code of the revision may run, in this run's turn.
    async fn begin(&mut self, revision: &Prepared<'_>) -> Result<(), ExecutorError> {
        if !self.in_transaction {
            self.check_turn().await?;
            self.connection.begin().await.map_err(|source| transaction(revision, "begun", source))?;
            self.in_transaction = true;
        }
        Ok(())
    }

    async fn commit(
        &mut self,
        revision: &Prepared<'_>,
        journal: &mut Journal<'_>,
    ) -> Result<(), ExecutorError> {
        if self.in_transaction {
            self.connection.commit().await.map_err(|source| transaction(revision, "committed", source))?;
            self.in_transaction = false;
        }
        journal.keep();
        Ok(())
    }

    async fn roll_back(&mut self, journal: &mut Journal<'_>) {
        if self.in_transaction {
            self.in_transaction = false;
            // The first error is the one to tell; a connection that is lost undoes the transaction itself.
            if let Err(error) = self.connection.rollback().await {
                tracing::warn!(%error, "the transaction could not be rolled back");
            }
            journal.undo();
        }
    }

    fn is_lock_refused(&self, error: &ExecutorError) -> bool {
        match error {
            ExecutorError::Step(failed) => match failed.cause() {
                Error::Database(error) => self.connection.dialect().is_lock_refused(error),
                _ => false,
            },
            _ => false,
        }
    }

    /// `error` with the sessions that hold what it waited for too long.
    async fn with_blockers(&mut self, revision: &Prepared<'_>, error: ExecutorError) -> ExecutorError {
        if !self.is_lock_refused(&error) {
            return error;
        }
        let ExecutorError::Step(mut failed) = error else { return error };
        let tables = failed.number.map(|(number, _)| revision.tables(number - 1)).unwrap_or_default();
        match self.connection.as_driver().blockers(&tables).await {
            Ok(blockers) => failed.blockers = blockers,
            Err(error) => tracing::warn!(%error, "who holds the lock cannot be told"),
        }
        ExecutorError::Step(failed)
    }

    /// Waits before the next try where `error` says that a lock was not granted, and it was not `tried` too often.
    ///
    /// # Errors
    /// `error`, where that does not help; with the sessions that hold the lock.
    async fn wait_for_lock(
        &mut self,
        revision: &Prepared<'_>,
        error: ExecutorError,
        tried: &mut u32,
    ) -> Result<(), ExecutorError> {
        let error = self.with_blockers(revision, error).await;
        if *tried >= self.options.retries || !self.is_lock_refused(&error) {
            return Err(error);
        }
        let pause = Options::pause(*tried);
        tracing::warn!(%error, ?pause, "a lock was not granted, trying again");
        self.tell(&Event::LockRefused { revision, error: &error, pause });
        self.connection.as_driver().sleep(pause).await;
        *tried += 1;
        Ok(())
    }

    fn tell(&self, event: &Event<'_>) {
        (self.on_event)(event);
    }
}

/// Says that a revision began, the `number`th of `total`.
fn started(
    on_event: &(dyn Fn(&Event<'_>) + Send + Sync),
    revision: &Prepared<'_>,
    number: usize,
    total: usize,
) {
    tracing::info!(steps = revision.plan.steps.len(), "revision started");
    on_event(&Event::RevisionStarted { revision, number, total });
}

/// Says that a revision is in the database.
fn finished(on_event: &(dyn Fn(&Event<'_>) + Send + Sync), revision: &Prepared<'_>, duration: Duration) {
    tracing::info!(?duration, "revision finished");
    on_event(&Event::RevisionFinished { revision, duration });
}

/// The span of a revision.
fn span(revision: &Prepared<'_>) -> tracing::Span {
    tracing::info_span!("revision", id = revision.id(), direction = %revision.direction())
}

fn transaction(revision: &Prepared<'_>, what: &'static str, source: DatabaseError) -> ExecutorError {
    ExecutorError::Transaction { revision: revision.id(), what, source }
}
