//! Expressions as the server spells them.

use crate::connection::DatabaseError;
use crate::database::mysql::driver::MysqlDriver;
use crate::schema::Schema;

pub(in crate::database::mysql) async fn canonicalize(
    _: &mut MysqlDriver,
    expected: &Schema,
    _: &Schema,
) -> Result<Schema, DatabaseError> {
    Ok(expected.clone())
}
