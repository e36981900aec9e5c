//! The way into sea-query: names, constraints and whole tables.
//!
//! sea-query doubles a quote inside an owned identifier, but not inside the names of indexes and
//! foreign keys; those are doubled here, with the database's own `quote`.

use sea_query::{
    Alias, Check as SeaCheck, ColumnDef, Expr, ForeignKey as SeaForeignKey, ForeignKeyAction,
    ForeignKeyCreateStatement, Index as SeaIndex, IndexCreateStatement, IntoTableRef, Table as SeaTable,
    TableCreateStatement, TableRef,
};

use crate::schema::{
    Action, Check, DefaultValue, ForeignKey, Literal, PrimaryKey, QualifiedName, Table, Text, Unique,
};

/// A name that sea-query quotes, and doubles the quotes of.
pub(in crate::database) fn identifier(name: &str) -> Alias {
    Alias::new(name)
}

/// A table, in its schema where it has one.
pub(in crate::database) fn table_ref(name: &QualifiedName) -> TableRef {
    match &name.schema {
        Some(schema) => (identifier(schema), identifier(&name.name)).into_table_ref(),
        None => identifier(&name.name).into_table_ref(),
    }
}

/// A primary key of a `CREATE TABLE`.
pub(in crate::database) fn primary_key(key: &PrimaryKey, quote: char) -> IndexCreateStatement {
    let mut sea = key_columns(&key.name, &key.columns, quote);
    sea.primary();
    sea
}

/// A unique constraint of a `CREATE TABLE`; sea-query has no word for deferrable.
pub(in crate::database) fn unique(unique: &Unique, quote: char) -> IndexCreateStatement {
    let mut sea = key_columns(&unique.name, &unique.columns, quote);
    sea.unique();
    if unique.nulls_not_distinct {
        sea.nulls_not_distinct();
    }
    sea
}

fn key_columns(name: &str, columns: &[Text], quote: char) -> IndexCreateStatement {
    let mut sea = SeaIndex::create();
    sea.name(doubled(name, quote));
    for column in columns {
        sea.col(identifier(column));
    }
    sea
}

/// A foreign key of `table`; sea-query has no word for deferrable.
pub(in crate::database) fn foreign_key(
    table: &QualifiedName,
    key: &ForeignKey,
    quote: char,
) -> ForeignKeyCreateStatement {
    let mut sea = SeaForeignKey::create();
    sea.name(doubled(&key.name, quote)).from_tbl(table_ref(table)).to_tbl(table_ref(&key.references));
    for column in &*key.columns {
        sea.from_col(identifier(column));
    }
    for column in &*key.referenced_columns {
        sea.to_col(identifier(column));
    }
    if let Some(action) = action(key.on_delete) {
        sea.on_delete(action);
    }
    if let Some(action) = action(key.on_update) {
        sea.on_update(action);
    }
    sea
}

/// The action as sea-query says it; none for the one that every database takes by itself.
fn action(action: Action) -> Option<ForeignKeyAction> {
    match action {
        Action::NoAction => None,
        Action::Restrict => Some(ForeignKeyAction::Restrict),
        Action::Cascade => Some(ForeignKeyAction::Cascade),
        Action::SetNull => Some(ForeignKeyAction::SetNull),
        Action::SetDefault => Some(ForeignKeyAction::SetDefault),
    }
}

/// A check.
pub(in crate::database) fn check(check: &Check) -> SeaCheck {
    SeaCheck::named(identifier(&check.name), Expr::cust(check.expression.clone()))
}

/// A default as sea-query says it: literals as values, expressions as they are.
pub(in crate::database) fn default_value(default: &DefaultValue) -> Expr {
    match default {
        DefaultValue::Literal(Literal::Boolean(value)) => Expr::val(*value),
        DefaultValue::Literal(Literal::Integer(number)) => match i64::try_from(*number) {
            Ok(number) => Expr::val(number),
            Err(_) => Expr::cust(number.to_string()),
        },
        DefaultValue::Literal(Literal::Number(digits)) => Expr::cust(digits.clone()),
        DefaultValue::Literal(Literal::Text(text)) => Expr::val(text.clone().into_owned()),
        DefaultValue::Sql(expression) => Expr::cust(expression.clone()),
    }
}

/// `CREATE TABLE` with the columns that `column` makes and those constraints that are not deferrable;
/// without indexes, comments and options.
///
/// # Errors
/// What `column` refuses.
pub(in crate::database) fn create_table<E>(
    table: &Table,
    quote: char,
    mut column: impl FnMut(&crate::schema::Column) -> Result<ColumnDef, E>,
) -> Result<TableCreateStatement, E> {
    let mut sea = SeaTable::create();
    sea.table(table_ref(&table.name));
    for each in &table.columns {
        sea.col(column(each)?);
    }
    if let Some(key) = &table.primary_key {
        sea.primary_key(&mut primary_key(key, quote));
    }
    for each in table.uniques.values().filter(|unique| unique.deferrable.is_none()) {
        sea.index(&mut unique(each, quote));
    }
    for key in table.foreign_keys.values().filter(|key| key.deferrable.is_none()) {
        sea.foreign_key(&mut foreign_key(&table.name, key, quote));
    }
    for each in table.checks.values() {
        sea.check(check(each));
    }
    Ok(sea)
}

/// `name` with each `quote` in it doubled.
fn doubled(name: &str, quote: char) -> String {
    name.replace(quote, &format!("{quote}{quote}"))
}
