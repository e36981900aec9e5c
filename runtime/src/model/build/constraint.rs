//! Constraints of a model; an empty name is written by convention.

use std::borrow::Cow;

use super::lookup::{find, find_or_fail};
use super::{Action, Columns, Deferrable, ModelConstraint, Part, Table, fail};
use crate::schema::{Check, ColumnType, Constraint, ForeignKey, PrimaryKey, Text, Unique, text};

/// The primary key by its columns' names.
pub const fn primary_key(name: &'static str, columns: &'static [Text]) -> Option<PrimaryKey> {
    Some(PrimaryKey { name: Cow::Borrowed(name), columns: Cow::Borrowed(columns) })
}

/// A unique constraint by its columns' names.
pub const fn unique(
    name: &'static str,
    columns: &'static [Text],
    deferrable: Option<Deferrable>,
    nulls_not_distinct: bool,
) -> Part<ModelConstraint> {
    own(Constraint::Unique(Unique {
        name: Cow::Borrowed(name),
        columns: Cow::Borrowed(columns),
        deferrable,
        nulls_not_distinct,
    }))
}

/// A check, perhaps declared on one column.
pub const fn check(
    name: &'static str,
    expression: &'static str,
    checked: &'static [Text],
) -> Part<ModelConstraint> {
    let constraint =
        Constraint::Check(Check { name: Cow::Borrowed(name), expression: Cow::Borrowed(expression) });
    Part::Own(ModelConstraint { constraint, checked })
}

/// A foreign key to the model `T`, by the columns' names here and the fields' names there, as
/// [`references`] has checked them.
pub const fn foreign_key<T: Table>(
    name: &'static str,
    columns: &'static [Text],
    referenced_columns: &'static [Text],
    match_full: bool,
    on_delete: Action,
    on_update: Action,
    deferrable: Option<Deferrable>,
) -> Part<ModelConstraint> {
    own(Constraint::ForeignKey(ForeignKey {
        name: Cow::Borrowed(name),
        columns: Cow::Borrowed(columns),
        references: T::NAME,
        referenced_columns: Cow::Borrowed(referenced_columns),
        match_full,
        on_delete,
        on_update,
        deferrable,
    }))
}

const fn own(constraint: Constraint) -> Part<ModelConstraint> {
    Part::Own(ModelConstraint { constraint, checked: &[] })
}

/// The one column that a foreign key of one column references, as [`references`] finds it.
#[track_caller]
pub const fn reference<S: Columns, T: Table>(own: &str, model: &str, field: &str) -> &'static [Text] {
    std::slice::from_ref(checked::<S, T>(own, model, field))
}

/// The name of the column of the field `field` of the model `T`, which the code calls `model`.
///
/// Panics when there is no such field, or when its type is not that of the struct's `own` field.
#[track_caller]
pub const fn references<S: Columns, T: Table>(own: &str, model: &str, field: &str) -> Text {
    Cow::Borrowed(text::str(checked::<S, T>(own, model, field)))
}

#[track_caller]
const fn checked<S: Columns, T: Table>(own: &str, model: &str, field: &str) -> &'static Text {
    let there = find_or_fail(T::PARTS, model, field);
    if let Some(here) = find(S::PARTS, own)
        && !comparable(&here.column.ty, &there.column.ty)
    {
        let mut buffer = [0; 2048];
        let mut out = text::Writer::write(&mut buffer);
        out.push("`");
        out.push(model);
        out.push("::");
        out.push(field);
        out.push("` is `");
        text::column_type(&mut out, &there.column.ty);
        out.push("`, but `");
        out.push(own);
        out.push("`, which references it, is `");
        text::column_type(&mut out, &here.column.ty);
        out.push("`");
        let length = out.length();
        fail(&buffer, length)
    }
    &there.column.name
}

/// Whether values of the two types can be equal: the same type, texts of any length, or decimals of any size.
pub(crate) const fn comparable(a: &ColumnType, b: &ColumnType) -> bool {
    match (a, b) {
        (ColumnType::Text | ColumnType::Varchar(_) | ColumnType::Char(_), b) => {
            matches!(b, ColumnType::Text | ColumnType::Varchar(_) | ColumnType::Char(_))
        }
        (ColumnType::Blob | ColumnType::Varbinary(_), b) => {
            matches!(b, ColumnType::Blob | ColumnType::Varbinary(_))
        }
        (ColumnType::Decimal(_), b) => matches!(b, ColumnType::Decimal(_)),
        _ => {
            let mut buffer = [0; 512];
            let mut out = text::Writer::write(&mut buffer);
            text::column_type(&mut out, a);
            let length = out.length();
            let Ok(expected) = str::from_utf8(buffer.split_at(length).0) else { return false };
            let mut out = text::Writer::compare(expected);
            text::column_type(&mut out, b);
            out.equal()
        }
    }
}

/// The action; panics when it makes NULL what holds none.
#[track_caller]
pub const fn action<S: Columns>(own: &str, action: Action) -> Action {
    if let Action::SetNull = action
        && let Some(column) = find(S::PARTS, own)
    {
        assert!(column.column.nullable, "`set_null` needs a field that is an `Option`");
    }
    action
}
