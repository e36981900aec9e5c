//! Expressions in the words of the database: SQLite keeps them as they were written, so that its tokens decide.

use crate::database::sqlite::ddl::same_expression;
use crate::schema::{Column, DefaultValue, Index, IndexKey, Schema, Table, Text};

/// See [`Driver::canonicalize`](crate::connection::Driver::canonicalize).
pub(in crate::database::sqlite) fn canonicalize(expected: &Schema, actual: &Schema) -> Schema {
    let mut canonical = expected.clone();
    canonical.tables.change_each(|table| {
        if let Some(actual) = actual.tables.get(&table.name) {
            each_expression(table, actual);
        }
    });
    canonical
}

fn each_expression(table: &mut Table, actual: &Table) {
    for (name, check) in &mut table.checks {
        spell(Some(&mut check.expression), actual.checks.get(name).map(|check| &check.expression));
    }
    for column in &mut table.columns {
        if let Some(actual) = actual.column(&column.name) {
            spell(column.generated.as_mut().map(|it| &mut it.expression), generated(actual));
            spell(default_mut(column), default(actual));
        }
    }
    for (name, index) in &mut table.indexes {
        if let Some(actual) = actual.indexes.get(name) {
            spell(index.predicate.as_mut(), actual.predicate.as_ref());
            keys(index, actual);
        }
    }
}

fn keys(index: &mut Index, actual: &Index) {
    for (part, actual) in index.columns.to_mut().iter_mut().zip(actual.columns.iter()) {
        if let (IndexKey::Expression(expected), IndexKey::Expression(actual)) = (&mut part.key, &actual.key) {
            spell(Some(expected), Some(actual));
        }
    }
}

fn generated(column: &Column) -> Option<&Text> {
    column.generated.as_ref().map(|generated| &generated.expression)
}

fn default(column: &Column) -> Option<&Text> {
    match column.default.as_ref()? {
        DefaultValue::Sql(expression) => Some(expression),
        DefaultValue::Literal(_) => None,
    }
}

fn default_mut(column: &mut Column) -> Option<&mut Text> {
    match column.default.as_mut()? {
        DefaultValue::Sql(expression) => Some(expression),
        DefaultValue::Literal(_) => None,
    }
}

fn spell(expected: Option<&mut Text>, actual: Option<&Text>) {
    if let (Some(expected), Some(actual)) = (expected, actual)
        && same_expression(expected, actual)
    {
        expected.clone_from(actual);
    }
}
