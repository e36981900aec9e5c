//! `CREATE TABLE`, `CREATE INDEX` and what they are made of: columns, constraints, keys.
//!
//! sea-query writes columns, keys and checks; it has no named or deferrable foreign key and no
//! index on an expression for SQLite, so those are written here.

use sea_query::{ColumnDef, ColumnType as SeaType, Expr, IndexBuilder, SqliteQueryBuilder, TableBuilder};

use super::{NAME, literal, quote, types};
use crate::database::shared::{
    self, Refusal, column_place, constraint_place, identifier, index_place, table_place,
};
use crate::dialect::{DialectError, Plan};
use crate::schema::{
    Column, ColumnType, DefaultValue, EnumType, Index, IndexColumn, IndexKey, Literal, NullsOrder,
    QualifiedName, Schema, SortOrder, Table, Text,
};

/// Adds the statements of a new table and its indexes to `plan`.
///
/// # Errors
/// For whatever of it SQLite does not have.
pub(super) fn create(schema: &Schema, table: &Table, plan: &mut Plan<'_>) -> Result<(), DialectError> {
    plan.statement(create_table(schema, table, table_name(&table.name)?)?);
    for index in table.indexes.values() {
        plan.statement(create_index(&table.name, index)?);
    }
    Ok(())
}

/// `CREATE TABLE` for `table` of `schema` under the name `name`, without its indexes.
///
/// # Errors
/// For whatever of it SQLite does not have.
pub(super) fn create_table(schema: &Schema, table: &Table, name: &str) -> Result<String, DialectError> {
    let strict = options(table)?.contains(&"STRICT");
    let mut parts = Vec::new();
    for column in &table.columns {
        parts.push(column_definition(schema, table, column, strict)?);
    }
    parts.extend(constraints(table)?);
    let mut sql = format!("CREATE TABLE {} (\n    {}\n)", quote(name), parts.join(",\n    "));
    let options = options(table)?;
    if !options.is_empty() {
        sql.push(' ');
        sql.push_str(&options.join(", "));
    }
    Ok(sql)
}

/// The name of a table, which must stand in no schema.
///
/// # Errors
/// For a name within a schema.
pub(super) fn table_name(name: &QualifiedName) -> Result<&str, DialectError> {
    match &name.schema {
        None => Ok(&name.name),
        Some(_) => {
            let hint = "take the schema away from the table's name: a SQLite database has one namespace";
            Err(Refusal::new("schemas", hint).at(NAME, table_place(name)))
        }
    }
}

/// The options after the closing parenthesis (CREATE TABLE, section 1).
fn options(table: &Table) -> Result<Vec<&'static str>, DialectError> {
    table_name(&table.name)?;
    let ours = table.options.iter().filter(|option| option.database == NAME);
    ours.map(|option| match &*option.name {
        "strict" => Ok("STRICT"),
        "without_rowid" => Ok("WITHOUT ROWID"),
        other => {
            let hint = "SQLite's table options are `strict` and `without_rowid`";
            Err(Refusal::new(format!("table option `{other}`"), hint).at(NAME, table_place(&table.name)))
        }
    })
    .collect()
}

/// Whether rows of the table are kept under a rowid (Rowid Tables, section 1).
pub(super) fn has_rowid(table: &Table) -> bool {
    table.option(NAME, "without_rowid").is_none()
}

/// Whether tables of this declaration allow SQLite's five types only (STRICT Tables, section 2).
pub(super) fn is_strict(table: &Table) -> bool {
    table.option(NAME, "strict").is_some()
}

/// The column that is the rowid under another name: the only one of the primary key, of type
/// `INTEGER` exactly (CREATE TABLE, section 5).
pub(super) fn rowid_alias(table: &Table) -> Option<&Column> {
    let [key] = table.primary_key_columns() else { return None };
    let column = table.column(key).filter(|_| has_rowid(table))?;
    let declared = types::declared(column, is_strict(table)).ok()?;
    declared.eq_ignore_ascii_case("INTEGER").then_some(column)
}

