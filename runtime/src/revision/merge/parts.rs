//! All parts in which two schemas differ, each by its place.

use std::collections::BTreeMap;

use super::touched::{column, constraint, enumeration, index, table};
use crate::schema::{Place, Schema, Table, text};

/// One part that is not the same in two schemas.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Difference {
    pub(super) place: Place,
    /// How it is in each, in plain words.
    pub(super) reason: String,
}

/// All parts that are not the same, in order of their kinds and names.
pub(super) fn differences(one: &Schema, other: &Schema) -> Vec<Difference> {
    if one == other {
        return Vec::new();
    }
    let (one, other) = (parts(one), parts(other));
    let shown = |part: Option<&String>| part.map_or_else(|| "missing".into(), |part| format!("`{part}`"));
    let mut places: Vec<&Place> = one.keys().chain(other.keys()).collect();
    places.sort();
    places.dedup();
    let different = places.into_iter().filter(|place| one.get(place) != other.get(place));
    let difference = |place: &Place| Difference {
        place: place.clone(),
        reason: format!(
            "one way round it is {}, the other way round {}",
            shown(one.get(place)),
            shown(other.get(place))
        ),
    };
    different.map(difference).collect()
}

fn parts(schema: &Schema) -> BTreeMap<Place, String> {
    let mut parts = BTreeMap::new();
    for enum_type in schema.enums.values() {
        let values = text::render(|out| text::enum_values(out, enum_type));
        parts.insert(enumeration(&enum_type.name), values);
    }
    schema.tables.values().for_each(|table| add_table(&mut parts, table));
    parts
}

fn add_table(parts: &mut BTreeMap<Place, String>, of: &Table) {
    let comment = of.comment.iter().map(|comment| format!("comment {comment:?}"));
    let options = of.options.iter().map(|option| text::render(|out| text::table_option(out, option)));
    parts.insert(table(&of.name), comment.chain(options).collect::<Vec<_>>().join(", "));
    let columns = of.columns.iter().map(|part| (column(&of.name, &part.name), part.to_string()));
    parts.extend(columns);
    parts.extend(of.constraints().map(|part| (constraint(&of.name, part.name()), part.to_string())));
    parts.extend(of.indexes.values().map(|part| (index(&of.name, &part.name), part.to_string())));
}
