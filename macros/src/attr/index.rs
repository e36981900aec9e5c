//! Indexes, on a field or on the struct.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{LitStr, Token, parenthesized};

use super::constraint::{fields, required_columns};
use super::{flag, literal_number, literal_text, nested, set, text, unknown};
use crate::errors::Errors;

/// An index; without keys, on the field it stands on.
pub(crate) struct Index {
    pub(crate) key: Ident,
    pub(crate) name: Option<LitStr>,
    pub(crate) columns: Vec<Key>,
    pub(crate) unique: Option<Span>,
    pub(crate) predicate: Option<LitStr>,
    pub(crate) method: Option<LitStr>,
    pub(crate) include: Vec<Ident>,
    pub(crate) nulls_not_distinct: Option<Span>,
    /// The order and operator class of a field's own index.
    pub(crate) own: KeyOptions,
}

/// One part of an index's key.
pub(crate) struct Key {
    pub(crate) of: KeyOf,
    pub(crate) options: KeyOptions,
}

/// What one part of an index's key is made of.
pub(crate) enum KeyOf {
    Field(Ident),
    Expression(LitStr),
}

/// How one part of an index's key is kept.
#[derive(Default)]
pub(crate) struct KeyOptions {
    pub(crate) descending: bool,
    pub(crate) nulls_first: Option<bool>,
    pub(crate) operator_class: Option<String>,
    pub(crate) prefix_length: Option<u32>,
}

impl Index {
    /// Reads what follows `index`; on a field there may be nothing.
    pub(crate) fn parse(
        key: &Ident,
        input: ParseStream<'_>,
        on_field: bool,
        errors: &mut Errors,
    ) -> syn::Result<Self> {
        let mut index = Self {
            key: key.clone(),
            name: None,
            columns: vec![],
            unique: None,
            predicate: None,
            method: None,
            include: vec![],
            nulls_not_distinct: None,
            own: KeyOptions::default(),
        };
        if on_field && !input.peek(syn::token::Paren) {
            return flag(key, input).map(|()| index);
        }
        let (mut columns, mut included) = (None, None);
        let mistakes = errors.count();
        nested(input, errors, |key, input, _| match key.to_string().as_str() {
            "columns" if !on_field => set(&mut columns, key, keys(input)?),
            "name" => set(&mut index.name, key, text(key, input)?),
            "unique" => {
                flag(key, input)?;
                set(&mut index.unique, key, key.span())
            }
            "where" => set(&mut index.predicate, key, text(key, input)?),
            "method" => set(&mut index.method, key, text(key, input)?),
            "include" => set(&mut included, key, fields(input)?),
            "nulls_not_distinct" => {
                flag(key, input)?;
                set(&mut index.nulls_not_distinct, key, key.span())
            }
            "desc" | "ops" | "nulls" if on_field => index.own.parse(key, input),
            _ => {
                let own: &[&str] = if on_field { &["desc", "nulls", "ops"] } else { &["columns"] };
                let both = ["name", "unique", "where", "method", "include", "nulls_not_distinct"];
                Err(unknown(key, &[own, &both].concat()))
            }
        })?;
        index.columns = required_columns(key, columns, on_field || errors.count() > mistakes)?;
        index.include = included.unwrap_or_default();
        Ok(index)
    }
}

/// `(a, b desc nulls last, expression("lower(email)"), c ops gin_trgm_ops, d(20))`.
fn keys(input: ParseStream<'_>) -> syn::Result<Vec<Key>> {
    let content;
    let parentheses = parenthesized!(content in input);
    let list = Punctuated::<Key, Token![,]>::parse_terminated_with(&content, Key::parse)?;
    if list.is_empty() {
        return Err(syn::Error::new(parentheses.span.join(), "expected the names of fields"));
    }
    Ok(list.into_iter().collect())
}

impl Key {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(LitStr) {
            let text: LitStr = input.parse()?;
            let message = format!(
                "columns are given by their fields, without quotes: `{0}`; an expression is `expression(\"{0}\")`",
                text.value()
            );
            return Err(syn::Error::new(text.span(), message));
        }
        let name = input.call(Ident::parse_any)?;
        let mut options = KeyOptions::default();
        let mut of = None;
        if input.peek(syn::token::Paren) {
            let content;
            parenthesized!(content in input);
            if name == "expression" && content.peek(LitStr) {
                of = Some(KeyOf::Expression(literal_text(&content)?));
            } else {
                options.prefix_length = Some(literal_number(&content)?.value);
            }
            if !content.is_empty() {
                return Err(content.error("expected `)`"));
            }
        }
        while !input.is_empty() && !input.peek(Token![,]) {
            let word = input.call(Ident::parse_any)?;
            options.parse(&word, input)?;
        }
        Ok(Self { of: of.unwrap_or(KeyOf::Field(name)), options })
    }
}

impl KeyOptions {
    /// Reads `asc`, `desc`, `nulls first`, `nulls last`, `ops class`.
    fn parse(&mut self, word: &Ident, input: ParseStream<'_>) -> syn::Result<()> {
        match word.to_string().as_str() {
            "asc" => self.descending = false,
            "desc" => self.descending = true,
            "nulls" => {
                self.nulls_first = Some(super::literal_word(input, &[("first", true), ("last", false)])?)
            }
            "ops" if input.peek(LitStr) => self.operator_class = Some(literal_text(input)?.value()),
            "ops" => self.operator_class = Some(input.call(Ident::parse_any)?.to_string()),
            _ => {
                let message =
                    format!("unknown `{word}`; expected `asc`, `desc`, `nulls first`, `nulls last` or `ops`");
                return Err(syn::Error::new(word.span(), message));
            }
        }
        Ok(())
    }
}
