//! Gives the rows that have none a value, so that a column can be tightened after.

use serde::Serialize;

use super::{Operation, OperationError};
use crate::schema::{QualifiedName, Schema, Text};

/// Sets a column to an SQL expression in the rows where it is NULL.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fill {
    /// The table's name.
    pub table: QualifiedName,
    /// The column's name.
    pub column: Text,
    /// The SQL expression of the value.
    pub value: Text,
}

impl Fill {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), OperationError> {
        schema.expect_table(&self.table)?.expect_column(&self.column).map(drop)
    }

    pub(super) fn reverse(&self, _before: &Schema) -> Result<Vec<Operation>, OperationError> {
        Ok(Vec::new())
    }

    pub(super) fn describe(&self) -> String {
        format!("fill `{}.{}` with {} where it is null", self.table, self.column, self.value)
    }

    pub(super) fn loss(&self, _before: &Schema) -> Option<String> {
        None
    }

    pub(super) fn table(&self) -> Option<&QualifiedName> {
        Some(&self.table)
    }
}
