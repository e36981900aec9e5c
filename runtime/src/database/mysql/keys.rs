//! The keys of a table, among them those that only MySQL needs: one for each foreign key, and one for a column
//! that numbers itself (MySQL manual, FOREIGN KEY constraints, conditions and restrictions; AUTO_INCREMENT).
//!
//! InnoDB makes the key of a foreign key by itself and drops it when it likes; here it is always made and
//! dropped by name, so that the same schema is the same database, whatever way led there.

use std::collections::BTreeMap;

use super::Mysql;
use super::constraint::{column_list, constraint_clause, drop_clause};
use super::index::{index_clause, ordered_columns};
use super::names::fitting;
use crate::dialect::{Dialect, DialectError};
use crate::schema::{ConstraintKind, Index, List, QualifiedName, Schema, Table, Text, text};

/// The name of the key that is made for a self-numbering column.
const AUTO_INCREMENT: &str = "auto_increment";

/// The keys that MySQL needs and the schema does not have, by name: a foreign key's has the foreign key's name.
pub(super) fn implied(table: &Table) -> BTreeMap<Text, List<Text>> {
    let mut known: Vec<Vec<&Text>> = vec![table.primary_key_columns().iter().collect()];
    known.extend(table.uniques.values().map(|unique| unique.columns.iter().collect()));
    known.extend(table.indexes.values().map(ordered_columns));
    let mut implied = BTreeMap::new();
    for key in table.foreign_keys.values() {
        let columns: Vec<&Text> = key.columns.iter().collect();
        if !known.iter().any(|known| known.starts_with(&columns)) {
            known.push(columns);
            implied.insert(key.name.clone(), key.columns.clone());
        }
    }
    for column in table.columns.iter().filter(|column| column.identity.is_some()) {
        if !known.iter().any(|known| known.first() == Some(&&column.name)) {
            // A second one is there only while numbering moves from one column to another.
            let name: Text = match implied.contains_key(AUTO_INCREMENT) {
                false => AUTO_INCREMENT.into(),
                true => fitting(&format!("{AUTO_INCREMENT}_{}", column.name)).into(),
            };
            implied.insert(name, vec![column.name.clone()].into());
        }
    }
    implied
}

/// The name that a primary key is given here: to MySQL it has none.
pub(super) fn primary_key_name(table: &QualifiedName) -> Text {
    text::render(|out| text::conventional_name(out, "pk", &table.name, text::Key::None)).into()
}

/// An implied key, as it follows `ADD` or stands in `CREATE TABLE`.
pub(super) fn implied_clause(name: &Text, columns: &[Text]) -> String {
    format!("KEY {} ({})", Mysql.quote(name), column_list(columns))
}

/// Takes away the indexes that are implied keys: a database tells them from no others.
pub(super) fn remove_implied(table: &mut Table) {
    let mut bare = table.clone();
    let is_named_so = |name: &Text| table.foreign_keys.contains_key(name) || *name == AUTO_INCREMENT;
    bare.indexes.retain(|name, _| !is_named_so(name));
    for (name, columns) in implied(&bare) {
        let is_implied = |index: &Index| !index.unique && ordered_columns(index).into_iter().eq(&*columns);
        if table.indexes.get(&name).is_some_and(is_implied) {
            table.indexes.remove(&name);
        }
    }
}

/// `clauses` that lead from `before` to `after`, with those that add and drop implied keys around them.
pub(super) fn with_implied(before: &Table, after: &Table, clauses: Vec<String>) -> Vec<String> {
    let (before, after) = (implied(before), implied(after));
    let adds = after.iter().filter(|(name, columns)| before.get(*name) != Some(*columns));
    let drops = before.iter().filter(|(name, columns)| after.get(*name) != Some(*columns));
    let adds = adds.map(|(name, columns)| format!("ADD {}", implied_clause(name, columns)));
    let drops = drops.map(|(name, _)| drop_clause(ConstraintKind::Unique, name));
    adds.chain(clauses).chain(drops).collect()
}

/// A key as the clauses of `ALTER TABLE` that drop it and make it again.
pub(super) struct Key {
    pub(super) columns: Vec<Text>,
    pub(super) drop: String,
    pub(super) add: String,
}

impl Key {
    fn new(kind: ConstraintKind, name: &str, columns: Vec<Text>, clause: &str) -> Self {
        Self { columns, drop: drop_clause(kind, name), add: format!("ADD {clause}") }
    }
}

/// The keys of `table`, implied ones too, that hold one of `columns`.
pub(super) fn keys_of(table: &Table, columns: &[Text], schema: &Schema) -> Result<Vec<Key>, DialectError> {
    let holds = |key: &[Text]| key.iter().any(|name| columns.contains(name));
    let mut keys = Vec::new();
    if let Some(key) = table.primary_key.iter().find(|key| holds(&key.columns)) {
        let clause = constraint_clause(table, &key.clone().into(), schema)?;
        keys.push(Key::new(ConstraintKind::PrimaryKey, &key.name, key.columns.to_vec(), &clause));
    }
    for key in table.uniques.values().filter(|key| holds(&key.columns)) {
        let clause = constraint_clause(table, &key.clone().into(), schema)?;
        keys.push(Key::new(ConstraintKind::Unique, &key.name, key.columns.to_vec(), &clause));
    }
    for index in table.indexes.values() {
        let names: Vec<Text> = index.column_names().cloned().collect();
        if holds(&names) {
            let clause = index_clause(table, index, schema)?;
            keys.push(Key::new(ConstraintKind::Unique, &index.name, names, &clause));
        }
    }
    for (name, columns) in implied(table).iter().filter(|(_, columns)| holds(columns)) {
        keys.push(Key::new(ConstraintKind::Unique, name, columns.to_vec(), &implied_clause(name, columns)));
    }
    Ok(keys)
}
