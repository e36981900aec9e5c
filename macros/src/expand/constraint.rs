//! The constraints of a struct of columns, in order of the fields, then of the attributes.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::LitStr;

use super::{at, column_list, column_names, one_column, option};
use crate::ast::{Field, Struct};
use crate::attr::constraint::{Action, Check, Deferrable, ForeignKey, Unique};
use crate::attr::{Given, plain};
use crate::lock::conventional_name;
use crate::text;

/// `const CONSTRAINTS`, unless there is none.
pub(super) fn expand(item: &Struct) -> TokenStream {
    let parts = parts(item);
    if parts.is_empty() {
        return TokenStream::new();
    }
    let parts = parts.iter().map(|part| &part.tokens);
    quote!(const CONSTRAINTS: &'static [__a::Part<__a::ModelConstraint>] = &[#(#parts),*];)
}

/// One part of the constraints, or of the indexes.
pub(crate) struct Part {
    /// Where it was declared.
    pub(crate) span: Span,
    /// Its kind, as [`crate::lock::kind`] tells it of a line; none of a flattened struct's.
    pub(crate) kind: &'static str,
    /// Its name, given or by convention, unless a flattened struct has a say in it.
    pub(crate) name: Option<String>,
    /// Its line in the lock, where the attributes alone say it.
    pub(crate) line: Option<String>,
    /// What a foreign key's line begins and ends with: all but what it references.
    pub(crate) around: Option<(String, String)>,
    /// The part's constructor.
    pub(crate) tokens: TokenStream,
}

/// All parts, in order.
pub(crate) fn parts(item: &Struct) -> Vec<Part> {
    let mut parts = Vec::new();
    for field in &item.fields {
        if field.flatten {
            let ty = &field.ty;
            let tokens = quote!(__a::Part::Flatten(<#ty as __a::Columns>::CONSTRAINTS));
            parts.push(Part { span: field.span(), kind: "", name: None, line: None, around: None, tokens });
            continue;
        }
        let own = Some([field.name.as_str()].to_vec());
        let list = one_column(&field.name);
        parts.extend(field.column.uniques.iter().map(|declared| unique(item, declared, own.clone(), &list)));
        let references = field.column.references.iter();
        parts.extend(
            references.map(|declared| foreign_key(item, declared, own.clone(), &list, &[&field.ident])),
        );
        parts.extend(field.column.checks.iter().map(|declared| check(item, declared, Some(field))));
    }
    parts.extend(item.table.uniques.iter().map(|declared| {
        let list = column_list(item, &declared.columns);
        unique(item, declared, column_names(item, &declared.columns), &list)
    }));
    parts.extend(item.table.foreign_keys.iter().map(|declared| {
        let own: Vec<&Ident> = declared.columns.iter().collect();
        let list = column_list(item, &declared.columns);
        foreign_key(item, declared, column_names(item, &declared.columns), &list, &own)
    }));
    parts.extend(item.table.checks.iter().map(|declared| check(item, declared, None)));
    parts
}

/// The name given, or the one by convention; in a struct that is no table, only the name given.
pub(super) fn name(
    item: &Struct,
    given: Option<&LitStr>,
    prefix: &str,
    columns: Option<&[&str]>,
) -> Option<String> {
    match given {
        Some(given) => Some(given.value()),
        None if item.mixin => None,
        None => Some(conventional_name(prefix, &item.name.1, columns?)),
    }
}

fn unique(item: &Struct, declared: &Unique, columns: Option<Vec<&str>>, list: &TokenStream) -> Part {
    let name = name(item, declared.name.as_ref(), "uq", columns.as_deref());
    let line = name.as_ref().zip(columns).map(|(name, columns)| text::unique(name, &columns, declared));
    let shown = name.clone().unwrap_or_default();
    let deferrable = deferrable(declared.deferrable);
    let nulls_not_distinct = declared.nulls_not_distinct;
    let tokens = quote!(__a::unique(#shown, #list, #deferrable, #nulls_not_distinct));
    Part { span: declared.key.span(), kind: "unique", name, line, around: None, tokens }
}

fn check(item: &Struct, declared: &Check, field: Option<&Field>) -> Part {
    let columns: Vec<&str> = field.iter().map(|field| field.name.as_str()).collect();
    let name = name(item, declared.name.as_ref(), "ck", Some(&columns));
    let line = name.as_ref().map(|name| text::check(name, declared));
    let shown = name.clone().unwrap_or_default();
    let expression = declared.expression.value();
    let checked = field.map_or_else(|| quote!(&[]), |field| one_column(&field.name));
    let tokens = quote!(__a::check(#shown, #expression, #checked));
    Part { span: declared.key.span(), kind: "check", name, line, around: None, tokens }
}

fn foreign_key(
    item: &Struct,
    declared: &ForeignKey,
    columns: Option<Vec<&str>>,
    list: &TokenStream,
    own: &[&Ident],
) -> Part {
    let name = name(item, declared.name.as_ref(), "fk", columns.as_deref());
    let shown = name.clone().unwrap_or_default();
    let tokens = match declared.references.first() {
        None => TokenStream::new(),
        Some(first) => {
            let model = &first.model;
            let referenced = referenced(declared, own);
            let first_own = own.first().map(|own| plain(own)).unwrap_or_default();
            let match_full = declared.match_full.unwrap_or_default();
            let on_delete = action(declared.on_delete.as_ref(), &first_own);
            let on_update = action(declared.on_update.as_ref(), &first_own);
            let deferrable = deferrable(declared.deferrable);
            quote! {
                __a::foreign_key::<#model>(
                    #shown, #list, #referenced, #match_full, #on_delete, #on_update, #deferrable
                )
            }
        }
    };
    // What it references is another derive's to say.
    let around =
        name.as_ref().zip(columns).map(|(name, columns)| text::foreign_key(name, &columns, declared));
    Part { span: declared.key.span(), kind: "foreign_key", name, line: None, around, tokens }
}

/// The referenced columns, each checked where its path stands.
fn referenced(declared: &ForeignKey, own: &[&Ident]) -> TokenStream {
    let call = |function: TokenStream| {
        declared.references.iter().zip(own).map(move |(reference, own)| {
            let model = &reference.model;
            let shown = reference.shown();
            let (own, field) = (plain(own), plain(&reference.field));
            let span = at(reference.field.span());
            quote_spanned!(span=> __a::#function::<Self, #model>(#own, #shown, #field))
        })
    };
    if own.len() == 1 {
        return call(quote!(reference)).collect();
    }
    let referenced = call(quote!(references));
    quote!(const { &[#(#referenced),*] })
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
