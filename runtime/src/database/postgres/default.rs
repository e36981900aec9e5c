//! Defaults in one spelling, as far as text decides: literals without the casts that PostgreSQL prints.

use std::collections::BTreeMap;

use super::type_name::{Meaning, is_enum, meaning};
use crate::schema::{ColumnType, DefaultValue, Literal, Text};

/// What text alone says of the value of an expression.
#[derive(Clone, Debug, PartialEq)]
enum Value {
    Null,
    Boolean(bool),
    /// Digits, with their sign.
    Number(String),
    Text(String),
}

/// `default` of a column of type `ty`, or of the type that only PostgreSQL has, in one spelling; none where it is
/// NULL, which is what a column without a default has.
pub(super) fn canonical(
    ty: &ColumnType,
    native: Option<&str>,
    default: DefaultValue,
) -> Option<DefaultValue> {
    let literal = |value| Some(DefaultValue::Literal(value));
    match default {
        DefaultValue::Literal(Literal::Text(text)) => literal(of_text(ty, native, text.into_owned())),
        DefaultValue::Literal(Literal::Number(digits)) => literal(of_number(digits.into_owned())),
        DefaultValue::Literal(value) => literal(value),
        DefaultValue::Sql(expression) => {
            let expression = without_parentheses(&expression);
            let (value, casts) = match value(expression) {
                Some(value) => value,
                None => return Some(DefaultValue::Sql(folded(expression))),
            };
            if value == Value::Null {
                return None;
            }
            if !casts.iter().all(|cast| keeps(&value, cast, ty, native)) {
                return Some(DefaultValue::Sql(expression.to_owned().into()));
            }
            // What was read as an integer first is one, whatever it was written as.
            let is_read = |cast: &&str| matches!(meaning(cast, &BTreeMap::new()), Meaning::Portable(ty) if is_integer(&ty));
            let value = match value {
                Value::Text(digits) if casts.first().is_some_and(is_read) && is_digits(&digits) => {
                    Value::Number(digits)
                }
                value => value,
            };
            literal(match value {
                Value::Null => return None,
                Value::Boolean(value) => Literal::Boolean(value),
                Value::Number(digits) => of_number(digits),
                Value::Text(text) => of_text(ty, native, text),
            })
        }
    }
}

/// A text as the literal of what a column of the type makes of it.
fn of_text(ty: &ColumnType, native: Option<&str>, text: String) -> Literal {
    let is_plain = native.is_none();
    match ty {
        ColumnType::Boolean if is_plain => match text.as_str() {
            "t" | "true" => Literal::Boolean(true),
            "f" | "false" => Literal::Boolean(false),
            _ => Literal::Text(text.into()),
        },
        _ if is_plain && is_number(ty) && is_digits(&text) => of_number(text),
        _ => Literal::Text(text.into()),
    }
}

fn of_number(digits: String) -> Literal {
    let digits = digits.strip_prefix('+').map(str::to_owned).unwrap_or(digits);
    match digits.parse::<i128>() {
        Ok(number) => Literal::Integer(number),
        Err(_) => Literal::Number(digits.into()),
    }
}

fn is_number(ty: &ColumnType) -> bool {
    use ColumnType::{BigInt, Decimal, Double, Integer, Real, SmallInt};
    matches!(ty, SmallInt | Integer | BigInt | Real | Double | Decimal(_))
}

fn is_text(ty: &ColumnType) -> bool {
    matches!(ty, ColumnType::Char(_) | ColumnType::Varchar(_) | ColumnType::Text)
}

fn is_integer(ty: &ColumnType) -> bool {
    matches!(ty, ColumnType::SmallInt | ColumnType::Integer | ColumnType::BigInt)
}

/// Whether a cast to `cast` leaves the value what it is in a column of that type.
fn keeps(value: &Value, cast: &str, ty: &ColumnType, native: Option<&str>) -> bool {
    if let (ColumnType::Enum(name), None) = (ty, native) {
        return is_enum(cast, name);
    }
    match (meaning(cast, &BTreeMap::new()), native) {
        (Meaning::Native(cast), Some(native)) => cast == native,
        (Meaning::Native(cast), None) => {
            // `character varying` without a length, and the names that text has in the catalogue.
            is_text(ty)
                && matches!(value, Value::Text(_))
                && matches!(cast.as_str(), "character varying" | "bpchar")
        }
        (Meaning::Portable(_), Some(_)) => false,
        (Meaning::Portable(cast), None) if is_text(ty) => match value {
            Value::Text(text) => keeps_text(text, &cast, ty),
            Value::Null | Value::Boolean(_) | Value::Number(_) => false,
        },
        (Meaning::Portable(cast), None) => {
            let whole = !matches!(value, Value::Number(digits) if digits.parse::<i128>().is_err());
            match ty {
                ColumnType::TinyInt => whole && (cast == ColumnType::TinyInt || is_integer(&cast)),
                _ if is_number(ty) && is_integer(&cast) => whole,
                _ if is_number(ty) => matches!(cast, ColumnType::Decimal(None)) || cast == *ty,
                // A precision cuts what it is cast to, as the column does itself.
                _ => cast == *ty || same_but_for_precision(&cast, ty),
            }
        }
    }
}

