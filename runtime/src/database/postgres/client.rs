//! The words of `psql` (manual, psql, Meta-Commands).

use std::time::Duration;

use super::session::lock_number;
use super::sql::literal;
use crate::dialect::{Client, Line};

/// `psql`.
#[derive(Debug)]
pub(super) struct Psql;

impl Client for Psql {
    fn start(&self) -> String {
        // psql goes on after an error unless told; the rest is what sqlx sets in its sessions, and a server may not.
        "\\set ON_ERROR_STOP on\n\
         \\set ON_ERROR_ROLLBACK off\n\
         \\set AUTOCOMMIT on\n\
         SET client_encoding = 'UTF8';\n\
         SET TimeZone = 'UTC';\n\
         SET DateStyle = 'ISO, MDY';\n"
            .into()
    }

    fn now(&self) -> &'static str {
        "to_char(CURRENT_TIMESTAMP AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS \"UTC\"')"
    }

    fn begin(&self) -> &'static str {
        "BEGIN"
    }

    fn lock(&self, key: &str, timeout: Duration) -> String {
        let (number, timeout) = (lock_number(key), timeout.as_millis());
        // The commit gives the snapshot back, for which CREATE INDEX CONCURRENTLY of whoever holds the lock waits.
        format!(
            "SET application_name = 'aludel: a script';\n\
             DO $aludel$\n\
             DECLARE\n  deadline timestamptz := clock_timestamp() + interval '{timeout} milliseconds';\n\
             BEGIN\n  \
               WHILE NOT pg_try_advisory_lock({number}) LOOP\n    \
                 IF clock_timestamp() > deadline THEN\n      \
                   RAISE EXCEPTION 'another run holds the turn at this database';\n    \
                 END IF;\n    \
                 COMMIT;\n    \
                 PERFORM pg_sleep(0.4);\n  \
               END LOOP;\n\
             END\n$aludel$;\n"
        )
    }

    fn unlock(&self, key: &str) -> String {
        format!("DO $aludel$ BEGIN PERFORM pg_advisory_unlock({}); END $aludel$;\n", lock_number(key))
    }

    fn only_if(&self, condition: &str, lines: &[Line]) -> String {
        let lines: String = lines.iter().map(|line| line.text(self)).collect();
        format!("SELECT {condition} AS aludel_if \\gset\n\\if :aludel_if\n{lines}\\endif\n")
    }

    fn stop_if(&self, condition: &str, message: &str) -> String {
        let message = literal(message);
        format!(
            "DO $aludel$ BEGIN\n  IF {condition} THEN\n    RAISE EXCEPTION USING MESSAGE = {message};\n  END IF;\n\
             END $aludel$;\n"
        )
    }
}
