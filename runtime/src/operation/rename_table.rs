//! Renames a table; foreign keys that reference it follow.

use serde::Serialize;

use super::{Operation, OperationError, names};
use crate::schema::{QualifiedName, Schema};

/// Renames a table; foreign keys that reference it follow.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RenameTable {
    /// The name before.
    pub before: QualifiedName,
    /// The name after.
    pub after: QualifiedName,
}

impl RenameTable {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), OperationError> {
        if schema.tables.contains_key(&self.after) {
            return Err(OperationError::TableExists { table: self.after.clone() });
        }
        schema.expect_table(&self.before)?;
        if let Some(mut table) = schema.tables.take(&self.before) {
            table.name = self.after.clone();
            schema.insert_table(table);
        }
        for name in names(schema.tables.referencing(&self.before)) {
            schema.tables.change(&name, |table| {
                let keys = table.foreign_keys.values_mut();
                keys.filter(|key| key.references == self.before)
                    .for_each(|key| key.references = self.after.clone());
            });
        }
        Ok(())
    }

    pub(super) fn reverse(&self, _before: &Schema) -> Result<Vec<Operation>, OperationError> {
        Ok(vec![Self { before: self.after.clone(), after: self.before.clone() }.into()])
    }

    pub(super) fn describe(&self) -> String {
        format!("rename table `{}` to `{}`", self.before, self.after)
    }

    pub(super) fn loss(&self, _before: &Schema) -> Option<String> {
        None
    }

    pub(super) fn table(&self) -> Option<&QualifiedName> {
        Some(&self.before)
    }
}
