//! The statements that SQLite keeps in `sqlite_schema`, read by its own grammar (`parse.y`).
//!
//! Pragmas tell no names of constraints, no checks, no expressions and no collations; the text tells all, and is what
//! SQLite itself reads when it opens the file. Nothing here looks beyond one statement.

mod column;
mod constraint;
mod cursor;
mod index;
mod table;
mod token;

pub(super) use constraint::Draft;
pub(super) use index::index;
pub(super) use table::{Declared, table};
pub(super) use token::{Kind, Token, bare, same_expression, text, tokens};
