//! Drops an enum type that no column uses.

use serde::Serialize;

use super::{CreateEnum, Operation, OperationError};
use crate::schema::{QualifiedName, Schema};

/// Drops an enum type that no column uses.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DropEnum {
    /// The type's name.
    pub name: QualifiedName,
}

impl DropEnum {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), OperationError> {
        schema.expect_enum(&self.name)?;
        if let Some((table, column)) = schema.columns_of_enum(&self.name).next() {
            return Err(OperationError::EnumInUse {
                name: self.name.clone(),
                table: table.name.clone(),
                column: column.name.clone(),
            });
        }
        schema.enums.remove(&self.name);
        Ok(())
    }

    pub(super) fn reverse(&self, before: &Schema) -> Result<Vec<Operation>, OperationError> {
        Ok(vec![CreateEnum { enum_type: before.expect_enum(&self.name)?.clone() }.into()])
    }

    pub(super) fn describe(&self) -> String {
        format!("drop enum `{}`", self.name)
    }

    pub(super) fn loss(&self, _before: &Schema) -> Option<String> {
        None
    }

    pub(super) fn table(&self) -> Option<&QualifiedName> {
        None
    }
}
