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
        let kind = *kind;
        schema.change_table(name, |table| {
            let name = name.clone();
            if table.constraint(kind, after).is_some() {
                return Err(OperationError::ConstraintExists { table: name, kind, name: after.clone() });
            }
            match table.remove_constraint(kind, before) {
                None => Err(OperationError::NoConstraint { table: name, kind, name: before.clone() }),
                Some(constraint) => {
                    table.insert_constraint(constraint.with_name(after.clone()));
                    Ok(())
                }
            }
        })
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
