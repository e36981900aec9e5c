//! Stamping: what counts as applied after it is said, without running anything.

use super::reach::either;
use super::{Graph, Position, Target, TargetError};
use crate::revision::Entry;

impl Graph {
    /// The revisions that count as applied once `targets` are stamped, in order.
    ///
    /// What is applied on the branches of the targets, those that they depend on included, is replaced; what is on
    /// no such branch stays. To replace everything, give nothing as `applied`.
    ///
    /// # Errors
    /// When a target stands for no revision, or counts steps where something is applied, or a revision in the
    /// database is not in the graph.
    pub fn plan_stamp(
        &self,
        applied: &[impl AsRef<str>],
        targets: &[Target],
    ) -> Result<Vec<&'static Entry>, TargetError> {
        let current = self.newest(applied)?;
        let mut goals: Vec<Position> = Vec::new();
        let mut related = vec![targets.is_empty(); self.len()];
        for target in targets {
            // `-n` means from the heads, which reads as from what is applied where something is.
            if target.steps != 0 && !current.is_empty() {
                return Err(TargetError::Relative { text: target.to_string() });
            }
            let goal = self.locate_from(target, &current)?;
            let branch = self.branch(target)?.map(|branch| branch.position);
            related = match (goal.is_empty(), branch) {
                (true, None) => vec![true; self.len()],
                _ => either(related, &self.connected(goal.iter().copied().chain(branch))),
            };
            goals.extend(goal);
        }
        // A target that nothing applied leads to or from is one more branch, and replaces nothing.
        let moved = self.connected(goals.iter().copied().filter(|goal| !current.contains(goal)));
        let replaces = goals.is_empty() || current.iter().any(|position| moved[position.index()]);
        let stays = |position: &Position| !(replaces && related[position.index()]);
        let after = current.iter().copied().filter(stays).chain(goals.iter().copied());
        Ok(self.entries_of(self.in_order(&self.before(after))))
    }

    /// Marks `positions`, and all that must be applied before or after them.
    fn connected(&self, positions: impl Iterator<Item = Position> + Clone) -> Vec<bool> {
        either(self.before(positions.clone()), &self.after(positions))
    }
}
