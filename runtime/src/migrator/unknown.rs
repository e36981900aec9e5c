//! Revisions that the database has and this build does not: the way down over them.

use super::{Migrator, MigratorError, State};
use crate::connection::Connection;
use crate::error::Result;
use crate::executor::{Record, Turn};
use crate::revision::graph::{Anchor, Graph, Target};

/// What of a way down leads over revisions that this build does not have.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Over<'a> {
    /// Those that are undone, the last applied first.
    records: Vec<&'a Record>,
    /// Where the way goes on from there; `None` where it ends there.
    rest: Option<Target>,
}

impl<'a> Over<'a> {
    /// The part of the way down to `target` that leads over revisions which `graph` does not have.
    ///
    /// # Errors
    /// When one that `graph` does have was applied after one of them, and may count on it.
    pub(super) fn new(graph: &Graph, state: &'a State, target: &Target) -> Result<Self, MigratorError> {
        let mut applied: Vec<&Record> =
            state.records().iter().filter(|record| !record.is_incomplete()).collect();
        applied.sort_by_key(|record| std::cmp::Reverse(record.sequence));
        let is_unknown = |record: &&Record| graph.find(&record.revision).is_none();
        let (count, rest) = match (&target.branch, &target.anchor, target.steps) {
            (None, Anchor::Current, steps @ ..0) => {
                let steps_over = applied.iter().take(steps.unsigned_abs() as usize);
                let over = steps_over.filter(|record| is_unknown(record)).count();
                let rest = steps + i32::try_from(over).unwrap_or(i32::MAX);
                (over, (rest < 0).then(|| Target { steps: rest, ..target.clone() }))
            }
            (None, Anchor::Revision(name), 0) if graph.revision(name).is_err() => {
                let stays = |record: &&&Record| is_unknown(record) && record.revision.starts_with(name);
                match applied.iter().find(stays) {
                    Some(stays) => {
                        let above = applied.iter().take_while(|record| record.sequence > stays.sequence);
                        (above.count(), None)
                    }
                    // The graph says that there is no such revision.
                    None => return Ok(Self { records: Vec::new(), rest: Some(target.clone()) }),
                }
            }
            _ => (applied.iter().copied().filter(is_unknown).count(), Some(target.clone())),
        };
        let (undone, others) = applied.split_at(count);
        match undone.iter().find(|record| !is_unknown(record)) {
            None => Ok(Self { records: undone.to_vec(), rest }),
            Some(later) => {
                let unknown = others.iter().find(|record| is_unknown(record)).unwrap_or(&undone[count - 1]);
                let (record, later) = (Box::new((**unknown).clone()), later.revision.clone());
                Err(MigratorError::NotLast { record, later })
            }
        }
    }
}

impl Over<'_> {
    /// Those that are undone, the last applied first.
    pub(super) fn records(&self) -> Vec<Record> {
        self.records.iter().map(|record| (*record).clone()).collect()
    }

    /// Where the way goes on from there; `None` where it ends there.
    pub(super) const fn rest(&self) -> Option<&Target> {
        self.rest.as_ref()
    }
}

impl Migrator {
    /// Undoes what of the way down to `target` leads over revisions that this build does not have, by the SQL that
    /// the history kept; gives their rows, and where the way goes on.
    pub(super) async fn undo_unknown(
        &self,
        graph: &Graph,
        db: &mut Connection,
        turn: &Turn,
        target: &Target,
    ) -> Result<(Vec<Record>, Option<Target>)> {
        let state = State::read(&self.history, db).await?;
        if let Some(record) = state.tampered().first() {
            return Err(MigratorError::Tampered { record: Box::new((*record).clone()) }.into());
        }
        let Over { records, rest } = Over::new(graph, &state, target)?;
        let mut kept = Vec::new();
        for record in records {
            let sql = self.history.downgrade_sql(db, record).await?;
            let none = || MigratorError::NoWayBack { record: Box::new(record.clone()) };
            kept.push((record.clone(), sql.ok_or_else(none)?));
        }
        if !kept.is_empty() {
            let mut executor = self.executor(db, turn).await?;
            for (record, sql) in &kept {
                executor.undo(record, sql).await?;
            }
        }
        Ok((kept.into_iter().map(|(record, _)| record).collect(), rest))
    }
}
