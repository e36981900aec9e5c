//! Creates a table with its columns, constraints and indexes.

use serde::Serialize;

use super::{DropTable, Operation, OperationError};
use crate::schema::{QualifiedName, Schema, Table};

/// Creates a table with its columns, constraints and indexes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CreateTable {
    /// The table.
    pub table: Table,
}

impl CreateTable {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), OperationError> {
        let table = &self.table;
        if schema.tables.contains_key(&table.name) {
            return Err(OperationError::TableExists { table: table.name.clone() });
        }
        let mut names = std::collections::BTreeSet::new();
        if let Some(twice) = table.columns.iter().find(|column| !names.insert(&column.name)) {
            return Err(OperationError::ColumnExists {
                table: table.name.clone(),
                column: twice.name.clone(),
            });
        }
        for constraint in table.constraints() {
            super::add_constraint::check_columns(schema, table, &constraint)?;
        }
        for index in table.indexes.values() {
            table.expect_columns(index.column_names())?;
        }
        for name in table.columns.iter().filter_map(|column| column.ty.enum_name()) {
            schema.expect_enum(name)?;
        }
        schema.insert_table(table.clone());
        Ok(())
    }

    pub(super) fn reverse(&self, _before: &Schema) -> Result<Vec<Operation>, OperationError> {
        Ok(vec![DropTable { table: self.table.name.clone() }.into()])
    }

    pub(super) fn describe(&self) -> String {
        format!("create table `{}`", self.table.name)
    }

    pub(super) fn loss(&self, _before: &Schema) -> Option<String> {
        None
    }

    pub(super) fn table(&self) -> Option<&QualifiedName> {
        Some(&self.table.name)
    }
}
