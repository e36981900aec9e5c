//! Checks, added, changed and dropped.

use super::*;

fn bare() -> Table {
    things().with(column("x", integer())).with(column("y", varchar(20)).nullable())
}

fn checked(expression: &'static str) -> Table {
    bare().with(check("ck_things", expression))
}

const ROW: &str = "INSERT INTO things (id, x, y) VALUES (1, 7, 'a@b')";
const XY: &str = "SELECT x, y FROM things";

fn becomes_with_row(name: &'static str, before: Table, after: Table) -> Case {
    becomes(name, before, after).rows(ROW).finds(XY, &["7|a@b"]).finds_again(XY, &["7|a@b"])
}

#[test]
fn added() {
    becomes_with_row("checks/added", bare(), checked("x > 0")).check();
}

#[test]
fn dropped() {
    becomes_with_row("checks/dropped", checked("x > 0"), bare()).check();
}

#[test]
fn changed() {
    becomes_with_row("checks/changed", checked("x > 0"), checked("x > 1")).check();
}

#[test]
fn renamed() {
    let other = bare().with(check("ck_other", "x > 0"));
    becomes_with_row("checks/renamed", checked("x > 0"), other).check();
}

#[test]
fn of_several_columns() {
    becomes_with_row("checks/of_several_columns", bare(), checked("x > 0 OR y IS NULL")).check();
}

#[test]
fn with_like() {
    becomes_with_row("checks/with_like", bare(), checked("y LIKE '%@%'")).check();
}

#[test]
fn with_in() {
    becomes_with_row("checks/with_in", checked("x IN (1, 7)"), checked("x IN (1, 2, 7)")).check();
}

#[test]
fn with_between() {
    becomes_with_row("checks/with_between", bare(), checked("x BETWEEN 1 AND 10")).check();
}

#[test]
fn with_a_function() {
    becomes_with_row("checks/with_a_function", bare(), checked("length(y) >= 3 AND lower(y) = y")).check();
}

#[test]
fn with_quotes_inside() {
    becomes_with_row("checks/with_quotes_inside", bare(), checked("y <> 'it''s (x)'")).check();
}

#[test]
fn one_of_several_changed() {
    let table = |expression| checked(expression).with(check("ck_always", "id > 0"));
    becomes_with_row("checks/one_of_several_changed", table("x > 0"), table("x > 1")).check();
}

#[test]
fn on_a_new_column() {
    let after = bare().with(column("z", integer()).default(5)).with(check("ck_things_z", "z > x - 100"));
    becomes_with_row("checks/on_a_new_column", bare(), after).check();
}

#[test]
fn of_a_column_that_numbers_itself() {
    let numbered =
        || table("things").with(column("id", bigint()).identity()).with(primary_key("pk_things", ["id"]));
    let after = numbered().with(check("ck_things_id", "id > 0"));
    becomes("checks/of_a_column_that_numbers_itself", numbered(), after).check();
}

#[test]
fn of_a_column_that_begins_to_number_itself() {
    let checked = |id| {
        let things = table("things").with(id).with(primary_key("pk_things", ["id"]));
        things.with(check("ck_things_id", "id > 0"))
    };
    let (before, after) = (column("id", bigint()), column("id", bigint()).identity());
    becomes("checks/of_a_column_that_begins_to_number_itself", checked(before), checked(after)).check();
}
