//! The databases: one folder each, with the same file names; none imports another, nobody else names one.

#[cfg(feature = "mysql")]
pub mod mysql;
#[cfg(feature = "postgres")]
pub mod postgres;
#[cfg(any(feature = "mysql", feature = "postgres", feature = "sqlite"))]
mod shared;
#[cfg(feature = "sqlite")]
pub mod sqlite;

use crate::dialect::Dialect;

/// The dialects that this build has, in order of their names.
pub fn dialects() -> &'static [&'static dyn Dialect] {
    &[
        #[cfg(feature = "mysql")]
        &mysql::Mysql,
        #[cfg(feature = "postgres")]
        &postgres::Postgres,
        #[cfg(feature = "sqlite")]
        &sqlite::Sqlite,
    ]
}

/// The dialect called `name`, if this build has it.
pub fn dialect(name: &str) -> Option<&'static dyn Dialect> {
    dialects().iter().copied().find(|dialect| dialect.name() == name)
}
