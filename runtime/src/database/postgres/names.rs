//! Names that are too long: PostgreSQL cuts them, and would then hold others than the models declare
//! (manual, section 4.1.1); labels of enums it refuses (manual, section 8.7.4).

use super::NAME;
use crate::database::shared::{Refusal, names_given};
use crate::dialect::DialectError;
use crate::operation::Operation;
use crate::schema::{MAX_NAME_LENGTH, Place, Schema};

/// Refuses an operation that gives a name which PostgreSQL cannot keep whole, or has taken.
pub(super) fn check(schema: &Schema, operation: &Operation) -> Result<(), DialectError> {
    let given = names_given(operation);
    if let Some((_, place)) = given.iter().find(|(_, place)| is_taken(schema, place)) {
        let hint =
            "give one of them another name; or, if one goes and the other comes, make two revisions of it";
        return Err(Refusal::new("table and enum of one name", hint).at(NAME, place.clone()));
    }
    match given.into_iter().find(|(name, _)| name.len() > MAX_NAME_LENGTH) {
        None => Ok(()),
        Some((name, place)) => {
            let what = format!("name of {} bytes", name.len());
            let hint = format!("give it another name, of at most {MAX_NAME_LENGTH} bytes");
            Err(Refusal::new(what, hint).at(NAME, place))
        }
    }
}

/// Whether a table has the name of an enum, or the other way round: a table is a type too (manual, CREATE TABLE,
/// Description).
fn is_taken(schema: &Schema, place: &Place) -> bool {
    match place {
        Place::Table { table } => schema.enums.contains_key(table),
        Place::Enum { name } => schema.tables.contains_key(name),
        Place::Column { .. } | Place::Index { .. } | Place::Constraint { .. } => false,
    }
}
