//! Adopting a database that exists: what was read of it, written as the Rust models that declare it.
//!
//! Pure and deterministic; the text is laid out as rustfmt lays it out. What models cannot say is a comment at its
//! place and a line in [`Models::unsaid`], never left out silently.

mod attribute;
mod case;
mod constraint;
mod default;
mod edit;
mod enumeration;
mod field;
mod file;
mod identifier;
mod index;
mod names;
mod table;
#[cfg(test)]
mod tests;
mod types;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::introspection::{Detail, Introspection, Object};
use crate::schema::{Place, QualifiedName};

pub use edit::{Edit, EditChange, edits};
pub use file::{File, Layout};
pub use types::Times;

/// How models are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Into which files.
    pub layout: Layout,
    /// The crate of dates and times.
    pub times: Times,
}

/// Rust models of a database.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Models {
    /// The files, in order of their paths.
    pub files: Vec<File>,
    /// The features of aludel and of sqlx whose types the models name, each with the crate of the types.
    pub features: BTreeMap<&'static str, &'static str>,
    /// What of the tables the models do not say, by place.
    pub unsaid: BTreeSet<Detail>,
    /// What the database has beside its tables, which no model declares.
    pub objects: BTreeSet<Object>,
}

/// The models that declare what `introspection` holds.
pub fn models(introspection: &Introspection, options: Options) -> Models {
    let names = names::Names::new(&introspection.schema);
    let mut writing = Writing { options, names: &names, features: BTreeMap::new(), unsaid: BTreeSet::new() };
    let remarks = Remarks::new(introspection);
    let mut items = Vec::new();
    for (name, enum_type) in &introspection.schema.enums {
        items.extend(enumeration::enumeration(enum_type, &remarks, &mut writing).map(|item| (name, item)));
    }
    for (name, table) in &introspection.schema.tables {
        items.extend(
            table::table(table, &introspection.schema, &remarks, &mut writing).map(|item| (name, item)),
        );
    }
    let Writing { features, mut unsaid, .. } = writing;
    unsaid.extend(remarks.0);
    let items = items.into_iter().map(|(_, item)| item).collect();
    let files = file::files(items, options.layout, &features);
    let objects = introspection.objects.iter().filter(|object| object.table.is_none()).cloned().collect();
    Models { files, features, unsaid, objects }
}

/// What is written with, and what comes to light by it.
struct Writing<'a> {
    options: Options,
    names: &'a names::Names<'a>,
    features: BTreeMap<&'static str, &'static str>,
    unsaid: BTreeSet<Detail>,
}

impl Writing<'_> {
    /// Notes that the models do not say `what` of `place`.
    fn unsaid(&mut self, place: Place, what: impl Into<crate::schema::Text>) -> Detail {
        let detail = Detail { place, what: what.into() };
        self.unsaid.insert(detail.clone());
        detail
    }
}

/// What the database itself was found to have beyond models, by place: the things that go with tables among it.
struct Remarks(BTreeSet<Detail>);

impl Remarks {
    fn new(introspection: &Introspection) -> Self {
        let of_table = |object: &Object| {
            let place = Place::Table { table: object.table.clone()? };
            Some(Detail { place, what: format!("{} `{}`", object.kind, object.name).into() })
        };
        let objects = introspection.objects.iter().filter_map(of_table);
        Self(introspection.details.iter().cloned().chain(objects).collect())
    }

    /// Those that are about `place` itself.
    fn at(&self, place: &Place) -> Vec<Detail> {
        self.0.iter().filter(|detail| detail.place == *place).cloned().collect()
    }

    /// Those about the table `name` as a whole, or about its constraints and indexes.
    fn of_table(&self, name: &QualifiedName) -> Vec<Detail> {
        let of_it = |detail: &&Detail| match &detail.place {
            Place::Table { table } | Place::Index { table, .. } | Place::Constraint { table, .. } => {
                table == name
            }
            Place::Column { .. } | Place::Enum { .. } => false,
        };
        self.0.iter().filter(of_it).cloned().collect()
    }
}

/// `details` as comments, a line each.
fn comments(details: &[Detail], indent: usize) -> String {
    let line = |detail: &Detail| {
        let what = crate::revision::source::one_line(&detail.what);
        let what = match &detail.place {
            Place::Table { .. } | Place::Column { .. } | Place::Enum { .. } => what,
            Place::Index { index, .. } => format!("index `{index}`: {what}"),
            Place::Constraint { constraint, .. } => format!("constraint `{constraint}`: {what}"),
        };
        format!("{:indent$}// In the database only: {what}\n", "")
    };
    details.iter().map(line).collect()
}
