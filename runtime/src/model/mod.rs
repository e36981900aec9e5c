//! Models: what the derives implement and register, and the schema they add up to.
//!
//! Everything a derive emits is `const`, so that the compiler can compare it with `schema.lock`.

use crate::schema::{
    Column, ColumnType, Constraint, EnumType, Index, List, PrimaryKey, QualifiedName, TableOption, Text,
};

/// A Rust type that a column can hold.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a column type",
    note = "implement `aludel::Field` for it, derive it with `aludel::Enum`, or enable the feature of its crate"
)]
pub trait Field {
    /// The column's type.
    const TYPE: ColumnType;
    /// Whether the column holds NULL.
    const NULLABLE: bool = false;
    /// The values, for an enum: what a default is checked against.
    const VALUES: &'static [Text] = &[];
}

/// A struct whose fields are columns: a model, or a mixin that models flatten.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no columns",
    note = "add `#[derive(aludel::Columns)]` to it"
)]
pub trait Columns {
    /// The fields, in order.
    const PARTS: &'static [Part];
    /// Unique constraints, foreign keys and checks, those of flattened structs included.
    const CONSTRAINTS: &'static [ModelConstraint];
    /// Indexes, those of flattened structs included; an empty name is written by convention.
    const INDEXES: &'static [Index];
}

/// A struct that is a table.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a model",
    note = "add `#[derive(aludel::Table)]` to it"
)]
pub trait Table: Columns {
    /// The table's name.
    const NAME: QualifiedName;
    /// Everything about the table.
    const MODEL: Model;
}
