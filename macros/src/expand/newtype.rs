//! `impl Field` for a struct around a column's type.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse_quote;

use crate::ast::Newtype;

/// All that `#[derive(Field)]` emits; after a mistake, the column of a text, so that no second error follows.
pub(crate) fn expand(item: &Newtype) -> TokenStream {
    let ident = &item.ident;
    let inner = item.inner.clone().unwrap_or_else(|| parse_quote!(::std::string::String));
    let mut generics = item.generics.clone();
    if generics.type_params().next().is_some() {
        generics.make_where_clause().predicates.push(parse_quote!(#inner: __a::Field));
    }
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #impl_generics __a::Field for #ident #ty_generics #where_clause {
            const TYPE: __a::ColumnType = <#inner as __a::Field>::TYPE;
            const NULLABLE: bool = <#inner as __a::Field>::NULLABLE;
            const VALUES: &'static [__a::Text] = <#inner as __a::Field>::VALUES;
        }
        #[automatically_derived]
        impl #impl_generics __a::ArrayElement for #ident #ty_generics #where_clause {}
    }
}
