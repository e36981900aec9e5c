//! Columns come, go and change nullability, comment and collation.

use super::*;

const ROW: &str = "INSERT INTO things (id) VALUES (1)";

#[test]
fn adds_nullable() {
    becomes("columns/adds_nullable", things(), things().with(column("x", varchar(20)).nullable()))
        .rows(ROW)
        .finds("SELECT id, x FROM things", &["1|NULL"])
        .finds_again("SELECT id FROM things", &["1"])
        .check();
}

#[test]
fn adds_with_default() {
    becomes("columns/adds_with_default", things(), things().with(column("x", integer()).default(7)))
        .rows(ROW)
        .finds("SELECT id, x FROM things", &["1|7"])
        .check();
}

#[test]
fn adds_nullable_with_default() {
    becomes(
        "columns/adds_nullable_with_default",
        things(),
        things().with(column("x", integer()).nullable().default(7)),
    )
    .rows(ROW)
    .finds("SELECT id, x FROM things", &["1|7"])
    .check();
}

#[test]
fn adds_with_default_expression() {
    let x = column("x", timestamp()).default(sql("CURRENT_TIMESTAMP"));
    becomes("columns/adds_with_default_expression", things(), things().with(x))
        .rows(ROW)
        .finds("SELECT count(x) FROM things", &["1"])
        .check();
}

#[test]
fn adds_required_and_fills() {
    becomes("columns/adds_required_and_fills", things(), things().with(column("x", bigint())))
        .answer(Flag::Fill, "things.x=id * 10")
        .rows("INSERT INTO things (id) VALUES (1), (2)")
        .finds("SELECT id, x FROM things ORDER BY id", &["1|10", "2|20"])
        .check();
}

#[test]
fn adds_required_asks() {
    becomes("columns/adds_required_asks", things(), things().with(column("x", bigint()))).asks();
}

#[test]
fn adds_several() {
    let after = things()
        .with(column("c", integer()).default(3))
        .with(column("a", varchar(10)).nullable())
        .with(column("b", boolean()).default(false));
    becomes("columns/adds_several", things(), after)
        .rows(ROW)
        .finds("SELECT id FROM things WHERE a IS NULL AND c = 3 AND NOT b", &["1"])
        .check();
}

#[test]
fn adds_unique() {
    let after = things().with(column("x", varchar(20)).nullable()).with(unique("uq_things_x", ["x"]));
    becomes("columns/adds_unique", things(), after).rows(ROW).check();
}

#[test]
fn adds_checked() {
    let after = things().with(column("x", integer()).default(1)).with(check("ck_things_x", "x > 0"));
    becomes("columns/adds_checked", things(), after).rows(ROW).finds("SELECT x FROM things", &["1"]).check();
}

#[test]
fn adds_referencing() {
    fn teams() -> Table {
        table("teams").with(column("id", bigint())).with(primary_key("pk_teams", ["id"]))
    }
    case("columns/adds_referencing")
        .before(|op| {
            op.create_table(teams());
            op.create_table(things());
        })
        .after(|op| {
            op.create_table(teams());
            op.create_table(
                things()
                    .with(column("team_id", bigint()).nullable())
                    .with(foreign_key("fk_things_team_id", ["team_id"]).references("teams", ["id"])),
            );
            op.create_index(index("ix_things_team_id").on("things", ["team_id"]));
        })
        .rows(ROW)
        .finds("SELECT id, team_id FROM things", &["1|NULL"])
        .check();
}

#[test]
fn drops() {
    becomes("columns/drops", things().with(column("x", varchar(20)).nullable()), things())
        .rows("INSERT INTO things (id, x) VALUES (1, 'ab')")
        .finds("SELECT * FROM things", &["1"])
        .finds_again("SELECT id, x FROM things", &["1|NULL"])
        .check();
}

#[test]
fn drops_required() {
    becomes("columns/drops_required", things().with(column("x", varchar(20))), things())
        .rows(ROW.replace("(id) VALUES (1)", "(id, x) VALUES (1, 'ab')"))
        .finds("SELECT * FROM things", &["1"])
        .before_downgrade("DELETE FROM things")
        .check();
}

#[test]
fn drops_several() {
    let before = things()
        .with(column("a", integer()).nullable())
        .with(column("b", integer()).default(1))
        .with(column("c", integer()).nullable());
    becomes("columns/drops_several", before, things().with(column("b", integer()).default(1)))
        .rows("INSERT INTO things (id, a, b, c) VALUES (1, 2, 3, 4)")
        .finds("SELECT id, b FROM things", &["1|3"])
        .check();
}

