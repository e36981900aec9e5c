//! Drops a table with all its rows.

use serde::Serialize;

use super::{CreateIndex, CreateTable, Operation, OperationError};
use crate::schema::{QualifiedName, Schema};

/// Drops a table with all its rows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DropTable {
    /// The table's name.
    pub table: QualifiedName,
}

impl DropTable {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), OperationError> {
        schema.expect_table(&self.table)?;
        for other in schema.tables.referencing(&self.table).filter(|other| other.name != self.table) {
            if let Some(key) = other.foreign_keys.values().find(|key| key.references == self.table) {
                return Err(OperationError::TableReferenced {
                    table: self.table.clone(),
                    by: other.name.clone(),
                    foreign_key: key.name.clone(),
                });
            }
        }
        schema.tables.take(&self.table);
        Ok(())
    }

    pub(super) fn reverse(&self, before: &Schema) -> Result<Vec<Operation>, OperationError> {
        let mut table = before.expect_table(&self.table)?.clone();
        let indexes = std::mem::take(&mut table.indexes);
        let create_indexes = indexes.into_values().map(|index| {
            let table = self.table.clone();
            CreateIndex { table, index }.into()
        });
        Ok(std::iter::once(CreateTable { table }.into()).chain(create_indexes).collect())
    }

    pub(super) fn describe(&self) -> String {
        format!("drop table `{}`", self.table)
    }

    pub(super) fn loss(&self, _before: &Schema) -> Option<String> {
        Some(format!("all rows of `{}` are lost", self.table))
    }

    pub(super) fn table(&self) -> Option<&QualifiedName> {
        Some(&self.table)
    }
}
