//! The derives of aludel, which re-exports them under the names of their traits.
//!
//! Floors: attributes (`attr`), the item with all its attributes (`ast`), what they say of each other
//! (`check`), tokens (`expand`).

mod ast;
mod attr;
mod case;
mod check;
mod errors;
mod expand;
mod lock;
mod migrations;
mod project;
mod text;

use proc_macro2::TokenStream;
use syn::{DeriveInput, LitStr, parse_macro_input};

use ast::{Enumeration, Newtype, Struct};
use errors::Errors;

/// Makes a struct a table: implements `aludel::Table` and `aludel::Columns`, and registers the model.
#[proc_macro_derive(Table, attributes(table, column, sqlx))]
pub fn derive_table(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    table(&parse_macro_input!(input as DeriveInput)).into()
}

/// Makes a struct's fields columns that tables take in with `flatten`: implements `aludel::Columns`.
#[proc_macro_derive(Columns, attributes(table, column, sqlx))]
pub fn derive_columns(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    columns(&parse_macro_input!(input as DeriveInput)).into()
}

/// Makes an enum the type of columns: implements `aludel::Field`, and registers the enum.
#[proc_macro_derive(Enum, attributes(aludel, sqlx))]
pub fn derive_enum(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    enumeration(&parse_macro_input!(input as DeriveInput)).into()
}

/// Gives a struct around a column's type the same column: implements `aludel::Field`.
#[proc_macro_derive(Field, attributes(sqlx))]
pub fn derive_field(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    newtype(&parse_macro_input!(input as DeriveInput)).into()
}

/// Embeds a crate's revision files as `pub static MIGRATIONS: aludel::Migrations`.
#[proc_macro]
pub fn migrations(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let folder = parse_macro_input!(input as Option<LitStr>);
    migrations::expand(folder.as_ref()).unwrap_or_else(|error| error.to_compile_error()).into()
}

fn table(input: &DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let item = Struct::parse(input, false, &mut errors);
    check::check_struct(&item, &mut errors);
    finish(errors, |stub| expand::table::expand(&item, stub))
}

fn columns(input: &DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let item = Struct::parse(input, true, &mut errors);
    check::check_struct(&item, &mut errors);
    finish(errors, |stub| expand::columns::expand(&item, stub))
}

fn enumeration(input: &DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let item = Enumeration::parse(input, &mut errors);
    check::check_enum(&item, &mut errors);
    finish(errors, |stub| expand::enumeration::expand(&item, stub))
}

fn newtype(input: &DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let item = Newtype::parse(input, &mut errors);
    finish(errors, |_| expand::newtype::expand(&item))
}

/// The tokens of a derive, and its mistakes beside a stub.
fn finish(errors: Errors, expand: impl Fn(bool) -> TokenStream) -> TokenStream {
    let mut tokens = expand::sealed(&expand(!errors.is_empty()));
    tokens.extend(errors.into_tokens());
    tokens
}