/// A column as `CREATE TABLE` and `ADD COLUMN` take it.
///
/// # Errors
/// For whatever of it SQLite does not have.
pub(super) fn column_definition(
    schema: &Schema,
    table: &Table,
    column: &Column,
    strict: bool,
) -> Result<String, DialectError> {
    let refuse = |refusal: Refusal| refusal.at(NAME, column_place(&table.name, &column.name));
    let ty = types::declared(column, strict).map_err(refuse)?;
    let mut sea = ColumnDef::new_with_type(identifier(&column.name), SeaType::custom(ty.into_owned()));
    if !column.nullable {
        sea.not_null();
    }
    if let Some(default) = &column.default {
        sea.default(Expr::custom_keyword(identifier(&default_value(&column.ty, default))));
    }
    if let Some(generated) = &column.generated {
        sea.generated(Expr::cust(generated.expression.clone()), generated.stored);
    }
    let mut extra = Vec::new();
    if column.identity.is_some() {
        extra.push(autoincrement(table, column).map_err(refuse)?);
    }
    if let Some(collation) = &column.collation {
        extra.push(format!("COLLATE {}", quote(collation)));
    }
    if let ColumnType::Enum(name) = &column.ty
        && column.native_type(NAME).is_none()
    {
        // Without a name, which no native rename would follow; in parentheses of its own, because
        // SQLite's message about it is its text, cut after a name in quotes that it starts with.
        let values = enum_values(schema.expect_enum(name)?);
        extra.push(format!("CHECK (({} IN ({values})))", quote(&column.name)));
    }
    if !extra.is_empty() {
        sea.extra(extra.join(" "));
    }
    let mut sql = String::new();
    SqliteQueryBuilder.prepare_column_def(&sea, &mut sql);
    Ok(sql)
}

/// The values of an enum in one order whatever theirs: SQLite compares them as text, so that putting
/// them in another order changes nothing.
fn enum_values(enum_type: &EnumType) -> String {
    let mut values: Vec<&Text> = enum_type.values.iter().collect();
    values.sort();
    values.into_iter().map(|value| literal(value)).collect::<Vec<_>>().join(", ")
}

/// The primary key of a self-numbering column, which stands with the column.
fn autoincrement(table: &Table, column: &Column) -> Result<String, Refusal> {
    match &table.primary_key {
        Some(key) if *key.columns == [column.name.clone()] && has_rowid(table) => {
            Ok(format!("CONSTRAINT {} PRIMARY KEY AUTOINCREMENT", quote(&key.name)))
        }
        _ => Err(Refusal::new(
            "identity column beside the primary key",
            "make it the table's only primary key column, in a table with rowids, or take `identity` away",
        )),
    }
}

/// A default as it stands after `DEFAULT`.
pub(super) fn default_value(ty: &ColumnType, default: &DefaultValue) -> String {
    match default {
        DefaultValue::Literal(Literal::Boolean(value)) => value.to_string().to_uppercase(),
        DefaultValue::Literal(Literal::Integer(number)) => number.to_string(),
        DefaultValue::Literal(Literal::Number(number)) => number.to_string(),
        DefaultValue::Literal(Literal::Text(text)) if *ty == ColumnType::Uuid && types::is_uuid(text) => {
            types::uuid_literal(text)
        }
        DefaultValue::Literal(Literal::Text(text)) => literal(text),
        DefaultValue::Sql(expression) => format!("({expression})"),
    }
}

