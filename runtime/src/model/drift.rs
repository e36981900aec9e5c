//! The compile-time comparison of a model with `schema.lock`.
//!
//! The derive cuts the lock into lines, and drops those that the attributes and the names of types
//! explain; here the rest is compared with the text of the model's values. Two ways out: flags,
//! which choose between a deprecated and a plain constant (a warning), and `deny_…`, which panic
//! with both sides (an error).

mod constraint;
mod primary_key;

use super::build::fail;
use super::build::lookup::same;
use super::{Columns, ModelColumn, Part};
use crate::schema::text::{self, Writer};
use crate::schema::{Column, ColumnType};

pub use constraint::{
    constraint, constraint_among, deny_constraint, deny_index, index, index_among, line_left, references,
};
pub use primary_key::{deny_primary_key, primary_key};

/// A column of the lock: its name, and its line without it.
pub type Line = (&'static str, &'static str);

/// What mends a drift.
const REMEDY: &str = "; run `cargo run --bin migrations -- generate`";

/// Whether a column's type or nullability is not what the derive took it for by the type's name.
///
/// One letter a part, as `letter` gives it, large where the column holds NULL; a point for parts
/// that are compared otherwise.
pub const fn types<T: Columns>(letters: &[u8]) -> bool {
    first_of_another_type(T::PARTS, letters).is_some()
}

const fn first_of_another_type<'a>(
    parts: &'a [Part<ModelColumn>],
    letters: &[u8],
) -> Option<&'a ModelColumn> {
    let mut i = 0;
    while i < letters.len() {
        if let Part::Own(declared) = &parts[i]
            && letters[i] != b'.'
            && letters[i] != letter(&declared.column)
        {
            return Some(declared);
        }
        i += 1;
    }
    None
}

/// A letter for a column's type, large where the column holds NULL; the derive knows the same letters.
const fn letter(column: &Column) -> u8 {
    let letter = match &column.ty {
        ColumnType::Boolean => b'b',
        ColumnType::TinyInt => b'y',
        ColumnType::SmallInt => b's',
        ColumnType::Integer => b'i',
        ColumnType::BigInt => b'l',
        ColumnType::TinyIntUnsigned => b'q',
        ColumnType::SmallIntUnsigned => b'k',
        ColumnType::IntegerUnsigned => b'g',
        ColumnType::BigIntUnsigned => b'h',
        ColumnType::Real => b'r',
        ColumnType::Double => b'd',
        ColumnType::Decimal(None) => b'n',
        ColumnType::Decimal(Some(_)) => b'm',
        ColumnType::Char(_) => b'c',
        ColumnType::Varchar(_) => b'v',
        ColumnType::Text => b't',
        ColumnType::Varbinary(_) => b'w',
        ColumnType::Blob => b'o',
        ColumnType::Date => b'a',
        ColumnType::Time(None) => b'e',
        ColumnType::Timestamp(None) => b'f',
        ColumnType::TimestampTz(None) => b'z',
        ColumnType::Uuid => b'u',
        ColumnType::Json => b'j',
        ColumnType::Time(_) | ColumnType::Timestamp(_) | ColumnType::TimestampTz(_) => b'-',
        ColumnType::Interval | ColumnType::Inet | ColumnType::Cidr | ColumnType::MacAddr => b'-',
        ColumnType::Enum(_) | ColumnType::Array(_) => b'-',
    };
    if column.nullable { letter.to_ascii_uppercase() } else { letter }
}

/// Whether the column that is the part `part` has another line than `line`.
pub const fn column<T: Columns>(part: usize, line: &str) -> bool {
    match &T::PARTS[part] {
        Part::Own(column) => !is(column, line),
        Part::Flatten(_) => true,
    }
}

const fn is(column: &ModelColumn, line: &str) -> bool {
    let mut out = Writer::compare(line);
    text::column(&mut out, &column.column);
    out.equal()
}

/// Whether a column that the part `part` flattens has no equal line in `others`.
pub const fn flattened<T: Columns>(part: usize, others: &[Line]) -> bool {
    match &T::PARTS[part] {
        Part::Own(_) => true,
        Part::Flatten(parts) => first_other(parts, others).is_some(),
    }
}

/// The first column that has no equal line.
const fn first_other(parts: &'static [Part<ModelColumn>], lines: &[Line]) -> Option<&'static ModelColumn> {
    let mut i = 0;
    while i < parts.len() {
        let other = match &parts[i] {
            Part::Own(column) => match line_of(text::str(&column.column.name), lines) {
                Some(line) if is(column, line) => None,
                _ => Some(column),
            },
            Part::Flatten(parts) => first_other(parts, lines),
        };
        if other.is_some() {
            return other;
        }
        i += 1;
    }
    None
}

/// The line of the column of that name.
const fn line_of(name: &str, lines: &[Line]) -> Option<&'static str> {
    let mut i = 0;
    while i < lines.len() {
        if same(lines[i].0, name) {
            return Some(lines[i].1);
        }
        i += 1;
    }
    None
}

/// Whether no part, flattened or not, is the column `name`.
pub const fn column_left<T: Columns>(name: &str) -> bool {
    !has_column(T::PARTS, name)
}

const fn has_column(parts: &[Part<ModelColumn>], name: &str) -> bool {
    let mut i = 0;
    while i < parts.len() {
        let found = match &parts[i] {
            Part::Own(column) => same(text::str(&column.column.name), name),
            Part::Flatten(parts) => has_column(parts, name),
        };
        if found {
            return true;
        }
        i += 1;
    }
    false
}

/// Panics where [`types`] is true.
#[track_caller]
pub const fn deny_types<T: Columns>(table: &str, letters: &[u8]) {
    if let Some(column) = first_of_another_type(T::PARTS, letters) {
        deny(table, column, "", "another type")
    }
}

/// Panics where [`column`] is true; an empty line stands for no column.
#[track_caller]
pub const fn deny_column<T: Columns>(table: &str, part: usize, line: &str) {
    if let Part::Own(column) = &T::PARTS[part]
        && !is(column, line)
    {
        deny(table, column, line, "no such column")
    }
}

/// Panics where [`flattened`] is true.
#[track_caller]
pub const fn deny_flattened<T: Columns>(table: &str, part: usize, others: &[Line]) {
    if let Part::Flatten(parts) = &T::PARTS[part]
        && let Some(column) = first_other(parts, others)
    {
        let line = match line_of(text::str(&column.column.name), others) {
            Some(line) => line,
            None => "",
        };
        deny(table, column, line, "no such column")
    }
}

#[track_caller]
const fn deny(table: &str, column: &ModelColumn, line: &str, nothing: &str) -> ! {
    let mut buffer = [0; 8192];
    let mut out = Writer::write(&mut buffer);
    out.push("column `");
    out.push(table);
    out.push(".");
    out.push(text::str(&column.column.name));
    out.push("`: model has `");
    text::column(&mut out, &column.column);
    out.push("`, migrations have ");
    shown(&mut out, line, nothing);
    let length = out.length();
    fail(&buffer, length)
}

/// The line, or `nothing` when there is none, and what mends it.
const fn shown(out: &mut Writer<'_>, line: &str, nothing: &str) {
    if line.is_empty() {
        out.push(nothing);
    } else {
        out.push("`");
        out.push(line);
        out.push("`");
    }
    out.push(REMEDY);
}

/// Panics with `message` if `left`.
#[track_caller]
pub const fn deny_left(left: bool, message: &str) {
    if left {
        panic!("{}", message)
    }
}
