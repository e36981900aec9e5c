//! `#[column(…)]` on a field.

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Attribute, Lit, LitStr, Token, parenthesized};

use super::constraint::{Check, ForeignKey, Unique};
use super::index::Index;
use super::{Given, LITERAL, flag, items, literal_text, number, set, text, unknown};
use crate::errors::{Errors, suggestion};

/// All that `#[column(…)]` knows.
const KNOWN: &[&str] = &[
    "name",
    "length",
    "char",
    "precision",
    "scale",
    "primary_key",
    "identity",
    "unique",
    "index",
    "default",
    "generated",
    "check",
    "collation",
    "comment",
    "references",
    "skip",
    "flatten",
    "renamed_from",
    "type",
];

/// The databases that a type in a database's own words can be given for.
pub(crate) const DATABASES: &[&str] = &["mysql", "postgres", "sqlite"];

/// What a field's `#[column(…)]` says.
#[derive(Default)]
pub(crate) struct ColumnAttributes {
    pub(crate) name: Option<LitStr>,
    pub(crate) length: Option<Given<u32>>,
    pub(crate) fixed: Option<Given<u32>>,
    pub(crate) precision: Option<Given<u32>>,
    pub(crate) scale: Option<Given<u32>>,
    pub(crate) primary_key: Option<Ident>,
    pub(crate) identity: Option<Given<Identity>>,
    pub(crate) uniques: Vec<Unique>,
    pub(crate) indexes: Vec<Index>,
    pub(crate) default: Option<Given<Default>>,
    pub(crate) generated: Option<Given<Generated>>,
    pub(crate) checks: Vec<Check>,
    pub(crate) collation: Option<LitStr>,
    pub(crate) comment: Option<LitStr>,
    pub(crate) references: Option<ForeignKey>,
    pub(crate) skip: Option<Ident>,
    pub(crate) flatten: Option<Ident>,
    pub(crate) renamed_from: Option<LitStr>,
    /// Types in a database's own words, by database.
    pub(crate) native: Vec<(String, LitStr)>,
    /// Every key, to name what does not go with `skip` or `flatten`.
    pub(crate) keys: Vec<Ident>,
}

/// Whether values given for a self-numbering column are taken.
#[derive(Clone, Copy)]
pub(crate) enum Identity {
    ByDefault,
    Always,
}

/// A default.
pub(crate) enum Default {
    Boolean(bool),
    Integer(i128),
    Number(String),
    Text(String),
    Sql(String),
}

/// The expression of a generated column.
pub(crate) struct Generated {
    pub(crate) expression: LitStr,
    pub(crate) stored: bool,
}

impl ColumnAttributes {
    /// Reads all `#[column(…)]` of a field.
    pub(crate) fn parse(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut column = Self::default();
        items(attributes, "column", errors, |key, input, errors| column.item(key, input, errors));
        column
    }

