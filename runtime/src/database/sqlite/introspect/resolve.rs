//! What no statement says by itself: the tables and columns that names mean whatever their letter case, the columns
//! that a foreign key leaves to the other table's primary key, and the names of constraints that have none.

use std::collections::{BTreeMap, BTreeSet};

use crate::database::sqlite::ddl::{Declared, Draft};
use crate::introspection::{Detail, Introspection};
use crate::schema::text::{Key, conventional_name, render};
use crate::schema::{
    Column, ColumnType, Constraint, ConstraintKind, EnumType, ForeignKey, Index, IndexKey, List, Place,
    QualifiedName, Table, Text,
};

/// The declared tables by their names.
type Tables = BTreeMap<String, Declared>;

/// Adds the tables to what was found.
pub(super) fn resolve(tables: Tables, mut indexes: BTreeMap<Text, Vec<Index>>, found: &mut Introspection) {
    let by_name: BTreeMap<String, &Declared> =
        tables.iter().map(|(name, declared)| (name.to_ascii_lowercase(), declared)).collect();
    for (name, declared) in &tables {
        let mut table = declared.table.clone();
        table.name = QualifiedName { schema: None, name: name.clone().into() };
        for (column, values) in &declared.enums {
            enumerate(&mut table, column, values, found);
        }
        for (column, what) in &declared.details {
            let place = Place::Column { table: table.name.clone(), column: column.clone() };
            found.details.insert(Detail { place, what: what.clone() });
        }
        constraints(&mut table, &declared.constraints, &by_name, found);
        for mut index in indexes.remove(name.as_str()).unwrap_or_default() {
            for part in index.columns.to_mut() {
                if let IndexKey::Column(column) = &mut part.key {
                    spell(&table, column);
                }
            }
            table.insert_index(index);
        }
        found.schema.insert_table(table);
    }
}

/// Makes a column one of an enum with these values.
fn enumerate(table: &mut Table, column: &Text, values: &List<Text>, found: &mut Introspection) {
    let name = table.name.with_name(format!("{}.{column}", table.name.name));
    if let Some(column) = table.column_mut(column) {
        column.ty = ColumnType::Enum(name.clone());
    }
    found.schema.insert_enum(EnumType { name, values: values.clone() });
}

fn constraints(
    table: &mut Table,
    drafts: &[Draft],
    by_name: &BTreeMap<String, &Declared>,
    found: &mut Introspection,
) {
    let mut taken = BTreeSet::new();
    // Names that are given go first, so that none is taken by one that is made up.
    let (named, unnamed): (Vec<_>, Vec<_>) =
        drafts.iter().partition(|draft| !draft.constraint.name().is_empty());
    for draft in named.into_iter().chain(unnamed) {
        let mut constraint = draft.constraint.clone();
        let whole = match &mut constraint {
            Constraint::PrimaryKey(key) => spelled(table, &mut key.columns),
            Constraint::Unique(unique) => spelled(table, &mut unique.columns),
            Constraint::ForeignKey(key) => {
                spelled(table, &mut key.columns);
                refer(key, by_name)
            }
            Constraint::Check(_) => true,
        };
        let name = name(table, &constraint, &draft.of, &mut taken);
        if whole {
            let place = Place::Constraint { table: table.name.clone(), constraint: name.clone() };
            let details = draft.details.iter().cloned();
            found.details.extend(details.map(|what| Detail { place: place.clone(), what }));
            table.insert_constraint(constraint.with_name(name));
        } else {
            let place = Place::Table { table: table.name.clone() };
            let what = constraint.with_name(name).to_string().into();
            found.details.insert(Detail { place, what });
        }
    }
}

/// Spells `column` as the table does.
fn spell(table: &Table, column: &mut Text) {
    let same = |other: &&Column| other.name.eq_ignore_ascii_case(column);
    if let Some(name) = table.columns.iter().find(same).map(|other| other.name.clone()) {
        *column = name;
    }
}

/// Spells `columns` as the table does.
fn spelled(table: &Table, columns: &mut List<Text>) -> bool {
    columns.to_mut().iter_mut().for_each(|column| spell(table, column));
    true
}

/// Finds what a foreign key references; `false` when that is not there, which SQLite finds out when a row is written
/// (Foreign Key Support, section 3).
fn refer(key: &mut ForeignKey, by_name: &BTreeMap<String, &Declared>) -> bool {
    let Some(declared) = by_name.get(&key.references.name.to_ascii_lowercase()) else { return false };
    let table = &declared.table;
    key.references.name = table.name.name.clone();
    if key.referenced_columns.is_empty() {
        let primary = declared.constraints.iter().find_map(|draft| match &draft.constraint {
            Constraint::PrimaryKey(primary) => Some(primary.columns.clone()),
            Constraint::Unique(_) | Constraint::ForeignKey(_) | Constraint::Check(_) => None,
        });
        key.referenced_columns = primary.unwrap_or_default();
    }
    spelled(table, &mut key.referenced_columns);
    key.referenced_columns.len() == key.columns.len()
        && key.referenced_columns.iter().all(|column| table.column(column).is_some())
}

/// The constraint's own name or the one by convention, with a number where another of its kind has it already.
fn name(
    table: &Table,
    constraint: &Constraint,
    of: &[Text],
    taken: &mut BTreeSet<(ConstraintKind, Text)>,
) -> Text {
    let (prefix, key) = match constraint {
        Constraint::PrimaryKey(_) => ("pk", Key::None),
        Constraint::Unique(unique) => ("uq", Key::Columns(&unique.columns)),
        Constraint::ForeignKey(key) => ("fk", Key::Columns(&key.columns)),
        Constraint::Check(_) => ("ck", Key::Columns(of)),
    };
    let first = match constraint.name() {
        unnamed if unnamed.is_empty() => {
            render(|out| conventional_name(out, prefix, &table.name.name, key)).into()
        }
        name => name.clone(),
    };
    let numbered = (2..).map(|number: u32| Text::from(format!("{first}_{number}")));
    let name = std::iter::once(first.clone())
        .chain(numbered)
        .find(|name| taken.insert((constraint.kind(), name.clone())));
    name.expect("numbers do not run out before names do")
}
