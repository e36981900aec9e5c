//! `schema.lock`: the schema at the heads as text, made for review and for merging.
//!
//! It is derived: whoever writes a revision writes it, and `check` proves that it equals the replay.
//! One line a column, everything sorted, so that two branches conflict only where they disagree.

mod block;
mod difference;
mod parse;
mod stale;

#[cfg(test)]
mod tests;

pub use block::{Block, BlockKind, column_line, own_lines, values_line};
pub use difference::Difference;
pub use parse::LockError;
pub use stale::Stale;

use std::fmt;

use super::Entry;
use super::entry::checksum;
use super::graph::Graph;
use crate::schema::Schema;

/// The file's name, in the folder of the revisions.
pub const FILE_NAME: &str = "schema.lock";

const FIRST_LINE: &str = "# aludel schema.lock, format 1: the schema at the head, written by `generate` and \
                          `merge`. Review it; never edit it.";

/// What `schema.lock` holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    /// The identifiers of the heads, in order of their files: one, unless branches wait for a merge.
    pub heads: Vec<String>,
    /// The revisions that it was written from, in order of their files.
    pub revisions: Vec<LockedRevision>,
    /// The enums, then the tables, each in order of their names.
    pub blocks: Vec<Block>,
}

/// A revision as the lock knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockedRevision {
    /// The identifier.
    pub id: String,
    /// The SHA-256 of the file, as [`Entry::checksum`] counts it.
    pub checksum: String,
    /// The file's name.
    pub file: String,
}

impl LockedRevision {
    /// The revision `id` in `file`, whose text is `source`.
    pub fn new(id: impl Into<String>, file: impl Into<String>, source: &str) -> Self {
        Self { id: id.into(), checksum: checksum(source), file: file.into() }
    }
}

impl From<&Entry> for LockedRevision {
    fn from(entry: &Entry) -> Self {
        Self::new(entry.revision.id, entry.file, entry.source)
    }
}

impl Lock {
    /// The lock of the application's own part of `graph`, whose replay is `schema`.
    pub fn new(graph: &Graph, schema: &Schema) -> Self {
        let heads = graph.own_heads().into_iter().map(|head| graph.id(head).to_owned()).collect();
        let own = graph.order().iter().filter(|position| graph.is_own(**position));
        let own = own.map(|position| graph.entry(*position)).chain(graph.own_replaced());
        let revisions = own.map(LockedRevision::from).collect();
        Self { heads, revisions, blocks: Block::of_schema(schema) }.sorted()
    }

    /// The lock after `revision`, which follows `revises` and leads to `schema`, was added.
    #[must_use]
    pub fn with_revision(mut self, revision: LockedRevision, revises: &[String], schema: &Schema) -> Self {
        self.heads.retain(|head| !revises.contains(head));
        self.heads.push(revision.id.clone());
        self.revisions.push(revision);
        self.blocks = Block::of_schema(schema);
        self.sorted()
    }

    /// The lock after `revision` took the place of `replaced`, by identifier, whose files moved to `folder`.
    #[must_use]
    pub fn with_squash(mut self, revision: LockedRevision, replaced: &[String], folder: &str) -> Self {
        if self.heads.iter().any(|head| replaced.contains(head)) {
            self.heads.retain(|head| !replaced.contains(head));
            self.heads.push(revision.id.clone());
        }
        for other in self.revisions.iter_mut().filter(|other| replaced.contains(&other.id)) {
            if !other.file.starts_with(folder) {
                other.file.insert_str(0, folder);
            }
        }
        self.revisions.push(revision);
        self.sorted()
    }

    fn sorted(mut self) -> Self {
        self.revisions.sort_by(|a, b| (&a.file, &a.id).cmp(&(&b.file, &b.id)));
        let revisions = self.revisions.iter().map(|revision| revision.id.as_str());
        let places: std::collections::BTreeMap<&str, usize> = revisions.zip(0..).collect();
        self.heads.sort_by_key(|head| places.get(head.as_str()).copied());
        self
    }

    /// All in which the schema at the head differs, in order of names.
    pub fn differences(&self, after: &Self) -> Vec<Difference> {
        difference::of_blocks(&self.blocks, &after.blocks)
    }
}

/// The text of the file.
impl fmt::Display for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{FIRST_LINE}")?;
        for head in &self.heads {
            writeln!(f, "head {head}")?;
        }
        for LockedRevision { id, checksum, file } in &self.revisions {
            writeln!(f, "revision {id} {checksum} {file}")?;
        }
        self.blocks.iter().try_for_each(|block| write!(f, "\n{block}"))
    }
}
