//! Models: what the derives implement and register, and the schema they add up to.
//!
//! What a derive says of columns, constraints and indexes is `const`, so that the compiler can compare it
//! with `schema.lock`.
//! [`schema`] adds up what is linked into the binary.

#[doc(hidden)]
pub mod build;
mod collect;
#[doc(hidden)]
pub mod drift;
mod field;

use std::collections::BTreeMap;

use crate::schema::{
    Column, ColumnType, Constraint, EnumType, Index, List, PrimaryKey, QualifiedName, TableOption, Text,
};

#[cfg(feature = "generate")]
pub(crate) use collect::conventional;
pub use collect::{ModelError, ModelErrors, Models, schema, schema_of};
pub use field::ArrayElement;

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
    const PARTS: &'static [Part<ModelColumn>];
    /// Unique constraints, foreign keys and checks, in order of the fields, then of the attributes.
    ///
    /// Apart from [`Columns::PARTS`], so that two models that reference each other make no cycle.
    const CONSTRAINTS: &'static [Part<ModelConstraint>] = &[];
    /// Indexes, in the same order; an empty name is written by convention.
    const INDEXES: &'static [Part<Index>] = &[];
}

/// A struct that is a table.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a model",
    note = "add `#[derive(aludel::Table)]` to it"
)]
pub trait Table: Columns {
    /// The table's name.
    const NAME: QualifiedName;
    /// Everything about the table: no constant, because nothing is compared with the whole of it.
    fn model() -> Model;
}

/// One thing that a struct declares, or all those of a struct that it flattens.
#[derive(Debug)]
pub enum Part<T: 'static> {
    /// Declared here.
    Own(T),
    /// Declared by a flattened field's struct.
    Flatten(&'static [Part<T>]),
}

impl<T> Part<T> {
    /// All things that `parts` declare, in order.
    pub fn flatten(parts: &'static [Part<T>]) -> Vec<&'static T> {
        let mut all = Vec::with_capacity(parts.len());
        for part in parts {
            match part {
                Part::Own(own) => all.push(own),
                Part::Flatten(parts) => all.extend(Part::flatten(parts)),
            }
        }
        all
    }
}

/// A column as a model declares it.
#[derive(Debug)]
pub struct ModelColumn {
    /// The field's name in Rust, by which references name it.
    pub field: &'static str,
    /// The column.
    pub column: Column,
    /// Whether it is part of the primary key.
    pub primary_key: bool,
    /// The column's name before, when it was renamed.
    pub renamed_from: Option<&'static str>,
}

/// A constraint as a model declares it; an empty name is written by convention.
#[derive(Debug)]
pub struct ModelConstraint {
    /// The constraint.
    pub constraint: Constraint,
    /// For a check declared on a field, the field's column: part of the conventional name.
    pub checked: &'static [Text],
}

/// A model: everything that `#[derive(Table)]` knows of its struct.
#[derive(Debug)]
pub struct Model {
    /// The table's name.
    pub name: QualifiedName,
    /// The fields, in order.
    pub parts: &'static [Part<ModelColumn>],
    /// The primary key, where the table's attribute gives its name or its order; without it, or
    /// without its columns, it is made of the columns that are marked, in order.
    pub primary_key: Option<PrimaryKey>,
    /// Unique constraints, foreign keys and checks.
    pub constraints: &'static [Part<ModelConstraint>],
    /// Indexes.
    pub indexes: &'static [Part<Index>],
    /// The comment kept in the database.
    pub comment: Option<Text>,
    /// Options of one database each, ordered by database and name.
    pub options: List<TableOption>,
    /// The table's name before, when it was renamed.
    pub renamed_from: Option<QualifiedName>,
    /// Where the struct stands.
    pub source: Source,
}

/// An enum that `#[derive(aludel::Enum)]` registers; only those that a column uses reach the schema.
#[derive(Debug)]
pub struct ModelEnum {
    /// The type's name and values.
    pub enum_type: EnumType,
    /// The type's name before, when it was renamed.
    pub renamed_from: Option<QualifiedName>,
    /// Values that were renamed: after and before.
    pub renamed_values: &'static [(&'static str, &'static str)],
    /// Where the Rust enum stands.
    pub source: Source,
}

/// Where a struct or enum stands in the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// The path of its module, such as `my_app::models`.
    pub module: &'static str,
    /// Its name.
    pub name: &'static str,
    /// The file, as the compiler names it.
    pub file: &'static str,
    /// The line, from 1.
    pub line: u32,
}

/// A model's registration.
#[derive(Clone, Copy, Debug)]
pub struct RegisteredModel(pub fn() -> Model);

/// An enum's registration.
#[derive(Clone, Copy, Debug)]
pub struct RegisteredEnum(pub fn() -> ModelEnum);

inventory::collect!(RegisteredModel);
inventory::collect!(RegisteredEnum);

/// What the models say of names before: `renamed_from`, wherever it stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Renames {
    /// Tables: after, before.
    pub tables: BTreeMap<QualifiedName, QualifiedName>,
    /// Columns: the table's name after and the column's name after, the column's name before.
    pub columns: BTreeMap<(QualifiedName, Text), Text>,
    /// Enums: after, before.
    pub enums: BTreeMap<QualifiedName, QualifiedName>,
    /// Values of enums: the enum's name after and the value after, the value before.
    pub enum_values: BTreeMap<(QualifiedName, Text), Text>,
}
