//! SQLite.

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
}
