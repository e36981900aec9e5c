//! The indexes of a struct of columns, in order of the fields, then of the attributes.

use proc_macro2::TokenStream;
use quote::quote;

use super::constraint::{Part, name};
use super::{column_list, column_name, option};
use crate::ast::Struct;
use crate::attr::index::{Index, KeyOf, KeyOptions};
use crate::text;

/// `const INDEXES`, unless there is none.
pub(super) fn expand(item: &Struct) -> TokenStream {
    let parts = parts(item);
    if parts.is_empty() {
        return TokenStream::new();
    }
    let parts = parts.iter().map(|part| &part.tokens);
    quote!(const INDEXES: &'static [__a::Part<__a::Index>] = &[#(#parts),*];)
}

/// All parts, in order.
pub(crate) fn parts(item: &Struct) -> Vec<Part> {
    let mut parts = Vec::new();
    for field in &item.fields {
        if field.flatten {
            let ty = &field.ty;
            let tokens = quote!(__a::Part::Flatten(<#ty as __a::Columns>::INDEXES));
            parts.push(Part { span: field.span(), kind: "", name: None, line: None, around: None, tokens });
            continue;
        }
        for index in &field.column.indexes {
            let column = &field.name;
            let key = key(&column_key(&quote!(#column)), &index.own);
            let name = name(item, index.name.as_ref(), "ix", Some(&[column.as_str()]));
            let line = name.as_ref().and_then(|name| text::index(item, name, index, Some(column)));
            let tokens = build(item, index, name.as_deref(), &quote!(&[#key]));
            parts.push(Part { span: index.key.span(), kind: "index", name, line, around: None, tokens });
        }
    }
    for index in &item.table.indexes {
        let columns: Option<Vec<&str>> = index.columns.iter().map(|key| key_name(item, &key.of)).collect();
        let name = name(item, index.name.as_ref(), "ix", columns.as_deref());
        let line = name.as_ref().and_then(|name| text::index(item, name, index, None));
        let keys = index.columns.iter().map(|column| {
            let of = match &column.of {
                KeyOf::Field(field) => column_key(&column_name(item, field)),
                KeyOf::Expression(expression) => {
                    let expression = expression.value();
                    quote!(__a::IndexKey::Expression(__a::Borrowed(#expression)))
                }
            };
            key(&of, &column.options)
        });
        // A list of plain names is a constant already; one with a lookup must be said to be.
        let keys = match columns {
            Some(_) => quote!(&[#(#keys),*]),
            None => quote!(const { &[#(#keys),*] }),
        };
        let tokens = build(item, index, name.as_deref(), &keys);
        parts.push(Part { span: index.key.span(), kind: "index", name, line, around: None, tokens });
    }
    parts
}

/// What a key adds to the conventional name, unless a flattened struct knows it.
fn key_name<'a>(item: &'a Struct, of: &KeyOf) -> Option<&'a str> {
    match of {
        KeyOf::Field(field) => item.field(field).map(|field| field.name.as_str()),
        KeyOf::Expression(_) => Some("expression"),
    }
}

fn build(item: &Struct, index: &Index, name: Option<&str>, keys: &TokenStream) -> TokenStream {
    let name = name.unwrap_or_default();
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

fn column_key(column: &TokenStream) -> TokenStream {
    quote!(__a::IndexKey::Column(__a::Borrowed(#column)))
}

fn key(key: &TokenStream, options: &KeyOptions) -> TokenStream {
    let order = match options.descending {
        true => quote!(__a::SortOrder::Descending),
        false => quote!(__a::SortOrder::Ascending),
    };
    let nulls = option(options.nulls_first.map(|first| match first {
        true => quote!(__a::NullsOrder::First),
        false => quote!(__a::NullsOrder::Last),
    }));
    let class = option(options.operator_class.as_ref().map(|class| quote!(__a::Borrowed(#class))));
    let prefix = option(options.prefix_length.map(|length| quote!(#length)));
    quote! {
        __a::IndexColumn {
            key: #key,
            order: #order,
            nulls: #nulls,
            operator_class: #class,
            prefix_length: #prefix,
        }
    }
}
