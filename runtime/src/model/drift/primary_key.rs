//! The primary key of a struct that flattens others, beside its line.

use super::super::build::fail;
use super::super::{Columns, ModelColumn, Part};
use super::shown;
use crate::schema::text::{self, Writer};

/// Whether the primary key's line is not `line`, which is empty when there is none.
///
/// `columns` are those that the table's attribute gives, none for the ones that are marked.
pub const fn primary_key<T: Columns>(name: &str, columns: &[&str], line: &str) -> bool {
    let mut out = Writer::compare(line);
    write(&mut out, name, columns, T::PARTS);
    !out.equal()
}

/// Writes nothing for a model without a primary key.
const fn write(out: &mut Writer<'_>, name: &str, columns: &[&str], parts: &[Part<ModelColumn>]) {
    if columns.is_empty() && !has_key(parts) {
        return;
    }
    out.push("primary_key ");
    text::name(out, name);
    out.push(" (");
    if columns.is_empty() {
        marked(out, parts, true);
    }
    let mut i = 0;
    while i < columns.len() {
        out.push(if i > 0 { ", " } else { "" });
        text::name(out, columns[i]);
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

/// Panics where [`primary_key`] is true; `table` is the table as messages name it.
#[track_caller]
pub const fn deny_primary_key<T: Columns>(table: &str, name: &str, columns: &[&str], line: &str) {
    if !primary_key::<T>(name, columns, line) {
        return;
    }
    let mut buffer = [0; 8192];
    let mut out = Writer::write(&mut buffer);
    out.push("table `");
    out.push(table);
    out.push("`: model has ");
    if columns.is_empty() && !has_key(T::PARTS) {
        out.push("no primary key");
    } else {
        out.push("`");
        write(&mut out, name, columns, T::PARTS);
        out.push("`");
    }
    out.push(", migrations have ");
    shown(&mut out, line, "no primary key");
    let length = out.length();
    fail(&buffer, length)
}
