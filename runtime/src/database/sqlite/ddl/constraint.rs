//! Constraints of tables, and what those of columns share with them.

use super::cursor::{Cursor, Unexpected, expression, split, unexpected};
use super::table::Declared;
use super::token::{Token, text};
use crate::schema::{
    Action, Check, Constraint, Deferrable, ForeignKey, List, PrimaryKey, QualifiedName, Text, Unique,
};

/// A constraint as it is declared.
#[derive(Debug)]
pub(in crate::database::sqlite) struct Draft {
    /// The constraint; its name is empty where it has none, and a foreign key's referenced columns where it leaves
    /// them to the other table's primary key.
    pub(in crate::database::sqlite) constraint: Constraint,
    /// The columns that a check's name by convention says: the one that it stands with.
    pub(in crate::database::sqlite) of: List<Text>,
    /// What models cannot say of it.
    pub(in crate::database::sqlite) details: Vec<Text>,
}

impl Draft {
    pub(super) fn new(constraint: impl Into<Constraint>) -> Self {
        Self { constraint: constraint.into(), of: List::default(), details: Vec::new() }
    }
}

/// Reads the constraints after the columns, if that is what is next; the commas between them may be left out.
pub(super) fn table_constraints(
    cursor: &mut Cursor<'_, '_>,
    declared: &mut Declared,
) -> Result<bool, Unexpected> {
    let mut any = false;
    let mut name = Text::default();
    loop {
        if cursor.eat(&["CONSTRAINT"]) {
            name = cursor.name()?;
        } else if cursor.eat(&["PRIMARY", "KEY"]) {
            let mut draft = key(cursor, |columns| PrimaryKey { name: std::mem::take(&mut name), columns })?;
            draft.details.extend(conflict(cursor)?);
            declared.constraints.push(draft);
        } else if cursor.eat(&["UNIQUE"]) {
            let name = std::mem::take(&mut name);
            let unique = |columns| Unique { name, columns, deferrable: None, nulls_not_distinct: false };
            let mut draft = key(cursor, unique)?;
            draft.details.extend(conflict(cursor)?);
            declared.constraints.push(draft);
        } else if cursor.eat(&["CHECK"]) {
            let expression = expression(cursor.parenthesized()?);
            conflict(cursor)?;
            declared.constraints.push(Draft::new(Check { name: std::mem::take(&mut name), expression }));
        } else if cursor.eat(&["FOREIGN", "KEY"]) {
            let columns = names(cursor.parenthesized()?)?;
            if !cursor.eat(&["REFERENCES"]) {
                return Err(unexpected("REFERENCES", cursor.peek()));
            }
            declared.constraints.push(references(cursor, std::mem::take(&mut name), columns)?);
        } else if any && cursor.eat_symbol(',') {
            continue;
        } else {
            return Ok(any);
        }
        any = true;
    }
}

/// The key of a table's primary key or unique constraint.
fn key<C: Into<Constraint>>(
    cursor: &mut Cursor<'_, '_>,
    make: impl FnOnce(List<Text>) -> C,
) -> Result<Draft, Unexpected> {
    let mut columns = Vec::new();
    let mut details = Vec::new();
    for part in split(cursor.parenthesized()?) {
        let mut part = Cursor::new(part);
        let column = part.name()?;
        part.eat(&["ASC"]);
        if !part.is_done() {
            details.push(format!("{column} {}", text(part.rest())).into());
        }
        columns.push(column);
    }
    Ok(Draft { details, ..Draft::new(make(columns.into())) })
}

/// A list of names; a collation or an order beside one means nothing where only names are asked for.
fn names(tokens: &[Token<'_>]) -> Result<List<Text>, Unexpected> {
    split(tokens).into_iter().map(|part| Cursor::new(part).name()).collect()
}

/// `ON CONFLICT …`, if it is next and more than the default.
pub(super) fn conflict(cursor: &mut Cursor<'_, '_>) -> Result<Option<Text>, Unexpected> {
    if !cursor.eat(&["ON", "CONFLICT"]) {
        return Ok(None);
    }
    let resolution = cursor.name()?;
    Ok((!resolution.eq_ignore_ascii_case("ABORT"))
        .then(|| format!("ON CONFLICT {}", resolution.to_uppercase()).into()))
}

/// What stands after `REFERENCES`.
pub(super) fn references(
    cursor: &mut Cursor<'_, '_>,
    name: Text,
    columns: List<Text>,
) -> Result<Draft, Unexpected> {
    let references = QualifiedName { schema: None, name: cursor.name()? };
    let referenced_columns = match cursor.peek() {
        Some(token) if token.is('(') => names(cursor.parenthesized()?)?,
        _ => List::default(),
    };
    let mut key = ForeignKey {
        name,
        columns,
        references,
        referenced_columns,
        match_full: false,
        on_delete: Action::NoAction,
        on_update: Action::NoAction,
        deferrable: None,
    };
    let mut details = Vec::new();
    loop {
        if cursor.eat(&["ON", "DELETE"]) {
            key.on_delete = action(cursor)?;
        } else if cursor.eat(&["ON", "UPDATE"]) {
            key.on_update = action(cursor)?;
        } else if cursor.eat(&["ON", "INSERT"]) {
            action(cursor)?;
        } else if cursor.eat(&["MATCH"]) {
            // SQLite takes every foreign key for MATCH SIMPLE (Foreign Key Support, section 6).
            let matched = cursor.name()?.to_uppercase();
            details.extend((matched != "SIMPLE").then(|| format!("MATCH {matched}").into()));
        } else if cursor.eat(&["NOT", "DEFERRABLE"]) {
            initially(cursor);
        } else if cursor.eat(&["DEFERRABLE"]) {
            key.deferrable = Some(initially(cursor));
        } else {
            return Ok(Draft { details, ..Draft::new(key) });
        }
    }
}

fn initially(cursor: &mut Cursor<'_, '_>) -> Deferrable {
    if cursor.eat(&["INITIALLY", "DEFERRED"]) {
        return Deferrable::InitiallyDeferred;
    }
    cursor.eat(&["INITIALLY", "IMMEDIATE"]);
    Deferrable::InitiallyImmediate
}

fn action(cursor: &mut Cursor<'_, '_>) -> Result<Action, Unexpected> {
    let actions: [(&[&str], Action); 5] = [
        (&["NO", "ACTION"], Action::NoAction),
        (&["RESTRICT"], Action::Restrict),
        (&["CASCADE"], Action::Cascade),
        (&["SET", "NULL"], Action::SetNull),
        (&["SET", "DEFAULT"], Action::SetDefault),
    ];
    let found = actions.into_iter().find(|(words, _)| cursor.eat(words));
    found.map(|(_, action)| action).ok_or_else(|| unexpected("an action", cursor.peek()))
}
