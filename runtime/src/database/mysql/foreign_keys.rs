//! Foreign keys that are put aside while the type of their columns changes.
//!
//! MySQL changes neither side's type under a foreign key (errors 1832 and 1833), and adds none whose sides
//! differ; so it is dropped before the first side changes and added again when both sides agree.

use super::Mysql;
use super::column::type_of;
use super::constraint::{constraint_clause, drop_clause};
use super::options::{CHARSET, COLLATE};
use super::plan::Planner;
use super::types::has_collation;
use crate::dialect::{Dialect, DialectError};
use crate::schema::{Column, Constraint, ConstraintKind, ForeignKey, QualifiedName, Schema, Table, Text};

/// The foreign keys that the schema has and the database, for now, has not: table and name.
#[derive(Default)]
pub(super) struct Suspended(Vec<(QualifiedName, Text)>);

impl Suspended {
    /// Whether the foreign key is put aside.
    pub(super) fn contains(&self, table: &QualifiedName, name: &Text) -> bool {
        self.0.iter().any(|(of, key)| of == table && key == name)
    }

    /// Follows the renaming of a table.
    pub(super) fn rename_table(&mut self, before: &QualifiedName, after: &QualifiedName) {
        self.0.iter_mut().filter(|(table, _)| table == before).for_each(|(table, _)| *table = after.clone());
    }

    /// Follows the renaming of a foreign key; whether it is put aside.
    pub(super) fn rename(&mut self, table: &QualifiedName, before: &Text, after: &Text) -> bool {
        let mut keys = self.0.iter_mut().filter(|(of, key)| of == table && key == before);
        keys.next().map(|(_, name)| *name = after.clone()).is_some()
    }
}

impl Planner<'_> {
    /// Drops the foreign keys that hold or reference a column, until its two sides agree again.
    pub(super) fn suspend_foreign_keys(&mut self, schema: &Schema, table: &QualifiedName, column: &Text) {
        let own = schema.tables.get(table);
        let others = schema.tables.referencing(table).filter(|other| other.name != *table);
        for owner in own.into_iter().chain(others) {
            for key in owner.foreign_keys.values() {
                let holds = owner.name == *table && key.columns.contains(column);
                let references = key.references == *table && key.referenced_columns.contains(column);
                if (holds || references) && !self.suspended.contains(&owner.name, &key.name) {
                    self.alter(&owner.name, &[drop_clause(ConstraintKind::ForeignKey, &key.name)]);
                    self.suspended.0.push((owner.name.clone(), key.name.clone()));
                }
            }
        }
    }

    /// Adds the foreign keys again whose sides agree in `schema`.
    pub(super) fn resume_foreign_keys(&mut self, schema: &Schema) -> Result<(), DialectError> {
        self.resume(schema, sides_agree)
    }

    /// Adds all foreign keys again: sides of different lengths may never be the same.
    pub(super) fn resume_all_foreign_keys(&mut self, schema: &Schema) -> Result<(), DialectError> {
        self.resume(schema, |_, _, _| Ok(true))
    }

    fn resume(
        &mut self,
        schema: &Schema,
        ready: impl Fn(&Table, &ForeignKey, &Schema) -> Result<bool, DialectError>,
    ) -> Result<(), DialectError> {
        for (table, name) in std::mem::take(&mut self.suspended.0) {
            let owner = schema.tables.get(&table);
            let Some((owner, key)) = owner.and_then(|owner| Some((owner, owner.foreign_keys.get(&name)?)))
            else {
                continue; // Dropped meanwhile, alone or with its table.
            };
            if ready(owner, key, schema)? {
                let clause = constraint_clause(owner, &Constraint::ForeignKey(key.clone()), schema)?;
                self.alter(&table, &[format!("ADD {clause}")]);
            } else {
                self.suspended.0.push((table, name));
            }
        }
        Ok(())
    }
}

/// Whether the columns on both sides of a foreign key have one type, character set and collation.
fn sides_agree(owner: &Table, key: &ForeignKey, schema: &Schema) -> Result<bool, DialectError> {
    let referenced = schema.expect_table(&key.references)?;
    for (name, referenced_name) in key.columns.iter().zip(&*key.referenced_columns) {
        let (column, other) = (owner.expect_column(name)?, referenced.expect_column(referenced_name)?);
        let same_type = type_of(&owner.name, column, schema)? == type_of(&referenced.name, other, schema)?;
        let same_text =
            !has_collation(column, schema) || of_text(owner, column) == of_text(referenced, other);
        if !(same_type && same_text) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The character set and collation of a column of text: its own collation, or what its table says.
fn of_text<'a>(table: &'a Table, column: &'a Column) -> (Option<&'a str>, Option<&'a str>) {
    match &column.collation {
        Some(collation) => (None, Some(collation)),
        None => (table.option(Mysql.name(), CHARSET), table.option(Mysql.name(), COLLATE)),
    }
}
