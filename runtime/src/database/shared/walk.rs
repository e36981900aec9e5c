//! The walk along operations with the schema before each.

use crate::dialect::DialectError;
use crate::operation::Operation;
use crate::schema::Schema;

/// Calls `step` with each operation and the schema before it, and gives the schema after the last.
///
/// The schema is cloned once, whatever the number of operations.
///
/// # Errors
/// What `step` refuses, and whatever does not apply to the schema before it.
pub(in crate::database) fn walk<'a>(
    before: &Schema,
    operations: &'a [Operation],
    mut step: impl FnMut(&Schema, &'a Operation) -> Result<(), DialectError>,
) -> Result<Schema, DialectError> {
    let mut schema = before.clone();
    for operation in operations {
        step(&schema, operation)?;
        operation.apply(&mut schema)?;
    }
    Ok(schema)
}
