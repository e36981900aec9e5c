//! Plans: which revisions run, in what order, to bring a database from what is applied to a target.

use super::{Anchor, Graph, Node, Position, Range, Target, TargetError};
use crate::revision::{Direction, Entry};

impl Graph {
    /// The revisions that are still to be applied to reach `target`, in the order they run in.
    ///
    /// `applied` are the identifiers in the database: all of them, or the newest only.
    ///
    /// # Errors
    /// When the target stands for no revision, or a revision in the database is not in the graph.
    pub fn plan_upgrade(
        &self,
        applied: &[impl AsRef<str>],
        target: &Target,
    ) -> Result<Vec<&'static Entry>, TargetError> {
        let applied = self.applied(applied)?;
        if target.anchor == Anchor::Current && target.steps < 0 {
            return Err(TargetError::OtherDirection { text: target.to_string(), direction: Direction::Up });
        }
        let goal = self.resolve_from(target, &self.newest(&applied))?;
        let path = self.ancestors(goal).into_iter().filter(|position| !applied[position.index()]);
        Ok(self.entries_of(path))
    }

    /// The revisions whose downgrades run to go back to `target`, in the order they run in: all that is
    /// applied and follows it, or depends on what does.
    ///
    /// # Errors
    /// As for [`Graph::plan_upgrade`], and when the target is not applied.
    pub fn plan_downgrade(
        &self,
        applied: &[impl AsRef<str>],
        target: &Target,
    ) -> Result<Vec<&'static Entry>, TargetError> {
        let applied = self.applied(applied)?;
        if target.anchor == Anchor::Current && target.steps > 0 {
            return Err(TargetError::OtherDirection { text: target.to_string(), direction: Direction::Down });
        }
        let goal = self.resolve_from(target, &self.newest(&applied))?;
        if let Some(missing) = goal.iter().find(|position| !applied[position.index()]) {
            return Err(TargetError::NotApplied { id: self.id(*missing) });
        }
        let left = match goal.is_empty() {
            true => vec![true; self.len()],
            false => {
                let after = goal.iter().flat_map(|position| self.node(*position).after());
                self.reach(after, |node, open| open.extend(node.after()))
            }
        };
        let path = self.order().iter().rev().copied();
        Ok(self.entries_of(path.filter(|position| left[position.index()] && applied[position.index()])))
    }

    /// The revisions of `range`, oldest first, its start included: what `history` shows.
    ///
    /// # Errors
    /// As for [`Graph::plan_upgrade`], and when the start is not below the end.
    pub fn between(
        &self,
        range: &Range,
        applied: &[impl AsRef<str>],
    ) -> Result<Vec<&'static Entry>, TargetError> {
        let current = self.newest(&self.applied(applied)?);
        let end = self.resolve_from(range.end.as_ref().unwrap_or(&Target::HEADS), &current)?;
        let start = self.resolve_from(range.start.as_ref().unwrap_or(&Target::BASE), &current)?;
        let below = self.reach(end.iter().copied(), |node, open| open.extend(node.before()));
        if let (Some(start), Some(end)) = (start.iter().find(|start| !below[start.index()]), end.first()) {
            return Err(TargetError::EmptyRange { start: self.id(*start), end: self.id(*end) });
        }
        let above = match start.is_empty() {
            true => vec![true; self.len()],
            false => self.reach(start, |node, open| open.extend(node.after())),
        };
        let inside = self.order().iter().copied();
        Ok(self.entries_of(inside.filter(|position| below[position.index()] && above[position.index()])))
    }

    /// The newest of `applied`: those that no applied revision follows or depends on.
    ///
    /// # Errors
    /// When a revision in the database is not in the graph.
    pub fn current(&self, applied: &[impl AsRef<str>]) -> Result<Vec<&'static Entry>, TargetError> {
        Ok(self.entries_of(self.newest(&self.applied(applied)?)))
    }

    /// Marks the revisions of those identifiers, and all that must have been applied before them.
    pub(super) fn applied(&self, ids: &[impl AsRef<str>]) -> Result<Vec<bool>, TargetError> {
        let positions: Result<Vec<Position>, TargetError> = ids
            .iter()
            .map(|id| {
                let id = id.as_ref();
                self.find(id).ok_or_else(|| TargetError::UnknownApplied { id: id.to_owned() })
            })
            .collect();
        Ok(self.reach(positions?, |node, open| open.extend(node.before())))
    }

    /// The marked revisions that no marked revision comes after.
    pub(super) fn newest(&self, applied: &[bool]) -> Vec<Position> {
        let is_newest = |node: &Node| !node.after().any(|after| applied[after.index()]);
        let marked = |position: &Position| applied[position.index()] && is_newest(self.node(*position));
        self.order().iter().copied().filter(marked).collect()
    }
}
