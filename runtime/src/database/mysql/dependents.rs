//! What is made of a column and cannot stay while it is renamed or replaced.

use super::Mysql;
use super::alter::position;
use super::column::definition;
use super::constraint::{constraint_clause, drop_clause};
use super::keys::keys_of;
use crate::dialect::{Dialect, DialectError};
use crate::operation::expression::names_identifier;
use crate::schema::{Column, Constraint, ConstraintKind, Schema, Table, Text};

/// The generated columns and checks that name a column, directly or through each other.
pub(super) struct Dependents {
    pub(super) columns: Vec<Text>,
    checks: Vec<Text>,
}

impl Dependents {
    /// What of `table` depends on `column`.
    pub(super) fn of(table: &Table, column: &Text) -> Self {
        let mut named = vec![column];
        let mut at = 0;
        while let Some(name) = named.get(at).copied() {
            let computed = table.columns.iter().filter(|other| names(other, name)).map(|other| &other.name);
            named.extend(computed.filter(|other| !named.contains(other)).collect::<Vec<_>>());
            at += 1;
        }
        let checks = table
            .checks
            .values()
            .filter(|check| named.iter().any(|name| names_identifier(&check.expression, name)))
            .map(|check| check.name.clone())
            .collect();
        // In the order of the table: each is made of those before it.
        let columns = table.columns.iter().map(|other| &other.name);
        let columns = columns.filter(|other| named[1..].contains(other)).cloned().collect();
        Self { columns, checks }
    }

    /// The clauses that drop them, with the keys of the columns.
    pub(super) fn drop_clauses(&self, table: &Table, schema: &Schema) -> Result<Vec<String>, DialectError> {
        let checks = self.checks.iter().map(|name| drop_clause(ConstraintKind::Check, name));
        let keys = keys_of(table, &self.columns, schema)?.into_iter().map(|key| key.drop);
        let columns = self.columns.iter().rev().map(|name| format!("DROP COLUMN {}", Mysql.quote(name)));
        Ok(checks.chain(keys).chain(columns).collect())
    }

    /// The clauses that make them again, as `table` has them.
    pub(super) fn add_clauses(&self, table: &Table, schema: &Schema) -> Result<Vec<String>, DialectError> {
        let mut clauses = Vec::new();
        for name in &self.columns {
            let definition = definition(table, table.expect_column(name)?, schema)?;
            clauses.push(format!("ADD COLUMN {definition}{}", position(table, name)));
        }
        clauses.extend(keys_of(table, &self.columns, schema)?.into_iter().map(|key| key.add));
        for check in self.checks.iter().filter_map(|name| table.checks.get(name)) {
            let clause = constraint_clause(table, &Constraint::Check(check.clone()), schema)?;
            clauses.push(format!("ADD {clause}"));
        }
        Ok(clauses)
    }
}

fn names(column: &Column, name: &str) -> bool {
    column.generated.as_ref().is_some_and(|generated| names_identifier(&generated.expression, name))
}
