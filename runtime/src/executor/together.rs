//! Revisions that go to the database together: each in its transaction, one after another, and nobody waits for an
//! answer between them.
//!
//! They are those that touch no rows, and so take no time: what is said of one before it begins, such as when it was
//! applied, is still so when it does, and whoever stops a run stops it soon.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use super::send::Sent;
use super::settle::Journal;
use super::{Event, Executor, ExecutorError, Prepared, finished, span, started};
use crate::connection::{Batch, Sql};
use crate::dialect::{Statement, Step};
use crate::operation::{AddColumn, DropTable, Operation, RenameTable};
use crate::schema::{DefaultValue, QualifiedName};

/// How many go together at most: waiting for answers is a small part of the time then.
const MOST: usize = 16;

impl Executor<'_> {
    /// Brings all `revisions` to the database, one after another, and says how long each took.
    ///
    /// # Errors
    /// As [`Executor::run`]; those before the one that failed stay.
    pub async fn run_each(&mut self, revisions: &[Prepared<'_>]) -> Result<Vec<Duration>, ExecutorError> {
        let goes = go_together(revisions);
        let mut watch = Watch::new(self.on_event, revisions);
        while let Some(revision) = watch.next() {
            let at = watch.durations.len();
            let count = goes[at..].iter().take(MOST).take_while(|goes| **goes).count();
            if self.transactional() && count > 1 {
                self.run_together(&mut watch, count).await?;
            } else {
                let duration = self.run(revision, at + 1, revisions.len()).await?;
                watch.durations.push(duration);
            }
        }
        Ok(watch.durations)
    }

    /// Brings the next `count` revisions to the database.
    async fn run_together(&mut self, watch: &mut Watch<'_>, count: usize) -> Result<(), ExecutorError> {
        let end = watch.durations.len() + count;
        let mut tried = 0;
        while watch.durations.len() < end {
            let before = watch.durations.len();
            let outcome = self.send_together(watch, end).await;
            if watch.durations.len() > before {
                tried = 0;
            }
            if let (Err(error), Some(revision)) = (outcome, watch.next()) {
                let outcome = self.wait_for_lock(revision, error, &mut tried).await;
                outcome.inspect_err(|error| {
                    span(revision).in_scope(|| tracing::error!(%error, "revision failed"));
                })?;
            }
        }
        Ok(())
    }

    /// Sends the next revisions, up to the one at `end`.
    async fn send_together(&mut self, watch: &mut Watch<'_>, end: usize) -> Result<(), ExecutorError> {
        let (at, sequence) = (watch.durations.len(), self.sequence);
        let revisions = &watch.revisions[at..end];
        let statements = self.statements_together(revisions);
        let texts: Vec<Vec<Sql<'_>>> =
            statements.iter().map(|statements| statements.iter().map(Sent::sql).collect()).collect();
        let lock = self.turn.map(|turn| turn.key());
        let batch = |statements| Batch { lock, begin: true, statements, commit: true };
        let batches: Vec<Batch<'_>> = texts.iter().map(|texts| batch(texts)).collect();

        self.in_transaction = true;
        watch.begin();
        let outcome = self.connection.batches(&batches, &mut || watch.done(end)).await;
        let done = watch.durations.len() - at;
        // What was not applied leaves its numbers to whoever comes after it.
        self.sequence = sequence.map(|last| last + u64::try_from(done).unwrap_or_default());
        match (outcome, revisions.get(done)) {
            (Err(error), Some(revision)) => {
                let error = self.failed(revision, &statements[done], true, error, 0);
                self.roll_back(&mut Journal::begin(revision)).await;
                Err(error)
            }
            _ => {
                self.in_transaction = false;
                Ok(())
            }
        }
    }

    /// What is sent of each of `revisions`.
    fn statements_together<'r>(&mut self, revisions: &'r [Prepared<'r>]) -> Vec<Vec<Sent<'r>>> {
        let start = Instant::now();
        let statements = |(number, revision): (u32, &'r Prepared<'r>)| {
            let mut statements = Sent::steps(revision, 0, revision.plan.steps.len());
            self.close(&mut statements, revision, false, start, number);
            span(revision).in_scope(|| {
                statements.iter().for_each(|sent| tracing::debug!(sql = sent.sql().text, "statement"));
            });
            statements
        };
        (1..).zip(revisions).map(statements).collect()
    }
}

/// How far revisions are, which are told to whoever watches.
struct Watch<'w> {
    on_event: &'w (dyn Fn(&Event<'_>) + Send + Sync),
    revisions: &'w [Prepared<'w>],
    /// How long each took that is done.
    durations: Vec<Duration>,
    /// How many have been told of.
    told: usize,
    /// When the one that runs began.
    start: Instant,
}

