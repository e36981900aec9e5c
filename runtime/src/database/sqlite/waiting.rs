//! The tables that wait to be made, or made anew, once for all that is changed about them.

use std::collections::{BTreeMap, BTreeSet};

use super::rebuild::Rebuild;
use crate::operation::expression::names_identifier;
use crate::schema::{QualifiedName, Table, Text};

/// What waits, by table.
#[derive(Default)]
pub(super) struct Waiting {
    tables: BTreeMap<QualifiedName, Rebuild>,
    /// The names of the indexes that they hold until then: one name, one index.
    indexes: BTreeSet<Text>,
}

impl Waiting {
    pub(super) fn is_empty(&self) -> bool {
        self.tables.is_empty()
    }

    /// What waits for `table`, if anything.
    pub(super) fn get(&mut self, table: &QualifiedName) -> Option<&mut Rebuild> {
        self.tables.get_mut(table)
    }

    /// The rebuild of `table`, begun if nothing waits for it.
    pub(super) fn rebuild(&mut self, table: &Table) -> &mut Rebuild {
        self.tables.entry(table.name.clone()).or_insert_with(|| {
            self.indexes.extend(table.indexes.keys().cloned());
            Rebuild::new(table)
        })
    }

    /// Lets a table that is not made yet wait for what is added to it.
    pub(super) fn create(&mut self, table: &QualifiedName) {
        self.tables.insert(table.clone(), Rebuild::of_nothing(table));
    }

    /// Forgets what waits for `table`, which goes; whether it was to be made only now.
    pub(super) fn forget(&mut self, table: &QualifiedName) -> bool {
        self.tables.remove(table).is_some_and(|rebuild| rebuild.creates())
    }

    /// Whether an index `name` stands until a table that waits is made anew.
    pub(super) fn holds_index(&self, name: &Text) -> bool {
        self.indexes.contains(name)
    }

    /// Whether `expression`, of a row of `table`, reads what waits to be changed.
    pub(super) fn changes_what_is_read(&self, table: &QualifiedName, expression: &str) -> bool {
        if self.tables.get(table).is_some_and(|rebuild| !rebuild.reads_before(expression)) {
            return true;
        }
        // Only a query within it reads other tables.
        let queries = expression.to_ascii_lowercase().contains("select");
        queries && self.tables.keys().any(|name| names_identifier(expression, &name.name))
    }

    /// All that waits, which waits no longer.
    pub(super) fn take(&mut self) -> impl Iterator<Item = Rebuild> + use<> {
        std::mem::take(self).tables.into_values()
    }
}
