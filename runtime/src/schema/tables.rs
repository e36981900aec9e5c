//! The tables of a schema by name, and who among them uses what.

use std::collections::{BTreeMap, BTreeSet, btree_map};
use std::fmt;
use std::ops::{Index, RangeBounds};
use std::sync::{Arc, OnceLock};

use serde::{Serialize, Serializer};

use super::{QualifiedName, Table};

/// The tables of a schema by name: a map that also tells which tables reference a table or use an enum, without
/// looking through all of them, so that a replay costs no more than its operations.
///
/// A clone shares the tables, and a change copies the one that it changes: each plan works on a schema of its own.
///
/// A change in the ways of a map forgets who uses what; it is found out again when next asked for.
#[derive(Clone, Default)]
pub struct Tables {
    map: BTreeMap<QualifiedName, Arc<Table>>,
    users: OnceLock<Users>,
}

/// Which tables use a table or an enum.
///
/// No user is missing, but one may be named that is none any more: each is looked at before it is believed.
#[derive(Clone, Default)]
struct Users {
    of_tables: BTreeMap<QualifiedName, BTreeSet<QualifiedName>>,
    of_enums: BTreeMap<QualifiedName, BTreeSet<QualifiedName>>,
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

fn note(
    users: &mut BTreeMap<QualifiedName, BTreeSet<QualifiedName>>,
    used: &QualifiedName,
    by: &QualifiedName,
) {
    match users.get_mut(used) {
        Some(users) if users.contains(by) => {}
        Some(users) => _ = users.insert(by.clone()),
        None => _ = users.insert(used.clone(), BTreeSet::from([by.clone()])),
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
        self.map.insert(table.name.clone(), Arc::new(table));
    }

    /// Removes and returns the table `name`.
    pub(crate) fn take(&mut self, name: &QualifiedName) -> Option<Table> {
        self.map.remove(name).map(Arc::unwrap_or_clone)
    }

    /// Changes the table `name` by anything but its name; `None` when there is none.
    pub(crate) fn change<T>(
        &mut self,
        name: &QualifiedName,
        change: impl FnOnce(&mut Table) -> T,
    ) -> Option<T> {
        let table = Arc::make_mut(self.map.get_mut(name)?);
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
        self.map.len()
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
        self.map.get(name).map(|table| &**table)
    }

    /// The tables with their names, in order.
    pub fn iter(&self) -> Iter<'_> {
        self.map.iter().map(|(name, table)| (name, &**table))
    }

    /// The names, in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &QualifiedName> + ExactSizeIterator + Clone {
        self.map.keys()
    }

    /// The tables, in order of their names.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &Table> + ExactSizeIterator + Clone {
        self.map.values().map(|table| &**table)
    }

    /// The tables whose names are in `names`, in order.
    pub fn range(
        &self,
        names: impl RangeBounds<QualifiedName>,
    ) -> impl DoubleEndedIterator<Item = (&QualifiedName, &Table)> {
        self.map.range(names).map(|(name, table)| (name, &**table))
    }

    /// Adds `table` by the name `name`, and returns the one that had it.
    pub fn insert(&mut self, name: QualifiedName, table: Table) -> Option<Table> {
        self.forgetful().insert(name, Arc::new(table)).map(Arc::unwrap_or_clone)
    }

    /// Removes and returns the table `name`.
    pub fn remove(&mut self, name: &QualifiedName) -> Option<Table> {
        self.forgetful().remove(name).map(Arc::unwrap_or_clone)
    }

    /// The table `name`, to be changed.
    pub fn get_mut(&mut self, name: &QualifiedName) -> Option<&mut Table> {
        self.forgetful().get_mut(name).map(Arc::make_mut)
    }

    /// The tables, to be changed, in order of their names.
    pub fn values_mut(&mut self) -> impl DoubleEndedIterator<Item = &mut Table> {
        self.forgetful().values_mut().map(Arc::make_mut)
    }

    /// Keeps only those of which `keep` says so.
    pub fn retain(&mut self, mut keep: impl FnMut(&QualifiedName, &Table) -> bool) {
        self.forgetful().retain(|name, table| keep(name, table));
    }

    /// The map, to be changed by whoever does not note who uses what.
    fn forgetful(&mut self) -> &mut BTreeMap<QualifiedName, Arc<Table>> {
        self.users.take();
        &mut self.map
    }
}

/// Tables with their names, in order.
type Iter<'a> = std::iter::Map<
    btree_map::Iter<'a, QualifiedName, Arc<Table>>,
    fn((&'a QualifiedName, &'a Arc<Table>)) -> (&'a QualifiedName, &'a Table),
>;

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
