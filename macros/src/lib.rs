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
mod graph;
mod lock;
mod migrations;
mod project;
mod text;

use proc_macro2::TokenStream;
use syn::{DeriveInput, parse_macro_input};

use ast::{Enumeration, Newtype, Struct};
use errors::Errors;

/// Makes a struct a table: implements `aludel::Table` and `aludel::Columns`, registers the model, and
/// compares it with `schema.lock`.
///
/// ```
/// use aludel::{Columns, Enum, Field, Table};
///
/// #[derive(Table)]
/// #[table(name = "teams")]
/// pub struct Team {
///     #[column(primary_key, identity)]
///     pub id: i64,
///     #[column(length = 100, unique)]
///     pub name: String,
/// }
///
/// #[derive(Enum)]
/// #[sqlx(type_name = "user_status", rename_all = "snake_case")]
/// pub enum Status {
///     Active,
///     Suspended,
/// }
///
/// #[derive(Columns)]
/// pub struct Timestamps {
///     #[column(default = sql("CURRENT_TIMESTAMP"))]
///     pub created_at: String,
///     pub updated_at: Option<String>,
/// }
///
/// #[derive(Table)]
/// #[table(
///     name = "users",
///     comment = "who may sign in",
///     check(name = "ck_users_email", "email LIKE '%@%'"),
///     unique(columns(team_id, email), deferrable),
///     index(columns(created_at desc nulls last, expression("lower(email)")), where = "phone IS NOT NULL")
/// )]
/// pub struct User {
///     #[column(primary_key, identity)]
///     pub id: i64,
///     #[column(length = 255)]
///     pub email: String,
///     #[column(length = 20, index, renamed_from = "tel")]
///     pub phone: Option<String>,
///     #[column(default = "active")]
///     pub status: Status,
///     #[column(references(Team::id, on_delete = cascade))]
///     pub team_id: i64,
///     #[column(flatten)]
///     pub timestamps: Timestamps,
/// }
///
/// assert_eq!(User::NAME.to_string(), "users");
/// ```
///
/// # `#[column(…)]` on a field
///
/// A column holds NULL when its field is an `Option`; there is no attribute for it. Doc comments are
/// not comments of the database.
///
/// | attribute | means |
/// |---|---|
/// | `name = "…"` | the column's name; by default the field's |
/// | `length = 255` | at most so many characters, or bytes |
/// | `char = 2` | exactly so many characters, padded with blanks |
/// | `precision = 10`, `scale = 2` | digits of a decimal number in all, and after the point; `precision` alone also digits of a second |
/// | `primary_key` | part of the primary key |
/// | `identity`, `identity = always` | numbered by the database |
/// | `unique`, `unique(name = "…", deferrable, nulls_not_distinct)` | a unique constraint |
/// | `index`, `index(name = "…", unique, desc, nulls last, ops text_ops, where = "…", method = "gin", include(a))` | an index |
/// | `default = "text"`, `= 1`, `= 1.5`, `= true` | a default, checked against the type |
/// | `default = sql("now()")` | a default by expression |
/// | `generated = stored("…")`, `generated = virtual("…")` | computed from an expression |
/// | `check("…")`, `check(name = "…", "…")` | a condition on every row |
/// | `collation = "…"`, `comment = "…"` | as the database knows them |
/// | `references(Team::id, on_delete = cascade, on_update = restrict, deferrable = initially_deferred, match = full, name = "…")` | a foreign key to a model's field, by its Rust path; the actions are `cascade`, `restrict`, `set_null`, `set_default` and `no_action` |
/// | `flatten` | the field's struct derives `Columns`, and its columns are this table's |
/// | `skip` | no column |
/// | `renamed_from = "…"` | the column's name before |
/// | `type = postgres("tsvector")` | the type in one database's own words; once for each database |
///
/// # `#[table(…)]` on the struct
///
/// Columns are named by their fields, those of flattened structs too.
///
/// | attribute | means |
/// |---|---|
/// | `name = "…"` | the table's name; by default the struct's in snake case |
/// | `schema = "…"` | the schema (namespace) |
/// | `primary_key(columns(a, b), name = "…")` | the key's order, its name, or both |
/// | `unique(columns(a, b), name = "…", deferrable, nulls_not_distinct)` | a unique constraint |
/// | `index(columns(a, b desc nulls last, c ops text_ops, d(20), expression("lower(e)")), …)` | an index; more options as on a field |
/// | `check("…")`, `check(name = "…", "…")` | a condition on every row |
/// | `foreign_key(columns(a, b), references(Team::a, Team::b), …)` | a foreign key of several columns; more options as on a field |
/// | `comment = "…"` | as the database knows it |
/// | `renamed_from = "…"` | the table's name before |
/// | `mysql(engine = "InnoDB", charset = "…", collate = "…", …)` | options of MySQL and MariaDB |
/// | `postgres(fillfactor = 70, tablespace = "…", unlogged, …)` | options of PostgreSQL |
/// | `sqlite(strict, without_rowid)` | options of SQLite |
///
/// # sqlx's attributes
///
/// `#[sqlx(rename, rename_all, flatten, skip, json, try_from)]` are read and need not be repeated.
///
/// # The compile-time check
///
/// Beside `migrations/schema.lock`, found through `aludel.toml` up the tree, a model that differs is a
/// warning on the field in a debug build, and an error under `cargo test` and in a release build.
/// `drift = "deny"`, `"warn"` or `"allow"` in `aludel.toml`, or the variable `ALUDEL_DRIFT`, decides otherwise.
#[proc_macro_derive(Table, attributes(table, column, sqlx))]
pub fn derive_table(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    table(&parse_macro_input!(input as DeriveInput)).into()
}

