//! Libraries that bring their own tables: their revisions join the application's graph, and stay theirs.
//!
//! What is the application's own, its files, its branch, its lock, its models, is what no library brings.

use super::Migrations;
use super::graph::Graph;
use super::replay::{ReplayError, replay};
use crate::model::{self, ModelErrors, Models};
use crate::schema::{QualifiedName, Schema};

/// What all revisions of a graph lead to.
#[derive(Clone, Debug, PartialEq)]
pub struct Replayed {
    /// The whole schema, as the database has it.
    pub schema: Schema,
    /// The part that libraries bring.
    libraries: Schema,
}

impl Replayed {
    /// The application's own part.
    pub fn own(&self) -> Schema {
        self.own_part(self.schema.clone())
    }

    /// `schema` without what libraries bring.
    pub fn own_part(&self, mut schema: Schema) -> Schema {
        if self.libraries != Schema::new() {
            schema.tables.retain(|name, _| !self.libraries.tables.contains_key(name));
            schema.enums.retain(|name, _| !self.libraries.enums.contains_key(name));
        }
        schema
    }
}

impl Graph {
    /// Replays all revisions.
    ///
    /// # Errors
    /// When an operation does not apply to the schema before it.
    pub fn replay(&self) -> Result<Replayed, ReplayError> {
        let libraries = self.order().iter().filter(|position| !self.is_own(**position));
        let libraries = replay(libraries.map(|position| self.entry(*position)))?;
        Ok(Replayed { schema: replay(self.entries())?, libraries })
    }
}

impl Migrations {
    /// These, after those of the libraries that they name and that those name, each once.
    pub fn all(&self) -> Vec<&Self> {
        let mut all: Vec<&Self> = Vec::new();
        for library in self.with.iter().flat_map(|library| library.all()).chain([self]) {
            if !all.iter().any(|known| std::ptr::eq(*known, library)) {
                all.push(library);
            }
        }
        all
    }

    /// The name of the crate that embeds them.
    pub fn crate_name(&self) -> &'static str {
        crate_of(self.module)
    }

    /// The models that these revisions are of: all that are linked into this binary, but those of the libraries.
    ///
    /// A model is a library's when it stands in the library's crate, or when its table is in `replayed` by a
    /// revision of the library.
    ///
    /// # Errors
    /// All that keeps the models from adding up, among it that there is none.
    pub fn models(&self, replayed: &Replayed) -> Result<Models, ModelErrors> {
        let libraries: Vec<&str> = self.all().iter().map(|migrations| migrations.crate_name()).collect();
        let libraries = &libraries[..libraries.len() - 1];
        let is_library = |models: &Models, table: &QualifiedName| {
            let stands_in = models.sources.get(table).map(|source| crate_of(source.module));
            replayed.libraries.tables.contains_key(table)
                || stands_in.is_some_and(|name| libraries.contains(&name))
        };
        model::schema()?.without(is_library)
    }
}

