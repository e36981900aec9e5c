//! `CREATE INDEX`.

use super::cursor::{Cursor, Unexpected, expression, only_name, split, unexpected};
use super::token::{Kind, Token, bare, tokens};
use crate::schema::{Index, IndexColumn, IndexKey, SortOrder};

/// Reads `CREATE INDEX` as it is kept.
///
/// # Errors
/// What is unexpected in it.
pub(in crate::database::sqlite) fn index(sql: &str) -> Result<Index, Unexpected> {
    let tokens = tokens(sql);
    let mut cursor = Cursor::new(&tokens);
    let unique = cursor.eat(&["CREATE", "UNIQUE", "INDEX"]);
    if !unique && !cursor.eat(&["CREATE", "INDEX"]) {
        return Err(unexpected("CREATE INDEX", cursor.peek()));
    }
    let name = cursor.name()?;
    if !cursor.eat(&["ON"]) {
        return Err(unexpected("ON", cursor.peek()));
    }
    cursor.name()?;
    let columns: Vec<IndexColumn> = split(cursor.parenthesized()?).into_iter().map(key).collect();
    let predicate = cursor.eat(&["WHERE"]).then(|| expression(cursor.rest()));
    if predicate.is_none() {
        cursor.done()?;
    }
    Ok(Index { unique, predicate, ..Index::new(name, columns.into()) })
}

/// One part of the key. One with a collation is an expression: `name COLLATE NOCASE`.
fn key(tokens: &[Token<'_>]) -> IndexColumn {
    let (tokens, order) = match tokens {
        [key @ .., order] if order.is_word("DESC") => (key, SortOrder::Descending),
        [key @ .., order] if order.is_word("ASC") => (key, SortOrder::Ascending),
        _ => (tokens, SortOrder::Ascending),
    };
    let tokens = bare(tokens);
    let name = match tokens {
        // A name, where nothing but a name makes sense.
        [text] if text.kind == Kind::String => Some(text.unquoted().into_owned().into()),
        _ => only_name(tokens),
    };
    let key = name.map_or_else(|| IndexKey::Expression(expression(tokens)), IndexKey::Column);
    IndexColumn { order, ..IndexColumn::new(key) }
}
