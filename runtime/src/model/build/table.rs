//! The whole of a model, and of an enum.

use std::borrow::Cow;

use super::{Borrowed, EnumType, Model, ModelEnum, QualifiedName, Source, Table, TableOption, Text};

/// The model of the struct `T`, where its attributes say nothing of the whole table.
pub fn model<T: Table>(source: Source) -> Model {
    Model {
        name: T::NAME,
        parts: T::PARTS,
        primary_key: None,
        constraints: T::CONSTRAINTS,
        indexes: T::INDEXES,
        comment: None,
        options: Cow::Borrowed(&[]),
        renamed_from: None,
        source,
    }
}

/// An option of a table that only one database knows.
pub const fn option(database: &'static str, name: &'static str, value: &'static str) -> TableOption {
    TableOption { database: Borrowed(database), name: Borrowed(name), value: Borrowed(value) }
}

/// The model of an enum.
pub fn model_enum(
    name: QualifiedName,
    values: &'static [Text],
    renamed_from: Option<QualifiedName>,
    renamed_values: &'static [(&'static str, &'static str)],
    source: Source,
) -> ModelEnum {
    ModelEnum {
        enum_type: EnumType { name, values: Cow::Borrowed(values) },
        renamed_from,
        renamed_values,
        source,
    }
}
