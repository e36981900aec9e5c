//! A row of the history: what was applied, when, by whom, and a checksum over the row itself.

use std::sync::LazyLock;
use std::time::Duration;

use sha2::{Digest, Sha256};

use super::{Prepared, Progress, utc_now};
use crate::revision::{Direction, Entry, hexadecimal};

/// Who applied a revision by a script: the time is the database's then, and no part of the row's checksum.
const SCRIPT: &str = "script";

/// One applied revision, or one that began and has not ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The revision's identifier.
    pub revision: String,
    /// Its place in the order of application, from 1; 0 before the database has given one.
    pub sequence: u64,
    /// Its message.
    pub message: String,
    /// The SHA-256 of its file, in hexadecimal digits.
    pub checksum: String,
    /// When it was applied: `YYYY-MM-DD HH:MM:SS UTC`, by the clock of whoever applied it.
    pub applied_at: String,
    /// Who applied it, from where: `user@host`.
    pub applied_by: String,
    /// How long it took, in milliseconds.
    pub duration_ms: u64,
    /// The version of aludel that applied it.
    pub tool_version: String,
    /// The SHA-256 of the SQL that undoes it, if there is such SQL.
    pub downgrade_checksum: Option<String>,
    /// The SHA-256 of the fields above, but for those that the database gives: the sequence and the duration.
    pub row_checksum: String,
    /// How far it is, while it is neither there nor gone.
    pub journal: Option<Progress>,
    /// The SQL that undoes it; not read back with the rest, see [`History::downgrade_sql`](super::History::downgrade_sql).
    pub downgrade_sql: Option<String>,
}

impl Record {
    /// The columns that are read, in the order of [`Record::from_row`].
    pub(super) const READ: [&'static str; 11] = [
        "revision",
        "sequence",
        "message",
        "checksum",
        "applied_at",
        "applied_by",
        "duration_ms",
        "tool_version",
        "downgrade_checksum",
        "row_checksum",
        "journal",
    ];

    /// The row of a revision that took `duration`.
    pub(super) fn of(revision: &Prepared<'_>, duration: Duration) -> Self {
        let mut record = Self::stamp(revision.recorded.entry);
        record.duration_ms = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
        record.set_downgrade_sql(revision.downgrade_sql.clone());
        record
    }

    /// The row of a revision that a script applies.
    pub(super) fn of_script(revision: &Prepared<'_>) -> Self {
        let mut record = Self::stamp(revision.recorded.entry);
        record.applied_by = SCRIPT.into();
        record.set_downgrade_sql(revision.downgrade_sql.clone());
        record
    }

    /// The row of a revision that is recorded without being run.
    pub fn stamp(entry: &Entry) -> Self {
        let record = Self {
            revision: entry.revision.id.to_owned(),
            sequence: 0,
            message: entry.message().to_owned(),
            checksum: entry.checksum(),
            applied_at: utc_now(),
            applied_by: user_at_host(),
            duration_ms: 0,
            tool_version: env!("CARGO_PKG_VERSION").to_owned(),
            downgrade_checksum: None,
            row_checksum: String::new(),
            journal: None,
            downgrade_sql: None,
        };
        record.sealed()
    }

    /// The row of `entry`, which stands for `rows`, of which `last` was applied last.
    pub(super) fn squashed(
        rows: &[&Self],
        last: &Self,
        entry: &Entry,
        downgrade_sql: Option<String>,
    ) -> Self {
        let mut record = Self::stamp(entry);
        record.applied_at.clone_from(&last.applied_at);
        record.duration_ms = rows.iter().map(|record| record.duration_ms).sum();
        record.set_downgrade_sql(downgrade_sql);
        record
    }

    /// The last number of the sequence in `records`; 0 where there are none.
    pub(crate) fn last_number(records: &[Self]) -> u64 {
        records.iter().map(|record| record.sequence).max().unwrap_or(0)
    }

