//! What MySQL cannot tell apart is made equal.

use crate::database::mysql::Mysql;
use crate::dialect::Dialect;
use crate::revision::*;
use crate::schema::{Schema, Table};

fn normalized(table: Table) -> Table {
    let (name, mut before) = (table.name.clone(), Schema::new());
    before.insert_table(table);
    let mut after = Mysql.normalize(&before);
    assert_eq!(Mysql.normalize(&after), after, "what is normalized stays as it is");
    after.tables.remove(&name).expect("the table")
}

#[track_caller]
fn same(one: Table, other: Table) {
    assert_eq!(normalized(one), normalized(other));
}

fn with_index(table: Table, index: crate::operation::CreateIndex) -> Table {
    let mut table = table;
    table.insert_index(index.index);
    table
}

#[test]
fn columns() {
    let one = table("t")
        .with(column("id", bigint()).nullable().identity_always())
        .with(column("n", decimal()).comment("").native("postgres", "money"))
        .with(column("at", timestamp()).default(sql("NOW()")))
        .with(column("sum", integer()).stored("id + 1"))
        .with(primary_key("pk_t", ["id"]))
        .with_option("sqlite", "strict", "")
        .comment("");
    let other = table("t")
        .with(column("id", bigint()).identity())
        .with(column("n", decimal_of(65, 30)))
        .with(column("at", timestamp_of(6)).default(sql("CURRENT_TIMESTAMP(6)")))
        .with(column("sum", integer()).nullable().stored("id + 1"))
        .with(primary_key("pk_t", ["id"]));
    same(one, other);
    let different = normalized(table("t").with(column("id", bigint()).native("mysql", "year")));
    assert_eq!(different.columns[0].native_type("mysql"), Some("year"));
}

#[test]
fn keys() {
    let t = || table("t").with(column("a", integer())).with(column("b", integer()));
    same(
        with_index(t(), index("uq").on("t", [key("a").nulls_first(), key("b")]).unique().using("HASH")),
        t().with(unique("uq", ["a", "b"])),
    );
    same(
        with_index(t(), index("ix").on("t", [key("a").desc().nulls_last()]).using("btree")),
        with_index(t(), index("ix").on("t", [key("a").desc()])),
    );
    let unlike = normalized(with_index(t(), index("uq").on("t", [key("a").desc()]).unique()));
    assert!(unlike.uniques.is_empty(), "a constraint has no descending key");
}

#[test]
fn implied_keys() {
    let to_itself = |action| foreign_key("fk", ["b"]).references("t", ["a"]).on_delete(action);
    let t = || table("t").with(column("a", integer()).identity()).with(column("b", integer()));
    let with_keys = with_index(
        with_index(t().with(to_itself(Action::Restrict)), index("fk").on("t", ["b"])),
        index("auto_increment").on("t", ["a"]),
    );
    same(with_keys, t().with(to_itself(Action::NoAction)));
    let own = with_index(t().with(to_itself(Action::NoAction)), index("fk").on("t", ["b", "a"]));
    assert_eq!(normalized(own).indexes.len(), 1);
}

#[test]
fn enums_of_their_own() {
    let schema = super::schema(|op| {
        op.create_enum("mood", ["good", "bad"]);
        op.create_table(table("a_b").with(column("c", enumeration("mood"))));
        op.create_table(table("a").with(column("b_c", integer()).native("mysql", "ENUM('x')")));
    });
    let after = Mysql.normalize(&schema);
    let enums: Vec<String> = after.enums.values().map(|of| format!("{} {:?}", of.name, of.values)).collect();
    assert_eq!(enums, [r#"a_b_c ["x"]"#, r#"a_b_c_2 ["good", "bad"]"#]);
    assert_eq!(Mysql.normalize(&after), after);
}

#[test]
fn native_types_and_defaults() {
    let one = table("t")
        .with(column("a", text()).native("mysql", "INT(11)").default("5"))
        .with(column("b", text()).native("mysql", "bool").default(1))
        .with(column("c", uuid()).default("00000000000000000000000000000a0B"))
        .with(column("d", decimal_of(5, 2)).default(number("1.5")))
        .with(column("e", timestamp_of(3)).default("2020-02-29"))
        .with(column("f", text()).nullable().default(sql("NULL")))
        .with(column("g", varchar(9)).default(sql("(_utf8mb4'it''s')")))
        .with_option("mysql", "row_format", "DEFAULT")
        .with_option("mysql", "auto_increment", "100")
        .with_option("mysql", "charset", "utf8")
        .with_option("mysql", "collate", "utf8_bin");
    let other = table("t")
        .with(column("a", integer()).default(5))
        .with(column("b", boolean()).default(true))
        .with(column("c", uuid()).default("00000000-0000-0000-0000-000000000a0b"))
        .with(column("d", decimal_of(5, 2)).default(number("1.50")))
        .with(column("e", timestamp_of(3)).default("2020-02-29 00:00:00.000"))
        .with(column("f", text()).nullable())
        .with(column("g", varchar(9)).default("it's"))
        .with_option("mysql", "collate", "utf8mb3_bin");
    same(one, other);
}
