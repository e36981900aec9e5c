//! What SQLite's catalogue says of a database.

use super::driver::SqliteDriver;
use crate::connection::DatabaseError;
use crate::introspection::{Introspection, Scope};
use crate::schema::Schema;

pub(super) async fn introspect(_: &mut SqliteDriver, _: &Scope) -> Result<Introspection, DatabaseError> {
    Err(not_yet())
}

pub(super) async fn canonicalize(
    _: &mut SqliteDriver,
    _: &Schema,
    _: &Schema,
) -> Result<Schema, DatabaseError> {
    Err(not_yet())
}

fn not_yet() -> DatabaseError {
    let hint = "use a database that this build reads".into();
    DatabaseError::Catalogue { what: "the catalogue".into(), message: "not written yet".into(), hint }
}
