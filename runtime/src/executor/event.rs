//! What an executor tells whoever watches.

use std::time::Duration;

use super::{ExecutorError, Prepared};
use crate::connection::Holder;
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
    /// Another run holds the turn: this one waits until it ends, or the time is over.
    Waiting {
        /// Who holds it.
        holder: &'a Holder,
        /// How long this run waits in all.
        timeout: Duration,
    },
    /// A revision that was interrupted goes on.
    Resumed {
        /// The revision.
        revision: &'a Prepared<'a>,
        /// How many of its steps are done.
        done: usize,
    },
    /// A statement waited for a lock for too long, and is tried again.
    LockRefused {
        /// The revision.
        revision: &'a Prepared<'a>,
        /// Which statement it was, and who holds the lock.
        error: &'a ExecutorError,
        /// How long it waits before it tries again.
        pause: Duration,
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
    /// Steps of a revision begin: one, or statements that go to the database together, of which nobody is told which
    /// one runs.
    StepsStarted {
        /// The revision.
        revision: &'a Prepared<'a>,
        /// The steps, one at least.
        steps: &'a [Step<'a>],
        /// The place of the first among the revision's steps, from 1.
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
