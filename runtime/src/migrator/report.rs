//! What came of a run.

use std::time::Duration;

use crate::executor::{Prepared, Record};
use crate::revision::{Direction, Entry};

/// What came of a run.
#[derive(Debug, Default)]
pub struct Report {
    /// The revisions that ran, in order.
    pub revisions: Vec<Done>,
    /// The rows of revisions that this build does not have, undone before those by the SQL that was kept.
    pub unknown: Vec<Record>,
    /// The heads of what the database has now, by identifier.
    pub current: Vec<&'static Entry>,
}

/// A revision that ran.
#[derive(Debug)]
pub struct Done {
    /// The revision.
    pub entry: &'static Entry,
    /// Whether it went up or down.
    pub direction: Direction,
    /// How long it took.
    pub duration: Duration,
}

impl Done {
    pub(super) fn of(revision: &Prepared<'_>, duration: Duration) -> Self {
        Self { entry: revision.recorded.entry, direction: revision.direction(), duration }
    }
}
