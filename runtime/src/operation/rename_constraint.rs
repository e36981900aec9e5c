//! Renames a constraint.

use serde::Serialize;

use super::{Operation, OperationError};
use crate::schema::{ConstraintKind, QualifiedName, Schema, Text};

/// Renames a constraint.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RenameConstraint {
    /// The table's name.
    pub table: QualifiedName,
    /// What kind of constraint it is.
    pub kind: ConstraintKind,
    /// The name before.
    pub before: Text,
    /// The name after.
    pub after: Text,
}

impl RenameConstraint {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), OperationError> {
        let Self { table: name, kind, before, after } = self;
        let table = schema.expect_table_mut(name)?;
        if table.constraint(*kind, after).is_some() {
            return Err(OperationError::ConstraintExists {
                table: name.clone(),
                kind: *kind,
                name: after.clone(),
            });
        }
        let constraint = table.remove_constraint(*kind, before).ok_or_else(|| {
            OperationError::NoConstraint { table: name.clone(), kind: *kind, name: before.clone() }
        })?;
        table.insert_constraint(constraint.with_name(after.clone()));
        Ok(())
    }

    pub(super) fn reverse(&self, _before: &Schema) -> Result<Vec<Operation>, OperationError> {
        let Self { table, kind, before, after } = self.clone();
        Ok(vec![Self { table, kind, before: after, after: before }.into()])
    }

    pub(super) fn describe(&self) -> String {
        format!("rename {} `{}` of `{}` to `{}`", self.kind, self.before, self.table, self.after)
    }

    pub(super) fn loss(&self, _before: &Schema) -> Option<String> {
        None
    }

    pub(super) fn table(&self) -> Option<&QualifiedName> {
        Some(&self.table)
    }
}
