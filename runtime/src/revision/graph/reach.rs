//! What lies before and after a revision, as marks by position.

use super::{Graph, Node, Position, TargetError};

impl Graph {
    /// `positions` with all that must be applied before them, in order.
    pub fn ancestors(&self, positions: impl IntoIterator<Item = Position>) -> Vec<Position> {
        self.in_order(&self.before(positions))
    }

    /// `positions` with all that must be applied after them, in order.
    pub fn descendants(&self, positions: impl IntoIterator<Item = Position>) -> Vec<Position> {
        self.in_order(&self.after(positions))
    }

    /// The revisions of the branch that `position` is on, in order: all that it follows, and all that follow it.
    pub fn lineage(&self, position: Position) -> Vec<Position> {
        self.in_order(&self.line(position))
    }

    /// The revisions that carry the label of `position`: those that follow it, and where these are one line,
    /// those that it follows, down to where their branch began.
    pub fn labelled(&self, position: Position) -> Vec<Position> {
        let mut marked = self.following([position]);
        let alone = |at: &Position| {
            let node = self.node(*at);
            node.parents.len() < 2 && node.after().nth(1).is_none()
        };
        if self.positions().filter(|at| marked[at.index()]).all(|at| alone(&at)) {
            let mut at = position;
            while let Some(parent) = self.parents(at).first().filter(|parent| alone(parent)) {
                at = *parent;
                marked[at.index()] = true;
            }
        }
        self.in_order(&marked)
    }

    /// The newest of `applied`: those that no applied revision follows or depends on.
    ///
    /// # Errors
    /// When a revision in the database is not in the graph.
    pub fn newest(&self, applied: &[impl AsRef<str>]) -> Result<Vec<Position>, TargetError> {
        Ok(self.newest_of(&self.applied(applied)?))
    }

    /// Marks the revisions of those identifiers, and all that must have been applied before them.
    pub(super) fn applied(&self, ids: &[impl AsRef<str>]) -> Result<Vec<bool>, TargetError> {
        let position =
            |id: &str| self.find(id).ok_or_else(|| TargetError::UnknownApplied { id: id.to_owned() });
        let positions: Result<Vec<Position>, TargetError> =
            ids.iter().map(|id| position(id.as_ref())).collect();
        Ok(self.before(positions?))
    }

    /// The marked revisions that no marked revision follows or depends on, the oldest first.
    pub(super) fn newest_of(&self, marked: &[bool]) -> Vec<Position> {
        let newest =
            |at: &Position| marked[at.index()] && !self.node(*at).after().any(|at| marked[at.index()]);
        self.positions().filter(newest).collect()
    }

    /// The marked revisions that no marked revision follows, the oldest first: one a branch.
    pub(super) fn tips_of(&self, marked: &[bool]) -> Vec<Position> {
        let tip =
            |at: &Position| marked[at.index()] && !self.children(*at).iter().any(|at| marked[at.index()]);
        self.positions().filter(tip).collect()
    }

    /// Marks `positions` and all that must be applied before them.
    pub(super) fn before(&self, positions: impl IntoIterator<Item = Position>) -> Vec<bool> {
        self.reach(positions, |node, open| open.extend(node.before()))
    }

    /// Marks `positions` and all that must be applied after them.
    pub(super) fn after(&self, positions: impl IntoIterator<Item = Position>) -> Vec<bool> {
        self.reach(positions, |node, open| open.extend(node.after()))
    }

    /// Marks `positions` and all that they follow.
    pub(super) fn followed(&self, positions: impl IntoIterator<Item = Position>) -> Vec<bool> {
        self.reach(positions, |node, open| open.extend(&node.parents))
    }

    /// Marks `positions` and all that follow them.
    pub(super) fn following(&self, positions: impl IntoIterator<Item = Position>) -> Vec<bool> {
        self.reach(positions, |node, open| open.extend(&node.children))
    }

    /// Marks `position`, all that it follows, and all that follow it.
    pub(super) fn line(&self, position: Position) -> Vec<bool> {
        either(self.followed([position]), &self.following([position]))
    }

    /// Marks `positions` and all that `next` leads to from them.
    pub(super) fn reach(
        &self,
        positions: impl IntoIterator<Item = Position>,
        next: impl Fn(&Node, &mut Vec<Position>),
    ) -> Vec<bool> {
        let mut reached = vec![false; self.nodes.len()];
        let mut open: Vec<Position> = positions.into_iter().collect();
        while let Some(position) = open.pop() {
            if !std::mem::replace(&mut reached[position.index()], true) {
                next(self.node(position), &mut open);
            }
        }
        reached
    }

    /// The marked revisions, in order.
    pub(super) fn in_order(&self, marked: &[bool]) -> Vec<Position> {
        self.order.iter().copied().filter(|position| marked[position.index()]).collect()
    }
}

/// What one of them marks.
pub(super) fn either(mut marked: Vec<bool>, other: &[bool]) -> Vec<bool> {
    for (mark, other) in marked.iter_mut().zip(other) {
        *mark |= other;
    }
    marked
}

/// What `marked` marks and `other` does not.
pub(super) fn without(mut marked: Vec<bool>, other: &[bool]) -> Vec<bool> {
    for (mark, other) in marked.iter_mut().zip(other) {
        *mark &= !other;
    }
    marked
}

/// What both mark.
pub(super) fn both(mut marked: Vec<bool>, other: &[bool]) -> Vec<bool> {
    for (mark, other) in marked.iter_mut().zip(other) {
        *mark &= other;
    }
    marked
}
