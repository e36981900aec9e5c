//! A run: it takes its turn, ends what was interrupted, and goes the way that it was asked.

use std::slice;

use tracing::Instrument as _;

use super::{Done, Migrator, MigratorError, Report, Route, State, finish};
use crate::connection::{Connect, Connection};
use crate::error::{Error, Result};
use crate::executor::{Event, Executor, ExecutorError, Prepared, Record, TransactionMode, Turn};
use crate::revision::graph::{Graph, Target};
use crate::revision::{Direction, Entry};

/// What [`Migrator::resolve`] settled.
#[derive(Debug)]
pub struct Resolved {
    /// The revision.
    pub entry: &'static Entry,
    /// The direction in which it goes on.
    pub direction: Direction,
    /// How many of its steps are done.
    pub done: usize,
}

impl Migrator {
    /// Brings the revisions up to the target to the database.
    ///
    /// # Errors
    /// As [`Migrator::run`].
    pub async fn upgrade<C: Connect + ?Sized>(&self, db: &C) -> Result<Report> {
        self.run(db, Direction::Up, &self.target).await
    }

    /// Refuses a database that is not at the target: an application that does not migrate starts by this.
    ///
    /// # Errors
    /// When revisions are missing, under way, unknown or changed, or the history cannot be read.
    pub async fn verify<C: Connect + ?Sized>(&self, db: &C) -> Result<State> {
        let state = self.state(db).await?;
        let graph = state.graph(self.migrations)?;
        state.check(&graph)?;
        if let Some(record) = state.unfinished() {
            return Err(MigratorError::Unfinished { record: Box::new(record.clone()) }.into());
        }
        let missing = graph.plan_upgrade(&state.known(&graph), &self.target)?;
        match missing.first() {
            Some(first) => {
                let (database, pending) = (state.database().to_owned(), missing.len());
                Err(MigratorError::Behind { database, pending, first: first.revision.id }.into())
            }
            None => Ok(state),
        }
    }

    /// Settles whether the step at which `revision` was interrupted took effect: `applied`, or rolled back; the next
    /// run goes on from there. Without a `revision`, of the one that was interrupted.
    ///
    /// # Errors
    /// When no revision was interrupted, another was, or the history cannot be written.
    pub async fn resolve<C: Connect + ?Sized>(
        &self,
        db: &C,
        revision: Option<&str>,
        applied: bool,
    ) -> Result<Resolved> {
        let mut connection = db.connect().await?;
        let outcome = self.resolve_in_turn(&mut connection, revision, applied).await;
        finish(connection, outcome).await
    }

    async fn resolve_in_turn(
        &self,
        db: &mut Connection,
        revision: Option<&str>,
        applied: bool,
    ) -> Result<Resolved> {
        let turn = self.take_turn(db).await?;
        let outcome = self.resolve_on(db, revision, applied).await;
        turn.give_back(db).await;
        outcome
    }

    async fn resolve_on(
        &self,
        db: &mut Connection,
        revision: Option<&str>,
        applied: bool,
    ) -> Result<Resolved> {
        let state = State::read(&self.history, db).await?;
        let graph = state.graph(self.migrations)?;
        let asked = |record: &&Record| revision.is_none_or(|asked| record.revision.starts_with(asked));
        let record = state.unfinished().filter(asked).ok_or(MigratorError::NothingInterrupted)?;
        let entry = interrupted(&graph, record)?;
        let settled = self.history.resolve(db, record, applied).await?;
        let progress = settled.ok_or(MigratorError::NothingInterrupted)?;
        Ok(Resolved { entry, direction: progress.direction, done: progress.done })
    }

    pub(super) async fn take_turn(&self, db: &mut Connection) -> Result<Turn> {
        Ok(Turn::take(db, &self.history, self.options.wait_timeout, &*self.on_event).await?)
    }

    /// As [`Migrator::run`], on a connection that is open, and stays so.
    ///
    /// # Errors
    /// As [`Migrator::run`].
    pub async fn run_on(&self, db: &mut Connection, direction: Direction, target: &Target) -> Result<Report> {
        let span = tracing::info_span!("run", %direction, database = db.target());
        self.go(db, direction, target).instrument(span).await
    }

    async fn go(&self, db: &mut Connection, direction: Direction, target: &Target) -> Result<Report> {
        let graph = Graph::new(self.migrations)?;
        if !graph.squashed().is_empty()
            && let Some(report) = self.run_with_squashed(db, direction, target).await?
        {
            return Ok(report);
        }
        if direction == Direction::Down && self.has_unknown(&graph, db).await? {
            let turn = self.take_turn(db).await?;
            let outcome = self.run_over_unknown(&graph, db, &turn, target).await;
            turn.give_back(db).await;
            return outcome;
        }
        // Whoever has nothing to do needs no turn.
        if let Some(report) = self.idle(&graph, db, direction, target).await? {
            return Ok(report);
        }
        let turn = self.take_turn(db).await?;
        let outcome = self.run_in_turn(&graph, db, &turn, direction, target).await;
        turn.give_back(db).await;
        outcome
    }

