//! Column types as PostgreSQL spells them, and casts between them (manual, chapters 8 and 10).

use std::mem::discriminant;

use super::NAME;
use super::sql::qualified;
use crate::database::shared::Refusal;
use crate::schema::{Column, ColumnType};

/// The most characters that `char(n)` and `varchar(n)` take (manual, section 8.3).
const MAX_LENGTH: u32 = 10_485_760;
/// The most digits that `numeric(p, s)` takes (manual, section 8.1.2).
const MAX_PRECISION: u32 = 1000;
/// The most digits of fractional seconds (manual, section 8.5).
const MAX_SECONDS: u32 = 6;

/// The type of `column`: its native type for this database, else what its portable type is here.
///
/// # Errors
/// When PostgreSQL has no such type.
pub(super) fn type_of(column: &Column) -> Result<String, Refusal> {
    match column.native_type(NAME) {
        Some(native) => Ok(native.to_owned()),
        None => portable(&column.ty),
    }
}

fn portable(ty: &ColumnType) -> Result<String, Refusal> {
    Ok(match ty {
        ColumnType::Boolean => "boolean".into(),
        // The only integer of one byte, and what sqlx reads and writes an `i8` as (manual, section 8.3).
        ColumnType::TinyInt => "\"char\"".into(),
        ColumnType::SmallInt => "smallint".into(),
        ColumnType::Integer => "integer".into(),
        ColumnType::BigInt => "bigint".into(),
        ColumnType::TinyIntUnsigned => return Err(unsigned("i16")),
        ColumnType::SmallIntUnsigned => return Err(unsigned("i32")),
        ColumnType::IntegerUnsigned => return Err(unsigned("i64")),
        ColumnType::BigIntUnsigned => return Err(unsigned("i64")),
        ColumnType::Real => "real".into(),
        ColumnType::Double => "double precision".into(),
        ColumnType::Decimal(None) => "numeric".into(),
        ColumnType::Decimal(Some((precision, scale))) => {
            limited("numeric", "precision", *precision, 1, MAX_PRECISION)?;
            format!("numeric({precision}, {scale})")
        }
        ColumnType::Char(length) => limited("char", "length", *length, 1, MAX_LENGTH)?,
        ColumnType::Varchar(length) => limited("varchar", "length", *length, 1, MAX_LENGTH)?,
        ColumnType::Text => "text".into(),
        ColumnType::Varbinary(length) => {
            let hint = format!(
                "leave the length out and check `octet_length(…) <= {length}`, or give the column the native \
                 type `bytea` for postgres, which holds any number of bytes"
            );
            return Err(Refusal::new("type for bytes with a length", hint));
        }
        ColumnType::Blob => "bytea".into(),
        ColumnType::Date => "date".into(),
        ColumnType::Time(precision) => seconds("time", *precision)?,
        ColumnType::Timestamp(precision) => seconds("timestamp", *precision)?,
        ColumnType::TimestampTz(precision) => seconds("timestamptz", *precision)?,
        ColumnType::Interval => "interval".into(),
        ColumnType::Uuid => "uuid".into(),
        ColumnType::Json => "jsonb".into(),
        ColumnType::Inet => "inet".into(),
        ColumnType::Cidr => "cidr".into(),
        ColumnType::MacAddr => "macaddr".into(),
        ColumnType::Enum(name) => qualified(name),
        ColumnType::Array(element) if matches!(**element, ColumnType::Array(_)) => {
            return Err(Refusal::new(
                "array of arrays",
                "declare one array: on postgres it holds values of any number of dimensions",
            ));
        }
        ColumnType::Array(element) => format!("{}[]", portable(element)?),
    })
}

fn unsigned(wider: &str) -> Refusal {
    let hint = format!("use `{wider}`, or give the column a native type for postgres, such as `numeric(20)`");
    Refusal::new("unsigned integer", hint)
}

fn limited(name: &str, what: &str, value: u32, least: u32, most: u32) -> Result<String, Refusal> {
    if !(least..=most).contains(&value) {
        let hint = format!("a {what} is from {least} to {most}");
        return Err(Refusal::new(format!("`{name}` of {what} {value}"), hint));
    }
    Ok(format!("{name}({value})"))
}

fn seconds(name: &str, precision: Option<u32>) -> Result<String, Refusal> {
    precision.map_or_else(|| Ok(name.into()), |digits| limited(name, "precision", digits, 0, MAX_SECONDS))
}

/// Whether both are one type but for its length or precision: then PostgreSQL carries defaults,
/// checks and indexes along, and keeps of them what it would make of them anew.
pub(super) fn same_but_for_size(before: &Column, after: &Column) -> bool {
    match (before.native_type(NAME), after.native_type(NAME)) {
        (None, None) => same_type_but_for_size(&before.ty, &after.ty),
        (before, after) => before == after,
    }
}

