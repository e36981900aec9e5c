//! The migrator: brings an application's revisions to its database; the façade of everything below.
//!
//! `MIGRATIONS.upgrade(&pool)` is all that most applications need; a [`Migrator`] is the same with options.

mod comparison;
mod error;
mod options;
mod proof;
mod report;
mod route;
mod run;
mod squashed;
mod state;
#[cfg(test)]
mod tests;
mod unknown;

pub use comparison::{Adoption, Change, Comparison, Difference, Standing, Unmanaged};
pub use error::MigratorError;
pub use report::{Done, Report};
pub use route::Route;
pub use run::Resolved;
pub use state::State;

use unknown::Over;

use std::fmt;
use std::sync::Arc;

use crate::connection::{Connect, Connection};
use crate::error::Result;
use crate::executor::{Event, History, Options};
use crate::revision::graph::Target;
use crate::revision::{Direction, Migrations};
use comparison::Selection;

/// The revisions of an application, and how they are brought to its database.
///
/// Not [`Migrations`] itself, so that options can be set:
///
/// ```
/// use std::time::Duration;
///
/// use aludel::connection::Connect;
/// use aludel::executor::{Event, TransactionMode};
/// use aludel::migrator::Migrator;
/// # static MIGRATIONS: aludel::Migrations = aludel::Migrations {
/// #     entries: &[], replaced: &[], directory: "", lock: None, package: "", module: "", with: &[], invoked_at: "",
/// # };
///
/// /// `pool` is a `PgPool`, a `MySqlPool` or a `SqlitePool`.
/// async fn start(pool: &impl Connect) -> aludel::Result<()> {
///     let migrator = Migrator::new(&MIGRATIONS)
///         .target("head-1".parse()?)
///         .wait_timeout(Duration::from_secs(60))
///         .lock_timeout(Duration::from_secs(5))
///         .retries(3)
///         .transaction(TransactionMode::Single)
///         .on_event(|event| match event {
///             Event::Waiting { holder, .. } => println!("waiting for {holder}"),
///             Event::RevisionFinished { revision, duration } => println!("{} in {duration:?}", revision.id()),
///             _ => {}
///         });
///     let report = migrator.upgrade(pool).await?;
///     println!("{} revisions applied", report.revisions.len());
///     // An application that leaves upgrades to somebody else refuses to start on another database.
///     migrator.verify(pool).await?;
///     Ok(())
/// }
/// # fn main() {}
/// ```
///
/// The same is told to `tracing`: a span `run`, in it one for each `revision`, both at level `INFO`, in those one for
/// each `statement`, or for the `statements` that go to the database together, and for `code`, at level `DEBUG`.
#[derive(Clone)]
pub struct Migrator {
    migrations: &'static Migrations,
    history: History,
    selection: Selection,
    options: Options,
    target: Target,
    on_event: Arc<dyn Fn(&Event<'_>) + Send + Sync>,
}

impl Migrations {
    /// Brings all revisions to the database, as an application does when it starts.
    ///
    /// With nothing to do it costs one query, on a connection that goes back to its pool as it was.
    ///
    /// # Errors
    /// When the database has revisions that this build does not, or others than this build's, or a statement fails.
    pub async fn upgrade<C: Connect + ?Sized>(&'static self, db: &C) -> Result<Report> {
        Migrator::new(self).run(db, Direction::Up, &Target::HEAD).await
    }

    /// Undoes the revisions after `target`: `base`, an identifier or the beginning of one, or steps such as `-1`.
    ///
    /// # Errors
    /// As [`Migrations::upgrade`]; and when a revision on the way has no way back.
    pub async fn downgrade<C: Connect + ?Sized>(&'static self, db: &C, target: &str) -> Result<Report> {
        Migrator::new(self).run(db, Direction::Down, &target.parse()?).await
    }

    /// What the database has of the revisions.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub async fn current<C: Connect + ?Sized>(&'static self, db: &C) -> Result<State> {
        Migrator::new(self).state(db).await
    }
}