#[test]
fn drops_indexed() {
    case("columns/drops_indexed")
        .before(|op| {
            op.create_table(
                things().with(column("x", integer()).nullable()).with(column("y", integer()).nullable()),
            );
            op.create_index(index("ix_things_x").on("things", ["x"]));
            op.create_index(index("ix_things_x_y").on("things", ["x", "y"]));
        })
        .after(|op| op.create_table(things().with(column("y", integer()).nullable())))
        .rows("INSERT INTO things (id, x, y) VALUES (1, 2, 3)")
        .finds("SELECT id, y FROM things", &["1|3"])
        .check();
}

#[test]
fn drops_unique() {
    let before = things().with(column("x", integer()).nullable()).with(unique("uq_things_x", ["x"]));
    becomes("columns/drops_unique", before, things())
        .rows("INSERT INTO things (id, x) VALUES (1, 2)")
        .check();
}

#[test]
fn drops_one_of_a_unique() {
    let before = things()
        .with(column("x", integer()))
        .with(column("y", integer()).nullable())
        .with(unique("uq_things_x_y", ["x", "y"]));
    let after = things().with(column("x", integer())).with(unique("uq_things_x", ["x"]));
    becomes("columns/drops_one_of_a_unique", before, after)
        .rows("INSERT INTO things (id, x, y) VALUES (1, 2, 3)")
        .finds("SELECT id, x FROM things", &["1|2"])
        .check();
}

#[test]
fn drops_checked() {
    let before = things()
        .with(column("x", integer()).nullable())
        .with(column("y", integer()).nullable())
        .with(check("ck_things_x", "x > y"));
    becomes("columns/drops_checked", before, things().with(column("y", integer()).nullable()))
        .rows("INSERT INTO things (id, x, y) VALUES (1, 3, 2)")
        .finds("SELECT id, y FROM things", &["1|2"])
        .check();
}

#[test]
fn drops_referencing() {
    fn teams() -> Table {
        table("teams").with(column("id", bigint())).with(primary_key("pk_teams", ["id"]))
    }
    case("columns/drops_referencing")
        .before(|op| {
            op.create_table(teams());
            op.create_table(
                things()
                    .with(column("team_id", bigint()).nullable())
                    .with(foreign_key("fk_things_team_id", ["team_id"]).references("teams", ["id"])),
            );
        })
        .after(|op| {
            op.create_table(teams());
            op.create_table(things());
        })
        .rows("INSERT INTO teams (id) VALUES (5)")
        .rows("INSERT INTO things (id, team_id) VALUES (1, 5)")
        .finds("SELECT * FROM things", &["1"])
        .check();
}

#[test]
fn replaced_by_one_of_another_type() {
    becomes(
        "columns/replaced_by_one_of_another_type",
        things().with(column("x", integer()).nullable()),
        things().with(column("y", date()).nullable()),
    )
    .rows("INSERT INTO things (id, x) VALUES (1, 2)")
    .finds("SELECT id, y FROM things", &["1|NULL"])
    .check();
}

#[test]
fn looks_renamed_asks() {
    becomes(
        "columns/looks_renamed_asks",
        things().with(column("tel", varchar(20)).nullable()),
        things().with(column("phone", varchar(20)).nullable()),
    )
    .asks();
}

#[test]
fn looks_renamed_but_is_dropped() {
    becomes(
        "columns/looks_renamed_but_is_dropped",
        things().with(column("tel", varchar(20)).nullable()),
        things().with(column("phone", varchar(20)).nullable()),
    )
    .answer(Flag::Drop, "things.tel")
    .rows("INSERT INTO things (id, tel) VALUES (1, '2')")
    .finds("SELECT id, phone FROM things", &["1|NULL"])
    .check();
}

#[test]
fn null_to_not_null() {
    alters("columns/null_to_not_null", column("x", varchar(20)).nullable(), column("x", varchar(20)))
        .answer(Flag::Fill, "things.x='none'")
        .rows("INSERT INTO things (id, x) VALUES (1, 'ab'), (2, NULL)")
        .finds("SELECT x FROM things ORDER BY id", &["ab", "none"])
        .check();
}

#[test]
fn null_to_not_null_asks() {
    alters("columns/null_to_not_null_asks", column("x", integer()).nullable(), column("x", integer())).asks();
}