    /// Accepts the file of `entry` and the row as they are now, as applied to the end.
    pub(super) fn accept(&mut self, entry: &Entry) {
        self.checksum = entry.checksum();
        self.journal = None;
        self.row_checksum = self.digest();
    }

    fn set_downgrade_sql(&mut self, sql: Option<String>) {
        self.downgrade_checksum = sql.as_deref().map(sha256);
        self.downgrade_sql = sql;
        self.row_checksum = self.digest();
    }

    fn sealed(mut self) -> Self {
        self.row_checksum = self.digest();
        self
    }

    /// Whether the row is not as aludel wrote it: somebody changed it by hand.
    pub fn is_tampered(&self) -> bool {
        self.row_checksum != self.digest()
    }

    /// Whether its upgrade began and has not ended, so that the database does not have it yet.
    pub fn is_incomplete(&self) -> bool {
        self.journal.as_ref().is_some_and(|journal| journal.direction == Direction::Up)
    }

    /// The SHA-256 of the fields that a row is known by; each ends with a byte that no text has.
    fn digest(&self) -> String {
        let mut digest = Sha256::new();
        let fields = [&*self.revision, &self.message, &self.checksum, &self.applied_by, &self.tool_version];
        let when = Some(&*self.applied_at).filter(|_| self.applied_by != SCRIPT);
        for field in fields.into_iter().chain(when).chain(self.downgrade_checksum.as_deref()) {
            digest.update(field);
            digest.update([0xff]);
        }
        hexadecimal(&digest.finalize())
    }

    /// The value of a column, as text.
    pub(super) fn value(&self, column: &str) -> Option<String> {
        match column {
            "revision" => Some(self.revision.clone()),
            "message" => Some(self.message.clone()),
            "checksum" => Some(self.checksum.clone()),
            "applied_at" => Some(self.applied_at.clone()),
            "applied_by" => Some(self.applied_by.clone()),
            "duration_ms" => Some(self.duration_ms.to_string()),
            "tool_version" => Some(self.tool_version.clone()),
            "downgrade_checksum" => self.downgrade_checksum.clone(),
            "row_checksum" => Some(self.row_checksum.clone()),
            "journal" => self.journal.as_ref().map(ToString::to_string),
            "downgrade_sql" => self.downgrade_sql.clone(),
            _ => None,
        }
    }

    pub(super) fn from_row(row: Vec<Option<String>>) -> Option<Self> {
        let row = <[Option<String>; Self::READ.len()]>::try_from(row).ok()?;
        let [revision, sequence, message, checksum, applied_at, applied_by, duration_ms, rest @ ..] = row;
        let [tool_version, downgrade_checksum, row_checksum, journal] = rest;
        Some(Self {
            revision: revision?,
            sequence: sequence?.trim().parse().ok()?,
            message: message?,
            checksum: checksum?,
            applied_at: applied_at?,
            applied_by: applied_by?,
            duration_ms: duration_ms?.trim().parse().ok()?,
            tool_version: tool_version?,
            downgrade_checksum,
            row_checksum: row_checksum?,
            // A journal that nobody can read is no reason to take the revision for applied.
            journal: journal.map(|text| text.parse().ok()).map_or(Some(None), |parsed| parsed.map(Some))?,
            downgrade_sql: None,
        })
    }
}

/// Who runs this process, and where; as much as the system tells, and as the column holds.
pub(super) fn user_at_host() -> String {
    // Neither changes while the process runs, and the system reads files to tell.
    static KNOWN: LazyLock<String> = LazyLock::new(|| {
        let user = whoami::username().unwrap_or_else(|_| "unknown".into());
        let host = whoami::hostname().unwrap_or_else(|_| "unknown".into());
        format!("{user}@{host}").chars().take(255).collect()
    });
    KNOWN.clone()
}

/// The SHA-256 of `text`, in hexadecimal digits.
pub(super) fn sha256(text: &str) -> String {
    hexadecimal(&Sha256::digest(text))
}
