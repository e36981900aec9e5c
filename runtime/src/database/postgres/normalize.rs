//! A schema as PostgreSQL would give it back.

use super::NAME;
use crate::schema::{Column, Index, NullsOrder, Schema, SortOrder, Table, Text};

/// `schema` without what PostgreSQL cannot tell apart or does not keep.
pub(super) fn normalize(schema: &Schema) -> Schema {
    let mut schema = schema.clone();
    schema.tables.values_mut().for_each(table);
    schema
}

fn table(table: &mut Table) {
    table.options.retain(|option| option.database == NAME);
    empty_comment(&mut table.comment);
    table.columns.iter_mut().for_each(column);
    // A primary key makes its columns refuse NULL (manual, section 5.4.4).
    let key = table.primary_key_columns().to_vec();
    for column in table.columns.iter_mut().filter(|column| key.contains(&column.name)) {
        column.nullable = false;
    }
    table.indexes.values_mut().for_each(index);
}

fn column(column: &mut Column) {
    if column.native.iter().any(|native| native.database != NAME) {
        column.native.to_mut().retain(|native| native.database == NAME);
    }
    empty_comment(&mut column.comment);
}

/// An empty comment is no comment (manual, COMMENT).
fn empty_comment(comment: &mut Option<Text>) {
    comment.take_if(|comment| comment.is_empty());
}

/// What an index has when nothing is said, as nothing (manual, CREATE INDEX).
fn index(index: &mut Index) {
    index.method.take_if(|method| method.eq_ignore_ascii_case("btree"));
    index.nulls_not_distinct &= index.unique;
    for column in index.columns.to_mut() {
        let by_itself = match column.order {
            SortOrder::Ascending => NullsOrder::Last,
            SortOrder::Descending => NullsOrder::First,
        };
        column.nulls.take_if(|nulls| *nulls == by_itself);
    }
}
