//! What a derive stands on: the Rust item with all its attributes read, aludel's own and sqlx's.

use proc_macro2::{Ident, Span};
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Fields, Generics, Type};

use crate::attr::column::ColumnAttributes;
use crate::attr::enumeration::{EnumAttributes, VariantAttributes};
use crate::attr::plain;
use crate::attr::sqlx::{Json, SqlxContainer, SqlxItem};
use crate::attr::table::TableAttributes;
use crate::case::Case;
use crate::errors::Errors;

/// A struct of columns.
pub(crate) struct Struct {
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    /// Whether it is a mixin and no table.
    pub(crate) mixin: bool,
    pub(crate) table: TableAttributes,
    /// The table's schema (namespace) and name.
    pub(crate) name: (Option<String>, String),
    pub(crate) fields: Vec<Field>,
}

/// A field that is a column or that flattens a struct of columns; skipped fields are left out.
pub(crate) struct Field {
    pub(crate) ident: Ident,
    /// The type whose column it is, or whose columns it flattens.
    pub(crate) ty: Type,
    /// The column's name.
    pub(crate) name: String,
    /// Kept as JSON, whatever its type.
    pub(crate) json: Option<Json>,
    pub(crate) flatten: bool,
    pub(crate) column: ColumnAttributes,
}

impl Struct {
    /// Reads a struct with named fields; on anything else, only its name is known.
    pub(crate) fn parse(input: &DeriveInput, mixin: bool, errors: &mut Errors) -> Self {
        let table = TableAttributes::parse(&input.attrs, mixin, errors);
        let sqlx = SqlxContainer::parse(&input.attrs, errors);
        let name = match &table.name {
            Some(name) => name.value(),
            None => Case::Snake.apply(&plain(&input.ident)),
        };
        let schema = table.schema.as_ref().map(syn::LitStr::value);
        let mut fields = Vec::new();
        match named_fields(input) {
            Ok(named) => {
                let read = named.iter().filter_map(|field| Field::parse(field, sqlx.rename_all, errors));
                fields.extend(read);
            }
            Err(error) => errors.add(error),
        }
        Self {
            ident: input.ident.clone(),
            generics: input.generics.clone(),
            mixin,
            table,
            name: (schema, name),
            fields,
        }
    }

    /// Whether columns come from other structs, which this derive cannot see.
    pub(crate) fn flattens(&self) -> bool {
        self.fields.iter().any(|field| field.flatten)
    }

    /// The field called `name` that is a column.
    pub(crate) fn field(&self, name: &Ident) -> Option<&Field> {
        let name = plain(name);
        self.fields.iter().find(|field| !field.flatten && plain(&field.ident) == name)
    }

    /// Whether a foreign key looks at another model, which only the compiler can do.
    pub(crate) fn references(&self) -> bool {
        !self.table.foreign_keys.is_empty()
            || self.fields.iter().any(|field| field.column.references.is_some())
    }

    /// The table's name as a user writes it.
    pub(crate) fn display_name(&self) -> String {
        match &self.name {
            (Some(schema), name) => format!("{schema}.{name}"),
            (None, name) => name.clone(),
        }
    }
}

fn named_fields(
    input: &DeriveInput,
) -> syn::Result<&syn::punctuated::Punctuated<syn::Field, syn::Token![,]>> {
    let found = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => return Ok(&fields.named),
            Fields::Unnamed(_) => "a tuple struct, whose fields have no names",
            Fields::Unit => "a struct without fields",
        },
        Data::Enum(_) => "an enum; an enum that is a column's type derives `aludel::Enum`",
        Data::Union(_) => "a union",
    };
    Err(syn::Error::new(input.ident.span(), format!("expected a struct with named fields, found {found}")))
}

impl Field {
    fn parse(field: &syn::Field, rename_all: Option<Case>, errors: &mut Errors) -> Option<Self> {
        let ident = field.ident.clone()?;
        let column = ColumnAttributes::parse(&field.attrs, errors);
        let sqlx = SqlxItem::parse(&field.attrs, errors);
        if let Some(skip) = &column.skip {
            for key in column.keys.iter().filter(|key| *key != skip) {
                errors.push(key.span(), format!("`{key}` does not go with `skip`"));
            }
        }
        if column.skip.is_some() || sqlx.skip {
            return None;
        }
        let flatten = column.flatten.is_some() || sqlx.flatten;
        if flatten {
            for key in column.keys.iter().filter(|key| *key != "flatten") {
                errors.push(
                    key.span(),
                    format!(
                        "`{key}` does not go with `flatten`: it belongs on the flattened struct's own field"
                    ),
                );
            }
        }
        let name = match (&column.name, &sqlx.rename) {
            (Some(name), _) | (None, Some(name)) => name.value(),
            (None, None) => match rename_all {
                Some(case) => case.apply(&plain(&ident)),
                None => plain(&ident),
            },
        };
        if let (Some(own), Some(sqlx)) = (&column.name, &sqlx.rename)
            && own.value() != sqlx.value()
        {
            errors.push(own.span(), format!("sqlx reads this field from the column `{}`", sqlx.value()));
        }
        let ty = sqlx.try_from.unwrap_or_else(|| field.ty.clone());
        Some(Self { ident, ty, name, json: sqlx.json, flatten, column })
    }

