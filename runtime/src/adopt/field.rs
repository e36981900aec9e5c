//! A column as a field.

use std::collections::BTreeSet;

use super::attribute::{self, Item, attribute};
use super::identifier::written;
use super::types::{FieldType, column_type, reading};
use super::{Remarks, Writing, comments, default};
use crate::revision::source::literal;
use crate::schema::{Column, Generated, Identity, Place, Schema, Table};

/// The field `name`, with what stands on it of the table's keys, constraints and indexes.
pub(super) struct FieldOf<'a> {
    pub(super) table: &'a Table,
    pub(super) column: &'a Column,
    /// The field's name, without `r#`.
    pub(super) name: &'a str,
    /// Whether sqlx must be told the column's name.
    pub(super) renamed: bool,
}

/// `column` as a field with its attributes and comments; `parts` are its table's keys, constraints and indexes.
pub(super) fn field(
    of: &FieldOf<'_>,
    parts: Vec<Item>,
    schema: &Schema,
    remarks: &Remarks,
    writing: &mut Writing<'_>,
    uses: &mut BTreeSet<String>,
) -> String {
    let FieldOf { table, column, name, renamed } = of;
    let place = Place::Column { table: table.name.clone(), column: column.name.clone() };
    let mut details = remarks.at(&place);
    let FieldType { ty, size, unsaid } = column_type(column, writing);
    if let Some(what) = unsaid.filter(|_| column.native.is_empty()) {
        details.push(writing.unsaid(place.clone(), what));
    }
    if let Some(what) = reading(column) {
        details.push(writing.unsaid(place.clone(), what));
    }
    let enumeration = column.ty.enum_name();
    if let Some(names) = enumeration.and_then(|name| writing.names.enumeration(name)) {
        uses.insert(names.ident.clone());
    }

    let mut items = Vec::new();
    // What makes the key comes first, as a reader looks for it.
    let (keys, others): (Vec<Item>, Vec<Item>) =
        parts.into_iter().partition(|item| matches!(item, Item::Word(word) if word == "primary_key"));
    items.extend(keys);
    match column.identity {
        Some(Identity::ByDefault) => items.push(Item::Word("identity".into())),
        Some(Identity::Always) => items.push(Item::Word("identity = always".into())),
        None => {}
    }
    items.extend(size);
    for native in column.native.iter() {
        items.push(Item::Word(format!("type = {}({})", native.database, literal(&native.ty))));
    }
    if let Some(value) = &column.default {
        let values = enumeration.and_then(|name| schema.enums.get(name)).map(|found| &*found.values);
        match default::default(column, value, values.unwrap_or_default()) {
            Some(item) => items.push(item),
            None => details.push(writing.unsaid(place.clone(), format!("default {value}"))),
        }
    }
    if let Some(Generated { expression, stored }) = &column.generated {
        let kept = if *stored { "stored" } else { "virtual" };
        items.push(Item::Word(format!("generated = {kept}({})", literal(expression))));
    }
    items.extend(column.collation.iter().map(|collation| Item::text("collation", collation)));
    items.extend(others);
    items.extend(column.comment.iter().map(|comment| Item::text("comment", comment)));

    let mut source = comments(&details, 4);
    if *renamed {
        source += &attribute(4, "sqlx", vec![Item::text("rename", &column.name)]);
    }
    source += &attribute(4, "column", items);
    let ty = if column.nullable { format!("Option<{ty}>") } else { ty };
    source + &attribute::field(&written(name), &ty)
}
