//! What the databases share: the walk along operations, refusals, and what they write alike.
//!
//! Nothing here names a database; what differs is passed in.

// Each database uses its part of it.
#![cfg_attr(
    not(all(feature = "mysql", feature = "postgres", feature = "sqlite")),
    allow(dead_code, unused_imports)
)]

mod foreign_key;
mod held;
mod message;
mod names;
mod refusal;
mod sea;
pub(super) mod transaction;
mod walk;

pub(super) use foreign_key::{deferrable_words, foreign_key_clause};
pub(super) use held::Held;
pub(super) use message::Words;
pub(super) use names::names_given;
pub(super) use refusal::{Refusal, column_place, constraint_place, enum_place, index_place, table_place};
pub(super) use sea::{check, identifier, primary_key, unique};
pub(super) use walk::walk;
