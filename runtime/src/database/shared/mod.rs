//! What the databases share: the walk along operations, refusals, and the way into sea-query.
//!
//! Nothing here names a database; what differs is passed in.

mod refusal;
mod sea;
mod walk;

pub(super) use refusal::{Refusal, column_place, constraint_place, enum_place, index_place, table_place};
pub(super) use sea::{
    check, create_table, default_value, foreign_key, identifier, primary_key, table_ref, unique,
};
pub(super) use walk::walk;
