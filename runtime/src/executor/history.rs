//! The history table: one row an applied revision, in SQL that every database reads alike.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::{ExecutorError, Prepared, utc_now};
use crate::connection::{Connection, DatabaseError};
use crate::dialect::Dialect;
use crate::revision::Entry;
use crate::schema::QualifiedName;

/// The table that says which revisions a database has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// The table's name.
    pub table: QualifiedName,
}

/// One applied revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The revision's identifier.
    pub revision: String,
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
    /// The SQL that undoes it; not read back with the rest.
    pub downgrade_sql: Option<String>,
}

/// The columns in order, as declared. No number is wider or text longer than all databases hold, and
/// the key is short enough for MySQL's (manual, section 17.21, 767 bytes in the oldest row formats).
const COLUMNS: [(&str, &str); 8] = [
    ("revision", "VARCHAR(64) NOT NULL PRIMARY KEY"),
    ("message", "TEXT NOT NULL"),
    ("checksum", "VARCHAR(64) NOT NULL"),
    ("applied_at", "VARCHAR(32) NOT NULL"),
    ("applied_by", "VARCHAR(255) NOT NULL"),
    ("duration_ms", "BIGINT NOT NULL"),
    ("tool_version", "VARCHAR(32) NOT NULL"),
    ("downgrade_sql", "TEXT"),
];

impl Default for History {
    fn default() -> Self {
        Self { table: QualifiedName::unqualified("aludel_history") }
    }
}

impl History {
    /// The applied revisions in order of their identifiers; `None` while there is no such table.
    ///
    /// # Errors
    /// When the table cannot be read for another reason.
    pub async fn read(&self, db: &mut Connection) -> Result<Option<Vec<Record>>, ExecutorError> {
        let dialect = db.dialect();
        match db.query(&self.select(dialect)).await {
            Ok(rows) => {
                let records = rows.into_iter().map(Record::from_row).collect::<Option<_>>();
                records.map(Some).ok_or_else(|| ExecutorError::Unreadable { table: self.table.to_string() })
            }
            Err(error) if dialect.is_missing_table(&error) => Ok(None),
            Err(error) => Err(self.error(error)),
        }
    }

