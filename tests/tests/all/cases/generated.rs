//! Generated columns, stored and virtual.

use super::*;

const ROW: &str = "INSERT INTO things (id, x) VALUES (1, 7)";
const XY: &str = "SELECT x, y FROM things";

fn with_y(y: Column) -> Table {
    things().with(column("x", integer())).with(y)
}

fn y() -> Column {
    column("y", integer()).nullable()
}

#[test]
fn stored_added() {
    becomes("generated/stored_added", things().with(column("x", integer())), with_y(y().stored("x * 2")))
        .rows(ROW)
        .finds(XY, &["7|14"])
        .check();
}

#[test]
fn virtual_added() {
    becomes("generated/virtual_added", things().with(column("x", integer())), with_y(y().computed("x * 2")))
        .rows(ROW)
        .finds(XY, &["7|14"])
        .check();
}

#[test]
fn stored_dropped() {
    becomes("generated/stored_dropped", with_y(y().stored("x * 2")), things().with(column("x", integer())))
        .rows(ROW)
        .finds_again(XY, &["7|14"])
        .check();
}

#[test]
fn expression_changed() {
    becomes("generated/expression_changed", with_y(y().stored("x * 2")), with_y(y().stored("x * 3")))
        .rows(ROW)
        .finds(XY, &["7|21"])
        .finds_again(XY, &["7|14"])
        .check();
}

#[test]
fn virtual_expression_changed() {
    becomes(
        "generated/virtual_expression_changed",
        with_y(y().computed("x * 2")),
        with_y(y().computed("x * 3")),
    )
    .rows(ROW)
    .finds(XY, &["7|21"])
    .check();
}

#[test]
fn plain_to_stored() {
    becomes("generated/plain_to_stored", with_y(y()), with_y(y().stored("x * 2")))
        .rows("INSERT INTO things (id, x, y) VALUES (1, 7, 1)")
        .finds(XY, &["7|14"])
        .check();
}

#[test]
fn stored_to_plain() {
    becomes("generated/stored_to_plain", with_y(y().stored("x * 2")), with_y(y()))
        .rows(ROW)
        .finds(XY, &["7|14"])
        .check();
}

#[test]
fn stored_to_virtual() {
    becomes("generated/stored_to_virtual", with_y(y().stored("x * 2")), with_y(y().computed("x * 2")))
        .rows(ROW)
        .finds(XY, &["7|14"])
        .check();
}

#[test]
fn type_changed() {
    becomes(
        "generated/type_changed",
        with_y(y().stored("x * 2")),
        with_y(column("y", bigint()).nullable().stored("x * 2")),
    )
    .rows(ROW)
    .finds(XY, &["7|14"])
    .check();
}

#[test]
fn of_text() {
    let name = || things().with(column("first", varchar(20))).with(column("last", varchar(20)));
    becomes(
        "generated/of_text",
        name(),
        name().with(column("whole", varchar(40)).nullable().stored("lower(first)")),
    )
    .rows("INSERT INTO things (id, first, last) VALUES (1, 'Ada', 'Lovelace')")
    .finds("SELECT whole FROM things", &["ada"])
    .check();
}

#[test]
fn indexed() {
    case("generated/indexed")
        .before(|op| op.create_table(things().with(column("x", integer()))))
        .after(|op| {
            op.create_table(with_y(y().stored("x * 2")));
            op.create_index(index("ix_things_y").on("things", ["y"]));
        })
        .rows(ROW)
        .finds(XY, &["7|14"])
        .check();
}

#[test]
fn its_column_is_dropped_with_it() {
    becomes("generated/its_column_is_dropped_with_it", with_y(y().stored("x * 2")), things())
        .rows(ROW)
        .check();
}
