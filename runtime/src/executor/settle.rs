//! Where a revision goes on that was interrupted: what its journal says, and what the catalogue shows.

use super::progress::{Begun, Digests, short};
use super::{ExecutorError, Prepared, Progress};
use crate::connection::{Connection, DatabaseError};
use crate::dialect::Step;
use crate::revision::Direction;

/// Statements that may be repeated: they change neither a definition nor a row.
const REPEATABLE: [&str; 6] = ["VACUUM", "ANALYZE", "REINDEX", "CLUSTER", "OPTIMIZE", "CHECKPOINT"];

/// How far a revision is, kept while it runs.
#[derive(Debug)]
pub(super) struct Journal<'a> {
    digests: Digests<'a>,
    pub(super) progress: Progress,
    /// Whether the history has a row for the revision.
    pub(super) has_row: bool,
    /// The same two as they are outside of the transaction.
    kept: (Progress, bool),
}

impl<'a> Journal<'a> {
    /// The journal of a revision that begins.
    pub(super) fn begin(revision: &'a Prepared<'a>) -> Self {
        let (direction, mut digests) = (revision.direction(), Digests::new(revision));
        let progress = Progress { direction, done: 0, digest: digests.before(0), begun: None };
        let has_row = direction == Direction::Down;
        Self { digests, kept: (progress.clone(), has_row), progress, has_row }
    }

    /// The journal of a revision that goes on from `progress`, once it is known what became of the step that began.
    pub(super) async fn resume(
        revision: &'a Prepared<'a>,
        progress: &Progress,
        db: &mut Connection,
    ) -> Result<Self, ExecutorError> {
        let mut journal = Self::begin(revision);
        let total = revision.plan.steps.len();
        let mut same =
            |number: usize, digest: &str| number <= total && journal.digests.before(number) == digest;
        if !same(progress.done, &progress.digest) {
            return Err(ExecutorError::changed(revision, progress.done));
        }
        let mut done = progress.done;
        if let Some(begun) = &progress.begun {
            let step = revision.plan.steps.get(done);
            let repeatable = step.is_some_and(is_repeatable);
            if !repeatable {
                let undecided = || ExecutorError::undecided(revision, done);
                if !same(done + 1, &begun.digest) {
                    return Err(undecided());
                }
                let before = begun.catalogue.as_ref().ok_or_else(undecided)?;
                let now = catalogue(revision, done, db).await.map_err(ExecutorError::Lock)?;
                if now.as_ref().ok_or_else(undecided)? != before {
                    done += 1;
                }
            }
        }
        journal.has_row = true;
        journal.end(done);
        journal.keep();
        Ok(journal)
    }

    /// All steps before `done` are done, and none has begun.
    pub(super) fn end(&mut self, done: usize) {
        self.progress.done = done;
        self.progress.digest = self.digests.before(done);
        self.progress.begun = None;
    }

    /// The step at `index` begins, when the catalogue says `catalogue`.
    pub(super) fn begin_step(&mut self, index: usize, catalogue: Option<String>) {
        self.end(index);
        self.progress.begun = Some(Begun { digest: self.digests.before(index + 1), catalogue });
    }

    /// What was written stays, whatever becomes of the next transaction.
    pub(super) fn keep(&mut self) {
        self.kept = (self.progress.clone(), self.has_row);
    }

    /// The transaction was undone, and what it wrote.
    pub(super) fn undo(&mut self) {
        (self.progress, self.has_row) = self.kept.clone();
    }

    /// How many steps stay done, whatever becomes of the transaction.
    pub(super) fn kept(&self) -> usize {
        self.kept.0.done
    }

    /// Whether nothing of the revision is in the database.
    pub(super) fn is_at_the_start(&self) -> bool {
        self.progress.done == 0 && self.progress.begun.is_none()
    }
}

/// What the catalogue says now of what the step at `index` changes, as a digest; `None` where it cannot tell.
pub(super) async fn catalogue(
    revision: &Prepared<'_>,
    index: usize,
    db: &mut Connection,
) -> Result<Option<String>, DatabaseError> {
    let Some(places) = revision.places(index) else { return Ok(None) };
    let places: Vec<_> = places.into_iter().collect();
    let text = db.as_driver().definitions(&places).await?;
    Ok(Some(short(&text)))
}

fn is_repeatable(step: &Step<'_>) -> bool {
    match step {
        Step::Statement(statement) => {
            let word = statement.sql.split_whitespace().next().unwrap_or_default();
            REPEATABLE.iter().any(|repeatable| repeatable.eq_ignore_ascii_case(word))
        }
        Step::Run(_) | Step::Recreate(_) => false,
    }
}
