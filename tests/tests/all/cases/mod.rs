//! Every kind of change: each case is compared with its file in `tests/cases`, replayed, and run on every server.

/// Checks, added, changed and dropped.
mod checks;
/// Columns come, go and change nullability, comment and collation.
mod columns;
/// Defaults of every kind.
mod defaults;
/// Enums: every change of their values, with rows that hold them.
mod enums;
/// The files that the cases are compared with.
mod files;
/// Foreign keys: actions, deferral, cycles, self-references.
mod foreign_keys;
/// Generated columns, stored and virtual.
mod generated;
/// Indexes, with every attribute that one has.
mod indexes;
/// Primary keys and identity.
mod keys;
/// Models as people write them, with every attribute.
mod models;
/// Names that need quotes, are long, or look like something else.
mod names;
/// The order of operations where one needs another.
mod order;
/// Renames of everything, alone and together with other changes.
mod renames;
/// Rows, triggers and views that outlive a change.
mod rows;
/// Tables, their comments and options.
mod tables;
/// Every type, and the changes between them.
mod types;
/// Unique constraints.
mod uniques;

use aludel::diff::Flag;
use aludel::revision::*;
use aludel::schema::Table;
use aludel_tests::case::{Case, case};
use aludel_tests::servers::Server;

/// The table that most cases change: a key, and what a case adds.
fn things() -> Table {
    table("things").with(column("id", bigint())).with(primary_key("pk_things", ["id"]))
}

/// A case in which the column of `things` changes from `before` to `after`.
fn alters(name: &'static str, before: Column, after: Column) -> Case {
    becomes(name, things().with(before), things().with(after))
}

/// A case in which one table changes from `before` to `after`.
fn becomes(name: &'static str, before: Table, after: Table) -> Case {
    case(name).before(|op| op.create_table(before)).after(|op| op.create_table(after))
}
