//! Databases that were migrated by revisions which a squashed one replaces.
//!
//! One that has some of them runs the others first; one that has all of them gets the row of the squashed one in
//! place of theirs. What a run cannot end, the next one does: the history says at any time what the database has.

use super::{Migrator, MigratorError, Report, State};
use crate::connection::Connection;
use crate::dialect::Dialect;
use crate::error::{Error, Result};
use crate::executor::{ExecutorError, Turn, downgrade_sql};
use crate::revision::graph::{Graph, Target};
use crate::revision::replay::replay;
use crate::revision::{Direction, Entry};

impl Migrator {
    /// What came of a run where the database has revisions that a squashed one replaces; `None` where it has none, or
    /// where somebody is at it, who may yet say.
    pub(super) async fn run_with_squashed(
        &self,
        db: &mut Connection,
        direction: Direction,
        target: &Target,
    ) -> Result<Option<Report>> {
        let state = match State::read(&self.history, db).await {
            Err(Error::Executor(ExecutorError::History { source, .. }))
                if db.dialect().is_lock_refused(&source) =>
            {
                return Ok(None);
            }
            state => state?,
        };
        let graph = state.graph(self.migrations)?;
        if !graph.gives_way() && state.complete(&graph).is_empty() {
            return Ok(None);
        }
        let turn = self.take_turn(db).await?;
        let outcome = self.run_with_squashed_in_turn(db, &turn, direction, target).await;
        turn.give_back(db).await;
        outcome.map(Some)
    }

    async fn run_with_squashed_in_turn(
        &self,
        db: &mut Connection,
        turn: &Turn,
        direction: Direction,
        target: &Target,
    ) -> Result<Report> {
        let graph = self.settle_squashed(db).await?;
        let report = match direction == Direction::Down && self.has_unknown(&graph, db).await? {
            true => self.run_over_unknown(&graph, db, turn, target).await?,
            false => self.run_in_turn(&graph, db, turn, direction, target).await?,
        };
        let graph = self.settle_squashed(db).await?;
        let state = State::read(&self.history, db).await?;
        Ok(Report { current: graph.current(&state.known(&graph))?, ..report })
    }

    /// Puts the rows of squashed revisions in place of those that they replace, where the database has them all; the
    /// graph as it is for the database then.
    async fn settle_squashed(&self, db: &mut Connection) -> Result<Graph> {
        loop {
            let state = State::read(&self.history, db).await?;
            let graph = state.graph(self.migrations)?;
            let complete = state.complete(&graph);
            let Some(entry) = complete.first() else { return Ok(graph) };
            if let Some(record) = state.tampered().first() {
                return Err(MigratorError::Tampered { record: Box::new((*record).clone()) }.into());
            }
            if let Some((entry, record)) = state.edited(&graph).first() {
                return Err(
                    MigratorError::Edited { file: entry.file, record: Box::new((*record).clone()) }.into()
                );
            }
            let rows = state.replaced_rows(&graph, entry);
            let sql = way_back(&graph, entry, db.dialect())?;
            self.history.squash(db, &rows, entry, sql).await?;
        }
    }
}

/// The SQL that undoes `entry`, to be kept with its row.
fn way_back(graph: &Graph, entry: &'static Entry, dialect: &dyn Dialect) -> Result<Option<String>> {
    let position = graph.find(entry.revision.id);
    let after = replay(graph.ancestors(position).into_iter().map(|position| graph.entry(position)))?;
    Ok(downgrade_sql(dialect, entry, &after))
}
