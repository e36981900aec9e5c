//! Drops a primary key, unique constraint, foreign key or check.

use serde::Serialize;

use super::{AddConstraint, Operation, OperationError};
use crate::schema::{ConstraintKind, QualifiedName, Schema, Text};

/// Drops a primary key, unique constraint, foreign key or check.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DropConstraint {
    /// The table's name.
    pub table: QualifiedName,
    /// What kind of constraint it is.
    pub kind: ConstraintKind,
    /// The constraint's name.
    pub name: Text,
}

impl DropConstraint {
    fn missing(&self) -> OperationError {
        OperationError::NoConstraint { table: self.table.clone(), kind: self.kind, name: self.name.clone() }
    }

    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), OperationError> {
        schema.change_table(&self.table, |table| {
            table.remove_constraint(self.kind, &self.name).map(drop).ok_or_else(|| self.missing())
        })
    }

    pub(super) fn reverse(&self, before: &Schema) -> Result<Vec<Operation>, OperationError> {
        let table = before.expect_table(&self.table)?;
        let constraint = table.constraint(self.kind, &self.name).ok_or_else(|| self.missing())?;
        Ok(vec![AddConstraint { table: self.table.clone(), constraint }.into()])
    }

    pub(super) fn describe(&self) -> String {
        format!("drop {} `{}` of `{}`", self.kind, self.name, self.table)
    }

    pub(super) fn loss(&self, _before: &Schema) -> Option<String> {
        None
    }

    pub(super) fn table(&self) -> Option<&QualifiedName> {
        Some(&self.table)
    }
}
