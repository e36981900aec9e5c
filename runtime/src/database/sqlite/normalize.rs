//! A schema as SQLite would give it back: what it cannot tell apart made equal.

use std::collections::BTreeMap;

use super::ddl::{bare, tokens};
use super::table::{has_rowid, is_strict, nulls_by_itself, rowid_alias};
use super::{NAME, default, types};
use crate::schema::{
    Column, ColumnType, EnumType, Identity, Index, IndexColumn, IndexKey, List, NativeType, QualifiedName,
    Schema, Table, Text,
};

/// See [`Dialect::normalize`](crate::dialect::Dialect::normalize).
pub(super) fn schema(schema: &Schema) -> Schema {
    let mut after = Schema::new();
    for table in schema.tables.values() {
        let mut table = table.clone();
        table.comment = None;
        table.options.retain(|option| option.database == NAME);
        let strict = is_strict(&table);
        let enums: BTreeMap<Text, Vec<Text>> =
            table.columns.iter().filter_map(|each| values(schema, each)).collect();
        for column in &mut table.columns {
            *column = normalized(column, strict);
        }
        // In order of their names, whatever the order they were declared in.
        for (name, values) in enums {
            let enum_type = column_enum(&table.name, &name, values, &after);
            if let Some(column) = table.column_mut(&name) {
                column.ty = ColumnType::Enum(enum_type.name.clone());
            }
            after.insert_enum(enum_type);
        }
        never_null(&mut table);
        let Table { columns, indexes, .. } = &mut table;
        indexes.values_mut().for_each(|each| index(each, columns));
        after.insert_table(table);
    }
    after
}

/// The column's values, if SQLite keeps it as an enum.
fn values(schema: &Schema, column: &Column) -> Option<(Text, Vec<Text>)> {
    let ColumnType::Enum(name) = &column.ty else { return None };
    let values = schema.enums.get(name).map(|enum_type| enum_type.values.to_vec());
    column.native_type(NAME).is_none().then(|| (column.name.clone(), values.unwrap_or_default()))
}

/// The enum of one column: SQLite keeps a check on each column, in no order and under no name.
fn column_enum(table: &QualifiedName, column: &Text, mut values: Vec<Text>, others: &Schema) -> EnumType {
    values.sort();
    let name = table.with_name(format!("{}_{column}", table.name));
    let numbered = (2..).map(|number: u32| table.with_name(format!("{}_{column}_{number}", table.name)));
    let name = std::iter::once(name).chain(numbered).find(|name| !others.enums.contains_key(name));
    EnumType { name: name.expect("numbers do not run out before names do"), values: values.into() }
}

fn normalized(before: &Column, strict: bool) -> Column {
    let mut column = before.clone();
    column.comment = None;
    if let Some(native) = before.native_type(NAME) {
        let (ty, native) = types::read(native);
        column.ty = ty;
        column.native =
            native.map(|ty| NativeType { database: NAME.into(), ty: ty.into() }).into_iter().collect();
    } else {
        column.native = List::default();
    }
    column.collation = column.collation.filter(|name| !name.eq_ignore_ascii_case("BINARY"));
    if let Some(name) = &mut column.collation {
        // Names of collations are compared without case.
        *name = name.to_uppercase().into();
    }
    let declared = column.ty.clone();
    column.ty = match (column.ty, column.identity) {
        // AUTOINCREMENT goes with one type for all widths, that of a rowid.
        (ty, Some(_)) if ty.integer_range().is_some() => ColumnType::BigInt,
        (ty, _) if !column.native.is_empty() => ty,
        (ty, _) if strict => strict_type(ty),
        (ty, _) => plain_type(ty),
    };
    // What is known of the type it was given with goes first: SQLite keeps a UUID's bytes.
    let default = column.default.and_then(|default| default::normalized(&default, &declared));
    column.default = default.and_then(|default| default::normalized(&default, &column.ty));
    column.identity = column.identity.map(|_| Identity::ByDefault);
    column
}

/// Takes NULL away from columns that never hold it whatever they are declared: the rowid under another name, and the
/// primary key of a table without rowids. Any other primary key holds NULL (CREATE TABLE, section 3.5).
fn never_null(table: &mut Table) {
    let columns = match rowid_alias(table) {
        Some(column) => vec![column.name.clone()],
        None if !has_rowid(table) => table.primary_key_columns().to_vec(),
        None => Vec::new(),
    };
    for column in table.columns.iter_mut().filter(|column| columns.contains(&column.name)) {
        column.nullable = false;
    }
}

fn plain_type(ty: ColumnType) -> ColumnType {
    match ty {
        ColumnType::Json => ColumnType::Text,
        ColumnType::Uuid => ColumnType::Blob,
        ColumnType::Time(_) => ColumnType::Time(None),
        ColumnType::Timestamp(_) | ColumnType::TimestampTz(_) => ColumnType::Timestamp(None),
        ColumnType::Boolean
        | ColumnType::TinyInt
        | ColumnType::SmallInt
        | ColumnType::Integer
        | ColumnType::BigInt
        | ColumnType::TinyIntUnsigned
        | ColumnType::SmallIntUnsigned
        | ColumnType::IntegerUnsigned
        | ColumnType::BigIntUnsigned
        | ColumnType::Real
        | ColumnType::Double
        | ColumnType::Decimal(_)
        | ColumnType::Char(_)
        | ColumnType::Varchar(_)
        | ColumnType::Text
        | ColumnType::Varbinary(_)
        | ColumnType::Blob
        | ColumnType::Date
        | ColumnType::Interval
        | ColumnType::Inet
        | ColumnType::Cidr
        | ColumnType::MacAddr
        | ColumnType::Enum(_)
        | ColumnType::Array(_) => ty,
    }
}

/// A `STRICT` table knows integers, reals, text and bytes.
fn strict_type(ty: ColumnType) -> ColumnType {
    match plain_type(ty) {
        ColumnType::Boolean
        | ColumnType::TinyInt
        | ColumnType::SmallInt
        | ColumnType::Integer
        | ColumnType::TinyIntUnsigned
        | ColumnType::SmallIntUnsigned
        | ColumnType::IntegerUnsigned => ColumnType::BigInt,
        ColumnType::Real => ColumnType::Double,
        ColumnType::Char(_)
        | ColumnType::Varchar(_)
        | ColumnType::Date
        | ColumnType::Time(_)
        | ColumnType::Timestamp(_) => ColumnType::Text,
        ColumnType::Varbinary(_) => ColumnType::Blob,
        other => other,
    }
}

fn index(index: &mut Index, columns: &[Column]) {
    let plain = |part: &IndexColumn| {
        let mut part = part.clone();
        if nulls_by_itself(&part) {
            part.nulls = None;
        }
        if let IndexKey::Expression(expression) = &part.key
            && let [only] = bare(&tokens(expression))
            && let Some(column) = columns.iter().find(|column| column.name == only.unquoted())
        {
            part.key = IndexKey::Column(column.name.clone());
        }
        part
    };
    index.columns = index.columns.iter().map(plain).collect();
}
