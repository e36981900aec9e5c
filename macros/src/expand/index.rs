//! The indexes of a struct of columns, in order of the fields, then of the attributes.

use proc_macro2::{Span, TokenStream};
use quote::quote;

use super::{column_list, column_name, option};
use crate::ast::Struct;
use crate::attr::index::{Index, KeyOf, KeyOptions};
use crate::lock::conventional_name;

/// `const INDEXES`, unless there is none.
pub(super) fn expand(item: &Struct) -> TokenStream {
    let parts = parts(item);
    if parts.is_empty() {
        return TokenStream::new();
    }
    let parts = parts.iter().map(|part| &part.tokens);
    quote!(const INDEXES: &'static [__a::Part<__a::Index>] = &[#(#parts),*];)
}

/// One part of the indexes.
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
    for field in &item.fields {
        if field.flatten {
            let ty = &field.ty;
            let tokens = quote!(__a::Part::Flatten(<#ty as __a::Columns>::INDEXES));
            parts.push(Part { span: field.span(), name: None, tokens });
            continue;
        }
        for index in &field.column.indexes {
            let column = &field.name;
            let key = key(&quote!(#column), &index.own);
            let tokens = build(item, index, &quote!(const { &[#key] }));
            let name = name(item, index, Some(&[column.as_str()]));
            parts.push(Part { span: index.key.span(), name, tokens });
        }
    }
    for index in &item.table.indexes {
        let keys = index.columns.iter().map(|column| match &column.of {
            KeyOf::Field(field) => key(&column_name(item, field), &column.options),
            KeyOf::Expression(expression) => expression_key(&expression.value(), &column.options),
        });
        let tokens = build(item, index, &quote!(const { &[#(#keys),*] }));
        let columns: Option<Vec<&str>> = index.columns.iter().map(|key| key_name(item, &key.of)).collect();
        let name = name(item, index, columns.as_deref());
        parts.push(Part { span: index.key.span(), name, tokens });
    }
    parts
}

fn name(item: &Struct, index: &Index, columns: Option<&[&str]>) -> Option<String> {
    let given = index.name.as_ref().map(syn::LitStr::value);
    given.or_else(|| Some(conventional_name("ix", &item.name.1, columns?)))
}

/// What a key adds to the conventional name, unless a flattened struct knows it.
fn key_name<'a>(item: &'a Struct, of: &KeyOf) -> Option<&'a str> {
    match of {
        KeyOf::Field(field) => item.field(field).map(|field| field.name.as_str()),
        KeyOf::Expression(_) => Some("expression"),
    }
}

fn build(item: &Struct, index: &Index, keys: &TokenStream) -> TokenStream {
    let name = index.name.as_ref().map(syn::LitStr::value).unwrap_or_default();
    let mut built = quote!(__a::index(#name, #keys));
    if index.unique.is_some() {
        built = quote!(#built.unique());
    }
    if let Some(predicate) = &index.predicate {
        let predicate = predicate.value();
        built = quote!(#built.predicate(#predicate));
    }
    if let Some(method) = &index.method {
        let method = method.value();
        built = quote!(#built.method(#method));
    }
    if !index.include.is_empty() {
        let include = column_list(item, &index.include);
        built = quote!(#built.include(#include));
    }
    if index.nulls_not_distinct.is_some() {
        built = quote!(#built.nulls_not_distinct());
    }
    quote!(#built.part())
}

fn key(column: &TokenStream, options: &KeyOptions) -> TokenStream {
    let (order, nulls, class) = parts_of_key(options);
    let prefix = option(options.prefix_length.map(|length| quote!(#length)));
    quote!(__a::key(#column, #order, #nulls, #class, #prefix))
}

fn expression_key(expression: &str, options: &KeyOptions) -> TokenStream {
    let (order, nulls, class) = parts_of_key(options);
    quote!(__a::expression(#expression, #order, #nulls, #class))
}

fn parts_of_key(options: &KeyOptions) -> (TokenStream, TokenStream, TokenStream) {
    let order = match options.descending {
        true => quote!(__a::SortOrder::Descending),
        false => quote!(__a::SortOrder::Ascending),
    };
    let nulls = option(options.nulls_first.map(|first| match first {
        true => quote!(__a::NullsOrder::First),
        false => quote!(__a::NullsOrder::Last),
    }));
    let class = option(options.operator_class.as_ref().map(|class| quote!(#class)));
    (order, nulls, class)
}
