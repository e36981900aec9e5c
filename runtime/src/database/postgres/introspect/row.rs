//! A row of an answer, value by value.

use std::str::FromStr;
use std::vec::IntoIter;

use crate::connection::{DatabaseError, Row};
use crate::schema::Text;

/// The values of a row that are not read yet, in the order in which its question names them.
#[derive(Debug)]
pub(super) struct Fields(IntoIter<Option<String>>);

impl Fields {
    pub(super) fn new(row: Row) -> Self {
        Self(row.into_iter())
    }

    /// The next value, if it is not NULL.
    pub(super) fn optional(&mut self) -> Option<String> {
        self.0.next().flatten()
    }

    /// The next value, which is never NULL unless what it is about has gone.
    pub(super) fn text(&mut self) -> Result<String, DatabaseError> {
        self.optional().ok_or_else(|| unreadable("a value is missing".into()))
    }

    /// The next value as a name.
    pub(super) fn name(&mut self) -> Result<Text, DatabaseError> {
        self.text().map(Text::Owned)
    }

    /// The next value as a truth value; NULL is false.
    pub(super) fn flag(&mut self) -> bool {
        self.optional().as_deref() == Some("true")
    }

    /// The next value as a number.
    pub(super) fn number<T: FromStr>(&mut self) -> Result<T, DatabaseError> {
        let text = self.text()?;
        text.parse().map_err(|_| unreadable(format!("`{text}` is no number")))
    }

    /// The next value as a list of numbers, `{1,2}` or `1 2`; NULL is empty.
    pub(super) fn numbers(&mut self) -> Result<Vec<i16>, DatabaseError> {
        let text = self.optional().unwrap_or_default();
        let parts = text.split(['{', '}', ',', ' ']).filter(|part| !part.is_empty());
        let numbers = parts.map(str::parse).collect::<Result<_, _>>();
        numbers.map_err(|_| unreadable(format!("`{text}` is no list of numbers")))
    }
}

/// An answer that is not what the question asks for.
pub(super) fn unreadable(message: String) -> DatabaseError {
    let hint = "something was changed or dropped while it was read: run the command again".to_owned();
    DatabaseError::Catalogue { what: "the catalogue".into(), message, hint }
}
