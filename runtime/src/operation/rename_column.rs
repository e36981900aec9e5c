//! Renames a column; what is made of it follows.

use std::borrow::Cow;

use serde::Serialize;

use super::expression::rename_identifier;
use super::{Operation, OperationError, names};
use crate::schema::{IndexKey, List, QualifiedName, Schema, Table, Text};

/// Renames a column; constraints, indexes, expressions of its table and foreign keys to it follow.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RenameColumn {
    /// The table's name.
    pub table: QualifiedName,
    /// The column's name before.
    pub before: Text,
    /// The column's name after.
    pub after: Text,
}

impl RenameColumn {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), OperationError> {
        schema.change_table(&self.table, |table| {
            if table.column(&self.after).is_some() {
                return Err(OperationError::ColumnExists {
                    table: self.table.clone(),
                    column: self.after.clone(),
                });
            }
            table.expect_column(&self.before)?;
            self.rename_in(table);
            Ok(())
        })?;
        for name in names(schema.tables.referencing(&self.table)) {
            schema.tables.change(&name, |table| {
                let keys = table.foreign_keys.values_mut();
                keys.filter(|key| key.references == self.table)
                    .for_each(|key| self.rename_names(&mut key.referenced_columns));
            });
        }
        Ok(())
    }

    /// Renames it in `table`, and in all that is made of it there.
    pub(crate) fn rename_in(&self, table: &mut Table) {
        for column in &mut table.columns {
            if column.name == self.before {
                column.name = self.after.clone();
            }
            if let Some(generated) = &mut column.generated {
                self.rename_expression(&mut generated.expression);
            }
        }
        if let Some(key) = &mut table.primary_key {
            self.rename_names(&mut key.columns);
        }
        table.uniques.values_mut().for_each(|unique| self.rename_names(&mut unique.columns));
        table.foreign_keys.values_mut().for_each(|key| self.rename_names(&mut key.columns));
        table.checks.values_mut().for_each(|check| self.rename_expression(&mut check.expression));
        for index in table.indexes.values_mut() {
            self.rename_names(&mut index.include);
            if let Some(predicate) = &mut index.predicate {
                self.rename_expression(predicate);
            }
            for column in index.columns.to_mut() {
                match &mut column.key {
                    IndexKey::Column(name) if *name == self.before => *name = self.after.clone(),
                    IndexKey::Column(_) => {}
                    IndexKey::Expression(expression) => self.rename_expression(expression),
                }
            }
        }
    }

    fn rename_names(&self, names: &mut List<Text>) {
        if names.contains(&self.before) {
            let renamed = |name: &Text| if *name == self.before { self.after.clone() } else { name.clone() };
            *names = names.iter().map(renamed).collect();
        }
    }

    fn rename_expression(&self, expression: &mut Text) {
        if let Cow::Owned(renamed) = rename_identifier(expression, &self.before, &self.after) {
            *expression = renamed.into();
        }
    }

    pub(super) fn reverse(&self, _before: &Schema) -> Result<Vec<Operation>, OperationError> {
        let Self { table, before, after } = self.clone();
        Ok(vec![Self { table, before: after, after: before }.into()])
    }

    pub(super) fn describe(&self) -> String {
        format!("rename column `{}.{}` to `{}`", self.table, self.before, self.after)
    }

    pub(super) fn loss(&self, _before: &Schema) -> Option<String> {
        None
    }

    pub(super) fn table(&self) -> Option<&QualifiedName> {
        Some(&self.table)
    }
}
