//! What a database has of the revisions, as its history says.

use std::collections::BTreeSet;

use super::MigratorError;
use crate::connection::Connection;
use crate::error::Result;
use crate::executor::{History, Record};
use crate::revision::graph::{Graph, GraphError, Position, Rows, Target, TargetError};
use crate::revision::{Entry, Migrations};

/// What a database has of the revisions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// The applied revisions in order of their identifiers; `None` before there is a history.
    records: Option<Vec<Record>>,
    /// Where the database is, without its password.
    database: String,
}

impl State {
    pub(super) async fn read(history: &History, db: &mut Connection) -> Result<Self> {
        Ok(Self { records: history.read(db).await?, database: db.target() })
    }

    /// The applied revisions in order of their identifiers.
    pub fn records(&self) -> &[Record] {
        self.records.as_deref().unwrap_or_default()
    }

    /// Where the database is, without its password.
    pub fn database(&self) -> &str {
        &self.database
    }

    /// Whether there is a history table.
    pub fn has_history(&self) -> bool {
        self.records.is_some()
    }

    /// The identifiers of the applied revisions; one whose upgrade has not ended is none of them.
    pub fn applied(&self) -> Vec<&str> {
        let applied = self.records().iter().filter(|record| !record.is_incomplete());
        applied.map(|record| &*record.revision).collect()
    }

    /// The row of the revision that began and has not ended, up or down, if there is one.
    pub fn unfinished(&self) -> Option<&Record> {
        self.records().iter().find(|record| record.journal.is_some())
    }

    /// The rows that somebody changed by hand.
    pub fn tampered(&self) -> Vec<&Record> {
        self.records().iter().filter(|record| record.is_tampered()).collect()
    }

    /// The graph of `migrations` as this database sees it: where it has some of what a squashed revision replaces, and
    /// not all, those are in the graph, and the squashed one is not.
    ///
    /// # Errors
    /// As [`Graph::new`].
    pub fn graph(&self, migrations: &Migrations) -> Result<Graph, GraphError> {
        Graph::of_database(migrations, &self.rows())
    }

