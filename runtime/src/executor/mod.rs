//! The executor: brings revisions to a database, one transaction each where DDL is transactional.
//!
//! It never prints: what happens is told to a callback and to `tracing`. A revision whose plan fails is
//! rolled back, and the error says what, where, and what of it remains.

mod clock;
mod error;
mod event;
mod history;
mod prepared;
mod script;
#[cfg(test)]
mod tests;

pub use clock::utc_now;
pub use error::{ExecutorError, FailedStep};
pub use event::Event;
pub use history::{History, Record};
pub use prepared::{Prepared, Recorded};
pub use script::{Script, ScriptError};

use std::time::{Duration, Instant};

use crate::connection::{Connection, DatabaseError};
use crate::dialect::{Statement, Step};
use crate::revision::Direction;

/// Brings revisions to the database at the other end of one connection.
pub struct Executor<'a> {
    connection: &'a mut Connection,
    history: &'a History,
    on_event: &'a (dyn Fn(&Event<'_>) + Send + Sync),
    in_transaction: bool,
}

impl<'a> Executor<'a> {
    /// An executor that keeps its record in `history` and tells `on_event` what happens.
    pub fn new(
        connection: &'a mut Connection,
        history: &'a History,
        on_event: &'a (dyn Fn(&Event<'_>) + Send + Sync),
    ) -> Self {
        Self { connection, history, on_event, in_transaction: false }
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
        let (id, steps) = (revision.id(), revision.plan.steps.len());
        tracing::info!(revision = id, direction = %revision.direction(), steps, "revision started");
        self.tell(&Event::RevisionStarted { revision, number, total });
        let start = Instant::now();

        let outcome = self.bracketed(revision, start).await;
        let duration = start.elapsed();
        match &outcome {
            Ok(()) => {
                tracing::info!(revision = id, ?duration, "revision finished");
                self.tell(&Event::RevisionFinished { revision, duration });
            }
            Err(error) => tracing::error!(revision = id, %error, "revision failed"),
        }
        outcome.map(|()| duration)
    }

    /// The transaction between the statements before it and those after it, which run whatever came of it.
    async fn bracketed(&mut self, revision: &Prepared<'_>, start: Instant) -> Result<(), ExecutorError> {
        let plan = &revision.plan;
        let mut outcome = self.outside(revision, &plan.before_transaction).await;
        if outcome.is_ok() {
            outcome = self.transaction(revision, start).await;
            if outcome.is_err() && self.in_transaction {
                self.in_transaction = false;
                // The first error is the one to tell; a connection that is lost undoes the transaction itself.
                if let Err(error) = self.connection.rollback().await {
                    tracing::warn!(%error, "the transaction could not be rolled back");
                }
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

    async fn transaction(&mut self, revision: &Prepared<'_>, start: Instant) -> Result<(), ExecutorError> {
        // The steps before this one are kept, whatever follows.
        let mut kept = 0;
        for (index, step) in revision.plan.steps.iter().enumerate() {
            self.tell(&Event::StepStarted { revision, step, number: index + 1 });
            if !self.transactional() || matches!(step, Step::Statement(statement) if !statement.transactional)
            {
                self.commit(revision).await?;
                kept = index;
            } else {
                self.begin(revision).await?;
            }
            self.step(revision, index, step, kept).await?;
            if !self.in_transaction {
                kept = index + 1;
            }
        }
        self.verify(revision, kept).await?;
        if self.transactional() {
            self.begin(revision).await?;
        }
        self.record(revision, start.elapsed()).await?;
        self.commit(revision).await
    }

    async fn step(
        &mut self,
        revision: &Prepared<'_>,
        index: usize,
        step: &Step<'_>,
        kept: usize,
    ) -> Result<(), ExecutorError> {
        match step {
            Step::Statement(statement) => {
                tracing::debug!(revision = revision.id(), sql = statement.sql, "statement");
                let result = self.connection.execute(&statement.sql).await;
                result.map_err(|source| FailedStep::at(revision, index, kept, source.into()))?;
            }
            Step::Run(run) => {
                tracing::debug!(revision = revision.id(), code = &*run.name, "code");
                let result = run.call(self.connection).await;
                result.map_err(|source| FailedStep::at(revision, index, kept, source))?;
            }
            Step::Recreate(recreate) => {
                let fail = |source: DatabaseError| FailedStep::at(revision, index, kept, source.into());
                let rows = self.connection.query(&recreate.query).await.map_err(fail)?;
                for sql in rows.into_iter().flatten().flatten() {
                    tracing::debug!(revision = revision.id(), sql, "statement");
                    self.connection.execute(&sql).await.map_err(fail)?;
                }
            }
        }
        Ok(())
    }

    /// Runs the queries that must give no row, before anything is final.
    async fn verify(&mut self, revision: &Prepared<'_>, kept: usize) -> Result<(), ExecutorError> {
        for verification in &revision.plan.verifications {
            let result = self.connection.query(&verification.sql).await;
            let rows = result.map_err(|source| FailedStep::around(revision, &verification.sql, source))?;
            if !rows.is_empty() {
                return Err(ExecutorError::violated(revision, verification, &rows, kept));
            }
        }
        Ok(())
    }

    async fn record(&mut self, revision: &Prepared<'_>, duration: Duration) -> Result<(), ExecutorError> {
        let dialect = self.connection.dialect();
        let sql = match revision.direction() {
            Direction::Up => self.history.insert(dialect, &Record::of(revision, duration)),
            Direction::Down => self.history.delete(dialect, revision.id()),
        };
        self.connection.execute(&sql).await.map_err(|source| self.history.error(source))
    }

    fn transactional(&self) -> bool {
        self.connection.dialect().capabilities().transactional_ddl
    }

    async fn begin(&mut self, revision: &Prepared<'_>) -> Result<(), ExecutorError> {
        if !self.in_transaction {
            self.connection.begin().await.map_err(|source| transaction(revision, "begun", source))?;
            self.in_transaction = true;
        }
        Ok(())
    }

    async fn commit(&mut self, revision: &Prepared<'_>) -> Result<(), ExecutorError> {
        if self.in_transaction {
            self.connection.commit().await.map_err(|source| transaction(revision, "committed", source))?;
            self.in_transaction = false;
        }
        Ok(())
    }

    fn tell(&self, event: &Event<'_>) {
        (self.on_event)(event);
    }
}

fn transaction(revision: &Prepared<'_>, what: &'static str, source: DatabaseError) -> ExecutorError {
    ExecutorError::Transaction { revision: revision.id(), what, source }
}
