//! The whole of a model, and of an enum.

use std::borrow::Cow;

use super::{EnumType, Model, ModelEnum, QualifiedName, Source, Table, TableOption, optional};
use crate::schema::{PrimaryKey, Text};

/// The model of the struct `T`.
pub const fn model<T: Table>(
    primary_key: Option<PrimaryKey>,
    comment: Option<&'static str>,
    options: &'static [TableOption],
    renamed_from: Option<QualifiedName>,
    source: Source,
) -> Model {
    Model {
        name: T::NAME,
        parts: T::PARTS,
        primary_key,
        constraints: T::CONSTRAINTS,
        indexes: T::INDEXES,
        comment: optional(comment),
        options: Cow::Borrowed(options),
        renamed_from,
        source,
    }
}

/// The model of an enum.
pub const fn model_enum(
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
