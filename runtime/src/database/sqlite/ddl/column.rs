//! A column of `CREATE TABLE`, and of `ADD COLUMN`, whose text SQLite glues to the other columns.

use super::constraint::{Draft, conflict, references};
use super::cursor::{Cursor, Unexpected, expression, only_name, unexpected};
use super::table::Declared;
use super::token::{Kind, Token, text};
use crate::database::sqlite::{default, types};
use crate::schema::{
    Check, Column, ColumnType, Generated, Identity, List, NativeType, PrimaryKey, Text, Unique,
};

/// The words that end a column's type, because none of them is a name without quotes.
const AFTER_TYPE: [&str; 10] =
    ["CONSTRAINT", "PRIMARY", "NOT", "NULL", "UNIQUE", "CHECK", "DEFAULT", "COLLATE", "REFERENCES", "AS"];

/// Reads a column and adds it to `declared`.
pub(super) fn column(cursor: &mut Cursor<'_, '_>, declared: &mut Declared) -> Result<(), Unexpected> {
    let name = cursor.name()?;
    let ty = declared_type(cursor)?;
    let (ty, native) = types::read(&ty);
    let native =
        native.map(|ty| NativeType { database: crate::database::sqlite::NAME.into(), ty: ty.into() });
    let mut column = Column::new(name, ty);
    column.native = native.into_iter().collect();
    column.nullable = true;
    declared.table.columns.push(column);

    let mut name = None;
    while cursor.peek().is_some_and(|token| !token.is(',')) {
        match cursor.eat(&["CONSTRAINT"]) {
            true => name = Some(cursor.name()?),
            false => constraint(cursor, declared, name.take().unwrap_or_default())?,
        }
    }
    Ok(())
}

fn declared_type(cursor: &mut Cursor<'_, '_>) -> Result<String, Unexpected> {
    let start = cursor.rest();
    while let Some(token) = cursor.peek()
        && token.is_name()
        && !AFTER_TYPE.iter().any(|word| token.is_word(word))
        && !is_generated(cursor)
    {
        cursor.next();
    }
    if cursor.peek().is_some_and(|token| token.is('(')) && cursor.rest().len() < start.len() {
        cursor.parenthesized()?;
    }
    Ok(text(&start[..start.len() - cursor.rest().len()]))
}

/// `GENERATED` is no reserved word: it may be a type's.
fn is_generated(cursor: &Cursor<'_, '_>) -> bool {
    cursor.clone().eat(&["GENERATED", "ALWAYS", "AS"])
}

fn constraint(cursor: &mut Cursor<'_, '_>, declared: &mut Declared, name: Text) -> Result<(), Unexpected> {
    let own: List<Text> = vec![declared.column().name.clone()].into();
    if cursor.eat(&["NOT", "NULL"]) {
        declared.column().nullable = false;
        if let Some(conflict) = conflict(cursor)? {
            declared.detail(format!("NOT NULL {conflict}"));
        }
    } else if cursor.eat(&["NULL"]) {
        conflict(cursor)?;
    } else if cursor.eat(&["PRIMARY", "KEY"]) {
        let descending = !cursor.eat(&["ASC"]) && cursor.eat(&["DESC"]);
        let mut draft = Draft::new(PrimaryKey { name, columns: own });
        draft.details.extend(descending.then(|| "DESC".into()));
        draft.details.extend(conflict(cursor)?);
        if cursor.eat(&["AUTOINCREMENT"]) {
            declared.column().identity = Some(Identity::ByDefault);
        }
        declared.constraints.push(draft);
    } else if cursor.eat(&["UNIQUE"]) {
        let unique = Unique { name, columns: own, deferrable: None, nulls_not_distinct: false };
        let mut draft = Draft::new(unique);
        draft.details.extend(conflict(cursor)?);
        declared.constraints.push(draft);
    } else if cursor.eat(&["CHECK"]) {
        let tokens = cursor.parenthesized()?;
        conflict(cursor)?;
        match enum_values(tokens, declared.column()).filter(|_| name.is_empty()) {
            Some(values) => declared.enums.push((own[0].clone(), values)),
            None => {
                let mut draft = Draft::new(Check { name, expression: expression(tokens) });
                draft.of = own;
                declared.constraints.push(draft);
            }
        }
    } else if cursor.eat(&["DEFAULT"]) {
        let tokens = default_tokens(cursor)?;
        let column = declared.column();
        column.default = default::read(tokens, &column.ty);
    } else if cursor.eat(&["COLLATE"]) {
        declared.column().collation = Some(cursor.name()?);
    } else if cursor.eat(&["GENERATED", "ALWAYS", "AS"]) || cursor.eat(&["AS"]) {
        let expression = expression(cursor.parenthesized()?);
        let stored = !cursor.eat(&["VIRTUAL"]) && cursor.eat(&["STORED"]);
        declared.column().generated = Some(Generated { expression, stored });
    } else if cursor.eat(&["REFERENCES"]) {
        declared.constraints.push(references(cursor, name, own)?);
    } else {
        return Err(unexpected("a constraint of a column", cursor.peek()));
    }
    Ok(())
}

/// The values, if a check is the one that our own statements give a column of an enum.
fn enum_values(check: &[Token<'_>], column: &Column) -> Option<List<Text>> {
    let [open, name, is_in, values @ .., close] = check else { return None };
    let [inner_open, values @ .., inner_close] = values else { return None };
    let ours =
        open.is('(') && is_in.is_word("IN") && inner_open.is('(') && inner_close.is(')') && close.is(')');
    let plain = column.ty == ColumnType::Text && column.native.is_empty();
    if !ours || !plain || only_name(std::slice::from_ref(name))? != column.name {
        return None;
    }
    let values: Option<Vec<Text>> = values
        .chunks(2)
        .map(|pair| match pair {
            [value] | [value, _] if value.kind != Kind::String => None,
            [value] => Some(value.unquoted().into_owned().into()),
            [value, comma] => comma.is(',').then(|| value.unquoted().into_owned().into()),
            _ => None,
        })
        .collect();
    values.filter(|values| !values.is_empty()).map(List::from)
}

/// What stands after `DEFAULT`: a term with its sign, or an expression in parentheses.
fn default_tokens<'t, 'a>(cursor: &mut Cursor<'t, 'a>) -> Result<&'t [Token<'a>], Unexpected> {
    if cursor.peek().is_some_and(|token| token.is('(')) {
        return cursor.parenthesized();
    }
    let start = cursor.rest();
    while cursor.eat_symbol('-') || cursor.eat_symbol('+') {}
    match cursor.next() {
        Some(_) => Ok(&start[..start.len() - cursor.rest().len()]),
        None => Err(unexpected("a default", None)),
    }
}
