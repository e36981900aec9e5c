//! Renames an index.

use serde::Serialize;

use super::{Operation, OperationError};
use crate::schema::{Index, QualifiedName, Schema, Text};

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
        schema.change_table(&self.table, |table| {
            let name = self.table.clone();
            if table.indexes.contains_key(&self.after) {
                return Err(OperationError::IndexExists { table: name, index: self.after.clone() });
            }
            match table.indexes.remove(&self.before) {
                None => Err(OperationError::NoIndex { table: name, index: self.before.clone() }),
                Some(index) => {
                    table.insert_index(Index { name: self.after.clone(), ..index });
                    Ok(())
                }
            }
        })
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
