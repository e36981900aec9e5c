//! `impl Field` for an enum, and its registration.

use proc_macro2::TokenStream;
use quote::quote;

use super::{drift, name_before, qualified_name, source};
use crate::ast::Enumeration;

/// All that `#[derive(Enum)]` emits; `stub` leaves out what a mistake may have spoiled.
pub(crate) fn expand(item: &Enumeration, stub: bool) -> TokenStream {
    let ident = &item.ident;
    let (impl_generics, ty_generics, where_clause) = item.generics.split_for_impl();
    let array = quote! {
        #[automatically_derived]
        impl #impl_generics __a::ArrayElement for #ident #ty_generics #where_clause {}
    };
    if let Some(repr) = &item.repr {
        return quote! {
            #[automatically_derived]
            impl #impl_generics __a::Field for #ident #ty_generics #where_clause {
                const TYPE: __a::ColumnType = <#repr as __a::Field>::TYPE;
            }
            #array
        };
    }
    let schema = item.name.0.as_deref();
    let name = qualified_name(schema, &item.name.1);
    let values = item.variants.iter().map(|variant| &variant.value);
    let registration = (!stub).then(|| {
        let renamed_from = name_before(schema, item.renamed_from.as_ref());
        let renamed = item.variants.iter().filter_map(|variant| {
            let (after, before) = (&variant.value, variant.renamed_from.as_ref()?.value());
            Some(quote!((#after, #before)))
        });
        let source = source(ident);
        let drift = drift::enumeration(item);
        quote! {
            fn model() -> __a::ModelEnum {
                __a::model_enum(
                    #name,
                    <#ident as __a::Field>::VALUES,
                    #renamed_from,
                    &[#(#renamed),*],
                    #source,
                )
            }
            __a::inventory::submit! { __a::RegisteredEnum(model) }
            #drift
        }
    });
    quote! {
        #[automatically_derived]
        impl #impl_generics __a::Field for #ident #ty_generics #where_clause {
            const TYPE: __a::ColumnType = __a::ColumnType::Enum(#name);
            const VALUES: &'static [__a::Text] = &[#(__a::Borrowed(#values)),*];
        }
        #array
        #registration
    }
}
