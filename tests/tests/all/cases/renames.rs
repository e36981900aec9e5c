//! Renames of everything, alone and together with other changes.

use super::*;

const ROW: &str = "INSERT INTO things (id, x) VALUES (1, 7)";

#[test]
fn column() {
    alters("renames/column", super::column("x", integer()), super::column("y", integer()))
        .answer(Flag::Rename, "things.x=y")
        .rows(ROW)
        .finds("SELECT y FROM things", &["7"])
        .finds_again("SELECT x FROM things", &["7"])
        .check();
}

#[test]
fn column_with_its_type() {
    alters("renames/column_with_its_type", super::column("x", integer()), super::column("y", bigint()))
        .answer(Flag::Rename, "things.x=y")
        .rows(ROW)
        .finds("SELECT y FROM things", &["7"])
        .finds_again("SELECT x FROM things", &["7"])
        .check();
}

#[test]
fn column_with_its_nullability() {
    alters(
        "renames/column_with_its_nullability",
        super::column("x", integer()).nullable(),
        super::column("y", integer()).default(3),
    )
    .answer(Flag::Rename, "things.x=y")
    .rows("INSERT INTO things (id) VALUES (1)")
    .finds("SELECT y FROM things", &["3"])
    .check();
}

#[test]
fn column_of_everything() {
    fn tables(op: &mut Operations, x: &'static str, doubled: &'static str, positive: &'static str) {
        op.create_table(
            table("teams").with(super::column("id", integer())).with(primary_key("pk_teams", ["id"])),
        );
        op.create_table(
            things()
                .with(super::column(x, integer()))
                .with(super::column("doubled", integer()).nullable().stored(doubled))
                .with(unique("uq_things", [x, "id"]))
                .with(check("ck_things", positive))
                .with(foreign_key("fk_things", [x]).references("teams", ["id"])),
        );
        op.create_index(index("ix_things").on("things", [key(x).desc()]));
    }
    case("renames/column_of_everything")
        .before(|op| tables(op, "x", "x * 2", "x > 0"))
        .after(|op| tables(op, "y", "y * 2", "y > 0"))
        .answer(Flag::Rename, "things.x=y")
        .rows("INSERT INTO teams (id) VALUES (7)")
        .rows(ROW)
        .finds("SELECT y, doubled FROM things", &["7|14"])
        .finds_again("SELECT x, doubled FROM things", &["7|14"])
        .check();
}

#[test]
fn column_that_names_its_constraints() {
    fn table(x: &'static str, unique_name: &'static str) -> Table {
        things().with(super::column(x, integer())).with(unique(unique_name, [x]))
    }
    becomes(
        "renames/column_that_names_its_constraints",
        table("x", "uq_things_x"),
        table("y", "uq_things_y"),
    )
    .answer(Flag::Rename, "things.x=y")
    .rows(ROW)
    .finds("SELECT y FROM things", &["7"])
    .check();
}

#[test]
fn referenced_column() {
    fn tables(op: &mut Operations, id: &'static str) {
        op.create_table(
            super::table("teams").with(super::column(id, integer())).with(primary_key("pk_teams", [id])),
        );
        op.create_table(
            things()
                .with(super::column("x", integer()))
                .with(foreign_key("fk_things", ["x"]).references("teams", [id]).on_delete(Action::Cascade)),
        );
    }
    case("renames/referenced_column")
        .before(|op| tables(op, "id"))
        .after(|op| tables(op, "number"))
        .answer(Flag::Rename, "teams.id=number")
        .rows("INSERT INTO teams (id) VALUES (7)")
        .rows(ROW)
        .finds("SELECT number FROM teams", &["7"])
        .finds("SELECT x FROM things", &["7"])
        .check();
}

#[test]
fn columns_swapped() {
    let xy = || things().with(super::column("x", integer())).with(super::column("y", integer()));
    case("renames/columns_swapped")
        .before(|op| op.create_table(xy()))
        .by(|op| {
            op.rename_column("things", "x", "z");
            op.rename_column("things", "y", "x");
            op.rename_column("things", "z", "y");
        })
        .rows("INSERT INTO things (id, x, y) VALUES (1, 7, 8)")
        .finds("SELECT x, y FROM things", &["8|7"])
        .finds_again("SELECT x, y FROM things", &["7|8"])
        .check();
}

#[test]
fn columns_in_a_chain() {
    becomes(
        "renames/columns_in_a_chain",
        things().with(super::column("a", integer())).with(super::column("b", integer())),
        things().with(super::column("b", integer())).with(super::column("c", integer())),
    )
    .answer(Flag::Rename, "things.a=b")
    .answer(Flag::Rename, "things.b=c")
    .rows("INSERT INTO things (id, a, b) VALUES (1, 7, 8)")
    .finds("SELECT b, c FROM things", &["7|8"])
    .check();
}

#[test]
fn key_column() {
    let table = |id: &'static str| {
        table("things").with(super::column(id, bigint()).identity()).with(primary_key("pk_things", [id]))
    };
    becomes("renames/key_column", table("id"), table("number"))
        .answer(Flag::Rename, "things.id=number")
        .rows("INSERT INTO things (id) VALUES (1)")
        .finds("SELECT number FROM things", &["1"])
        .check();
}

/// A table `before`, and `after` the same under another name, with all names by convention.
fn people(name: &'static str) -> Table {
    table(name)
        .with(super::column("id", bigint()).identity())
        .with(super::column("email", varchar(40)))
        .with(primary_key(format!("pk_{name}"), ["id"]))
        .with(unique(format!("uq_{name}_email"), ["email"]))
        .with(check(format!("ck_{name}_email"), "email LIKE '%@%'"))
}

