//! Statements of a revision on their way to the database: several in one message, and whose error it is.

use tracing::Instrument as _;

use super::{Executor, ExecutorError, FailedStep, Prepared, transaction};
use crate::connection::{Batch, BatchError, DatabaseError, Part, Sql};
use crate::dialect::{Statement, Step};

/// One statement of what is sent together.
#[derive(Clone, Debug)]
pub(super) enum Sent<'a> {
    /// The step at this place of the revision.
    Step(usize, &'a str),
    /// One of the executor's own, about the history.
    History(String),
}

/// What of a transaction is sent with the statements.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Ends {
    /// Its beginning, where none is open.
    pub(super) begin: bool,
    /// Its end.
    pub(super) commit: bool,
}

impl Executor<'_> {
    /// Sends `statements` together: in this run's turn where a transaction begins; `kept` steps remain whatever comes.
    pub(super) async fn send(
        &mut self,
        revision: &Prepared<'_>,
        statements: &[Sent<'_>],
        ends: Ends,
        kept: usize,
    ) -> Result<(), ExecutorError> {
        let begin = ends.begin && !self.in_transaction;
        let texts: Vec<Sql<'_>> = statements.iter().map(Sent::sql).collect();
        let steps: Vec<usize> = statements.iter().filter_map(Sent::step).collect();
        let span = match *steps {
            [index] => tracing::debug_span!("statement", number = index + 1),
            _ => tracing::debug_span!("statements", count = texts.len()),
        };
        span.in_scope(|| texts.iter().for_each(|sql| tracing::debug!(sql = sql.text, "statement")));
        let batch = Batch {
            lock: self.turn.filter(|_| begin).map(|turn| turn.key()),
            begin,
            statements: &texts,
            commit: ends.commit,
        };
        self.in_transaction |= begin;
        match self.connection.batch(&batch).instrument(span).await {
            Ok(()) => {
                self.in_transaction &= !ends.commit;
                Ok(())
            }
            Err(error) => Err(self.failed(revision, statements, begin, error, kept)),
        }
    }

    /// What `error` is of `statements`, with which a transaction was to begin if `begin` says so; `kept` steps remain.
    pub(super) fn failed(
        &mut self,
        revision: &Prepared<'_>,
        statements: &[Sent<'_>],
        begin: bool,
        error: BatchError,
        kept: usize,
    ) -> ExecutorError {
        let (part, source) = match error {
            BatchError::NotLocked => {
                self.in_transaction &= !begin;
                return ExecutorError::TurnLost;
            }
            BatchError::Failed { part, source } => (part, source),
        };
        let is_lost = matches!(source, DatabaseError::Unreachable { .. });
        let step = statements.iter().position(|sent| matches!(sent, Sent::Step(..)));
        let part = match (part, step) {
            // Who is cut off is told nothing of what was answered.
            (Part::Lock | Part::Begin, Some(step)) if is_lost => Part::Statement(step),
            (part, _) => part,
        };
        match part {
            Part::Lock => {
                self.in_transaction &= !begin;
                ExecutorError::Lock(source)
            }
            Part::Begin => {
                self.in_transaction &= !begin;
                transaction(revision, "begun", source)
            }
            Part::Commit => transaction(revision, "committed", source),
            Part::Statement(at) => match &statements[at] {
                Sent::Step(index, _) => FailedStep::at(revision, *index, kept, source.into()),
                Sent::History(_) => self.history.error(source),
            },
        }
    }

    /// How many steps from the one at `index` on are statements that go into one transaction.
    pub(super) fn together(revision: &Prepared<'_>, index: usize) -> usize {
        let goes = |step: &&Step<'_>| matches!(step, Step::Statement(Statement { transactional: true, .. }));
        revision.plan.steps[index..].iter().take_while(goes).count()
    }
}

impl<'a> Sent<'a> {
    /// The steps of `revision` from the one at `index` on, all of them statements.
    pub(super) fn steps(revision: &'a Prepared<'_>, index: usize, count: usize) -> Vec<Self> {
        let steps = revision.plan.steps.iter().enumerate().skip(index).take(count);
        let sent = |(index, step): (usize, &'a Step<'_>)| match step {
            Step::Statement(statement) => Some(Self::Step(index, &statement.sql)),
            Step::Run(_) | Step::Recreate(_) => None,
        };
        steps.filter_map(sent).collect()
    }

    fn step(&self) -> Option<usize> {
        match self {
            Self::Step(index, _) => Some(*index),
            Self::History(_) => None,
        }
    }

    pub(super) fn sql(&self) -> Sql<'_> {
        match self {
            Self::Step(_, sql) => Sql::any(sql),
            Self::History(sql) => Sql::one(sql),
        }
    }
}
