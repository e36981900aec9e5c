//! Steps: up to what follows, down to what is followed; where the way parts, nobody can say which is meant.

use super::resolve::Branch;
use super::{Graph, Position, Target, TargetError};

/// Where steps have led.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Walked {
    /// The revision; `None` is the base.
    pub(super) position: Option<Position>,
    /// How many steps there was nowhere to go.
    pub(super) missing: u32,
}

impl Walked {
    /// Where all the steps of `target` have led.
    pub(super) fn all(self, target: &Target) -> Result<Option<Position>, TargetError> {
        match self.missing {
            0 => Ok(self.position),
            missing => Err(TargetError::TooFar { text: target.to_string(), missing }),
        }
    }
}

impl Graph {
    /// Goes the target's steps from a revision, or from the base; on the way up, on `branch` alone.
    pub(super) fn walk(
        &self,
        target: &Target,
        from: Option<Position>,
        branch: Option<&Branch>,
    ) -> Result<Walked, TargetError> {
        let mut position = from;
        let count = target.steps.unsigned_abs();
        for step in 0..count {
            let ways = match (target.steps > 0, position) {
                (true, None) => self.bases(),
                (true, Some(at)) => self.children(at).to_vec(),
                (false, None) => return Ok(Walked { position, missing: count - step }),
                (false, Some(at)) => self.parents(at).to_vec(),
            };
            let on_branch = |way: &Position| target.steps < 0 || branch.is_none_or(|branch| branch.has(*way));
            let ways: Vec<Position> = ways.into_iter().filter(on_branch).collect();
            position = match *self.own_one(ways) {
                [] if target.steps > 0 => return Ok(Walked { position, missing: count - step }),
                [] => None,
                [way] => Some(way),
                ref several => {
                    return Err(TargetError::SeveralWays {
                        text: target.to_string(),
                        ids: self.ids_of(several),
                    });
                }
            };
        }
        Ok(Walked { position, missing: 0 })
    }

    /// The one of `starts` that steps are counted from; `None` is the base.
    pub(super) fn one_start(
        &self,
        target: &Target,
        starts: &[Position],
    ) -> Result<Option<Position>, TargetError> {
        match *self.own_one(starts.to_vec()) {
            [] => Ok(None),
            [start] => Ok(Some(start)),
            ref several => {
                Err(TargetError::SeveralStarts { text: target.to_string(), ids: self.ids_of(several) })
            }
        }
    }
}
