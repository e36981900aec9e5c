//! The tables of a schema by name, and who among them uses what.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::{Index, RangeBounds};
use std::sync::OnceLock;

use rpds::RedBlackTreeMapSync as Map;
use serde::{Serialize, Serializer};

use super::{QualifiedName, Table};

/// The tables of a schema by name: a map that also tells which tables reference a table or use an enum, without
/// looking through all of them, so that a replay costs no more than its operations.
///
/// A clone shares everything, and a change copies the one table that it changes: each plan works on a schema of its
/// own, whatever the size of the schema.
///
/// A change in the ways of a map forgets who uses what; it is found out again when next asked for.
#[derive(Clone)]
pub struct Tables {
    map: Map<QualifiedName, Table>,
    users: OnceLock<Users>,
}

/// Which tables use a table or an enum.
///
/// No user is missing, but one may be named that is none any more: each is looked at before it is believed.
#[derive(Clone, Default)]
struct Users {
    of_tables: Map<QualifiedName, BTreeSet<QualifiedName>>,
    of_enums: Map<QualifiedName, BTreeSet<QualifiedName>>,
}

impl Users {
    fn note(&mut self, table: &Table) {
        for key in table.foreign_keys.values() {
            note(&mut self.of_tables, &key.references, &table.name);
        }
        for name in table.columns.iter().filter_map(|column| column.ty.enum_name()) {
            note(&mut self.of_enums, name, &table.name);
        }
    }
}

fn note(users: &mut Map<QualifiedName, BTreeSet<QualifiedName>>, used: &QualifiedName, by: &QualifiedName) {
    if users.get(used).is_some_and(|users| users.contains(by)) {
        return;
    }
    match users.get_mut(used) {
        Some(users) => _ = users.insert(by.clone()),
        None => users.insert_mut(used.clone(), BTreeSet::from([by.clone()])),
    }
}

impl Default for Tables {
    /// No tables: nobody uses anything.
    fn default() -> Self {
        Self { map: Map::default(), users: Users::default().into() }
    }
}

impl Tables {
    /// The tables with a foreign key to the table `name`, perhaps itself among them, in order.
    pub fn referencing<'a>(&'a self, name: &'a QualifiedName) -> impl Iterator<Item = &'a Table> {
        let references = move |table: &&Table| table.foreign_keys.values().any(|key| key.references == *name);
        self.users_of(|users| users.of_tables.get(name)).filter(references)
    }

    /// The tables with a column of the enum `name`, or of an array of it, in order.
    pub fn using_enum<'a>(&'a self, name: &'a QualifiedName) -> impl Iterator<Item = &'a Table> {
        let uses =
            move |table: &&Table| table.columns.iter().any(|column| column.ty.enum_name() == Some(name));
        self.users_of(|users| users.of_enums.get(name)).filter(uses)
    }

    fn users_of<'a>(
        &'a self,
        find: impl FnOnce(&'a Users) -> Option<&'a BTreeSet<QualifiedName>>,
    ) -> impl Iterator<Item = &'a Table> {
        let users = self.users.get_or_init(|| {
            let mut users = Users::default();
            self.map.values().for_each(|table| users.note(table));
            users
        });
        find(users).into_iter().flatten().filter_map(|name| self.get(name))
    }

    /// Adds `table`, or puts it in place of the one of the same name.
    pub(super) fn put(&mut self, table: Table) {
        if let Some(users) = self.users.get_mut() {
            users.note(&table);
        }
        self.map.insert_mut(table.name.clone(), table);
    }

    /// Removes and returns the table `name`.
    pub(crate) fn take(&mut self, name: &QualifiedName) -> Option<Table> {
        let table = self.map.get(name).cloned()?;
        self.map.remove_mut(name);
        Some(table)
    }

    /// Changes the table `name` by anything but its name; `None` when there is none.
    pub(crate) fn change<T>(
        &mut self,
        name: &QualifiedName,
        change: impl FnOnce(&mut Table) -> T,
    ) -> Option<T> {
        let table = self.map.get_mut(name)?;
        let result = change(table);
        if let Some(users) = self.users.get_mut() {
            users.note(table);
        }
        Some(result)
    }
}

/// The ways of a map.
impl Tables {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.map.size()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.map.is_empty()
    }

    /// Whether there is a table `name`.
    pub fn contains_key(&self, name: &QualifiedName) -> bool {
        self.map.contains_key(name)
    }

    /// The table `name`.
    pub fn get(&self, name: &QualifiedName) -> Option<&Table> {
        self.map.get(name)
    }

    /// The tables with their names, in order.
    pub fn iter(&self) -> Iter<'_> {
        self.map.iter()
    }

    /// The names, in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &QualifiedName> + ExactSizeIterator {
        self.map.keys()
    }

    /// The tables, in order of their names.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &Table> + ExactSizeIterator {
        self.map.values()
    }

    /// The tables whose names are in `names`, in order.
    pub fn range(
        &self,
        names: impl RangeBounds<QualifiedName>,
    ) -> impl DoubleEndedIterator<Item = (&QualifiedName, &Table)> {
        self.map.range(names)
    }

    /// Adds `table` by the name `name`, in place of the one that had it.
    pub fn insert(&mut self, name: QualifiedName, table: Table) {
        self.forgetful().insert_mut(name, table);
    }

    /// Removes and returns the table `name`.
    pub fn remove(&mut self, name: &QualifiedName) -> Option<Table> {
        self.forgetful();
        self.take(name)
    }

    /// The table `name`, to be changed.
    pub fn get_mut(&mut self, name: &QualifiedName) -> Option<&mut Table> {
        self.forgetful().get_mut(name)
    }

    /// Changes each table, in order of their names, which stay.
    pub fn change_each(&mut self, mut change: impl FnMut(&mut Table)) {
        let changed = |(name, table): (&QualifiedName, &Table)| {
            let mut table = table.clone();
            change(&mut table);
            (name.clone(), table)
        };
        let map = self.map.iter().map(changed).collect();
        *self.forgetful() = map;
    }

    /// Keeps only those of which `keep` says so.
    pub fn retain(&mut self, mut keep: impl FnMut(&QualifiedName, &Table) -> bool) {
        let kept = self.map.iter().filter(|(name, table)| keep(name, table));
        let map = kept.map(|(name, table)| (name.clone(), table.clone())).collect();
        *self.forgetful() = map;
    }

    /// The map, to be changed by whoever does not note who uses what.
    fn forgetful(&mut self) -> &mut Map<QualifiedName, Table> {
        self.users.take();
        &mut self.map
    }
}

/// Tables with their names, in order.
type Iter<'a> = <&'a Map<QualifiedName, Table> as IntoIterator>::IntoIter;

impl<'a> IntoIterator for &'a Tables {
    type Item = (&'a QualifiedName, &'a Table);
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Index<&QualifiedName> for Tables {
    type Output = Table;

    fn index(&self, name: &QualifiedName) -> &Table {
        &self.map[name]
    }
}

impl PartialEq for Tables {
    fn eq(&self, other: &Self) -> bool {
        self.map == other.map
    }
}

impl fmt::Debug for Tables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.map.fmt(f)
    }
}

/// The list of the tables, because each holds its own name.
impl Serialize for Tables {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.values())
    }
}
