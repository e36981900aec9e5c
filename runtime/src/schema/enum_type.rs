//! Enum types: a named, ordered set of values.

use serde::Serialize;

use super::{List, QualifiedName, Text};

/// An enum type: a type of its own on PostgreSQL, `ENUM(…)` on MySQL, text with a check on SQLite.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EnumType {
    /// The type's name.
    pub name: QualifiedName,
    /// The values, in the order they compare in.
    pub values: List<Text>,
}
