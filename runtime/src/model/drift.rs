//! The compile-time comparison of a model with `schema.lock`.
//!
//! The derive cuts the lock into lines; here the lines are compared with the text of the model's
//! values. Two ways out: flags, which choose between a deprecated and a plain constant (a warning),
//! and `deny_…`, which panic with both sides (an error).

use super::build::fail;
use super::build::lookup::same;
use super::{Model, ModelColumn, ModelConstraint, Part};
use crate::schema::text::{self, Key, Writer};
use crate::schema::{Index, MAX_NAME_LENGTH};

/// A column of the lock: its name, and its line without it.
pub type Line = (&'static str, &'static str);

/// What mends a drift.
const REMEDY: &str = "; run `cargo run --bin migrations -- generate`";

/// Whether each part of a model differs from the lock: a column from its own line, a flattened
/// struct's columns from those of `others` that have their names.
pub const fn columns<const N: usize>(model: &Model, own: &[&str; N], others: &[Line]) -> [bool; N] {
    let mut differ = [false; N];
    let mut i = 0;
    while i < N {
        differ[i] = match &model.parts[i] {
            Part::Own(column) => !is(column, own[i]),
            Part::Flatten(parts) => first_other(parts, others).is_some(),
        };
        i += 1;
    }
    differ
}

const fn is(column: &ModelColumn, line: &str) -> bool {
    let mut out = Writer::compare(line);
    text::column(&mut out, &column.column);
    out.equal()
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

/// The first column that has no equal line.
const fn first_other(parts: &'static [Part<ModelColumn>], lines: &[Line]) -> Option<&'static ModelColumn> {
    let mut i = 0;
    while i < parts.len() {
        match &parts[i] {
            Part::Own(column) => match line_of(text::str(&column.column.name), lines) {
                Some(line) if is(column, line) => {}
                _ => return Some(column),
            },
            Part::Flatten(parts) => {
                if let Some(column) = first_other(parts, lines) {
                    return Some(column);
                }
            }
        }
        i += 1;
    }
    None
}

/// Whether each of `others` is the column of no flattened field.
pub const fn columns_left<const N: usize>(model: &Model, others: &[Line; N]) -> [bool; N] {
    let mut left = [false; N];
    let mut i = 0;
    while i < N {
        left[i] = !has_column(model.parts, others[i].0);
        i += 1;
    }
    left
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

/// Whether each part of a model's constraints has no equal line.
pub const fn constraints<const N: usize>(model: &Model, lines: &[&str]) -> [bool; N] {
    let mut differ = [false; N];
    let mut i = 0;
    while i < N {
        differ[i] = other_constraint(&model.constraints[i], model, lines).is_some();
        i += 1;
    }
    differ
}

/// Whether each part of a model's indexes has no equal line.
pub const fn indexes<const N: usize>(model: &Model, lines: &[&str]) -> [bool; N] {
    let mut differ = [false; N];
    let mut i = 0;
    while i < N {
        differ[i] = other_index(&model.indexes[i], model, lines).is_some();
        i += 1;
    }
    differ
}

const fn other_constraint<'a>(
    part: &'a Part<ModelConstraint>,
    model: &Model,
    lines: &[&str],
) -> Option<Named<'a>> {
    match part {
        Part::Own(own) => {
            let own = Named::Constraint(own);
            if own.is_among(text::str(&model.name.name), lines) { None } else { Some(own) }
        }
        Part::Flatten(parts) => {
            let mut i = 0;
            while i < parts.len() {
                if let Some(other) = other_constraint(&parts[i], model, lines) {
                    return Some(other);
                }
                i += 1;
            }
            None
        }
    }
}

const fn other_index<'a>(part: &'a Part<Index>, model: &Model, lines: &[&str]) -> Option<Named<'a>> {
    match part {
        Part::Own(own) => {
            let own = Named::Index(own);
            if own.is_among(text::str(&model.name.name), lines) { None } else { Some(own) }
        }
        Part::Flatten(parts) => {
            let mut i = 0;
            while i < parts.len() {
                if let Some(other) = other_index(&parts[i], model, lines) {
                    return Some(other);
                }
                i += 1;
            }
            None
        }
    }
}

/// Whether no constraint and no index of the model has a line that begins with each of `heads`.
pub const fn lines_left<const N: usize>(model: &Model, heads: &[&str; N]) -> [bool; N] {
    let mut left = [false; N];
    let mut i = 0;
    while i < N {
        left[i] = !constraint_begins(model.constraints, model, heads[i])
            && !index_begins(model.indexes, model, heads[i]);
        i += 1;
    }
    left
}

const fn constraint_begins(parts: &[Part<ModelConstraint>], model: &Model, head: &str) -> bool {
    let mut i = 0;
    while i < parts.len() {
        let found = match &parts[i] {
            Part::Own(own) => Named::Constraint(own).begins_with(text::str(&model.name.name), head),
            Part::Flatten(parts) => constraint_begins(parts, model, head),
        };
        if found {
            return true;
        }
        i += 1;
    }
    false
}

const fn index_begins(parts: &[Part<Index>], model: &Model, head: &str) -> bool {
    let mut i = 0;
    while i < parts.len() {
        let found = match &parts[i] {
            Part::Own(own) => Named::Index(own).begins_with(text::str(&model.name.name), head),
            Part::Flatten(parts) => index_begins(parts, model, head),
        };
        if found {
            return true;
        }
        i += 1;
    }
    false
}

/// Whether the primary key's line is not `line`, which is empty when there is none.
pub const fn primary_key(model: &Model, line: &str) -> bool {
    let mut out = Writer::compare(line);
    write_primary_key(&mut out, model);
    !out.equal()
}

