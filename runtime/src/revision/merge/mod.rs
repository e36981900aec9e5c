//! Merging: joining heads in a revision without operations, and proving whether their order matters.
//!
//! Databases reach a merge on different ways: one had the first branch before the second, one the second before the
//! first; and a replay takes both mixed, as the graph orders them. The merge is sound when all end in one schema.

mod conflict;
mod parts;
mod proof;
mod step;
mod touched;

#[cfg(test)]
mod tests;

pub use conflict::{Change, Conflict, Doubt};

use super::graph::{Graph, Position, Target, TargetError};
use super::replay::ReplayError;
use proof::Proof;

/// Heads that a new revision is to join, and what is known of their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merge {
    /// The identifiers that the new revision follows.
    pub revises: Vec<&'static str>,
    /// Where the order of the branches matters; joining them all the same fixes the order of the graph.
    pub conflicts: Vec<Conflict>,
    /// What could not be looked into.
    pub doubts: Vec<Doubt>,
}

/// Why heads cannot be joined.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "each variant's message says what it and its fields are")]
pub enum MergeError {
    #[error(transparent)]
    Target(#[from] TargetError),
    #[error("there is nothing to merge: {}", match head { Some(head) => format!("`{head}` is the only head"), None => "there are no revisions".into() })]
    OneHead { head: Option<&'static str> },
    #[error(transparent)]
    Replay(#[from] ReplayError),
}

impl MergeError {
    /// The command or edit that mends it.
    pub fn hint(&self) -> String {
        match self {
            Self::Target(error) => error.hint(),
            Self::OneHead { .. } => "`heads` lists what can be merged".into(),
            Self::Replay(error) => format!("mend `{}`, or a revision before it", error.file),
        }
    }
}

impl Merge {
    /// The merge of `heads`, or of all heads of the application where none is named.
    ///
    /// # Errors
    /// When a target is no head, fewer than two are named, or a branch does not replay by itself.
    pub fn new(graph: &Graph, heads: &[Target]) -> Result<Self, MergeError> {
        let revises = match heads {
            [] => graph.own_heads().into_iter().map(|head| graph.id(head)).collect(),
            heads => graph.place(heads, false, &[])?.revises,
        };
        if revises.len() < 2 {
            return Err(MergeError::OneHead { head: revises.first().copied() });
        }
        let heads: Vec<Position> = revises.iter().filter_map(|id| graph.find(id)).collect();
        let (conflicts, doubts) = Proof::new(graph, &heads).judge(&heads)?;
        Ok(Self { revises, conflicts, doubts })
    }
}
