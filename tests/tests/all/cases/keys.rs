//! Primary keys and identity.

use super::*;

fn keyless() -> Table {
    table("things").with(column("a", integer())).with(column("b", integer()))
}

fn keyed(columns: &'static [&'static str]) -> Table {
    keyless().with(primary_key("pk_things", columns.iter().copied()))
}

fn identified(id: Column) -> Table {
    table("things").with(id).with(column("x", integer()).nullable()).with(primary_key("pk_things", ["id"]))
}

const ROW: &str = "INSERT INTO things (a, b) VALUES (1, 2)";

#[test]
fn added() {
    becomes("keys/added", keyless(), keyed(&["a"]))
        .rows(ROW)
        .finds("SELECT a, b FROM things", &["1|2"])
        .check();
}

#[test]
fn dropped() {
    becomes("keys/dropped", keyed(&["a"]), keyless())
        .rows(ROW)
        .finds("SELECT a, b FROM things", &["1|2"])
        .check();
}

#[test]
fn moved() {
    becomes("keys/moved", keyed(&["a"]), keyed(&["b"]))
        .rows(ROW)
        .finds("SELECT a, b FROM things", &["1|2"])
        .check();
}

#[test]
fn widened() {
    becomes("keys/widened", keyed(&["a"]), keyed(&["a", "b"]))
        .rows(ROW)
        .finds("SELECT a, b FROM things", &["1|2"])
        .check();
}

#[test]
fn reordered() {
    becomes("keys/reordered", keyed(&["a", "b"]), keyed(&["b", "a"])).rows(ROW).check();
}

#[test]
fn renamed() {
    becomes("keys/renamed", keyed(&["a"]), keyless().with(primary_key("pk_other", ["a"]))).rows(ROW).check();
}

#[test]
fn of_text() {
    let table = |length| {
        table("things").with(column("code", varchar(length))).with(primary_key("pk_things", ["code"]))
    };
    becomes("keys/of_text", table(10), table(20)).rows("INSERT INTO things (code) VALUES ('ab')").check();
}

#[test]
fn column_added_to_it() {
    let before = table("things").with(column("a", integer())).with(primary_key("pk_things", ["a"]));
    becomes("keys/column_added_to_it", before, keyed(&["a", "b"]))
        .answer(Flag::Fill, "things.b=0")
        .rows("INSERT INTO things (a) VALUES (1)")
        .finds("SELECT a, b FROM things", &["1|0"])
        .check();
}

#[test]
fn identity_created() {
    case("keys/identity_created")
        .after(|op| op.create_table(identified(column("id", bigint()).identity())))
        .check();
}

#[test]
fn identity_of_integers_created() {
    case("keys/identity_of_integers_created")
        .after(|op| op.create_table(identified(column("id", integer()).identity())))
        .check();
}

#[test]
fn identity_always_created() {
    case("keys/identity_always_created")
        .after(|op| op.create_table(identified(column("id", bigint()).identity_always())))
        .check();
}

#[test]
fn identity_added() {
    becomes(
        "keys/identity_added",
        identified(column("id", bigint())),
        identified(column("id", bigint()).identity()),
    )
    .rows("INSERT INTO things (id) VALUES (7)")
    .after_upgrade("INSERT INTO things (x) VALUES (1)")
    .finds("SELECT id, x FROM things ORDER BY id", &["7|NULL", "8|1"])
    .check();
}

#[test]
fn identity_dropped() {
    becomes(
        "keys/identity_dropped",
        identified(column("id", bigint()).identity()),
        identified(column("id", bigint())),
    )
    .rows("INSERT INTO things (x) VALUES (5)")
    .after_upgrade("INSERT INTO things (id, x) VALUES (9, 6)")
    .finds("SELECT id, x FROM things ORDER BY id", &["1|5", "9|6"])
    .check();
}

#[test]
fn identity_to_always() {
    becomes(
        "keys/identity_to_always",
        identified(column("id", bigint()).identity()),
        identified(column("id", bigint()).identity_always()),
    )
    .rows("INSERT INTO things (x) VALUES (5)")
    .after_upgrade("INSERT INTO things (x) VALUES (6)")
    .finds("SELECT id, x FROM things ORDER BY id", &["1|5", "2|6"])
    .check();
}

#[test]
fn identity_widened() {
    becomes(
        "keys/identity_widened",
        identified(column("id", integer()).identity()),
        identified(column("id", bigint()).identity()),
    )
    .rows("INSERT INTO things (x) VALUES (5)")
    .after_upgrade("INSERT INTO things (x) VALUES (6)")
    .finds("SELECT id, x FROM things ORDER BY id", &["1|5", "2|6"])
    .check();
}

#[test]
fn identity_numbers_go_on_after_a_rebuild() {
    let table = |ty| {
        table("things")
            .with(column("id", bigint()).identity())
            .with(column("x", ty))
            .with(primary_key("pk_things", ["id"]))
    };
    becomes("keys/identity_numbers_go_on_after_a_rebuild", table(smallint()), table(integer()))
        .rows("INSERT INTO things (x) VALUES (5), (6), (7)")
        .rows("DELETE FROM things WHERE x > 5")
        .after_upgrade("INSERT INTO things (x) VALUES (8)")
        .finds("SELECT id, x FROM things ORDER BY id", &["1|5", "4|8"])
        .check();
}

#[test]
fn replaced_by_another_column() {
    let before = table("things").with(column("code", varchar(10))).with(primary_key("pk_things", ["code"]));
    let after = table("things")
        .with(column("code", varchar(10)))
        .with(column("id", bigint()).identity())
        .with(primary_key("pk_things", ["id"]))
        .with(unique("uq_things_code", ["code"]));
    becomes("keys/replaced_by_another_column", before, after)
        .rows("INSERT INTO things (code) VALUES ('a'), ('b')")
        .finds("SELECT code FROM things ORDER BY code", &["a", "b"])
        .check();
}

/// On MySQL a table has one column that numbers itself: the one before stops in the statement in which the other begins.
#[test]
fn identity_moves_to_another_column() {
    let numbered = |column: Column| column.identity();
    let (a, b) = (column("a", bigint()), column("b", bigint()));
    let made = |a: Column, b: Column, key: &'static str| {
        table("things").with(a).with(b).with(primary_key("pk_things", [key]))
    };
    becomes(
        "keys/identity_moves_to_another_column",
        made(a.clone(), numbered(b.clone()), "b"),
        made(numbered(a), b, "a"),
    )
    .rows("INSERT INTO things (a) VALUES (7), (9)")
    .finds("SELECT a, b FROM things ORDER BY a", &["7|1", "9|2"])
    .finds_again("SELECT a, b FROM things ORDER BY a", &["7|1", "9|2"])
    .check();
}
