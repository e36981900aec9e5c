//! A table as a struct.

use std::collections::BTreeSet;

use heck::ToSnakeCase;

use super::attribute::{Item, attribute};
use super::case::{Renames, renames};
use super::constraint::Parts;
use super::field::{FieldOf, field};
use super::file::SourceItem;
use super::{Remarks, Writing, comments, constraint, index};
use crate::introspection::Detail;
use crate::schema::{Column, Place, Schema, Table, TableOption};

/// `table` as an item; `None` where models cannot declare it.
pub(super) fn table(
    table: &Table,
    schema: &Schema,
    remarks: &Remarks,
    writing: &mut Writing<'_>,
) -> Option<SourceItem> {
    let place = Place::Table { table: table.name.clone() };
    let Some(names) = writing.names.table(&table.name) else {
        writing.unsaid(place, "the table: a model needs a column, and names of 1 to 63 bytes");
        return None;
    };
    let mut uses = BTreeSet::new();
    let mut parts = Parts::new(table, names);
    constraint::constraints(&mut parts, schema, writing, &mut uses);
    index::indexes(&mut parts, writing);

    let mut items = Vec::new();
    if names.ident.to_snake_case() != *table.name.name {
        items.push(Item::text("name", &table.name.name));
    }
    items.extend(table.name.schema.iter().map(|schema| Item::text("schema", schema)));
    items.extend(table.comment.iter().map(|comment| Item::text("comment", comment)));
    items.append(&mut parts.of_table);
    items.extend(options(&table.options));

    let columns: Vec<(&Column, &str)> =
        table.columns.iter().filter_map(|column| Some((column, names.part(&column.name)?))).collect();
    let renames = renames(columns.iter().map(|(column, field)| (*field, &*column.name)));

    let mut details = remarks.of_table(&table.name);
    details.append(&mut parts.unsaid);
    for column in table.columns.iter().filter(|column| names.part(&column.name).is_none()) {
        let place = Place::Column { table: table.name.clone(), column: column.name.clone() };
        writing.unsaid(place.clone(), "the column: a model's names have 1 to 63 bytes");
        details.push(Detail {
            place: Place::Table { table: table.name.clone() },
            what: place.to_string().into(),
        });
    }
    let mut source = comments(&details, 0);
    source += "#[derive(aludel::Table, sqlx::FromRow)]\n";
    if let Renames::All(style) = renames {
        source += &attribute(0, "sqlx", vec![Item::text("rename_all", style)]);
    }
    source += &attribute(0, "table", items);
    source += &format!("pub struct {} {{\n", names.ident);
    for (column, name) in columns {
        let of_column = parts.of_columns.remove(&column.name).unwrap_or_default();
        let renamed = renames == Renames::Each && name != column.name;
        let of = FieldOf { table, column, name, renamed };
        source += &field(&of, of_column, schema, remarks, writing, &mut uses);
    }
    source += "}\n";
    uses.remove(&names.ident);
    Some(SourceItem { ident: names.ident.clone(), module: names.module.clone(), uses, source })
}

/// The options of each database: `postgres(fillfactor = 70)`.
fn options(options: &[TableOption]) -> Vec<Item> {
    let mut items: Vec<(&str, Vec<Item>)> = Vec::new();
    for TableOption { database, name, value } in options {
        let item = match &**value {
            "" => Item::Word(name.to_string()),
            value if value.parse::<u64>().is_ok_and(|number| number.to_string() == value) => {
                Item::Word(format!("{name} = {value}"))
            }
            value => Item::text(name, value),
        };
        match items.last_mut() {
            Some((last, items)) if *last == *database => items.push(item),
            _ => items.push((database, vec![item])),
        }
    }
    items.into_iter().map(|(database, items)| Item::List(database.to_owned(), items)).collect()
}
