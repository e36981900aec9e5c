//! Adds a column to a table.

use serde::Serialize;

use super::{DropColumn, Operation, OperationError};
use crate::schema::{Column, QualifiedName, Schema};

/// Adds a column to a table, after its last.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AddColumn {
    /// The table's name.
    pub table: QualifiedName,
    /// The column.
    pub column: Column,
}

impl AddColumn {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), OperationError> {
        if let Some(name) = self.column.ty.enum_name() {
            schema.expect_enum(name)?;
        }
        schema.change_table(&self.table, |table| {
            if table.column(&self.column.name).is_some() {
                return Err(OperationError::ColumnExists {
                    table: self.table.clone(),
                    column: self.column.name.clone(),
                });
            }
            table.columns.push(self.column.clone());
            Ok(())
        })
    }

    pub(super) fn reverse(&self, _before: &Schema) -> Result<Vec<Operation>, OperationError> {
        Ok(vec![DropColumn { table: self.table.clone(), column: self.column.name.clone() }.into()])
    }

    pub(super) fn describe(&self) -> String {
        format!("add column `{}.{}` {}", self.table, self.column.name, self.column)
    }

    pub(super) fn loss(&self, _before: &Schema) -> Option<String> {
        None
    }

    pub(super) fn table(&self) -> Option<&QualifiedName> {
        Some(&self.table)
    }
}
