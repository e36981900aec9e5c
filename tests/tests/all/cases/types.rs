//! Every type, and the changes between them.

use super::*;

/// A case in which `things.x` changes its type, with one row of the given value.
fn retypes(name: &'static str, before: ColumnType, after: ColumnType, value: &str) -> Case {
    alters(name, column("x", before), column("x", after))
        .rows(format!("INSERT INTO things (id, x) VALUES (1, {value})"))
}

const X: &str = "SELECT x FROM things";

#[test]
fn varchar_longer() {
    retypes("types/varchar_longer", varchar(20), varchar(40), "'ab'").finds(X, &["ab"]).check();
}

#[test]
fn varchar_shorter() {
    retypes("types/varchar_shorter", varchar(40), varchar(20), "'ab'").finds(X, &["ab"]).check();
}

#[test]
fn varchar_to_text() {
    retypes("types/varchar_to_text", varchar(40), text(), "'ab'")
        .finds(X, &["ab"])
        .finds_again(X, &["ab"])
        .check();
}

#[test]
fn text_to_varchar() {
    retypes("types/text_to_varchar", text(), varchar(40), "'ab'").finds(X, &["ab"]).check();
}

#[test]
fn char_to_varchar() {
    retypes("types/char_to_varchar", char(2), varchar(4), "'ab'").finds(X, &["ab"]).check();
}

#[test]
fn varchar_to_char() {
    retypes("types/varchar_to_char", varchar(2), char(2), "'ab'").finds(X, &["ab"]).check();
}

#[test]
fn tinyint_to_smallint() {
    // PostgreSQL's type of one byte takes a character.
    let insert = |value: &str| format!("INSERT INTO things (id, x) VALUES (1, {value})");
    alters("types/tinyint_to_smallint", column("x", tinyint()), column("x", smallint()))
        .rows(on("sqlite", insert("7")).on("mysql", insert("7")).on("postgres", insert("chr(7)::\"char\"")))
        .finds(X, &["7"])
        .check();
}

#[test]
fn smallint_to_integer() {
    retypes("types/smallint_to_integer", smallint(), integer(), "7").finds(X, &["7"]).check();
}

#[test]
fn integer_to_bigint() {
    retypes("types/integer_to_bigint", integer(), bigint(), "7")
        .finds(X, &["7"])
        .finds_again(X, &["7"])
        .check();
}

#[test]
fn bigint_to_integer() {
    retypes("types/bigint_to_integer", bigint(), integer(), "7").finds(X, &["7"]).check();
}

#[test]
fn integer_to_text() {
    retypes("types/integer_to_text", integer(), text(), "7")
        .answer(Flag::Using, "things.x=")
        .finds(X, &["7"])
        .finds_again(X, &["7"])
        .check();
}

#[test]
fn text_to_integer() {
    retypes("types/text_to_integer", text(), integer(), "'7'")
        .answer(Flag::Using, "things.x=length(x)")
        .finds(X, &["1"])
        .check();
}

#[test]
fn text_to_integer_asks() {
    retypes("types/text_to_integer_asks", text(), integer(), "'7'").asks();
}

#[test]
fn integer_to_boolean() {
    retypes("types/integer_to_boolean", integer(), boolean(), "5")
        .answer(Flag::Using, "things.x=x > 3")
        .finds("SELECT id FROM things WHERE x", &["1"])
        .check();
}

#[test]
fn boolean_to_integer() {
    retypes("types/boolean_to_integer", boolean(), integer(), "true")
        .answer(Flag::Using, "things.x=CASE WHEN x THEN 10 ELSE 20 END")
        .finds(X, &["10"])
        .check();
}

#[test]
fn real_to_double() {
    retypes("types/real_to_double", real(), double(), "1.5").finds(X, &["1.5"]).check();
}

#[test]
fn double_to_decimal() {
    retypes("types/double_to_decimal", double(), decimal_of(10, 2), "1.25")
        .answer(Flag::Using, "things.x=")
        .finds("SELECT id FROM things WHERE x = 1.25", &["1"])
        .check();
}

#[test]
fn decimal_limited() {
    retypes("types/decimal_limited", decimal(), decimal_of(10, 2), "1.25")
        .finds("SELECT id FROM things WHERE x = 1.25", &["1"])
        .check();
}

#[test]
fn decimal_wider() {
    retypes("types/decimal_wider", decimal_of(6, 2), decimal_of(12, 4), "1.25")
        .finds("SELECT id FROM things WHERE x = 1.25", &["1"])
        .check();
}

#[test]
fn decimal_narrower() {
    retypes("types/decimal_narrower", decimal_of(12, 4), decimal_of(6, 2), "1.25")
        .finds("SELECT id FROM things WHERE x = 1.25", &["1"])
        .check();
}

#[test]
fn integer_to_decimal() {
    retypes("types/integer_to_decimal", integer(), decimal_of(12, 2), "7")
        .answer(Flag::Using, "things.x=")
        .finds("SELECT id FROM things WHERE x = 7", &["1"])
        .check();
}

