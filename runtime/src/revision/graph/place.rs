//! The place of a new revision: what it follows and depends on.

use super::{Anchor, Graph, Position, Target, TargetError};

/// What a new revision follows and depends on, as its file writes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The identifiers of its parents.
    pub revises: Vec<&'static str>,
    /// The identifiers, or labels, of what else must be applied before it.
    pub depends_on: Vec<String>,
}

impl Graph {
    /// The place of a revision that follows `heads`, several for a merge, and depends on `depends_on`.
    ///
    /// A dependency given by its label stays a label, so that it can be read; all else becomes an identifier.
    ///
    /// # Errors
    /// When a target stands for no revision, a head is given twice, or is none: `splice` allows that, and
    /// begins a branch there.
    pub fn place(&self, heads: &[Target], splice: bool, depends_on: &[Target]) -> Result<Place, TargetError> {
        let mut parents: Vec<Position> = Vec::new();
        for head in heads {
            let mut located = self.locate_all(head)?;
            if head.branch.is_none() && matches!(head.anchor, Anchor::Head | Anchor::Heads) {
                // The branches of libraries go on elsewhere.
                located.retain(|at| at.is_none_or(|at| self.is_own(at)));
            }
            for parent in located {
                let Some(parent) = parent else {
                    return Err(TargetError::TooFar { text: head.to_string(), missing: 1 });
                };
                if !self.is_own(parent) {
                    return Err(TargetError::Foreign { id: self.id(parent), library: self.crate_of(parent) });
                }
                if parents.contains(&parent) {
                    return Err(TargetError::Twice { id: self.id(parent) });
                }
                parents.push(parent);
            }
        }
        if let Some(parent) = parents.iter().find(|parent| !splice && !self.children(**parent).is_empty()) {
            return Err(TargetError::NoHead { id: self.id(*parent) });
        }
        let depends_on: Result<Vec<String>, TargetError> =
            depends_on.iter().map(|dependency| self.dependency(dependency)).collect();
        Ok(Place { revises: self.ids_of(&parents), depends_on: depends_on? })
    }

    /// How a file writes a dependency.
    fn dependency(&self, target: &Target) -> Result<String, TargetError> {
        let text = target.to_string();
        match self.locate(target)? {
            None => Err(TargetError::Unknown { text }),
            Some(_) if self.names.contains_key(text.as_str()) => Ok(text),
            Some(position) => Ok(self.id(position).to_owned()),
        }
    }
}
