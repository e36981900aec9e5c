//! A schema as PostgreSQL would give it back.

use std::collections::BTreeMap;

use super::default::{canonical, without_parentheses};
use super::type_name::{Meaning, meaning};
use super::{NAME, types};
use crate::schema::{
    Column, ColumnType, EnumType, Index, IndexKey, NativeType, NullsOrder, QualifiedName, Schema, SortOrder,
    Table, Text,
};

/// `schema` without what PostgreSQL cannot tell apart or does not keep.
pub(super) fn normalize(schema: &Schema) -> Schema {
    let mut schema = schema.clone();
    let Schema { tables, enums } = &mut schema;
    tables.change_each(|table| self::table(table, enums));
    schema
}

fn table(table: &mut Table, enums: &BTreeMap<QualifiedName, EnumType>) {
    table.options.retain(|option| option.database == NAME);
    empty_comment(&mut table.comment);
    table.columns.iter_mut().for_each(|column| self::column(column, enums));
    // A primary key makes its columns refuse NULL (manual, section 5.4.4).
    let key = table.primary_key_columns().to_vec();
    for column in table.columns.iter_mut().filter(|column| key.contains(&column.name)) {
        column.nullable = false;
    }
    for check in table.checks.values_mut() {
        bare(&mut check.expression);
    }
    table.indexes.values_mut().for_each(index);
}

fn column(column: &mut Column, enums: &BTreeMap<QualifiedName, EnumType>) {
    native(column, enums);
    empty_comment(&mut column.comment);
    column.collation.take_if(|collation| collation == "default");
    // Manual, CREATE TABLE, "GENERATED … AS IDENTITY", and section 8.1.4.
    let serial = column.native_type(NAME).is_some_and(|native| types::serial_of(native).is_some());
    if column.identity.is_some() || serial {
        column.nullable = false;
    }
    if let Some(default) = column.default.take() {
        let native = column.native_type(NAME).filter(|_| !serial);
        column.default = canonical(&column.ty, native, default);
    }
    if let Some(generated) = &mut column.generated {
        bare(&mut generated.expression);
    }
}

/// The type in one spelling: portable where it can be, else in PostgreSQL's words for it, beside `text`; for a
/// serial type, beside its integer.
fn native(column: &mut Column, enums: &BTreeMap<QualifiedName, EnumType>) {
    let Some(native) = column.native_type(NAME).map(str::to_owned) else {
        if !column.native.is_empty() {
            column.native = Vec::new().into();
        }
        return;
    };
    match meaning(&native, enums) {
        Meaning::Portable(ty) => {
            column.ty = ty;
            column.native = Vec::new().into();
        }
        Meaning::Native(ty) => {
            column.ty = match types::serial_of(&ty) {
                Some(("smallint", _)) => ColumnType::SmallInt,
                Some(("integer", _)) => ColumnType::Integer,
                Some(_) => ColumnType::BigInt,
                None => ColumnType::Text,
            };
            column.native = vec![NativeType { database: NAME.into(), ty: ty.into() }].into();
        }
    }
}

/// An empty comment is no comment (manual, COMMENT).
fn empty_comment(comment: &mut Option<Text>) {
    comment.take_if(|comment| comment.is_empty());
}

/// The expression without parentheses around it.
fn bare(expression: &mut Text) {
    let bare = without_parentheses(expression);
    if bare.len() < expression.len() {
        *expression = bare.to_owned().into();
    }
}

/// What an index has when nothing is said, as nothing (manual, CREATE INDEX).
fn index(index: &mut Index) {
    index.method.take_if(|method| method.eq_ignore_ascii_case("btree"));
    index.nulls_not_distinct &= index.unique;
    if let Some(predicate) = &mut index.predicate {
        bare(predicate);
    }
    for column in index.columns.to_mut() {
        if let IndexKey::Expression(expression) = &mut column.key {
            bare(expression);
        }
        let by_itself = match column.order {
            SortOrder::Ascending => NullsOrder::Last,
            SortOrder::Descending => NullsOrder::First,
        };
        column.nulls.take_if(|nulls| *nulls == by_itself);
    }
}
