//! Refusals: what a database lacks, said of the place that needs it.

use crate::dialect::{DialectError, Unsupported};
use crate::schema::{Place, QualifiedName, Text};

/// What a database lacks and what to do instead, before the place that needs it is known.
#[derive(Debug)]
pub(in crate::database) struct Refusal {
    what: String,
    hint: String,
}

impl Refusal {
    /// A refusal of `what`, such as `array type`; `hint` says the edit that mends it.
    pub(in crate::database) fn new(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { what: what.into(), hint: hint.into() }
    }

    /// The error that `database` cannot do it at `place`.
    pub(in crate::database) fn at(self, database: &'static str, place: Place) -> DialectError {
        Unsupported { database, what: self.what, place, hint: self.hint }.into()
    }
}

/// A table as a place.
pub(in crate::database) fn table_place(table: &QualifiedName) -> Place {
    Place::Table { table: table.clone() }
}

/// A column as a place.
pub(in crate::database) fn column_place(table: &QualifiedName, column: &Text) -> Place {
    Place::Column { table: table.clone(), column: column.clone() }
}

/// An index as a place.
pub(in crate::database) fn index_place(table: &QualifiedName, index: &Text) -> Place {
    Place::Index { table: table.clone(), index: index.clone() }
}

/// A constraint as a place.
pub(in crate::database) fn constraint_place(table: &QualifiedName, constraint: &Text) -> Place {
    Place::Constraint { table: table.clone(), constraint: constraint.clone() }
}

/// An enum as a place.
pub(in crate::database) fn enum_place(name: &QualifiedName) -> Place {
    Place::Enum { name: name.clone() }
}
