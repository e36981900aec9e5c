//! Indexes of a model; an empty name is written by convention.

use std::borrow::Cow;

use super::{Part, optional};
use crate::schema::{Index, IndexColumn, Text};

/// An index while its attributes are read: nothing in it needs dropping, so every step is `const`.
#[derive(Debug)]
pub struct IndexBuilder {
    name: &'static str,
    columns: &'static [IndexColumn],
    unique: bool,
    predicate: Option<&'static str>,
    method: Option<&'static str>,
    include: &'static [Text],
    nulls_not_distinct: bool,
}

/// An index over `columns`.
pub const fn index(name: &'static str, columns: &'static [IndexColumn]) -> IndexBuilder {
    IndexBuilder {
        name,
        columns,
        unique: false,
        predicate: None,
        method: None,
        include: &[],
        nulls_not_distinct: false,
    }
}

impl IndexBuilder {
    /// Two rows may not share a key.
    pub const fn unique(mut self) -> Self {
        self.unique = true;
        self
    }

    /// Only rows that meet a condition.
    pub const fn predicate(mut self, predicate: &'static str) -> Self {
        self.predicate = Some(predicate);
        self
    }

    /// The access method.
    pub const fn method(mut self, method: &'static str) -> Self {
        self.method = Some(method);
        self
    }

    /// Columns kept beside the key.
    pub const fn include(mut self, include: &'static [Text]) -> Self {
        self.include = include;
        self
    }

    /// Two NULLs count as equal.
    pub const fn nulls_not_distinct(mut self) -> Self {
        self.nulls_not_distinct = true;
        self
    }

    /// The index.
    pub const fn part(self) -> Part<Index> {
        Part::Own(Index {
            name: Cow::Borrowed(self.name),
            columns: Cow::Borrowed(self.columns),
            unique: self.unique,
            predicate: optional(self.predicate),
            method: optional(self.method),
            include: Cow::Borrowed(self.include),
            nulls_not_distinct: self.nulls_not_distinct,
        })
    }
}
