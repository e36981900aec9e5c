//! An enum type as a Rust enum.

use super::attribute::{Item, attribute};
use super::case::{Renames, renames};
use super::file::SourceItem;
use super::{Remarks, Writing, comments};
use crate::schema::{EnumType, Place};

/// `enum_type` as an item; `None` where models cannot declare it.
pub(super) fn enumeration(
    enum_type: &EnumType,
    remarks: &Remarks,
    writing: &mut Writing<'_>,
) -> Option<SourceItem> {
    let place = Place::Enum { name: enum_type.name.clone() };
    let Some(names) = writing.names.enumeration(&enum_type.name) else {
        writing.unsaid(place, "the enum: no model uses it");
        return None;
    };
    let variants: Vec<(&str, &str)> =
        enum_type.values.iter().filter_map(|value| Some((names.part(value)?, &**value))).collect();
    let name = match &enum_type.name.schema {
        Some(schema) => format!("{schema}.{}", enum_type.name.name),
        None => enum_type.name.name.to_string(),
    };
    let mut items = vec![Item::text("type_name", &name)];
    let renames = renames(variants.iter().copied());
    if let Renames::All(style) = renames {
        items.push(Item::text("rename_all", style));
    }
    let mut source = comments(&remarks.at(&place), 0);
    source += "#[derive(Clone, Copy, Debug, PartialEq, Eq, aludel::Enum, sqlx::Type)]\n";
    source += &attribute(0, "sqlx", items);
    source += &format!("pub enum {} {{\n", names.ident);
    for (variant, value) in variants {
        if renames == Renames::Each && variant != value {
            source += &attribute(4, "sqlx", vec![Item::text("rename", value)]);
        }
        source += &format!("    {variant},\n");
    }
    source += "}\n";
    Some(SourceItem { ident: names.ident.clone(), module: names.module.clone(), uses: [].into(), source })
}
