//! What SQLite does not have, and where it is said to be missing.

use super::{Recorded, script};
use crate::revision::*;
use crate::schema::Column;

#[track_caller]
fn check(after: Recorded, expected: &str) {
    fn with_t(op: &mut Operations) {
        op.create_table(table("t").with(column("a", integer())).with(column("b", text())));
    }
    let error = script(with_t, after).expect_err("SQLite does not have it");
    assert_eq!(error.to_string(), expected);
}

#[test]
fn types() {
    for (ty, name) in [
        (bigint_unsigned(), "bigint unsigned"),
        (decimal(), "decimal"),
        (decimal_of(10, 2), "decimal(10, 2)"),
        (interval(), "interval"),
        (inet(), "inet"),
        (cidr(), "cidr"),
        (macaddr(), "macaddr"),
        (array(text()), "text[]"),
    ] {
        for strict in [false, true] {
            let column = Column::new("c".into(), ty.clone());
            let refusal = super::super::types::declared(&column, strict).expect_err("no such type");
            let place = crate::database::shared::column_place(&"t".into(), &column.name);
            let expected = format!("sqlite has no type {name}, which column `t.c` needs");
            assert_eq!(refusal.at("sqlite", place).to_string(), expected);
        }
    }
    check(
        |op| op.add_column("t", column("c", decimal()).nullable()),
        "sqlite has no type decimal, which column `t.c` needs",
    );
    check(
        |op| op.alter_column("t", "a", [set_type(date())]),
        "sqlite has no conversion from integer to date, which column `t.a` needs",
    );
}

#[test]
fn tables_and_columns() {
    check(
        |op| op.create_table(table("app.u").with(column("a", integer()))),
        "sqlite has no schemas, which table `app.u` needs",
    );
    check(|op| op.rename_table("t", "app.t"), "sqlite has no schemas, which table `app.t` needs");
    check(
        |op| op.alter_table("t", [set_table_option("sqlite", "engine", "x")]),
        "sqlite has no table option `engine`, which table `t` needs",
    );
    check(
        |op| op.alter_column("t", "a", [set_identity(Identity::ByDefault)]),
        "sqlite has no identity column beside the primary key, which column `t.a` needs",
    );
    check(
        |op| op.alter_column("t", "b", [set_identity(Identity::ByDefault)]),
        "sqlite has no identity column of type text, which column `t.b` needs",
    );
}

#[test]
fn constraints() {
    check(
        |op| op.add_constraint("t", unique("uq", ["a"]).deferrable(Deferrable::InitiallyDeferred)),
        "sqlite has no deferrable unique constraints, which constraint `uq` of table `t` needs",
    );
    check(
        |op| op.add_constraint("t", unique("uq", ["a"]).nulls_not_distinct()),
        "sqlite has no `NULLS NOT DISTINCT`, which constraint `uq` of table `t` needs",
    );
    check(
        |op| op.add_constraint("t", foreign_key("fk", ["a"]).references("t", ["a"]).match_full()),
        "sqlite has no `MATCH FULL`, which constraint `fk` of table `t` needs",
    );
}

#[test]
fn indexes() {
    let cases: [(Recorded, &str); 6] = [
        (|op| op.create_index(index("ix").on("t", ["a"]).using("gin")), "index method `gin`"),
        (|op| op.create_index(index("ix").on("t", ["a"]).include(["b"])), "`INCLUDE`"),
        (
            |op| op.create_index(index("ix").on("t", ["a"]).unique().nulls_not_distinct()),
            "`NULLS NOT DISTINCT`",
        ),
        (|op| op.create_index(index("ix").on("t", [key("a").operator_class("x")])), "operator class `x`"),
        (|op| op.create_index(index("ix").on("t", [key("b").prefix(3)])), "prefix length"),
        (|op| op.create_index(index("ix").on("t", [key("b").nulls_last()])), "order of NULLs in an index"),
    ];
    for (after, what) in cases {
        check(after, &format!("sqlite has no {what}, which index `ix` of table `t` needs"));
    }
}
