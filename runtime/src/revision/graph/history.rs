//! What is shown of the graph: ranges of revisions, and where a database is.

use super::reach::{both, without};
use super::{Anchor, Graph, Position, Range, Target, TargetError};
use crate::revision::Entry;

impl Graph {
    /// The revisions of `range`, oldest first, its start included: what `history` shows.
    ///
    /// Steps of the start, `-n`, are counted from the heads; steps of the end, `+n`, from the start; both stop
    /// where the revisions do. Of `label@base:` the branch alone is shown, with what it needs.
    ///
    /// # Errors
    /// When a side stands for no revision, or the start is not below the end.
    pub fn between(
        &self,
        range: &Range,
        applied: &[impl AsRef<str>],
    ) -> Result<Vec<&'static Entry>, TargetError> {
        let current = self.newest(applied)?;
        let bottom = range.start.as_ref().unwrap_or(&Target::BASE);
        let start = self.locate_from(bottom, &current)?;
        let top = range.end.as_ref().unwrap_or(&Target::HEADS);
        let from = match (&top.anchor, top.steps, bottom.steps) {
            (_, 0, _) => &current,
            (Anchor::Current, _, steps) if steps != 0 => {
                return Err(TargetError::Relative { text: range.to_string() });
            }
            _ => &start,
        };
        let mut end = self.goal(top, from, |walked| Ok(walked.position))?;
        if let Some(name) = &bottom.branch {
            let labelled = self.labelled(self.carrier(name)?);
            end.retain(|position| labelled.contains(position));
        }
        let below = self.before(end.iter().copied());
        if let Some(start) = start.iter().find(|start| !below[start.index()]) {
            return Err(TargetError::NotBelow { text: top.to_string(), id: self.id(*start) });
        }
        let mut shown = without(below, &self.before(start.iter().copied()));
        if !start.is_empty() {
            shown = both(shown, &self.following(start.iter().copied()));
            // An end that only depends on the start is above it, but on no line with it.
            let apart = |end: &Position| !shown[end.index()] && !start.contains(end);
            if !end.is_empty() && end.iter().all(apart) {
                return Err(TargetError::NotBelow { text: top.to_string(), id: self.id(start[0]) });
            }
        }
        for start in start {
            shown[start.index()] = true;
        }
        Ok(self.entries_of(self.newest_first(&shown).into_iter().rev()))
    }

    /// The revision with the label `name`, or with the only label of the revision `name`.
    fn carrier(&self, name: &str) -> Result<Position, TargetError> {
        let position = self.revision(name)?;
        if self.id(position) != name {
            return Ok(position);
        }
        let carriers = self.labels().map(|(_, carrier)| carrier);
        let carriers: Vec<Position> = carriers.filter(|at| self.labelled(*at).contains(&position)).collect();
        match *carriers {
            [carrier] => Ok(carrier),
            _ => Err(TargetError::NoOneLabel { id: self.id(position) }),
        }
    }

    /// The newest of `applied` on each branch: those that no applied revision follows.
    ///
    /// # Errors
    /// When a revision in the database is not in the graph.
    pub fn current(&self, applied: &[impl AsRef<str>]) -> Result<Vec<&'static Entry>, TargetError> {
        Ok(self.entries_of(self.tips_of(&self.applied(applied)?)))
    }
}
