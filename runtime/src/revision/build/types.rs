//! The words for column types and for names that `"schema.name"` cannot say.

use crate::schema::{ColumnType, Element, QualifiedName};

macro_rules! plain_types {
    ($($function:ident $variant:ident),* $(,)?) => {
        $(
            #[doc = concat!("The type [`ColumnType::", stringify!($variant), "`].")]
            pub const fn $function() -> ColumnType {
                ColumnType::$variant
            }
        )*
    };
}

plain_types!(
    boolean Boolean, tinyint TinyInt, smallint SmallInt, integer Integer, bigint BigInt,
    tinyint_unsigned TinyIntUnsigned, smallint_unsigned SmallIntUnsigned, integer_unsigned IntegerUnsigned,
    bigint_unsigned BigIntUnsigned, real Real, double Double, text Text, blob Blob, date Date,
    interval Interval, uuid Uuid, json Json, inet Inet, cidr Cidr, macaddr MacAddr,
);

/// An exact decimal number without limits of its own.
pub const fn decimal() -> ColumnType {
    ColumnType::Decimal(None)
}

/// An exact decimal number of `precision` digits, `scale` of them after the point.
pub const fn decimal_of(precision: u32, scale: u32) -> ColumnType {
    ColumnType::Decimal(Some((precision, scale)))
}

/// Blank-padded text of exactly `length` characters.
pub const fn char(length: u32) -> ColumnType {
    ColumnType::Char(length)
}

/// Text of at most `length` characters.
pub const fn varchar(length: u32) -> ColumnType {
    ColumnType::Varchar(length)
}

/// At most `length` bytes.
pub const fn varbinary(length: u32) -> ColumnType {
    ColumnType::Varbinary(length)
}

/// A time of day.
pub const fn time() -> ColumnType {
    ColumnType::Time(None)
}

/// A time of day with `precision` digits of fractional seconds.
pub const fn time_of(precision: u32) -> ColumnType {
    ColumnType::Time(Some(precision))
}

/// Date and time without a time zone.
pub const fn timestamp() -> ColumnType {
    ColumnType::Timestamp(None)
}

/// Date and time without a time zone, with `precision` digits of fractional seconds.
pub const fn timestamp_of(precision: u32) -> ColumnType {
    ColumnType::Timestamp(Some(precision))
}

/// A moment in time.
pub const fn timestamptz() -> ColumnType {
    ColumnType::TimestampTz(None)
}

/// A moment in time, with `precision` digits of fractional seconds.
pub const fn timestamptz_of(precision: u32) -> ColumnType {
    ColumnType::TimestampTz(Some(precision))
}

/// One of the values of the enum type `name`.
pub fn enumeration(name: impl Into<QualifiedName>) -> ColumnType {
    ColumnType::Enum(name.into())
}

/// An array of `element`s.
pub fn array(element: ColumnType) -> ColumnType {
    ColumnType::Array(Element::from(element))
}

/// A name that holds a dot itself, which `"schema.name"` would take apart.
pub const fn name(name: &'static str) -> QualifiedName {
    QualifiedName::unqualified(name)
}

/// A name within a schema, where either holds a dot itself.
pub const fn name_in(schema: &'static str, name: &'static str) -> QualifiedName {
    QualifiedName::qualified(schema, name)
}
