//! Names that are too long (MySQL manual, section 11.2.1): refused before the first statement, because what
//! stands before the one that the server refuses could not be undone.

use super::Mysql;
use crate::database::shared::{Refusal, names_given};
use crate::dialect::{Dialect, DialectError};
use crate::operation::Operation;
use crate::schema::{Place, Text};

/// The characters that a name may have.
const LONGEST: usize = 64;

/// Refuses an operation that gives a name which is too long.
pub(super) fn check(operation: &Operation) -> Result<(), DialectError> {
    // An enum's name and values are no names to MySQL.
    let is_too_long = |(name, place): &(&Text, Place)| {
        !matches!(place, Place::Enum { .. }) && name.chars().count() > LONGEST
    };
    match names_given(operation).into_iter().find(is_too_long) {
        None => Ok(()),
        Some((name, place)) => {
            let what = format!("name of {} characters", name.chars().count());
            let hint = format!("give it another name, of at most {LONGEST} characters");
            Err(Refusal::new(what, hint).at(Mysql.name(), place))
        }
    }
}

/// The first characters of `name`, as many as a name may have.
pub(super) fn fitting(name: &str) -> String {
    name.chars().take(LONGEST).collect()
}
