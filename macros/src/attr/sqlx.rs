//! sqlx's own attributes, which are read here and never repeated; sqlx refuses what is wrong in them.

use proc_macro2::Ident;
use syn::parse::ParseStream;
use syn::{Attribute, LitStr, Token, Type};

use crate::case::Case;
use crate::errors::Errors;

/// What `#[sqlx(…)]` on a struct or enum says.
#[derive(Default)]
pub(crate) struct SqlxContainer {
    pub(crate) rename_all: Option<Case>,
    pub(crate) type_name: Option<LitStr>,
    /// `#[repr(i32)]`: sqlx keeps such an enum as a number.
    pub(crate) repr: Option<Ident>,
}

/// What `#[sqlx(…)]` on a field or variant says.
#[derive(Default)]
pub(crate) struct SqlxItem {
    pub(crate) rename: Option<LitStr>,
    pub(crate) flatten: bool,
    pub(crate) skip: bool,
    pub(crate) json: Option<Json>,
    pub(crate) try_from: Option<Type>,
}

/// `#[sqlx(json)]`, `#[sqlx(json(nullable))]`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Json {
    NotNull,
    Nullable,
}

const INTEGERS: &[&str] = &["i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64"];

impl SqlxContainer {
    /// Reads all `#[sqlx(…)]` of a struct or enum.
    pub(crate) fn parse(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut all = Self::default();
        let has_macro = |attribute: &&Attribute| attribute.path().is_ident("repr");
        for repr in attributes.iter().filter(has_macro) {
            let found = repr.parse_nested_meta(|meta| {
                if let Some(ident) = meta.path.get_ident()
                    && INTEGERS.contains(&ident.to_string().as_str())
                {
                    all.repr = Some(ident.clone());
                }
                rest(meta.input)
            });
            errors.keep(found);
        }
        super::items(attributes, "sqlx", errors, |key, input, _| {
            match key.to_string().as_str() {
                "rename_all" => {
                    let literal = super::text(key, input)?;
                    let Some(case) = Case::of(&literal.value()) else {
                        let names = Case::ALL.map(|(name, _)| name);
                        let hint = crate::errors::suggestion(&literal.value(), &names);
                        return Err(syn::Error::new(literal.span(), format!("unknown case style{hint}")));
                    };
                    all.rename_all = Some(case);
                }
                "type_name" => all.type_name = Some(super::text(key, input)?),
                _ => rest(input)?,
            }
            Ok(())
        });
        all
    }
}

impl SqlxItem {
    /// Reads all `#[sqlx(…)]` of a field or variant.
    pub(crate) fn parse(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut all = Self::default();
        super::items(attributes, "sqlx", errors, |key, input, _| {
            match key.to_string().as_str() {
                "rename" => all.rename = Some(super::text(key, input)?),
                "flatten" => all.flatten = true,
                "skip" => all.skip = true,
                "json" if input.peek(syn::token::Paren) => {
                    all.json = Some(Json::Nullable);
                    rest(input)?;
                }
                "json" => all.json = Some(Json::NotNull),
                "try_from" => all.try_from = Some(super::text(key, input)?.parse()?),
                _ => rest(input)?,
            }
            Ok(())
        });
        all
    }
}

/// Whatever else stands before the next comma.
fn rest(input: ParseStream<'_>) -> syn::Result<()> {
    while !input.is_empty() && !input.peek(Token![,]) {
        input.parse::<proc_macro2::TokenTree>()?;
    }
    Ok(())
}
