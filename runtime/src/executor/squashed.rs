//! The row of a squashed revision in place of those that it replaces.

use super::record::Record;
use super::{ExecutorError, History};
use crate::connection::Connection;
use crate::dialect::Dialect;
use crate::revision::Entry;

impl History {
    /// Puts a row for `entry`, whose way back is `downgrade_sql`, in place of the `rows` that it replaces, in one
    /// transaction; it keeps the place of the last of them in the order of application.
    ///
    /// # Errors
    /// When the database refuses; the rows are as before then.
    pub async fn squash(
        &self,
        db: &mut Connection,
        rows: &[&Record],
        entry: &Entry,
        downgrade_sql: Option<String>,
    ) -> Result<(), ExecutorError> {
        let statements = self.squashing(db.dialect(), rows, entry, downgrade_sql);
        Self::in_transaction(db, &statements).await.map_err(|source| self.error(source))
    }

    fn squashing(
        &self,
        dialect: &dyn Dialect,
        rows: &[&Record],
        entry: &Entry,
        downgrade_sql: Option<String>,
    ) -> Vec<String> {
        let Some(last) = rows.iter().max_by_key(|record| record.sequence) else { return Vec::new() };
        let record = Record::squashed(rows, last, entry, downgrade_sql);
        let others = rows.iter().filter(|record| record.revision != last.revision);
        let mut statements: Vec<String> =
            others.map(|record| self.delete(dialect, &record.revision)).collect();
        statements.push(self.rename(dialect, &last.revision, &record));
        statements
    }
}
