//! One run at a time: a run takes its turn before it changes anything, and holds it to its end.

use std::time::{Duration, Instant};

use super::options::jittered;
use super::record::user_at_host;
use super::{Event, ExecutorError, History, utc_now};
use crate::connection::Connection;

/// How often whoever waits asks again, at most.
const POLL: Duration = Duration::from_millis(400);

/// The right to change a database, held by one run at a time; it goes with the session that took it.
#[derive(Clone, Debug)]
pub struct Turn {
    key: String,
}

impl Turn {
    /// Waits for the turn at the database that `history` is in, and tells `on_event` for whom.
    ///
    /// Asks again and again, and never waits within the database: who waits there holds a snapshot, for which
    /// `CREATE INDEX CONCURRENTLY` waits in turn.
    ///
    /// # Errors
    /// When somebody else holds it for longer than `timeout`, or the connection is lost.
    pub async fn take(
        db: &mut Connection,
        history: &History,
        timeout: Duration,
        on_event: &(dyn Fn(&Event<'_>) + Send + Sync),
    ) -> Result<Self, ExecutorError> {
        // Without the schema: a table that one run names with it and another without is one table.
        let key = history.table.name.to_string();
        let start = Instant::now();
        let mut told = None;
        loop {
            let note = format!("{} since {}", user_at_host(), utc_now());
            let locked = db.as_driver().lock(&key, &note).await;
            let Some(holder) = locked.map_err(ExecutorError::Lock)? else { return Ok(Self { key }) };
            let waited = start.elapsed();
            if waited >= timeout {
                return Err(ExecutorError::Busy { holder: Box::new(holder), waited });
            }
            if told.as_ref() != Some(&holder.who) {
                tracing::info!(%holder, "waiting for another run");
                on_event(&Event::Waiting { holder: &holder, timeout });
                told = Some(holder.who.clone());
            }
            let pause = jittered(POLL).min(timeout.saturating_sub(waited));
            db.as_driver().sleep(pause).await;
        }
    }

    /// The key of the lock that it is.
    pub(super) fn key(&self) -> &str {
        &self.key
    }

    /// Refuses to go on when the session does not hold the turn any more.
    pub(super) async fn check(&self, db: &mut Connection) -> Result<(), ExecutorError> {
        match db.as_driver().is_locked(&self.key).await.map_err(ExecutorError::Lock)? {
            true => Ok(()),
            false => Err(ExecutorError::TurnLost),
        }
    }

    /// Gives the turn to whoever waits.
    pub async fn give_back(self, db: &mut Connection) {
        // With the session it goes anyway.
        if let Err(error) = db.as_driver().unlock(&self.key).await {
            tracing::warn!(%error, "the turn could not be given back");
        }
    }
}