    /// What the history has, as a graph depends on it.
    pub(super) fn rows(&self) -> Rows<'_> {
        let (begun, applied): (Vec<&Record>, Vec<&Record>) =
            self.records().iter().partition(|record| record.journal.is_some());
        let [begun, applied] =
            [begun, applied].map(|records| records.into_iter().map(|record| &*record.revision).collect());
        Rows { applied, begun }
    }

    /// The identifiers of the applied revisions that `graph` has; a squashed one is applied where all are that it
    /// replaces.
    ///
    /// `graph` is the one that [`State::graph`] gives.
    pub fn known<'a>(&'a self, graph: &Graph) -> Vec<&'a str> {
        let mut known: Vec<&str> = self.applied().into_iter().filter(|id| graph.find(id).is_some()).collect();
        known.extend(self.complete(graph).into_iter().map(|entry| entry.revision.id));
        known
    }

    /// The squashed revisions of `graph` of which the database has all that they replace, and no row of their own.
    pub fn complete(&self, graph: &Graph) -> Vec<&'static Entry> {
        let squashed = graph.squashed();
        if squashed.is_empty() {
            return Vec::new();
        }
        let rows = self.rows();
        let complete = squashed.into_iter().filter(|position| graph.has_squashed(*position, &rows));
        let complete = complete.map(|position| graph.entry(position));
        complete.filter(|entry| !rows.have(entry.revision.id)).collect()
    }

    /// The revisions that count as applied once `targets` are stamped, in order; with `purge`, no others.
    ///
    /// Steps are counted from what `graph` knows of the history; the rest is what a stamp is there to clear up.
    ///
    /// # Errors
    /// As [`Graph::plan_stamp`].
    pub fn plan_stamp(
        &self,
        graph: &Graph,
        targets: &[Target],
        purge: bool,
    ) -> Result<Vec<&'static Entry>, TargetError> {
        let known = self.known(graph);
        if !purge {
            return graph.plan_stamp(&known, targets);
        }
        let mut goals = Vec::new();
        for target in targets {
            goals.extend(graph.resolve(target, &known)?);
        }
        Ok(graph.ancestors(goals).into_iter().map(|position| graph.entry(position)).collect())
    }

    /// The rows of revisions that `graph` does not have.
    pub fn unknown(&self, graph: &Graph) -> Vec<&Record> {
        let unknown = |record: &&Record| graph.find(&record.revision).is_none();
        let unknown: Vec<&Record> = self.records().iter().filter(unknown).collect();
        if unknown.is_empty() {
            return unknown;
        }
        let rows = self.rows();
        let stood_for = |record: &&Record| {
            let by = graph.replaced_by(&record.revision);
            by.is_some_and(|by| graph.has_squashed(by, &rows))
        };
        unknown.into_iter().filter(|record| !stood_for(record)).collect()
    }

    /// The rows of what a squashed revision stands for that the database has, to be taken out of the history.
    pub(super) fn replaced_rows(&self, graph: &Graph, entry: &Entry) -> Vec<&Record> {
        let position = graph.find(entry.revision.id);
        let mut rows: Vec<&Record> = self.records().iter().collect();
        rows.retain(|record| {
            graph.find(&record.revision).is_none() && graph.replaced_by(&record.revision) == position
        });
        rows
    }

    /// The rows of revisions whose files have changed since, with the revisions.
    pub fn edited(&self, graph: &Graph) -> Vec<(&'static Entry, &Record)> {
        let entry = |record: &Record| match graph.find(&record.revision) {
            Some(position) => Some(graph.entry(position)),
            None => graph.replaced_entry(&record.revision),
        };
        let known = self.records().iter().filter_map(|record| Some((entry(record)?, record)));
        // What has not ended may be mended.
        let ended = known.filter(|(_, record)| !record.is_incomplete());
        ended.filter(|(entry, record)| entry.checksum() != record.checksum).collect()
    }

    /// Refuses a database whose revisions are not those of `graph`.
    ///
    /// # Errors
    /// When a row was changed by hand, a revision is unknown, its file has changed since it was applied, or one
    /// that it follows is not applied.
    pub fn check(&self, graph: &Graph) -> Result<(), MigratorError> {
        if let Some(record) = self.tampered().first() {
            return Err(MigratorError::Tampered { record: Box::new((*record).clone()) });
        }
        if let Some(record) = self.unknown(graph).first() {
            let record = Box::new((*record).clone());
            return Err(match graph.replaced_by(&record.revision) {
                Some(by) => {
                    let by = graph.entry(by);
                    let lacks = by.replaces.iter().filter(|id| !self.applied().contains(id)).copied();
                    MigratorError::Between { record, by: by.revision.id, lacks: lacks.collect() }
                }
                None => MigratorError::UnknownRevision { record },
            });
        }
        if let Some((entry, record)) = self.edited(graph).first() {
            return Err(MigratorError::Edited { file: entry.file, record: Box::new((*record).clone()) });
        }
        match self.gap(graph) {
            Some((entry, missing)) => {
                Err(MigratorError::Gap { file: entry.file, missing: missing.revision.id })
            }
            None => Ok(()),
        }
    }

    /// An applied revision, and one that it follows which is not.
    fn gap(&self, graph: &Graph) -> Option<(&'static Entry, &'static Entry)> {
        let applied: BTreeSet<Position> =
            self.known(graph).into_iter().filter_map(|id| graph.find(id)).collect();
        applied.iter().find_map(|position| {
            let followed = graph.parents(*position).iter().chain(graph.dependencies(*position));
            let missing = followed.into_iter().find(|followed| !applied.contains(followed))?;
            Some((graph.entry(*position), graph.entry(*missing)))
        })
    }
}