/// The crate that a module is in.
fn crate_of(module: &'static str) -> &'static str {
    module.split("::").next().unwrap_or(module)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::revision::check::CheckErrors;
    use crate::revision::graph::{GraphError, Target, TargetError};
    use crate::revision::lock::Lock;
    use crate::revision::merge::Merge;
    use crate::revision::{Entry, Operations, Revision, column, enumeration, integer, sample, table};

    const INVOICES: Revision =
        Revision { id: "b1", revises: &[], depends_on: &[], branch_labels: &[], created: "1" };
    const PAYMENTS: Revision = Revision { id: "b2", revises: &["b1"], created: "3", ..INVOICES };
    const USERS: Revision = Revision { id: "a1", created: "2", ..INVOICES };
    const ORDERS: Revision =
        Revision { id: "a2", revises: &["a1"], depends_on: &["billing"], created: "4", ..USERS };

    fn invoices(op: &mut Operations) {
        op.create_enum("currency", ["eur"]);
        op.create_table(table("invoices").with(column("currency", enumeration("currency"))));
    }

    fn payments(op: &mut Operations) {
        op.create_table(table("payments").with(column("id", integer())));
    }

    fn users(op: &mut Operations) {
        op.create_table(table("users").with(column("currency", enumeration("currency"))));
    }

    fn embedded(
        entries: Vec<&'static Entry>,
        module: &'static str,
        with: &'static [&'static Migrations],
    ) -> &'static Migrations {
        let entries: Vec<Entry> = entries.into_iter().map(|entry| Entry { ..*entry }).collect();
        Box::leak(Box::new(Migrations { module, with, ..sample::migrations(entries.leak(), None) }))
    }

    fn billing() -> &'static Migrations {
        let entries = vec![
            sample::with(INVOICES, invoices, |_| {}),
            sample::with(PAYMENTS, payments, |op| op.drop_table("payments")),
        ];
        embedded(entries, "billing::schema", &[])
    }

    fn application(revisions: Vec<Revision>, billing: &'static Migrations) -> &'static Migrations {
        let entry = |revision| match revision {
            USERS => sample::with(USERS, users, |op| op.drop_table("users")),
            other => sample::entry(other),
        };
        let entries = revisions.into_iter().map(entry).collect();
        embedded(entries, "my_app", vec![billing, billing].leak())
    }

    fn ids(entries: Vec<&'static Entry>) -> Vec<&'static str> {
        entries.into_iter().map(|entry| entry.revision.id).collect()
    }

    #[test]
    fn crates_join_one_graph_each_on_its_branch() {
        let graph = Graph::new(application(vec![USERS, ORDERS], billing())).expect("it is sound");
        let target = |text: &str| text.parse::<Target>().expect("it is a target");
        let none: [&str; 0] = [];
        let upgrade = |text: &str| graph.plan_upgrade(&none, &target(text)).map(ids);
        let downgrade = |text: &str| graph.plan_downgrade(&["a2", "b2"], &target(text)).map(ids);
        assert_eq!(upgrade("head").as_deref(), Ok(["b1", "a1", "a2", "b2"].as_slice()));
        assert_eq!(upgrade("head"), upgrade("heads"));
        assert_eq!(upgrade("billing@head").as_deref(), Ok(["b1", "b2"].as_slice()));
        assert_eq!(upgrade("+1").as_deref(), Ok(["a1"].as_slice()));
        assert_eq!(upgrade("a2").map(|ids| ids.len()), Ok(3));
        assert_eq!(downgrade("-1").as_deref(), Ok(["a2"].as_slice()));
        assert_eq!(downgrade("billing@b1").as_deref(), Ok(["b2"].as_slice()));
        assert_eq!(downgrade("billing@base").as_deref(), Ok(["b2", "a2", "b1"].as_slice()));
        assert_eq!(graph.labels().map(|(label, _)| label).collect::<Vec<_>>(), ["billing", "my_app"]);
        let own: Vec<&str> = graph.own_heads().into_iter().map(|head| graph.id(head)).collect();
        assert_eq!(own, ["a2"]);
        assert_eq!(graph.find("b1").map(|position| graph.crate_of(position)), Some("billing"));
    }

    #[test]
    fn a_new_revision_goes_on_the_branch_of_the_application() {
        let graph = Graph::new(application(vec![USERS], billing())).expect("it is sound");
        let target = |text: &str| text.parse::<Target>().expect("it is a target");
        let place = graph.place(&[Target::HEAD], false, &[target("billing@head")]).expect("there is one");
        assert_eq!((place.revises, place.depends_on), (vec!["a1"], vec!["b2".to_owned()]));
        assert_eq!(
            graph.place(&[target("b2")], false, &[]),
            Err(TargetError::Foreign { id: "b2", library: "billing" })
        );
        let merge = Merge::new(&graph, &[]).expect_err("the library's head does not count");
        assert_eq!(merge.to_string(), "there is nothing to merge: `a1` is the only head");
        let revises = Revision { revises: &["b2"], ..USERS };
        assert_eq!(
            Graph::new(application(vec![revises], billing())).map(|_| ()),
            Err(GraphError::ForeignParent { file: "a1.rs", id: "b2", library: "billing" })
        );
    }

    #[test]
    fn the_lock_and_the_schema_of_the_application_are_its_own() {
        let migrations = application(vec![USERS, ORDERS], billing());
        let graph = Graph::new(migrations).expect("it is sound");
        let replayed = graph.replay().expect("it applies");
        assert_eq!(replayed.schema.tables.len(), 3);
        let own = replayed.own();
        assert_eq!((own.tables.len(), own.enums.len()), (1, 0));
        let lock = Lock::new(&graph, &own);
        assert_eq!(lock.heads, ["a2"]);
        let files: Vec<&str> = lock.revisions.iter().map(|revision| &*revision.file).collect();
        assert_eq!(files, ["a1.rs", "a2.rs"]);
        // The library's first revision cannot be undone, which is not for the application to mend.
        let migrations = Migrations { lock: Some(lock.to_string().leak()), ..*migrations };
        assert_eq!(migrations.check_with(Some(&own)), Ok(()));
        let library = billing().check_with(None);
        // A table, an enum and the lock.
        assert!(matches!(library, Err(CheckErrors(errors)) if errors.len() == 3));
    }
}
