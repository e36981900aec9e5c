//! Adds a primary key, unique constraint, foreign key or check.

use serde::Serialize;

use super::{DropConstraint, Operation, OperationError};
use crate::schema::{Constraint, ConstraintKind, QualifiedName, Schema, Table};

/// Adds a primary key, unique constraint, foreign key or check.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AddConstraint {
    /// The table's name.
    pub table: QualifiedName,
    /// The constraint.
    pub constraint: Constraint,
}

/// Checks that the columns a constraint of `table` names are there, in the referenced table too.
pub(super) fn check_columns(
    schema: &Schema,
    table: &Table,
    constraint: &Constraint,
) -> Result<(), OperationError> {
    match constraint {
        Constraint::PrimaryKey(key) => table.expect_columns(&*key.columns),
        Constraint::Unique(unique) => table.expect_columns(&*unique.columns),
        Constraint::Check(_) => Ok(()),
        Constraint::ForeignKey(key) => {
            table.expect_columns(&*key.columns)?;
            let referenced =
                if key.references == table.name { table } else { schema.expect_table(&key.references)? };
            referenced.expect_columns(&*key.referenced_columns)
        }
    }
}

impl AddConstraint {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), OperationError> {
        let table = schema.expect_table(&self.table)?;
        let (kind, name) = (self.constraint.kind(), self.constraint.name());
        let taken = match kind {
            ConstraintKind::PrimaryKey => table.primary_key.is_some(),
            ConstraintKind::Unique | ConstraintKind::ForeignKey | ConstraintKind::Check => {
                table.constraint(kind, name).is_some()
            }
        };
        if taken {
            return Err(OperationError::ConstraintExists {
                table: self.table.clone(),
                kind,
                name: name.clone(),
            });
        }
        check_columns(schema, table, &self.constraint)?;
        schema.change_table(&self.table, |table| {
            table.insert_constraint(self.constraint.clone());
            Ok(())
        })
    }

    pub(super) fn reverse(&self, _before: &Schema) -> Result<Vec<Operation>, OperationError> {
        let (kind, name) = (self.constraint.kind(), self.constraint.name().clone());
        Ok(vec![DropConstraint { table: self.table.clone(), kind, name }.into()])
    }

    pub(super) fn describe(&self) -> String {
        format!("add {} to `{}`", self.constraint, self.table)
    }

    pub(super) fn loss(&self, _before: &Schema) -> Option<String> {
        None
    }

    pub(super) fn table(&self) -> Option<&QualifiedName> {
        Some(&self.table)
    }
}
