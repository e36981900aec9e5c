//! Constraints as clauses of `CREATE TABLE` and `ALTER TABLE`.
//!
//! sea-query adds neither checks nor keys to a table that is there, and refuses a foreign key to another
//! database's table; one writer here serves both statements.

use super::Mysql;
use super::index::large;
use super::plan::table_name;
use crate::database::shared::{Refusal, constraint_place, foreign_key_clause};
use crate::dialect::{Dialect, DialectError};
use crate::operation::expression::names_identifier;
use crate::schema::{
    Action, Check, Constraint, ConstraintKind, Deferrable, ForeignKey, PrimaryKey, Schema, Table, Text,
    Unique,
};

/// The constraint, as it follows `ADD` or stands in `CREATE TABLE`.
pub(super) fn constraint_clause(
    table: &Table,
    constraint: &Constraint,
    schema: &Schema,
) -> Result<String, DialectError> {
    let refuse =
        |refusal: Refusal| refusal.at(Mysql.name(), constraint_place(&table.name, constraint.name()));
    for name in key_columns(constraint) {
        if let Some(refusal) = large(table, name, schema, "give the column a length")? {
            return Err(refuse(refusal));
        }
    }
    match constraint {
        Constraint::PrimaryKey(PrimaryKey { name: _, columns }) => {
            Ok(format!("PRIMARY KEY ({})", column_list(columns)))
        }
        Constraint::Unique(key) => unique(key).map_err(refuse),
        Constraint::ForeignKey(key) => foreign_key(key).map_err(refuse),
        Constraint::Check(check) => {
            refuse_check_of_numbers(table, check)?;
            let Check { name, expression } = check;
            Ok(format!("CONSTRAINT {} CHECK ({expression})", Mysql.quote(name)))
        }
    }
}

/// The clause of `ALTER TABLE` that drops the constraint.
///
/// MySQL drops a check by `DROP CONSTRAINT` since 8.0.19; before, only by a word that MariaDB lacks.
pub(super) fn drop_clause(kind: ConstraintKind, name: &str) -> String {
    match kind {
        ConstraintKind::PrimaryKey => "DROP PRIMARY KEY".into(),
        ConstraintKind::Unique => format!("DROP KEY {}", Mysql.quote(name)),
        ConstraintKind::ForeignKey => format!("DROP FOREIGN KEY {}", Mysql.quote(name)),
        ConstraintKind::Check => format!("DROP CONSTRAINT {}", Mysql.quote(name)),
    }
}

/// `columns`, quoted and separated by commas.
pub(super) fn column_list(columns: &[Text]) -> String {
    let quoted: Vec<String> = columns.iter().map(|column| Mysql.quote(column)).collect();
    quoted.join(", ")
}

fn key_columns(constraint: &Constraint) -> &[Text] {
    match constraint {
        Constraint::PrimaryKey(key) => &key.columns,
        Constraint::Unique(key) => &key.columns,
        Constraint::ForeignKey(key) => &key.columns,
        Constraint::Check(_) => &[],
    }
}

fn unique(key: &Unique) -> Result<String, Refusal> {
    refuse_deferrable(key.deferrable)?;
    if key.nulls_not_distinct {
        return Err(Refusal::new("NULLS NOT DISTINCT", "make the columns NOT NULL"));
    }
    Ok(format!("UNIQUE KEY {} ({})", Mysql.quote(&key.name), column_list(&key.columns)))
}

fn foreign_key(key: &ForeignKey) -> Result<String, Refusal> {
    refuse_deferrable(key.deferrable)?;
    // Parsed and ignored, the actions with it: MySQL manual, FOREIGN KEY constraints.
    if key.match_full {
        let hint = "take it away, or check that the columns are all NULL or none";
        return Err(Refusal::new("MATCH FULL", hint));
    }
    // InnoDB parses it and refuses it: MySQL manual, FOREIGN KEY constraints, referential actions.
    if [key.on_delete, key.on_update].contains(&Action::SetDefault) {
        return Err(Refusal::new("SET DEFAULT in a foreign key", "use another action, such as set_null"));
    }
    Ok(foreign_key_clause(key, &table_name(&key.references), |name| Mysql.quote(name)))
}

/// Refuses a check that names a column which numbers itself: no server takes it (errors 1901 and 3818).
pub(super) fn refuse_check_of_numbers(table: &Table, check: &Check) -> Result<(), DialectError> {
    let numbers = table.columns.iter().filter(|column| column.identity.is_some());
    match numbers.map(|column| &column.name).find(|name| names_identifier(&check.expression, name)) {
        None => Ok(()),
        Some(name) => {
            let what = format!("check that names the AUTO_INCREMENT column `{name}`");
            let hint = "drop the check, or the identity of the column";
            Err(Refusal::new(what, hint).at(Mysql.name(), constraint_place(&table.name, &check.name)))
        }
    }
}

fn refuse_deferrable(deferrable: Option<Deferrable>) -> Result<(), Refusal> {
    match deferrable {
        None => Ok(()),
        Some(_) => Err(Refusal::new("deferrable constraint", "take `deferrable` away")),
    }
}
