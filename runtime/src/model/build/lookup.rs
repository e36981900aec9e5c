//! Columns found by the Rust names of their fields, through flattened structs too.

use super::{ModelColumn, Part, fail};
use crate::schema::text;

/// Whether two texts are the same: `==` is not `const`.
pub(in crate::model) const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() {
        if a[i] != b[i] {
            return false;
        }
        i += 1;
    }
    true
}

/// The column of the field `field`.
pub(in crate::model) const fn find(
    parts: &'static [Part<ModelColumn>],
    field: &str,
) -> Option<&'static ModelColumn> {
    let mut i = 0;
    while i < parts.len() {
        match &parts[i] {
            Part::Own(column) => {
                if same(column.field, field) {
                    return Some(column);
                }
            }
            Part::Flatten(parts) => {
                if let Some(column) = find(parts, field) {
                    return Some(column);
                }
            }
        }
        i += 1;
    }
    None
}

/// The column of the field `field`, or a panic that lists the fields there are.
#[track_caller]
pub(super) const fn find_or_fail(
    parts: &'static [Part<ModelColumn>],
    owner: &str,
    field: &str,
) -> &'static ModelColumn {
    if let Some(column) = find(parts, field) {
        return column;
    }
    let mut buffer = [0; 4096];
    let mut out = text::Writer::write(&mut buffer);
    out.push("no field `");
    out.push(field);
    out.push("` in `");
    out.push(owner);
    out.push("`; its fields are ");
    fields(&mut out, parts, true);
    let length = out.length();
    fail(&buffer, length)
}

const fn fields(out: &mut text::Writer<'_>, parts: &[Part<ModelColumn>], mut first: bool) -> bool {
    let mut i = 0;
    while i < parts.len() {
        match &parts[i] {
            Part::Own(column) => {
                out.push(if first { "`" } else { ", `" });
                out.push(column.field);
                out.push("`");
                first = false;
            }
            Part::Flatten(parts) => first = fields(out, parts, first),
        }
        i += 1;
    }
    first
}

/// The name of the column of the field `field`, which may come from a flattened struct.
#[track_caller]
pub const fn column_of(parts: &'static [Part<ModelColumn>], owner: &str, field: &str) -> &'static str {
    text::str(&find_or_fail(parts, owner, field).column.name)
}