#[test]
fn not_null_to_null() {
    alters("columns/not_null_to_null", column("x", varchar(20)), column("x", varchar(20)).nullable())
        .rows("INSERT INTO things (id, x) VALUES (1, 'ab')")
        .finds("SELECT x FROM things", &["ab"])
        .finds_again("SELECT x FROM things", &["ab"])
        .check();
}

#[test]
fn not_null_to_null_keeps_the_rest() {
    let x = || column("x", varchar(20)).default("it's").comment("kept");
    alters("columns/not_null_to_null_keeps_the_rest", x(), x().nullable())
        .rows("INSERT INTO things (id) VALUES (1)")
        .finds("SELECT x FROM things", &["it's"])
        .check();
}

#[test]
fn comment_added() {
    alters("columns/comment_added", column("x", integer()), column("x", integer()).comment("what it's for"))
        .check();
}

#[test]
fn comment_changed() {
    alters(
        "columns/comment_changed",
        column("x", integer()).default(1).comment("before"),
        column("x", integer()).default(1).comment("after \\ \"with\" 'quotes'"),
    )
    .check();
}

#[test]
fn comment_dropped() {
    alters("columns/comment_dropped", column("x", integer()).comment("before"), column("x", integer()))
        .check();
}

#[test]
fn collation_added_on_postgres() {
    alters("columns/collation_added_on_postgres", column("x", text()), column("x", text()).collate("C"))
        .only_on(Server::Postgres)
        .check();
}

#[test]
fn collation_added_on_sqlite() {
    alters("columns/collation_added_on_sqlite", column("x", text()), column("x", text()).collate("NOCASE"))
        .only_on(Server::Sqlite)
        .rows("INSERT INTO things (id, x) VALUES (1, 'ab')")
        .finds("SELECT id FROM things WHERE x = 'AB'", &["1"])
        .check();
}

#[test]
fn collation_changed_on_mysql() {
    alters(
        "columns/collation_changed_on_mysql",
        column("x", varchar(20)).nullable().collate("utf8mb4_general_ci"),
        column("x", varchar(20)).nullable().collate("utf8mb4_bin"),
    )
    .only_on(Server::Mysql)
    .rows("INSERT INTO things (id, x) VALUES (1, 'ab')")
    .finds("SELECT count(*) FROM things WHERE x = 'AB'", &["0"])
    .check();
}

#[test]
fn collation_changed_on_postgres() {
    alters(
        "columns/collation_changed_on_postgres",
        column("x", varchar(20)).nullable().default("a").collate("C"),
        column("x", varchar(20)).nullable().default("a").collate("und-x-icu"),
    )
    .only_on(Server::Postgres)
    .check();
}

#[test]
fn collation_dropped() {
    alters(
        "columns/collation_dropped",
        column("x", varchar(20)).collate("utf8mb4_bin"),
        column("x", varchar(20)),
    )
    .only_on(Server::Mysql)
    .check();
}

#[test]
fn everything_at_once() {
    let before = things()
        .with(column("gone", integer()).nullable())
        .with(column("kept", varchar(10)).nullable())
        .with(column("longer", varchar(10)).default("a"));
    let after = things()
        .with(column("kept", varchar(10)).comment("now required"))
        .with(column("longer", varchar(20)).nullable())
        .with(column("made", date()).nullable());
    becomes("columns/everything_at_once", before, after)
        .answer(Flag::Fill, "things.kept='none'")
        .rows("INSERT INTO things (id, gone) VALUES (1, 2)")
        .finds("SELECT id, kept, longer, made FROM things", &["1|none|a|NULL"])
        .check();
}

#[test]
fn order_alone_is_no_change() {
    let (a, b) = (|| column("a", integer()), || column("b", integer()));
    becomes("columns/order_alone_is_no_change", things().with(a()).with(b()), things().with(b()).with(a()))
        .check();
}

#[test]
fn replaces_all_of_them() {
    // Nothing of a row is copied, where SQLite makes the table anew, and the row is kept all the same.
    let things = |key: Column| {
        let name = key.name.clone();
        table("things").with(key).with(primary_key("pk_things", [name]))
    };
    becomes(
        "columns/replaces_all_of_them",
        things(column("id", integer()).default(1)),
        things(column("code", varchar(9)).default("x")),
    )
    .rows("INSERT INTO things (id) VALUES (5)")
    .finds("SELECT code FROM things", &["x"])
    .finds_again("SELECT id FROM things", &["1"])
    .check();
}
