//! `CREATE TABLE`, columns and constraints.

use sea_query::{
    ColumnDef, ColumnType as SeaType, Expr, IndexBuilder, PostgresQueryBuilder, QueryBuilder, TableBuilder,
};

use super::NAME;
use super::sql::{QUOTE, literal, qualified, quote};
use super::types::type_of;
use super::{index, options};
use crate::database::shared::{self, Refusal, column_place};
use crate::dialect::DialectError;
use crate::schema::{
    Column, ColumnType, Constraint, DefaultValue, Deferrable, Identity, Literal, QualifiedName, Table, Text,
};

/// The statements that make a table with everything about it.
pub(super) fn create(table: &Table) -> Result<Vec<String>, DialectError> {
    let create = shared::create_table(table, QUOTE, |column| definition(&table.name, column))?;
    let mut statements = vec![create.to_string(PostgresQueryBuilder)];
    for option in table.options.iter().filter(|option| option.database == NAME) {
        statements.push(options::change(&table.name, &option.name, Some(&option.value))?);
    }
    for constraint in table.constraints().filter(|constraint| deferrable(constraint).is_some()) {
        statements.push(add_constraint(&table.name, &constraint));
    }
    for index in table.indexes.values() {
        statements.push(index::create(&table.name, index)?);
    }
    if table.comment.is_some() {
        statements.push(comment(&table.name, table.comment.as_ref()));
    }
    let commented = table.columns.iter().filter(|column| column.comment.is_some());
    statements.extend(commented.map(|column| comment_column(&table.name, column)));
    Ok(statements)
}

/// The statements that add a column to `table`, after all others, with its comment.
pub(super) fn add_column(table: &QualifiedName, column: &Column) -> Result<Vec<String>, DialectError> {
    let mut add = format!("ALTER TABLE {} ADD COLUMN ", qualified(table));
    PostgresQueryBuilder.prepare_column_def(&definition(table, column)?, &mut add);
    let mut statements = vec![add];
    if column.comment.is_some() {
        statements.push(comment_column(table, column));
    }
    Ok(statements)
}

/// `ALTER TABLE … DROP COLUMN …`.
pub(super) fn drop_column(table: &QualifiedName, column: &Text) -> String {
    format!("ALTER TABLE {} DROP COLUMN {}", qualified(table), quote(column))
}

fn definition(table: &QualifiedName, column: &Column) -> Result<ColumnDef, DialectError> {
    let refused = |refusal: Refusal| refusal.at(NAME, column_place(table, &column.name));
    let ty = type_and_collation(column).map_err(refused)?;
    let mut definition = ColumnDef::new_with_type(shared::identifier(&column.name), SeaType::custom(ty));
    if !column.nullable {
        definition.not_null();
    }
    if let Some(default) = &column.default {
        definition.default(default_expression(column, default));
    }
    if let Some(generated) = &column.generated {
        if !generated.stored {
            let hint = "compute it when it is written (`stored`), or in a view";
            return Err(refused(Refusal::new("column that is computed when read before version 18", hint)));
        }
        definition.generated(Expr::cust(generated.expression.clone()), true);
    }
    if let Some(identity) = column.identity {
        definition
            .extra(format!("GENERATED {} AS IDENTITY", identity_kind(column, identity).map_err(refused)?));
    }
    Ok(definition)
}

/// The type, and the collation where the column has its own.
pub(super) fn type_and_collation(column: &Column) -> Result<String, Refusal> {
    let ty = type_of(column)?;
    Ok(match &column.collation {
        // A collation's name may hold a dot (`de_DE.utf8`), so it is never taken apart.
        Some(collation) => format!("{ty} COLLATE {}", quote(collation)),
        None => ty,
    })
}

