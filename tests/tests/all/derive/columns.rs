//! Every attribute of a column.

use aludel::Table;

use super::{lines, models_of};

#[derive(Table)]
struct Attributes {
    #[column(primary_key, identity = always)]
    id: i64,
    #[column(name = "e-mail", length = 255, renamed_from = "mail")]
    email: String,
    #[column(char = 2, default = "de", comment = "ISO 3166 \"alpha 2\"")]
    country: Option<String>,
    #[column(length = 16)]
    hash: Vec<u8>,
    #[column(default = -1)]
    number: i16,
    #[column(default = 1.50)]
    price: f64,
    #[column(default = true)]
    active: bool,
    #[column(default = sql("now()"))]
    at: String,
    #[column(generated = stored("number * 2"))]
    double: Option<i32>,
    #[column(generated = virtual("number * 3"))]
    triple: Option<i32>,
    #[column(collation = "de_DE")]
    name: String,
    #[column(type = postgres("tsvector"), type = mysql("longtext"))]
    document: String,
    #[column(check("r > 0"), check(name = "r_small", "r < 9"))]
    r#type: i32,
    #[column(skip)]
    cache: std::cell::Cell<u8>,
}

#[test]
fn attributes() {
    assert_eq!(
        lines::<Attributes>(),
        [
            "column id bigint not null identity always",
            "column e-mail varchar(255) not null",
            "column country char(2) null default \"de\" comment \"ISO 3166 \\\"alpha 2\\\"\"",
            "column hash varbinary(16) not null",
            "column number smallint not null default -1",
            "column price double not null default 1.50",
            "column active boolean not null default true",
            "column at text not null default sql \"now()\"",
            "column double integer null stored \"number * 2\"",
            "column triple integer null virtual \"number * 3\"",
            "column name text not null collate \"de_DE\"",
            "column document text not null mysql \"longtext\" postgres \"tsvector\"",
            "column type integer not null",
            "primary_key pk_attributes (id)",
            "check ck_attributes_type \"r > 0\"",
            "check r_small \"r < 9\"",
        ]
    );
    let models = models_of::<Attributes>();
    let key = (Attributes::NAME, "e-mail".into());
    assert_eq!(models.renames.columns[&key], "mail");
    assert_eq!(models.fields[&key], "email");
}

#[derive(Table)]
struct Keys {
    #[column(unique)]
    plain: i64,
    #[column(unique(name = "uq", deferrable = initially_deferred, nulls_not_distinct))]
    named: Option<i64>,
    #[column(index)]
    indexed: i64,
    #[column(index(name = "ix", unique, desc, nulls last, ops int8_ops, where = "a > 0", method = "btree", include(plain)))]
    full: Option<i64>,
    #[column(references(Keys::plain, on_delete = cascade, on_update = set_null, deferrable, match = full, name = "fk"))]
    parent: Option<i64>,
    #[column(references(Self::plain))]
    other: i64,
}

#[test]
fn keys() {
    assert_eq!(
        lines::<Keys>()[6..],
        [
            "unique uq (named) nulls not distinct deferrable initially deferred",
            "unique uq_keys_plain (plain)",
            "foreign_key fk (parent) references keys (plain) match full on delete cascade on update set null deferrable \
             initially immediate",
            "foreign_key fk_keys_other (other) references keys (plain)",
            "unique_index ix (full int8_ops desc nulls last) using btree include (plain) where \"a > 0\"",
            "index ix_keys_indexed (indexed)",
        ]
    );
}

mod elsewhere {
    /// A path of several segments, and names that a macro may not trip over.
    #[derive(aludel::Table)]
    #[table(schema = "app")]
    pub(crate) struct Option {
        #[column(primary_key)]
        pub(crate) id: i64,
        pub(crate) some: ::std::option::Option<String>,
    }
}

#[derive(Table)]
struct Elsewhere {
    #[column(references(self::elsewhere::Option::id))]
    option_id: i64,
}

#[test]
fn paths() {
    assert_eq!(lines::<elsewhere::Option>()[1], "column some text null");
    assert_eq!(
        lines::<Elsewhere>()[1],
        "foreign_key fk_elsewhere_option_id (option_id) references app.option (id)"
    );
}

/// A lifetime, and an alias of an optional type.
type Perhaps<T> = Option<T>;

#[derive(Table)]
struct Borrowed<'a> {
    name: &'a str,
    text: std::borrow::Cow<'a, str>,
    perhaps: Perhaps<Box<str>>,
}

#[test]
fn lifetimes_and_aliases() {
    assert_eq!(
        lines::<Borrowed<'_>>(),
        ["column name text not null", "column text text not null", "column perhaps text null"]
    );
}
