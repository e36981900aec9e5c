//! Tokens. Names are short because every column of every model pays for them.

pub(crate) mod columns;
mod constraint;
pub(crate) mod drift;
pub(crate) mod enumeration;
mod index;
pub(crate) mod newtype;
pub(crate) mod table;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::ast::Struct;
use crate::attr::plain;

/// The span of user's tokens for code that the derive writes: errors show there, lints stay silent.
pub(crate) fn at(span: Span) -> Span {
    Span::call_site().located_at(span)
}

/// Wraps what a derive emits: nothing it names is seen outside, and no lint speaks of it.
pub(crate) fn sealed(content: &TokenStream) -> TokenStream {
    quote! {
        #[doc(hidden)]
        #[allow(non_upper_case_globals, non_camel_case_types, dead_code, clippy::all, clippy::pedantic, clippy::nursery)]
        const _: () = {
            use ::aludel::model::build as __a;
            #content
        };
    }
}

/// The column that a field's name stands for, where a constraint or an index names it.
fn column_name(item: &Struct, field: &Ident) -> TokenStream {
    match item.field(field) {
        Some(field) => {
            let name = &field.name;
            quote!(#name)
        }
        None => {
            let name = plain(field);
            let owner = plain(&item.ident);
            let span = at(field.span());
            quote::quote_spanned!(span=> __a::column_of(<Self as __a::Columns>::PARTS, #owner, #name))
        }
    }
}

/// The columns that fields' names stand for, as a constant list.
fn column_list(item: &Struct, fields: &[Ident]) -> TokenStream {
    let names = fields.iter().map(|field| column_name(item, field));
    let list = quote!(&[#(__a::Borrowed(#names)),*]);
    // A list of plain names is a constant already; one with a lookup must be said to be.
    if fields.iter().all(|field| item.field(field).is_some()) { list } else { quote!(const { #list }) }
}

/// The columns that fields' names stand for, unless a flattened struct knows one of them.
fn column_names<'a>(item: &'a Struct, fields: &[Ident]) -> Option<Vec<&'a str>> {
    fields.iter().map(|field| Some(item.field(field)?.name.as_str())).collect()
}

/// A constant list with one column.
fn one_column(name: &str) -> TokenStream {
    quote!(&[__a::Borrowed(#name)])
}

/// `Some(…)` or `None`.
fn option(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote!(::core::option::Option::Some(#value)),
        None => quote!(::core::option::Option::None),
    }
}

/// A qualified name, as a constant.
fn qualified_name(schema: Option<&str>, name: &str) -> TokenStream {
    match schema {
        Some(schema) => quote!(__a::QualifiedName::qualified(#schema, #name)),
        None => quote!(__a::QualifiedName::unqualified(#name)),
    }
}

/// A name before, which is in the same schema unless it says another.
fn name_before(schema: Option<&str>, before: Option<&syn::LitStr>) -> TokenStream {
    option(before.map(|before| {
        let before = before.value();
        match before.split_once('.') {
            Some((schema, name)) => qualified_name(Some(schema), name),
            None => qualified_name(schema, &before),
        }
    }))
}

/// Where the item stands.
fn source(ident: &Ident) -> TokenStream {
    let name = plain(ident);
    let line = u32::try_from(ident.span().unwrap_line()).unwrap_or(0);
    quote! {
        __a::Source {
            module: ::core::module_path!(),
            name: #name,
            file: ::core::file!(),
            line: #line,
        }
    }
}

/// The line of a span, or 0 outside the compiler.
trait Line {
    fn unwrap_line(&self) -> usize;
}

impl Line for Span {
    fn unwrap_line(&self) -> usize {
        if proc_macro::is_available() { self.unwrap().line() } else { 0 }
    }
}