fn same_type_but_for_size(before: &ColumnType, after: &ColumnType) -> bool {
    match (before, after) {
        (ColumnType::Array(before), ColumnType::Array(after)) => same_type_but_for_size(before, after),
        (ColumnType::Enum(before), ColumnType::Enum(after)) => before == after,
        _ => discriminant(before) == discriminant(after),
    }
}

/// Whether a value of `before` may be assigned to `after` (manual, section 10.4), and keeps its meaning.
fn assigned(before: &ColumnType, after: &ColumnType) -> bool {
    use ColumnType::{Array, Cidr, Date, Inet, Timestamp, TimestampTz};
    match (before, after) {
        (Array(before), Array(after)) => assigned(before, after),
        (Date | Timestamp(_) | TimestampTz(_), Date | Timestamp(_) | TimestampTz(_)) => true,
        (Inet | Cidr, Inet | Cidr) => true,
        _ => {
            same_type_but_for_size(before, after)
                || is_number(before) && is_number(after)
                || is_text(before) && is_text(after)
        }
    }
}

fn is_number(ty: &ColumnType) -> bool {
    use ColumnType::{BigInt, Decimal, Double, Integer, Real, SmallInt};
    matches!(ty, SmallInt | Integer | BigInt | Real | Double | Decimal(_))
}

fn is_text(ty: &ColumnType) -> bool {
    matches!(ty, ColumnType::Char(_) | ColumnType::Varchar(_) | ColumnType::Text)
}

/// The `USING` expression that makes a value of `after` of the value `name` of `before`.
///
/// None where PostgreSQL assigns by itself: an explicit cast would cut a text that is too long, where
/// an assignment refuses it (manual, section 8.3).
pub(super) fn cast(name: &str, before: &Column, after: &Column, after_type: &str) -> Option<String> {
    match (before.native_type(NAME), after.native_type(NAME)) {
        (None, None) if assigned(&before.ty, &after.ty) => None,
        (None, None) => cast_types(name, &before.ty, &after.ty, after_type),
        (before, after) if before == after => None,
        _ => Some(format!("{name}::{after_type}")),
    }
}

fn cast_types(value: &str, before: &ColumnType, after: &ColumnType, after_type: &str) -> Option<String> {
    use ColumnType::{
        Array, Blob, Boolean, Enum, Integer, Interval, Json, Time, Timestamp, TimestampTz, TinyInt,
    };
    Some(match (before, after) {
        // `"char"` casts to and from `integer` only, and to text as a character, not as a number.
        (TinyInt, Integer) | (Integer, TinyInt) => format!("{value}::{after_type}"),
        (TinyInt, _) => {
            let integer = format!("{value}::integer");
            cast_types(&integer, &Integer, after, after_type).unwrap_or(integer)
        }
        (_, TinyInt) => {
            let integer = cast_types(value, before, &Integer, "integer");
            format!("{}::{after_type}", integer.unwrap_or_else(|| format!("{value}::integer")))
        }
        (number, Boolean) if is_number(number) => format!("{value} <> 0"),
        (Boolean, Integer) => format!("{value}::integer"),
        (Boolean, number) if is_number(number) => format!("{value}::integer::{after_type}"),
        (Blob, text) if is_text(text) => format!("convert_from({value}, 'UTF8')"),
        (text, Blob) if is_text(text) => format!("convert_to({value}, 'UTF8')"),
        (_, text) if is_text(text) => return None,
        (text, Json) if is_text(text) => format!("{value}::jsonb"),
        (_, Json) => format!("to_jsonb({value})"),
        (Json, number) if is_number(number) => format!("{value}::{after_type}"),
        (Json, Boolean) => format!("{value}::boolean"),
        (Json, _) => format!("({value} #>> '{{}}')::{after_type}"),
        (Enum(_), Enum(_)) => format!("{value}::text::{after_type}"),
        (Array(before), Array(after)) if matches!((&**before, &**after), (Enum(_), Enum(_))) => {
            format!("{value}::text[]::{after_type}")
        }
        (before, Array(element)) if assigned(before, element) => {
            format!("CASE WHEN {value} IS NOT NULL THEN ARRAY[{value}]::{after_type} END")
        }
        (before, after) if is_text(before) || assigned(before, after) => format!("{value}::{after_type}"),
        (Timestamp(_) | TimestampTz(_) | Interval, Time(_)) | (Time(_), Interval) | (Array(_), Array(_)) => {
            format!("{value}::{after_type}")
        }
        // No cast leads there, but from the text that every value has (manual, CREATE CAST, I/O conversion casts).
        _ => format!("{value}::text::{after_type}"),
    })
}

/// The integer that a serial type numbers rows with, and the serial type in its first words, by either of them
/// (manual, section 8.1.4).
pub(super) fn serial_of(name: &str) -> Option<(&'static str, &'static str)> {
    Some(match name {
        "smallint" | "smallserial" => ("smallint", "smallserial"),
        "integer" | "serial" => ("integer", "serial"),
        "bigint" | "bigserial" => ("bigint", "bigserial"),
        _ => return None,
    })
}
