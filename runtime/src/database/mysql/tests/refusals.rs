//! What MySQL and MariaDB do not both have is refused, naming the place.

use super::plan;
use crate::revision::*;

fn tables(op: &mut Operations) {
    op.create_enum("mood", ["good"]);
    op.create_table(
        table("t")
            .with(column("id", integer()))
            .with(column("body", text()))
            .with(column("mood", enumeration("mood")))
            .with(column("token", uuid()))
            .with(primary_key("pk_t", ["id"])),
    );
}

#[track_caller]
fn refused(operations: fn(&mut Operations), expected: &str) {
    let error = plan(tables, operations).expect_err("operations that MySQL cannot do");
    assert_eq!(error.to_string(), expected);
}

#[test]
fn types() {
    refused(
        |op| op.add_column("t", column("tags", array(text())).nullable()),
        "mysql has no array type, which column `t.tags` needs",
    );
    refused(
        |op| op.create_table(table("s").with(column("span", interval()))),
        "mysql has no interval type, which column `s.span` needs",
    );
    refused(
        |op| op.alter_column("t", "body", [set_type(inet())]),
        "mysql has no network address type, which column `t.body` needs",
    );
}

#[test]
fn what_the_catalogue_does_not_tell() {
    refused(
        |op| {
            op.create_enum("animal", ["crab", "🦀"]);
            op.add_column("t", column("animal", enumeration("animal")).nullable());
        },
        "mysql has no enum value with a character beyond U+FFFF, such as an emoji, which column `t.animal` needs",
    );
    refused(
        |op| op.add_column("t", column("word", text()).native("mysql", "varchar(9) character set latin1")),
        "mysql has no type that names its character set, which column `t.word` needs",
    );
}

#[test]
fn casts_by_position() {
    refused(
        |op| op.alter_column("t", "mood", [set_type(integer())]),
        "mysql has no cast from enum(mood) to integer, which column `t.mood` needs",
    );
    refused(
        |op| op.alter_column("t", "token", [set_type(integer())]),
        "mysql has no cast from uuid to integer, which column `t.token` needs",
    );
}

#[test]
fn checks_of_numbers() {
    let message = "mysql has no check that names the AUTO_INCREMENT column `id`, \
        which constraint `ck_s` of table `s` needs";
    refused(
        |op| {
            let s = table("s").with(column("id", bigint()).identity()).with(primary_key("pk_s", ["id"]));
            op.create_table(s.with(check("ck_s", "id > 0")));
        },
        message,
    );
    refused(
        |op| {
            let s = table("s").with(column("id", bigint())).with(primary_key("pk_s", ["id"]));
            op.create_table(s.with(check("ck_s", "id > 0")));
            op.alter_column("s", "id", [set_identity(crate::schema::Identity::ByDefault)]);
        },
        message,
    );
}

#[test]
fn constraints() {
    refused(
        |op| op.add_constraint("t", unique("uq_t", ["id"]).deferrable(Deferrable::InitiallyDeferred)),
        "mysql has no deferrable constraint, which constraint `uq_t` of table `t` needs",
    );
    refused(
        |op| op.add_constraint("t", unique("uq_t", ["id"]).nulls_not_distinct()),
        "mysql has no NULLS NOT DISTINCT, which constraint `uq_t` of table `t` needs",
    );
    refused(
        |op| op.alter_column("t", "id", [set_type(text())]),
        "mysql has no key over all of the longtext column `id`, which constraint `pk_t` of table `t` needs",
    );
    refused(
        |op| op.add_constraint("t", unique("uq_t", ["body"])),
        "mysql has no key over all of the longtext column `body`, which constraint `uq_t` of table `t` needs",
    );
    refused(
        |op| {
            let key = foreign_key("fk_t", ["id"]).references("t", ["id"]);
            op.add_constraint("t", key.on_delete(Action::SetDefault));
        },
        "mysql has no SET DEFAULT in a foreign key, which constraint `fk_t` of table `t` needs",
    );
    refused(
        |op| {
            let key = foreign_key("fk_t", ["id"]).references("t", ["id"]);
            op.add_constraint("t", key.deferrable(Deferrable::InitiallyImmediate));
        },
        "mysql has no deferrable constraint, which constraint `fk_t` of table `t` needs",
    );
    refused(
        |op| op.add_constraint("t", foreign_key("fk_t", ["id"]).references("t", ["id"]).match_full()),
        "mysql has no MATCH FULL, which constraint `fk_t` of table `t` needs",
    );
}

#[test]
fn indexes() {
    type Refused = (fn(&mut Operations), &'static str);
    let refusals: [Refused; 8] = [
        (|op| op.create_index(index("i").on("t", ["id"]).filter("id > 0")), "partial index"),
        (|op| op.create_index(index("i").on("t", ["id"]).include(["body"])), "INCLUDE columns"),
        (
            |op| op.create_index(index("i").on("t", ["id"]).unique().nulls_not_distinct()),
            "NULLS NOT DISTINCT",
        ),
        (|op| op.create_index(index("i").on("t", ["id"]).using("gin")), "gin index"),
        (|op| op.create_index(index("i").on("t", [expression("id + 1")])), "index over an expression"),
        (|op| op.create_index(index("i").on("t", [key("id").operator_class("text_ops")])), "operator class"),
        (|op| op.create_index(index("i").on("t", [key("id").nulls_last()])), "NULLS FIRST and NULLS LAST"),
        (|op| op.create_index(index("i").on("t", ["body"])), "key over all of the longtext column `body`"),
    ];
    for (operations, what) in refusals {
        refused(operations, &format!("mysql has no {what}, which index `i` of table `t` needs"));
    }
}

#[test]
fn table_options() {
    refused(
        |op| op.alter_table("t", [set_table_option("mysql", "colour", "red")]),
        "mysql has no table option `colour`, which table `t` needs",
    );
}

#[test]
fn names_above_64_characters() {
    const LONG: &str = "a23456789_b23456789_c23456789_d23456789_e23456789_f23456789_g2345";
    refused(
        |op| op.rename_table("t", LONG),
        &format!("mysql has no name of 65 characters, which table `{LONG}` needs"),
    );
    let fits = |op: &mut Operations| op.rename_index("t", "ix_t", &LONG[1..]);
    let setup = |op: &mut Operations| {
        tables(op);
        op.create_index(index("ix_t").on("t", ["id"]));
    };
    assert!(plan(setup, fits).is_ok());
}
