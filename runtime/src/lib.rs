//! Model-first migrations for sqlx and sea-query: models are the single source of truth.

pub mod connection;
pub mod database;
pub mod dialect;
mod error;
pub mod executor;
pub mod model;
pub mod operation;
pub mod revision;
pub mod schema;

pub use aludel_macros::{Columns, Enum, Field, Table};
pub use connection::Connection;
pub use error::{Error, Result};
pub use model::{ArrayElement, Columns, Field, Table};
pub use revision::{Entry, Migrations};
