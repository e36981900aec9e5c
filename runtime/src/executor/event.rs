//! What an executor tells whoever watches.

use std::time::Duration;

use super::Prepared;
use crate::dialect::Step;

/// Something that happened while revisions are brought to a database.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Event<'a> {
    /// All is planned, nothing has run.
    Planned {
        /// The revisions that will run, in order; none is told of when there are none.
        revisions: &'a [Prepared<'a>],
    },
    /// A revision begins.
    RevisionStarted {
        /// The revision, its direction and its plan.
        revision: &'a Prepared<'a>,
        /// Its place among those of this run, from 1.
        number: usize,
        /// How many run.
        total: usize,
    },
    /// A statement or the code of a revision begins.
    StepStarted {
        /// The revision.
        revision: &'a Prepared<'a>,
        /// The step.
        step: &'a Step<'a>,
        /// Its place among the revision's steps, from 1.
        number: usize,
    },
    /// A revision is in the database, and in its history.
    RevisionFinished {
        /// The revision.
        revision: &'a Prepared<'a>,
        /// How long it took.
        duration: Duration,
    },
}
