//! What keeps branches from being joined in just any order, and what nobody can tell.

use std::fmt;

use serde::Serialize;

use crate::schema::Place;

/// Two revisions of different branches whose order matters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Conflict {
    /// What both change, or one changes and the other counts on.
    pub place: Place,
    /// What each of them does to it.
    pub sides: [Change; 2],
    /// What comes of it, in plain words.
    pub reason: String,
}

/// What one revision does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Change {
    /// The revision's identifier.
    pub revision: &'static str,
    /// Its file.
    pub file: &'static str,
    /// The operation, in plain words.
    pub operation: String,
}

/// What a merge cannot prove, because it is not in the schema.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Doubt {
    /// What a revision does.
    pub change: Change,
    /// Why nobody can tell whether it goes with the other branches, in plain words.
    pub reason: String,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` ({})", self.file, self.operation)
    }
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [first, second] = &self.sides;
        write!(f, "{}: {first} and {second}: {}", self.place, self.reason)
    }
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.change, self.reason)
    }
}
