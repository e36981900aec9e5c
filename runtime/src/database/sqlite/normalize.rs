//! A schema as SQLite would give it back: what it cannot tell apart made equal.

use super::NAME;
use super::table::{is_strict, nulls_by_itself};
use crate::schema::{
    Column, ColumnType, EnumType, Identity, Index, IndexColumn, NativeType, QualifiedName, Schema, Text,
};

/// See [`Dialect::normalize`](crate::dialect::Dialect::normalize).
pub(super) fn schema(schema: &Schema) -> Schema {
    let mut after = Schema::new();
    for table in schema.tables.values() {
        let mut table = table.clone();
        table.comment = None;
        table.options.retain(|option| option.database == NAME);
        let strict = is_strict(&table);
        let name = table.name.clone();
        for column in &mut table.columns {
            if let ColumnType::Enum(of) = &column.ty {
                let values = schema.enums.get(of).map(|enum_type| enum_type.values.to_vec());
                let enum_type = column_enum(&name, &column.name, values.unwrap_or_default());
                column.ty = ColumnType::Enum(enum_type.name.clone());
                after.insert_enum(enum_type);
            }
            *column = normalized(column, strict);
        }
        table.indexes.values_mut().for_each(index);
        after.insert_table(table);
    }
    after
}

/// The enum of one column: SQLite keeps a check on each column, in no order and under no name.
fn column_enum(table: &QualifiedName, column: &Text, mut values: Vec<Text>) -> EnumType {
    values.sort();
    EnumType { name: table.with_name(format!("{}_{column}", table.name)), values: values.into() }
}

fn normalized(before: &Column, strict: bool) -> Column {
    let mut column = before.clone();
    column.comment = None;
    let native = column.native.iter().filter(|native| native.database == NAME);
    column.native = native.cloned().collect::<Vec<NativeType>>().into();
    column.collation = column.collation.filter(|name| !name.eq_ignore_ascii_case("BINARY"));
    if let Some(name) = &mut column.collation {
        // Names of collations are compared without case.
        *name = name.to_uppercase().into();
    }
    column.ty = match (column.ty, column.identity) {
        // AUTOINCREMENT goes with one type for all widths.
        (ty, Some(_)) if ty.integer_range().is_some() => ColumnType::Integer,
        (ty, _) if strict => strict_type(ty),
        (ty, _) => plain_type(ty),
    };
    column.identity = column.identity.map(|_| Identity::ByDefault);
    column
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
        | ColumnType::BigInt
        | ColumnType::TinyIntUnsigned
        | ColumnType::SmallIntUnsigned
        | ColumnType::IntegerUnsigned => ColumnType::Integer,
        ColumnType::Double => ColumnType::Real,
        ColumnType::Char(_)
        | ColumnType::Varchar(_)
        | ColumnType::Date
        | ColumnType::Time(_)
        | ColumnType::Timestamp(_) => ColumnType::Text,
        ColumnType::Varbinary(_) => ColumnType::Blob,
        other => other,
    }
}

fn index(index: &mut Index) {
    let plain = |column: &IndexColumn| match nulls_by_itself(column) {
        true => IndexColumn { nulls: None, ..column.clone() },
        false => column.clone(),
    };
    index.columns = index.columns.iter().map(plain).collect();
}
