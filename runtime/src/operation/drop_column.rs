//! Drops a column with all its values.

use serde::Serialize;

use super::{AddColumn, AlterColumn, ColumnChange, Fill, Operation, OperationError};
use crate::schema::{Column, Constraint, QualifiedName, Schema, Text};

/// Drops a column with all its values; what is made of it (indexes, constraints) is dropped before.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DropColumn {
    /// The table's name.
    pub table: QualifiedName,
    /// The column's name.
    pub column: Text,
}

impl DropColumn {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), OperationError> {
        schema.expect_table(&self.table)?.expect_column(&self.column)?;
        if let Some(by) = self.user(schema) {
            return Err(OperationError::ColumnInUse {
                table: self.table.clone(),
                column: self.column.clone(),
                by,
            });
        }
        schema.change_table(&self.table, |table| {
            table.columns.retain(|column| column.name != self.column);
            Ok(())
        })
    }

    /// What still names the column: a constraint or index of its table, or a foreign key of another.
    fn user(&self, schema: &Schema) -> Option<String> {
        let table = schema.tables.get(&self.table)?;
        let constraint = table.constraints().find(|constraint| match constraint {
            Constraint::PrimaryKey(key) => key.columns.contains(&self.column),
            Constraint::Unique(unique) => unique.columns.contains(&self.column),
            Constraint::ForeignKey(key) => key.columns.contains(&self.column),
            Constraint::Check(_) => false,
        });
        if let Some(constraint) = constraint {
            return Some(format!("{} `{}`", constraint.kind(), constraint.name()));
        }
        if let Some(index) =
            table.indexes.values().find(|index| index.column_names().any(|c| *c == self.column))
        {
            return Some(format!("index `{}`", index.name));
        }
        schema.tables.referencing(&self.table).find_map(|other| {
            let mut keys = other.foreign_keys.values().filter(|key| key.references == self.table);
            let key = keys.find(|key| key.referenced_columns.contains(&self.column))?;
            Some(format!("foreign key `{}` of `{}`", key.name, other.name))
        })
    }

    /// A required column without a default is added back as nullable, filled and tightened, so that rows survive.
    pub(super) fn reverse(&self, before: &Schema) -> Result<Vec<Operation>, OperationError> {
        let (table, name) = (self.table.clone(), self.column.clone());
        let column = before.expect_table(&table)?.expect_column(&name)?.clone();
        let fill = if column.fills_itself() { None } else { Fill::way_back(&table, &column, before) };
        Ok(match fill {
            None => vec![AddColumn { table, column }.into()],
            Some(fill) => vec![
                AddColumn { table: table.clone(), column: Column { nullable: true, ..column } }.into(),
                fill.into(),
                AlterColumn { table, column: name, changes: vec![ColumnChange::Nullable(false)] }.into(),
            ],
        })
    }

    pub(super) fn describe(&self) -> String {
        format!("drop column `{}.{}`", self.table, self.column)
    }

    pub(super) fn loss(&self, before: &Schema) -> Option<String> {
        let column = before.tables.get(&self.table)?.column(&self.column)?;
        column.generated.is_none().then(|| format!("all values of `{}.{}` are lost", self.table, self.column))
    }

    pub(super) fn table(&self) -> Option<&QualifiedName> {
        Some(&self.table)
    }
}