fn keeps_text(text: &str, cast: &ColumnType, ty: &ColumnType) -> bool {
    match cast {
        ColumnType::Text => true,
        ColumnType::Varchar(length) => text.chars().count() <= *length as usize,
        // Blanks are added to it, which only such a column does too.
        ColumnType::Char(_) => cast == ty || matches!((cast, ty), (ColumnType::Char(1), ColumnType::Char(_))),
        _ => false,
    }
}

fn same_but_for_precision(cast: &ColumnType, ty: &ColumnType) -> bool {
    use ColumnType::{Time, Timestamp, TimestampTz};
    matches!(
        (cast, ty),
        (Time(None), Time(_)) | (Timestamp(None), Timestamp(_)) | (TimestampTz(None), TimestampTz(_))
    )
}

/// The value and the casts of an expression that is a literal with casts, innermost first.
fn value(expression: &str) -> Option<(Value, Vec<&str>)> {
    let expression = expression.trim();
    let (inner, mut rest) = atom(expression)?;
    let (value, mut casts) = inner;
    while let Some(cast) = rest.trim_start().strip_prefix("::") {
        let end = type_end(cast);
        casts.push(cast[..end].trim());
        rest = &cast[end..];
    }
    rest.trim().is_empty().then_some((value, casts))
}

type Atom<'a> = ((Value, Vec<&'a str>), &'a str);

/// The literal, or the expression in parentheses, that the text begins with, and what is after it.
fn atom(text: &str) -> Option<Atom<'_>> {
    let plain = |value, rest| Some(((value, Vec::new()), rest));
    match text.chars().next()? {
        '(' => {
            let end = closing(text)?;
            Some((value(&text[1..end])?, &text[end + 1..]))
        }
        '\'' => {
            let (string, rest) = string(&text[1..], false)?;
            plain(Value::Text(string), rest)
        }
        'E' | 'e' if text[1..].starts_with('\'') => {
            let (string, rest) = string(&text[2..], true)?;
            plain(Value::Text(string), rest)
        }
        '0'..='9' | '.' | '+' | '-' => {
            let end =
                text[1..].find(|c: char| !(c.is_ascii_digit() || c == '.')).map_or(text.len(), |at| at + 1);
            is_digits(&text[..end]).then(|| plain(Value::Number(text[..end].to_owned()), &text[end..]))?
        }
        _ => {
            let end = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
            let value = match text[..end].to_ascii_lowercase().as_str() {
                "true" => Value::Boolean(true),
                "false" => Value::Boolean(false),
                "null" => Value::Null,
                _ => return None,
            };
            plain(value, &text[end..])
        }
    }
}

/// Whether the text is a number as it is written: a sign, digits, a point among them.
fn is_digits(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let points = digits.bytes().filter(|byte| *byte == b'.').count();
    let numerals = digits.bytes().filter(u8::is_ascii_digit).count();
    numerals > 0 && points <= 1 && numerals + points == digits.len()
}

/// The string that ends at the next quote alone, and what is after it; none where an escape is more than a
/// backslash or a quote.
fn string(text: &str, escapes: bool) -> Option<(String, &str)> {
    let mut string = String::new();
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        match character {
            '\'' if characters.peek().is_some_and(|(_, next)| *next == '\'') => {
                characters.next();
                string.push('\'');
            }
            '\'' => return Some((string, &text[at + 1..])),
            '\\' if escapes => match characters.next() {
                Some((_, escaped @ ('\\' | '\''))) => string.push(escaped),
                _ => return None,
            },
            other => string.push(other),
        }
    }
    None
}

/// Where the type ends that a text begins with: at the next cast, or at what no type has.
fn type_end(text: &str) -> usize {
    let mut in_quotes = false;
    for (at, character) in text.char_indices() {
        match character {
            '"' => in_quotes = !in_quotes,
            _ if in_quotes => {}
            ':' => return at,
            c if c.is_alphanumeric() || " _$.,()[]".contains(c) => {}
            _ => return at,
        }
    }
    text.len()
}

