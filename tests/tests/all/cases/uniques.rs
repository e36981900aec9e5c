//! Unique constraints.

use super::*;

fn bare() -> Table {
    things().with(column("x", integer()).nullable()).with(column("y", varchar(20)).nullable())
}

const ROWS: &str = "INSERT INTO things (id, x, y) VALUES (1, 1, 'a'), (2, 1, 'b'), (3, NULL, 'c')";
const COUNT: &str = "SELECT count(*) FROM things";

fn xy() -> aludel::schema::Unique {
    unique("uq_things_x_y", ["x", "y"])
}

#[test]
fn added() {
    becomes("uniques/added", bare(), bare().with(unique("uq_things_y", ["y"])))
        .rows(ROWS)
        .finds(COUNT, &["3"])
        .check();
}

#[test]
fn dropped() {
    becomes("uniques/dropped", bare().with(unique("uq_things_y", ["y"])), bare())
        .rows(ROWS)
        .finds(COUNT, &["3"])
        .check();
}

#[test]
fn composite_added() {
    becomes("uniques/composite_added", bare(), bare().with(xy())).rows(ROWS).finds(COUNT, &["3"]).check();
}

#[test]
fn reordered() {
    let yx = unique("uq_things_x_y", ["y", "x"]);
    becomes("uniques/reordered", bare().with(xy()), bare().with(yx)).rows(ROWS).finds(COUNT, &["3"]).check();
}

#[test]
fn renamed() {
    let other = unique("uq_other", ["x", "y"]);
    becomes("uniques/renamed", bare().with(xy()), bare().with(other)).rows(ROWS).check();
}

#[test]
fn widened() {
    let y = unique("uq_things", ["y"]);
    let both = unique("uq_things", ["y", "x"]);
    becomes("uniques/widened", bare().with(y), bare().with(both)).rows(ROWS).check();
}

#[test]
fn deferrable_added() {
    let deferrable = xy().deferrable(Deferrable::InitiallyDeferred);
    becomes("uniques/deferrable_added", bare().with(xy()), bare().with(deferrable)).rows(ROWS).check();
}

#[test]
fn deferrable_changed() {
    let table = |deferrable| bare().with(xy().deferrable(deferrable));
    becomes(
        "uniques/deferrable_changed",
        table(Deferrable::InitiallyDeferred),
        table(Deferrable::InitiallyImmediate),
    )
    .rows(ROWS)
    .check();
}

#[test]
fn nulls_not_distinct() {
    let strict = xy().nulls_not_distinct();
    becomes("uniques/nulls_not_distinct", bare().with(xy()), bare().with(strict)).rows(ROWS).check();
}

#[test]
fn to_a_unique_index() {
    case("uniques/to_a_unique_index")
        .before(|op| op.create_table(bare().with(unique("things_y", ["y"]))))
        .after(|op| {
            op.create_table(bare());
            op.create_index(index("things_y").on("things", ["y"]).unique());
        })
        .rows(ROWS)
        .check();
}

#[test]
fn two_on_the_same_columns() {
    let two = bare().with(xy()).with(unique("uq_again", ["x", "y"]));
    becomes("uniques/two_on_the_same_columns", bare().with(xy()), two).rows(ROWS).check();
}

#[test]
fn referenced_one_is_renamed() {
    fn tables(op: &mut Operations, name: &'static str) {
        op.create_table(bare().with(unique(name, ["y"])));
        op.create_table(
            table("notes")
                .with(column("id", bigint()))
                .with(column("y", varchar(20)).nullable())
                .with(primary_key("pk_notes", ["id"]))
                .with(foreign_key("fk_notes_y", ["y"]).references("things", ["y"])),
        );
    }
    case("uniques/referenced_one_is_renamed")
        .before(|op| tables(op, "uq_things_y"))
        .after(|op| tables(op, "uq_other"))
        .rows(ROWS)
        .rows("INSERT INTO notes (id, y) VALUES (1, 'b')")
        .finds("SELECT y FROM notes", &["b"])
        .check();
}
