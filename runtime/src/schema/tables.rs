//! The tables of a schema by name, and who among them uses what.

use std::collections::{BTreeMap, BTreeSet, btree_map};
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::OnceLock;

use serde::{Serialize, Serializer};

use super::{QualifiedName, Table};

/// The tables of a schema by name: a map that also tells which tables reference a table or use an enum, without
/// looking through all of them, so that a replay costs no more than its operations.
///
/// A change through the map itself forgets who uses what; it is found out again when next asked for.
#[derive(Clone, Default)]
pub struct Tables {
    map: BTreeMap<QualifiedName, Table>,
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
        find(users).into_iter().flatten().filter_map(|name| self.map.get(name))
    }

    /// Adds `table`, or puts it in place of the one of the same name.
    pub(super) fn put(&mut self, table: Table) {
        if let Some(users) = self.users.get_mut() {
            users.note(&table);
        }
        self.map.insert(table.name.clone(), table);
    }

    /// Removes and returns the table `name`.
    pub(crate) fn take(&mut self, name: &QualifiedName) -> Option<Table> {
        self.map.remove(name)
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

impl Deref for Tables {
    type Target = BTreeMap<QualifiedName, Table>;

    fn deref(&self) -> &Self::Target {
        &self.map
    }
}

impl DerefMut for Tables {
    fn deref_mut(&mut self) -> &mut Self::Target {
        self.users.take();
        &mut self.map
    }
}

impl<'a> IntoIterator for &'a Tables {
    type Item = (&'a QualifiedName, &'a Table);
    type IntoIter = btree_map::Iter<'a, QualifiedName, Table>;

    fn into_iter(self) -> Self::IntoIter {
        self.map.iter()
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
        super::values(&self.map, serializer)
    }
}
