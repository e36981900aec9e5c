//! Drops an index.

use serde::Serialize;

use super::{CreateIndex, Operation, OperationError};
use crate::schema::{QualifiedName, Schema, Text};

/// Drops an index.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DropIndex {
    /// The table's name.
    pub table: QualifiedName,
    /// The index's name.
    pub index: Text,
}

impl DropIndex {
    fn missing(&self) -> OperationError {
        OperationError::NoIndex { table: self.table.clone(), index: self.index.clone() }
    }

    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), OperationError> {
        schema.change_table(&self.table, |table| {
            table.indexes.remove(&self.index).map(drop).ok_or_else(|| self.missing())
        })
    }

    pub(super) fn reverse(&self, before: &Schema) -> Result<Vec<Operation>, OperationError> {
        let table = before.expect_table(&self.table)?;
        let index = table.indexes.get(&self.index).cloned().ok_or_else(|| self.missing())?;
        Ok(vec![CreateIndex { table: self.table.clone(), index }.into()])
    }

    pub(super) fn describe(&self) -> String {
        format!("drop index `{}` of `{}`", self.index, self.table)
    }

    pub(super) fn loss(&self, _before: &Schema) -> Option<String> {
        None
    }

    pub(super) fn table(&self) -> Option<&QualifiedName> {
        Some(&self.table)
    }
}
