//! Column types as MySQL and MariaDB spell them.
//!
//! | type | column | why |
//! |---|---|---|
//! | `boolean` | `tinyint(1)` | what sqlx reads as `bool` |
//! | `decimal` without digits | `decimal(65,30)` | plain `DECIMAL` is `(10,0)` and rounds silently; this is the widest |
//! | `text`, `blob` | `longtext`, `longblob` | no limit that a value meets first |
//! | `time`, `timestamp`, `timestamptz` | `time(6)`, `datetime(6)`, `timestamp(6)` | without digits, fractions are lost silently |
//! | `uuid` | `binary(16)` | what sqlx writes for `uuid::Uuid` |
//! | `enum` | `ENUM('a','b')` | the values stand in each column; there is no type to create |
//!
//! The definitions of tables are kept in three bytes a character (MySQL manual, section 12.2.2), so that an enum's
//! values cannot hold those of four: refused. A `timestamptz` holds 1970 to 2038 only (MySQL manual, section 13.2.2).

use super::Mysql;
use super::words::{Word, words};
use crate::database::shared::Refusal;
use crate::dialect::Dialect;
use crate::schema::{Column, ColumnType, Schema};

/// Digits of a decimal number in all, and after its point (MySQL manual, section 13.1.3).
const DECIMAL: (u32, u32) = (65, 30);

/// Digits of fractional seconds where the model gives none.
const SECONDS: u32 = 6;

/// The column's type: the model's own words for MySQL, or the portable type in MySQL's.
pub(super) fn sql_type(column: &Column, schema: &Schema) -> Result<String, Refusal> {
    match column.native_type(Mysql.name()) {
        Some(native) if names_charset(native) => {
            let hint =
                "leave it out of the type, and name a collation of it: `collation = \"latin1_swedish_ci\"`";
            Err(Refusal::new("type that names its character set", hint))
        }
        Some(native) => Ok(native.to_owned()),
        None => portable(&column.ty, schema),
    }
}

/// Whether a type in the model's own words says a character set or a collation, which the catalogue tells apart from
/// the type (MySQL manual, section 12.3.5).
fn names_charset(native: &str) -> bool {
    let bare = |word: &Word, one: &str| matches!(word, Word::Bare(word) if word == one);
    let says = |words: &[Word]| bare(&words[0], "character") && bare(&words[1], "set");
    words(native).is_some_and(|words| {
        words.windows(2).any(says) || words.iter().any(|word| bare(word, "charset") || bare(word, "collate"))
    })
}

fn portable(ty: &ColumnType, schema: &Schema) -> Result<String, Refusal> {
    Ok(match ty {
        ColumnType::Boolean => "tinyint(1)".into(),
        ColumnType::TinyInt => "tinyint".into(),
        ColumnType::SmallInt => "smallint".into(),
        ColumnType::Integer => "int".into(),
        ColumnType::BigInt => "bigint".into(),
        ColumnType::TinyIntUnsigned => "tinyint unsigned".into(),
        ColumnType::SmallIntUnsigned => "smallint unsigned".into(),
        ColumnType::IntegerUnsigned => "int unsigned".into(),
        ColumnType::BigIntUnsigned => "bigint unsigned".into(),
        ColumnType::Real => "float".into(),
        ColumnType::Double => "double".into(),
        ColumnType::Decimal(digits) => digits_of(digits.unwrap_or(DECIMAL))?,
        ColumnType::Char(length) => sized("char", *length, 255, "varchar")?,
        ColumnType::Varchar(length) => sized("varchar", *length, 65_535, "text")?,
        ColumnType::Text => "longtext".into(),
        ColumnType::Varbinary(length) => sized("varbinary", *length, 65_535, "blob")?,
        ColumnType::Blob => "longblob".into(),
        ColumnType::Date => "date".into(),
        ColumnType::Time(digits) => format!("time({})", seconds(*digits)),
        ColumnType::Timestamp(digits) => format!("datetime({})", seconds(*digits)),
        ColumnType::TimestampTz(digits) => format!("timestamp({})", seconds(*digits)),
        ColumnType::Uuid => "binary(16)".into(),
        ColumnType::Json => "json".into(),
        ColumnType::Enum(name) => {
            let Some(enum_type) = schema.enums.get(name) else {
                return Err(Refusal::new(format!("enum `{name}`"), "create it first: `op.create_enum(…)`"));
            };
            if enum_type.values.iter().any(|value| value.chars().any(|c| c > '\u{ffff}')) {
                let hint = "keep such a value in a column of text, or rename it";
                return Err(Refusal::new(
                    "enum value with a character beyond U+FFFF, such as an emoji",
                    hint,
                ));
            }
            let values: Vec<String> = enum_type.values.iter().map(|value| Mysql.literal(value)).collect();
            format!("enum({})", values.join(","))
        }
        ColumnType::Interval => return Err(missing("interval type")),
        ColumnType::Inet | ColumnType::Cidr => return Err(missing("network address type")),
        ColumnType::MacAddr => return Err(missing("hardware address type")),
        ColumnType::Array(_) => {
            let hint = "keep the list in a table of its own, or as JSON: `sqlx::types::Json<Vec<…>>`";
            return Err(Refusal::new("array type", hint));
        }
    })
}

