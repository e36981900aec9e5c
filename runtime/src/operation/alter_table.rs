//! Changes a table's comment and options.

use serde::Serialize;

use super::{Operation, OperationError};
use crate::schema::{QualifiedName, Schema, Table, Text};

/// Changes a table's comment and options.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AlterTable {
    /// The table's name.
    pub table: QualifiedName,
    /// The changes, in order.
    pub changes: Vec<TableChange>,
}

/// One change of a table itself.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TableChange {
    /// Sets the comment, or takes it away.
    Comment(Option<Text>),
    /// Sets an option of one database, or takes it away.
    Option {
        /// The database's name.
        database: Text,
        /// The option's name.
        name: Text,
        /// The value after; `None` takes the option away.
        value: Option<Text>,
    },
}

impl TableChange {
    /// Makes the change to `table`.
    pub(crate) fn apply(&self, table: &mut Table) {
        match self {
            Self::Comment(comment) => table.comment = comment.clone(),
            Self::Option { database, name, value } => table.set_option(database, name, value.clone()),
        }
    }

    fn reverse(&self, before: &Table) -> Self {
        match self {
            Self::Comment(_) => Self::Comment(before.comment.clone()),
            Self::Option { database, name, value: _ } => Self::Option {
                database: database.clone(),
                name: name.clone(),
                value: before.option(database, name).map(|value| value.to_owned().into()),
            },
        }
    }

    fn describe(&self) -> String {
        match self {
            Self::Comment(Some(_)) => "set comment".into(),
            Self::Comment(None) => "drop comment".into(),
            Self::Option { database, name, value: Some(value) } if value.is_empty() => {
                format!("set {database} option {name}")
            }
            Self::Option { database, name, value: Some(value) } => {
                format!("set {database} option {name} = {value}")
            }
            Self::Option { database, name, value: None } => format!("drop {database} option {name}"),
        }
    }
}

impl AlterTable {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), OperationError> {
        schema.change_table(&self.table, |table| {
            self.changes.iter().for_each(|change| change.apply(table));
            Ok(())
        })
    }

    pub(super) fn reverse(&self, before: &Schema) -> Result<Vec<Operation>, OperationError> {
        let table = before.expect_table(&self.table)?;
        let changes = self.changes.iter().map(|change| change.reverse(table)).collect();
        Ok(vec![Self { table: self.table.clone(), changes }.into()])
    }

    pub(super) fn describe(&self) -> String {
        let changes: Vec<String> = self.changes.iter().map(TableChange::describe).collect();
        format!("alter table `{}`: {}", self.table, changes.join(", "))
    }

    pub(super) fn loss(&self, _before: &Schema) -> Option<String> {
        None
    }

    pub(super) fn table(&self) -> Option<&QualifiedName> {
        Some(&self.table)
    }
}
