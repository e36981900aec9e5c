//! `impl Columns`: the parts of a struct, its constraints and its indexes.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::parse_quote;

use super::{at, constraint, index};
use crate::ast::{Field, Struct};
use crate::attr::column::{ColumnAttributes, Default, Identity};
use crate::attr::plain;
use crate::attr::sqlx::Json;

/// The whole impl; `stub` leaves out all that a mistake may have spoiled, so that no second error follows.
pub(crate) fn expand(item: &Struct, stub: bool) -> TokenStream {
    let ident = &item.ident;
    let parts = item.fields.iter().map(|field| part(field, stub));
    let constraints = (!stub).then(|| constraint::expand(item));
    let indexes = (!stub).then(|| index::expand(item));
    let generics = generics(item);
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #impl_generics __a::Columns for #ident #ty_generics #where_clause {
            const PARTS: &'static [__a::Part<__a::ModelColumn>] = &[#(#parts),*];
            #constraints
            #indexes
        }
    }
}

/// The struct's generics, with what its fields' types need where they are generic.
pub(super) fn generics(item: &Struct) -> syn::Generics {
    let mut generics = item.generics.clone();
    if generics.type_params().next().is_some() {
        let predicates = &mut generics.make_where_clause().predicates;
        for field in item.fields.iter().filter(|field| field.json.is_none()) {
            let ty = &field.ty;
            predicates.push(match field.flatten {
                true => parse_quote!(#ty: __a::Columns),
                false => parse_quote!(#ty: __a::Field),
            });
        }
    }
    generics
}

/// One field's part.
fn part(field: &Field, stub: bool) -> TokenStream {
    let ty = &field.ty;
    if field.flatten {
        return quote!(__a::Part::Flatten(<#ty as __a::Columns>::PARTS));
    }
    let ty = match field.json {
        None => quote!(#ty),
        Some(Json::NotNull) => quote!(__a::JsonColumn<false>),
        Some(Json::Nullable) => quote!(__a::JsonColumn<true>),
    };
    let name = plain(&field.ident);
    let steps = if stub { Steps::default() } else { Steps::of(&field.column) };
    if steps.0.is_empty() && field.name == name {
        return quote!(__a::plain::<#ty>(#name));
    }
    let mut built = quote!(__a::column::<#ty>(#name));
    if field.name != name {
        let column = &field.name;
        built = quote!(#built.name(#column));
    }
    for (span, step, value) in steps.0 {
        let step = proc_macro2::Ident::new(step, at(span));
        // All tokens but the value's receiver on the attribute's span: a refusal is shown there.
        built = quote_spanned!(at(span)=> __a::ColumnBuilder::#step(#built, #value));
    }
    quote!(#built.part())
}

/// What the attributes add to a column: where, which step, its argument.
#[derive(std::default::Default)]
struct Steps(Vec<(Span, &'static str, TokenStream)>);

impl Steps {
    /// The size first, because a default is checked against it.
    fn of(column: &ColumnAttributes) -> Self {
        let mut steps = Self::default();
        let numbers = [
            ("length", &column.length),
            ("fixed", &column.fixed),
            ("precision", &column.precision),
            ("scale", &column.scale),
        ];
        for (step, given) in numbers {
            if let Some(given) = given {
                let value = given.value;
                steps.push(given.span, step, quote!(#value));
            }
        }
        if let Some(key) = &column.primary_key {
            steps.push(key.span(), "primary_key", TokenStream::new());
        }
        if let Some(given) = &column.identity {
            let value = match given.value {
                Identity::ByDefault => quote!(__a::Identity::ByDefault),
                Identity::Always => quote!(__a::Identity::Always),
            };
            steps.push(given.span, "identity", value);
        }
        if let Some(given) = &column.default {
            steps.push(given.span, "default", default(&given.value));
        }
        if let Some(given) = &column.generated {
            let (expression, stored) = (given.value.expression.value(), given.value.stored);
            steps.push(given.span, "generated", quote!(#expression, #stored));
        }
        let texts = [
            ("collation", &column.collation),
            ("comment", &column.comment),
            ("renamed_from", &column.renamed_from),
        ];
        for (step, given) in texts {
            if let Some(given) = given {
                let value = given.value();
                steps.push(given.span(), step, quote!(#value));
            }
        }
        if let Some((_, first)) = column.native.first() {
            let natives = column.native.iter().map(|(database, ty)| {
                let ty = ty.value();
                quote!(__a::NativeType { database: __a::Borrowed(#database), ty: __a::Borrowed(#ty) })
            });
            steps.push(first.span(), "native", quote!(const { &[#(#natives),*] }));
        }
        steps
    }

    fn push(&mut self, span: Span, step: &'static str, value: TokenStream) {
        self.0.push((span, step, value));
    }
}

fn default(value: &Default) -> TokenStream {
    match value {
        Default::Boolean(value) => quote!(__a::DefaultLiteral::Boolean(#value)),
        Default::Integer(value) => quote!(__a::DefaultLiteral::Integer(#value)),
        Default::Number(value) => quote!(__a::DefaultLiteral::Number(#value)),
        Default::Text(value) => quote!(__a::DefaultLiteral::Text(#value)),
        Default::Sql(value) => quote!(__a::DefaultLiteral::Sql(#value)),
    }
}
