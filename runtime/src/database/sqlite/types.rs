//! Column types as SQLite declares them, and how a value becomes one of another type.
//!
//! SQLite looks at a declared type for its affinity only (Datatypes, section 3.1), sqlx looks at it
//! for the Rust type; the names here serve both. What SQLite calls `INTEGER` and `REAL` has 64 bits, so that
//! these are the names of the wide types: every value of a database that was there before can be read. A `STRICT`
//! table knows five types alone.

use std::borrow::Cow;

use super::ddl::tokens;
use super::{NAME, literal};
use crate::database::shared::Refusal;
use crate::schema::{Column, ColumnType};

/// The type that `column` is declared with.
///
/// # Errors
/// For a type that SQLite or sqlx has no exact place for.
pub(super) fn declared(column: &Column, strict: bool) -> Result<Cow<'_, str>, Refusal> {
    if let Some(native) = column.native_type(NAME) {
        return Ok(native.into());
    }
    let class = class(&column.ty)?;
    if column.identity.is_some() {
        return match class {
            // AUTOINCREMENT goes with exactly this name (CREATE TABLE, section 5).
            Class::Integer if column.ty != ColumnType::Boolean => Ok("INTEGER".into()),
            _ => Err(Refusal::new(
                format!("identity column of type {}", column.ty),
                "give the field an integer type, or take `identity` away",
            )),
        };
    }
    if strict {
        return Ok(class.strict().into());
    }
    Ok(match &column.ty {
        ColumnType::Boolean => "BOOLEAN".into(),
        ColumnType::TinyInt => "TINYINT".into(),
        ColumnType::SmallInt => "SMALLINT".into(),
        ColumnType::Integer => "INT4".into(),
        ColumnType::BigInt => "INTEGER".into(),
        ColumnType::TinyIntUnsigned => "TINYINT UNSIGNED".into(),
        ColumnType::SmallIntUnsigned => "SMALLINT UNSIGNED".into(),
        ColumnType::IntegerUnsigned => "INTEGER UNSIGNED".into(),
        ColumnType::Real => "FLOAT4".into(),
        ColumnType::Double => "REAL".into(),
        ColumnType::Char(length) => format!("CHAR({length})").into(),
        ColumnType::Varchar(length) => format!("VARCHAR({length})").into(),
        // Not `JSON`: that name has numeric affinity, and a document `1e3` would become 1000.
        ColumnType::Text | ColumnType::Json | ColumnType::Enum(_) => "TEXT".into(),
        ColumnType::Varbinary(length) => format!("BLOB({length})").into(),
        ColumnType::Blob | ColumnType::Uuid => "BLOB".into(),
        ColumnType::Date => "DATE".into(),
        ColumnType::Time(_) => "TIME".into(),
        ColumnType::Timestamp(_) | ColumnType::TimestampTz(_) => "DATETIME".into(),
        ColumnType::BigIntUnsigned
        | ColumnType::Decimal(_)
        | ColumnType::Interval
        | ColumnType::Inet
        | ColumnType::Cidr
        | ColumnType::MacAddr
        | ColumnType::Array(_) => return Err(refusal(&column.ty)),
    })
}

/// The portable type that SQLite declares as `declared`, or one of the same affinity beside the type in SQLite's words,
/// spelled one way: SQLite looks at neither letter case nor blanks.
pub(super) fn read(declared: &str) -> (ColumnType, Option<String>) {
    let native = spelled(declared);
    let portable = match native.as_str() {
        "BOOLEAN" => ColumnType::Boolean,
        "TINYINT" => ColumnType::TinyInt,
        "SMALLINT" => ColumnType::SmallInt,
        "INT4" => ColumnType::Integer,
        "INTEGER" => ColumnType::BigInt,
        "TINYINT UNSIGNED" => ColumnType::TinyIntUnsigned,
        "SMALLINT UNSIGNED" => ColumnType::SmallIntUnsigned,
        "INTEGER UNSIGNED" => ColumnType::IntegerUnsigned,
        "FLOAT4" => ColumnType::Real,
        "REAL" => ColumnType::Double,
        "TEXT" => ColumnType::Text,
        "BLOB" => ColumnType::Blob,
        "DATE" => ColumnType::Date,
        "TIME" => ColumnType::Time(None),
        "DATETIME" => ColumnType::Timestamp(None),
        _ => match sized(&native) {
            Some(("CHAR", length)) => ColumnType::Char(length),
            Some(("VARCHAR", length)) => ColumnType::Varchar(length),
            Some(("BLOB", length)) => ColumnType::Varbinary(length),
            _ => return (by_affinity(&native), Some(native)),
        },
    };
    (portable, None)
}

