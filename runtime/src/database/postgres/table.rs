//! `CREATE TABLE`, columns and constraints.

use sea_query::{ColumnDef, ColumnType as SeaType, Expr, IndexBuilder, PostgresQueryBuilder, TableBuilder};

use super::NAME;
use super::sql::{QUOTE, literal, qualified, quote};
use super::types::type_of;
use super::{index, options};
use crate::database::shared::{self, Refusal, column_place};
use crate::dialect::DialectError;
use crate::schema::{
    Column, ColumnType, Constraint, DefaultValue, Identity, Literal, QualifiedName, Table, Text,
};

/// The statements that make a table with everything about it.
pub(super) fn create(table: &Table) -> Result<Vec<String>, DialectError> {
    let mut clauses = Vec::new();
    for column in &table.columns {
        clauses.push(column_clause(&table.name, column)?);
    }
    let (merged, constraints): (Vec<_>, Vec<_>) =
        table.constraints().partition(|constraint| is_merged(table, constraint));
    clauses.extend(constraints.iter().map(constraint_clause));
    let options = table.options.iter().filter(|option| option.database == NAME);
    // Set at once: a table that is logged cannot reference one that is not.
    let (unlogged, options): (Vec<_>, Vec<_>) = options.partition(|option| option.name == options::UNLOGGED);
    let kind = if unlogged.is_empty() { "TABLE" } else { "UNLOGGED TABLE" };
    let body =
        if clauses.is_empty() { String::new() } else { format!("\n    {}\n", clauses.join(",\n    ")) };
    let mut statements = vec![format!("CREATE {kind} {} ({body})", qualified(&table.name))];
    statements.extend(merged.iter().map(|constraint| add_constraint(&table.name, constraint)));
    for option in options {
        statements.push(options::change(&table.name, &option.name, Some(&option.value))?);
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

/// Whether `CREATE TABLE` would make one of the constraint and another key over the same columns.
fn is_merged(table: &Table, constraint: &Constraint) -> bool {
    let Constraint::Unique(unique) = constraint else { return false };
    let mut earlier = table.uniques.values().take_while(|other| other.name != unique.name);
    *unique.columns == *table.primary_key_columns() || earlier.any(|other| other.columns == unique.columns)
}

/// The statements that add a column to `table`, after all others, with its comment.
pub(super) fn add_column(table: &QualifiedName, column: &Column) -> Result<Vec<String>, DialectError> {
    let clause = column_clause(table, column)?;
    let mut statements = vec![format!("ALTER TABLE {} ADD COLUMN {clause}", qualified(table))];
    if column.comment.is_some() {
        statements.push(comment_column(table, column));
    }
    Ok(statements)
}

/// `ALTER TABLE … DROP COLUMN …`.
pub(super) fn drop_column(table: &QualifiedName, column: &Text) -> String {
    format!("ALTER TABLE {} DROP COLUMN {}", qualified(table), quote(column))
}

/// The column as it stands in `CREATE TABLE` and after `ADD COLUMN`.
fn column_clause(table: &QualifiedName, column: &Column) -> Result<String, DialectError> {
    let refused = |refusal: Refusal| refusal.at(NAME, column_place(table, &column.name));
    let ty = type_and_collation(column).map_err(refused)?;
    let mut definition = ColumnDef::new_with_type(shared::identifier(&column.name), SeaType::custom(ty));
    if !column.nullable {
        definition.not_null();
    }
    if let Some(default) = &column.default {
        // As a keyword, because sea-query puts an expression of its own in parentheses.
        definition.default(Expr::custom_keyword(shared::identifier(&default_sql(column, default))));
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
    let mut clause = String::new();
    PostgresQueryBuilder.prepare_column_def(&definition, &mut clause);
    Ok(clause)
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

/// Whether the column is PostgreSQL's integer of one byte.
pub(super) fn is_tiny(column: &Column) -> bool {
    column.ty == ColumnType::TinyInt && column.native_type(NAME).is_none()
}

/// The integer `value` as a value of PostgreSQL's integer of one byte.
pub(super) fn tiny(value: &str) -> String {
    format!("({value})::\"char\"")
}

/// The default as it is written after `DEFAULT`.
pub(super) fn default_sql(column: &Column, default: &DefaultValue) -> String {
    match default {
        DefaultValue::Literal(Literal::Boolean(value)) => value.to_string(),
        // There is no assignment from `integer` to `"char"`.
        DefaultValue::Literal(Literal::Integer(number)) if is_tiny(column) => tiny(&number.to_string()),
        DefaultValue::Literal(Literal::Integer(number)) => number.to_string(),
        DefaultValue::Literal(Literal::Number(digits)) => digits.clone().into_owned(),
        DefaultValue::Literal(Literal::Text(text)) => literal(text),
        DefaultValue::Sql(expression) => format!("({expression})"),
    }
}

/// The constraint as it stands in `CREATE TABLE` and after `ADD`.
fn constraint_clause(constraint: &Constraint) -> String {
    let mut clause = String::new();
    match constraint {
        Constraint::PrimaryKey(key) => {
            PostgresQueryBuilder.prepare_table_index_expression(&shared::primary_key(key, QUOTE), &mut clause)
        }
        Constraint::Unique(unique) => {
            PostgresQueryBuilder.prepare_table_index_expression(&shared::unique(unique, QUOTE), &mut clause);
            clause.push_str(shared::deferrable_words(unique.deferrable));
        }
        Constraint::ForeignKey(key) => {
            return shared::foreign_key_clause(key, &qualified(&key.references), quote);
        }
        Constraint::Check(check) => {
            PostgresQueryBuilder.prepare_check_constraint(&shared::check(check), &mut clause);
        }
    }
    clause
}

/// `ALTER TABLE … ADD …` of a constraint.
pub(super) fn add_constraint(table: &QualifiedName, constraint: &Constraint) -> String {
    format!("ALTER TABLE {} ADD {}", qualified(table), constraint_clause(constraint))
}

/// `ALTER TABLE … DROP CONSTRAINT …`.
pub(super) fn drop_constraint(table: &QualifiedName, name: &Text) -> String {
    format!("ALTER TABLE {} DROP CONSTRAINT {}", qualified(table), quote(name))
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
