//! The order of operations where one needs another.

use super::*;

/// A table with a key and references to others, in that order.
fn node(name: &'static str, references: &[&'static str]) -> Table {
    let mut node = table(name).with(column("id", bigint())).with(primary_key(format!("pk_{name}"), ["id"]));
    for other in references {
        let (to, key) = (format!("{other}_id"), format!("fk_{name}_{other}"));
        node = node
            .with(column(to.clone(), bigint()).nullable())
            .with(foreign_key(key, [to]).references(*other, ["id"]));
    }
    node
}

/// Creates `nodes` without regard to order: keys come after all tables.
fn create(op: &mut Operations, nodes: impl IntoIterator<Item = Table>) {
    let mut keys = Vec::new();
    for mut node in nodes {
        for key in std::mem::take(&mut node.foreign_keys).into_values() {
            keys.push((node.name.clone(), key));
        }
        op.create_table(node);
    }
    for (table, key) in keys {
        op.add_constraint(table, key);
    }
}

#[test]
fn references_against_the_alphabet() {
    case("order/references_against_the_alphabet")
        .after(|op| create(op, [node("a", &["b"]), node("b", &["c"]), node("c", &[])]))
        .check();
}

#[test]
fn dropped_against_the_alphabet() {
    case("order/dropped_against_the_alphabet")
        .before(|op| create(op, [node("a", &[]), node("b", &["a"]), node("c", &["a", "b"])]))
        .check();
}

#[test]
fn circle_created() {
    case("order/circle_created").after(|op| create(op, [node("a", &["b"]), node("b", &["a"])])).check();
}

#[test]
fn circle_dropped() {
    case("order/circle_dropped")
        .before(|op| create(op, [node("a", &["b"]), node("b", &["a"])]))
        .rows("INSERT INTO a (id, b_id) VALUES (1, NULL)")
        .rows("INSERT INTO b (id, a_id) VALUES (1, 1)")
        .rows("UPDATE a SET b_id = 1")
        .check();
}

#[test]
fn circle_of_three_with_a_tail() {
    case("order/circle_of_three_with_a_tail")
        .before(|op| create(op, [node("z", &[])]))
        .after(|op| {
            create(
                op,
                [
                    node("a", &["c"]),
                    node("b", &["a", "z"]),
                    node("c", &["b"]),
                    node("d", &["a"]),
                    node("z", &["d"]),
                ],
            )
        })
        .check();
}

#[test]
fn circle_opened() {
    case("order/circle_opened")
        .before(|op| create(op, [node("a", &["b"]), node("b", &["a"])]))
        .after(|op| create(op, [node("a", &[]), node("b", &["a"])]))
        .rows("INSERT INTO a (id, b_id) VALUES (1, NULL)")
        .finds("SELECT id FROM a", &["1"])
        .check();
}

#[test]
fn circle_closed() {
    case("order/circle_closed")
        .before(|op| create(op, [node("a", &[]), node("b", &["a"])]))
        .after(|op| create(op, [node("a", &["b"]), node("b", &["a"])]))
        .rows("INSERT INTO a (id) VALUES (1)")
        .finds("SELECT id, b_id FROM a", &["1|NULL"])
        .check();
}

#[test]
fn one_of_a_circle_dropped() {
    case("order/one_of_a_circle_dropped")
        .before(|op| create(op, [node("a", &["b"]), node("b", &["a"])]))
        .after(|op| create(op, [node("b", &[])]))
        .check();
}

#[test]
fn column_before_its_index_and_constraints() {
    let after = things()
        .with(column("a", integer()).nullable())
        .with(column("b", integer()).nullable().stored("a + 1"))
        .with(unique("uq_things", ["a", "b"]))
        .with(check("ck_things", "a < b"));
    case("order/column_before_its_index_and_constraints")
        .before(|op| op.create_table(things()))
        .after(|op| {
            op.create_table(after);
            op.create_index(index("ix_things").on("things", [key("b").desc(), key("a")]));
        })
        .check();
}

#[test]
fn type_before_its_use() {
    case("order/type_before_its_use")
        .before(|op| op.create_table(things()))
        .after(|op| {
            op.create_enum("zeal", ["low", "high"]);
            op.create_enum("aim", ["near", "far"]);
            op.create_table(things().with(column("zeal", enumeration("zeal")).nullable()));
            op.create_table(table("aims").with(column("aim", enumeration("aim"))));
        })
        .check();
}

#[test]
fn name_of_an_index_moves_to_another_table() {
    let (a, b) = (|| node("a", &[]), || node("b", &[]));
    case("order/name_of_an_index_moves_to_another_table")
        .before(|op| {
            create(op, [a(), b()]);
            op.create_index(index("ix_shared").on("a", [key("id").desc()]));
        })
        .after(|op| {
            create(op, [a(), b()]);
            op.create_index(index("ix_shared").on("b", [key("id").desc()]));
        })
        .check();
}

#[test]
fn name_of_a_constraint_is_taken_over() {
    let table = |x: &'static str| {
        things().with(column("x", integer())).with(column("y", integer())).with(unique("uq_things", [x]))
    };
    becomes("order/name_of_a_constraint_is_taken_over", table("x"), table("y"))
        .rows("INSERT INTO things (id, x, y) VALUES (1, 2, 3)")
        .check();
}

#[test]
fn name_of_a_column_is_taken_over() {
    becomes(
        "order/name_of_a_column_is_taken_over",
        things().with(column("x", integer()).nullable()),
        things().with(column("x", varchar(20)).nullable()).with(column("z", integer()).nullable()),
    )
    .answer(Flag::Rename, "things.x=z")
    .rows("INSERT INTO things (id, x) VALUES (1, 7)")
    .finds("SELECT z, x FROM things", &["7|NULL"])
    .check();
}
