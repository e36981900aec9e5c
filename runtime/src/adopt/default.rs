//! A column's default as an attribute: a literal where the derive takes it for the type, an expression elsewhere.

use super::attribute::Item;
use crate::revision::source::literal;
use crate::schema::{Column, ColumnType, DefaultValue, Literal, Text};

/// `default = …`; `None` where no attribute says it.
pub(super) fn default(column: &Column, default: &DefaultValue, values: &[Text]) -> Option<Item> {
    let written = match default {
        DefaultValue::Literal(value) => written(value, &column.ty, values),
        DefaultValue::Sql(_) => None,
    };
    let written = match written {
        Some(written) => written,
        None => {
            let expression = default.expression().filter(|expression| !expression.is_empty())?;
            format!("sql({})", literal(&expression))
        }
    };
    Some(Item::Word(format!("default = {written}")))
}

/// The literal as Rust writes it, if the derive takes it as a default of the type.
fn written(value: &Literal, ty: &ColumnType, values: &[Text]) -> Option<String> {
    let is_number = matches!(ty, ColumnType::Real | ColumnType::Double | ColumnType::Decimal(_));
    match value {
        Literal::Boolean(value) => (*ty == ColumnType::Boolean).then(|| value.to_string()),
        Literal::Integer(number) => {
            let in_range = |(least, most)| (least..=most).contains(number);
            (is_number || ty.integer_range().is_some_and(in_range)).then(|| number.to_string())
        }
        Literal::Number(digits) => (is_number && is_rust_float(digits)).then(|| digits.to_string()),
        Literal::Text(text) => takes_text(text, ty, values).then(|| literal(text)),
    }
}

fn takes_text(text: &str, ty: &ColumnType, values: &[Text]) -> bool {
    match ty {
        ColumnType::Varchar(limit) | ColumnType::Char(limit) => text.chars().count() <= *limit as usize,
        ColumnType::Enum(_) => values.iter().any(|value| value == text),
        ColumnType::Text
        | ColumnType::Date
        | ColumnType::Time(_)
        | ColumnType::Timestamp(_)
        | ColumnType::TimestampTz(_)
        | ColumnType::Interval
        | ColumnType::Uuid
        | ColumnType::Json
        | ColumnType::Inet
        | ColumnType::Cidr
        | ColumnType::MacAddr => true,
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
        | ColumnType::Varbinary(_)
        | ColumnType::Blob
        | ColumnType::Array(_) => false,
    }
}

/// Whether Rust reads the digits as a floating point literal, which keeps them as they are.
fn is_rust_float(digits: &str) -> bool {
    let digits = digits.strip_prefix('-').unwrap_or(digits);
    let (mantissa, exponent) = match digits.split_once('e') {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.trim_start_matches('-'))),
        None => (digits, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    number(whole)
        && fraction.is_none_or(number)
        && exponent.is_none_or(number)
        && (fraction.is_some() || exponent.is_some())
}
