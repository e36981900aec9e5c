//! Creates an index on a table that exists.

use serde::Serialize;

use super::{DropIndex, Operation, OperationError};
use crate::schema::{Index, QualifiedName, Schema};

/// Creates an index on a table that exists.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CreateIndex {
    /// The table's name.
    pub table: QualifiedName,
    /// The index.
    pub index: Index,
}

impl CreateIndex {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), OperationError> {
        schema.change_table(&self.table, |table| {
            if table.indexes.contains_key(&self.index.name) {
                return Err(OperationError::IndexExists {
                    table: self.table.clone(),
                    index: self.index.name.clone(),
                });
            }
            table.expect_columns(self.index.column_names())?;
            table.insert_index(self.index.clone());
            Ok(())
        })
    }

    pub(super) fn reverse(&self, _before: &Schema) -> Result<Vec<Operation>, OperationError> {
        Ok(vec![DropIndex { table: self.table.clone(), index: self.index.name.clone() }.into()])
    }

    pub(super) fn describe(&self) -> String {
        format!("create {} on `{}`", self.index, self.table)
    }

    pub(super) fn loss(&self, _before: &Schema) -> Option<String> {
        None
    }

    pub(super) fn table(&self) -> Option<&QualifiedName> {
        Some(&self.table)
    }
}
