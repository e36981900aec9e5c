//! Literal defaults, checked against the column's type while the model compiles.

use std::borrow::Cow;

use super::fail;
use crate::schema::{ColumnType, DefaultValue, Literal, Text, text};

/// A default as an attribute writes it.
#[derive(Clone, Copy, Debug)]
pub enum DefaultLiteral {
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number.
    Integer(i128),
    /// A number with a point or an exponent.
    Number(&'static str),
    /// Text, or the value of an enum.
    Text(&'static str),
    /// An SQL expression, which only the database can check.
    Sql(&'static str),
}

impl DefaultLiteral {
    /// The default as the schema keeps it.
    pub const fn value(self) -> DefaultValue {
        match self {
            Self::Boolean(value) => DefaultValue::Literal(Literal::Boolean(value)),
            Self::Integer(value) => DefaultValue::Literal(Literal::Integer(value)),
            Self::Number(value) => DefaultValue::Literal(Literal::Number(Cow::Borrowed(value))),
            Self::Text(value) => DefaultValue::Literal(Literal::Text(Cow::Borrowed(value))),
            Self::Sql(value) => DefaultValue::Sql(Cow::Borrowed(value)),
        }
    }

    /// Panics unless a column of type `ty`, with at most `limit` characters, can hold it.
    #[track_caller]
    pub(super) const fn check(self, ty: &ColumnType, limit: Option<u32>, values: &[Text]) {
        match self {
            Self::Sql(_) => {}
            Self::Boolean(_) => {
                if !matches!(ty, ColumnType::Boolean) {
                    mismatch(self, ty);
                }
            }
            Self::Integer(value) => match ty {
                ColumnType::Real | ColumnType::Double | ColumnType::Decimal(_) => {}
                _ => match ty.integer_range() {
                    Some((least, most)) if value < least || value > most => out_of_range(ty, least, most),
                    Some(_) => {}
                    None => mismatch(self, ty),
                },
            },
            Self::Number(_) => match ty {
                ColumnType::Real | ColumnType::Double | ColumnType::Decimal(_) => {}
                _ => mismatch(self, ty),
            },
            Self::Text(value) => check_text(self, value, ty, limit, values),
        }
    }
}

#[track_caller]
const fn check_text(
    literal: DefaultLiteral,
    value: &str,
    ty: &ColumnType,
    limit: Option<u32>,
    values: &[Text],
) {
    match ty {
        ColumnType::Text | ColumnType::Varchar(_) | ColumnType::Char(_) => {
            if let Some(limit) = limit
                && characters(value) > limit as usize
            {
                too_long(characters(value), limit);
            }
        }
        ColumnType::Enum(_) => {
            if !values.is_empty() && !contains(values, value) {
                no_value(value, values);
            }
        }
        ColumnType::Date | ColumnType::Time(_) | ColumnType::Timestamp(_) | ColumnType::TimestampTz(_) => {}
        ColumnType::Interval | ColumnType::Uuid | ColumnType::Json => {}
        ColumnType::Inet | ColumnType::Cidr | ColumnType::MacAddr => {}
        _ => mismatch(literal, ty),
    }
}

const fn characters(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut count = 0;
    let mut i = 0;
    while i < bytes.len() {
        count += (bytes[i] & 0b1100_0000 != 0b1000_0000) as usize;
        i += 1;
    }
    count
}

const fn contains(values: &[Text], value: &str) -> bool {
    let mut i = 0;
    while i < values.len() {
        if super::lookup::same(text::str(&values[i]), value) {
            return true;
        }
        i += 1;
    }
    false
}

#[track_caller]
const fn mismatch(literal: DefaultLiteral, ty: &ColumnType) -> ! {
    let mut buffer = [0; 2048];
    let mut out = text::Writer::write(&mut buffer);
    out.push("this field's type is `");
    text::column_type(&mut out, ty);
    out.push("`, which ");
    out.push(match literal {
        DefaultLiteral::Boolean(_) => "`true` or `false`",
        DefaultLiteral::Integer(_) => "a whole number",
        DefaultLiteral::Number(_) => "a number with a point",
        DefaultLiteral::Text(_) => "text",
        DefaultLiteral::Sql(_) => "an expression",
    });
    out.push(" is no default for; write ");
    out.push(match ty {
        ColumnType::Boolean => "`true` or `false`",
        ColumnType::Real | ColumnType::Double | ColumnType::Decimal(_) => "a number",
        ColumnType::Blob | ColumnType::Varbinary(_) | ColumnType::Array(_) => {
            "an expression, such as `default = sql(\"'{}'\")`"
        }
        _ if ty.integer_range().is_some() => "a whole number",
        _ => "text in double quotes",
    });
    let length = out.length();
    fail(&buffer, length)
}

#[track_caller]
const fn out_of_range(ty: &ColumnType, least: i128, most: i128) -> ! {
    let mut buffer = [0; 256];
    let mut out = text::Writer::write(&mut buffer);
    out.push("this default is out of range: `");
    text::column_type(&mut out, ty);
    out.push("` holds ");
    text::default_value(&mut out, &DefaultValue::Literal(Literal::Integer(least)));
    out.push(" to ");
    text::default_value(&mut out, &DefaultValue::Literal(Literal::Integer(most)));
    let length = out.length();
    fail(&buffer, length)
}

#[track_caller]
const fn too_long(characters: usize, limit: u32) -> ! {
    let mut buffer = [0; 256];
    let mut out = text::Writer::write(&mut buffer);
    out.push("this default has ");
    text::default_value(&mut out, &DefaultValue::Literal(Literal::Integer(characters as i128)));
    out.push(" characters, but the column holds at most ");
    text::default_value(&mut out, &DefaultValue::Literal(Literal::Integer(limit as i128)));
    let length = out.length();
    fail(&buffer, length)
}

#[track_caller]
const fn no_value(value: &str, values: &[Text]) -> ! {
    let mut buffer = [0; 4096];
    let mut out = text::Writer::write(&mut buffer);
    text::quoted(&mut out, value);
    out.push(" is not a value of this enum; its values are ");
    let mut i = 0;
    while i < values.len() {
        out.push(if i > 0 { ", " } else { "" });
        text::quoted(&mut out, text::str(&values[i]));
        i += 1;
    }
    let length = out.length();
    fail(&buffer, length)
}
