//! SQLite.

use crate::connection::DatabaseError;
use crate::dialect::{Capabilities, Dialect, DialectError, Plan};
use crate::operation::Operation;
use crate::schema::Schema;

/// How SQLite spells operations.
#[derive(Clone, Copy, Debug)]
pub struct Sqlite;

impl Dialect for Sqlite {
    fn name(&self) -> &'static str {
        "sqlite"
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities { transactional_ddl: true, schemas: false }
    }

    fn normalize(&self, schema: &Schema) -> Schema {
        schema.clone()
    }

    fn plan<'a>(&self, _before: &Schema, _operations: &'a [Operation]) -> Result<Plan<'a>, DialectError> {
        todo!()
    }

    fn quote(&self, name: &str) -> String {
        todo!("{name}")
    }

    fn literal(&self, text: &str) -> String {
        todo!("{text}")
    }

    fn is_missing_table(&self, error: &DatabaseError) -> bool {
        // SQLite has no code of its own for it: SQLITE_ERROR, and this message.
        matches!(error, DatabaseError::Refused { message, .. } if message.starts_with("no such table"))
    }
}
