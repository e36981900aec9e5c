//! Defaults in one form: what the server gives back for a literal, whatever it was written as.

use super::Mysql;
use super::column::current_timestamp;
use super::words::{Word, words};
use crate::dialect::Dialect;
use crate::schema::{Column, ColumnType, DefaultValue, Literal, Text};

/// A value that stands in SQL without being computed.
enum Value {
    Null,
    Literal(Literal),
    Bytes(Vec<u8>),
}

/// The default of `column`, whose type is normalized, in one form; `None` where it says no more than NULL.
pub(super) fn normalized(default: &DefaultValue, column: &Column) -> Option<DefaultValue> {
    let value = match default {
        DefaultValue::Literal(literal) => Value::Literal(literal.clone()),
        DefaultValue::Sql(expression) => match (current_timestamp(expression, column), value(expression)) {
            (Some(now), _) => return Some(DefaultValue::Sql(now.into())),
            (None, Some(value)) => value,
            (None, None) => return Some(default.clone()),
        },
    };
    match value {
        Value::Null => None,
        Value::Literal(literal) => Some(typed(literal, &column.ty)),
        Value::Bytes(bytes) => Some(of_bytes(bytes, &column.ty)),
    }
}

/// The value that `expression` is, if it is one as it stands.
fn value(expression: &str) -> Option<Value> {
    let words = words(expression)?;
    let mut words = words.as_slice();
    while let [Word::Sign('('), inner @ .., Word::Sign(')')] = words {
        words = inner;
    }
    let literal = |literal| Some(Value::Literal(literal));
    match words {
        [Word::Bare(word)] if word == "null" => Some(Value::Null),
        [Word::Bare(word)] if word == "true" => literal(Literal::Boolean(true)),
        [Word::Bare(word)] if word == "false" => literal(Literal::Boolean(false)),
        [Word::Number(digits)] if digits.starts_with("0x") => bytes(&digits[2..]).map(Value::Bytes),
        [Word::Number(digits)] => literal(number(digits)),
        [Word::Sign('-'), Word::Number(digits)] => literal(number(&format!("-{digits}"))),
        [Word::Bare(word), Word::Text(digits)] if word == "x" => bytes(digits).map(Value::Bytes),
        // A character set before a string (MySQL manual, section 12.3.8).
        [Word::Bare(word), Word::Text(text)] if word.starts_with('_') && word != "_binary" => {
            literal(Literal::Text(text.clone().into()))
        }
        [Word::Text(text)] => literal(Literal::Text(text.clone().into())),
        _ => None,
    }
}

/// The text that `expression` is, if it is a string as it stands.
pub(super) fn text_of(expression: &str) -> Option<String> {
    match words(expression)?.as_slice() {
        [Word::Text(text)] => Some(text.clone()),
        _ => None,
    }
}

/// Hexadecimal digits as bytes.
fn bytes(digits: &str) -> Option<Vec<u8>> {
    let pair = |at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    (0..digits.len()).step_by(2).map(pair).collect()
}

fn number(digits: &str) -> Literal {
    match digits.parse() {
        Ok(number) => Literal::Integer(number),
        Err(_) => Literal::Number(digits.to_owned().into()),
    }
}

/// `literal` as the server keeps it in a column of the type.
fn typed(literal: Literal, ty: &ColumnType) -> DefaultValue {
    let literal = match ty {
        ColumnType::Boolean
        | ColumnType::TinyInt
        | ColumnType::SmallInt
        | ColumnType::Integer
        | ColumnType::BigInt
        | ColumnType::TinyIntUnsigned
        | ColumnType::SmallIntUnsigned
        | ColumnType::IntegerUnsigned
        | ColumnType::BigIntUnsigned => match (numeric(literal), ty) {
            (Literal::Integer(0), ColumnType::Boolean) => Literal::Boolean(false),
            (Literal::Integer(1), ColumnType::Boolean) => Literal::Boolean(true),
            (literal, _) => literal,
        },
        ColumnType::Real => {
            floating(numeric(literal), |digits| Some(digits.parse::<f32>().ok()?.to_string()))
        }
        ColumnType::Double => {
            floating(numeric(literal), |digits| Some(digits.parse::<f64>().ok()?.to_string()))
        }
        ColumnType::Decimal(digits) => decimal(numeric(literal), digits.map_or(0, |(_, scale)| scale)),
        ColumnType::Uuid => with_text(literal, uuid),
        ColumnType::Date => with_text(literal, |_| None),
        ColumnType::Time(digits) => with_text(literal, |text| with_seconds(text, *digits)),
        ColumnType::Timestamp(digits) | ColumnType::TimestampTz(digits) => with_text(literal, |text| {
            let (day, time) = text.split_once([' ', 'T']).unwrap_or((text, "00:00:00"));
            Some(format!("{day} {}", with_seconds(time, *digits)?))
        }),
        ColumnType::Char(_)
        | ColumnType::Varchar(_)
        | ColumnType::Text
        | ColumnType::Varbinary(_)
        | ColumnType::Blob
        | ColumnType::Json
        | ColumnType::Enum(_) => with_text(literal, |_| None),
        ColumnType::Interval
        | ColumnType::Inet
        | ColumnType::Cidr
        | ColumnType::MacAddr
        | ColumnType::Array(_) => literal,
    };
    DefaultValue::Literal(literal)
}

