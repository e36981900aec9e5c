//! What SQLite cannot tell apart.

use super::{Sqlite, replay};
use crate::dialect::Dialect;
use crate::revision::*;
use crate::schema::{Column, Schema, Table};

fn normalized(upgrade: fn(&mut Operations)) -> Schema {
    Sqlite.normalize(&replay(Schema::new(), &Operations::record(upgrade)))
}

/// The text of the columns, as in the lock, of a table with these alone.
fn columns(table: &Table) -> Vec<String> {
    table.columns.iter().map(ToString::to_string).collect()
}

fn check_column(before: Column, plain: &str, strict: &str) {
    for (strict, expected) in [(false, plain), (true, strict)] {
        let mut table = table("t").with(before.clone());
        if strict {
            table = table.with_option("sqlite", "strict", "");
        }
        let mut schema = Schema::new();
        schema.insert_table(table);
        let schema = Sqlite.normalize(&schema);
        assert_eq!(columns(&schema.tables[&"t".into()]), [expected]);
        assert_eq!(Sqlite.normalize(&schema), schema, "a second time changes nothing");
    }
}

#[test]
fn columns_of_one_declaration_are_one() {
    check_column(column("c", json()), "text not null", "text not null");
    check_column(column("c", uuid()), "blob not null", "blob not null");
    check_column(column("c", timestamptz_of(3)).nullable(), "timestamp null", "text null");
    check_column(column("c", time_of(3)), "time not null", "text not null");
    check_column(column("c", varchar(9)), "varchar(9) not null", "text not null");
    check_column(column("c", varbinary(9)), "varbinary(9) not null", "blob not null");
    check_column(
        column("c", smallint()).default(3),
        "smallint not null default 3",
        "bigint not null default 3",
    );
    check_column(column("c", real()), "real not null", "double not null");
    check_column(column("c", double()), "double not null", "double not null");
    check_column(
        column("c", bigint()).identity_always(),
        "bigint not null identity",
        "bigint not null identity",
    );
    check_column(column("c", text()).comment("c").collate("binary"), "text not null", "text not null");
    check_column(
        column("c", text()).collate("nocase"),
        "text not null collate \"NOCASE\"",
        "text not null collate \"NOCASE\"",
    );
    check_column(
        column("c", text()).native("mysql", "point").native("sqlite", "POINT"),
        "bigint not null sqlite \"POINT\"",
        "bigint not null sqlite \"POINT\"",
    );
}

#[test]
fn an_enum_is_each_column_s_own() {
    let schema = normalized(|op| {
        op.create_enum("color", ["red", "blue"]);
        op.create_enum("unused", ["x"]);
        op.create_table(
            table("t").with(column("a", enumeration("color"))).with(column("b", enumeration("color"))),
        );
    });
    let enums: Vec<String> =
        schema.enums.values().map(|each| format!("{} {}", each.name, each.values.join(" "))).collect();
    assert_eq!(enums, ["t_a blue red", "t_b blue red"]);
    assert_eq!(columns(&schema.tables[&"t".into()]), ["enum(t_a) not null", "enum(t_b) not null"]);
    assert_eq!(Sqlite.normalize(&schema), schema, "a second time changes nothing");
}

#[test]
fn tables_and_indexes() {
    let schema = normalized(|op| {
        op.create_table(
            table("t")
                .with(column("a", integer()))
                .comment("c")
                .with_option("mysql", "engine", "x")
                .with_option("sqlite", "strict", ""),
        );
        op.create_index(
            index("ix")
                .on("t", [key("a").nulls_first(), key("a").desc().nulls_last(), key("a").nulls_last()]),
        );
    });
    let table = &schema.tables[&"t".into()];
    assert_eq!(table.comment, None);
    assert_eq!(table.options.len(), 1);
    assert_eq!(table.indexes["ix"].to_string(), "index ix (a, a desc, a nulls last)");
}