#[test]
fn date_to_timestamp() {
    retypes("types/date_to_timestamp", date(), timestamp(), "'2026-01-02'").check();
}

#[test]
fn timestamp_to_date() {
    retypes("types/timestamp_to_date", timestamp(), date(), "'2026-01-02 03:04:05'")
        .answer(Flag::Using, "things.x=")
        .check();
}

#[test]
fn timestamp_precision() {
    retypes("types/timestamp_precision", timestamp_of(0), timestamp_of(3), "'2026-01-02 03:04:05'").check();
}

#[test]
fn timestamp_to_timestamptz() {
    retypes("types/timestamp_to_timestamptz", timestamp(), timestamptz(), "'2026-01-02 03:04:05'")
        .answer(Flag::Using, "things.x=")
        .check();
}

#[test]
fn timestamptz_precision() {
    retypes("types/timestamptz_precision", timestamptz(), timestamptz_of(3), "'2026-01-02 03:04:05'").check();
}

#[test]
fn time_precision() {
    retypes("types/time_precision", time_of(6), time_of(0), "'03:04:05'").check();
}

#[test]
fn text_to_json() {
    retypes("types/text_to_json", text(), json(), "'{\"a\": 1}'").answer(Flag::Using, "things.x=").check();
}

#[test]
fn json_to_text() {
    retypes("types/json_to_text", json(), text(), "'{\"a\": 1}'").answer(Flag::Using, "things.x=").check();
}

#[test]
fn text_to_uuid() {
    let value = "'6ba7b810-9dad-11d1-80b4-00c04fd430c8'";
    alters("types/text_to_uuid", column("x", text()), column("x", uuid()))
        .answer(Flag::Using, "things.x=")
        .rows(on("postgres", format!("INSERT INTO things (id, x) VALUES (1, {value})")))
        .finds(on("postgres", X), &["6ba7b810-9dad-11d1-80b4-00c04fd430c8"])
        .finds_again(on("postgres", X), &["6ba7b810-9dad-11d1-80b4-00c04fd430c8"])
        .check();
}

#[test]
fn varbinary_longer() {
    retypes("types/varbinary_longer", varbinary(8), varbinary(16), "'ab'").check();
}

#[test]
fn varbinary_to_blob() {
    retypes("types/varbinary_to_blob", varbinary(8), blob(), "'ab'").check();
}

#[test]
fn text_to_array() {
    retypes("types/text_to_array", text(), array(text()), "'ab'")
        .answer(Flag::Using, "things.x=ARRAY[x]")
        .finds(on("postgres", X), &["{ab}"])
        .check();
}

#[test]
fn array_element() {
    retypes("types/array_element", array(integer()), array(bigint()), "'{1,2}'")
        .finds(on("postgres", X), &["{1,2}"])
        .check();
}

#[test]
fn inet_to_cidr() {
    retypes("types/inet_to_cidr", inet(), cidr(), "'10.0.0.0/8'").answer(Flag::Using, "things.x=").check();
}

#[test]
fn unsigned_to_signed() {
    retypes("types/unsigned_to_signed", smallint_unsigned(), integer(), "7").finds(X, &["7"]).check();
}

#[test]
fn integer_to_unsigned() {
    retypes("types/integer_to_unsigned", integer(), integer_unsigned(), "7").finds(X, &["7"]).check();
}

#[test]
fn bigint_to_unsigned() {
    retypes("types/bigint_to_unsigned", bigint(), bigint_unsigned(), "7").finds(X, &["7"]).check();
}

#[test]
fn every_portable_type() {
    case("types/every_portable_type")
        .after(|op| {
            op.create_table(
                things()
                    .with(column("c01", boolean()))
                    .with(column("c02", tinyint()))
                    .with(column("c03", smallint()))
                    .with(column("c04", integer()))
                    .with(column("c05", bigint()))
                    .with(column("c06", tinyint_unsigned()))
                    .with(column("c07", smallint_unsigned()))
                    .with(column("c08", integer_unsigned()))
                    .with(column("c09", bigint_unsigned()))
                    .with(column("c10", real()))
                    .with(column("c11", double()))
                    .with(column("c12", decimal()))
                    .with(column("c13", decimal_of(12, 4)))
                    .with(column("c14", char(3)))
                    .with(column("c15", varchar(40)))
                    .with(column("c16", text()))
                    .with(column("c17", varbinary(16)))
                    .with(column("c18", blob()))
                    .with(column("c19", date()))
                    .with(column("c20", time()))
                    .with(column("c21", time_of(3)))
                    .with(column("c22", timestamp()))
                    .with(column("c23", timestamp_of(3)))
                    .with(column("c24", timestamptz()))
                    .with(column("c25", timestamptz_of(0)))
                    .with(column("c26", uuid()))
                    .with(column("c27", json())),
            );
        })
        .check();
}

