//! Attributes: from tokens to values with spans; nothing is compared with anything here.
//!
//! A mistake is noted and the reading goes on after the next comma, so that all are found at once.

pub(crate) mod column;
pub(crate) mod constraint;
pub(crate) mod enumeration;
pub(crate) mod index;
pub(crate) mod sqlx;
pub(crate) mod table;

use proc_macro2::{Ident, Span, TokenTree};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Attribute, LitInt, LitStr, Meta, Token, parenthesized};

use crate::errors::{Errors, suggestion};

/// A value and the key that it was given with.
pub(crate) struct Given<T> {
    /// The value.
    pub(crate) value: T,
    /// Where it stands.
    pub(crate) span: Span,
}

/// Reads every item of every `#[{name}(item, item = value, item(…))]`.
pub(crate) fn items(
    attributes: &[Attribute],
    name: &str,
    errors: &mut Errors,
    mut read: impl FnMut(&Ident, ParseStream<'_>, &mut Errors) -> syn::Result<()>,
) {
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident(name)) {
        match &attribute.meta {
            Meta::List(_) => {
                let parsed = attribute.parse_args_with(|input: ParseStream<'_>| {
                    list(input, errors, &mut read);
                    Ok(())
                });
                errors.keep(parsed);
            }
            other => errors.add(syn::Error::new_spanned(
                other,
                format!("expected attributes in parentheses: `#[{name}(…)]`"),
            )),
        }
    }
}

/// Reads every item between the parentheses that come next.
pub(crate) fn nested(
    input: ParseStream<'_>,
    errors: &mut Errors,
    mut read: impl FnMut(&Ident, ParseStream<'_>, &mut Errors) -> syn::Result<()>,
) -> syn::Result<()> {
    let content;
    parenthesized!(content in input);
    list(&content, errors, &mut read);
    Ok(())
}

/// Reads items until the end; a literal where an item should be is given to `read` as an empty key.
fn list(
    input: ParseStream<'_>,
    errors: &mut Errors,
    read: &mut impl FnMut(&Ident, ParseStream<'_>, &mut Errors) -> syn::Result<()>,
) {
    while !input.is_empty() {
        let result = item(input, errors, read);
        errors.keep(result);
        if !input.is_empty() && !input.peek(Token![,]) {
            skip_item(input);
        }
        if !input.is_empty() {
            errors.keep(input.parse::<Token![,]>());
        }
    }
}

fn item(
    input: ParseStream<'_>,
    errors: &mut Errors,
    read: &mut impl FnMut(&Ident, ParseStream<'_>, &mut Errors) -> syn::Result<()>,
) -> syn::Result<()> {
    let key =
        if input.peek(LitStr) { Ident::new(LITERAL, input.span()) } else { input.call(Ident::parse_any)? };
    read(&key, input, errors)?;
    if !input.is_empty() && !input.peek(Token![,]) {
        return Err(input.error("expected a comma"));
    }
    Ok(())
}

/// The key that an item without one, a text, is read under.
pub(crate) const LITERAL: &str = "_literal";

fn skip_item(input: ParseStream<'_>) {
    while !input.is_empty() && !input.peek(Token![,]) {
        if input.parse::<TokenTree>().is_err() {
            return;
        }
    }
}

/// Sets what an attribute says, once.
pub(crate) fn set<T>(slot: &mut Option<T>, key: &Ident, value: T) -> syn::Result<()> {
    if slot.is_some() {
        return Err(syn::Error::new(key.span(), format!("`{key}` is given twice")));
    }
    *slot = Some(value);
    Ok(())
}

/// The mistake of an item that nobody knows.
pub(crate) fn unknown(key: &Ident, candidates: &[&str]) -> syn::Error {
    let message = if key == LITERAL {
        "expected an attribute, found text".to_owned()
    } else {
        format!("unknown attribute `{key}`{}", suggestion(&key.to_string(), candidates))
    };
    syn::Error::new(key.span(), message)
}

/// `= "text"`, which is not empty.
pub(crate) fn text(key: &Ident, input: ParseStream<'_>) -> syn::Result<LitStr> {
    equals(key, input, "\"…\"")?;
    literal_text(input)
}

/// Text that is not empty.
pub(crate) fn literal_text(input: ParseStream<'_>) -> syn::Result<LitStr> {
    let literal: LitStr = input.parse().map_err(|error| expected(&error, "text in double quotes"))?;
    if literal.value().is_empty() {
        return Err(syn::Error::new(literal.span(), "this text must not be empty"));
    }
    Ok(literal)
}

/// `= 12`.
pub(crate) fn number(key: &Ident, input: ParseStream<'_>) -> syn::Result<Given<u32>> {
    equals(key, input, "12")?;
    literal_number(input)
}

/// A whole number.
pub(crate) fn literal_number(input: ParseStream<'_>) -> syn::Result<Given<u32>> {
    let literal: LitInt = input.parse().map_err(|error| expected(&error, "a whole number"))?;
    Ok(Given { value: literal.base10_parse()?, span: literal.span() })
}

/// `= a` or `= b`, one of the words given.
pub(crate) fn word<T: Copy>(key: &Ident, input: ParseStream<'_>, words: &[(&str, T)]) -> syn::Result<T> {
    equals(key, input, words[0].0)?;
    literal_word(input, words)
}

/// One of the words given.
pub(crate) fn literal_word<T: Copy>(input: ParseStream<'_>, words: &[(&str, T)]) -> syn::Result<T> {
    let names: Vec<&str> = words.iter().map(|(name, _)| *name).collect();
    let list = || suggestion("", &names);
    if input.peek(LitStr) {
        let literal: LitStr = input.parse()?;
        let message = format!("expected a word without quotes{}", suggestion(&literal.value(), &names));
        return Err(syn::Error::new(literal.span(), message));
    }
    let word = input
        .call(Ident::parse_any)
        .map_err(|error| expected(&error, list().trim_start_matches("; expected ")))?;
    let found = words.iter().find(|(name, _)| word == name);
    found.map(|(_, value)| *value).ok_or_else(|| {
        syn::Error::new(
            word.span(),
            format!("unknown value `{word}`{}", suggestion(&word.to_string(), &names)),
        )
    })
}

/// The `=` after a key.
pub(crate) fn equals(key: &Ident, input: ParseStream<'_>, example: &str) -> syn::Result<()> {
    if input.peek(Token![=]) {
        return input.parse::<Token![=]>().map(drop);
    }
    Err(syn::Error::new(key.span(), format!("`{key}` needs a value: `{key} = {example}`")))
}

/// No value.
pub(crate) fn flag(key: &Ident, input: ParseStream<'_>) -> syn::Result<()> {
    if input.is_empty() || input.peek(Token![,]) {
        return Ok(());
    }
    Err(syn::Error::new(key.span(), format!("`{key}` takes no value")))
}

fn expected(error: &syn::Error, what: &str) -> syn::Error {
    syn::Error::new(error.span(), format!("expected {what}"))
}

/// The name in Rust without `r#`.
pub(crate) fn plain(ident: &Ident) -> String {
    ident.unraw().to_string()
}