fn seconds(digits: Option<u32>) -> u32 {
    digits.unwrap_or(SECONDS)
}

fn digits_of((precision, scale): (u32, u32)) -> Result<String, Refusal> {
    if precision > DECIMAL.0 || scale > DECIMAL.1 {
        let hint = format!("give it a precision up to {} and a scale up to {}", DECIMAL.0, DECIMAL.1);
        return Err(Refusal::new(format!("decimal({precision},{scale}) type"), hint));
    }
    Ok(format!("decimal({precision},{scale})"))
}

/// A type with a length, which outside strict mode would silently become `instead`.
fn sized(name: &str, length: u32, longest: u32, instead: &str) -> Result<String, Refusal> {
    if length > longest {
        let hint = format!("give it a length up to {longest}, or make it {instead}");
        return Err(Refusal::new(format!("{name}({length}) type"), hint));
    }
    Ok(format!("{name}({length})"))
}

fn missing(what: &str) -> Refusal {
    Refusal::new(what, "give the column a type in MySQL's own words: `type = mysql(\"…\")`")
}

/// The portable type with the digits that MySQL keeps where the model gives none.
pub(super) fn with_digits(ty: &ColumnType) -> ColumnType {
    match ty {
        ColumnType::Decimal(digits) => ColumnType::Decimal(Some(digits.unwrap_or(DECIMAL))),
        ColumnType::Time(digits) => ColumnType::Time(Some(seconds(*digits))),
        ColumnType::Timestamp(digits) => ColumnType::Timestamp(Some(seconds(*digits))),
        ColumnType::TimestampTz(digits) => ColumnType::TimestampTz(Some(seconds(*digits))),
        other => other.clone(),
    }
}

/// Whether the type, as [`sql_type`] spells it, is kept outside the row: it takes no plain default
/// and no place in a key without a prefix length (MySQL manual, section 13.3.4).
pub(super) fn is_large(sql_type: &str) -> bool {
    let name = type_name(sql_type);
    name.ends_with("text") || name.ends_with("blob") || name == "json"
}

/// Whether the column's values are text, which has a character set and a collation.
pub(super) fn has_collation(column: &Column, schema: &Schema) -> bool {
    let name = sql_type(column, schema).map(|ty| type_name(&ty)).unwrap_or_default();
    name.ends_with("char") || name.ends_with("text") || ["enum", "set"].contains(&name.as_str())
}

/// The first word of a type, in lower case.
fn type_name(sql_type: &str) -> String {
    sql_type.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::revision::*;
    use crate::schema::EnumType;

    #[test]
    fn types_in_the_words_of_mysql() {
        let mut schema = Schema::new();
        let values = ["it's", "back\\slash"].map(Into::into).to_vec().into();
        schema.insert_enum(EnumType { name: "mood".into(), values });
        let expected = [
            (boolean(), "tinyint(1)"),
            (tinyint(), "tinyint"),
            (smallint(), "smallint"),
            (integer(), "int"),
            (bigint(), "bigint"),
            (tinyint_unsigned(), "tinyint unsigned"),
            (smallint_unsigned(), "smallint unsigned"),
            (integer_unsigned(), "int unsigned"),
            (bigint_unsigned(), "bigint unsigned"),
            (real(), "float"),
            (double(), "double"),
            (decimal_of(10, 2), "decimal(10,2)"),
            (decimal(), "decimal(65,30)"),
            (char(2), "char(2)"),
            (varchar(20), "varchar(20)"),
            (text(), "longtext"),
            (varbinary(16), "varbinary(16)"),
            (blob(), "longblob"),
            (date(), "date"),
            (time(), "time(6)"),
            (time_of(0), "time(0)"),
            (timestamp(), "datetime(6)"),
            (timestamp_of(3), "datetime(3)"),
            (timestamptz(), "timestamp(6)"),
            (timestamptz_of(0), "timestamp(0)"),
            (uuid(), "binary(16)"),
            (json(), "json"),
            (enumeration("mood"), "enum('it\\'s','back\\\\slash')"),
        ];
        for (ty, expected) in expected {
            let column = column("c", ty.clone());
            assert_eq!(sql_type(&column, &schema).ok().as_deref(), Some(expected), "{ty}");
            assert_eq!(
                sql_type(&super::Column { ty: with_digits(&ty), ..column }, &schema).ok().as_deref(),
                Some(expected)
            );
        }
        for ty in [
            interval(),
            inet(),
            cidr(),
            macaddr(),
            array(text()),
            char(256),
            varchar(70_000),
            decimal_of(66, 2),
        ] {
            assert!(sql_type(&column("c", ty.clone()), &schema).is_err(), "{ty}");
            assert_eq!(
                sql_type(&column("c", ty).native("mysql", "inet6"), &schema).ok().as_deref(),
                Some("inet6")
            );
        }
    }

    #[test]
    fn large_types() {
        assert!(["longtext", "TEXT", "tinyblob", "json", "text(300)"].into_iter().all(is_large));
        assert!(!["varchar(20)", "binary(16)", "enum('text')", "inet6"].into_iter().any(is_large));
    }
}
