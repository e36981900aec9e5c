//! `CREATE TABLE`, a clause a line.

use super::column::definition;
use super::constraint::constraint_clause;
use super::index::index_clause;
use super::keys::{implied, implied_clause};
use super::options::create_options;
use super::plan::table_name;
use crate::dialect::DialectError;
use crate::schema::{Constraint, Schema, Table};

/// `CREATE TABLE` with all that the table has: columns, keys, foreign keys, checks and options.
pub(super) fn create_table(table: &Table, schema: &Schema) -> Result<String, DialectError> {
    let mut clauses = Vec::new();
    for column in &table.columns {
        clauses.push(definition(table, column, schema)?);
    }
    let (keys, others): (Vec<_>, Vec<_>) = table
        .constraints()
        .partition(|constraint| matches!(constraint, Constraint::PrimaryKey(_) | Constraint::Unique(_)));
    for constraint in keys {
        clauses.push(constraint_clause(table, &constraint, schema)?);
    }
    for index in table.indexes.values() {
        clauses.push(index_clause(table, index, schema)?);
    }
    clauses.extend(implied(table).iter().map(|(name, columns)| implied_clause(name, columns)));
    for constraint in others {
        clauses.push(constraint_clause(table, &constraint, schema)?);
    }
    let options = create_options(table)?;
    Ok(format!("CREATE TABLE {} (\n    {}\n){options}", table_name(&table.name), clauses.join(",\n    ")))
}
