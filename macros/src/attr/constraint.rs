//! Uniques, checks and foreign keys, on a field or on the struct.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{LitStr, Path, Token, parenthesized};

use super::{Given, LITERAL, flag, literal_text, nested, set, text, unknown, word};
use crate::errors::Errors;

/// When a deferrable constraint is checked.
#[derive(Clone, Copy)]
pub(crate) enum Deferrable {
    InitiallyImmediate,
    InitiallyDeferred,
}

/// What happens to referencing rows.
#[derive(Clone, Copy, PartialEq, Eq)]
#[expect(clippy::enum_variant_names, reason = "the words of SQL")]
pub(crate) enum Action {
    NoAction,
    Restrict,
    Cascade,
    SetNull,
    SetDefault,
}

impl Action {
    const ALL: [(&'static str, Self); 5] = [
        ("cascade", Self::Cascade),
        ("restrict", Self::Restrict),
        ("set_null", Self::SetNull),
        ("set_default", Self::SetDefault),
        ("no_action", Self::NoAction),
    ];

    /// The variant's name at run time.
    pub(crate) fn variant(self) -> TokenStream {
        match self {
            Self::NoAction => quote!(NoAction),
            Self::Restrict => quote!(Restrict),
            Self::Cascade => quote!(Cascade),
            Self::SetNull => quote!(SetNull),
            Self::SetDefault => quote!(SetDefault),
        }
    }
}

/// A unique constraint; without columns, on the field it stands on.
pub(crate) struct Unique {
    pub(crate) key: Ident,
    pub(crate) name: Option<LitStr>,
    pub(crate) columns: Vec<Ident>,
    pub(crate) deferrable: Option<Deferrable>,
    pub(crate) nulls_not_distinct: bool,
}

/// A check.
pub(crate) struct Check {
    pub(crate) key: Ident,
    pub(crate) name: Option<LitStr>,
    pub(crate) expression: LitStr,
}

/// A foreign key; without columns, of the field it stands on.
pub(crate) struct ForeignKey {
    pub(crate) key: Ident,
    pub(crate) name: Option<LitStr>,
    pub(crate) columns: Vec<Ident>,
    pub(crate) references: Vec<Reference>,
    pub(crate) match_full: Option<bool>,
    pub(crate) on_delete: Option<Given<Action>>,
    pub(crate) on_update: Option<Given<Action>>,
    pub(crate) deferrable: Option<Deferrable>,
}

/// A model's field: `Team::id`.
pub(crate) struct Reference {
    pub(crate) model: Path,
    pub(crate) field: Ident,
}

impl Reference {
    /// The model's path as the code writes it.
    pub(crate) fn shown(&self) -> String {
        self.model.to_token_stream().to_string().replace(' ', "")
    }

    /// Reads `path::to::Model::field`.
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(LitStr) {
            let literal: LitStr = input.parse()?;
            let message = "expected the path of a model's field, without quotes, such as `Team::id`";
            return Err(syn::Error::new(literal.span(), message));
        }
        let mut path: Path = input.parse()?;
        let last = path.segments.pop();
        path.segments.pop_punct();
        match last {
            Some(last) if !path.segments.is_empty() && last.arguments.is_none() => {
                Ok(Self { model: path, field: last.ident })
            }
            Some(last) => {
                let message = format!("expected the path of a model's field, such as `{}::id`", last.ident);
                Err(syn::Error::new(last.ident.span(), message))
            }
            None => Err(input.error("expected the path of a model's field, such as `Team::id`")),
        }
    }
}

/// `deferrable`, `deferrable = initially_deferred`.
pub(crate) fn deferrable(key: &Ident, input: ParseStream<'_>) -> syn::Result<Deferrable> {
    if !input.peek(Token![=]) {
        return flag(key, input).map(|()| Deferrable::InitiallyImmediate);
    }
    let words = [
        ("initially_deferred", Deferrable::InitiallyDeferred),
        ("initially_immediate", Deferrable::InitiallyImmediate),
    ];
    word(key, input, &words)
}

/// `(a, b)`, fields by name.
pub(crate) fn fields(input: ParseStream<'_>) -> syn::Result<Vec<Ident>> {
    let content;
    let parentheses = parenthesized!(content in input);
    let list = Punctuated::<Ident, Token![,]>::parse_terminated_with(&content, |input| {
        if input.peek(LitStr) {
            let literal: LitStr = input.parse()?;
            let message = format!("columns are given by their fields, without quotes: `{}`", literal.value());
            return Err(syn::Error::new(literal.span(), message));
        }
        input.call(Ident::parse_any)
    })?;
    if list.is_empty() {
        return Err(syn::Error::new(parentheses.span.join(), "expected the names of fields"));
    }
    Ok(list.into_iter().collect())
}

impl Unique {
    /// Reads what follows `unique`; on a field there may be nothing.
    pub(crate) fn parse(
        key: &Ident,
        input: ParseStream<'_>,
        on_field: bool,
        errors: &mut Errors,
    ) -> syn::Result<Self> {
        let mut unique = Self {
            key: key.clone(),
            name: None,
            columns: vec![],
            deferrable: None,
            nulls_not_distinct: false,
        };
        if on_field && !input.peek(syn::token::Paren) {
            return flag(key, input).map(|()| unique);
        }
        let (mut columns, mut defer) = (None, None);
        let mistakes = errors.count();
        nested(input, errors, |key, input, _| match key.to_string().as_str() {
            "columns" if !on_field => set(&mut columns, key, fields(input)?),
            "name" => set(&mut unique.name, key, text(key, input)?),
            "deferrable" => set(&mut defer, key, deferrable(key, input)?),
            "nulls_not_distinct" => {
                unique.nulls_not_distinct = true;
                flag(key, input)
            }
            _ if on_field => Err(unknown(key, &["name", "deferrable", "nulls_not_distinct"])),
            _ => Err(unknown(key, &["columns", "name", "deferrable", "nulls_not_distinct"])),
        })?;
        unique.deferrable = defer;
        unique.columns = required_columns(key, columns, on_field || errors.count() > mistakes)?;
        Ok(unique)
    }
}

