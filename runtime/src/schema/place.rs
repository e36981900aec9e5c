//! Which part of a schema a message or a finding is about.

use serde::Serialize;

use super::{QualifiedName, Text};

/// Which part of a schema is spoken of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case", tag = "kind")]
#[expect(missing_docs, reason = "each variant's message says what it and its fields are")]
pub enum Place {
    #[error("table `{table}`")]
    Table { table: QualifiedName },
    #[error("column `{table}.{column}`")]
    Column { table: QualifiedName, column: Text },
    #[error("index `{index}` of table `{table}`")]
    Index { table: QualifiedName, index: Text },
    #[error("constraint `{constraint}` of table `{table}`")]
    Constraint { table: QualifiedName, constraint: Text },
    #[error("enum `{name}`")]
    Enum { name: QualifiedName },
}
