//! `#[table(…)]` on a struct.

use proc_macro2::Ident;
use syn::parse::ParseStream;
use syn::{Attribute, Lit, LitStr, Token};

use super::constraint::{Check, ForeignKey, Unique, fields};
use super::index::Index;
use super::{equals, flag, items, nested, set, text, unknown};
use crate::errors::Errors;

/// All that `#[table(…)]` knows.
const KNOWN: &[&str] = &[
    "name",
    "schema",
    "primary_key",
    "unique",
    "index",
    "check",
    "foreign_key",
    "comment",
    "renamed_from",
    "mysql",
    "postgres",
    "sqlite",
];

/// What of it a mixin can say too.
const OF_MIXINS: &[&str] = &["unique", "index", "check", "foreign_key"];

/// The options each database has; its dialect knows the same.
const OPTIONS: &[(&str, &[&str])] = &[
    (
        "mysql",
        &[
            "auto_increment",
            "avg_row_length",
            "charset",
            "checksum",
            "collate",
            "delay_key_write",
            "engine",
            "key_block_size",
            "max_rows",
            "min_rows",
            "pack_keys",
            "row_format",
            "stats_auto_recalc",
            "stats_persistent",
            "stats_sample_pages",
        ],
    ),
    (
        "postgres",
        &[
            "autovacuum_analyze_scale_factor",
            "autovacuum_analyze_threshold",
            "autovacuum_enabled",
            "autovacuum_freeze_max_age",
            "autovacuum_freeze_min_age",
            "autovacuum_freeze_table_age",
            "autovacuum_multixact_freeze_max_age",
            "autovacuum_multixact_freeze_min_age",
            "autovacuum_multixact_freeze_table_age",
            "autovacuum_vacuum_cost_delay",
            "autovacuum_vacuum_cost_limit",
            "autovacuum_vacuum_insert_scale_factor",
            "autovacuum_vacuum_insert_threshold",
            "autovacuum_vacuum_scale_factor",
            "autovacuum_vacuum_threshold",
            "fillfactor",
            "log_autovacuum_min_duration",
            "parallel_workers",
            "tablespace",
            "toast_tuple_target",
            "unlogged",
            "user_catalog_table",
            "vacuum_index_cleanup",
            "vacuum_truncate",
        ],
    ),
    ("sqlite", &["strict", "without_rowid"]),
];

/// What a struct's `#[table(…)]` says.
#[derive(Default)]
pub(crate) struct TableAttributes {
    pub(crate) name: Option<LitStr>,
    pub(crate) schema: Option<LitStr>,
    pub(crate) primary_key: Option<PrimaryKey>,
    pub(crate) uniques: Vec<Unique>,
    pub(crate) indexes: Vec<Index>,
    pub(crate) checks: Vec<Check>,
    pub(crate) foreign_keys: Vec<ForeignKey>,
    pub(crate) comment: Option<LitStr>,
    pub(crate) renamed_from: Option<LitStr>,
    pub(crate) options: Vec<TableOption>,
}

/// A primary key's name, or its columns in order, or both.
pub(crate) struct PrimaryKey {
    pub(crate) key: Ident,
    pub(crate) name: Option<LitStr>,
    pub(crate) columns: Vec<Ident>,
}

/// An option of one database.
pub(crate) struct TableOption {
    pub(crate) key: Ident,
    pub(crate) database: String,
    pub(crate) name: String,
    /// Empty for an option that is only said.
    pub(crate) value: String,
}

impl TableAttributes {
    /// Reads all `#[table(…)]` of a struct; a mixin knows fewer.
    pub(crate) fn parse(attributes: &[Attribute], mixin: bool, errors: &mut Errors) -> Self {
        let mut table = Self::default();
        items(attributes, "table", errors, |key, input, errors| {
            if mixin && !OF_MIXINS.contains(&key.to_string().as_str()) {
                let message = "a struct of columns that is no table";
                return Err(match KNOWN.contains(&key.to_string().as_str()) {
                    true => syn::Error::new(key.span(), format!("`{key}` does not go with {message}")),
                    false => unknown(key, OF_MIXINS),
                });
            }
            table.item(key, input, errors)
        });
        table.options.sort_by(|a, b| (&a.database, &a.name).cmp(&(&b.database, &b.name)));
        table
    }

    fn item(&mut self, key: &Ident, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<()> {
        match key.to_string().as_str() {
            "name" => set(&mut self.name, key, text(key, input)?)?,
            "schema" => set(&mut self.schema, key, text(key, input)?)?,
            "primary_key" => set(&mut self.primary_key, key, PrimaryKey::parse(key, input, errors)?)?,
            "unique" => self.uniques.push(Unique::parse(key, input, false, errors)?),
            "index" => self.indexes.push(Index::parse(key, input, false, errors)?),
            "check" => self.checks.push(Check::parse(key, input, errors)?),
            "foreign_key" => self.foreign_keys.push(ForeignKey::parse_on_table(key, input, errors)?),
            "comment" => set(&mut self.comment, key, text(key, input)?)?,
            "renamed_from" => set(&mut self.renamed_from, key, text(key, input)?)?,
            database => match OPTIONS.iter().find(|(name, _)| *name == database) {
                Some((database, known)) => self.options(database, known, input, errors)?,
                None => return Err(unknown(key, KNOWN)),
            },
        }
        Ok(())
    }

    fn options(
        &mut self,
        database: &str,
        known: &[&str],
        input: ParseStream<'_>,
        errors: &mut Errors,
    ) -> syn::Result<()> {
        nested(input, errors, |key, input, _| {
            let name = key.to_string();
            if !known.contains(&name.as_str()) {
                return Err(unknown(key, known));
            }
            if self.options.iter().any(|option| option.database == database && option.name == name) {
                return Err(syn::Error::new(key.span(), format!("`{key}` is given twice")));
            }
            let value = if input.peek(Token![=]) {
                option_value(key, input)?
            } else {
                flag(key, input)?;
                String::new()
            };
            self.options.push(TableOption { key: key.clone(), database: database.to_owned(), name, value });
            Ok(())
        })
    }
}

/// `= "InnoDB"`, `= 70` or `= true`.
fn option_value(key: &Ident, input: ParseStream<'_>) -> syn::Result<String> {
    equals(key, input, "\"…\"")?;
    match input.parse()? {
        Lit::Str(text) if !text.value().is_empty() => Ok(text.value()),
        Lit::Int(number) => Ok(number.base10_digits().to_owned()),
        Lit::Float(number) => Ok(number.base10_digits().to_owned()),
        Lit::Bool(value) => Ok(value.value.to_string()),
        other => Err(syn::Error::new(other.span(), "expected text, a number, `true` or `false`")),
    }
}

impl PrimaryKey {
    fn parse(key: &Ident, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Self> {
        let (mut name, mut columns) = (None, None);
        nested(input, errors, |key, input, _| match key.to_string().as_str() {
            "name" => set(&mut name, key, text(key, input)?),
            "columns" => set(&mut columns, key, fields(input)?),
            _ => Err(unknown(key, &["columns", "name"])),
        })?;
        Ok(Self { key: key.clone(), name, columns: columns.unwrap_or_default() })
    }
}
