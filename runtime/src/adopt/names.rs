//! The Rust names of tables, columns, enums and their values; collisions are resolved in the order of the database's
//! own names, so that the same database gives the same names.

use std::collections::BTreeMap;

use super::identifier::{Scope, camel_case, singular, snake_case};
use crate::schema::{EnumType, MAX_NAME_LENGTH, QualifiedName, Schema, Table, Text};

/// The Rust names of a schema.
pub(super) struct Names<'a> {
    tables: BTreeMap<&'a QualifiedName, ItemNames<'a>>,
    enums: BTreeMap<&'a QualifiedName, ItemNames<'a>>,
}

/// The names of a struct and its fields, or of an enum and its variants.
pub(super) struct ItemNames<'a> {
    /// The item's name.
    pub(super) ident: String,
    /// The name of a module of its own, without `r#`.
    pub(super) module: String,
    /// The field of each column, without `r#`, or the variant of each value.
    parts: BTreeMap<&'a str, String>,
}

impl ItemNames<'_> {
    /// The field or variant of `name`; `None` where no model can say that name.
    pub(super) fn part(&self, name: &str) -> Option<&str> {
        self.parts.get(name).map(String::as_str)
    }
}

impl<'a> Names<'a> {
    /// The names of everything in `schema` that models can declare.
    pub(super) fn new(schema: &'a Schema) -> Self {
        let mut types = Scope::of_types();
        let idents = |types: &mut Scope, name: &'a QualifiedName, one: &str, otherwise: &str| {
            let mut candidates = vec![camel_case(one, otherwise)];
            candidates
                .extend(name.schema.iter().map(|schema| camel_case(&format!("{schema}_{one}"), otherwise)));
            candidates.push(camel_case(&name.name, otherwise));
            types.give(&candidates, "")
        };
        let mut tables = BTreeMap::new();
        for (name, table) in schema.tables.iter().filter(|(_, table)| is_sayable(table)) {
            let ident = idents(&mut types, name, &singular(&snake_case(&name.name, "table")), "Table");
            tables.insert(name, ItemNames { ident, module: String::new(), parts: fields(table) });
        }
        let mut enums = BTreeMap::new();
        for (name, enum_type) in schema.enums.iter().filter(|(_, enum_type)| is_sayable_enum(enum_type)) {
            if schema.tables.using_enum(name).next().is_some() {
                let ident = idents(&mut types, name, &name.name, "Enum");
                enums.insert(name, ItemNames { ident, module: String::new(), parts: variants(enum_type) });
            }
        }
        // A name without cases would be a module's and a type's at once.
        let mut modules = Scope::default();
        for reserved in tables.values().chain(enums.values()).map(|names| &names.ident) {
            modules.give(std::slice::from_ref(reserved), "_");
        }
        modules.give(&["mod".to_owned()], "_");
        for names in tables.values_mut().chain(enums.values_mut()) {
            // A file of a module has an ASCII name (error E0754).
            let module = snake_case(&names.ident, "model");
            let module = if module.is_ascii() { module } else { "model".to_owned() };
            names.module = modules.give(&[module], "_");
        }
        Self { tables, enums }
    }

    /// The names of the table `name`; `None` where no model can declare it.
    pub(super) fn table(&self, name: &QualifiedName) -> Option<&ItemNames<'a>> {
        self.tables.get(name)
    }

    /// The names of the enum `name`; `None` where no model can declare it, or none uses it.
    pub(super) fn enumeration(&self, name: &QualifiedName) -> Option<&ItemNames<'a>> {
        self.enums.get(name)
    }
}

/// Whether an attribute can give the name.
pub(super) fn is_sayable_name(name: &str) -> bool {
    !name.is_empty() && name.len() <= MAX_NAME_LENGTH
}

fn is_sayable(table: &Table) -> bool {
    is_sayable_name(&table.name.name) && table.columns.iter().any(|column| is_sayable_name(&column.name))
}

fn is_sayable_enum(enum_type: &EnumType) -> bool {
    // sqlx's `type_name` holds the schema and the name with a dot between them.
    let dots = enum_type.name.name.contains('.')
        || enum_type.name.schema.as_ref().is_some_and(|schema| schema.contains('.'));
    let values = enum_type.values.iter().all(|value| is_sayable_name(value));
    is_sayable_name(&enum_type.name.name) && !dots && values && !enum_type.values.is_empty()
}

fn fields(table: &Table) -> BTreeMap<&str, String> {
    let names = table.columns.iter().map(|column| &column.name);
    parts(names, |name| snake_case(name, "column"), "_")
}

fn variants(enum_type: &EnumType) -> BTreeMap<&str, String> {
    parts(enum_type.values.iter(), |value| camel_case(value, "Value"), "")
}

/// The Rust names of `names`; a name that can stay as it is comes first.
fn parts<'a>(
    names: impl Iterator<Item = &'a Text> + Clone,
    rust: impl Fn(&str) -> String,
    separator: &str,
) -> BTreeMap<&'a str, String> {
    let mut scope = Scope::default();
    let mut parts = BTreeMap::new();
    for as_it_is in [true, false] {
        for name in names.clone().filter(|name| is_sayable_name(name)) {
            let ident = rust(name);
            if (ident == **name) == as_it_is {
                parts.insert(&**name, scope.give(&[ident], separator));
            }
        }
    }
    parts
}
