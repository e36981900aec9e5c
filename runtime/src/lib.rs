//! Model-first migrations for sqlx and sea-query: models are the single source of truth.
#![warn(missing_docs, unreachable_pub)]

pub mod model;
pub mod operation;
pub mod schema;

pub use model::{Columns, Field, Table};
