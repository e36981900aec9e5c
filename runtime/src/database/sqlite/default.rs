//! What stands after `DEFAULT`, in the words of models.

use super::ddl::{Kind, Token, bare, text, tokens};
use super::types;
use crate::schema::{ColumnType, DefaultValue, Literal};

/// The default of a column of type `ty` that `tokens` are; `NULL` is none.
pub(super) fn read(tokens: &[Token<'_>], ty: &ColumnType) -> Option<DefaultValue> {
    let tokens = bare(tokens);
    let literal = match tokens {
        [only] => match only.kind {
            Kind::Word if only.is_word("NULL") => return None,
            Kind::Word if only.is_word("TRUE") => Some(Literal::Boolean(true)),
            Kind::Word if only.is_word("FALSE") => Some(Literal::Boolean(false)),
            Kind::Word
                if ["CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP"]
                    .iter()
                    .any(|now| only.is_word(now)) =>
            {
                None
            }
            // SQLite takes any other name for text.
            Kind::Word | Kind::Quoted | Kind::String => {
                Some(Literal::Text(only.unquoted().into_owned().into()))
            }
            Kind::Number => number("", only.text),
            Kind::Blob | Kind::Symbol => None,
        },
        [sign, only] if only.kind == Kind::Number && sign.is('-') => number("-", only.text),
        [sign, only] if only.kind == Kind::Number && sign.is('+') => number("", only.text),
        _ => None,
    };
    Some(match literal {
        Some(literal) => DefaultValue::Literal(stored(literal, ty)),
        None => DefaultValue::Sql(text(tokens).into()),
    })
}

/// `default` of a column of type `ty` as SQLite would give it back.
pub(super) fn normalized(default: &DefaultValue, ty: &ColumnType) -> Option<DefaultValue> {
    match default {
        DefaultValue::Literal(Literal::Text(text)) if *ty == ColumnType::Uuid && types::is_uuid(text) => {
            Some(DefaultValue::Sql(types::uuid_literal(text).into()))
        }
        DefaultValue::Literal(Literal::Number(number)) => read(&tokens(number), ty),
        DefaultValue::Literal(literal) => Some(DefaultValue::Literal(stored(literal.clone(), ty))),
        DefaultValue::Sql(expression) => match read(&tokens(expression), ty) {
            // As it is written: what is left to do is to compare the tokens.
            Some(DefaultValue::Sql(_)) => Some(default.clone()),
            read => read,
        },
    }
}

fn number(sign: &str, digits: &str) -> Option<Literal> {
    let number = format!("{sign}{digits}");
    if digits.starts_with("0x") || digits.starts_with("0X") {
        return None;
    }
    Some(match number.parse() {
        Ok(whole) => Literal::Integer(whole),
        Err(_) => Literal::Number(number.into()),
    })
}

/// The literal as the column's affinity makes it (Datatypes, section 3): SQLite has no booleans, and `'5'` in a
/// column of integers is 5.
fn stored(literal: Literal, ty: &ColumnType) -> Literal {
    let text =
        matches!(ty, ColumnType::Text | ColumnType::Char(_) | ColumnType::Varchar(_) | ColumnType::Enum(_));
    match literal {
        Literal::Integer(number @ (0 | 1)) if *ty == ColumnType::Boolean => Literal::Boolean(number == 1),
        Literal::Boolean(value) if text => Literal::Text(i32::from(value).to_string().into()),
        Literal::Boolean(value) if *ty != ColumnType::Boolean => Literal::Integer(value.into()),
        Literal::Integer(number) if text => Literal::Text(number.to_string().into()),
        Literal::Text(text) if ty.integer_range().is_some() => match text.parse::<i64>() {
            Ok(number) => Literal::Integer(number.into()),
            Err(_) => Literal::Text(text),
        },
        literal => literal,
    }
}
