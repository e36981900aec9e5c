//! One table on both sides: what of it is dropped, renamed, altered and added.

use std::collections::{BTreeMap, BTreeSet};

use super::column::ColumnsDiff;
use super::matching::sequence;
use super::part::{Part, PartKey, PartKind, drop_part, parts, rename_part};
use super::{Recorder, temporary_name};
use crate::operation::{AlterTable, TableChange};
use crate::schema::{ForeignKey, Schema, Table, Text};

/// What differs between both sides of one table.
#[derive(Debug)]
pub(super) struct TableDiff<'a> {
    before: &'a Table,
    after: &'a Table,
    columns: ColumnsDiff<'a>,
    parts_after: BTreeMap<PartKey, Part>,
    /// The parts that stay, by their keys before; the key after where they are renamed.
    kept: BTreeMap<PartKey, PartKey>,
    dropped: BTreeSet<PartKey>,
    /// Whether each is new, and not one that is lifted out of the way of another change.
    added: BTreeMap<PartKey, bool>,
    /// Foreign keys that are dropped before any table changes.
    early: BTreeSet<PartKey>,
    /// Renames that wait for their name to be free in another table.
    waiting: Vec<(PartKey, PartKey)>,
    loosened: bool,
}

impl<'a> TableDiff<'a> {
    pub(super) fn new(before: &'a Table, after: &'a Table) -> Self {
        let (parts_before, parts_after) = (parts(before), parts(after));
        let same = |key: &PartKey| parts_before.get(key) == parts_after.get(key);
        let mut kept: BTreeMap<PartKey, PartKey> =
            parts_before.keys().filter(|key| same(key)).map(|key| (key.clone(), key.clone())).collect();
        let mut found: BTreeSet<&PartKey> = parts_after.keys().filter(|key| same(key)).collect();
        for (key, part) in parts_before.iter().filter(|(key, _)| !same(key)) {
            let renamed =
                parts_after.iter().find(|(key, after)| !found.contains(key) && part.same_definition(after));
            if let Some((key_after, _)) = renamed {
                found.insert(key_after);
                kept.insert(key.clone(), key_after.clone());
            }
        }
        let dropped = parts_before.keys().filter(|key| !kept.contains_key(*key)).cloned().collect();
        let added =
            parts_after.keys().filter(|key| !found.contains(key)).map(|key| (key.clone(), true)).collect();
        let columns = ColumnsDiff::new(before, after);
        let (early, waiting, loosened) = Default::default();
        let mut diff =
            Self { before, after, columns, parts_after, kept, dropped, added, early, waiting, loosened };
        diff.lift_dependents(&parts_before);
        diff
    }

    /// Lifts what cannot stay while the columns change.
    fn lift_dependents(&mut self, parts_before: &BTreeMap<PartKey, Part>) {
        let (transformed, disturbing) = (self.columns.transformed(), self.columns.disturbing());
        if transformed.is_empty() && disturbing.is_empty() {
            return;
        }
        for (key, part) in parts_before {
            let lifted = match key.0 {
                PartKind::PrimaryKey | PartKind::Unique => {
                    self.columns.recreated().any(|column| part.names(column))
                }
                PartKind::Check | PartKind::Index => transformed.iter().any(|column| part.names(column)),
                PartKind::ForeignKey => disturbing.iter().any(|column| part.names(column)),
            };
            if lifted {
                self.lift(key);
            }
        }
        for key in self.before.foreign_keys.values().filter(|key| key.references == self.before.name) {
            if self.disturbs(key) {
                self.lift(&(PartKind::ForeignKey, key.name.clone()));
            }
        }
    }

    /// Drops a part that stays before the columns change, and adds it after.
    fn lift(&mut self, key: &PartKey) {
        if let Some(key_after) = self.kept.remove(key) {
            self.dropped.insert(key.clone());
            self.added.insert(key_after, false);
        }
    }

    /// Drops a foreign key before any table changes; where it stays, it is added again with this table.
    pub(super) fn lift_early(&mut self, foreign_key: &Text) {
        let key = (PartKind::ForeignKey, foreign_key.clone());
        self.lift(&key);
        self.early.insert(key);
    }

    /// Whether `key`, which references this table, cannot stay while it changes.
    pub(super) fn disturbs(&self, key: &ForeignKey) -> bool {
        let disturbing = self.columns.disturbing();
        let parts_before = || parts(self.before);
        disturbing.iter().any(|column| key.referenced_columns.contains(column))
            || (self.dropped.iter().any(|(kind, _)| *kind < PartKind::ForeignKey)
                && parts_before().iter().any(|(part_key, part)| {
                    self.dropped.contains(part_key) && part.is_key_of(&key.referenced_columns)
                }))
    }

