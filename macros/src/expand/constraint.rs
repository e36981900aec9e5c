//! The constraints of a struct of columns, in order of the fields, then of the attributes.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use syn::LitStr;

use super::{at, column_list, one_column, option};
use crate::ast::{Field, Struct};
use crate::attr::constraint::{Action, Check, Deferrable, ForeignKey, Unique};
use crate::attr::{Given, plain};
use crate::lock::conventional_name;

/// `const CONSTRAINTS`, unless there is none.
pub(super) fn expand(item: &Struct) -> TokenStream {
    let parts = parts(item);
    if parts.is_empty() {
        return TokenStream::new();
    }
    let parts = parts.iter().map(|part| &part.tokens);
    quote!(const CONSTRAINTS: &'static [__a::Part<__a::ModelConstraint>] = &[#(#parts),*];)
}

/// One part of the constraints.
pub(crate) struct Part {
    /// Where it was declared.
    pub(crate) span: Span,
    /// Its name, given or by convention, unless a flattened struct has a say in it.
    pub(crate) name: Option<String>,
    /// The part's constructor.
    pub(crate) tokens: TokenStream,
}

/// All parts, in order.
pub(crate) fn parts(item: &Struct) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut push =
        |key: &Ident, given: Option<&LitStr>, conventional: Option<String>, tokens: TokenStream| {
            let name = given.map(LitStr::value).or(conventional);
            parts.push(Part { span: key.span(), name, tokens });
        };
    let table = item.name.1.as_str();
    for field in &item.fields {
        if field.flatten {
            let ty = &field.ty;
            push(&field.ident, None, None, quote!(__a::Part::Flatten(<#ty as __a::Columns>::CONSTRAINTS)));
            continue;
        }
        let column = one_column(&field.name);
        let conventional = |prefix: &str| Some(conventional_name(prefix, table, &[&field.name]));
        for declared in &field.column.uniques {
            push(&declared.key, declared.name.as_ref(), conventional("uq"), unique(declared, &column));
        }
        if let Some(declared) = &field.column.references {
            let tokens = foreign_key(declared, &column, &[&field.ident]);
            push(&declared.key, declared.name.as_ref(), conventional("fk"), tokens);
        }
        for declared in &field.column.checks {
            push(&declared.key, declared.name.as_ref(), conventional("ck"), check(declared, Some(field)));
        }
    }
    let conventional = |prefix: &str, fields: &[Ident]| {
        let columns: Option<Vec<&str>> =
            fields.iter().map(|field| item.field(field).map(|field| field.name.as_str())).collect();
        Some(conventional_name(prefix, table, &columns?))
    };
    for declared in &item.table.uniques {
        let tokens = unique(declared, &column_list(item, &declared.columns));
        push(&declared.key, declared.name.as_ref(), conventional("uq", &declared.columns), tokens);
    }
    for declared in &item.table.foreign_keys {
        let own: Vec<&Ident> = declared.columns.iter().collect();
        let tokens = foreign_key(declared, &column_list(item, &declared.columns), &own);
        push(&declared.key, declared.name.as_ref(), conventional("fk", &declared.columns), tokens);
    }
    for declared in &item.table.checks {
        push(&declared.key, declared.name.as_ref(), conventional("ck", &[]), check(declared, None));
    }
    parts
}

fn name(given: Option<&LitStr>) -> String {
    given.map(LitStr::value).unwrap_or_default()
}

fn unique(declared: &Unique, columns: &TokenStream) -> TokenStream {
    let name = name(declared.name.as_ref());
    let deferrable = deferrable(declared.deferrable);
    let nulls_not_distinct = declared.nulls_not_distinct;
    quote!(__a::unique(#name, #columns, #deferrable, #nulls_not_distinct))
}

fn check(declared: &Check, field: Option<&Field>) -> TokenStream {
    let name = name(declared.name.as_ref());
    let expression = declared.expression.value();
    let checked = field.map_or_else(|| quote!(&[]), |field| one_column(&field.name));
    quote!(__a::check(#name, #expression, #checked))
}

fn foreign_key(declared: &ForeignKey, columns: &TokenStream, own: &[&Ident]) -> TokenStream {
    let name = name(declared.name.as_ref());
    let Some(first) = declared.references.first() else { return TokenStream::new() };
    let model = &first.model;
    let referenced = declared.references.iter().zip(own).map(|(reference, own)| {
        let model = &reference.model;
        let shown = reference.shown();
        let (own, field) = (plain(own), plain(&reference.field));
        let span = at(reference.field.span());
        quote_spanned!(span=> __a::references::<Self, #model>(#own, #shown, #field))
    });
    let first_own = own.first().map(|own| plain(own)).unwrap_or_default();
    let on_delete = action(declared.on_delete.as_ref(), &first_own);
    let on_update = action(declared.on_update.as_ref(), &first_own);
    let deferrable = deferrable(declared.deferrable);
    quote! {
        __a::foreign_key::<#model>(#name, #columns, const { &[#(#referenced),*] }, #on_delete, #on_update, #deferrable)
    }
}

fn action(given: Option<&Given<Action>>, own: &str) -> TokenStream {
    let Some(given) = given else { return quote!(__a::Action::NoAction) };
    let variant = given.value.variant();
    if given.value == Action::SetNull {
        let span = at(given.span);
        return quote_spanned!(span=> __a::action::<Self>(#own, __a::Action::#variant));
    }
    quote!(__a::Action::#variant)
}

fn deferrable(given: Option<Deferrable>) -> TokenStream {
    option(given.map(|deferrable| match deferrable {
        Deferrable::InitiallyImmediate => quote!(__a::Deferrable::InitiallyImmediate),
        Deferrable::InitiallyDeferred => quote!(__a::Deferrable::InitiallyDeferred),
    }))
}
