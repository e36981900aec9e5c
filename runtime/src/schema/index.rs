//! Indexes that are not constraints.

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;

use super::{List, Text, text};

/// An index of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Index {
    /// The index's name.
    pub name: Text,
    /// What is indexed, in order.
    pub columns: List<IndexColumn>,
    /// Whether two rows may not share a key.
    pub unique: bool,
    /// The condition of a partial index (`WHERE`).
    pub predicate: Option<Text>,
    /// The access method (`USING`): `gin`, `gist`, `hash`, …; `None` is the database's default.
    pub method: Option<Text>,
    /// Columns kept in the index beside its key (`INCLUDE`).
    pub include: List<Text>,
    /// Whether two NULLs count as equal in a unique index (`NULLS NOT DISTINCT`).
    pub nulls_not_distinct: bool,
}

/// One part of an index's key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IndexColumn {
    /// What is indexed.
    pub key: IndexKey,
    /// The order it is kept in.
    pub order: SortOrder,
    /// Where NULLs are kept, if not where the database puts them by itself.
    pub nulls: Option<NullsOrder>,
    /// The operator class (PostgreSQL manual, section 11.10).
    pub operator_class: Option<Text>,
    /// How many leading characters or bytes are indexed (MySQL manual, CREATE INDEX, prefix key parts).
    pub prefix_length: Option<u32>,
}

/// What one part of an index's key is made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum IndexKey {
    /// A column, by name.
    Column(Text),
    /// An SQL expression, without the parentheses around it.
    Expression(Text),
}

/// The order of an index's key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SortOrder {
    /// Smallest first.
    #[default]
    Ascending,
    /// Largest first.
    Descending,
}

/// Where an index keeps NULLs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NullsOrder {
    /// Before all values.
    First,
    /// After all values.
    Last,
}

impl Index {
    /// A plain index over `columns`, usable in a `const`.
    pub const fn new(name: Text, columns: List<IndexColumn>) -> Self {
        Self {
            name,
            columns,
            unique: false,
            predicate: None,
            method: None,
            include: Cow::Borrowed(&[]),
            nulls_not_distinct: false,
        }
    }

    /// The columns that the index names, in its key or beside it; those inside expressions are not seen.
    pub fn column_names(&self) -> impl Iterator<Item = &Text> {
        let keys = self.columns.iter().filter_map(|column| match &column.key {
            IndexKey::Column(name) => Some(name),
            IndexKey::Expression(_) => None,
        });
        keys.chain(self.include.iter())
    }
}

impl IndexColumn {
    /// An ascending key with the database's own defaults, usable in a `const`.
    pub const fn new(key: IndexKey) -> Self {
        Self { key, order: SortOrder::Ascending, nulls: None, operator_class: None, prefix_length: None }
    }
}

/// The index's line in `schema.lock`.
impl fmt::Display for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&text::render(|out| text::index(out, "", self)))
    }
}
