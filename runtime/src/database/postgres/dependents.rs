//! What stands in the way of a change of columns: dropped before it, and made again after it.
//!
//! PostgreSQL carries plain indexes and keys along when a column's type changes. It refuses where a
//! generated column reads the column, and reads checks and index expressions again as it has
//! understood them, with the casts of the type before (manual, ALTER TABLE, notes).

use std::collections::{BTreeMap, BTreeSet};

use super::{index, table};
use crate::dialect::DialectError;
use crate::operation::expression::names_identifier;
use crate::schema::{Column, Constraint, ForeignKey, Index, IndexKey, QualifiedName, Schema, Table, Text};

/// How some columns of one table change.
#[derive(Debug, Default)]
pub(super) struct Change<'a> {
    /// The columns that get another type.
    pub(super) retyped: BTreeSet<&'a str>,
    /// The columns that are dropped and added again.
    pub(super) replaced: BTreeSet<&'a str>,
    /// Whether expressions over the retyped columns must be read again.
    pub(super) reread: bool,
    /// Whether foreign keys over the retyped columns cannot stay while only one side has changed.
    pub(super) unlinked: bool,
}

/// What is dropped before a change and made again after it.
#[derive(Debug, Default)]
pub(super) struct Dependents<'a> {
    foreign_keys: BTreeMap<(&'a QualifiedName, &'a Text), &'a ForeignKey>,
    indexes: Vec<(&'a Table, &'a Index)>,
    constraints: Vec<(&'a Table, Constraint)>,
    columns: Vec<(&'a Table, &'a Column)>,
}

impl<'a> Dependents<'a> {
    /// Adds what depends on the columns of `table` that `change` names.
    pub(super) fn add(&mut self, schema: &'a Schema, table: &'a Table, change: Change<'a>) {
        let Change { retyped, replaced, reread, unlinked } = change;
        let read = |expression: &str, names: &BTreeSet<&str>| {
            names.iter().any(|name| names_identifier(expression, name))
        };
        let computed = table.columns.iter().filter(|column| {
            let generated = column.generated.as_ref();
            let apart = !replaced.contains(&*column.name) && !retyped.contains(&*column.name);
            apart
                && generated.is_some_and(|generated| {
                    read(&generated.expression, &retyped) || read(&generated.expression, &replaced)
                })
        });
        let computed: Vec<&Column> = computed.collect();
        let mut gone = replaced;
        gone.extend(computed.iter().map(|column| &*column.name));
        let stale = |expression: &str| read(expression, &gone) || reread && read(expression, &retyped);
        let names_gone = |names: &[Text]| names.iter().any(|name| gone.contains(&**name));

        for index in table.indexes.values() {
            let keys = index.columns.iter().any(|column| match &column.key {
                IndexKey::Column(name) => gone.contains(&**name),
                IndexKey::Expression(expression) => stale(expression),
            });
            if keys || names_gone(&index.include) || index.predicate.as_deref().is_some_and(stale) {
                self.indexes.push((table, index));
            }
        }
        for constraint in table.constraints() {
            let dropped = match &constraint {
                Constraint::PrimaryKey(key) => names_gone(&key.columns),
                Constraint::Unique(unique) => names_gone(&unique.columns),
                Constraint::Check(check) => stale(&check.expression),
                Constraint::ForeignKey(_) => false,
            };
            if dropped {
                self.constraints.push((table, constraint));
            }
        }
        self.columns.extend(computed.into_iter().map(|column| (table, column)));

        let mut cut = gone;
        if unlinked {
            cut.extend(retyped);
        }
        if !cut.is_empty() {
            self.add_foreign_keys(schema, table, &cut);
        }
    }

    fn add_foreign_keys(&mut self, schema: &'a Schema, table: &'a Table, columns: &BTreeSet<&str>) {
        let names_cut = |names: &[Text]| names.iter().any(|name| columns.contains(&**name));
        let own = table.foreign_keys.values().filter(|key| names_cut(&key.columns));
        self.foreign_keys.extend(own.map(|key| ((&table.name, &key.name), key)));
        for other in schema.tables.referencing(&table.name) {
            let to_it =
                |key: &&ForeignKey| key.references == table.name && names_cut(&key.referenced_columns);
            let keys = other.foreign_keys.values().filter(to_it);
            self.foreign_keys.extend(keys.map(|key| ((&other.name, &key.name), key)));
        }
    }

    /// The statements that drop them.
    pub(super) fn drop(&self) -> Vec<String> {
        let foreign_keys = self.foreign_keys.keys().map(|(table, name)| table::drop_constraint(table, name));
        let indexes = self.indexes.iter().map(|(table, index)| index::drop(&table.name, &index.name));
        let constraints = self
            .constraints
            .iter()
            .map(|(table, constraint)| table::drop_constraint(&table.name, constraint.name()));
        let columns =
            self.columns.iter().map(|(table, column)| table::drop_column(&table.name, &column.name));
        foreign_keys.chain(indexes).chain(constraints).chain(columns).collect()
    }

    /// The statements that make them again.
    ///
    /// # Errors
    /// When PostgreSQL cannot hold one of them; it does, since it did.
    pub(super) fn restore(&self) -> Result<Vec<String>, DialectError> {
        let mut statements = Vec::new();
        for (table, column) in &self.columns {
            statements.extend(table::add_column(&table.name, column)?);
        }
        for (table, constraint) in &self.constraints {
            statements.push(table::add_constraint(&table.name, constraint));
        }
        for (table, index) in &self.indexes {
            statements.push(index::create(&table.name, index)?);
        }
        for ((table, _), key) in &self.foreign_keys {
            statements.push(table::add_constraint(table, &Constraint::ForeignKey((*key).clone())));
        }
        Ok(statements)
    }
}