impl<'w> Watch<'w> {
    fn new(on_event: &'w (dyn Fn(&Event<'_>) + Send + Sync), revisions: &'w [Prepared<'w>]) -> Self {
        Self { on_event, revisions, durations: Vec::new(), told: 0, start: Instant::now() }
    }

    /// The first that is not done.
    fn next(&self) -> Option<&'w Prepared<'w>> {
        self.revisions.get(self.durations.len())
    }

    /// The next one begins; when it is tried again, that is known already.
    fn begin(&mut self) {
        self.start = Instant::now();
        let at = self.durations.len();
        if let Some(revision) = self.next().filter(|_| at >= self.told) {
            self.told = at + 1;
            span(revision).in_scope(|| started(self.on_event, revision, at + 1, self.revisions.len()));
            let steps = &revision.plan.steps;
            if !steps.is_empty() {
                (self.on_event)(&Event::StepsStarted { revision, steps, number: 1 });
            }
        }
    }

    /// The one that runs is done, and the next begins before the one at `end`.
    fn done(&mut self, end: usize) {
        let duration = self.start.elapsed();
        if let Some(revision) = self.next() {
            span(revision).in_scope(|| finished(self.on_event, revision, duration));
            self.durations.push(duration);
        }
        if self.durations.len() < end {
            self.begin();
        }
    }
}

/// Which of `revisions` touch no rows, and are one transaction and nothing beside it.
fn go_together(revisions: &[Prepared<'_>]) -> Vec<bool> {
    let mut empty = BTreeSet::new();
    let mut goes = Vec::with_capacity(revisions.len());
    for revision in revisions {
        let mut touches = false;
        for operation in &revision.recorded.operations {
            touches |= touches_rows(operation, &mut empty);
        }
        goes.push(!touches && is_one_transaction(revision));
    }
    goes
}

fn is_one_transaction(revision: &Prepared<'_>) -> bool {
    let plan = &revision.plan;
    let goes = |step: &Step<'_>| matches!(step, Step::Statement(Statement { transactional: true, .. }));
    plan.before_transaction.is_empty()
        && plan.after_transaction.is_empty()
        && plan.verifications.is_empty()
        && plan.steps.iter().all(goes)
}

/// Whether `operation` may read or write rows; it is known of the tables in `empty` that they have none.
fn touches_rows<'a>(operation: &'a Operation, empty: &mut BTreeSet<&'a QualifiedName>) -> bool {
    match operation {
        Operation::CreateTable(operation) => {
            empty.insert(&operation.table.name);
            false
        }
        Operation::AddColumn(AddColumn { table, column }) => {
            let is_computed = matches!(column.default, Some(DefaultValue::Sql(_)))
                || column.generated.is_some()
                || column.identity.is_some();
            is_computed && !empty.contains(table)
        }
        Operation::CreateEnum(_) | Operation::AlterTable(_) => false,
        Operation::Execute(_) | Operation::Run(_) => {
            // They may fill any table.
            empty.clear();
            true
        }
        // The name may be that of another table from here on.
        Operation::DropTable(DropTable { table })
        | Operation::RenameTable(RenameTable { before: table, after: _ }) => !empty.remove(table),
        Operation::DropColumn(_)
        | Operation::RenameColumn(_)
        | Operation::AlterColumn(_)
        | Operation::Fill(_)
        | Operation::AddConstraint(_)
        | Operation::DropConstraint(_)
        | Operation::RenameConstraint(_)
        | Operation::CreateIndex(_)
        | Operation::DropIndex(_)
        | Operation::RenameIndex(_)
        | Operation::DropEnum(_)
        | Operation::RenameEnum(_)
        | Operation::AlterEnum(_) => !operation.table().is_some_and(|table| empty.contains(table)),
    }
}
