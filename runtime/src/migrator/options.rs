//! What a user sets before revisions are brought to a database.

use std::sync::Arc;
use std::time::Duration;

use super::Migrator;
use crate::executor::{Event, TransactionMode};
use crate::revision::graph::Target;
use crate::schema::QualifiedName;

impl Migrator {
    /// Keeps the history in the table `name`, perhaps with its schema: `ops.migrations`.
    #[must_use]
    pub fn history_table(mut self, name: &str) -> Self {
        self.history.table = QualifiedName::from(name);
        self
    }

    /// Tells `callback` what happens, while it happens.
    #[must_use]
    pub fn on_event(mut self, callback: impl Fn(&Event<'_>) + Send + Sync + 'static) -> Self {
        self.on_event = Arc::new(callback);
        self
    }

    /// How far [`Migrator::upgrade`] goes, in place of the head.
    #[must_use]
    pub fn target(mut self, target: Target) -> Self {
        self.target = target;
        self
    }

    /// How long to wait while another run holds the turn at the database, in place of ten minutes.
    #[must_use]
    pub fn wait_timeout(mut self, timeout: Duration) -> Self {
        self.options.wait_timeout = timeout;
        self
    }

    /// How long a statement waits for the locks of other sessions, before it is tried again.
    #[must_use]
    pub fn lock_timeout(mut self, timeout: Duration) -> Self {
        self.options.lock_timeout = Some(timeout);
        self
    }

    /// How long a statement may take; on MySQL one that only reads, on SQLite there is no limit.
    #[must_use]
    pub fn statement_timeout(mut self, timeout: Duration) -> Self {
        self.options.statement_timeout = Some(timeout);
        self
    }

    /// How many times what waited too long for a lock is tried again, in place of five.
    #[must_use]
    pub fn retries(mut self, retries: u32) -> Self {
        self.options.retries = retries;
        self
    }

    /// What is held in one transaction, in place of each revision.
    #[must_use]
    pub fn transaction(mut self, mode: TransactionMode) -> Self {
        self.options.transaction = mode;
        self
    }
}