#[test]
fn table_with_conventional_names() {
    case("renames/table_with_conventional_names")
        .before(|op| {
            op.create_table(people("users"));
            op.create_index(index("ix_users_email").on("users", [key("email").desc()]));
        })
        .after(|op| {
            op.create_table(people("people"));
            op.create_index(index("ix_people_email").on("people", [key("email").desc()]));
        })
        .answer(Flag::Rename, "users=people")
        .rows("INSERT INTO users (email) VALUES ('a@b')")
        .finds("SELECT id, email FROM people", &["1|a@b"])
        .finds_again("SELECT id, email FROM users", &["1|a@b"])
        .check();
}

#[test]
fn table_looks_renamed_asks() {
    case("renames/table_looks_renamed_asks")
        .before(|op| op.create_table(people("users")))
        .after(|op| op.create_table(people("people")))
        .asks();
}

#[test]
fn table_that_is_referenced() {
    fn tables(op: &mut Operations, name: &'static str) {
        op.create_table(
            table(name).with(super::column("id", bigint())).with(primary_key("pk_parent", ["id"])),
        );
        op.create_table(
            things()
                .with(super::column("x", bigint()))
                .with(foreign_key("fk_things", ["x"]).references(name, ["id"]).on_delete(Action::Cascade)),
        );
    }
    case("renames/table_that_is_referenced")
        .before(|op| tables(op, "teams"))
        .after(|op| tables(op, "crews"))
        .answer(Flag::Rename, "teams=crews")
        .rows("INSERT INTO teams (id) VALUES (7)")
        .rows(ROW)
        .finds("SELECT id FROM crews", &["7"])
        .finds("SELECT x FROM things", &["7"])
        .check();
}

#[test]
fn table_that_references_itself() {
    let table = |name: &'static str| {
        table(name)
            .with(super::column("id", bigint()))
            .with(super::column("parent_id", bigint()).nullable())
            .with(primary_key("pk", ["id"]))
            .with(foreign_key("fk_parent", ["parent_id"]).references(name, ["id"]))
    };
    becomes("renames/table_that_references_itself", table("nodes"), table("places"))
        .answer(Flag::Rename, "nodes=places")
        .rows("INSERT INTO nodes (id, parent_id) VALUES (1, NULL), (2, 1)")
        .finds("SELECT id, parent_id FROM places ORDER BY id", &["1|NULL", "2|1"])
        .check();
}

#[test]
fn table_and_its_column() {
    let table = |name: &'static str, column: &'static str| {
        table(name)
            .with(super::column("id", bigint()))
            .with(super::column(column, varchar(20)).nullable())
            .with(primary_key("pk", ["id"]))
    };
    becomes("renames/table_and_its_column", table("users", "tel"), table("people", "phone"))
        .answer(Flag::Rename, "users=people")
        .answer(Flag::Rename, "people.tel=phone")
        .rows("INSERT INTO users (id, tel) VALUES (1, '2')")
        .finds("SELECT id, phone FROM people", &["1|2"])
        .check();
}

#[test]
fn table_that_also_changes() {
    let before = people("users").with(super::column("age", smallint()).nullable());
    let after = people("people")
        .with(super::column("age", integer()).default(0))
        .with(super::column("born", date()).nullable());
    becomes("renames/table_that_also_changes", before, after)
        .answer(Flag::Rename, "users=people")
        .rows("INSERT INTO users (email, age) VALUES ('a@b', NULL)")
        .finds("SELECT email, age, born FROM people", &["a@b|0|NULL"])
        .check();
}

#[test]
fn tables_swapped() {
    let table = |name: &'static str, column: &'static str| {
        table(name)
            .with(super::column("id", bigint()))
            .with(super::column(column, integer()))
            .with(primary_key(format!("pk_{column}"), ["id"]))
    };
    case("renames/tables_swapped")
        .before(|op| {
            op.create_table(table("first", "x"));
            op.create_table(table("second", "y"));
        })
        .after(|op| {
            op.create_table(table("second", "x"));
            op.create_table(table("first", "y"));
        })
        .answer(Flag::Rename, "first=second")
        .answer(Flag::Rename, "second=first")
        .rows("INSERT INTO first (id, x) VALUES (1, 7)")
        .rows("INSERT INTO second (id, y) VALUES (2, 8)")
        .finds("SELECT id, y FROM first", &["2|8"])
        .finds("SELECT id, x FROM second", &["1|7"])
        .check();
}

#[test]
fn every_constraint() {
    fn tables(op: &mut Operations, suffix: &str) {
        op.create_table(
            table("teams")
                .with(super::column("id", integer()))
                .with(primary_key(format!("pk_{suffix}"), ["id"])),
        );
        op.create_table(
            things()
                .with(super::column("x", integer()))
                .with(unique(format!("uq_{suffix}"), ["x"]))
                .with(check(format!("ck_{suffix}"), "x > 0"))
                .with(foreign_key(format!("fk_{suffix}"), ["x"]).references("teams", ["id"])),
        );
        op.create_index(index(format!("ix_{suffix}")).on("things", [key("x").desc()]));
    }
    case("renames/every_constraint")
        .before(|op| tables(op, "before"))
        .after(|op| tables(op, "after"))
        .rows("INSERT INTO teams (id) VALUES (7)")
        .rows(ROW)
        .finds("SELECT x FROM things", &["7"])
        .check();
}
