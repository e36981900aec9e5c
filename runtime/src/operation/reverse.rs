//! The way back along a whole list of operations.

use super::{Operation, OperationError};
use crate::schema::Schema;

/// The operations that lead from after all of `operations` back to `before`, where they began.
///
/// Applied there they give `before` exactly. What a later step makes idle is left out: the drop of an index whose
/// table is dropped next, the change of a column that is dropped next.
///
/// # Errors
/// When an operation cannot be undone, or does not apply.
pub fn reverse_all(before: &Schema, operations: &[Operation]) -> Result<Vec<Operation>, OperationError> {
    let mut schema = before.clone();
    let mut reversed = Vec::with_capacity(operations.len());
    for operation in operations {
        reversed.push(operation.reverse(&schema)?);
        operation.apply(&mut schema)?;
    }
    let mut list: Vec<Operation> = Vec::with_capacity(operations.len());
    for operation in reversed.into_iter().rev().flatten() {
        while list.last().is_some_and(|previous| makes_idle(&operation, previous)) {
            list.pop();
        }
        list.push(operation);
    }
    Ok(list)
}

/// Whether `operation` drops what `previous`, right before it, has only changed.
fn makes_idle(operation: &Operation, previous: &Operation) -> bool {
    if let (Operation::DropTable(drop), Operation::DropIndex(index)) = (operation, previous) {
        return index.table == drop.table;
    }
    if let (Operation::DropColumn(drop), Operation::AlterColumn(alter)) = (operation, previous) {
        return alter.table == drop.table && alter.column == drop.column;
    }
    false
}
