//! The second stage: all that is no rename, put in an order that every database can run.

use std::collections::{BTreeMap, BTreeSet};

use super::order::order;
use super::part::{PartKind, drop_part, part_names};
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
        let dropped = current.tables.iter().filter(|(name, _)| !after.tables.contains_key(name)).collect();
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
            match self.after.tables.get(&table.name) {
                Some(table_after) => {
                    let diff = self
                        .changed
                        .entry(&table_after.name)
                        .or_insert_with(|| TableDiff::new(table, table_after));
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
        let (mut taken, mut given_up) = (Names::default(), Names::default());
        for (name, table) in &self.created {
            part_names(table).for_each(|(_, part)| taken.add(part, name));
        }
        for (name, diff) in &self.changed {
            diff.names_taken().for_each(|part| taken.add(part, name));
            diff.names_given_up().for_each(|part| given_up.add(part, name));
        }
        for (name, table) in &self.dropped {
            let parts: Vec<(PartKind, &Text)> = part_names(table).collect();
            for (kind, part) in parts.into_iter().rev() {
                let foreign_key = kind == PartKind::ForeignKey;
                let wanted = taken.has_other(part, name);
                if wanted || (foreign_key && self.early.contains(&(*name, part))) {
                    recorder.push(drop_part(name, &(kind, part.clone())));
                }
                if wanted && foreign_key {
                    self.early.insert((*name, part));
                }
            }
        }
        for (name, diff) in &mut self.changed {
            if diff.names_given_up().any(|part| taken.has_other(part, name)) {
                diff.loosen(recorder, |part| given_up.has_other(part, name));
                diff.names_given_up().for_each(|part| given_up.remove(part, name));
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

/// Names of parts, and the tables that take them or give them up.
#[derive(Default)]
struct Names<'a>(BTreeMap<Text, BTreeSet<&'a QualifiedName>>);

impl<'a> Names<'a> {
    fn add(&mut self, part: &Text, table: &'a QualifiedName) {
        self.0.entry(part.clone()).or_default().insert(table);
    }

    fn remove(&mut self, part: &Text, table: &QualifiedName) {
        if let Some(tables) = self.0.get_mut(part) {
            tables.remove(table);
        }
    }

    /// Whether another table than `table` has `part`.
    fn has_other(&self, part: &Text, table: &QualifiedName) -> bool {
        self.0.get(part).is_some_and(|tables| tables.iter().any(|other| *other != table))
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
