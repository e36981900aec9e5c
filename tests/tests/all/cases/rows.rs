//! Rows, triggers and views that outlive a change: above all SQLite's, which makes the table anew.

use super::*;

fn parent(x: ColumnType) -> Table {
    table("parents")
        .with(column("id", bigint()).identity())
        .with(column("x", x))
        .with(primary_key("pk_parents", ["id"]))
}

fn child(on_delete: Action) -> Table {
    table("children")
        .with(column("id", bigint()))
        .with(column("parent_id", bigint()).nullable())
        .with(primary_key("pk_children", ["id"]))
        .with(
            foreign_key("fk_children_parent_id", ["parent_id"])
                .references("parents", ["id"])
                .on_delete(on_delete),
        )
}

/// A case in which a column of `parents` changes its type, which SQLite does by a new table.
fn rebuilds(name: &'static str, on_delete: Action) -> Case {
    case(name)
        .before(|op| {
            op.create_table(parent(smallint()));
            op.create_table(child(on_delete));
        })
        .after(|op| {
            op.create_table(parent(varchar(20)));
            op.create_table(child(on_delete));
        })
        .answer(Flag::Using, "parents.x=")
        .rows("INSERT INTO parents (x) VALUES (7), (8)")
        .rows("INSERT INTO children (id, parent_id) VALUES (1, 1), (2, 2)")
        .finds("SELECT id, x FROM parents ORDER BY id", &["1|7", "2|8"])
        .finds("SELECT id, parent_id FROM children ORDER BY id", &["1|1", "2|2"])
        .finds_again("SELECT id, x FROM parents ORDER BY id", &["1|7", "2|8"])
        .finds_again("SELECT id, parent_id FROM children ORDER BY id", &["1|1", "2|2"])
}

#[test]
fn children_that_cascade_stay() {
    rebuilds("rows/children_that_cascade_stay", Action::Cascade).check();
}

#[test]
fn children_that_become_null_stay() {
    rebuilds("rows/children_that_become_null_stay", Action::SetNull).check();
}

#[test]
fn children_that_restrict_stay() {
    rebuilds("rows/children_that_restrict_stay", Action::Restrict).check();
}

#[test]
fn triggers_stay() {
    rebuilds("rows/triggers_stay", Action::NoAction)
        .beside("CREATE TABLE log (what varchar(20))")
        .beside(on("sqlite", "CREATE TRIGGER on_parents AFTER INSERT ON parents BEGIN INSERT INTO log VALUES ('it''s in'); END")
            .on("mysql", "CREATE TRIGGER on_parents AFTER INSERT ON parents FOR EACH ROW INSERT INTO log VALUES ('it''s in')")
            .on("postgres", "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN INSERT INTO log VALUES ('it''s in'); RETURN NULL; END$$; CREATE TRIGGER on_parents AFTER INSERT ON parents FOR EACH ROW EXECUTE FUNCTION note()"))
        .after_upgrade("INSERT INTO parents (x) VALUES ('9')")
        .after_upgrade("DELETE FROM parents WHERE id = 3")
        .finds("SELECT what, count(*) FROM log GROUP BY what", &["it's in|3"])
        .check();
}

#[test]
fn views_stay() {
    rebuilds("rows/views_stay", Action::NoAction)
        .beside(
            on("sqlite", "CREATE VIEW seen AS SELECT id FROM parents")
                .on("mysql", "CREATE VIEW seen AS SELECT id FROM parents")
                .on("postgres", "CREATE VIEW seen AS SELECT id FROM parents"),
        )
        .finds("SELECT id FROM seen ORDER BY id", &["1", "2"])
        .check();
}

#[test]
fn many_rows_stay() {
    let numbers: Vec<String> = (1..=500).map(|number| format!("({number})")).collect();
    case("rows/many_rows_stay")
        .before(|op| op.create_table(parent(smallint())))
        .after(|op| op.create_table(parent(bigint())))
        .rows(format!("INSERT INTO parents (x) VALUES {}", numbers.join(", ")))
        .finds("SELECT count(*), sum(x), max(id) FROM parents", &["500|125250|500"])
        .check();
}

#[test]
fn nulls_and_empty_text_stay_apart() {
    alters(
        "rows/nulls_and_empty_text_stay_apart",
        column("x", varchar(10)).nullable(),
        column("x", varchar(20)).nullable(),
    )
    .rows("INSERT INTO things (id, x) VALUES (1, NULL), (2, '')")
    .finds("SELECT id FROM things WHERE x IS NULL", &["1"])
    .finds("SELECT id FROM things WHERE x = ''", &["2"])
    .check();
}

#[test]
fn bytes_stay() {
    alters("rows/bytes_stay", column("x", varbinary(10)), column("x", blob()))
        .rows(
            on("sqlite", "INSERT INTO things (id, x) VALUES (1, X'00ff10')")
                .on("mysql", "INSERT INTO things (id, x) VALUES (1, X'00ff10')")
                .on("postgres", "INSERT INTO things (id, x) VALUES (1, '\\x00ff10')"),
        )
        .finds(
            on("sqlite", "SELECT hex(x) FROM things")
                .on("mysql", "SELECT hex(x) FROM things")
                .on("postgres", "SELECT upper(encode(x, 'hex')) FROM things"),
            &["00FF10"],
        )
        .check();
}

#[test]
fn written_sql_runs_between() {
    case("rows/written_sql_runs_between")
        .before(|op| op.create_table(things().with(column("whole", varchar(40)))))
        .by(|op| {
            op.add_column("things", column("first", varchar(20)).nullable());
            op.execute("UPDATE things SET first = whole");
            op.alter_column("things", "first", [set_not_null()]);
            op.drop_column("things", "whole");
        })
        .undone_by(|op| {
            op.add_column("things", column("whole", varchar(40)).nullable());
            op.execute("UPDATE things SET whole = first");
            op.alter_column("things", "whole", [set_not_null()]);
            op.drop_column("things", "first");
        })
        .rows("INSERT INTO things (id, whole) VALUES (1, 'Ada')")
        .finds("SELECT first FROM things", &["Ada"])
        .finds_again("SELECT whole FROM things", &["Ada"])
        .check();
}