/// Makes a struct's fields columns that tables take in with `flatten`: implements `aludel::Columns`.
///
/// Fields have the attributes that [`Table`](macro@Table) lists; of the struct's, `#[table(…)]` takes
/// `unique`, `index`, `check` and `foreign_key`. The struct may be generic.
///
/// ```
/// use aludel::{Columns, Table};
///
/// #[derive(Columns)]
/// pub struct Key<T> {
///     #[column(primary_key)]
///     pub id: T,
/// }
///
/// #[derive(Table)]
/// pub struct User {
///     #[column(flatten)]
///     pub key: Key<i64>,
///     pub name: String,
/// }
/// ```
#[proc_macro_derive(Columns, attributes(table, column, sqlx))]
pub fn derive_columns(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    columns(&parse_macro_input!(input as DeriveInput)).into()
}

/// Makes an enum the type of columns: implements `aludel::Field`, and registers the enum.
///
/// sqlx's `type_name`, `rename_all` and `rename` give the names; without `type_name`, the enum's name
/// in snake case. An enum with `#[repr(i16)]` or the like is kept as a number, as sqlx keeps it.
///
/// | attribute | means |
/// |---|---|
/// | `#[aludel(name = "…", schema = "…")]` on the enum | the type's name, where sqlx does not say it |
/// | `#[aludel(renamed_from = "…")]` on the enum or a variant | the name or the value before |
///
/// ```
/// use aludel::{Enum, Field};
///
/// #[derive(Enum)]
/// #[sqlx(type_name = "user_status", rename_all = "snake_case")]
/// pub enum Status {
///     Active,
///     #[aludel(renamed_from = "locked")]
///     Suspended,
/// }
///
/// assert_eq!(Status::VALUES, ["active", "suspended"]);
/// ```
#[proc_macro_derive(Enum, attributes(aludel, sqlx))]
pub fn derive_enum(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    enumeration(&parse_macro_input!(input as DeriveInput)).into()
}

/// Gives a struct around a column's type the same column: implements `aludel::Field`.
///
/// The struct has one field, `PhantomData` aside, and may be generic.
///
/// ```
/// use aludel::Field;
/// use aludel::schema::ColumnType;
///
/// #[derive(Field)]
/// pub struct UserId(pub i64);
///
/// assert_eq!(UserId::TYPE, ColumnType::BigInt);
/// ```
#[proc_macro_derive(Field, attributes(sqlx))]
pub fn derive_field(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    newtype(&parse_macro_input!(input as DeriveInput)).into()
}

/// Embeds a crate's revision files as `pub static MIGRATIONS: aludel::Migrations`.
///
/// The folder is the one that `aludel.toml` names up the tree, else `migrations` in the package;
/// `migrations!("path")`, relative to the package, overrides it. A test is emitted too, which proves
/// that models, revisions and `schema.lock` agree.
///
/// A library that brings tables of its own has its own `migrations!()`; the application joins its revisions to the
/// graph with `migrations!(with = [billing::MIGRATIONS])`. Files, lock, branch and models of each crate stay apart:
/// a model belongs to the crate that it stands in.
///
/// ```
/// aludel::migrations!();
///
/// fn main() {
///     assert!(MIGRATIONS.entries.is_empty());
/// }
/// ```
#[proc_macro]
pub fn migrations(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let arguments = parse_macro_input!(input as migrations::Arguments);
    migrations::expand(arguments).unwrap_or_else(|error| error.to_compile_error()).into()
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
