//! Why a database and the revisions of this build do not go together.

use crate::dialect::{Dialect, DialectError};
use crate::executor::Record;
use crate::revision::{Direction, Entry};
use crate::schema::{QualifiedName, Text};

/// Why a database and the revisions of this build do not go together.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "each variant's message says what it and its fields are")]
pub enum MigratorError {
    #[error(
        "the database has revision {} (`{}`, applied {} by {}), which this build does not have",
        record.revision, record.message, record.applied_at, record.applied_by
    )]
    UnknownRevision { record: Box<Record> },
    #[error(
        "the database has revision {} (`{}`), and not `{}`: all of them are what `{by}` replaces, and this build no \
         longer has their files",
        record.revision, record.message, lacks.join("`, `")
    )]
    Between { record: Box<Record>, by: &'static str, lacks: Vec<&'static str> },
    #[error(
        "the history keeps no SQL that undoes {} (`{}`, applied {} by {}), which this build does not have",
        record.revision, record.message, record.applied_at, record.applied_by
    )]
    NoWayBack { record: Box<Record> },
    #[error(
        "{} (`{}`), which this build does not have, was applied before {later}, which may count on it",
        record.revision, record.message
    )]
    NotLast { record: Box<Record>, later: String },
    #[error(
        "`{file}` was changed after it was applied ({} by {})",
        record.applied_at, record.applied_by
    )]
    Edited { file: &'static str, record: Box<Record> },
    #[error("{database} was migrated while it was read")]
    Moved { database: String },
    #[error("{database} is not at the head: it lacks {pending} of the revisions, {first} first")]
    Behind { database: String, pending: usize, first: &'static str },
    #[error("foreign key `{key}` of table `{table}` references `{references}`, which no revision has")]
    ReferencesUnmanaged { table: QualifiedName, key: Text, references: QualifiedName },
    #[error(
        "the row of {} in the history was changed by hand (applied {} by {})",
        record.revision, record.applied_at, record.applied_by
    )]
    Tampered { record: Box<Record> },
    #[error("the history has `{file}`, but not {missing}, which that follows")]
    Gap { file: &'static str, missing: &'static str },
    #[error("{} is under way, or was interrupted (begun {} by {})", record.revision, record.applied_at, record.applied_by)]
    Unfinished { record: Box<Record> },
    #[error("there is no such revision that was interrupted")]
    NothingInterrupted,
    #[error("{database} is not empty: it has table `{table}`")]
    NotEmpty { database: String, table: QualifiedName },
    #[error(
        "by its `{direction}` the squash leads elsewhere on the server than what it replaces: {difference}"
    )]
    Disproven { direction: Direction, difference: String },
    #[error("{revision} ({file}) cannot be brought to {database}")]
    Plan {
        revision: &'static str,
        file: &'static str,
        database: &'static str,
        #[source]
        source: DialectError,
    },
}

impl MigratorError {
    /// What mends it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::UnknownRevision { record } => Some(format!(
                "build from sources that have it (aludel {} applied it); or, if it was never meant to be there, \
                 `downgrade` undoes it by the SQL that the history kept",
                record.tool_version
            )),
            Self::Between { by, .. } => Some(format!(
                "bring the folder `replaced` back from version control, or upgrade with a build from before `{by}`"
            )),
            Self::NoWayBack { record } => Some(format!(
                "its downgrade runs code or rebuilds tables, or it was only stamped: build from sources that have it \
                 (aludel {} applied it), or undo by hand what it did and forget it with `stamp current`",
                record.tool_version
            )),
            Self::NotLast { record, .. } => Some(format!(
                "undo both with a build that has them (aludel {} applied it), or undo by hand what it did and forget \
                 it with `stamp current`",
                record.tool_version
            )),
            Self::Edited { .. } => Some(
                "bring the file back as it was (`git log -p` shows the changes) and make the change in a new \
                 revision; or, if the database needs nothing of it, accept it with `stamp current`"
                    .into(),
            ),
            Self::Moved { .. } => Some("run it again when nobody migrates".into()),
            Self::Behind { .. } => {
                Some("bring it to the head with `upgrade`; or, if it has it all already, say so with `stamp head`".into())
            }
            Self::ReferencesUnmanaged { references, .. } => {
                Some(format!("take that table in too: `--table {references}`"))
            }
            Self::Tampered { .. } => Some(
                "put the row back as it was, from a backup; or, if it is as it should be, accept it with \
                 `stamp current`"
                    .into(),
            ),
            Self::Gap { missing, .. } => Some(format!(
                "if the database has what {missing} makes, its row was lost: `stamp current` writes it again; else \
                 stamp what the database does have, such as `stamp {missing}-1`"
            )),
            Self::Unfinished { .. } => {
                Some("wait until it is done, or run `upgrade`, which ends what was interrupted".into())
            }
            Self::NothingInterrupted => Some("`current` says where the database is".into()),
            Self::NotEmpty { .. } => {
                Some("name a database for the proof alone, which is empty: `--database-url`".into())
            }
            Self::Disproven { .. } => Some(
                "drop that database; `--no-reduce` writes the operations one after the other as they are".into(),
            ),
            Self::Plan { source: DialectError::Unsupported(unsupported), .. } => {
                Some(unsupported.hint.clone())
            }
            Self::Plan { source: DialectError::Operation(_), file, .. } => {
                Some(format!("mend `{file}`; `check` replays all revisions"))
            }
        }
    }
}

impl MigratorError {
    pub(super) fn plan(entry: &'static Entry, dialect: &dyn Dialect, source: DialectError) -> Self {
        let (revision, file) = (entry.revision.id, entry.file);
        Self::Plan { revision, file, database: dialect.name(), source }
    }
}
