//! Renames an index.

use serde::Serialize;

use super::{Operation, OperationError};
use crate::schema::{QualifiedName, Schema, Text};

/// Renames an index.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RenameIndex {
    /// The table's name.
    pub table: QualifiedName,
    /// The name before.
    pub before: Text,
    /// The name after.
    pub after: Text,
}

impl RenameIndex {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), OperationError> {
        let table = schema.expect_table_mut(&self.table)?;
        if table.indexes.contains_key(&self.after) {
            return Err(OperationError::IndexExists { table: self.table.clone(), index: self.after.clone() });
        }
        let mut index = table.indexes.remove(&self.before).ok_or_else(|| OperationError::NoIndex {
            table: self.table.clone(),
            index: self.before.clone(),
        })?;
        index.name = self.after.clone();
        table.insert_index(index);
        Ok(())
    }

    pub(super) fn reverse(&self, _before: &Schema) -> Result<Vec<Operation>, OperationError> {
        let Self { table, before, after } = self.clone();
        Ok(vec![Self { table, before: after, after: before }.into()])
    }

    pub(super) fn describe(&self) -> String {
        format!("rename index `{}` of `{}` to `{}`", self.before, self.table, self.after)
    }

    pub(super) fn loss(&self, _before: &Schema) -> Option<String> {
        None
    }

    pub(super) fn table(&self) -> Option<&QualifiedName> {
        Some(&self.table)
    }
}