    /// Whether the database has revisions that this build does not; not where somebody is at it, who may yet say.
    pub(super) async fn has_unknown(&self, graph: &Graph, db: &mut Connection) -> Result<bool> {
        match State::read(&self.history, db).await {
            Ok(state) => Ok(!state.unknown(graph).is_empty()),
            Err(Error::Executor(ExecutorError::History { source, .. }))
                if db.dialect().is_lock_refused(&source) =>
            {
                Ok(false)
            }
            Err(error) => Err(error),
        }
    }

    /// The way down, first over what this build does not have.
    pub(super) async fn run_over_unknown(
        &self,
        graph: &Graph,
        db: &mut Connection,
        turn: &Turn,
        target: &Target,
    ) -> Result<Report> {
        let (unknown, rest) = self.undo_unknown(graph, db, turn, target).await?;
        let report = match rest {
            Some(rest) => self.run_in_turn(graph, db, turn, Direction::Down, &rest).await?,
            None => {
                let state = State::read(&self.history, db).await?;
                Report { current: graph.current(&state.known(graph))?, ..Report::default() }
            }
        };
        Ok(Report { unknown, ..report })
    }

    /// What came of a run that has nothing to do; `None` where it has, or where somebody is at it.
    async fn idle(
        &self,
        graph: &Graph,
        db: &mut Connection,
        direction: Direction,
        target: &Target,
    ) -> Result<Option<Report>> {
        let state = match State::read(&self.history, db).await {
            Ok(state) => state,
            // Whoever is at it holds the history for a moment, too.
            Err(Error::Executor(ExecutorError::History { source, .. }))
                if db.dialect().is_lock_refused(&source) =>
            {
                return Ok(None);
            }
            Err(error) => return Err(error),
        };
        state.check(graph)?;
        let applied = state.applied();
        if state.unfinished().is_some() || !Route::is_empty(graph, &applied, direction, target)? {
            return Ok(None);
        }
        Ok(Some(Report { current: graph.current(&applied)?, ..Report::default() }))
    }

    pub(super) async fn run_in_turn(
        &self,
        graph: &Graph,
        db: &mut Connection,
        turn: &Turn,
        direction: Direction,
        target: &Target,
    ) -> Result<Report> {
        let mut report = Report::default();
        let mut state = State::read(&self.history, db).await?;
        state.check(graph)?;
        if let Some(record) = state.unfinished() {
            report.revisions.push(self.end(graph, db, turn, &state, record).await?);
            state = State::read(&self.history, db).await?;
        }
        let applied = state.applied();
        let route = Route::new(graph, &applied, direction, target)?;
        let prepared = route.prepare(db.dialect())?;
        if !prepared.is_empty() {
            (self.on_event)(&Event::Planned { revisions: &prepared });
            if !state.has_history() {
                self.history.create(db).await?;
            }
            let mut executor = self.executor(db, turn).await?.after(Record::last_number(state.records()));
            let durations = match self.options.transaction {
                TransactionMode::Each => executor.run_each(&prepared).await?,
                TransactionMode::Single => executor.run_in_one(&prepared).await?,
            };
            let done = prepared.iter().zip(durations);
            report.revisions.extend(done.map(|(revision, duration)| Done::of(revision, duration)));
        }
        report.current = graph.current(&after(&applied, &prepared))?;
        Ok(report)
    }

    pub(super) async fn executor<'a>(
        &'a self,
        db: &'a mut Connection,
        turn: &'a Turn,
    ) -> Result<Executor<'a>> {
        let executor = Executor::new(db, &self.history, &*self.on_event);
        let mut executor = executor.with_options(self.options.clone()).in_turn(turn);
        executor.limit().await?;
        Ok(executor)
    }

    /// Ends the revision of `record`, which was interrupted, in its own direction.
    async fn end(
        &self,
        graph: &Graph,
        db: &mut Connection,
        turn: &Turn,
        state: &State,
        record: &Record,
    ) -> Result<Done> {
        let entry = interrupted(graph, record)?;
        let progress = record.journal.as_ref().ok_or(MigratorError::NothingInterrupted)?;
        let route = Route::of(graph, &state.applied(), progress.direction, entry)?;
        let prepared = route.prepare(db.dialect())?;
        let revision = prepared.first().ok_or(MigratorError::NothingInterrupted)?;
        (self.on_event)(&Event::Planned { revisions: slice::from_ref(revision) });
        let mut executor = self.executor(db, turn).await?;
        let duration = executor.resume(revision, progress, 1, 1).await?;
        Ok(Done::of(revision, duration))
    }
}

/// The revision of `record`, which was interrupted.
fn interrupted(graph: &Graph, record: &Record) -> Result<&'static Entry, MigratorError> {
    let position = graph.find(&record.revision);
    let unknown = || MigratorError::UnknownRevision { record: Box::new(record.clone()) };
    position.map(|position| graph.entry(position)).ok_or_else(unknown)
}

/// What is applied once `prepared` ran where `applied` was.
fn after<'a>(applied: &[&'a str], prepared: &[Prepared<'_>]) -> Vec<&'a str> {
    let mut after = applied.to_vec();
    for revision in prepared {
        match revision.direction() {
            Direction::Up => after.push(revision.id()),
            Direction::Down => after.retain(|id| *id != revision.id()),
        }
    }
    after
}
