//! `#[aludel(…)]` on an enum and on its variants.

use syn::{Attribute, LitStr};

use super::{items, set, text, unknown};
use crate::errors::Errors;

/// What an enum's `#[aludel(…)]` says.
#[derive(Default)]
pub(crate) struct EnumAttributes {
    pub(crate) name: Option<LitStr>,
    pub(crate) schema: Option<LitStr>,
    pub(crate) renamed_from: Option<LitStr>,
}

/// What a variant's `#[aludel(…)]` says.
#[derive(Default)]
pub(crate) struct VariantAttributes {
    pub(crate) renamed_from: Option<LitStr>,
}

impl EnumAttributes {
    /// Reads all `#[aludel(…)]` of an enum.
    pub(crate) fn parse(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut all = Self::default();
        items(attributes, "aludel", errors, |key, input, _| match key.to_string().as_str() {
            "name" => set(&mut all.name, key, text(key, input)?),
            "schema" => set(&mut all.schema, key, text(key, input)?),
            "renamed_from" => set(&mut all.renamed_from, key, text(key, input)?),
            "rename_all" => {
                let message = "write `#[sqlx(rename_all = \"…\")]`: sqlx's own attributes are read here too";
                Err(syn::Error::new(key.span(), message))
            }
            _ => Err(unknown(key, &["name", "schema", "renamed_from"])),
        });
        all
    }
}

impl VariantAttributes {
    /// Reads all `#[aludel(…)]` of a variant.
    pub(crate) fn parse(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut all = Self::default();
        items(attributes, "aludel", errors, |key, input, _| match key.to_string().as_str() {
            "renamed_from" => set(&mut all.renamed_from, key, text(key, input)?),
            "rename" | "name" => {
                let message = "write `#[sqlx(rename = \"…\")]`: sqlx's own attributes are read here too";
                Err(syn::Error::new(key.span(), message))
            }
            _ => Err(unknown(key, &["renamed_from"])),
        });
        all
    }
}
