//! What a database has, in the words of the revisions: where both are the same to the database, the revisions' own.
//!
//! Three schemas go in: `words`, the replay of the revisions; `expected`, the same as the database would give it back;
//! and `actual`, what it gave. What `expected` and `actual` have alike is taken from `words`, field by field, and the
//! rest from `actual`. So the result equals `words` exactly where the database is as the revisions say.

use super::restate_enums::Enums;
use super::restate_table::restate_table;
use crate::dialect::Dialect;
use crate::schema::{ColumnType, Schema};

/// The three sides of a comparison.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sides<'a> {
    /// What the revisions say, in their own words.
    pub(super) words: &'a Schema,
    /// The same, as the database would give it back.
    pub(super) expected: &'a Schema,
    /// What the database gave back.
    pub(super) actual: &'a Schema,
}

/// `actual` in the words of the revisions.
pub(super) fn restate(dialect: &dyn Dialect, sides: Sides<'_>) -> Schema {
    let Sides { words, expected, actual } = sides;
    let enums = Enums::new(dialect, sides);
    let mut schema = Schema::new();
    for (name, table) in &actual.tables {
        let mut restated = match (words.tables.get(name), expected.tables.get(name)) {
            (Some(words), Some(expected)) => restate_table(words, expected, table, &enums),
            (None, _) | (_, None) => {
                let mut table = table.clone();
                table.columns.iter_mut().for_each(|column| column.ty = enums.restate(&column.ty));
                table
            }
        };
        restated.name.clone_from(name);
        schema.insert_table(restated);
    }
    enums.into_types().into_iter().for_each(|enum_type| schema.insert_enum(enum_type));
    schema
}

/// What a field is in the words of the revisions: their own where the database has it as expected.
pub(super) fn keep<T: PartialEq + Clone>(words: &T, expected: &T, actual: &T) -> T {
    if expected == actual { words.clone() } else { actual.clone() }
}

/// The types of a column on the three sides.
pub(super) struct Types<'a> {
    pub(super) words: &'a ColumnType,
    pub(super) expected: &'a ColumnType,
    pub(super) actual: &'a ColumnType,
}
