//! How long an executor waits, how often it tries again, and what it holds in one transaction.

use std::time::Duration;

/// How revisions are brought to a database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// How long a run waits for the run of somebody else to end.
    pub wait_timeout: Duration,
    /// How long a statement waits for the locks of other sessions; `None` leaves it to the database.
    pub lock_timeout: Option<Duration>,
    /// How long a statement may take; `None` leaves it to the database. SQLite has no such limit.
    pub statement_timeout: Option<Duration>,
    /// How many times what waited too long for a lock is tried again.
    pub retries: u32,
    /// What is held in one transaction.
    pub transaction: TransactionMode,
}

/// What is held in one transaction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TransactionMode {
    /// Each revision.
    #[default]
    Each,
    /// All revisions of a run: all of them reach the database, or none.
    Single,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            wait_timeout: Duration::from_secs(600),
            lock_timeout: None,
            statement_timeout: None,
            retries: 5,
            transaction: TransactionMode::Each,
        }
    }
}

impl Options {
    /// How long to wait before the try after `tried`: twice as long each time, and never the same for two processes.
    pub(super) fn pause(tried: u32) -> Duration {
        jittered(Duration::from_millis(250 << tried.min(6)))
    }
}

/// Between half of `duration` and all of it, so that those who wait do not ask in step.
pub(super) fn jittered(duration: Duration) -> Duration {
    use std::hash::{BuildHasher, Hasher, RandomState};

    // The keys of a `RandomState` are the standard library's one source of chance.
    let chance = RandomState::new().build_hasher().finish() % 1_000;
    let half = duration / 2;
    half + half.mul_f64(f64::from(u32::try_from(chance).expect("it is below a thousand")) / 1_000.0)
}
