//! Which of a database's tables and enums are compared, and which are nobody's.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use serde::Serialize;

use crate::introspection::{Introspection, Scope};
use crate::schema::{EnumType, Place, QualifiedName, Schema, Text};

/// Which tables of a database are looked at.
#[derive(Clone)]
pub(in crate::migrator) struct Selection {
    pub(in crate::migrator) covers: Arc<dyn Fn(&QualifiedName) -> bool + Send + Sync>,
    /// The schemas (namespaces) that are read beside those that the revisions name.
    pub(in crate::migrator) schemas: BTreeSet<Text>,
}

/// The tables and enums that no revision has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Unmanaged {
    /// The tables.
    pub tables: BTreeSet<QualifiedName>,
    /// The enums that no table uses; others go with their tables.
    pub enums: BTreeSet<QualifiedName>,
}

impl Default for Selection {
    fn default() -> Self {
        Self { covers: Arc::new(|_| true), schemas: BTreeSet::new() }
    }
}

impl fmt::Debug for Selection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Selection").field("schemas", &self.schemas).finish_non_exhaustive()
    }
}

impl Selection {
    /// The part of a database that is read for what `schemas` hold.
    pub(in crate::migrator) fn scope(&self, schemas: &[&Schema]) -> Scope {
        let names = schemas.iter().flat_map(|schema| schema.tables.keys().chain(schema.enums.keys()));
        let named = names.filter_map(|name| name.schema.clone());
        Scope { schemas: named.chain(self.schemas.iter().cloned()).collect() }
    }

    /// `schema` without the tables that are not looked at.
    pub(super) fn of(&self, schema: &Schema) -> Schema {
        let mut schema = schema.clone();
        schema.tables.retain(|name, _| (self.covers)(name));
        schema
    }

    /// Takes what is not looked at and aludel's own table `own` out of what the database holds.
    pub(in crate::migrator) fn without_own(&self, read: &mut Introspection, own: &QualifiedName) {
        let enums: Vec<QualifiedName> = read.schema.enums.keys().cloned().collect();
        self.part(read, own, |_| true, &enums.iter().collect());
    }

    /// Parts what the database holds: what is compared stays in `read`, what is nobody's is named, the rest goes.
    ///
    /// The tables in `own` are aludel's.
    pub(super) fn part(
        &self,
        read: &mut Introspection,
        own: &QualifiedName,
        managed: impl Fn(&QualifiedName) -> bool,
        managed_enums: &BTreeSet<&QualifiedName>,
    ) -> Unmanaged {
        let covers = |name: &QualifiedName| name != own && (self.covers)(name);
        let used = used_enums(&read.schema);
        let mut tables = BTreeSet::new();
        read.schema.tables.retain(|name, _| {
            let looked_at = covers(name);
            if looked_at && !managed(name) {
                tables.insert(name.clone());
            }
            looked_at && managed(name)
        });
        let used_here = used_enums(&read.schema);
        let mut enums = BTreeSet::new();
        read.schema.enums.retain(|name, _: &mut EnumType| {
            if !used.contains(name) && !managed_enums.contains(name) {
                enums.insert(name.clone());
            }
            used_here.contains(name) || managed_enums.contains(name)
        });
        read.objects.retain(|object| covers(object.table.as_ref().unwrap_or(&object.name)));
        read.details.retain(|detail| table_of(&detail.place).is_none_or(covers));
        Unmanaged { tables, enums }
    }
}

fn used_enums(schema: &Schema) -> BTreeSet<QualifiedName> {
    let columns = schema.tables.values().flat_map(|table| &table.columns);
    columns.filter_map(|column| column.ty.enum_name().cloned()).collect()
}

const fn table_of(place: &Place) -> Option<&QualifiedName> {
    match place {
        Place::Table { table }
        | Place::Column { table, .. }
        | Place::Index { table, .. }
        | Place::Constraint { table, .. } => Some(table),
        Place::Enum { .. } => None,
    }
}
