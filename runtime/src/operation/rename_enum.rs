//! Renames an enum type; columns of the type follow.

use serde::Serialize;

use super::{Operation, OperationError, names};
use crate::schema::{QualifiedName, Schema};

/// Renames an enum type; columns of the type follow.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RenameEnum {
    /// The name before.
    pub before: QualifiedName,
    /// The name after.
    pub after: QualifiedName,
}

impl RenameEnum {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), OperationError> {
        if schema.enums.contains_key(&self.after) {
            return Err(OperationError::EnumExists { name: self.after.clone() });
        }
        schema.expect_enum(&self.before)?;
        if let Some(mut enum_type) = schema.enums.remove(&self.before) {
            enum_type.name = self.after.clone();
            schema.insert_enum(enum_type);
        }
        for name in names(schema.tables.using_enum(&self.before)) {
            schema.tables.change(&name, |table| {
                let columns = table.columns.iter_mut();
                columns
                    .filter(|column| column.ty.enum_name() == Some(&self.before))
                    .for_each(|column| column.ty = column.ty.with_enum_name(&self.after));
            });
        }
        Ok(())
    }

    pub(super) fn reverse(&self, _before: &Schema) -> Result<Vec<Operation>, OperationError> {
        Ok(vec![Self { before: self.after.clone(), after: self.before.clone() }.into()])
    }

    pub(super) fn describe(&self) -> String {
        format!("rename enum `{}` to `{}`", self.before, self.after)
    }

    pub(super) fn loss(&self, _before: &Schema) -> Option<String> {
        None
    }

    pub(super) fn table(&self) -> Option<&QualifiedName> {
        None
    }
}
