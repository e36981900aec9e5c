//! `impl Table` and the model's registration.

use proc_macro2::TokenStream;
use quote::quote;

use super::{column_list, columns, drift, name_before, qualified_name, source};
use crate::ast::Struct;

/// All that `#[derive(Table)]` emits; `stub` leaves out what a mistake may have spoiled.
pub(crate) fn expand(item: &Struct, stub: bool) -> TokenStream {
    let ident = &item.ident;
    let columns = columns::expand(item, stub);
    let schema = item.name.0.as_deref();
    let name = qualified_name(schema, &item.name.1);
    let model = model(item, stub);
    let generics = columns::generics(item);
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let registration = (!stub).then(|| {
        let lifetimes = static_generics(item);
        let drift = drift::table(item);
        quote! {
            __a::inventory::submit! { __a::RegisteredModel(<#ident #lifetimes as __a::Table>::model) }
            #drift
        }
    });
    quote! {
        #columns
        #[automatically_derived]
        impl #impl_generics __a::Table for #ident #ty_generics #where_clause {
            const NAME: __a::QualifiedName = #name;
            fn model() -> __a::Model {
                #model
            }
        }
        #registration
    }
}

/// The model: only what differs from a table without attributes is said.
fn model(item: &Struct, stub: bool) -> TokenStream {
    let table = &item.table;
    let mut fields = TokenStream::new();
    if let Some(key) = table.primary_key.as_ref().filter(|_| !stub) {
        let name = key.name.as_ref().map(syn::LitStr::value).unwrap_or_default();
        let columns = column_list(item, &key.columns);
        fields.extend(quote!(primary_key: __a::primary_key(#name, #columns),));
    }
    if let Some(comment) = &table.comment {
        fields.extend(quote!(comment: ::core::option::Option::Some(__a::Borrowed(#comment)),));
    }
    if !table.options.is_empty() {
        let options = table.options.iter().map(|option| {
            let (database, name, value) = (&option.database, &option.name, &option.value);
            quote!(__a::option(#database, #name, #value))
        });
        fields.extend(quote!(options: __a::Borrowed(const { &[#(#options),*] }),));
    }
    if table.renamed_from.is_some() {
        let before = name_before(item.name.0.as_deref(), table.renamed_from.as_ref());
        fields.extend(quote!(renamed_from: #before,));
    }
    let source = source(&item.ident);
    let model = quote!(__a::model::<Self>(#source));
    if fields.is_empty() { model } else { quote!(__a::Model { #fields ..#model }) }
}

/// The struct's lifetimes, all of them `'static`, for use outside of its impls.
pub(super) fn static_generics(item: &Struct) -> TokenStream {
    let lifetimes = item.generics.lifetimes().map(|_| quote!('static));
    if item.generics.params.is_empty() { TokenStream::new() } else { quote!(<#(#lifetimes),*>) }
}
