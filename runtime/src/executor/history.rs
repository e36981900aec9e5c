//! The history table: one row an applied revision, in SQL that every database reads alike.

use std::collections::{BTreeMap, BTreeSet};

use super::record::sha256;
use super::{ExecutorError, Progress, Record};
use crate::connection::{Batch, BatchError, Connection, DatabaseError, Sql};
use crate::dialect::Dialect;
use crate::revision::Entry;
use crate::schema::QualifiedName;

/// The table that says which revisions a database has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// The table's name.
    pub table: QualifiedName,
}

/// The columns in order, as declared, where TEXT is each database's own word for a long one. No number is wider than
/// all databases hold, and the key is short enough for MySQL's (manual, section 17.21, 767 bytes in the oldest row formats).
///
/// `journal` is NULL but while a revision runs that is not one transaction.
const COLUMNS: [(&str, &str); 12] = [
    ("revision", "VARCHAR(64) NOT NULL PRIMARY KEY"),
    ("sequence", "BIGINT NOT NULL"),
    ("message", "TEXT NOT NULL"),
    ("checksum", "VARCHAR(64) NOT NULL"),
    ("applied_at", "VARCHAR(32) NOT NULL"),
    ("applied_by", "VARCHAR(255) NOT NULL"),
    ("duration_ms", "BIGINT NOT NULL"),
    ("tool_version", "VARCHAR(32) NOT NULL"),
    ("downgrade_checksum", "VARCHAR(64)"),
    ("row_checksum", "VARCHAR(64) NOT NULL"),
    ("journal", "TEXT"),
    ("downgrade_sql", "TEXT"),
];

/// Which columns of a row are written anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fields {
    /// Those that a stamp accepts: the checksums, and no journal.
    Checksums,
    /// All that is known when a revision has ended.
    Ended,
}

impl Fields {
    const fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Checksums => &["checksum", "row_checksum", "journal"],
            Self::Ended => &[
                "message",
                "checksum",
                "applied_at",
                "applied_by",
                "duration_ms",
                "tool_version",
                "downgrade_checksum",
                "row_checksum",
                "journal",
                "downgrade_sql",
            ],
        }
    }
}

