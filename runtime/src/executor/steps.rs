//! The steps of one revision: in its transaction where they can be, each with its journal where they cannot.

use std::time::{Duration, Instant};

use tracing::Instrument as _;

use super::clock::since_1970;
use super::history::{Fields, Times};
use super::send::{Ends, Sent};
use super::settle::{Journal, catalogue};
use super::{Event, Executor, ExecutorError, FailedStep, Prepared, Record};
use crate::connection::DatabaseError;
use crate::dialect::{Step, Stopwatch};
use crate::revision::Direction;

impl Executor<'_> {
    /// The steps from where the `journal` is, and the revision's row of the history; where there are transactions, they
    /// begin as needed, and the last ends unless it goes on with the next revision.
    pub(super) async fn steps(
        &mut self,
        revision: &Prepared<'_>,
        journal: &mut Journal<'_>,
        start: Instant,
        ends: bool,
    ) -> Result<(), ExecutorError> {
        let (mut index, total) = (journal.progress.done, revision.plan.steps.len());
        let mut is_recorded = false;
        while index < total {
            let count = if self.transactional() { Self::together(revision, index).max(1) } else { 1 };
            self.tell_steps(revision, index, count);
            is_recorded = self.is_closed_by(revision, index, count);
            if !self.transactional() {
                self.in_its_own(revision, index, journal, is_recorded.then_some(start)).await?;
            } else if matches!(&revision.plan.steps[index], Step::Statement(s) if !s.transactional) {
                self.in_none(revision, index, journal).await?;
            } else {
                let mut statements = Sent::steps(revision, index, count);
                if is_recorded {
                    self.close(&mut statements, revision, journal.has_row, start, 1);
                }
                let ends = Ends { begin: true, commit: is_recorded && ends };
                self.in_the_transaction(revision, index, &statements, ends, journal.kept()).await?;
            }
            index += count;
        }
        if !is_recorded {
            self.verify(revision, journal.kept()).await?;
            let row = [Sent::History(self.row(revision, journal.has_row, start.elapsed(), &Times::Known))];
            let ends = Ends { begin: self.transactional(), commit: self.transactional() && ends };
            self.send(revision, &row, ends, journal.kept()).await?;
        }
        journal.keep();
        Ok(())
    }

    /// Whether the revision's row of the history goes with the `count` steps from the one at `index` on: they are
    /// the last, they are statements, and nothing is to be verified after them.
    fn is_closed_by(&self, revision: &Prepared<'_>, index: usize, count: usize) -> bool {
        let Prepared { plan, .. } = revision;
        let are_statements = match &plan.steps[index] {
            Step::Statement(statement) => statement.transactional || !self.transactional(),
            Step::Run(_) | Step::Recreate(_) => false,
        };
        are_statements && index + count == plan.steps.len() && plan.verifications.is_empty()
    }

    /// Adds the revision's row of the history to the last `statements` of it; it is the revision at `number`, from 1, of
    /// those that are sent together. `has_row` says whether its journal has made the row.
    pub(super) fn close(
        &mut self,
        statements: &mut Vec<Sent<'_>>,
        revision: &Prepared<'_>,
        has_row: bool,
        start: Instant,
        number: u32,
    ) {
        let Stopwatch { start: sent, elapsed_ms } = self.connection.dialect().stopwatch(since_1970(), number);
        if revision.direction() == Direction::Up {
            statements.splice(0..0, sent.map(|sql| Sent::History(sql.into())));
        }
        let times = Times::Running(elapsed_ms);
        statements.push(Sent::History(self.row(revision, has_row, start.elapsed(), &times)));
    }

    /// The step at `index`, in the revision's transaction: its `statements` and what goes with them, or its code.
    async fn in_the_transaction(
        &mut self,
        revision: &Prepared<'_>,
        index: usize,
        statements: &[Sent<'_>],
        ends: Ends,
        kept: usize,
    ) -> Result<(), ExecutorError> {
        // Code may open transactions of sqlx within, which must know of this one.
        if !revision.plan.steps.iter().all(|step| matches!(step, Step::Statement(_))) {
            self.begin(revision).await?;
        }
        match statements {
            [] => self.step(revision, index, kept).await,
            statements => self.send(revision, statements, ends, kept).await,
        }
    }

    fn tell_steps(&self, revision: &Prepared<'_>, index: usize, count: usize) {
        let steps = &revision.plan.steps[index..index + count];
        self.tell(&Event::StepsStarted { revision, steps, number: index + 1 });
    }

    /// A step where DDL is not transactional, in a transaction of its own with its journal; the last one with the
    /// revision's row of the history, when it is told the revision's `start`.
    ///
    /// A statement that changes rows only is atomic by that: when it is interrupted, neither it nor the note that it
    /// began is there. DDL commits what stands before it, the note, at once (MySQL manual, section 15.3.3).
    async fn in_its_own(
        &mut self,
        revision: &Prepared<'_>,
        index: usize,
        journal: &mut Journal<'_>,
        start: Option<Instant>,
    ) -> Result<(), ExecutorError> {
        let definitions = catalogue(revision, index, self.connection).await.map_err(ExecutorError::Lock)?;
        journal.begin_step(index, definitions);
        let begun = Sent::History(self.note(revision, journal));
        let outcome = match &revision.plan.steps[index] {
            // Code, which may open transactions of sqlx within.
            Step::Run(_) | Step::Recreate(_) => self.code_in_its_own(revision, index, journal, begun).await,
            Step::Statement(_) => {
                let mut statements = vec![begun];
                statements.extend(Sent::steps(revision, index, 1));
                match start {
                    Some(start) => self.close(&mut statements, revision, journal.has_row, start, 1),
                    None => {
                        journal.end(index + 1);
                        statements.push(Sent::History(self.note(revision, journal)));
                    }
                }
                let ends = Ends { begin: true, commit: true };
                self.send(revision, &statements, ends, journal.kept()).await
            }
        };
        if let Err(error) = outcome {
            self.roll_back(journal).await;
            self.withdraw(revision, index, journal, &error).await;
            return Err(error);
        }
        journal.keep();
        Ok(())
    }

    async fn code_in_its_own(
        &mut self,
        revision: &Prepared<'_>,
        index: usize,
        journal: &mut Journal<'_>,
        begun: Sent<'_>,
    ) -> Result<(), ExecutorError> {
        self.begin(revision).await?;
        self.send(revision, &[begun], Ends::default(), journal.kept()).await?;
        self.step(revision, index, journal.kept()).await?;
        journal.end(index + 1);
        self.write(revision, journal).await?;
        self.commit(revision, journal).await
    }

    /// A step that no transaction may hold; the note that it begins goes with the transaction before it.
    async fn in_none(
        &mut self,
        revision: &Prepared<'_>,
        index: usize,
        journal: &mut Journal<'_>,
    ) -> Result<(), ExecutorError> {
        let definitions = catalogue(revision, index, self.connection).await.map_err(ExecutorError::Lock)?;
        journal.begin_step(index, definitions);
        let begun = [Sent::History(self.note(revision, journal))];
        self.send(revision, &begun, Ends { begin: true, commit: true }, journal.kept()).await?;
        journal.keep();
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
        journal: &mut Journal<'_>,
        error: &ExecutorError,
    ) {
        let ExecutorError::Step(failed) = error else { return };
        if failed.is_cut_off() {
            return;
        }
        // Of several statements, or of code, some may be there: if so, the note is, too.
        let whole = revision.places(index).is_some() || failed.is_one_statement();
        if !whole {
            match self.history.progress(self.connection, revision.id()).await {
                Ok(Some(progress)) if progress.begun.is_some() => {
                    journal.progress = progress;
                    journal.has_row = true;
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
        // DDL that was refused has kept the row, with the note that it began.
        journal.has_row = true;
        if let Err(error) = self.write(revision, journal).await {
            tracing::warn!(%error, "the journal could not be written");
        }
        journal.keep();
    }

    /// Writes how far the revision is into its row; takes it out again when nothing of it is left.
    async fn write(
        &mut self,
        revision: &Prepared<'_>,
        journal: &mut Journal<'_>,
    ) -> Result<(), ExecutorError> {
        let sql = self.note(revision, journal);
        self.connection.execute(&sql).await.map_err(|source| self.history.error(source))
    }

    /// The statement that does so.
    fn note(&mut self, revision: &Prepared<'_>, journal: &mut Journal<'_>) -> String {
        let (dialect, direction) = (self.connection.dialect(), revision.direction());
        if !journal.has_row {
            let record =
                Record { journal: Some(journal.progress.clone()), ..Record::of(revision, Duration::ZERO) };
            journal.has_row = true;
            self.insert(record, &Times::Known)
        } else if !journal.is_at_the_start() {
            self.history.journal(dialect, revision.id(), Some(&journal.progress))
        } else if direction == Direction::Down {
            self.history.journal(dialect, revision.id(), None)
        } else {
            journal.has_row = false;
            self.history.delete(dialect, revision.id())
        }
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

    async fn step(
        &mut self,
        revision: &Prepared<'_>,
        index: usize,
        kept: usize,
    ) -> Result<(), ExecutorError> {
        match &revision.plan.steps[index] {
            Step::Statement(statement) => {
                let span = tracing::debug_span!("statement", number = index + 1);
                span.in_scope(|| tracing::debug!(sql = statement.sql, "statement"));
                let result = self.connection.execute(&statement.sql).instrument(span).await;
                result.map_err(|source| FailedStep::at(revision, index, kept, source.into()))?;
            }
            Step::Run(run) => {
                let span = tracing::debug_span!("code", number = index + 1, name = &*run.name);
                span.in_scope(|| tracing::debug!("code"));
                let result = run.call(self.connection).instrument(span).await;
                result.map_err(|source| FailedStep::at(revision, index, kept, source))?;
            }
            Step::Recreate(recreate) => {
                let fail = |source: DatabaseError| FailedStep::at(revision, index, kept, source.into());
                let rows = self.connection.query(&recreate.query).await.map_err(fail)?;
                for sql in rows.into_iter().flatten().flatten() {
                    let span = tracing::debug_span!("statement", number = index + 1);
                    span.in_scope(|| tracing::debug!(sql, "statement"));
                    self.connection.execute(&sql).instrument(span).await.map_err(fail)?;
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

    /// The statement that records the revision as applied, or as undone; it has taken `duration`.
    fn row(&mut self, revision: &Prepared<'_>, has_row: bool, duration: Duration, times: &Times) -> String {
        let dialect = self.connection.dialect();
        match revision.direction() {
            Direction::Down => self.history.delete(dialect, revision.id()),
            Direction::Up => {
                let record = Record::of(revision, duration);
                match has_row {
                    true => self.history.update(dialect, &record, Fields::Ended, times),
                    false => self.insert(record, times),
                }
            }
        }
    }

    /// The statement that adds `record`, with the next number of the sequence where that is known.
    fn insert(&mut self, record: Record, times: &Times) -> String {
        self.sequence = self.sequence.map(|last| last + 1);
        let record = Record { sequence: self.sequence.unwrap_or_default(), ..record };
        self.history.insert(self.connection.dialect(), &record, times)
    }
}
