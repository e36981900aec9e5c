//! The way down: what is to be undone to go back to a target.

use super::reach::both;
use super::{Anchor, Graph, Position, Target, TargetError};
use crate::revision::{Direction, Entry};

impl Graph {
    /// The revisions whose downgrades run to go back to `target`, in the order they run in: all that is
    /// applied and follows it, and what depends on those.
    ///
    /// On a branch, `label@base` or `label@-1`, only what that branch is made of is undone.
    ///
    /// # Errors
    /// As for [`Graph::plan_upgrade`], and when nothing above the target is applied.
    pub fn plan_downgrade(
        &self,
        applied: &[impl AsRef<str>],
        target: &Target,
    ) -> Result<Vec<&'static Entry>, TargetError> {
        let applied = self.applied(applied)?;
        let current = self.newest_of(&applied);
        if target.anchor == Anchor::Current && target.steps == 0 {
            return Ok(Vec::new());
        }
        let (goal, branch) = self.way_down(target, &applied, &current)?;
        let mut roots = match goal {
            None => self.bases(),
            Some(goal) => self.children(goal).to_vec(),
        };
        if let Some(branch) = branch.filter(|_| roots.len() > 1) {
            let followed = self.followed([branch]);
            roots.retain(|root| followed[root.index()]);
            if roots.is_empty() {
                let branch = target.branch.clone().unwrap_or_else(|| self.id(branch).to_owned());
                return Err(TargetError::OffBranch { text: target.to_string(), branch });
            }
        }
        let undone = both(self.after(roots), &applied);
        if let Some(goal) = goal
            && !undone.contains(&true)
            && !current.contains(&goal)
        {
            return Err(TargetError::NothingAbove { id: self.id(goal) });
        }
        Ok(self.entries_of(self.newest_first(&undone)))
    }

    /// Where a target leads on the way down, and a revision of the branch that it leads along.
    fn way_down(
        &self,
        target: &Target,
        applied: &[bool],
        current: &[Position],
    ) -> Result<(Option<Position>, Option<Position>), TargetError> {
        let branch = self.branch(target)?;
        let along = branch.as_ref().map(|branch| branch.position);
        let walk = |from, branch| self.walk(target, from, branch)?.all(target);
        match (&target.anchor, target.steps) {
            (_, 0) => Ok((self.locate(&target.anywhere())?, along)),
            (Anchor::Current, 1..) => {
                Err(TargetError::OtherDirection { text: target.to_string(), direction: Direction::Down })
            }
            (Anchor::Current, ..0) => {
                let from = match &branch {
                    None => self.one_start(target, current)?,
                    Some(branch) => {
                        let on = |ends: &[Position]| -> Vec<Position> {
                            ends.iter().copied().filter(|end| branch.has(*end)).collect()
                        };
                        // Where what is newest is on other branches, it depends on what is newest on this one.
                        let mut starts = on(current);
                        if starts.is_empty() {
                            starts = on(&self.tips_of(applied));
                        }
                        self.one_start(target, &starts)?
                    }
                };
                Ok((walk(from, None)?, along.or(from)))
            }
            (_, 1..) => Ok((walk(self.locate(&target.anywhere().start())?, branch.as_ref())?, along)),
            (_, ..0) => Ok((walk(self.locate(&target.start())?, None)?, along)),
        }
    }
}
