//! The steps of one revision: in its transaction where they can be, each with its journal where they cannot.

use std::time::{Duration, Instant};

use super::history::Fields;
use super::settle::{Journal, catalogue};
use super::{Event, Executor, ExecutorError, FailedStep, Prepared, Record};
use crate::connection::DatabaseError;
use crate::dialect::{Statement, Step};
use crate::error::Error;
use crate::revision::Direction;

impl Executor<'_> {
    pub(super) async fn transaction(
        &mut self,
        revision: &Prepared<'_>,
        journal: &mut Journal,
        start: Instant,
    ) -> Result<(), ExecutorError> {
        self.check_turn().await?;
        for index in journal.progress.done..revision.plan.steps.len() {
            let step = &revision.plan.steps[index];
            self.tell(&Event::StepStarted { revision, step, number: index + 1 });
            if !self.transactional() {
                self.in_its_own(revision, index, journal).await?;
            } else if matches!(step, Step::Statement(Statement { transactional: false, .. })) {
                self.in_none(revision, index, journal).await?;
            } else {
                self.begin(revision).await?;
                self.step(revision, index, journal.kept()).await?;
            }
        }
        self.verify(revision, journal.kept()).await?;
        if self.transactional() {
            self.begin(revision).await?;
        }
        self.record(revision, journal, start.elapsed()).await?;
        self.commit(revision, journal).await
    }

    /// A step where DDL is not transactional, in a transaction of its own with its journal.
    ///
    /// A statement that changes rows only is atomic by that: when it is interrupted, neither it nor the note that it
    /// began is there. DDL commits what stands before it, the note, at once (MySQL manual, section 15.3.3).
    async fn in_its_own(
        &mut self,
        revision: &Prepared<'_>,
        index: usize,
        journal: &mut Journal,
    ) -> Result<(), ExecutorError> {
        self.check_turn().await?;
        let definitions = catalogue(revision, index, self.connection).await.map_err(ExecutorError::Lock)?;
        if !journal.has_row {
            self.write(revision, journal).await?;
            journal.keep();
        }
        self.begin(revision).await?;
        journal.begin_step(index, definitions);
        self.write(revision, journal).await?;
        if let Err(error) = self.step(revision, index, journal.kept()).await {
            self.roll_back(journal).await;
            self.withdraw(revision, index, journal, &error).await;
            return Err(error);
        }
        journal.end(index + 1);
        self.write(revision, journal).await?;
        self.commit(revision, journal).await
    }

    /// A step that no transaction may hold; the note that it begins goes with the transaction before it.
    async fn in_none(
        &mut self,
        revision: &Prepared<'_>,
        index: usize,
        journal: &mut Journal,
    ) -> Result<(), ExecutorError> {
        let definitions = catalogue(revision, index, self.connection).await.map_err(ExecutorError::Lock)?;
        journal.begin_step(index, definitions);
        self.write(revision, journal).await?;
        self.commit(revision, journal).await?;
        self.check_turn().await?;
        if let Err(error) = self.step(revision, index, journal.kept()).await {
            if let Err(error) = self.sweep(&revision.plan.steps[index]).await {
                tracing::warn!(%error, "what the statement left behind could not be taken away");
            }
            self.withdraw(revision, index, journal, &error).await;
            return Err(error);
        }
        journal.end(index + 1);
        self.write(revision, journal).await?;
        journal.keep();
        Ok(())
    }

    /// Takes back the note that the step at `index` began, when the database refused it as a whole.
    async fn withdraw(
        &mut self,
        revision: &Prepared<'_>,
        index: usize,
        journal: &mut Journal,
        error: &ExecutorError,
    ) {
        let ExecutorError::Step(failed) = error else { return };
        let lost = matches!(failed.cause(), Error::Database(DatabaseError::Unreachable { .. }));
        if lost {
            return;
        }
        // Of several statements, or of code, some may be there: if so, the note is, too.
        let whole = revision.places(index).is_some() || failed.is_one_statement();
        if !whole {
            match self.history.progress(self.connection, revision.id()).await {
                Ok(Some(progress)) if progress.begun.is_some() => {
                    journal.progress = progress;
                    journal.keep();
                    return;
                }
                Ok(_) => {}
                Err(error) => {
                    tracing::warn!(%error, "the journal could not be read");
                    return;
                }
            }
        }
        journal.end(index);
        if let Err(error) = self.write(revision, journal).await {
            tracing::warn!(%error, "the journal could not be written");
        }
        journal.keep();
    }

    /// Writes how far the revision is into its row; takes it out again when nothing of it is left.
    async fn write(&mut self, revision: &Prepared<'_>, journal: &mut Journal) -> Result<(), ExecutorError> {
        let (dialect, direction) = (self.connection.dialect(), revision.direction());
        let sql = if !journal.has_row {
            let record =
                Record { journal: Some(journal.progress.clone()), ..Record::of(revision, Duration::ZERO) };
            journal.has_row = true;
            self.history.insert(dialect, &record)
        } else if !journal.is_at_the_start() {
            self.history.journal(dialect, revision.id(), Some(&journal.progress))
        } else if direction == Direction::Down {
            self.history.journal(dialect, revision.id(), None)
        } else {
            journal.has_row = false;
            self.history.delete(dialect, revision.id())
        };
        self.connection.execute(&sql).await.map_err(|source| self.history.error(source))
    }

    pub(super) async fn check_turn(&mut self) -> Result<(), ExecutorError> {
        match self.turn {
            Some(turn) => turn.check(self.connection).await,
            None => Ok(()),
        }
    }

    pub(super) async fn sweep(&mut self, step: &Step<'_>) -> Result<(), ExecutorError> {
        match step {
            Step::Statement(statement) if !statement.transactional => {
                self.connection.as_driver().sweep(&statement.sql).await.map_err(ExecutorError::Lock)
            }
            Step::Statement(_) | Step::Run(_) | Step::Recreate(_) => Ok(()),
        }
    }

    pub(super) async fn step(
        &mut self,
        revision: &Prepared<'_>,
        index: usize,
        kept: usize,
    ) -> Result<(), ExecutorError> {
        match &revision.plan.steps[index] {
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
    pub(super) async fn verify(&mut self, revision: &Prepared<'_>, kept: usize) -> Result<(), ExecutorError> {
        for verification in &revision.plan.verifications {
            let result = self.connection.query(&verification.sql).await;
            let rows = result.map_err(|source| FailedStep::around(revision, &verification.sql, source))?;
            if !rows.is_empty() {
                return Err(ExecutorError::violated(revision, verification, &rows, kept));
            }
        }
        Ok(())
    }

    pub(super) async fn record(
        &mut self,
        revision: &Prepared<'_>,
        journal: &Journal,
        duration: Duration,
    ) -> Result<(), ExecutorError> {
        let dialect = self.connection.dialect();
        let sql = match revision.direction() {
            Direction::Down => self.history.delete(dialect, revision.id()),
            Direction::Up => {
                let record = Record::of(revision, duration);
                match journal.has_row {
                    true => self.history.update(dialect, &record, Fields::Ended),
                    false => self.history.insert(dialect, &record),
                }
            }
        };
        self.connection.execute(&sql).await.map_err(|source| self.history.error(source))
    }
}
