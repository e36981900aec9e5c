//! The words for indexes and the parts of their keys.

use super::texts;
use crate::operation::CreateIndex;
use crate::schema::{Index, IndexColumn, IndexKey, NullsOrder, QualifiedName, SortOrder, Text};

/// An index, to be completed: `index("ix_users_phone").on("users", ["phone"])`.
pub fn index(name: impl Into<Text>) -> IndexName {
    IndexName(name.into())
}

/// An index that does not say yet what it indexes.
#[derive(Debug)]
#[must_use]
pub struct IndexName(Text);

impl IndexName {
    /// Says which table and columns it indexes.
    pub fn on<K: Into<Key>>(
        self,
        table: impl Into<QualifiedName>,
        columns: impl IntoIterator<Item = K>,
    ) -> CreateIndex {
        let columns: Vec<IndexColumn> = columns.into_iter().map(|key| key.into().0).collect();
        CreateIndex { table: table.into(), index: Index::new(self.0, columns.into()) }
    }
}

/// The words of a revision file for an index.
impl CreateIndex {
    /// Refuses two rows with one key.
    #[must_use]
    pub fn unique(mut self) -> Self {
        self.index.unique = true;
        self
    }

    /// Indexes only the rows that meet `predicate` (`WHERE`).
    #[must_use]
    pub fn filter(mut self, predicate: impl Into<Text>) -> Self {
        self.index.predicate = Some(predicate.into());
        self
    }

    /// Sets the access method (`USING`).
    #[must_use]
    pub fn using(mut self, method: impl Into<Text>) -> Self {
        self.index.method = Some(method.into());
        self
    }

    /// Keeps more columns beside the key (`INCLUDE`).
    #[must_use]
    pub fn include<T: Into<Text>>(mut self, columns: impl IntoIterator<Item = T>) -> Self {
        self.index.include = texts(columns);
        self
    }

    /// Counts two NULLs as equal.
    #[must_use]
    pub fn nulls_not_distinct(mut self) -> Self {
        self.index.nulls_not_distinct = true;
        self
    }
}

/// One part of an index's key.
#[derive(Debug)]
pub struct Key(IndexColumn);

/// A column as a part of an index's key; where all are plain, their names alone will do.
pub fn key(column: impl Into<Text>) -> Key {
    Key(IndexColumn::new(IndexKey::Column(column.into())))
}

/// An SQL expression as a part of an index's key.
pub fn expression(expression: impl Into<Text>) -> Key {
    Key(IndexColumn::new(IndexKey::Expression(expression.into())))
}

impl From<&'static str> for Key {
    fn from(column: &'static str) -> Self {
        key(column)
    }
}

impl Key {
    /// Keeps the largest first.
    #[must_use]
    pub fn desc(mut self) -> Self {
        self.0.order = SortOrder::Descending;
        self
    }

    /// Keeps NULLs before all values.
    #[must_use]
    pub fn nulls_first(mut self) -> Self {
        self.0.nulls = Some(NullsOrder::First);
        self
    }

    /// Keeps NULLs after all values.
    #[must_use]
    pub fn nulls_last(mut self) -> Self {
        self.0.nulls = Some(NullsOrder::Last);
        self
    }

    /// Sets the operator class.
    #[must_use]
    pub fn operator_class(mut self, class: impl Into<Text>) -> Self {
        self.0.operator_class = Some(class.into());
        self
    }

    /// Indexes only so many leading characters or bytes.
    #[must_use]
    pub fn prefix(mut self, length: u32) -> Self {
        self.0.prefix_length = Some(length);
        self
    }
}
