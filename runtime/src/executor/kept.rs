//! Undoing by the SQL that the history kept, for revisions that this build does not have.

use super::script::KeptSql;
use super::{Executor, ExecutorError, Record};
use crate::connection::DatabaseError;

impl Executor<'_> {
    /// Undoes the revision of `record` by `sql`, which its row kept, and removes the row.
    ///
    /// # Errors
    /// When a statement fails: what the transaction did is undone then.
    pub async fn undo(&mut self, record: &Record, sql: &str) -> Result<(), ExecutorError> {
        tracing::info!(revision = record.revision, "revision is undone by the SQL that was kept");
        let failed = |source| ExecutorError::Kept { record: Box::new(record.clone()), source };
        let sql = KeptSql::parse(sql);
        self.kept(sql.before).await.map_err(failed)?;
        let outcome = self.undo_in_transaction(record, sql.steps).await.map_err(failed);
        outcome.and(self.kept(sql.after).await.map_err(failed))
    }

    async fn undo_in_transaction(&mut self, record: &Record, steps: &str) -> Result<(), DatabaseError> {
        self.connection.begin().await?;
        let delete = self.history.delete(self.connection.dialect(), &record.revision);
        for sql in [steps, &delete] {
            if let Err(error) = self.kept(sql).await {
                self.connection.rollback().await?;
                return Err(error);
            }
        }
        self.connection.commit().await
    }

    async fn kept(&mut self, sql: &str) -> Result<(), DatabaseError> {
        if sql.trim().is_empty() { Ok(()) } else { self.connection.execute(sql).await }
    }
}