    /// Whether `key`, which references this table, can be made only once it has changed.
    pub(super) fn provides(&self, key: &ForeignKey) -> bool {
        let added = self.columns.added.iter().any(|column| key.referenced_columns.contains(&column.name));
        let part_of = |key: &PartKey| &self.parts_after[key];
        added
            || self.disturbs(key)
            || self.added.keys().any(|part_key| part_of(part_key).is_key_of(&key.referenced_columns))
    }

    /// The foreign keys that are added.
    pub(super) fn added_foreign_keys(&self) -> impl Iterator<Item = &'a ForeignKey> {
        let foreign_keys = &self.after.foreign_keys;
        let added = self.added.keys().filter(|(kind, _)| *kind == PartKind::ForeignKey);
        added.filter_map(|(_, name)| foreign_keys.get(name))
    }

    /// Names that the table gives up: of what is dropped or renamed.
    pub(super) fn names_given_up(&self) -> impl Iterator<Item = &Text> {
        self.dropped.iter().chain(self.renamed().map(|(key, _)| key)).map(|(_, name)| name)
    }

    /// Names that the table takes: of what is added or renamed.
    pub(super) fn names_taken(&self) -> impl Iterator<Item = &Text> {
        self.added.keys().chain(self.renamed().map(|(_, key)| key)).map(|(_, name)| name)
    }

    fn renamed(&self) -> impl Iterator<Item = (&PartKey, &PartKey)> {
        self.kept.iter().filter(|(before, after)| before != after)
    }

    /// Records the drop of the foreign keys that no table may change under.
    pub(super) fn record_early(&self, recorder: &mut Recorder<'_>) {
        for key in &self.early {
            recorder.push(drop_part(&self.after.name, key));
        }
    }

    /// Records what is dropped and renamed; a name that `held` says another table holds is waited for.
    pub(super) fn loosen(&mut self, recorder: &mut Recorder<'_>, held: impl Fn(&Text) -> bool) {
        let table = &self.after.name;
        self.loosened = true;
        for key in self.dropped.iter().rev().filter(|key| !self.early.contains(*key)) {
            recorder.push(drop_part(table, key));
        }
        let renamed: BTreeMap<PartKey, PartKey> =
            self.renamed().map(|(before, after)| (before.clone(), after.clone())).collect();
        if renamed.is_empty() {
            return;
        }
        let parts_before = parts(self.before);
        let temporary = |(kind, name): &PartKey| {
            let taken = |name: &str| {
                let key = (*kind, name.to_owned().into());
                parts_before.contains_key(&key) || self.parts_after.contains_key(&key)
            };
            (*kind, temporary_name(name, taken))
        };
        let steps = sequence(
            &renamed,
            |key| parts_before.contains_key(key) && !self.dropped.contains(key),
            temporary,
        );
        let mut waiting = Vec::new();
        for (key, mut key_after) in steps {
            if held(&key_after.1) {
                let aside = temporary(&key_after);
                waiting.push((aside.clone(), std::mem::replace(&mut key_after, aside)));
            }
            recorder.push(rename_part(table, &key, &key_after.1));
        }
        self.waiting = waiting;
    }

    /// Records all that is left to change, but the foreign keys that `closing` says close a circle.
    pub(super) fn change(
        &mut self,
        schemas: (&Schema, &Schema),
        recorder: &mut Recorder<'_>,
        closing: impl Fn(&ForeignKey) -> bool,
    ) {
        let table = &self.after.name;
        if !self.loosened {
            self.loosen(recorder, |_| false);
        }
        for (key, (_, name)) in &self.waiting {
            recorder.push(rename_part(table, key, name));
        }
        let changes = table_changes(self.before, self.after);
        if !changes.is_empty() {
            recorder.push(AlterTable { table: table.clone(), changes });
        }
        self.columns.record(self.after, schemas, recorder);
        let without_value = self.columns.without_value();
        for (key, is_new) in &self.added {
            if self
                .after
                .foreign_keys
                .get(&key.1)
                .is_some_and(|foreign_key| key.0 == PartKind::ForeignKey && closing(foreign_key))
            {
                continue;
            }
            let part = self.parts_after[key].clone();
            let note = if *is_new { part.demand(table, &without_value) } else { None };
            recorder.push_noted(part.add(table), note);
        }
    }
}

fn table_changes(before: &Table, after: &Table) -> Vec<TableChange> {
    let mut changes = Vec::new();
    if before.comment != after.comment {
        changes.push(TableChange::Comment(after.comment.clone()));
    }
    let keys: BTreeSet<(&Text, &Text)> =
        before.options.iter().chain(&after.options).map(|option| (&option.database, &option.name)).collect();
    for (database, name) in keys {
        let value = after.option(database, name);
        if value != before.option(database, name) {
            let value = value.map(|value| value.to_owned().into());
            changes.push(TableChange::Option { database: database.clone(), name: name.clone(), value });
        }
    }
    changes
}
