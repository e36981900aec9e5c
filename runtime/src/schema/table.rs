//! A table: its columns in order, its constraints and indexes by name.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{
    Check, Column, Constraint, ConstraintKind, ForeignKey, Index, PrimaryKey, QualifiedName, Text, Unique,
    values,
};

/// A table.
///
/// The order of columns is kept for `CREATE TABLE` but is no part of a table's identity:
/// databases append new columns, models put them where they read best.
#[derive(Clone, Debug, Serialize)]
pub struct Table {
    /// The table's name.
    pub name: QualifiedName,
    /// The columns, in the order they were declared or added.
    pub columns: Vec<Column>,
    /// The primary key.
    pub primary_key: Option<PrimaryKey>,
    /// The unique constraints by name.
    #[serde(serialize_with = "values")]
    pub uniques: BTreeMap<Text, Unique>,
    /// The foreign keys by name.
    #[serde(serialize_with = "values")]
    pub foreign_keys: BTreeMap<Text, ForeignKey>,
    /// The checks by name.
    #[serde(serialize_with = "values")]
    pub checks: BTreeMap<Text, Check>,
    /// The indexes by name.
    #[serde(serialize_with = "values")]
    pub indexes: BTreeMap<Text, Index>,
    /// The comment kept in the database.
    pub comment: Option<Text>,
    /// Options of one database each, ordered by database and name.
    pub options: Vec<TableOption>,
}

/// An option of a table that only one database knows, such as MySQL's `engine`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct TableOption {
    /// The database's name: `postgres`, `mysql` or `sqlite`.
    pub database: Text,
    /// The option's name.
    pub name: Text,
    /// Its value; empty for an option that is only said or left out (`strict`).
    pub value: Text,
}

impl Table {
    /// A table without columns.
    pub fn new(name: impl Into<QualifiedName>) -> Self {
        Self {
            name: name.into(),
            columns: Vec::new(),
            primary_key: None,
            uniques: BTreeMap::new(),
            foreign_keys: BTreeMap::new(),
            checks: BTreeMap::new(),
            indexes: BTreeMap::new(),
            comment: None,
            options: Vec::new(),
        }
    }

    /// The column `name`.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The column `name`, to change it.
    pub fn column_mut(&mut self, name: &str) -> Option<&mut Column> {
        self.columns.iter_mut().find(|column| column.name == name)
    }

    /// The value of an option of `database`.
    pub fn option(&self, database: &str, name: &str) -> Option<&str> {
        let option = self.options.iter().find(|option| option.database == database && option.name == name);
        option.map(|option| &*option.value)
    }

    /// The primary key's columns, in order; empty without one.
    pub fn primary_key_columns(&self) -> &[Text] {
        self.primary_key.as_ref().map_or(&[], |key| &key.columns)
    }

    /// The constraint of that kind and name.
    pub fn constraint(&self, kind: ConstraintKind, name: &str) -> Option<Constraint> {
        match kind {
            ConstraintKind::PrimaryKey => {
                self.primary_key.clone().filter(|key| key.name == name).map(Constraint::from)
            }
            ConstraintKind::Unique => self.uniques.get(name).cloned().map(Constraint::from),
            ConstraintKind::ForeignKey => self.foreign_keys.get(name).cloned().map(Constraint::from),
            ConstraintKind::Check => self.checks.get(name).cloned().map(Constraint::from),
        }
    }

    /// All constraints: the primary key, then uniques, foreign keys and checks, each by name.
    pub fn constraints(&self) -> impl Iterator<Item = Constraint> + '_ {
        let key = self.primary_key.iter().cloned().map(Constraint::from);
        let uniques = self.uniques.values().cloned().map(Constraint::from);
        let foreign_keys = self.foreign_keys.values().cloned().map(Constraint::from);
        let checks = self.checks.values().cloned().map(Constraint::from);
        key.chain(uniques).chain(foreign_keys).chain(checks)
    }

    /// Adds `constraint`, or puts it in place of the one of the same kind and name.
    pub fn insert_constraint(&mut self, constraint: Constraint) {
        match constraint {
            Constraint::PrimaryKey(key) => self.primary_key = Some(key),
            Constraint::Unique(unique) => drop(self.uniques.insert(unique.name.clone(), unique)),
            Constraint::ForeignKey(key) => drop(self.foreign_keys.insert(key.name.clone(), key)),
            Constraint::Check(check) => drop(self.checks.insert(check.name.clone(), check)),
        }
    }

    /// Removes and returns the constraint of that kind and name.
    pub fn remove_constraint(&mut self, kind: ConstraintKind, name: &str) -> Option<Constraint> {
        match kind {
            ConstraintKind::PrimaryKey => {
                self.primary_key.take_if(|key| key.name == name).map(Constraint::from)
            }
            ConstraintKind::Unique => self.uniques.remove(name).map(Constraint::from),
            ConstraintKind::ForeignKey => self.foreign_keys.remove(name).map(Constraint::from),
            ConstraintKind::Check => self.checks.remove(name).map(Constraint::from),
        }
    }

    /// Adds `index`, or puts it in place of the one of the same name.
    pub fn insert_index(&mut self, index: Index) {
        self.indexes.insert(index.name.clone(), index);
    }

    /// Sets an option, or takes it away.
    pub fn set_option(&mut self, database: &Text, name: &Text, value: Option<Text>) {
        self.options.retain(|option| option.database != *database || option.name != *name);
        if let Some(value) = value {
            self.options.push(TableOption { database: database.clone(), name: name.clone(), value });
            self.options.sort();
        }
    }

    /// The columns in order of their names: the order in which tables are compared and written down.
    pub fn columns_by_name(&self) -> Vec<&Column> {
        let mut columns: Vec<&Column> = self.columns.iter().collect();
        columns.sort_by(|a, b| a.name.cmp(&b.name));
        columns
    }
}

impl PartialEq for Table {
    fn eq(&self, other: &Self) -> bool {
        let Self { name, columns: _, primary_key, uniques, foreign_keys, checks, indexes, comment, options } =
            self;
        *name == other.name
            && self.columns_by_name() == other.columns_by_name()
            && *primary_key == other.primary_key
            && *uniques == other.uniques
            && *foreign_keys == other.foreign_keys
            && *checks == other.checks
            && *indexes == other.indexes
            && *comment == other.comment
            && *options == other.options
    }
}