/// Nothing for a model without a primary key.
const fn write_primary_key(out: &mut Writer<'_>, model: &Model) {
    let (name, columns) = match &model.primary_key {
        Some(key) => (text::str(&key.name), text::slice(&key.columns)),
        None => ("", [].as_slice()),
    };
    if columns.is_empty() && !has_key(model.parts) {
        return;
    }
    out.push("primary_key ");
    if name.is_empty() {
        let mut buffer = [0; MAX_NAME_LENGTH];
        let mut written = Writer::write(&mut buffer);
        text::conventional_name(&mut written, "pk", text::str(&model.name.name), Key::None);
        let length = written.length();
        match str::from_utf8(buffer.split_at(length).0) {
            Ok(conventional) => text::name(out, conventional),
            Err(_) => panic!("a conventional name is cut between characters only"),
        }
    } else {
        text::name(out, name);
    }
    out.push(" (");
    if columns.is_empty() {
        marked(out, model.parts, true);
    }
    let mut i = 0;
    while i < columns.len() {
        out.push(if i > 0 { ", " } else { "" });
        text::name(out, text::str(&columns[i]));
        i += 1;
    }
    out.push(")");
}

const fn has_key(parts: &[Part<ModelColumn>]) -> bool {
    let mut i = 0;
    while i < parts.len() {
        let found = match &parts[i] {
            Part::Own(column) => column.primary_key,
            Part::Flatten(parts) => has_key(parts),
        };
        if found {
            return true;
        }
        i += 1;
    }
    false
}

/// Writes the columns that are marked as the key; returns whether the next one is the first.
const fn marked(out: &mut Writer<'_>, parts: &[Part<ModelColumn>], mut first: bool) -> bool {
    let mut i = 0;
    while i < parts.len() {
        match &parts[i] {
            Part::Own(column) => {
                if column.primary_key {
                    out.push(if first { "" } else { ", " });
                    text::name(out, text::str(&column.column.name));
                    first = false;
                }
            }
            Part::Flatten(parts) => first = marked(out, parts, first),
        }
        i += 1;
    }
    first
}

/// Panics unless the part's column is `line`, empty for none, or the flattened columns are those of `others`.
#[track_caller]
pub const fn deny_column(model: &Model, part: usize, line: &str, others: &[Line]) {
    let (column, line) = match &model.parts[part] {
        Part::Own(column) if is(column, line) => return,
        Part::Own(column) => (column, line),
        Part::Flatten(parts) => match first_other(parts, others) {
            None => return,
            Some(column) => match line_of(text::str(&column.column.name), others) {
                Some(line) => (column, line),
                None => (column, ""),
            },
        },
    };
    let mut buffer = [0; 8192];
    let mut out = Writer::write(&mut buffer);
    out.push("column `");
    text::qualified_name(&mut out, &model.name);
    out.push(".");
    out.push(text::str(&column.column.name));
    out.push("`: model has `");
    text::column(&mut out, &column.column);
    end(&mut out, line);
    let length = out.length();
    fail(&buffer, length)
}

/// `` `, migrations have `…`; run … ``.
const fn end(out: &mut Writer<'_>, line: &str) {
    if line.is_empty() {
        out.push("`, migrations have no such column");
    } else {
        out.push("`, migrations have `");
        out.push(line);
        out.push("`");
    }
    out.push(REMEDY);
}

/// Panics unless the part's constraints are all among `lines`.
#[track_caller]
pub const fn deny_constraint(model: &Model, part: usize, lines: &[&str]) {
    if let Some(other) = other_constraint(&model.constraints[part], model, lines) {
        deny(model, other, lines)
    }
}

/// Panics unless the part's indexes are all among `lines`.
#[track_caller]
pub const fn deny_index(model: &Model, part: usize, lines: &[&str]) {
    if let Some(other) = other_index(&model.indexes[part], model, lines) {
        deny(model, other, lines)
    }
}

#[track_caller]
const fn deny(model: &Model, other: Named<'_>, lines: &[&str]) -> ! {
    let mut buffer = [0; 8192];
    let mut out = Writer::write(&mut buffer);
    out.push("table `");
    text::qualified_name(&mut out, &model.name);
    out.push("`: model has `");
    other.write(&mut out, text::str(&model.name.name));
    out.push("`, migrations have ");
    let line = other.namesake(text::str(&model.name.name), lines);
    if line.is_empty() {
        out.push("nothing of that name");
    } else {
        out.push("`");
        out.push(line);
        out.push("`");
    }
    out.push(REMEDY);
    let length = out.length();
    fail(&buffer, length)
}

/// Panics unless the primary key's line is `line`, which is empty when there is none.
#[track_caller]
pub const fn deny_primary_key(model: &Model, line: &str) {
    if !primary_key(model, line) {
        return;
    }
    let mut buffer = [0; 8192];
    let mut out = Writer::write(&mut buffer);
    out.push("table `");
    text::qualified_name(&mut out, &model.name);
    out.push("`: model has `");
    let before = out.length();
    write_primary_key(&mut out, model);
    out.push(if out.length() == before {
        "no primary key`, migrations have `"
    } else {
        "`, migrations have `"
    });
    out.push(if line.is_empty() { "no primary key" } else { line });
    out.push("`");
    out.push(REMEDY);
    let length = out.length();
    fail(&buffer, length)
}

/// Panics with `message` if `left`.
#[track_caller]
pub const fn deny_left(left: bool, message: &str) {
    if left {
        panic!("{}", message)
    }
}
