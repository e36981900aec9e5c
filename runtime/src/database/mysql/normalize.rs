//! A schema as MySQL would give it back: what it cannot tell apart made equal.
//!
//! What the server alone knows (its default collation and engine, how it prints an expression) is made equal by
//! [`canonicalize`](super::introspect::canonicalize).

use super::Mysql;
use super::index::ordered_columns;
use super::keys::{primary_key_name, remove_implied};
use super::native::Native;
use super::options::{COLLATE, is_reset};
use super::types::with_digits;
use super::{defaults, options};
use crate::dialect::Dialect;
use crate::schema::{
    Action, Column, ColumnType, EnumType, ForeignKey, Identity, Index, NativeType, NullsOrder, QualifiedName,
    Schema, SortOrder, Table, Text, Unique,
};

pub(super) fn schema(before: &Schema) -> Schema {
    let mut after = Schema::new();
    for table in before.tables.values() {
        let mut table = table.clone();
        for column in &mut table.columns {
            let values = column.ty.enum_name().and_then(|name| before.enums.get(name));
            let values = values.map(|enum_type| enum_type.values.to_vec()).unwrap_or_default();
            let name = enum_name(&after, &table.name, &column.name);
            let enum_type = self::column(name, column, values);
            enum_type.into_iter().for_each(|enum_type| after.insert_enum(enum_type));
        }
        self::table(&mut table);
        after.insert_table(table);
    }
    after
}

fn table(table: &mut Table) {
    table_options(table);
    table.comment.take_if(|comment| comment.is_empty());
    if let Some(key) = &mut table.primary_key {
        key.name = primary_key_name(&table.name);
    }
    let keys = table.primary_key_columns().to_vec();
    for each in &mut table.columns {
        // A computed column cannot say NOT NULL, and one of the primary key cannot leave it out.
        each.nullable = each.generated.is_some() || (each.nullable && !keys.contains(&each.name));
    }
    table.foreign_keys.values_mut().for_each(foreign_key);
    table.indexes.values_mut().for_each(index);
    remove_implied(table);
    unique_indexes_as_constraints(table);
}

/// The options in one spelling, without those that say what holds anyway.
fn table_options(table: &mut Table) {
    table.options.retain(|option| {
        let is_start = option.name == options::AUTO_INCREMENT;
        option.database == Mysql.name() && !is_start && !is_reset(&option.name, &option.value)
    });
    for option in &mut table.options {
        option.value = collation_name(&option.value.to_ascii_lowercase()).into();
    }
    if table.option(Mysql.name(), COLLATE).is_some() {
        // A collation says its character set.
        table.set_option(&Mysql.name().into(), &options::CHARSET.into(), None);
    }
}

/// `utf8` and its collations by the name that later servers give them (MySQL manual, section 12.9.2).
fn collation_name(name: &str) -> String {
    match name.strip_prefix("utf8") {
        Some("") => "utf8mb3".into(),
        Some(rest) if rest.starts_with('_') => format!("utf8mb3{rest}"),
        _ => name.to_owned(),
    }
}

/// The name of the enum of one column: MySQL keeps the values in each column, under no name.
///
/// A number after it tells it from those that `schema` has.
pub(super) fn enum_name(schema: &Schema, table: &QualifiedName, column: &str) -> QualifiedName {
    let name = table.with_name(format!("{}_{column}", table.name));
    let numbered = (2..).map(|number| name.with_name(format!("{}_{number}", name.name)));
    let mut names = std::iter::once(name.clone()).chain(numbered);
    names.find(|name| !schema.enums.contains_key(name)).expect("the numbers do not end")
}

/// Normalizes `column`, whose enum has the `values`; gives the enum called `name` that it has of its own after.
fn column(name: QualifiedName, column: &mut Column, values: Vec<Text>) -> Option<EnumType> {
    let is_enum = matches!(column.ty, ColumnType::Enum(_));
    let mut enum_type = is_enum.then(|| EnumType { name: name.clone(), values: values.into() });
    column.ty = if is_enum { ColumnType::Enum(name.clone()) } else { with_digits(&column.ty) };
    if let Some(native) = column.native_type(Mysql.name()) {
        let native = Native::read(native, &name);
        let values = matches!(native.ty, ColumnType::Enum(_)).then_some(native.values);
        enum_type = values.map(|values| EnumType { name, values: values.into() });
        column.ty = native.ty;
        let words = native.words.map(|ty| NativeType { database: Mysql.name().into(), ty: ty.into() });
        column.native = words.into_iter().collect();
    } else {
        column.native = Vec::new().into();
    }
    column.comment.take_if(|comment| comment.is_empty());
    column.collation = column.collation.take().map(|name| collation_name(&name.to_ascii_lowercase()).into());
    column.identity = column.identity.map(|_| Identity::ByDefault);
    column.default = column.default.take().and_then(|default| defaults::normalized(&default, column));
    enum_type
}

/// InnoDB checks at once, whatever it is told (MySQL manual, FOREIGN KEY constraints, referential actions).
fn foreign_key(key: &mut ForeignKey) {
    for action in [&mut key.on_delete, &mut key.on_update] {
        if *action == Action::Restrict {
            *action = Action::NoAction;
        }
    }
}

fn index(index: &mut Index) {
    // InnoDB keeps a tree whatever it is told (MySQL manual, CREATE INDEX, index types per engine).
    let is_tree = |method: &str| ["btree", "hash"].contains(&method.to_ascii_lowercase().as_str());
    index.method.take_if(|method| is_tree(method));
    if let Some(method) = &mut index.method {
        *method = method.to_ascii_lowercase().into();
    }
    for column in index.columns.to_mut() {
        let by_itself = match column.order {
            SortOrder::Ascending => NullsOrder::First,
            SortOrder::Descending => NullsOrder::Last,
        };
        column.nulls.take_if(|nulls| *nulls == by_itself);
    }
}

/// Makes the unique indexes that are unique constraints too the latter: MySQL has one thing for both.
fn unique_indexes_as_constraints(table: &mut Table) {
    let mut uniques = Vec::new();
    for index in table.indexes.values().filter(|index| index.unique) {
        let columns = ordered_columns(index);
        if columns.len() == index.columns.len() {
            let columns = columns.into_iter().cloned().collect::<Vec<_>>().into();
            let name = index.name.clone();
            uniques.push(Unique { name, columns, deferrable: None, nulls_not_distinct: false });
        }
    }
    for unique in uniques {
        table.indexes.remove(&unique.name);
        table.uniques.insert(unique.name.clone(), unique);
    }
}