    fn item(&mut self, key: &Ident, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<()> {
        self.keys.push(key.clone());
        match key.to_string().as_str() {
            "name" => set(&mut self.name, key, text(key, input)?),
            "length" => set(&mut self.length, key, number(key, input)?),
            "char" => set(&mut self.fixed, key, number(key, input)?),
            "precision" => set(&mut self.precision, key, number(key, input)?),
            "scale" => set(&mut self.scale, key, number(key, input)?),
            "primary_key" => {
                flag(key, input)?;
                set(&mut self.primary_key, key, key.clone())
            }
            "identity" => set(&mut self.identity, key, identity(key, input)?),
            "unique" => {
                self.uniques.push(Unique::parse(key, input, true, errors)?);
                Ok(())
            }
            "index" => {
                self.indexes.push(Index::parse(key, input, true, errors)?);
                Ok(())
            }
            "default" => set(&mut self.default, key, default(key, input)?),
            "generated" => set(&mut self.generated, key, generated(key, input)?),
            "check" => {
                self.checks.push(Check::parse(key, input, errors)?);
                Ok(())
            }
            "collation" => set(&mut self.collation, key, text(key, input)?),
            "comment" => set(&mut self.comment, key, text(key, input)?),
            "references" => set(&mut self.references, key, ForeignKey::parse_on_field(key, input, errors)?),
            "skip" => {
                flag(key, input)?;
                set(&mut self.skip, key, key.clone())
            }
            "flatten" => {
                flag(key, input)?;
                set(&mut self.flatten, key, key.clone())
            }
            "renamed_from" => set(&mut self.renamed_from, key, text(key, input)?),
            "type" => self.native(key, input),
            "nullable" | "null" | "not_null" => Err(syn::Error::new(
                key.span(),
                format!("`{key}` is not an attribute: a column holds NULL when its field is an `Option`"),
            )),
            LITERAL => Err(unknown(key, KNOWN)),
            _ => Err(unknown(key, KNOWN)),
        }
    }

    /// `type = postgres("tsvector")`, once for each database.
    fn native(&mut self, key: &Ident, input: ParseStream<'_>) -> syn::Result<()> {
        super::equals(key, input, "postgres(\"tsvector\")")?;
        if input.peek(LitStr) {
            let literal: LitStr = input.parse()?;
            let message = format!("say for which database: `type = postgres(\"{}\")`", literal.value());
            return Err(syn::Error::new(literal.span(), message));
        }
        let database = input.call(Ident::parse_any)?;
        let name = database.to_string();
        if !DATABASES.contains(&name.as_str()) {
            let message = format!("unknown database `{name}`{}", suggestion(&name, DATABASES));
            return Err(syn::Error::new(database.span(), message));
        }
        if self.native.iter().any(|(given, _)| *given == name) {
            return Err(syn::Error::new(database.span(), format!("the type for `{name}` is given twice")));
        }
        let content;
        parenthesized!(content in input);
        // A column of SQLite may be declared with no type.
        let ty = if name == "sqlite" { content.parse()? } else { literal_text(&content)? };
        self.native.push((name, ty));
        self.native.sort_by(|a, b| a.0.cmp(&b.0));
        Ok(())
    }
}

fn identity(key: &Ident, input: ParseStream<'_>) -> syn::Result<Given<Identity>> {
    let value = if input.peek(Token![=]) {
        super::word(key, input, &[("always", Identity::Always), ("by_default", Identity::ByDefault)])?
    } else {
        flag(key, input)?;
        Identity::ByDefault
    };
    Ok(Given { value, span: key.span() })
}

fn default(key: &Ident, input: ParseStream<'_>) -> syn::Result<Given<Default>> {
    if input.peek(syn::token::Paren) {
        let message = "a default is written with `=`: `default = \"active\"`, `default = sql(\"now()\")`";
        return Err(syn::Error::new(key.span(), message));
    }
    super::equals(key, input, "0")?;
    let span = input.span();
    let negative = input.peek(Token![-]);
    if negative {
        input.parse::<Token![-]>()?;
    }
    if !input.peek(Lit) {
        return sql(input, span);
    }
    let literal: Lit = input.parse()?;
    let sign = if negative { "-" } else { "" };
    let value = match &literal {
        Lit::Int(number) => {
            let digits: i128 = number.base10_parse()?;
            Default::Integer(if negative { -digits } else { digits })
        }
        Lit::Float(number) => Default::Number(format!("{sign}{}", number.base10_digits())),
        Lit::Bool(value) if !negative => Default::Boolean(value.value),
        Lit::Str(text) if !negative => Default::Text(text.value()),
        _ => {
            let message = "expected text, a number, `true`, `false` or `sql(\"…\")`";
            return Err(syn::Error::new(literal.span(), message));
        }
    };
    Ok(Given { value, span: literal.span() })
}

fn sql(input: ParseStream<'_>, span: proc_macro2::Span) -> syn::Result<Given<Default>> {
    let expected = "expected text, a number, `true`, `false` or `sql(\"…\")`";
    let word: Ident =
        input.call(Ident::parse_any).map_err(|error| syn::Error::new(error.span(), expected))?;
    if word != "sql" || !input.peek(syn::token::Paren) {
        return Err(syn::Error::new(word.span(), expected));
    }
    let content;
    parenthesized!(content in input);
    let expression = literal_text(&content)?;
    Ok(Given { value: Default::Sql(expression.value()), span })
}

fn generated(key: &Ident, input: ParseStream<'_>) -> syn::Result<Given<Generated>> {
    super::equals(key, input, "stored(\"price * quantity\")")?;
    let span = input.span();
    let stored = super::literal_word(input, &[("stored", true), ("virtual", false)])?;
    let content;
    parenthesized!(content in input);
    Ok(Given { value: Generated { expression: literal_text(&content)?, stored }, span })
}
