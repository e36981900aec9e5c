//! Adds, renames, drops and reorders an enum's values.

use serde::Serialize;

use super::{Operation, OperationError, names};
use crate::schema::{ColumnType, DefaultValue, EnumType, Literal, QualifiedName, Schema, Text};

/// Adds, renames, drops and reorders an enum's values.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AlterEnum {
    /// The type's name.
    pub name: QualifiedName,
    /// The changes, in order.
    pub changes: Vec<EnumChange>,
}

/// One change of an enum's values.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EnumChange {
    /// Adds a value.
    Add {
        /// The value.
        value: Text,
        /// Where it stands among the others.
        position: EnumPosition,
    },
    /// Renames a value; rows that hold it and defaults that name it follow.
    Rename {
        /// The value before.
        before: Text,
        /// The value after.
        after: Text,
    },
    /// Drops a value.
    Drop {
        /// The value.
        value: Text,
        /// What rows that hold it get instead; `None` refuses to run while a row holds it.
        replacement: Option<Text>,
    },
    /// Puts all values in another order.
    Reorder {
        /// The values, in the order after.
        values: Vec<Text>,
    },
}

/// Where a new value of an enum stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EnumPosition {
    /// After all others.
    Last,
    /// Before another value.
    Before(Text),
}

impl EnumChange {
    /// Makes the change to `enum_type`.
    ///
    /// # Errors
    /// When a value that it names is missing, or one that it adds is there.
    pub fn apply(&self, enum_type: &mut EnumType) -> Result<(), OperationError> {
        let name = enum_type.name.clone();
        let values = enum_type.values.to_mut();
        let find = |values: &[Text], value: &Text| {
            values
                .iter()
                .position(|other| other == value)
                .ok_or_else(|| OperationError::NoEnumValue { name: name.clone(), value: value.clone() })
        };
        let refuse = |values: &[Text], value: &Text| match values.contains(value) {
            true => Err(OperationError::EnumValueExists { name: name.clone(), value: value.clone() }),
            false => Ok(()),
        };
        match self {
            Self::Add { value, position } => {
                refuse(values, value)?;
                let at = match position {
                    EnumPosition::Last => values.len(),
                    EnumPosition::Before(next) => find(values, next)?,
                };
                values.insert(at, value.clone());
            }
            Self::Rename { before, after } => {
                refuse(values, after)?;
                let at = find(values, before)?;
                values[at] = after.clone();
            }
            Self::Drop { value, replacement } => {
                if let Some(replacement) = replacement {
                    find(values, replacement)?;
                }
                let at = find(values, value)?;
                values.remove(at);
            }
            Self::Reorder { values: after } => {
                let (mut sorted, mut sorted_after) = (values.clone(), after.clone());
                sorted.sort();
                sorted_after.sort();
                if sorted != sorted_after {
                    return Err(OperationError::EnumOrder { name: name.clone() });
                }
                *values = after.clone();
            }
        }
        Ok(())
    }

    fn reverse(&self, before: &EnumType) -> Self {
        match self {
            Self::Add { value, position: _ } => Self::Drop { value: value.clone(), replacement: None },
            Self::Rename { before, after } => Self::Rename { before: after.clone(), after: before.clone() },
            Self::Drop { value, replacement: _ } => {
                let next = before.values.iter().skip_while(|other| *other != value).nth(1);
                let position = next.map_or(EnumPosition::Last, |next| EnumPosition::Before(next.clone()));
                Self::Add { value: value.clone(), position }
            }
            Self::Reorder { values: _ } => Self::Reorder { values: before.values.to_vec() },
        }
    }

    fn describe(&self) -> String {
        match self {
            Self::Add { value, position: EnumPosition::Last } => format!("add '{value}'"),
            Self::Add { value, position: EnumPosition::Before(next) } => {
                format!("add '{value}' before '{next}'")
            }
            Self::Rename { before, after } => format!("rename '{before}' to '{after}'"),
            Self::Drop { value, replacement: None } => format!("drop '{value}'"),
            Self::Drop { value, replacement: Some(replacement) } => {
                format!("drop '{value}', replaced by '{replacement}'")
            }
            Self::Reorder { values } => format!("reorder to {}", values.join(", ")),
        }
    }
}

impl AlterEnum {
    /// The type after the changes.
    ///
    /// # Errors
    /// When the type is missing or a change does not apply to it.
    pub fn enum_after(&self, before: &Schema) -> Result<EnumType, OperationError> {
        let mut enum_type = before.expect_enum(&self.name)?.clone();
        self.changes.iter().try_for_each(|change| change.apply(&mut enum_type))?;
        Ok(enum_type)
    }

    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), OperationError> {
        let after = self.enum_after(schema)?;
        schema.insert_enum(after);
        for change in &self.changes {
            if let EnumChange::Rename { before, after } = change {
                self.rename_in_defaults(schema, before, after);
            }
        }
        Ok(())
    }

    /// A default is a value of the enum, not its text: it follows.
    fn rename_in_defaults(&self, schema: &mut Schema, before: &Text, after: &Text) {
        let of_enum = |ty: &ColumnType| matches!(ty, ColumnType::Enum(name) if *name == self.name);
        for name in names(schema.tables.using_enum(&self.name)) {
            schema.tables.change(&name, |table| {
                for column in table.columns.iter_mut().filter(|column| of_enum(&column.ty)) {
                    if let Some(DefaultValue::Literal(Literal::Text(value))) = &mut column.default
                        && value == before
                    {
                        *value = after.clone();
                    }
                }
            });
        }
    }

    pub(super) fn reverse(&self, before: &Schema) -> Result<Vec<Operation>, OperationError> {
        let mut enum_type = before.expect_enum(&self.name)?.clone();
        let mut changes = Vec::new();
        for change in &self.changes {
            changes.push(change.reverse(&enum_type));
            change.apply(&mut enum_type)?;
        }
        changes.reverse();
        Ok(vec![Self { name: self.name.clone(), changes }.into()])
    }

    pub(super) fn describe(&self) -> String {
        let changes: Vec<String> = self.changes.iter().map(EnumChange::describe).collect();
        format!("alter enum `{}`: {}", self.name, changes.join(", "))
    }

    pub(super) fn loss(&self, _before: &Schema) -> Option<String> {
        self.changes.iter().find_map(|change| match change {
            EnumChange::Drop { value, replacement: Some(replacement) } => {
                Some(format!("rows with '{value}' get '{replacement}'"))
            }
            EnumChange::Drop { replacement: None, .. }
            | EnumChange::Add { .. }
            | EnumChange::Rename { .. }
            | EnumChange::Reorder { .. } => None,
        })
    }

    pub(super) fn table(&self) -> Option<&QualifiedName> {
        None
    }
}
