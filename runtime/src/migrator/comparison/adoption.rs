//! The schema that makes the revisions agree with a database that somebody changed by hand.

use super::difference::{Difference, differences};
use super::restate::{Sides, restate};
use super::{Reading, Unmanaged};
use crate::connection::{Connect, Connection};
use crate::error::Result;
use crate::migrator::{Migrator, MigratorError, finish};
use crate::schema::{QualifiedName, Schema};

/// How often what is restated is held against the database again: a rule that hangs on another part of the same table,
/// such as an index that a key implies, needs one more look than there are such rules in a row.
const LOOKS: usize = 3;

/// What makes the revisions agree with a database.
#[derive(Clone, Debug, PartialEq)]
pub struct Adoption {
    /// The schema that the database has, in the words of the revisions.
    pub after: Schema,
    /// What no revision can say of it, and stays a difference.
    pub residue: Vec<Difference>,
    /// Tables and enums that no revision has, and that were not chosen.
    pub unmanaged: Unmanaged,
}

impl Migrator {
    /// The schema that a database at the head has, in the words of the revisions, with the unmanaged tables that
    /// `chosen` names. Changes nothing: the session is read-only on the server.
    ///
    /// # Errors
    /// When the database is not at the head, cannot be read, or a table references one that is unmanaged.
    pub async fn adopt<C: Connect + ?Sized>(
        &self,
        db: &C,
        chosen: impl Fn(&QualifiedName) -> bool + Send + Sync,
    ) -> Result<Adoption> {
        let mut connection = db.connect().await?;
        let outcome = self.adopt_on(&mut connection, &chosen).await;
        finish(connection, outcome).await
    }

    async fn adopt_on(
        &self,
        db: &mut Connection,
        chosen: &(dyn Fn(&QualifiedName) -> bool + Send + Sync),
    ) -> Result<Adoption> {
        db.read_only().await?;
        let state = super::State::read(self.history(), db).await?;
        let graph = state.graph(self.migrations)?;
        state.check(&graph)?;
        let reading = self.read(db, &graph, chosen).await?;
        if let Some(first) = reading.history.pending.first() {
            let pending = reading.history.pending.len();
            return Err(MigratorError::Behind { database: db.target(), pending, first }.into());
        }
        let (mut after, residue) = settle(db, &reading).await?;
        let head = crate::revision::replay::replay(graph.entries())?;
        let excluded = head.tables.values().filter(|table| !(self.selection.covers)(&table.name));
        excluded.for_each(|table| after.insert_table(table.clone()));
        references(&after)?;
        Ok(Adoption { after, residue, unmanaged: reading.unmanaged })
    }
}

/// What the database holds in the words of the revisions, and what is left to differ.
async fn settle(db: &mut Connection, reading: &Reading) -> Result<(Schema, Vec<Difference>)> {
    let actual = reading.actual();
    let mut words = reading.words.clone();
    let mut residue = Vec::new();
    for _ in 0..=LOOKS {
        let expected = db.canonicalize(&db.dialect().normalize(&words), actual).await?;
        residue = differences(&expected, actual);
        if residue.is_empty() {
            break;
        }
        words = restate(db.dialect(), Sides { words: &words, expected: &expected, actual });
    }
    Ok((words, residue))
}

/// Refuses a foreign key to a table that stays unmanaged.
fn references(schema: &Schema) -> Result<(), MigratorError> {
    for table in schema.tables.values() {
        for key in table.foreign_keys.values() {
            if !schema.tables.contains_key(&key.references) {
                let (table, references) = (table.name.clone(), key.references.clone());
                return Err(MigratorError::ReferencesUnmanaged { table, key: key.name.clone(), references });
            }
        }
    }
    Ok(())
}