/// `NAME(12)` as its name and its size.
fn sized(native: &str) -> Option<(&str, u32)> {
    let (name, size) = native.strip_suffix(')')?.split_once('(')?;
    let length = size.parse().ok()?;
    (format!("{length}") == size).then_some((name, length))
}

/// Words in upper case with one blank between them, and none beside parentheses and commas.
fn spelled(declared: &str) -> String {
    let mut spelled = String::new();
    for token in tokens(declared) {
        if !spelled.is_empty() && token.is_name() && spelled.ends_with(|last| last != '(' && last != ',') {
            spelled.push(' ');
        }
        spelled.push_str(&token.text.to_ascii_uppercase());
    }
    spelled
}

/// The type whose values are kept as those of a column declared as `native` (Datatypes, section 3.1).
fn by_affinity(native: &str) -> ColumnType {
    match native {
        _ if native.contains("INT") => ColumnType::BigInt,
        _ if ["CHAR", "CLOB", "TEXT"].iter().any(|word| native.contains(word)) => ColumnType::Text,
        _ if native.is_empty() || native.contains("BLOB") => ColumnType::Blob,
        // Numbers to SQLite, and kept as text; sqlx reads and writes them as what they say.
        _ if native.starts_with("TIMESTAMP") || native.starts_with("DATETIME") => ColumnType::Timestamp(None),
        "BOOL" => ColumnType::Boolean,
        _ => ColumnType::Double,
    }
}

/// The literal of a UUID's bytes.
pub(super) fn uuid_literal(text: &str) -> String {
    format!("X{}", literal(&text.replace('-', "")))
}

/// Whether `text` holds the 32 hexadecimal digits of a UUID, hyphens aside.
pub(super) fn is_uuid(text: &str) -> bool {
    let mut digits = text.chars().filter(|char| *char != '-');
    digits.by_ref().take(32).filter(char::is_ascii_hexdigit).count() == 32 && digits.next().is_none()
}

/// How sqlx keeps a value of a type in SQLite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Integer,
    Real,
    Text,
    Bytes,
    /// 16 bytes.
    Uuid,
    /// Text, as are the next two.
    Date,
    Time,
    Timestamp,
}

impl Class {
    /// The type in a `STRICT` table.
    const fn strict(self) -> &'static str {
        match self {
            Self::Integer => "INTEGER",
            Self::Real => "REAL",
            Self::Text | Self::Date | Self::Time | Self::Timestamp => "TEXT",
            Self::Bytes | Self::Uuid => "BLOB",
        }
    }
}

fn class(ty: &ColumnType) -> Result<Class, Refusal> {
    Ok(match ty {
        ColumnType::Boolean
        | ColumnType::TinyInt
        | ColumnType::SmallInt
        | ColumnType::Integer
        | ColumnType::BigInt
        | ColumnType::TinyIntUnsigned
        | ColumnType::SmallIntUnsigned
        | ColumnType::IntegerUnsigned => Class::Integer,
        ColumnType::Real | ColumnType::Double => Class::Real,
        ColumnType::Char(_)
        | ColumnType::Varchar(_)
        | ColumnType::Text
        | ColumnType::Json
        | ColumnType::Enum(_) => Class::Text,
        ColumnType::Varbinary(_) | ColumnType::Blob => Class::Bytes,
        ColumnType::Uuid => Class::Uuid,
        ColumnType::Date => Class::Date,
        ColumnType::Time(_) => Class::Time,
        ColumnType::Timestamp(_) | ColumnType::TimestampTz(_) => Class::Timestamp,
        ColumnType::BigIntUnsigned
        | ColumnType::Decimal(_)
        | ColumnType::Interval
        | ColumnType::Inet
        | ColumnType::Cidr
        | ColumnType::MacAddr
        | ColumnType::Array(_) => return Err(refusal(ty)),
    })
}