/// The constraints that stand after the columns.
fn constraints(table: &Table) -> Result<Vec<String>, DialectError> {
    let mut all = Vec::new();
    let with_column = table.columns.iter().any(|column| column.identity.is_some());
    if let Some(key) = table.primary_key.as_ref().filter(|_| !with_column) {
        let mut sql = String::new();
        SqliteQueryBuilder.prepare_table_index_expression(&shared::primary_key(key, '"'), &mut sql);
        all.push(sql);
    }
    for unique in table.uniques.values() {
        let refuse = |what: &str, hint: &str| {
            Err(Refusal::new(what, hint).at(NAME, constraint_place(&table.name, &unique.name)))
        };
        if unique.deferrable.is_some() {
            return refuse("deferrable unique constraints", "take `deferrable` away");
        }
        if unique.nulls_not_distinct {
            let hint = "take it away, or make a unique index on `coalesce(…)` of the columns";
            return refuse("`NULLS NOT DISTINCT`", hint);
        }
        let mut sql = String::new();
        SqliteQueryBuilder.prepare_table_index_expression(&shared::unique(unique, '"'), &mut sql);
        all.push(sql);
    }
    for key in table.foreign_keys.values() {
        // Parsed and ignored (SQLite documentation, "SQLite Foreign Key Support", section 6).
        if key.match_full {
            let hint = "take it away, or check that the columns are all NULL or none";
            return Err(Refusal::new("`MATCH FULL`", hint).at(NAME, constraint_place(&table.name, &key.name)));
        }
        all.push(shared::foreign_key_clause(key, &quote(table_name(&key.references)?), quote));
    }
    for check in table.checks.values() {
        let mut sql = String::new();
        SqliteQueryBuilder.prepare_check_constraint(&shared::check(check), &mut sql);
        all.push(sql);
    }
    Ok(all)
}

/// `CREATE INDEX`.
///
/// # Errors
/// For whatever of it SQLite does not have.
pub(super) fn create_index(table: &QualifiedName, index: &Index) -> Result<String, DialectError> {
    let refuse = |what: &str, hint: &str| Refusal::new(what, hint).at(NAME, index_place(table, &index.name));
    if let Some(method) = &index.method {
        return Err(refuse(&format!("index method `{method}`"), "take it away: every index is a B-tree"));
    }
    if !index.include.is_empty() {
        return Err(refuse("`INCLUDE`", "put the columns at the end of the key, or take them away"));
    }
    if index.nulls_not_distinct {
        return Err(refuse("`NULLS NOT DISTINCT`", "take it away, or index `coalesce(…)` of the columns"));
    }
    let keys: Vec<String> = index
        .columns
        .iter()
        .map(|column| {
            index_column(column).map_err(|refusal| refusal.at(NAME, index_place(table, &index.name)))
        })
        .collect::<Result<_, _>>()?;
    let unique = if index.unique { "UNIQUE " } else { "" };
    let (name, on) = (quote(&index.name), quote(table_name(table)?));
    let mut sql = format!("CREATE {unique}INDEX {name} ON {on} ({})", keys.join(", "));
    if let Some(predicate) = &index.predicate {
        sql.push_str(&format!(" WHERE {predicate}"));
    }
    Ok(sql)
}

fn index_column(column: &IndexColumn) -> Result<String, Refusal> {
    if let Some(class) = &column.operator_class {
        let hint = "take it away; a collation on the column changes how it compares";
        return Err(Refusal::new(format!("operator class `{class}`"), hint));
    }
    if column.prefix_length.is_some() {
        return Err(Refusal::new("prefix length", "take it away, or index `substr(…)` of the column"));
    }
    if !nulls_by_itself(column) {
        return Err(Refusal::new(
            "order of NULLs in an index",
            "take it away: SQLite keeps NULLs first in ascending order and last in descending order",
        ));
    }
    let key = match &column.key {
        IndexKey::Column(name) => quote(name),
        IndexKey::Expression(expression) => format!("({expression})"),
    };
    Ok(match column.order {
        SortOrder::Ascending => key,
        SortOrder::Descending => format!("{key} DESC"),
    })
}

/// Whether NULLs are asked for where SQLite keeps them anyway: below all values (Datatypes, section 4.1).
pub(super) fn nulls_by_itself(column: &IndexColumn) -> bool {
    match (column.nulls, column.order) {
        (None, _)
        | (Some(NullsOrder::First), SortOrder::Ascending)
        | (Some(NullsOrder::Last), SortOrder::Descending) => true,
        (Some(NullsOrder::First), SortOrder::Descending) | (Some(NullsOrder::Last), SortOrder::Ascending) => {
            false
        }
    }
}