#[test]
fn every_postgres_type() {
    case("types/every_postgres_type")
        .after(|op| {
            op.create_enum("mood", ["sad", "glad"]);
            op.create_table(
                things()
                    .with(column("c1", interval()))
                    .with(column("c2", inet()))
                    .with(column("c3", cidr()))
                    .with(column("c4", macaddr()))
                    .with(column("c5", array(text())))
                    .with(column("c6", array(varchar(20))))
                    .with(column("c7", array(uuid())))
                    .with(column("c8", array(decimal_of(8, 2))))
                    .with(column("c9", array(enumeration("mood")))),
            );
        })
        .check();
}

#[test]
fn interval_is_refused_elsewhere() {
    case("types/interval_is_refused_elsewhere")
        .before(|op| op.create_table(things()))
        .after(|op| op.create_table(things().with(column("x", interval()).nullable())))
        .check();
}

#[test]
fn native_for_one_database() {
    alters(
        "types/native_for_one_database",
        column("x", text()).nullable(),
        column("x", text()).nullable().native("mysql", "mediumtext"),
    )
    .rows("INSERT INTO things (id, x) VALUES (1, 'ab')")
    .finds(X, &["ab"])
    .finds_again(X, &["ab"])
    .check();
}

#[test]
fn native_for_every_database() {
    let native = |column: Column| {
        column.native("mysql", "tinytext").native("postgres", "character varying").native("sqlite", "TEXT")
    };
    alters("types/native_for_every_database", column("x", text()), native(column("x", text())))
        .rows("INSERT INTO things (id, x) VALUES (1, 'ab')")
        .finds(X, &["ab"])
        .check();
}

#[test]
fn native_changed() {
    alters(
        "types/native_changed",
        column("x", text()).nullable().native("mysql", "tinytext").native("postgres", "varchar(10)"),
        column("x", text()).nullable().native("mysql", "mediumtext").native("postgres", "varchar(20)"),
    )
    .check();
}

#[test]
fn native_dropped() {
    alters(
        "types/native_dropped",
        column("x", text()).nullable().native("mysql", "tinytext").native("postgres", "varchar(10)"),
        column("x", text()).nullable(),
    )
    .check();
}

#[test]
fn native_point() {
    case("types/native_point")
        .after(|op| {
            op.create_table(
                things().with(column("place", text()).native("postgres", "point").native("mysql", "point")),
            );
        })
        .check();
}

#[test]
fn indexed_column() {
    case("types/indexed_column")
        .before(|op| {
            op.create_table(things().with(column("x", integer())).with(unique("uq_things_x", ["x"])));
            op.create_index(index("ix_things_x").on("things", [key("x").desc()]));
        })
        .after(|op| {
            op.create_table(things().with(column("x", bigint())).with(unique("uq_things_x", ["x"])));
            op.create_index(index("ix_things_x").on("things", [key("x").desc()]));
        })
        .rows("INSERT INTO things (id, x) VALUES (1, 7)")
        .finds(X, &["7"])
        .check();
}

#[test]
fn checked_column() {
    let table = |ty| things().with(column("x", ty)).with(check("ck_things_x", "x > 0"));
    becomes("types/checked_column", table(smallint()), table(bigint()))
        .rows("INSERT INTO things (id, x) VALUES (1, 7)")
        .finds(X, &["7"])
        .check();
}

#[test]
fn column_of_a_generated_one() {
    let table = |ty| things().with(column("x", ty)).with(column("y", bigint()).nullable().stored("x + 1"));
    becomes("types/column_of_a_generated_one", table(smallint()), table(integer()))
        .rows("INSERT INTO things (id, x) VALUES (1, 7)")
        .finds("SELECT x, y FROM things", &["7|8"])
        .check();
}

#[test]
fn key_and_its_references() {
    fn tables(op: &mut Operations, ty: ColumnType) {
        op.create_table(table("teams").with(column("id", ty.clone())).with(primary_key("pk_teams", ["id"])));
        op.create_table(
            things().with(column("team_id", ty)).with(
                foreign_key("fk_things_team_id", ["team_id"])
                    .references("teams", ["id"])
                    .on_delete(Action::Cascade),
            ),
        );
    }
    case("types/key_and_its_references")
        .before(|op| tables(op, integer()))
        .after(|op| tables(op, bigint()))
        .rows("INSERT INTO teams (id) VALUES (3)")
        .rows("INSERT INTO things (id, team_id) VALUES (1, 3)")
        .finds("SELECT team_id FROM things", &["3"])
        .finds_again("SELECT team_id FROM things", &["3"])
        .check();
}

#[test]
fn type_nullability_and_default_together() {
    alters(
        "types/type_nullability_and_default_together",
        column("x", varchar(10)).nullable(),
        column("x", text()).default("none"),
    )
    .answer(Flag::Fill, "things.x='unknown'")
    .rows("INSERT INTO things (id, x) VALUES (1, 'ab'), (2, NULL)")
    .finds("SELECT x FROM things ORDER BY id", &["ab", "unknown"])
    .check();
}