    /// Makes the table if it is missing.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn create(&self, db: &mut Connection) -> Result<(), ExecutorError> {
        let Err(error) = db.execute(&self.create_sql(db.dialect())).await else { return Ok(()) };
        // Two that create it at once can collide in PostgreSQL's catalogue in spite of IF NOT EXISTS.
        match self.read(db).await {
            Ok(Some(_)) => Ok(()),
            _ => Err(self.error(error)),
        }
    }

    /// Makes the table that holds `records` hold `entries` and nothing else, in one transaction.
    ///
    /// Rows that are there already stay as they are, but for the checksum.
    ///
    /// # Errors
    /// When the database refuses; the rows are as before then.
    pub async fn rewrite(
        &self,
        db: &mut Connection,
        records: &[Record],
        entries: &[&Entry],
    ) -> Result<(), ExecutorError> {
        let statements = self.rewriting(db.dialect(), records, entries);
        let outcome = Self::in_transaction(db, &statements).await;
        outcome.map_err(|source| self.error(source))
    }

    fn rewriting(&self, dialect: &dyn Dialect, records: &[Record], entries: &[&Entry]) -> Vec<String> {
        let stay: BTreeMap<&str, &Entry> = entries.iter().map(|entry| (entry.revision.id, *entry)).collect();
        let mut statements = Vec::new();
        for record in records {
            match stay.get(&*record.revision) {
                None => statements.push(self.delete(dialect, &record.revision)),
                Some(entry) if entry.checksum() == record.checksum => {}
                Some(entry) => {
                    statements.push(self.update_checksum(dialect, &record.revision, &entry.checksum()))
                }
            }
        }
        let there: BTreeSet<&str> = records.iter().map(|record| &*record.revision).collect();
        let missing = entries.iter().filter(|entry| !there.contains(entry.revision.id));
        statements.extend(missing.map(|entry| self.insert(dialect, &Record::stamp(entry))));
        statements
    }

    async fn in_transaction(db: &mut Connection, statements: &[String]) -> Result<(), DatabaseError> {
        db.begin().await?;
        for sql in statements {
            if let Err(error) = db.execute(sql).await {
                db.rollback().await?;
                return Err(error);
            }
        }
        db.commit().await
    }

    /// The statement that makes the table if it is missing.
    pub fn create_sql(&self, dialect: &dyn Dialect) -> String {
        let columns = COLUMNS.map(|(name, ty)| format!("  {} {ty}", dialect.quote(name)));
        format!("CREATE TABLE IF NOT EXISTS {} (\n{}\n)", self.quoted(dialect), columns.join(",\n"))
    }

    /// The statement that adds `record`.
    pub fn insert(&self, dialect: &dyn Dialect, record: &Record) -> String {
        self.insert_at(dialect, record, &dialect.literal(&record.applied_at))
    }

    /// The statement that adds `record` whenever it is run, for a script.
    ///
    /// The time is the database's own, because that of the script's making says nothing.
    pub fn insert_now(&self, dialect: &dyn Dialect, record: &Record) -> String {
        self.insert_at(dialect, record, "CAST(CURRENT_TIMESTAMP AS CHAR(19))")
    }

    fn insert_at(&self, dialect: &dyn Dialect, record: &Record, applied_at: &str) -> String {
        let names = COLUMNS.map(|(name, _)| dialect.quote(name)).join(", ");
        let values = [
            dialect.literal(&record.revision),
            dialect.literal(&record.message),
            dialect.literal(&record.checksum),
            applied_at.to_owned(),
            dialect.literal(&record.applied_by),
            record.duration_ms.to_string(),
            dialect.literal(&record.tool_version),
            record.downgrade_sql.as_ref().map_or_else(|| "NULL".into(), |sql| dialect.literal(sql)),
        ];
        format!("INSERT INTO {} ({names})\nVALUES ({})", self.quoted(dialect), values.join(", "))
    }

    /// The statement that removes the row of `revision`.
    pub fn delete(&self, dialect: &dyn Dialect, revision: &str) -> String {
        let (column, value) = (dialect.quote("revision"), dialect.literal(revision));
        format!("DELETE FROM {} WHERE {column} = {value}", self.quoted(dialect))
    }

    fn update_checksum(&self, dialect: &dyn Dialect, revision: &str, checksum: &str) -> String {
        let (column, value) = (dialect.quote("checksum"), dialect.literal(checksum));
        let (key, revision) = (dialect.quote("revision"), dialect.literal(revision));
        format!("UPDATE {} SET {column} = {value} WHERE {key} = {revision}", self.quoted(dialect))
    }

    /// All columns but the downgrade's SQL, as text; CHAR is the one text type that all cast to.
    fn select(&self, dialect: &dyn Dialect) -> String {
        let columns = COLUMNS.iter().filter(|(name, _)| *name != "downgrade_sql").map(|(name, ty)| {
            let quoted = dialect.quote(name);
            if ty.starts_with("BIGINT") { format!("CAST({quoted} AS CHAR(20))") } else { quoted }
        });
        let columns = columns.collect::<Vec<_>>().join(", ");
        format!("SELECT {columns} FROM {} ORDER BY {}", self.quoted(dialect), dialect.quote("revision"))
    }

    fn quoted(&self, dialect: &dyn Dialect) -> String {
        let schema = self.table.schema.iter().map(|schema| dialect.quote(schema) + ".");
        schema.chain([dialect.quote(&self.table.name)]).collect()
    }

    pub(super) fn error(&self, source: DatabaseError) -> ExecutorError {
        ExecutorError::History { table: self.table.to_string(), source }
    }
}

impl Record {
    /// The row of a revision that took `duration`.
    pub(super) fn of(revision: &Prepared<'_>, duration: Duration) -> Self {
        let mut record = Self::stamp(revision.recorded.entry);
        record.duration_ms = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
        record.downgrade_sql = revision.downgrade_sql.clone();
        record
    }

    /// The row of a revision that is recorded without being run.
    pub fn stamp(entry: &Entry) -> Self {
        Self {
            revision: entry.revision.id.to_owned(),
            message: entry.message().to_owned(),
            checksum: entry.checksum(),
            applied_at: utc_now(),
            applied_by: user_at_host(),
            duration_ms: 0,
            tool_version: env!("CARGO_PKG_VERSION").to_owned(),
            downgrade_sql: None,
        }
    }

    fn from_row(row: Vec<Option<String>>) -> Option<Self> {
        let [revision, message, checksum, applied_at, applied_by, duration_ms, tool_version] =
            <[Option<String>; 7]>::try_from(row).ok()?;
        Some(Self {
            revision: revision?,
            message: message?,
            checksum: checksum?,
            applied_at: applied_at?,
            applied_by: applied_by?,
            duration_ms: duration_ms?.trim().parse().ok()?,
            tool_version: tool_version?,
            downgrade_sql: None,
        })
    }
}

/// Who runs this process, and where; as much as the system tells, and as the column holds.
fn user_at_host() -> String {
    let user = whoami::username().unwrap_or_else(|_| "unknown".into());
    let host = whoami::hostname().unwrap_or_else(|_| "unknown".into());
    format!("{user}@{host}").chars().take(255).collect()
}
