//! All revisions of a run in one transaction: all of them reach the database, or none.

use std::time::{Duration, Instant};

use super::settle::Journal;
use super::{Event, Executor, ExecutorError, Prepared};
use crate::dialect::{Statement, Step};

impl Executor<'_> {
    /// Brings all `revisions` to the database in one transaction, and says how long each took.
    ///
    /// # Errors
    /// When a step of theirs cannot be in a transaction, before anything runs; and as [`Executor::run`].
    pub async fn run_in_one(&mut self, revisions: &[Prepared<'_>]) -> Result<Vec<Duration>, ExecutorError> {
        self.refuse_what_splits(revisions)?;
        let Some(last) = revisions.last() else { return Ok(Vec::new()) };
        let mut tried = 0;
        loop {
            match self.all(revisions, last).await {
                Err((error, at)) => self.wait_for_lock(&revisions[at], error, &mut tried).await?,
                Ok(durations) => return Ok(durations),
            }
        }
    }

    fn refuse_what_splits(&self, revisions: &[Prepared<'_>]) -> Result<(), ExecutorError> {
        let transactional = self.transactional();
        for revision in revisions {
            let splits =
                |step: &Step<'_>| matches!(step, Step::Statement(Statement { transactional: false, .. }));
            let step = revision.plan.steps.iter().position(|step| !transactional || splits(step));
            if let Some(index) = step {
                return Err(ExecutorError::splits(revision, index));
            }
        }
        Ok(())
    }

    /// One try; an error comes with the place of its revision.
    async fn all(
        &mut self,
        revisions: &[Prepared<'_>],
        last: &Prepared<'_>,
    ) -> Result<Vec<Duration>, (ExecutorError, usize)> {
        let mut journal = Journal::begin(last);
        let mut outcome = Ok(Vec::new());
        for (at, revision) in revisions.iter().enumerate() {
            if let Err(error) = self.outside(revision, &revision.plan.before_transaction).await {
                outcome = Err((error, at));
                break;
            }
        }
        if outcome.is_ok() {
            outcome = self.each(revisions).await;
            if outcome.is_ok()
                && let Err(error) = self.commit(last, &mut journal).await
            {
                outcome = Err((error, revisions.len() - 1));
            }
            if outcome.is_err() {
                self.roll_back(&mut journal).await;
            }
        }
        for (at, revision) in revisions.iter().enumerate() {
            let after = self.outside(revision, &revision.plan.after_transaction).await;
            if let (Ok(_), Err(error)) = (&outcome, after) {
                outcome = Err((error, at));
            }
        }
        outcome
    }

    async fn each(&mut self, revisions: &[Prepared<'_>]) -> Result<Vec<Duration>, (ExecutorError, usize)> {
        let mut durations = Vec::new();
        if let Some(first) = revisions.first() {
            self.begin(first).await.map_err(|error| (error, 0))?;
        }
        for (at, revision) in revisions.iter().enumerate() {
            let start = Instant::now();
            self.tell(&Event::RevisionStarted { revision, number: at + 1, total: revisions.len() });
            self.steps(revision, &mut Journal::begin(revision), start, false)
                .await
                .map_err(|error| (error, at))?;
            let duration = start.elapsed();
            self.tell(&Event::RevisionFinished { revision, duration });
            durations.push(duration);
        }
        Ok(durations)
    }
}