/// `literal` as a number, if it is one in any spelling.
fn numeric(literal: Literal) -> Literal {
    match literal {
        Literal::Boolean(value) => Literal::Integer(value.into()),
        Literal::Text(text) if text.trim().parse::<f64>().is_ok_and(f64::is_finite) => number(text.trim()),
        Literal::Integer(_) | Literal::Number(_) | Literal::Text(_) => literal,
    }
}

/// A number as its shortest digits.
fn floating(literal: Literal, shortest: impl Fn(&str) -> Option<String>) -> Literal {
    match literal {
        Literal::Number(digits) => {
            shortest(&digits).map_or(Literal::Number(digits), |digits| number(&digits))
        }
        Literal::Integer(whole) => shortest(&whole.to_string()).map_or(literal, |digits| number(&digits)),
        Literal::Boolean(_) | Literal::Text(_) => literal,
    }
}

/// A number with all the digits after its point.
fn decimal(literal: Literal, scale: u32) -> Literal {
    let digits = match &literal {
        Literal::Integer(whole) => whole.to_string(),
        Literal::Number(digits) if !digits.contains(['e', 'E']) => digits.to_string(),
        Literal::Number(_) | Literal::Boolean(_) | Literal::Text(_) => return literal,
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let fraction = fraction.trim_end_matches('0');
    let scale = scale as usize;
    match fraction.len() > scale {
        true => literal,
        false if scale == 0 => number(whole),
        false => Literal::Number(format!("{whole}.{fraction:0<scale$}").into()),
    }
}

/// A literal as text, in the form that `form` gives it, if it gives any.
fn with_text(literal: Literal, form: impl Fn(&str) -> Option<String>) -> Literal {
    let text: Text = match literal {
        Literal::Boolean(value) => u8::from(value).to_string().into(),
        Literal::Integer(number) => number.to_string().into(),
        Literal::Number(text) | Literal::Text(text) => text,
    };
    Literal::Text(form(&text).map_or(text, Text::from))
}

/// `12:30` with all the digits that a column keeps.
fn with_seconds(time: &str, digits: Option<u32>) -> Option<String> {
    let (time, fraction) = time.split_once('.').unwrap_or((time, ""));
    let fraction = fraction.trim_end_matches('0');
    let digits = digits.unwrap_or_default() as usize;
    let plain = time.len() == 8 && time.bytes().all(|c| c.is_ascii_digit() || c == b':');
    match plain && fraction.len() <= digits && fraction.bytes().all(|c| c.is_ascii_digit()) {
        false => None,
        true if digits == 0 => Some(time.to_owned()),
        true => Some(format!("{time}.{fraction:0<digits$}")),
    }
}

fn uuid(text: &str) -> Option<String> {
    let digits = text.replace('-', "");
    of_uuid(&bytes(&digits)?)
}

/// Sixteen bytes as a UUID is written.
fn of_uuid(bytes: &[u8]) -> Option<String> {
    let digits = hexadecimal(bytes);
    let groups = [0..8, 8..12, 12..16, 16..20, 20..32].map(|group| digits.get(group));
    let groups: Option<Vec<&str>> = groups.into_iter().collect();
    groups.filter(|_| bytes.len() == 16).map(|groups| groups.join("-"))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Bytes as the default of a column of the type.
pub(super) fn of_bytes(bytes: Vec<u8>, ty: &ColumnType) -> DefaultValue {
    let text = if *ty == ColumnType::Uuid {
        of_uuid(&bytes)
    } else {
        String::from_utf8(bytes.clone()).ok().filter(|text| !text.contains(char::is_control))
    };
    match text {
        Some(text) => typed(Literal::Text(text.into()), ty),
        None => DefaultValue::Sql(format!("X'{}'", hexadecimal(&bytes)).into()),
    }
}

/// The default that a catalogue prints without quotes, as MySQL 8 prints literals; those of bytes and bits stand as
/// they are read (MySQL manual, sections 11.1.4 and 11.1.5).
pub(super) fn unquoted(text: &str, column: &Column) -> Option<DefaultValue> {
    let of_bytes = matches!(column.ty, ColumnType::Uuid | ColumnType::Varbinary(_) | ColumnType::Blob);
    let of_bits = column.native_type(Mysql.name()).is_some_and(|ty| ty.starts_with("bit"));
    let stands = (of_bytes && text.starts_with("0x")) || (of_bits && text.starts_with("b'"));
    let text = if stands { text.to_owned() } else { Mysql.literal(text) };
    normalized(&DefaultValue::Sql(text.into()), column)
}
