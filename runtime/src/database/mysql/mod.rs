//! MySQL and MariaDB.

use crate::connection::DatabaseError;
use crate::dialect::{Capabilities, Dialect, DialectError, Plan};
use crate::operation::Operation;
use crate::schema::Schema;

/// How MySQL and MariaDB spells operations.
#[derive(Clone, Copy, Debug)]
pub struct Mysql;

impl Dialect for Mysql {
    fn name(&self) -> &'static str {
        "mysql"
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities { transactional_ddl: false, schemas: true }
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
        // ER_NO_SUCH_TABLE, MySQL error reference; its SQLSTATE is 42S02.
        matches!(error, DatabaseError::Refused { code: Some(code), .. } if code == "1146" || code == "42S02")
    }
}
