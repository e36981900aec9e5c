//! Constraints and indexes beside their lines.

use super::super::build::fail;
use super::super::build::lookup::same;
use super::super::{Columns, ModelConstraint, Part};
use super::shown;
use crate::schema::text::{self, Writer};
use crate::schema::{Constraint, Index};

/// A constraint or an index: what has a line with a name in it.
#[derive(Clone, Copy)]
enum Named<'a> {
    Constraint(&'a ModelConstraint),
    Index(&'a Index),
}

impl Named<'_> {
    const fn write(self, out: &mut Writer<'_>, table: &str) {
        match self {
            Self::Constraint(declared) => {
                text::constraint(out, table, declared.checked, &declared.constraint);
            }
            Self::Index(index) => text::index(out, table, index),
        }
    }

    const fn is_among(self, table: &str, lines: &[&str]) -> bool {
        let mut i = 0;
        while i < lines.len() {
            let mut out = Writer::compare(lines[i]);
            self.write(&mut out, table);
            if out.equal() {
                return true;
            }
            i += 1;
        }
        false
    }

    /// The line of the same kind and name, or nothing.
    const fn namesake<'a>(self, table: &str, lines: &[&'a str]) -> &'a str {
        let mut i = 0;
        while i < lines.len() {
            // Kind and name end at the second blank: `unique uq_users_email (email)`.
            let bytes = lines[i].as_bytes();
            let (mut end, mut blanks) = (0, 0);
            while end < bytes.len() && blanks < 2 {
                blanks += (bytes[end] == b' ') as u32;
                end += 1;
            }
            if self.begins_with(table, lines[i].split_at(end).0) {
                return lines[i];
            }
            i += 1;
        }
        ""
    }

    /// Whether its line begins with `head`, its kind and its name.
    const fn begins_with(self, table: &str, head: &str) -> bool {
        let mut buffer = [0; 4096];
        let mut out = Writer::write(&mut buffer);
        self.write(&mut out, table);
        let head = head.as_bytes();
        if out.length() < head.len() || head.len() > buffer.len() {
            return false;
        }
        let mut i = 0;
        while i < head.len() {
            if buffer[i] != head[i] {
                return false;
            }
            i += 1;
        }
        true
    }
}

/// Whether the constraint that is the part `part`, and has a name of its own, has another line than `line`.
pub const fn constraint<T: Columns>(part: usize, line: &str) -> bool {
    other_constraint(&T::CONSTRAINTS[part], "", &[line]).is_some()
}

/// Whether the foreign key that is the part `part` references another table or other columns than these:
/// all that the derive cannot see of a line.
pub const fn references<T: Columns>(
    part: usize,
    schema: Option<&str>,
    table: &str,
    columns: &[&str],
) -> bool {
    let Part::Own(ModelConstraint { constraint: Constraint::ForeignKey(key), .. }) = &T::CONSTRAINTS[part]
    else {
        return true;
    };
    let same_schema = match (&key.references.schema, schema) {
        (Some(own), Some(schema)) => same(text::str(own), schema),
        (None, None) => true,
        _ => false,
    };
    let own = text::slice(&key.referenced_columns);
    if !same_schema || own.len() != columns.len() || !same(text::str(&key.references.name), table) {
        return true;
    }
    let mut i = 0;
    while i < columns.len() {
        if !same(text::str(&own[i]), columns[i]) {
            return true;
        }
        i += 1;
    }
    false
}

/// Whether a constraint of the part `part` has no equal line; `table` names those without a name.
pub const fn constraint_among<T: Columns>(part: usize, table: &str, lines: &[&str]) -> bool {
    other_constraint(&T::CONSTRAINTS[part], table, lines).is_some()
}

/// Whether the index that is the part `part`, and has a name of its own, has another line than `line`.
pub const fn index<T: Columns>(part: usize, line: &str) -> bool {
    other_index(&T::INDEXES[part], "", &[line]).is_some()
}

/// Whether an index of the part `part` has no equal line; `table` names those without a name.
pub const fn index_among<T: Columns>(part: usize, table: &str, lines: &[&str]) -> bool {
    other_index(&T::INDEXES[part], table, lines).is_some()
}

const fn other_constraint<'a>(
    part: &'a Part<ModelConstraint>,
    table: &str,
    lines: &[&str],
) -> Option<Named<'a>> {
    match part {
        Part::Own(own) => {
            let own = Named::Constraint(own);
            if own.is_among(table, lines) { None } else { Some(own) }
        }
        Part::Flatten(parts) => {
            let mut i = 0;
            while i < parts.len() {
                if let Some(other) = other_constraint(&parts[i], table, lines) {
                    return Some(other);
                }
                i += 1;
            }
            None
        }
    }
}

const fn other_index<'a>(part: &'a Part<Index>, table: &str, lines: &[&str]) -> Option<Named<'a>> {
    match part {
        Part::Own(own) => {
            let own = Named::Index(own);
            if own.is_among(table, lines) { None } else { Some(own) }
        }
        Part::Flatten(parts) => {
            let mut i = 0;
            while i < parts.len() {
                if let Some(other) = other_index(&parts[i], table, lines) {
                    return Some(other);
                }
                i += 1;
            }
            None
        }
    }
}

/// Whether no constraint and no index has a line that begins with `head`, a kind and a name.
pub const fn line_left<T: Columns>(table: &str, head: &str) -> bool {
    !constraint_begins(T::CONSTRAINTS, table, head) && !index_begins(T::INDEXES, table, head)
}

const fn constraint_begins(parts: &[Part<ModelConstraint>], table: &str, head: &str) -> bool {
    let mut i = 0;
    while i < parts.len() {
        let found = match &parts[i] {
            Part::Own(own) => Named::Constraint(own).begins_with(table, head),
            Part::Flatten(parts) => constraint_begins(parts, table, head),
        };
        if found {
            return true;
        }
        i += 1;
    }
    false
}

const fn index_begins(parts: &[Part<Index>], table: &str, head: &str) -> bool {
    let mut i = 0;
    while i < parts.len() {
        let found = match &parts[i] {
            Part::Own(own) => Named::Index(own).begins_with(table, head),
            Part::Flatten(parts) => index_begins(parts, table, head),
        };
        if found {
            return true;
        }
        i += 1;
    }
    false
}

/// Panics where [`constraint_among`] is true; `shown_table` is the table as messages name it.
#[track_caller]
pub const fn deny_constraint<T: Columns>(shown_table: &str, part: usize, table: &str, lines: &[&str]) {
    if let Some(other) = other_constraint(&T::CONSTRAINTS[part], table, lines) {
        deny(shown_table, table, other, lines)
    }
}

/// Panics where [`index_among`] is true; `shown_table` is the table as messages name it.
#[track_caller]
pub const fn deny_index<T: Columns>(shown_table: &str, part: usize, table: &str, lines: &[&str]) {
    if let Some(other) = other_index(&T::INDEXES[part], table, lines) {
        deny(shown_table, table, other, lines)
    }
}

#[track_caller]
const fn deny(shown_table: &str, table: &str, other: Named<'_>, lines: &[&str]) -> ! {
    let mut buffer = [0; 8192];
    let mut out = Writer::write(&mut buffer);
    out.push("table `");
    out.push(shown_table);
    out.push("`: model has `");
    other.write(&mut out, table);
    out.push("`, migrations have ");
    shown(&mut out, other.namesake(table, lines), "nothing of that name");
    let length = out.length();
    fail(&buffer, length)
}
