//! Names in the connection's own schema (namespace), which stand without it in what is read.

use crate::schema::{QualifiedName, Schema, Table};

/// Whether anything of `schema` is named with a schema (namespace).
pub(super) fn is_qualified(schema: &Schema) -> bool {
    schema.tables.keys().chain(schema.enums.keys()).any(|name| name.schema.is_some())
}

/// `schema` with the names in `own` without it.
pub(super) fn unqualified(schema: &Schema, own: &str) -> Schema {
    let mut after = Schema::new();
    for table in schema.tables.values() {
        after.insert_table(unqualified_table(table.clone(), own));
    }
    for enum_type in schema.enums.values() {
        let mut enum_type = enum_type.clone();
        shorten(&mut enum_type.name, own);
        after.insert_enum(enum_type);
    }
    after
}

fn unqualified_table(mut table: Table, own: &str) -> Table {
    shorten(&mut table.name, own);
    for key in table.foreign_keys.values_mut() {
        shorten(&mut key.references, own);
    }
    for column in &mut table.columns {
        if let Some(name) = column.ty.enum_name() {
            let mut name = name.clone();
            shorten(&mut name, own);
            column.ty = column.ty.with_enum_name(&name);
        }
    }
    table
}

fn shorten(name: &mut QualifiedName, own: &str) {
    name.schema.take_if(|schema| schema == own);
}
