//! The words for primary keys, unique constraints, foreign keys and checks.

use super::texts;
use crate::schema::{Action, Check, Deferrable, ForeignKey, List, PrimaryKey, QualifiedName, Text, Unique};

/// A primary key.
pub fn primary_key<T: Into<Text>>(name: impl Into<Text>, columns: impl IntoIterator<Item = T>) -> PrimaryKey {
    PrimaryKey { name: name.into(), columns: texts(columns) }
}

/// A unique constraint.
pub fn unique<T: Into<Text>>(name: impl Into<Text>, columns: impl IntoIterator<Item = T>) -> Unique {
    Unique { name: name.into(), columns: texts(columns), deferrable: None, nulls_not_distinct: false }
}

impl Unique {
    /// Lets transactions put off its check.
    #[must_use]
    pub fn deferrable(mut self, deferrable: Deferrable) -> Self {
        self.deferrable = Some(deferrable);
        self
    }

    /// Counts two NULLs as equal.
    #[must_use]
    pub fn nulls_not_distinct(mut self) -> Self {
        self.nulls_not_distinct = true;
        self
    }
}

/// A check.
pub fn check(name: impl Into<Text>, expression: impl Into<Text>) -> Check {
    Check { name: name.into(), expression: expression.into() }
}

/// A foreign key, to be completed: `foreign_key("fk", ["team_id"]).references("teams", ["id"])`.
pub fn foreign_key<T: Into<Text>>(
    name: impl Into<Text>,
    columns: impl IntoIterator<Item = T>,
) -> ForeignKeyColumns {
    ForeignKeyColumns { name: name.into(), columns: texts(columns) }
}

/// A foreign key that does not say yet what it references.
#[derive(Debug)]
#[must_use]
pub struct ForeignKeyColumns {
    name: Text,
    columns: List<Text>,
}

impl ForeignKeyColumns {
    /// Says which table and columns it references.
    pub fn references<T: Into<Text>>(
        self,
        table: impl Into<QualifiedName>,
        columns: impl IntoIterator<Item = T>,
    ) -> ForeignKey {
        ForeignKey {
            name: self.name,
            columns: self.columns,
            references: table.into(),
            referenced_columns: texts(columns),
            match_full: false,
            on_delete: Action::NoAction,
            on_update: Action::NoAction,
            deferrable: None,
        }
    }
}

impl ForeignKey {
    /// Refuses a key that is NULL in part (`MATCH FULL`).
    #[must_use]
    pub fn match_full(mut self) -> Self {
        self.match_full = true;
        self
    }

    /// Sets what a delete of the referenced row does.
    #[must_use]
    pub fn on_delete(mut self, action: Action) -> Self {
        self.on_delete = action;
        self
    }

    /// Sets what a change of the referenced key does.
    #[must_use]
    pub fn on_update(mut self, action: Action) -> Self {
        self.on_update = action;
        self
    }

    /// Lets transactions put off its check.
    #[must_use]
    pub fn deferrable(mut self, deferrable: Deferrable) -> Self {
        self.deferrable = Some(deferrable);
        self
    }
}
