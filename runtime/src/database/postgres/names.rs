//! Names that are too long: PostgreSQL cuts them, and would then hold others than the models declare
//! (manual, section 4.1.1); labels of enums it refuses (manual, section 8.7.4).

use super::NAME;
use crate::database::shared::{Refusal, names_given};
use crate::dialect::DialectError;
use crate::operation::Operation;
use crate::schema::{MAX_NAME_LENGTH, Place, Text};

/// Refuses an operation that gives a name which PostgreSQL cannot keep whole.
pub(super) fn check(operation: &Operation) -> Result<(), DialectError> {
    let too_long = |(name, _): &(&Text, Place)| name.len() > MAX_NAME_LENGTH;
    match names_given(operation).into_iter().find(too_long) {
        None => Ok(()),
        Some((name, place)) => {
            let what = format!("name of {} bytes", name.len());
            let hint = format!("give it another name, of at most {MAX_NAME_LENGTH} bytes");
            Err(Refusal::new(what, hint).at(NAME, place))
        }
    }
}