/// Where the parenthesis closes that the text begins with; strings and names in quotes are passed over.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut inside = None;
    for (at, character) in text.char_indices() {
        match (inside, character) {
            (Some(quote), _) if character == quote => inside = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => inside = Some(character),
            (None, '(') => depth += 1,
            (None, ')') => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at);
                }
            }
            (None, _) => {}
        }
    }
    None
}

/// The expression without parentheses around the whole of it, and without blanks around that.
///
/// Text with an escaped quote or a dollar-quoted string stays as it is: here nobody reads those.
pub(super) fn without_parentheses(expression: &str) -> &str {
    let mut expression = expression.trim();
    if expression.contains("\\'") || expression.contains("$$") {
        return expression;
    }
    while expression.starts_with('(') && closing(expression) == Some(expression.len() - 1) {
        expression = expression[1..expression.len() - 1].trim();
    }
    expression
}

/// The functions that are called without parentheses, and printed in capitals (manual, section 9.9.5).
const WORDS: [&str; 12] = [
    "CURRENT_CATALOG",
    "CURRENT_DATE",
    "CURRENT_ROLE",
    "CURRENT_SCHEMA",
    "CURRENT_TIME",
    "CURRENT_TIMESTAMP",
    "CURRENT_USER",
    "LOCALTIME",
    "LOCALTIMESTAMP",
    "SESSION_USER",
    "SYSTEM_USER",
    "USER",
];

/// A call without arguments, or a word that is one, as PostgreSQL folds it; anything else as it is.
fn folded(expression: &str) -> Text {
    let upper = expression.to_ascii_uppercase();
    if WORDS.contains(&upper.as_str()) {
        return upper.into();
    }
    let call = expression.strip_suffix("()").unwrap_or("\"");
    let is_name = call.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '.');
    if is_name { expression.to_ascii_lowercase().into() } else { expression.to_owned().into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::QualifiedName;

    fn check(ty: &ColumnType, texts: &[&str], expected: &str) {
        for text in texts {
            let default = canonical(ty, None, DefaultValue::Sql(Text::Owned((*text).into())));
            let found = default.map_or_else(|| "none".into(), |default| default.to_string());
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn casts_that_change_nothing_are_left_out() {
        use ColumnType::*;
        let status = Enum(QualifiedName::unqualified("status"));
        check(&Text, &["'a'", "'a'::text", "('a'::text)", "'a'::character varying(1)", "E'a'"], "\"a\"");
        check(
            &Varchar(9),
            &["'it''s'::character varying", "('it''s'::text)::character varying(9)"],
            "\"it's\"",
        );
        check(&status, &["'active'::status", "'active'"], "\"active\"");
        check(&Integer, &["-1", "'-1'::integer", "(-1)", "'-1'", "('-1'::integer)"], "-1");
        check(&BigInt, &["'5'::bigint", "5", "(5)::bigint", "5::int8", "+5"], "5");
        check(&Decimal(Some((9, 2))), &["'-1.50'::numeric", "-1.50", "(-1.50)::numeric(9,2)"], "-1.50");
        check(&Boolean, &["TRUE", "'t'::boolean", "true"], "true");
        check(&Varchar(9), &["NULL::character varying", "null"], "none");
        check(&TinyInt, &["('-5'::integer)::\"char\"", "(-5)::\"char\""], "-5");
        check(&Json, &["'{}'::jsonb", "'{}'"], "\"{}\"");
        check(
            &Timestamp(Some(3)),
            &["'2020-01-01 00:00:00'::timestamp without time zone"],
            "\"2020-01-01 00:00:00\"",
        );
        check(&Array(Text.into()), &["'{}'::text[]"], "\"{}\"");
    }

    #[test]
    fn what_text_does_not_decide_is_kept() {
        use ColumnType::*;
        check(&Text, &["lower('A'::text)"], "sql \"lower('A'::text)\"");
        check(&Text, &["('a'::text || 'b'::text)"], "sql \"'a'::text || 'b'::text\"");
        check(&Text, &["'abc'::character varying(2)"], "sql \"'abc'::character varying(2)\"");
        check(&Integer, &["(1.5)::integer"], "sql \"(1.5)::integer\"");
        check(&Timestamp(None), &["now()", "NOW()", "(now())"], "sql \"now()\"");
        check(&TimestampTz(None), &["current_timestamp", "CURRENT_TIMESTAMP"], "sql \"CURRENT_TIMESTAMP\"");
        check(&Integer, &["(1) + (2)"], "sql \"(1) + (2)\"");
        check(&Text, &["E'a\\nb'"], "sql \"E'a\\\\nb'\"");
    }
}
