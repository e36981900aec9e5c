//! The comparison of a database with the revisions that its history says it has.
//!
//! What the revisions say is replayed, not asked of the head: the question is whether the database is where it says it
//! is. Both sides meet in the words of the revisions, so whatever differs is told as a model would say it.

mod adoption;
mod difference;
mod managed;
mod places;
mod restate;
mod restate_enums;
mod restate_table;
mod standing;
#[cfg(test)]
mod tests;

pub use adoption::Adoption;
pub use difference::{Change, Difference};
pub(super) use managed::Selection;
pub use managed::Unmanaged;
pub use standing::Standing;

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Migrator, MigratorError, State, finish};
use crate::connection::{Connect, Connection};
use crate::dialect::Dialect;
use crate::error::Result;
use crate::introspection::{Detail, Introspection, Object};
use crate::revision::graph::Graph;
use crate::revision::replay::replay;
use crate::schema::{QualifiedName, Schema};
use difference::differences;
use restate::{Sides, restate};

/// How a database is, beside what the revisions that it has say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// How far the database is, as its history says.
    pub history: Standing,
    /// In what it is not as those revisions say, by enum and table.
    pub differences: Vec<Difference>,
    /// Tables and enums that no revision has: no difference.
    pub unmanaged: Unmanaged,
    /// What models do not declare: seen, and left alone.
    pub objects: BTreeSet<Object>,
    /// What models cannot say of the tables that they could declare: seen, and left alone.
    pub details: BTreeSet<Detail>,
}

impl Comparison {
    /// Whether the database is as its history says; that revisions are pending is no matter.
    pub fn agrees(&self) -> bool {
        self.differences.is_empty() && self.history.is_sound()
    }
}

impl Migrator {
    /// Looks only at the tables that `covers` names, and reads `schemas` (namespaces) beside those that the revisions
    /// name.
    #[must_use]
    pub fn tables(
        mut self,
        schemas: impl IntoIterator<Item = crate::schema::Text>,
        covers: impl Fn(&QualifiedName) -> bool + Send + Sync + 'static,
    ) -> Self {
        self.selection =
            Selection { covers: std::sync::Arc::new(covers), schemas: schemas.into_iter().collect() };
        self
    }

    /// Compares the database with the revisions that its history says it has, and changes nothing: the session is
    /// read-only on the server.
    ///
    /// # Errors
    /// When the database cannot be read, or the revisions do not replay.
    pub async fn compare<C: Connect + ?Sized>(&self, db: &C) -> Result<Comparison> {
        let mut connection = db.connect().await?;
        let outcome = self.compare_on(&mut connection).await;
        finish(connection, outcome).await
    }

    async fn compare_on(&self, db: &mut Connection) -> Result<Comparison> {
        db.read_only().await?;
        let graph = State::read(&self.history, db).await?.graph(self.migrations)?;
        let reading = self.read(db, &graph, &|_| false).await?;
        let expected = db.canonicalize(&reading.normalized(db.dialect()), reading.actual()).await?;
        let restated = reading.restated(db.dialect(), &expected);
        Ok(Comparison {
            history: reading.history,
            differences: differences(&reading.words, &restated),
            unmanaged: reading.unmanaged,
            objects: reading.read.objects,
            details: reading.read.details,
        })
    }

    /// Reads what the database holds of the tables that are looked at, without aludel's own; the session is read-only on
    /// the server.
    ///
    /// # Errors
    /// When the database cannot be read, or the revisions do not replay.
    pub async fn introspect<C: Connect + ?Sized>(&self, db: &C) -> Result<Introspection> {
        let head = Graph::new(self.migrations)?.replay()?.schema;
        let mut connection = db.connect().await?;
        let outcome = self.introspect_on(&mut connection, &head).await;
        let mut read = finish(connection, outcome).await?;
        self.selection.without_own(&mut read, &self.history.table);
        Ok(read)
    }

    async fn introspect_on(&self, db: &mut Connection, head: &Schema) -> Result<Introspection> {
        db.read_only().await?;
        Ok(db.introspect(&self.selection.scope(&[head])).await?)
    }

    /// Reads the history and what the database holds; `chosen` tables are compared although no revision has them.
    async fn read(
        &self,
        db: &mut Connection,
        graph: &Graph,
        chosen: &(dyn Fn(&QualifiedName) -> bool + Send + Sync),
    ) -> Result<Reading> {
        let state = State::read(&self.history, db).await?;
        let history = Standing::new(&state, graph)?;
        let head = replay(graph.entries())?;
        let applied = state.known(graph).into_iter().filter_map(|id| graph.find(id));
        let words = replay(graph.ancestors(applied).into_iter().map(|position| graph.entry(position)))?;
        let mut read = db.introspect(&self.selection.scope(&[&words, &head])).await?;
        // A database that moves while it is read is neither here nor there.
        if State::read(&self.history, db).await? != state {
            return Err(MigratorError::Moved { database: db.target() }.into());
        }
        let managed = |name: &QualifiedName| {
            words.tables.contains_key(name) || head.tables.contains_key(name) || chosen(name)
        };
        let managed_enums = words.enums.keys().chain(head.enums.keys()).collect();
        let unmanaged = self.selection.part(&mut read, &self.history.table, managed, &managed_enums);
        Ok(Reading { history, words: self.selection.of(&words), read, unmanaged })
    }
}

/// What was read for a comparison.
struct Reading {
    history: Standing,
    /// What the applied revisions say, in their own words.
    words: Schema,
    /// What of the database is compared, and what goes with it.
    read: Introspection,
    unmanaged: Unmanaged,
}

impl Reading {
    const fn actual(&self) -> &Schema {
        &self.read.schema
    }

    /// What the revisions say, as the database would give it back.
    fn normalized(&self, dialect: &dyn Dialect) -> Schema {
        dialect.normalize(&self.words)
    }

    /// What the database holds, in the words of the revisions.
    fn restated(&self, dialect: &dyn Dialect, expected: &Schema) -> Schema {
        restate(dialect, Sides { words: &self.words, expected, actual: self.actual() })
    }
}
