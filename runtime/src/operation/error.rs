//! Why an operation does not apply to a schema, or cannot be undone; and the look-ups that find out.

use crate::schema::{Column, ConstraintKind, EnumType, QualifiedName, Schema, Table, Text};

/// Why an operation does not apply to a schema, or cannot be undone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "each variant's message says what it and its fields are")]
pub enum OperationError {
    #[error("there is no table `{table}`")]
    NoTable { table: QualifiedName },
    #[error("there is a table `{table}` already")]
    TableExists { table: QualifiedName },
    #[error("table `{table}` is referenced by foreign key `{foreign_key}` of `{by}`")]
    TableReferenced { table: QualifiedName, by: QualifiedName, foreign_key: Text },
    #[error("table `{table}` has no column `{column}`")]
    NoColumn { table: QualifiedName, column: Text },
    #[error("table `{table}` has a column `{column}` already")]
    ColumnExists { table: QualifiedName, column: Text },
    #[error("column `{table}.{column}` is used by {by}")]
    ColumnInUse { table: QualifiedName, column: Text, by: String },
    #[error("table `{table}` has no {kind} `{name}`")]
    NoConstraint { table: QualifiedName, kind: ConstraintKind, name: Text },
    #[error("table `{table}` has a {kind} `{name}` already")]
    ConstraintExists { table: QualifiedName, kind: ConstraintKind, name: Text },
    #[error("table `{table}` has no index `{index}`")]
    NoIndex { table: QualifiedName, index: Text },
    #[error("table `{table}` has an index `{index}` already")]
    IndexExists { table: QualifiedName, index: Text },
    #[error("there is no enum `{name}`")]
    NoEnum { name: QualifiedName },
    #[error("there is an enum `{name}` already")]
    EnumExists { name: QualifiedName },
    #[error("enum `{name}` is the type of column `{table}.{column}`")]
    EnumInUse { name: QualifiedName, table: QualifiedName, column: Text },
    #[error("enum `{name}` has no value `{value}`")]
    NoEnumValue { name: QualifiedName, value: Text },
    #[error("enum `{name}` has a value `{value}` already")]
    EnumValueExists { name: QualifiedName, value: Text },
    #[error("the new order of enum `{name}` does not hold the same values")]
    EnumOrder { name: QualifiedName },
    #[error("{what} cannot be undone by itself")]
    Irreversible { what: String },
}

impl Schema {
    /// The table `name`, or the error that it is missing.
    pub(crate) fn expect_table(&self, name: &QualifiedName) -> Result<&Table, OperationError> {
        self.tables.get(name).ok_or_else(|| OperationError::NoTable { table: name.clone() })
    }

    /// Changes the table `name`, or gives the error that it is missing.
    pub(crate) fn change_table(
        &mut self,
        name: &QualifiedName,
        change: impl FnOnce(&mut Table) -> Result<(), OperationError>,
    ) -> Result<(), OperationError> {
        let missing = || Err(OperationError::NoTable { table: name.clone() });
        self.tables.change(name, change).unwrap_or_else(missing)
    }

    /// The enum `name`, or the error that it is missing.
    pub(crate) fn expect_enum(&self, name: &QualifiedName) -> Result<&EnumType, OperationError> {
        self.enums.get(name).ok_or_else(|| OperationError::NoEnum { name: name.clone() })
    }
}

impl Table {
    /// The column `name`, or the error that it is missing.
    pub(crate) fn expect_column(&self, name: &Text) -> Result<&Column, OperationError> {
        self.column(name)
            .ok_or_else(|| OperationError::NoColumn { table: self.name.clone(), column: name.clone() })
    }

    /// Checks that all `columns` are there.
    pub(crate) fn expect_columns<'a>(
        &self,
        columns: impl IntoIterator<Item = &'a Text>,
    ) -> Result<(), OperationError> {
        columns.into_iter().try_for_each(|column| self.expect_column(column).map(drop))
    }
}