    /// Where mistakes of the whole field are shown.
    pub(crate) fn span(&self) -> Span {
        self.ident.span()
    }
}

/// An enum that is a column's type.
pub(crate) struct Enumeration {
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    /// The type's schema (namespace) and name.
    pub(crate) name: (Option<String>, String),
    pub(crate) renamed_from: Option<syn::LitStr>,
    /// `#[repr(i32)]`: kept as a number, as sqlx does.
    pub(crate) repr: Option<Ident>,
    pub(crate) variants: Vec<Variant>,
}

/// A value of an enum.
pub(crate) struct Variant {
    pub(crate) ident: Ident,
    pub(crate) value: String,
    pub(crate) renamed_from: Option<syn::LitStr>,
}

impl Enumeration {
    /// Reads an enum whose variants hold no data.
    pub(crate) fn parse(input: &DeriveInput, errors: &mut Errors) -> Self {
        let own = EnumAttributes::parse(&input.attrs, errors);
        let sqlx = SqlxContainer::parse(&input.attrs, errors);
        if let (Some(own), Some(sqlx)) = (&own.name, &sqlx.type_name) {
            let message = format!("sqlx's `type_name` is the name of this enum: `{}`", sqlx.value());
            errors.push(own.span(), message);
        }
        let given = own.name.as_ref().or(sqlx.type_name.as_ref()).map(syn::LitStr::value);
        let name = given.unwrap_or_else(|| Case::Snake.apply(&plain(&input.ident)));
        let name = match (own.schema, name.split_once('.')) {
            (Some(schema), _) => (Some(schema.value()), name),
            (None, Some((schema, name))) => (Some(schema.to_owned()), name.to_owned()),
            (None, None) => (None, name),
        };
        let mut variants = Vec::new();
        match &input.data {
            Data::Enum(data) => {
                for variant in &data.variants {
                    variants.push(Variant::parse(variant, sqlx.rename_all, errors));
                }
                if variants.is_empty() {
                    errors.push(input.ident.span(), "an enum needs at least one value");
                }
            }
            Data::Struct(_) => errors.push(
                input.ident.span(),
                "expected an enum, found a struct; a struct around a column's type derives `aludel::Field`",
            ),
            Data::Union(_) => errors.push(input.ident.span(), "expected an enum, found a union"),
        }
        Self {
            ident: input.ident.clone(),
            generics: input.generics.clone(),
            name,
            renamed_from: own.renamed_from,
            repr: sqlx.repr,
            variants,
        }
    }
}

impl Variant {
    fn parse(variant: &syn::Variant, rename_all: Option<Case>, errors: &mut Errors) -> Self {
        if !matches!(variant.fields, Fields::Unit) {
            errors.push(
                variant.fields.span(),
                "a value of an enum holds no data; keep data in a column of its own, or as `#[sqlx(json)]`",
            );
        }
        let own = VariantAttributes::parse(&variant.attrs, errors);
        let sqlx = SqlxItem::parse(&variant.attrs, errors);
        let value = match (&sqlx.rename, rename_all) {
            (Some(name), _) => name.value(),
            (None, Some(case)) => case.apply(&plain(&variant.ident)),
            (None, None) => plain(&variant.ident),
        };
        Self { ident: variant.ident.clone(), value, renamed_from: own.renamed_from }
    }
}

/// A struct around a column's type.
pub(crate) struct Newtype {
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    /// The type inside; none after a mistake.
    pub(crate) inner: Option<Type>,
}

impl Newtype {
    /// Reads a struct with one field, `PhantomData` aside.
    pub(crate) fn parse(input: &DeriveInput, errors: &mut Errors) -> Self {
        let mut inner = None;
        match &input.data {
            Data::Struct(data) => {
                let holds = |field: &&syn::Field| !is_phantom(&field.ty);
                let held: Vec<&Type> = data.fields.iter().filter(holds).map(|field| &field.ty).collect();
                match held.as_slice() {
                    [one] => inner = Some((*one).clone()),
                    _ => errors.push(
                        input.ident.span(),
                        "expected a struct around one type; a struct of columns derives `aludel::Columns`",
                    ),
                }
            }
            Data::Enum(_) => {
                errors.push(input.ident.span(), "expected a struct; an enum derives `aludel::Enum`")
            }
            Data::Union(_) => errors.push(input.ident.span(), "expected a struct, found a union"),
        }
        Self { ident: input.ident.clone(), generics: input.generics.clone(), inner }
    }
}

fn is_phantom(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    path.path.segments.last().is_some_and(|last| last.ident == "PhantomData")
}
