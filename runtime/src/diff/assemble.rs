//! The second stage: all that is no rename, put in an order that every database can run.

use std::collections::{BTreeMap, BTreeSet};

use super::order::order;
use super::part::{PartKind, drop_part, parts};
use super::table::TableDiff;
use super::{Recorder, enum_type};
use crate::operation::{AddConstraint, CreateIndex, CreateTable, DropTable};
use crate::schema::{ForeignKey, QualifiedName, Schema, Table, Text};

/// Records what leads from `current`, whose names are those after, to `after`.
pub(super) fn assemble(current: Schema, after: &Schema, recorder: &mut Recorder<'_>) {
    let mut assembly = Assembly::new(&current, after);
    assembly.lift_foreign_keys();
    assembly.free_names(recorder);
    assembly.change_tables(recorder);
    assembly.drop_tables(recorder);
    enum_type::reduce(&current, after, recorder);
}

struct Assembly<'a> {
    current: &'a Schema,
    after: &'a Schema,
    created: BTreeMap<&'a QualifiedName, &'a Table>,
    changed: BTreeMap<&'a QualifiedName, TableDiff<'a>>,
    dropped: BTreeMap<&'a QualifiedName, &'a Table>,
    /// Foreign keys of dropped tables that are dropped before any table changes: table, name.
    early: BTreeSet<(&'a QualifiedName, &'a Text)>,
}

impl<'a> Assembly<'a> {
    fn new(current: &'a Schema, after: &'a Schema) -> Self {
        let (mut created, mut changed) = (BTreeMap::new(), BTreeMap::new());
        for (name, table) in &after.tables {
            match current.tables.get(name) {
                None => drop(created.insert(name, table)),
                Some(before) if before == table => {}
                Some(before) => drop(changed.insert(name, TableDiff::new(before, table))),
            }
        }
        let dropped = current.tables.iter().filter(|(name, _)| !after.tables.contains_key(*name)).collect();
        Self { current, after, created, changed, dropped, early: BTreeSet::new() }
    }

    /// Lifts the foreign keys of other tables that cannot stay while the table they reference changes.
    fn lift_foreign_keys(&mut self) {
        let mut lifted = Vec::new();
        for table in self.current.tables.values() {
            for key in table.foreign_keys.values().filter(|key| key.references != table.name) {
                if self.changed.get(&key.references).is_some_and(|referenced| referenced.disturbs(key)) {
                    lifted.push((table, key));
                }
            }
        }
        for (table, key) in lifted {
            match self.after.tables.get_key_value(&table.name) {
                Some((name, table_after)) => {
                    let diff = self.changed.entry(name).or_insert_with(|| TableDiff::new(table, table_after));
                    diff.lift_early(&key.name);
                }
                None => drop(self.early.insert((&table.name, &key.name))),
            }
        }
    }

    /// Records the drops and renames that must come before any table takes a name: on some databases the names of
    /// indexes and constraints are one space for all tables.
    fn free_names(&mut self, recorder: &mut Recorder<'_>) {
        for diff in self.changed.values() {
            diff.record_early(recorder);
        }
        let mut taken: BTreeMap<Text, BTreeSet<&QualifiedName>> = BTreeMap::new();
        let mut given_up: BTreeMap<Text, BTreeSet<&QualifiedName>> = BTreeMap::new();
        for (name, table) in &self.created {
            for ((_, part), _) in parts(table) {
                taken.entry(part).or_default().insert(name);
            }
        }
        for (name, diff) in &self.changed {
            for part in diff.names_taken() {
                taken.entry(part.clone()).or_default().insert(name);
            }
            for part in diff.names_given_up() {
                given_up.entry(part.clone()).or_default().insert(name);
            }
        }
        let by_other =
            |names: &BTreeMap<Text, BTreeSet<&QualifiedName>>, part: &Text, table: &QualifiedName| {
                names.get(part).is_some_and(|tables| tables.iter().any(|other| *other != table))
            };
        for (name, table) in &self.dropped {
            for key in parts(table).into_keys().rev() {
                let early = key.0 == PartKind::ForeignKey && self.early.contains(&(*name, &key.1));
                if early || by_other(&taken, &key.1, name) {
                    if let Some((_, own)) = table.foreign_keys.get_key_value(&key.1) {
                        self.early.insert((*name, &own.name));
                    }
                    recorder.push(drop_part(name, &key));
                }
            }
        }
        for (name, diff) in &mut self.changed {
            if diff.names_given_up().any(|part| by_other(&taken, part, name)) {
                diff.loosen(recorder, |part| by_other(&given_up, part, name));
                for part in diff.names_given_up() {
                    given_up.entry(part.clone()).or_default().remove(name);
                }
            }
        }
    }