/// The words for when an identity column takes a given value.
pub(super) fn identity_kind(column: &Column, identity: Identity) -> Result<&'static str, Refusal> {
    let integer = matches!(column.ty, ColumnType::SmallInt | ColumnType::Integer | ColumnType::BigInt);
    if !integer && column.native_type(NAME).is_none() {
        let hint = "identity goes with `i16`, `i32` and `i64`";
        return Err(Refusal::new(format!("identity of type `{}`", column.ty), hint));
    }
    Ok(match identity {
        Identity::ByDefault => "BY DEFAULT",
        Identity::Always => "ALWAYS",
    })
}

fn default_expression(column: &Column, default: &DefaultValue) -> Expr {
    match default {
        // There is no assignment from `integer` to `"char"`.
        DefaultValue::Literal(Literal::Integer(number)) if is_tiny(column) => {
            Expr::cust(tiny(&number.to_string()))
        }
        _ => shared::default_value(default),
    }
}

/// Whether the column is PostgreSQL's integer of one byte.
pub(super) fn is_tiny(column: &Column) -> bool {
    column.ty == ColumnType::TinyInt && column.native_type(NAME).is_none()
}

/// The integer `value` as a value of PostgreSQL's integer of one byte.
pub(super) fn tiny(value: &str) -> String {
    format!("({value})::\"char\"")
}

/// The default as it is written after `SET DEFAULT`.
pub(super) fn default_sql(column: &Column, default: &DefaultValue) -> String {
    let mut sql = String::new();
    PostgresQueryBuilder.prepare_expr(&default_expression(column, default), &mut sql);
    sql
}

/// `ALTER TABLE … ADD …` of a constraint.
pub(super) fn add_constraint(table: &QualifiedName, constraint: &Constraint) -> String {
    let mut sql = format!("ALTER TABLE {} ADD ", qualified(table));
    match constraint {
        Constraint::PrimaryKey(key) => {
            PostgresQueryBuilder.prepare_table_index_expression(&shared::primary_key(key, QUOTE), &mut sql)
        }
        Constraint::Unique(unique) => {
            PostgresQueryBuilder.prepare_table_index_expression(&shared::unique(unique, QUOTE), &mut sql);
        }
        Constraint::ForeignKey(key) => {
            sql = shared::foreign_key(table, key, QUOTE).to_string(PostgresQueryBuilder);
        }
        Constraint::Check(check) => {
            PostgresQueryBuilder.prepare_check_constraint(&shared::check(check), &mut sql);
        }
    }
    match deferrable(constraint) {
        Some(Deferrable::InitiallyImmediate) => sql.push_str(" DEFERRABLE INITIALLY IMMEDIATE"),
        Some(Deferrable::InitiallyDeferred) => sql.push_str(" DEFERRABLE INITIALLY DEFERRED"),
        None => {}
    }
    sql
}

/// `ALTER TABLE … DROP CONSTRAINT …`.
pub(super) fn drop_constraint(table: &QualifiedName, name: &Text) -> String {
    format!("ALTER TABLE {} DROP CONSTRAINT {}", qualified(table), quote(name))
}

/// When the constraint may be checked.
pub(super) fn deferrable(constraint: &Constraint) -> Option<Deferrable> {
    match constraint {
        Constraint::Unique(unique) => unique.deferrable,
        Constraint::ForeignKey(key) => key.deferrable,
        Constraint::PrimaryKey(_) | Constraint::Check(_) => None,
    }
}

/// `COMMENT ON TABLE`; none takes it away.
pub(super) fn comment(table: &QualifiedName, comment: Option<&Text>) -> String {
    format!("COMMENT ON TABLE {} IS {}", qualified(table), comment_text(comment))
}

/// `COMMENT ON COLUMN` with the column's comment, or to take it away.
pub(super) fn comment_column(table: &QualifiedName, column: &Column) -> String {
    let text = comment_text(column.comment.as_ref());
    format!("COMMENT ON COLUMN {}.{} IS {text}", qualified(table), quote(&column.name))
}

fn comment_text(comment: Option<&Text>) -> String {
    comment.map_or_else(|| "NULL".into(), |text| literal(text))
}
