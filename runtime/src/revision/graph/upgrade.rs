//! The way up: what is still to be applied to reach a target.

use super::reach::{both, without};
use super::walk::Walked;
use super::{Anchor, Graph, Position, Target, TargetError};
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
        let goal = self.goal(target, &self.newest_of(&applied), |walked| match walked.all(target)? {
            None => Err(TargetError::TooFar { text: target.to_string(), missing: 1 }),
            some => Ok(some),
        })?;
        let missing = without(self.before(goal), &applied);
        Ok(self.entries_of(self.newest_first(&missing).into_iter().rev()))
    }

    /// The revisions that `target` stands for on the way up from `current`; none is the base.
    ///
    /// `end` says what becomes of steps that lead too far.
    pub(super) fn goal(
        &self,
        target: &Target,
        current: &[Position],
        end: impl FnOnce(Walked) -> Result<Option<Position>, TargetError>,
    ) -> Result<Vec<Position>, TargetError> {
        let from = match (&target.anchor, target.steps) {
            (Anchor::Current, 0) => {
                let branch = self.branch(target)?;
                let on_branch =
                    |position: &Position| branch.as_ref().is_none_or(|branch| branch.has(*position));
                return Ok(current.iter().copied().filter(on_branch).collect());
            }
            (_, 0) => return self.absolute(target),
            (Anchor::Current, ..0) => {
                return Err(TargetError::OtherDirection {
                    text: target.to_string(),
                    direction: Direction::Up,
                });
            }
            (Anchor::Current, 1..) => self.one_start(target, &self.starts(target, current)?)?,
            (_, 1..) => self.locate(&target.anywhere().start())?,
            (_, ..0) => self.locate(&target.start())?,
        };
        let walked = self.walk(target, from, self.branch(target)?.as_ref())?;
        Ok(end(walked)?.into_iter().collect())
    }

    /// What steps up are counted from: on a branch that is not begun, where it leaves what is applied.
    fn starts(&self, target: &Target, current: &[Position]) -> Result<Vec<Position>, TargetError> {
        let Some(branch) = self.branch(target)? else { return Ok(current.to_vec()) };
        let on_branch: Vec<Position> = current.iter().copied().filter(|at| branch.has(*at)).collect();
        if !on_branch.is_empty() {
            return Ok(on_branch);
        }
        let active = both(self.before(current.iter().copied()), &branch.line);
        let mut tips = active.clone();
        for position in self.positions().filter(|position| active[position.index()]) {
            for below in self.requires(position) {
                tips[below.index()] = false;
            }
        }
        Ok(self.positions().filter(|position| tips[position.index()]).collect())
    }
}