impl Migrator {
    /// Brings `migrations` to databases, with the usual options.
    pub fn new(migrations: &'static Migrations) -> Self {
        Self {
            migrations,
            history: History::default(),
            selection: Selection::default(),
            options: Options::default(),
            target: Target::HEAD,
            on_event: Arc::new(|_| {}),
        }
    }

    /// Where the database keeps its history.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// How long a run waits, and what it holds in one transaction.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Brings the revisions up to `target` to the database, or undoes those after it.
    ///
    /// All are planned before the first one runs, so that what the database cannot do stops nothing half-way.
    ///
    /// # Errors
    /// When the database has revisions that this build does not, or others than this build's, when one cannot be
    /// planned, or a statement fails.
    pub async fn run<C: Connect + ?Sized>(
        &self,
        db: &C,
        direction: Direction,
        target: &Target,
    ) -> Result<Report> {
        let mut connection = db.connect().await?;
        let outcome = self.run_on(&mut connection, direction, target).await;
        finish(connection, outcome).await
    }

    /// What [`Migrator::run`] would do, without doing it.
    ///
    /// # Errors
    /// As [`Migrator::run`], but for what only running shows.
    pub async fn route<C: Connect + ?Sized>(
        &self,
        db: &C,
        direction: Direction,
        target: &Target,
    ) -> Result<Route> {
        let mut connection = db.connect().await?;
        let outcome = self.route_on(&mut connection, direction, target).await;
        finish(connection, outcome).await
    }

    /// The same on a connection that is open, on which [`Migrator::run_on`] may go that way.
    ///
    /// # Errors
    /// As [`Migrator::route`].
    pub async fn route_on(
        &self,
        db: &mut Connection,
        direction: Direction,
        target: &Target,
    ) -> Result<Route> {
        let state = State::read(&self.history, db).await?;
        let graph = state.graph(self.migrations)?;
        if direction == Direction::Down && !state.unknown(&graph).is_empty() {
            let over = Over::new(&graph, &state, target)?;
            return Route::over(&graph, &state.known(&graph), over.records(), over.rest());
        }
        state.check(&graph)?;
        Route::new(&graph, &state.known(&graph), direction, target)
    }

    /// What the database has of the revisions.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub async fn state<C: Connect + ?Sized>(&self, db: &C) -> Result<State> {
        let mut connection = db.connect().await?;
        let outcome = State::read(&self.history, &mut connection).await;
        finish(connection, outcome).await
    }

    /// Records that the database has `targets` and all before them, and nothing else on their branches, without
    /// running anything; with `purge`, nothing else at all.
    ///
    /// Rows that are there already stay as they are, but for the checksums.
    ///
    /// # Errors
    /// When there is no such revision, or the history cannot be written.
    pub async fn stamp<C: Connect + ?Sized>(
        &self,
        db: &C,
        targets: &[Target],
        purge: bool,
    ) -> Result<Report> {
        let mut connection = db.connect().await?;
        let outcome = self.stamp_in_turn(&mut connection, targets, purge).await;
        finish(connection, outcome).await
    }

    async fn stamp_in_turn(&self, db: &mut Connection, targets: &[Target], purge: bool) -> Result<Report> {
        let turn = self.take_turn(db).await?;
        let outcome = self.stamp_on(db, targets, purge).await;
        turn.give_back(db).await;
        outcome
    }

    async fn stamp_on(&self, db: &mut Connection, targets: &[Target], purge: bool) -> Result<Report> {
        let state = State::read(&self.history, db).await?;
        let graph = state.graph(self.migrations)?;
        let entries = state.plan_stamp(&graph, targets, purge)?;
        if !state.has_history() {
            self.history.create(db).await?;
        }
        self.history.rewrite(db, state.records(), &entries).await?;
        let ids: Vec<&str> = entries.iter().map(|entry| entry.revision.id).collect();
        Ok(Report { current: graph.current(&ids)?, ..Report::default() })
    }
}

/// Gives the connection back, whatever came of it; what went wrong first is what is told.
async fn finish<T>(connection: Connection, outcome: Result<T>) -> Result<T> {
    let closed = connection.close().await;
    let value = outcome?;
    closed?;
    Ok(value)
}

impl fmt::Debug for Migrator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Migrator").field("migrations", self.migrations).finish_non_exhaustive()
    }
}
