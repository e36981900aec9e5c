//! PostgreSQL.

use crate::connection::DatabaseError;
use crate::dialect::{Capabilities, Dialect, DialectError, Plan};
use crate::operation::Operation;
use crate::schema::Schema;

/// How PostgreSQL spells operations.
#[derive(Clone, Copy, Debug)]
pub struct Postgres;

impl Dialect for Postgres {
    fn name(&self) -> &'static str {
        "postgres"
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities { transactional_ddl: true, schemas: true }
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
        // undefined_table, PostgreSQL manual, appendix A.
        matches!(error, DatabaseError::Refused { code: Some(code), .. } if code == "42P01")
    }
}
