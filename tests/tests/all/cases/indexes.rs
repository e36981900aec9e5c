//! Indexes, with every attribute that one has.

use aludel::operation::CreateIndex;

use super::*;

fn bare() -> Table {
    things().with(column("x", integer()).nullable()).with(column("y", varchar(200)).nullable())
}

/// A case in which the indexes of `things` change.
fn indexes_become<const B: usize, const A: usize>(
    name: &'static str,
    before: [CreateIndex; B],
    after: [CreateIndex; A],
) -> Case {
    case(name)
        .before(|op| {
            op.create_table(bare());
            before.into_iter().for_each(|index| op.create_index(index));
        })
        .after(|op| {
            op.create_table(bare());
            after.into_iter().for_each(|index| op.create_index(index));
        })
        .rows("INSERT INTO things (id, x, y) VALUES (1, 7, 'ab'), (2, NULL, NULL)")
        .finds("SELECT count(*) FROM things", &["2"])
}

fn ix(keys: impl IntoIterator<Item = Key>) -> CreateIndex {
    index("ix_things").on("things", keys)
}

#[test]
fn added() {
    indexes_become("indexes/added", [], [ix([key("x")])]).check();
}

#[test]
fn dropped() {
    indexes_become("indexes/dropped", [ix([key("x")])], []).check();
}

#[test]
fn renamed() {
    indexes_become("indexes/renamed", [ix([key("x")])], [index("ix_other").on("things", ["x"])]).check();
}

#[test]
fn composite() {
    indexes_become("indexes/composite", [], [ix([key("x"), key("y")])]).check();
}

#[test]
fn column_added() {
    indexes_become("indexes/column_added", [ix([key("x")])], [ix([key("x"), key("y")])]).check();
}

#[test]
fn reordered() {
    indexes_become("indexes/reordered", [ix([key("x"), key("y")])], [ix([key("y"), key("x")])]).check();
}

#[test]
fn unique_added() {
    indexes_become("indexes/unique_added", [], [ix([key("x")]).unique()]).check();
}

#[test]
fn unique_to_plain() {
    indexes_become("indexes/unique_to_plain", [ix([key("x")]).unique()], [ix([key("x")])]).check();
}

#[test]
fn descending() {
    indexes_become("indexes/descending", [ix([key("x")])], [ix([key("x").desc()])]).check();
}

#[test]
fn mixed_order() {
    indexes_become("indexes/mixed_order", [], [ix([key("y"), key("x").desc()])]).check();
}

#[test]
fn nulls_first() {
    indexes_become("indexes/nulls_first", [ix([key("x")])], [ix([key("x").nulls_first()])]).check();
}

#[test]
fn nulls_last_when_descending() {
    indexes_become("indexes/nulls_last_when_descending", [], [ix([key("x").desc().nulls_last()])]).check();
}

#[test]
fn expression_added() {
    indexes_become("indexes/expression_added", [], [ix([expression("lower(y)")])]).check();
}

#[test]
fn expression_changed() {
    indexes_become(
        "indexes/expression_changed",
        [ix([expression("lower(y)")])],
        [ix([expression("upper(y)")])],
    )
    .check();
}

#[test]
fn expression_beside_a_column() {
    indexes_become("indexes/expression_beside_a_column", [], [ix([key("x"), expression("x + 1").desc()])])
        .check();
}

#[test]
fn partial_added() {
    indexes_become("indexes/partial_added", [ix([key("x")])], [ix([key("x")]).filter("x > 0")]).check();
}

#[test]
fn partial_changed() {
    indexes_become(
        "indexes/partial_changed",
        [ix([key("x")]).filter("x > 0")],
        [ix([key("x")]).filter("x > 1")],
    )
    .check();
}

#[test]
fn partial_unique() {
    indexes_become("indexes/partial_unique", [], [ix([key("y")]).unique().filter("x IS NOT NULL")]).check();
}

#[test]
fn method_hash() {
    indexes_become("indexes/method_hash", [ix([key("x")])], [ix([key("x")]).using("hash")]).check();
}

#[test]
fn method_gin() {
    let table = || things().with(column("x", array(text())).nullable());
    case("indexes/method_gin")
        .before(|op| op.create_table(table()))
        .after(|op| {
            op.create_table(table());
            op.create_index(index("ix_things_x").on("things", ["x"]).using("gin"));
        })
        .check();
}

#[test]
fn method_brin() {
    indexes_become("indexes/method_brin", [], [ix([key("x")]).using("brin")]).check();
}

#[test]
fn method_fulltext() {
    indexes_become("indexes/method_fulltext", [], [ix([key("y")]).using("fulltext")])
        .only_on(Server::Mysql)
        .check();
}

#[test]
fn include_added() {
    indexes_become("indexes/include_added", [ix([key("x")])], [ix([key("x")]).include(["y"])]).check();
}

#[test]
fn include_changed() {
    indexes_become(
        "indexes/include_changed",
        [ix([key("x")]).include(["y"])],
        [ix([key("x")]).include(["id", "y"])],
    )
    .check();
}

#[test]
fn operator_class() {
    indexes_become(
        "indexes/operator_class",
        [ix([key("y")])],
        [ix([key("y").operator_class("varchar_pattern_ops")])],
    )
    .check();
}

#[test]
fn prefix() {
    indexes_become("indexes/prefix", [ix([key("y")])], [ix([key("y").prefix(10)])]).check();
}

#[test]
fn prefix_of_text() {
    let table = || things().with(column("body", text()));
    case("indexes/prefix_of_text")
        .before(|op| op.create_table(table()))
        .after(|op| {
            op.create_table(table());
            op.create_index(index("ix_things_body").on("things", [key("body").prefix(20)]));
        })
        .only_on(Server::Mysql)
        .check();
}

#[test]
fn nulls_not_distinct() {
    indexes_become(
        "indexes/nulls_not_distinct",
        [ix([key("x")]).unique()],
        [ix([key("x")]).unique().nulls_not_distinct()],
    )
    .check();
}

#[test]
fn two_on_one_column() {
    indexes_become(
        "indexes/two_on_one_column",
        [ix([key("x")])],
        [ix([key("x")]), index("ix_again").on("things", ["x"])],
    )
    .check();
}

#[test]
fn dropped_with_its_table() {
    case("indexes/dropped_with_its_table")
        .before(|op| {
            op.create_table(bare());
            op.create_index(ix([key("x")]));
            op.create_index(index("ix_lower").on("things", [expression("lower(y)")]));
        })
        .check();
}
