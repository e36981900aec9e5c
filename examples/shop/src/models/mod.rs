//! What the shop is about, and the columns that its tables share.

mod catalogue;
mod order;

pub use catalogue::{Product, Review};
pub use order::{Customer, Order, OrderLine, OrderStatus};

use aludel::Columns;
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// A key that the application makes, so that it knows it before the row is there.
#[derive(Clone, Copy, Debug, Columns, sqlx::FromRow)]
pub struct Key {
    /// The key.
    #[column(primary_key)]
    pub id: Uuid,
}

impl Key {
    /// A new key.
    pub fn new() -> Self {
        Self { id: Uuid::new_v4() }
    }
}

impl Default for Key {
    fn default() -> Self {
        Self::new()
    }
}

/// When a row was written.
#[derive(Clone, Copy, Debug, Columns, sqlx::FromRow)]
pub struct Timestamps {
    /// The first time.
    #[column(default = sql("CURRENT_TIMESTAMP"))]
    pub created_at: DateTime<Utc>,
    /// The last time.
    #[column(default = sql("CURRENT_TIMESTAMP"))]
    pub updated_at: DateTime<Utc>,
}

/// How often a row was written, so that nobody writes over what he has not read.
#[derive(Clone, Copy, Debug, Columns, sqlx::FromRow)]
pub struct Version {
    /// Counts from 1.
    #[column(default = 1)]
    pub version: i32,
}
