//! How far a database is, as its history says, beside what this build has.

use serde::Serialize;

use crate::error::Result;
use crate::migrator::State;
use crate::revision::graph::Graph;

/// How far a database is, as its history says, beside what this build has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// Whether the database has a history at all.
    pub has_history: bool,
    /// The newest of the applied revisions, by identifier.
    pub current: Vec<&'static str>,
    /// The revisions of this build that are not applied, the oldest first.
    pub pending: Vec<&'static str>,
    /// The applied revisions that this build does not have.
    pub unknown: Vec<String>,
    /// The files that were changed after they were applied.
    pub edited: Vec<&'static str>,
}

impl Standing {
    pub(super) fn new(state: &State, graph: &Graph) -> Result<Self> {
        let applied = state.known(graph);
        let current = graph.current(&applied)?.into_iter().map(|entry| entry.revision.id).collect();
        let pending = graph.entries().map(|entry| entry.revision.id).filter(|id| !applied.contains(id));
        let unknown = state.unknown(graph).into_iter().map(|record| record.revision.clone());
        let edited = state.edited(graph).into_iter().map(|(entry, _)| entry.file);
        Ok(Self {
            has_history: state.has_history(),
            current,
            pending: pending.collect(),
            unknown: unknown.collect(),
            edited: edited.collect(),
        })
    }

    /// Whether all that is applied is of this build, as it was when it was applied.
    pub const fn is_sound(&self) -> bool {
        self.unknown.is_empty() && self.edited.is_empty()
    }
}
