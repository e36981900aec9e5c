//! MySQL and MariaDB.

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
}
