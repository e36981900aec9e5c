//! Enums: every change of their values, with rows that hold them.

use super::*;

/// Creates the enum `status` with `values`, and the table `things` with a column of it.
fn statuses(op: &mut Operations, values: &[&'static str]) {
    op.create_enum("status", values.iter().copied());
    op.create_table(things().with(column("status", enumeration("status"))));
}

/// A case in which the values of `status` change; rows hold `a`, `b` and `c`.
fn values_become(name: &'static str, before: &[&'static str], after: &[&'static str]) -> Case {
    case(name)
        .before(|op| statuses(op, before))
        .after(|op| statuses(op, after))
        .rows("INSERT INTO things (id, status) VALUES (1, 'a'), (2, 'b'), (3, 'c')")
}

const ALL: &str = "SELECT status FROM things ORDER BY id";

#[test]
fn created() {
    case("enums/created").after(|op| statuses(op, &["a", "b"])).check();
}

#[test]
fn dropped_with_its_table() {
    case("enums/dropped_with_its_table").before(|op| statuses(op, &["a", "b"])).check();
}

#[test]
fn column_added() {
    case("enums/column_added")
        .before(|op| op.create_table(things()))
        .after(|op| {
            op.create_enum("status", ["a", "b"]);
            op.create_table(things().with(column("status", enumeration("status")).default("b")));
        })
        .rows("INSERT INTO things (id) VALUES (1)")
        .finds(ALL, &["b"])
        .check();
}

#[test]
fn column_dropped() {
    case("enums/column_dropped")
        .before(|op| statuses(op, &["a", "b"]))
        .after(|op| op.create_table(things()))
        .rows("INSERT INTO things (id, status) VALUES (1, 'a')")
        .before_downgrade("DELETE FROM things")
        .check();
}

#[test]
fn value_added_last() {
    values_become("enums/value_added_last", &["a", "b", "c"], &["a", "b", "c", "d"])
        .finds(ALL, &["a", "b", "c"])
        .finds_again(ALL, &["a", "b", "c"])
        .check();
}

#[test]
fn value_added_first() {
    values_become("enums/value_added_first", &["a", "b", "c"], &["z", "a", "b", "c"])
        .finds(ALL, &["a", "b", "c"])
        .check();
}

#[test]
fn value_added_between() {
    values_become("enums/value_added_between", &["a", "b", "c"], &["a", "aa", "b", "c"])
        .finds(ALL, &["a", "b", "c"])
        .check();
}

#[test]
fn several_values_added() {
    values_become("enums/several_values_added", &["a", "b", "c"], &["x", "a", "y", "b", "c", "z"])
        .finds(ALL, &["a", "b", "c"])
        .check();
}

#[test]
fn value_added_and_used_as_default() {
    case("enums/value_added_and_used_as_default")
        .before(|op| statuses(op, &["a", "b", "c"]))
        .after(|op| {
            op.create_enum("status", ["a", "b", "c", "d"]);
            op.create_table(things().with(column("status", enumeration("status")).default("d")));
        })
        .after_upgrade("INSERT INTO things (id) VALUES (1)")
        .finds(ALL, &["d"])
        .before_downgrade("DELETE FROM things")
        .check();
}

#[test]
fn value_renamed() {
    values_become("enums/value_renamed", &["a", "b", "c"], &["a", "bee", "c"])
        .answer(Flag::Rename, "status.b=bee")
        .finds(ALL, &["a", "bee", "c"])
        .finds_again(ALL, &["a", "b", "c"])
        .check();
}

#[test]
fn value_looks_renamed_asks() {
    values_become("enums/value_looks_renamed_asks", &["a", "b", "c"], &["a", "bee", "c"]).asks();
}

#[test]
fn value_replaced() {
    values_become("enums/value_replaced", &["a", "b", "c"], &["a", "c"])
        .answer(Flag::Replace, "status.b=a")
        .finds(ALL, &["a", "a", "c"])
        .finds_again(ALL, &["a", "a", "c"])
        .check();
}

#[test]
fn value_dropped_asks() {
    values_become("enums/value_dropped_asks", &["a", "b", "c"], &["a", "c"]).asks();
}

#[test]
fn value_that_no_row_holds_dropped() {
    values_become("enums/value_that_no_row_holds_dropped", &["a", "b", "c", "d"], &["a", "b", "c"])
        .answer(Flag::Drop, "status.d")
        .finds(ALL, &["a", "b", "c"])
        .check();
}

#[test]
fn reordered() {
    values_become("enums/reordered", &["a", "b", "c"], &["c", "a", "b"])
        .finds(ALL, &["a", "b", "c"])
        .finds_again(ALL, &["a", "b", "c"])
        .check();
}

#[test]
fn added_dropped_and_reordered() {
    values_become("enums/added_dropped_and_reordered", &["a", "b", "c"], &["c", "d", "a"])
        .answer(Flag::Replace, "status.b=a")
        .finds(ALL, &["a", "a", "c"])
        .check();
}

#[test]
fn with_a_default_that_stays() {
    fn tables(op: &mut Operations, values: &[&'static str]) {
        op.create_enum("status", values.iter().copied());
        op.create_table(things().with(column("status", enumeration("status")).default("a")));
    }
    case("enums/with_a_default_that_stays")
        .before(|op| tables(op, &["a", "b"]))
        .after(|op| tables(op, &["a"]))
        .answer(Flag::Replace, "status.b=a")
        .rows("INSERT INTO things (id, status) VALUES (1, 'b')")
        .after_upgrade("INSERT INTO things (id) VALUES (2)")
        .finds(ALL, &["a", "a"])
        .check();
}

#[test]
fn of_several_tables() {
    fn tables(op: &mut Operations, values: &[&'static str]) {
        statuses(op, values);
        op.create_table(table("others").with(column("state", enumeration("status")).nullable().default("a")));
    }
    case("enums/of_several_tables")
        .before(|op| tables(op, &["a", "b", "c"]))
        .after(|op| tables(op, &["c", "a"]))
        .answer(Flag::Replace, "status.b=c")
        .rows("INSERT INTO things (id, status) VALUES (1, 'b')")
        .rows("INSERT INTO others (state) VALUES ('b')")
        .finds(ALL, &["c"])
        .finds("SELECT state FROM others", &["c"])
        .check();
}

#[test]
fn indexed_checked_and_unique() {
    fn tables(op: &mut Operations, values: &[&'static str]) {
        op.create_enum("status", values.iter().copied());
        op.create_table(
            things()
                .with(column("status", enumeration("status")))
                .with(unique("uq_things_status", ["status", "id"])),
        );
        op.create_index(index("ix_things_status").on("things", [key("status").desc()]));
    }
    case("enums/indexed_checked_and_unique")
        .before(|op| tables(op, &["a", "b"]))
        .after(|op| tables(op, &["b"]))
        .answer(Flag::Replace, "status.a=b")
        .rows("INSERT INTO things (id, status) VALUES (1, 'a')")
        .finds(ALL, &["b"])
        .check();
}

#[test]
fn renamed() {
    case("enums/renamed")
        .before(|op| statuses(op, &["a", "b"]))
        .after(|op| {
            op.create_enum("state", ["a", "b"]);
            op.create_table(things().with(column("status", enumeration("state"))));
        })
        .answer(Flag::Rename, "status=state")
        .rows("INSERT INTO things (id, status) VALUES (1, 'b')")
        .finds(ALL, &["b"])
        .check();
}

#[test]
fn from_text() {
    case("enums/from_text")
        .before(|op| op.create_table(things().with(column("status", varchar(20)))))
        .after(|op| statuses(op, &["a", "b"]))
        .answer(Flag::Using, "things.status=")
        .rows("INSERT INTO things (id, status) VALUES (1, 'b')")
        .finds(ALL, &["b"])
        .finds_again(ALL, &["b"])
        .check();
}

#[test]
fn to_text() {
    case("enums/to_text")
        .before(|op| statuses(op, &["a", "b"]))
        .after(|op| op.create_table(things().with(column("status", varchar(20)))))
        .answer(Flag::Using, "things.status=")
        .rows("INSERT INTO things (id, status) VALUES (1, 'b')")
        .finds(ALL, &["b"])
        .finds_again(ALL, &["b"])
        .check();
}

#[test]
fn from_text_with_default() {
    case("enums/from_text_with_default")
        .before(|op| op.create_table(things().with(column("status", varchar(20)).default("a"))))
        .after(|op| {
            op.create_enum("status", ["a", "b"]);
            op.create_table(things().with(column("status", enumeration("status")).default("b")));
        })
        .answer(Flag::Using, "things.status=")
        .rows("INSERT INTO things (id) VALUES (1)")
        .after_upgrade("INSERT INTO things (id) VALUES (2)")
        .finds(ALL, &["a", "b"])
        .check();
}

#[test]
fn column_moves_to_another() {
    fn tables(op: &mut Operations, name: &'static str) {
        op.create_enum("color", ["red", "green"]);
        op.create_enum("paint", ["red", "green", "blue"]);
        op.create_table(
            things()
                .with(column("a", enumeration("color")))
                .with(column("b", enumeration("paint")))
                .with(column("c", enumeration(name))),
        );
    }
    case("enums/column_moves_to_another")
        .before(|op| tables(op, "color"))
        .after(|op| tables(op, "paint"))
        .answer(Flag::Using, "things.c=")
        .rows("INSERT INTO things (id, a, b, c) VALUES (1, 'red', 'blue', 'green')")
        .finds("SELECT a, b, c FROM things", &["red|blue|green"])
        .check();
}

#[test]
fn array_gets_a_value() {
    fn tables(op: &mut Operations, values: &[&'static str]) {
        op.create_enum("status", values.iter().copied());
        op.create_table(things().with(column("statuses", array(enumeration("status")))));
    }
    case("enums/array_gets_a_value")
        .before(|op| tables(op, &["a", "b"]))
        .after(|op| tables(op, &["b", "c"]))
        .answer(Flag::Replace, "status.a=c")
        .rows("INSERT INTO things (id, statuses) VALUES (1, '{a,b}')")
        .finds("SELECT statuses FROM things", &["{c,b}"])
        .before_downgrade("DELETE FROM things")
        .check();
}

#[test]
fn nullable_column_keeps_null() {
    fn tables(op: &mut Operations, values: &[&'static str]) {
        op.create_enum("status", values.iter().copied());
        op.create_table(things().with(column("status", enumeration("status")).nullable()));
    }
    case("enums/nullable_column_keeps_null")
        .before(|op| tables(op, &["a", "b"]))
        .after(|op| tables(op, &["b"]))
        .answer(Flag::Replace, "status.a=b")
        .rows("INSERT INTO things (id, status) VALUES (1, NULL), (2, 'a')")
        .finds(ALL, &["NULL", "b"])
        .check();
}

#[test]
fn values_that_need_quotes() {
    values_become(
        "enums/values_that_need_quotes",
        &["a", "b", "c"],
        &["a", "b", "c", "it's", "a\\b", "Größe", "x,y"],
    )
    .after_upgrade("INSERT INTO things (id, status) VALUES (4, 'it''s'), (5, 'x,y')")
    .finds("SELECT status FROM things WHERE id > 3 ORDER BY id", &["it's", "x,y"])
    .before_downgrade("DELETE FROM things WHERE id > 3")
    .check();
}
