//! What a target stands for, wherever the database may be: names, heads and branches.

use std::collections::BTreeSet;

use super::{Anchor, Graph, Position, Target, TargetError};

/// The part of the graph that a target's `label@` narrows it to.
#[derive(Debug)]
pub(super) struct Branch {
    /// The revision that the label, or identifier, stands for.
    pub(super) position: Position,
    /// All that it follows, and all that follow it.
    pub(super) line: Vec<bool>,
}

impl Branch {
    pub(super) fn has(&self, position: Position) -> bool {
        self.line[position.index()]
    }
}

impl Graph {
    /// The revision whose identifier or label is `name` or alone starts with it.
    ///
    /// # Errors
    /// When there is none, or there are several.
    pub fn revision(&self, name: &str) -> Result<Position, TargetError> {
        self.named(name, None)
    }

    /// The one revision that `target` stands for whatever is applied; `None` is the base.
    ///
    /// # Errors
    /// When it stands for none or several, or counts steps.
    pub fn locate(&self, target: &Target) -> Result<Option<Position>, TargetError> {
        if target.steps != 0 {
            return Err(TargetError::Relative { text: target.to_string() });
        }
        match *self.absolute(target)? {
            [] => Ok(None),
            [position] => Ok(Some(position)),
            ref several => Err(self.several_heads(target, several)),
        }
    }

    /// The revisions that `target` stands for whatever is applied; none is the base.
    ///
    /// `-n` is counted from each head, and a `None` says that it leads to the base.
    ///
    /// # Errors
    /// When it stands for no revision, or counts steps from anything but the heads.
    pub fn locate_all(&self, target: &Target) -> Result<Vec<Option<Position>>, TargetError> {
        if target.steps == 0 {
            return Ok(self.absolute(target)?.into_iter().map(Some).collect());
        }
        if target.anchor != Anchor::Current || target.steps > 0 {
            return Err(TargetError::Relative { text: target.to_string() });
        }
        let mut heads = self.real_heads();
        if let Some(name) = &target.branch {
            let labelled = self.names.get(name.as_str()).filter(|position| self.id(**position) != name);
            let labelled: BTreeSet<Position> =
                labelled.into_iter().flat_map(|at| self.labelled(*at)).collect();
            heads.retain(|head| labelled.contains(head));
        }
        heads.into_iter().map(|head| Ok(self.walk(target, Some(head), None)?.position)).collect()
    }

    /// The revisions that `target` stands for where `applied` are in the database; none is the base.
    ///
    /// `+n` is counted from what is applied, `-n` from each head, all other steps from what they are written after.
    ///
    /// # Errors
    /// When it stands for no revision, steps lead too far, or a revision in the database is not in the graph.
    pub fn resolve(
        &self,
        target: &Target,
        applied: &[impl AsRef<str>],
    ) -> Result<Vec<Position>, TargetError> {
        let current = self.newest(applied)?;
        match (&target.anchor, target.steps) {
            (_, 0) | (Anchor::Current, ..0) => self.locate_from(target, &current),
            _ => self.goal(target, &current, |walked| walked.all(target)),
        }
    }

    /// The revisions that `target` stands for where `current` are the newest that are applied; none is the base.
    pub(super) fn locate_from(
        &self,
        target: &Target,
        current: &[Position],
    ) -> Result<Vec<Position>, TargetError> {
        match (&target.anchor, target.steps) {
            (Anchor::Current, 0) => self.goal(target, current, |walked| Ok(walked.position)),
            _ => Ok(self.locate_all(target)?.into_iter().flatten().collect()),
        }
    }

    /// The revisions that a target without steps stands for; none is the base.
    pub(super) fn absolute(&self, target: &Target) -> Result<Vec<Position>, TargetError> {
        let branch = self.branch(target)?;
        let on_branch = |position: &Position| branch.as_ref().is_none_or(|branch| branch.has(*position));
        match &target.anchor {
            Anchor::Base => Ok(Vec::new()),
            Anchor::Head => {
                let heads: Vec<Position> = self.heads().into_iter().filter(on_branch).collect();
                // Without a branch it is the application's one head, and whatever the libraries have.
                let counts = |head: &Position| branch.is_some() || self.is_own(*head);
                let counted: Vec<Position> = heads.iter().copied().filter(counts).collect();
                if counted.len() > 1 {
                    return Err(self.several_heads(target, &counted));
                }
                Ok(heads)
            }
            Anchor::Heads if branch.is_none() => Ok(self.real_heads()),
            Anchor::Heads => Ok(self.heads().into_iter().filter(on_branch).collect()),
            Anchor::Revision(name) => {
                Ok(vec![self.named(name, target.branch.as_deref().zip(branch.as_ref()))?])
            }
            Anchor::Current => Err(TargetError::Relative { text: target.to_string() }),
        }
    }

    /// The branch that `target` names.
    pub(super) fn branch(&self, target: &Target) -> Result<Option<Branch>, TargetError> {
        let Some(name) = &target.branch else { return Ok(None) };
        let position = self.named(name, None).map_err(|error| match error {
            TargetError::Unknown { text } => TargetError::UnknownBranch { name: text },
            other => other,
        })?;
        Ok(Some(Branch { position, line: self.line(position) }))
    }

    /// The revision that `name`, or alone the start of it, stands for, on `branch`.
    fn named(&self, name: &str, branch: Option<(&str, &Branch)>) -> Result<Position, TargetError> {
        let outside = |position: Position| branch.filter(|(_, branch)| !branch.has(position));
        if let Some(position) = self.names.get(name).copied().or_else(|| self.alias(name)) {
            return match outside(position) {
                None => Ok(position),
                Some((branch, _)) => {
                    Err(TargetError::NotOnBranch { id: self.id(position), branch: branch.to_owned() })
                }
            };
        }
        let start = self.names.range(name..).take_while(|(other, _)| other.starts_with(name));
        let found: BTreeSet<Position> =
            start.map(|(_, at)| *at).filter(|at| outside(*at).is_none()).collect();
        let found: Vec<Position> = found.into_iter().collect();
        match *found {
            [] => self.replaced_named(name),
            [position] => Ok(position),
            ref several => Err(TargetError::Ambiguous { text: name.to_owned(), ids: self.ids_of(several) }),
        }
    }

    pub(super) fn several_heads(&self, target: &Target, heads: &[Position]) -> TargetError {
        TargetError::SeveralHeads { text: target.to_string(), ids: self.ids_of(heads) }
    }
}
