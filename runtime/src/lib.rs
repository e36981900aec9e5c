//! Model-first migrations for sqlx and sea-query: models are the single source of truth.

#[cfg(feature = "generate")]
pub mod adopt;
pub mod connection;
pub mod database;
pub mod dialect;
pub mod diff;
mod error;
pub mod executor;
pub mod introspection;
pub mod migrator;
pub mod model;
pub mod operation;
pub mod revision;
pub mod schema;

// What the derives and generated files name, inside this crate too.
#[cfg(test)]
extern crate self as aludel;

pub use aludel_macros::{Columns, Enum, Field, Table, migrations};
pub use connection::Connection;
pub use error::{Error, Result};
pub use model::{ArrayElement, Columns, Field, Table};
pub use revision::{Entry, Migrations};