/// The columns of something that stands on the struct, which must say them unless a mistake hides them.
pub(crate) fn required_columns<T>(
    key: &Ident,
    columns: Option<Vec<T>>,
    excused: bool,
) -> syn::Result<Vec<T>> {
    match columns {
        None if !excused => {
            Err(syn::Error::new(key.span(), format!("`{key}` needs its columns: `{key}(columns(a, b))`")))
        }
        columns => Ok(columns.unwrap_or_default()),
    }
}

impl Check {
    /// Reads `("…")` or `(name = "…", "…")`.
    pub(crate) fn parse(key: &Ident, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Self> {
        if !input.peek(syn::token::Paren) {
            return Err(syn::Error::new(key.span(), "`check` needs an expression: `check(\"price > 0\")`"));
        }
        let (mut name, mut expression) = (None, None);
        let mistakes = errors.count();
        nested(input, errors, |key, input, _| match key.to_string().as_str() {
            LITERAL => set(&mut expression, key, literal_text(input)?),
            "name" => set(&mut name, key, text(key, input)?),
            _ => Err(unknown(key, &["name"])),
        })?;
        let expression = match expression {
            Some(expression) => expression,
            None if errors.count() > mistakes => LitStr::new("", key.span()),
            None => {
                let message = "`check` needs an expression: `check(\"price > 0\")`";
                return Err(syn::Error::new(key.span(), message));
            }
        };
        Ok(Self { key: key.clone(), name, expression })
    }
}

impl ForeignKey {
    /// Reads `(Team::id, on_delete = cascade, …)` after a field's `references`.
    pub(crate) fn parse_on_field(
        key: &Ident,
        input: ParseStream<'_>,
        errors: &mut Errors,
    ) -> syn::Result<Self> {
        let example = "`references` needs the path of a model's field: `references(Team::id)`";
        if !input.peek(syn::token::Paren) {
            return Err(syn::Error::new(key.span(), example));
        }
        let content;
        parenthesized!(content in input);
        if content.is_empty() {
            return Err(syn::Error::new(key.span(), example));
        }
        let mut foreign_key = Self::new(key);
        match Reference::parse(&content) {
            Ok(reference) => foreign_key.references.push(reference),
            Err(error) => {
                errors.add(error);
                super::skip_item(&content);
            }
        }
        if !content.is_empty() {
            content.parse::<Token![,]>()?;
        }
        super::list(&content, errors, &mut |key, input, _| foreign_key.option(key, input, &[]));
        Ok(foreign_key)
    }

    /// Reads `(columns(a, b), references(Team::a, Team::b), …)`.
    pub(crate) fn parse_on_table(
        key: &Ident,
        input: ParseStream<'_>,
        errors: &mut Errors,
    ) -> syn::Result<Self> {
        let mut foreign_key = Self::new(key);
        let (mut columns, mut references) = (None, None);
        let mistakes = errors.count();
        nested(input, errors, |key, input, _| match key.to_string().as_str() {
            "columns" => set(&mut columns, key, fields(input)?),
            "references" => {
                let content;
                parenthesized!(content in input);
                let list =
                    Punctuated::<Reference, Token![,]>::parse_terminated_with(&content, Reference::parse)?;
                set(&mut references, key, list.into_iter().collect::<Vec<_>>())
            }
            _ => foreign_key.option(key, input, &["columns", "references"]),
        })?;
        let mistaken = errors.count() > mistakes;
        foreign_key.columns = required_columns(key, columns, mistaken)?;
        foreign_key.references = references.unwrap_or_default();
        if !mistaken && foreign_key.references.len() != foreign_key.columns.len() {
            let message = format!(
                "`foreign_key` needs as many `references` as `columns`: {} and {}",
                foreign_key.references.len(),
                foreign_key.columns.len()
            );
            return Err(syn::Error::new(key.span(), message));
        }
        Ok(foreign_key)
    }

    fn new(key: &Ident) -> Self {
        Self {
            key: key.clone(),
            name: None,
            columns: vec![],
            references: vec![],
            match_full: None,
            on_delete: None,
            on_update: None,
            deferrable: None,
        }
    }

    fn option(&mut self, key: &Ident, input: ParseStream<'_>, also: &[&str]) -> syn::Result<()> {
        match key.to_string().as_str() {
            "name" => set(&mut self.name, key, text(key, input)?),
            "match" => {
                set(&mut self.match_full, key, word(key, input, &[("full", true), ("simple", false)])?)
            }
            "on_delete" => set(&mut self.on_delete, key, action(key, input)?),
            "on_update" => set(&mut self.on_update, key, action(key, input)?),
            "deferrable" => set(&mut self.deferrable, key, deferrable(key, input)?),
            _ => {
                let own = ["match", "on_delete", "on_update", "deferrable", "name"];
                Err(unknown(key, &[also, &own].concat()))
            }
        }
    }
}

fn action(key: &Ident, input: ParseStream<'_>) -> syn::Result<Given<Action>> {
    super::equals(key, input, "cascade")?;
    let span = input.span();
    Ok(Given { value: super::literal_word(input, &Action::ALL)?, span })
}