fn refusal(ty: &ColumnType) -> Refusal {
    let hint = match ty {
        ColumnType::Decimal(_) => {
            "SQLite would keep it as a binary floating point number: keep the smallest unit in an integer, or text"
        }
        ColumnType::BigIntUnsigned => "SQLite's integers are signed, of 64 bits: use `i64`, or `u32`",
        _ => "give the field another type, or a native one with `type(sqlite = \"TEXT\")`",
    };
    Refusal::new(format!("type {ty}"), hint)
}

/// The SQL expression that makes a value of `after`'s type of `value`, one of `before`'s; `None` where
/// a value stays as it is.
///
/// Text that is no number, no date or no UUID stays as it is, so that nothing is lost: a bare `CAST`
/// would make it 0. [`left_unconverted`] says what to look for then.
///
/// # Errors
/// Where no conversion is meant without an expression of the user's own.
pub(super) fn convert(before: &Column, after: &Column, value: &str) -> Result<Option<String>, Refusal> {
    if before.native_type(NAME).is_some() || after.native_type(NAME).is_some() {
        // The declared type's affinity converts what it can without loss.
        return Ok((before.native_type(NAME) != after.native_type(NAME)).then(|| value.to_owned()));
    }
    use Class::*;
    Ok(match (class(&before.ty)?, class(&after.ty)?) {
        (Integer, Integer) | (Real, Real) | (Text, Text) | (Bytes | Uuid, Bytes | Uuid) => None,
        (Date, Date) | (Time, Time) | (Timestamp, Timestamp) => None,
        (Date | Time | Timestamp, Text) | (Text, Date | Time | Timestamp) => None,
        // The affinity of the column after converts what is a number.
        (Text, Integer | Real) | (Integer, Real) => Some(value.to_owned()),
        (Integer | Real | Bytes, Text) => Some(format!("CAST({value} AS TEXT)")),
        (Uuid, Text) => Some(uuid_text(value)),
        (Real, Integer) => Some(format!("CAST({value} AS INTEGER)")),
        (Text, Bytes) => Some(format!("CAST({value} AS BLOB)")),
        (Text, Uuid) => Some(format!("coalesce(unhex({value}, '-'), {value})")),
        (Timestamp, Date) => Some(format!("coalesce(date({value}), {value})")),
        (Timestamp, Time) => Some(format!("coalesce(time({value}), {value})")),
        (Date, Timestamp) => Some(format!("coalesce(datetime({value}), {value})")),
        (Integer | Real, Bytes | Uuid | Date | Time | Timestamp)
        | (Bytes | Uuid | Date | Time | Timestamp, Integer | Real)
        | (Date | Time | Timestamp, Bytes | Uuid)
        | (Bytes | Uuid, Date | Time | Timestamp)
        | (Date, Time)
        | (Time, Date | Timestamp) => {
            return Err(Refusal::new(
                format!("conversion from {} to {}", before.ty, after.ty),
                "say how with an expression: `set_type_using`, or `--using` when generating",
            ));
        }
    })
}

/// What [`convert`] leaves as text although the type after is none, in plain words.
pub(super) fn left_unconverted(before: &Column, after: &Column) -> Option<&'static str> {
    if before.native_type(NAME).is_some() || after.native_type(NAME).is_some() {
        return None;
    }
    match (class(&before.ty), class(&after.ty)) {
        (Ok(Class::Text), Ok(Class::Integer | Class::Real)) => Some("text that is no number"),
        (Ok(Class::Text), Ok(Class::Uuid)) => Some("text that is no UUID"),
        _ => None,
    }
}

/// A UUID kept as bytes, as text: five groups of hexadecimal digits. `hex(NULL)` would be empty text.
fn uuid_text(value: &str) -> String {
    let group = |(start, length)| format!("substr(hex({value}), {start}, {length})");
    let groups = [(1, 8), (9, 4), (13, 4), (17, 4), (21, 12)].map(group).join(" || '-' || ");
    format!("CASE WHEN {value} IS NOT NULL THEN lower({groups}) END")
}