    /// Records each table that is created or changed, in order of who references whom.
    fn change_tables(&mut self, recorder: &mut Recorder<'_>) {
        let mut dependencies: BTreeMap<&QualifiedName, BTreeSet<&QualifiedName>> = BTreeMap::new();
        for (name, table) in &self.created {
            dependencies.insert(name, self.needed(table.foreign_keys.values()));
        }
        for (name, diff) in &self.changed {
            dependencies.insert(name, self.needed(diff.added_foreign_keys()));
        }
        let order = order(&dependencies);
        let schemas = (self.current, self.after);
        let mut closing_keys = Vec::new();
        for name in order.nodes {
            let closes = |key: &ForeignKey| order.closing.contains(&(name, &key.references));
            if let Some(table) = self.created.get(name) {
                closing_keys
                    .extend(table.foreign_keys.values().filter(|key| closes(key)).map(|key| (name, key)));
                create(table, closes, recorder);
            } else if let Some(diff) = self.changed.get_mut(name) {
                closing_keys
                    .extend(diff.added_foreign_keys().filter(|key| closes(key)).map(|key| (name, key)));
                diff.change(schemas, recorder, closes);
            }
        }
        for (table, key) in closing_keys {
            recorder.push(AddConstraint { table: table.clone(), constraint: key.clone().into() });
        }
    }

    /// The tables that must be there, or have changed, before `keys` are made.
    fn needed(&self, keys: impl Iterator<Item = &'a ForeignKey>) -> BTreeSet<&'a QualifiedName> {
        let needed = keys.filter(|key| {
            let changed = self.changed.get(&key.references);
            self.created.contains_key(&key.references) || changed.is_some_and(|diff| diff.provides(key))
        });
        needed.map(|key| &key.references).collect()
    }

    /// Records the drops of tables, those that reference first.
    fn drop_tables(&self, recorder: &mut Recorder<'_>) {
        let left = |table: &'a Table| {
            let keys = table.foreign_keys.values();
            keys.filter(|key| !self.early.contains(&(&table.name, &key.name)))
        };
        let dependencies = self
            .dropped
            .iter()
            .map(|(name, table)| (*name, left(table).map(|key| &key.references).collect()))
            .collect();
        let order = order(&dependencies);
        for (name, references) in &order.closing {
            for key in left(self.dropped[*name]).filter(|key| key.references == **references) {
                recorder.push(drop_part(name, &(PartKind::ForeignKey, key.name.clone())));
            }
        }
        for name in order.nodes.into_iter().rev() {
            recorder.push(DropTable { table: name.clone() });
        }
    }
}

/// Records a new table without the foreign keys that `closes` says close a circle, and its indexes after it.
fn create(table: &Table, closes: impl Fn(&ForeignKey) -> bool, recorder: &mut Recorder<'_>) {
    let mut created = table.clone();
    created.foreign_keys.retain(|_, key| !closes(key));
    let indexes = std::mem::take(&mut created.indexes);
    recorder.push(CreateTable { table: created });
    for index in indexes.into_values() {
        recorder.push(CreateIndex { table: table.name.clone(), index });
    }
}
