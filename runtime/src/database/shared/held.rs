//! A connection of sqlx: one's own, or lent by a pool, which has it back as long as nothing was done to it.

use std::ops::{Deref, DerefMut};

use sqlx::Database;
use sqlx::pool::PoolConnection;

/// A connection of sqlx.
pub(in crate::database) enum Held<DB: Database> {
    /// One's own.
    Own(DB::Connection),
    /// Lent by a pool.
    Pooled(PoolConnection<DB>),
}

impl<DB: Database> Held<DB> {
    /// The same, never given back to its pool.
    pub(in crate::database) fn detached(self) -> Self {
        match self {
            Self::Pooled(connection) => Self::Own(connection.detach()),
            own @ Self::Own(_) => own,
        }
    }
}

impl<DB: Database> Deref for Held<DB> {
    type Target = DB::Connection;

    fn deref(&self) -> &DB::Connection {
        match self {
            Self::Own(connection) => connection,
            Self::Pooled(connection) => connection,
        }
    }
}

impl<DB: Database> DerefMut for Held<DB> {
    fn deref_mut(&mut self) -> &mut DB::Connection {
        match self {
            Self::Own(connection) => connection,
            Self::Pooled(connection) => connection,
        }
    }
}