/// Who knows when a revision was applied, and how long it took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Times {
    /// The record.
    Known,
    /// The record when it began, and the database how long its last message took: in milliseconds, as an expression.
    Running(String),
    /// The database, whenever the script is run; the time of its making says nothing.
    Script,
}

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
        match db.peek(&self.select(dialect)).await {
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
                Some(entry) => {
                    let mut accepted = record.clone();
                    accepted.accept(entry);
                    if accepted != *record {
                        statements.push(self.update(dialect, &accepted, Fields::Checksums, &Times::Known));
                    }
                }
            }
        }
        let there: BTreeSet<&str> = records.iter().map(|record| &*record.revision).collect();
        let missing = entries.iter().filter(|entry| !there.contains(entry.revision.id));
        let next = Record::last_number(records) + 1;
        statements.extend((next..).zip(missing).map(|(sequence, entry)| {
            self.insert(dialect, &Record { sequence, ..Record::stamp(entry) }, &Times::Known)
        }));
        statements
    }

    pub(super) async fn in_transaction(
        db: &mut Connection,
        statements: &[String],
    ) -> Result<(), DatabaseError> {
        let statements: Vec<Sql<'_>> = statements.iter().map(|sql| Sql::one(sql)).collect();
        let batch = Batch { begin: true, statements: &statements, commit: true, ..Batch::default() };
        let outcome = db.batch(&batch).await.map_err(BatchError::of_no_lock);
        // The first error is the one to tell.
        if outcome.is_err()
            && let Err(error) = db.rollback().await
        {
            tracing::warn!(%error, "the transaction could not be rolled back");
        }
        outcome
    }

    /// The statement that makes the table if it is missing.
    pub fn create_sql(&self, dialect: &dyn Dialect) -> String {
        let columns = COLUMNS.map(|(name, ty)| {
            let ty = ty.replace("TEXT", dialect.long_text());
            format!("  {} {ty}", dialect.quote(name))
        });
        format!("CREATE TABLE IF NOT EXISTS {} (\n{}\n)", self.quoted(dialect), columns.join(",\n"))
    }

    /// The statement that adds `record`.
    ///
    /// Where the record has no number of the sequence, the next one is the database's to say; MySQL reads the table that
    /// it inserts into in INSERT … SELECT only (manual, section 15.2.7.1).
    pub(super) fn insert(&self, dialect: &dyn Dialect, record: &Record, times: &Times) -> String {
        let names = COLUMNS.map(|(name, _)| dialect.quote(name)).join(", ");
        let table = self.quoted(dialect);
        let (number, source) = match record.sequence {
            0 => (format!("COALESCE(MAX({}), 0) + 1", dialect.quote("sequence")), format!(" FROM {table}")),
            number => (number.to_string(), String::new()),
        };
        let values = COLUMNS.map(|(name, _)| match name {
            "sequence" => number.clone(),
            _ => written(dialect, record, name, times),
        });
        format!("INSERT INTO {table} ({names})\nSELECT {}{source}", values.join(", "))
    }

    /// The statement that makes the row of `record` say `fields` as it does.
    pub(super) fn update(
        &self,
        dialect: &dyn Dialect,
        record: &Record,
        fields: Fields,
        times: &Times,
    ) -> String {
        let set =
            |name: &&str| format!("{} = {}", dialect.quote(name), written(dialect, record, name, times));
        let set = fields.columns().iter().map(set).collect::<Vec<_>>().join(", ");
        let (key, revision) = (dialect.quote("revision"), dialect.literal(&record.revision));
        format!("UPDATE {} SET {set} WHERE {key} = {revision}", self.quoted(dialect))
    }

    /// The statement that makes the row of `revision` that of `record`, which keeps its place in the order.
    pub(super) fn rename(&self, dialect: &dyn Dialect, revision: &str, record: &Record) -> String {
        let set = COLUMNS.iter().map(|(name, _)| *name).filter(|name| *name != "sequence");
        let set = set.map(|name| {
            format!("{} = {}", dialect.quote(name), written(dialect, record, name, &Times::Known))
        });
        let set = set.collect::<Vec<_>>().join(", ");
        let (key, revision) = (dialect.quote("revision"), dialect.literal(revision));
        format!("UPDATE {} SET {set} WHERE {key} = {revision}", self.quoted(dialect))
    }

    /// The statement that keeps how far a revision is in its row, or that it is not under way.
    pub(super) fn journal(
        &self,
        dialect: &dyn Dialect,
        revision: &str,
        progress: Option<&Progress>,
    ) -> String {
        let value = progress.map_or_else(|| "NULL".into(), |progress| dialect.literal(&progress.to_string()));
        let column = dialect.quote("journal");
        let (key, revision) = (dialect.quote("revision"), dialect.literal(revision));
        format!("UPDATE {} SET {column} = {value} WHERE {key} = {revision}", self.quoted(dialect))
    }

    /// The statement that removes the row of `revision`.
    pub fn delete(&self, dialect: &dyn Dialect, revision: &str) -> String {
        let (column, value) = (dialect.quote("revision"), dialect.literal(revision));
        format!("DELETE FROM {} WHERE {column} = {value}", self.quoted(dialect))
    }

    /// The SQL that undoes `revision`, as it was when that was applied; `None` where code is needed.
    ///
    /// # Errors
    /// When the table cannot be read, or the text is not what it was.
    pub async fn downgrade_sql(
        &self,
        db: &mut Connection,
        record: &Record,
    ) -> Result<Option<String>, ExecutorError> {
        let dialect = db.dialect();
        let (column, key) = (dialect.quote("downgrade_sql"), dialect.quote("revision"));
        let revision = dialect.literal(&record.revision);
        let query = format!("SELECT {column} FROM {} WHERE {key} = {revision}", self.quoted(dialect));
        let rows = db.query(&query).await.map_err(|source| self.error(source))?;
        let sql = rows.into_iter().flatten().next().flatten();
        if sql.as_deref().map(sha256) != record.downgrade_checksum {
            return Err(ExecutorError::Tampered { record: Box::new(record.clone()) });
        }
        Ok(sql)
    }

    /// All columns but the downgrade's SQL, as text; CHAR is the one text type that all cast to.
    fn select(&self, dialect: &dyn Dialect) -> String {
        let columns = Record::READ.map(|name| {
            let quoted = dialect.quote(name);
            let number = COLUMNS.iter().any(|(column, ty)| *column == name && ty.starts_with("BIGINT"));
            if number { format!("CAST({quoted} AS CHAR(20))") } else { quoted }
        });
        let key = dialect.quote("revision");
        format!("SELECT {} FROM {} ORDER BY {key}", columns.join(", "), self.quoted(dialect))
    }

    /// How far `revision` is, if it is under way.
    pub(super) async fn progress(
        &self,
        db: &mut Connection,
        revision: &str,
    ) -> Result<Option<Progress>, ExecutorError> {
        let dialect = db.dialect();
        let (column, key) = (dialect.quote("journal"), dialect.quote("revision"));
        let revision = dialect.literal(revision);
        let query = format!("SELECT {column} FROM {} WHERE {key} = {revision}", self.quoted(dialect));
        let rows = db.query(&query).await.map_err(|source| self.error(source))?;
        let text = rows.into_iter().flatten().next().flatten();
        let unreadable = |_| ExecutorError::Unreadable { table: self.table.to_string() };
        text.map(|text| text.parse().map_err(unreadable)).transpose()
    }

    /// Settles by hand whether the step of `record` that began took effect; the next run goes on from there.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn resolve(
        &self,
        db: &mut Connection,
        record: &Record,
        applied: bool,
    ) -> Result<Option<Progress>, ExecutorError> {
        let Some(progress) = &record.journal else { return Ok(None) };
        let settled = progress.settled(applied);
        let sql = self.journal(db.dialect(), &record.revision, Some(&settled));
        db.execute(&sql).await.map_err(|source| self.error(source))?;
        Ok(Some(settled))
    }

    /// The table's name as SQL.
    pub(crate) fn quoted(&self, dialect: &dyn Dialect) -> String {
        let schema = self.table.schema.iter().map(|schema| dialect.quote(schema) + ".");
        schema.chain([dialect.quote(&self.table.name)]).collect()
    }

    pub(crate) fn error(&self, source: DatabaseError) -> ExecutorError {
        ExecutorError::History { table: self.table.to_string(), source }
    }
}

/// The value of a column of `record`, as SQL.
fn written(dialect: &dyn Dialect, record: &Record, column: &str, times: &Times) -> String {
    match (column, times) {
        ("applied_at", Times::Script) => dialect.client().now().to_owned(),
        ("duration_ms", Times::Running(elapsed_ms)) => format!("{} + {elapsed_ms}", record.duration_ms),
        ("duration_ms", Times::Known | Times::Script) => record.duration_ms.to_string(),
        _ => record.value(column).map_or_else(|| "NULL".into(), |text| dialect.literal(&text)),
    }
}
