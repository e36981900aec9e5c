//! Revisions: files with an identity, parents, `upgrade` and `downgrade`.
//!
//! A revision file begins with `use aludel::revision::*;`: all that it needs is here.

mod build;
pub mod check;
mod direction;
#[cfg(feature = "generate")]
pub mod directory;
mod entry;
pub mod graph;
mod libraries;
pub mod lock;
pub mod merge;
mod operations;
pub mod replay;
#[cfg(test)]
pub(crate) mod sample;
#[cfg(feature = "generate")]
pub mod source;
pub mod squash;

pub use build::*;
pub use direction::Direction;
pub(crate) use entry::hexadecimal;
pub use libraries::Replayed;
pub use operations::Operations;

// A word of revision files, though it lives on a higher floor; nothing here uses it.
pub use crate::connection::Connection;
pub use crate::operation::{ColumnChange, EnumChange, TableChange};
pub use crate::schema::{Action, Column, ColumnType, ConstraintKind, Deferrable, Identity};

/// What identifies a revision, and what it follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revision {
    /// The identifier: 12 hexadecimal digits unless chosen.
    pub id: &'static str,
    /// The revisions that it directly follows: none for a first one, several for a merge.
    pub revises: &'static [&'static str],
    /// Revisions of other branches that must be applied before it.
    pub depends_on: &'static [&'static str],
    /// Names for the branch that begins here.
    pub branch_labels: &'static [&'static str],
    /// When it was generated: `YYYY-MM-DD HH:MM:SS UTC`.
    pub created: &'static str,
}

/// The revisions of a crate, embedded by `aludel::migrations!()`.
#[derive(Debug)]
pub struct Migrations {
    /// The revision files, in order of their names.
    pub entries: &'static [Entry],
    /// Those in the folder `replaced`: what squashed revisions stand for, kept for databases that stand among them.
    pub replaced: &'static [Entry],
    /// The folder that they were embedded from, absolute.
    pub directory: &'static str,
    /// The text of `schema.lock`; `None` before the first revision.
    pub lock: Option<&'static str>,
    /// The package that embeds them.
    pub package: &'static str,
    /// The module that embeds them: its crate is whose models they are of.
    pub module: &'static str,
    /// The revisions of libraries, which join the same graph and the same database.
    pub with: &'static [&'static Migrations],
    /// The source file that embeds them, absolute.
    pub invoked_at: &'static str,
}

/// One embedded revision file.
#[derive(Debug)]
pub struct Entry {
    /// Its identity.
    pub revision: &'static Revision,
    /// The revisions that it stands for, in order, the last of which is where others go on: its `REPLACES`.
    pub replaces: &'static [&'static str],
    /// Records the operations that lead to it.
    pub upgrade: fn(&mut Operations),
    /// Records the operations that lead back.
    pub downgrade: fn(&mut Operations),
    /// The file's name.
    pub file: &'static str,
    /// The file's text.
    pub source: &'static str,
}
