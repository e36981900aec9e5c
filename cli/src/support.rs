//! Whether the project's databases can do what a new revision asks, before it is written.

use aludel::dialect::{DialectError, Unsupported};
use aludel::model::Models;
use aludel::operation::Operation;
use aludel::schema::{Place, QualifiedName, Schema};

use crate::context::Context;
use crate::trouble::{Result, Trouble};

/// Refuses `operations`, which start from `before`, if a database of the project cannot do one of them.
pub(crate) fn check(
    context: &Context,
    models: &Models,
    before: &Schema,
    operations: &[Operation],
) -> Result<()> {
    for dialect in context.dialects()? {
        match dialect.plan(before, operations) {
            Ok(_) => {}
            Err(DialectError::Unsupported(unsupported)) => return Err(refusal(&unsupported, models)),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// The refusal, with the field or struct that asks for it.
fn refusal(unsupported: &Unsupported, models: &Models) -> Trouble {
    let mut message = unsupported.to_string();
    let source = |table: &QualifiedName| models.sources.get(table);
    match &unsupported.place {
        Place::Column { table, column } => {
            let field = models.fields.get(&(table.clone(), column.clone()));
            if let (Some(field), Some(source)) = (field, source(table)) {
                message += &format!("\n  field `{field}` of {source}");
            }
        }
        Place::Table { table } | Place::Index { table, .. } | Place::Constraint { table, .. } => {
            if let Some(source) = source(table) {
                message += &format!("\n  {source}");
            }
        }
        Place::Enum { .. } => {}
    }
    Trouble::new(message).hint(&unsupported.hint)
}
