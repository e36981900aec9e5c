//! A schema as MySQL would give it back: what it cannot tell apart made equal.
//!
//! A primary key's name and an enum's stay the model's: MySQL has none that could differ.

use super::Mysql;
use super::column::current_timestamp;
use super::index::ordered_columns;
use super::keys::remove_implied;
use super::types::with_digits;
use crate::dialect::Dialect;
use crate::schema::{
    Action, Column, DefaultValue, ForeignKey, Identity, Index, NativeType, NullsOrder, Schema, SortOrder,
    Table, Unique,
};

pub(super) fn schema(schema: &Schema) -> Schema {
    let mut schema = schema.clone();
    schema.tables.values_mut().for_each(table);
    schema
}

fn table(table: &mut Table) {
    table.options.retain(|option| option.database == Mysql.name());
    table.comment.take_if(|comment| comment.is_empty());
    let keys = table.primary_key_columns().to_vec();
    for each in &mut table.columns {
        column(each);
        // A computed column cannot say NOT NULL, and one of the primary key cannot leave it out.
        each.nullable = each.generated.is_some() || (each.nullable && !keys.contains(&each.name));
    }
    table.foreign_keys.values_mut().for_each(foreign_key);
    table.indexes.values_mut().for_each(index);
    remove_implied(table);
    for unique in unique_keys(table) {
        table.indexes.remove(&unique.name);
        table.uniques.insert(unique.name.clone(), unique);
    }
}

fn column(column: &mut Column) {
    column.native = column
        .native
        .iter()
        .filter(|native| native.database == Mysql.name())
        .cloned()
        .collect::<Vec<NativeType>>()
        .into();
    column.ty = with_digits(&column.ty);
    column.comment.take_if(|comment| comment.is_empty());
    column.identity = column.identity.map(|_| Identity::ByDefault);
    if let Some(DefaultValue::Sql(expression)) = &column.default
        && let Some(now) = current_timestamp(expression, column)
    {
        column.default = Some(DefaultValue::Sql(now.into()));
    }
}

/// InnoDB checks at once, whatever it is told (MySQL manual, FOREIGN KEY constraints, referential actions).
fn foreign_key(key: &mut ForeignKey) {
    for action in [&mut key.on_delete, &mut key.on_update] {
        if *action == Action::Restrict {
            *action = Action::NoAction;
        }
    }
}

fn index(index: &mut Index) {
    // InnoDB keeps a tree whatever it is told (MySQL manual, CREATE INDEX, index types per engine).
    let is_tree = |method: &str| ["btree", "hash"].contains(&method.to_ascii_lowercase().as_str());
    index.method.take_if(|method| is_tree(method));
    for column in index.columns.to_mut() {
        let by_itself = match column.order {
            SortOrder::Ascending => NullsOrder::First,
            SortOrder::Descending => NullsOrder::Last,
        };
        column.nulls.take_if(|nulls| *nulls == by_itself);
    }
}

/// The unique indexes that are unique constraints too: MySQL has one thing for both.
fn unique_keys(table: &Table) -> Vec<Unique> {
    let mut uniques = Vec::new();
    for index in table.indexes.values().filter(|index| index.unique) {
        let columns = ordered_columns(index);
        if columns.len() == index.columns.len() {
            let columns = columns.into_iter().cloned().collect::<Vec<_>>().into();
            let name = index.name.clone();
            uniques.push(Unique { name, columns, deferrable: None, nulls_not_distinct: false });
        }
    }
    uniques
}
