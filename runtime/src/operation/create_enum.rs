//! Creates an enum type.

use serde::Serialize;

use super::{DropEnum, Operation, OperationError};
use crate::schema::{EnumType, QualifiedName, Schema};

/// Creates an enum type, to be used by columns after.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CreateEnum {
    /// The type.
    pub enum_type: EnumType,
}

impl CreateEnum {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), OperationError> {
        if schema.enums.contains_key(&self.enum_type.name) {
            return Err(OperationError::EnumExists { name: self.enum_type.name.clone() });
        }
        schema.insert_enum(self.enum_type.clone());
        Ok(())
    }

    pub(super) fn reverse(&self, _before: &Schema) -> Result<Vec<Operation>, OperationError> {
        Ok(vec![DropEnum { name: self.enum_type.name.clone() }.into()])
    }

    pub(super) fn describe(&self) -> String {
        format!("create enum `{}`", self.enum_type.name)
    }

    pub(super) fn loss(&self, _before: &Schema) -> Option<String> {
        None
    }

    pub(super) fn table(&self) -> Option<&QualifiedName> {
        None
    }
}
