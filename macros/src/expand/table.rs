//! `impl Table` and the model's registration.

use proc_macro2::TokenStream;
use quote::quote;

use super::{column_list, columns, drift, name_before, option, qualified_name, source};
use crate::ast::Struct;

/// All that `#[derive(Table)]` emits; `stub` leaves out what a mistake may have spoiled.
pub(crate) fn expand(item: &Struct, stub: bool) -> TokenStream {
    let ident = &item.ident;
    let columns = columns::expand(item, stub);
    let schema = item.name.0.as_deref();
    let name = qualified_name(schema, &item.name.1);
    let model = model(item, stub);
    let (impl_generics, ty_generics, where_clause) = item.generics.split_for_impl();
    let registration = (!stub).then(|| {
        let lifetimes = static_generics(item);
        let drift = drift::table(item);
        quote! {
            const __M: &__a::Model = &<#ident #lifetimes as __a::Table>::MODEL;
            __a::inventory::submit! { __a::RegisteredModel(__M) }
            #drift
        }
    });
    quote! {
        #columns
        #[automatically_derived]
        impl #impl_generics __a::Table for #ident #ty_generics #where_clause {
            const NAME: __a::QualifiedName = #name;
            const MODEL: __a::Model = #model;
        }
        #registration
    }
}

fn model(item: &Struct, stub: bool) -> TokenStream {
    let table = &item.table;
    let key = table.primary_key.as_ref().filter(|_| !stub);
    let primary_key = match key {
        Some(key) => {
            let name = key.name.as_ref().map(syn::LitStr::value).unwrap_or_default();
            let columns = column_list(item, &key.columns);
            quote!(__a::primary_key(#name, #columns))
        }
        None => option(None),
    };
    let comment = option(table.comment.as_ref().map(|comment| quote!(#comment)));
    let options = table.options.iter().map(|option| {
        let (database, name, value) = (&option.database, &option.name, &option.value);
        quote! {
            __a::TableOption {
                database: __a::Borrowed(#database),
                name: __a::Borrowed(#name),
                value: __a::Borrowed(#value),
            }
        }
    });
    let options = match table.options.is_empty() {
        true => quote!(&[]),
        false => quote!(const { &[#(#options),*] }),
    };
    let renamed_from = name_before(item.name.0.as_deref(), table.renamed_from.as_ref());
    let source = source(&item.ident);
    quote!(__a::model::<Self>(#primary_key, #comment, #options, #renamed_from, #source))
}

/// The struct's lifetimes, all of them `'static`, for use outside of its impls.
pub(super) fn static_generics(item: &Struct) -> TokenStream {
    let lifetimes = item.generics.lifetimes().map(|_| quote!('static));
    if item.generics.params.is_empty() { TokenStream::new() } else { quote!(<#(#lifetimes),*>) }
}
