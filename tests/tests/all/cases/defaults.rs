//! Defaults of every kind.

use super::*;

/// A case in which the default of `things.x` changes; a row is inserted after the upgrade.
fn redefaults(name: &'static str, before: Column, after: Column) -> Case {
    alters(name, before, after).rows("INSERT INTO things (id) VALUES (1)")
}

const X: &str = "SELECT x FROM things ORDER BY id";

#[test]
fn text_added() {
    redefaults(
        "defaults/text_added",
        column("x", varchar(20)).nullable(),
        column("x", varchar(20)).nullable().default("a"),
    )
    .after_upgrade("INSERT INTO things (id) VALUES (2)")
    .finds(X, &["NULL", "a"])
    .check();
}

#[test]
fn text_changed() {
    redefaults(
        "defaults/text_changed",
        column("x", varchar(20)).default("a"),
        column("x", varchar(20)).default("b"),
    )
    .after_upgrade("INSERT INTO things (id) VALUES (2)")
    .finds(X, &["a", "b"])
    .check();
}

#[test]
fn text_dropped() {
    redefaults(
        "defaults/text_dropped",
        column("x", varchar(20)).nullable().default("a"),
        column("x", varchar(20)).nullable(),
    )
    .after_upgrade("INSERT INTO things (id) VALUES (2)")
    .finds(X, &["a", "NULL"])
    .check();
}

#[test]
fn empty_text() {
    redefaults(
        "defaults/empty_text",
        column("x", varchar(20)).default("a"),
        column("x", varchar(20)).default(""),
    )
    .after_upgrade("INSERT INTO things (id) VALUES (2)")
    .finds(X, &["a", ""])
    .check();
}

#[test]
fn text_with_quotes() {
    let text = "it's \"so\" \\ `here`";
    redefaults(
        "defaults/text_with_quotes",
        column("x", varchar(40)).default("a"),
        column("x", varchar(40)).default(text),
    )
    .after_upgrade("INSERT INTO things (id) VALUES (2)")
    .finds(X, &["a", "it's \"so\" \\ `here`"])
    .check();
}

#[test]
fn text_beyond_ascii() {
    redefaults(
        "defaults/text_beyond_ascii",
        column("x", varchar(40)).default("a"),
        column("x", varchar(40)).default("größe 尺寸 🧪"),
    )
    .after_upgrade("INSERT INTO things (id) VALUES (2)")
    .finds(X, &["a", "größe 尺寸 🧪"])
    .check();
}

#[test]
fn text_that_looks_like_code() {
    redefaults(
        "defaults/text_that_looks_like_code",
        column("x", varchar(40)).default("now()"),
        column("x", varchar(40)).default("NULL"),
    )
    .after_upgrade("INSERT INTO things (id) VALUES (2)")
    .finds(X, &["now()", "NULL"])
    .check();
}

#[test]
fn text_of_a_column_without_limit() {
    redefaults(
        "defaults/text_of_a_column_without_limit",
        column("x", text()).nullable(),
        column("x", text()).nullable().default("a"),
    )
    .after_upgrade("INSERT INTO things (id) VALUES (2)")
    .finds(X, &["NULL", "a"])
    .check();
}

#[test]
fn integer_changed() {
    redefaults(
        "defaults/integer_changed",
        column("x", integer()).default(1),
        column("x", integer()).default(-1),
    )
    .after_upgrade("INSERT INTO things (id) VALUES (2)")
    .finds(X, &["1", "-1"])
    .check();
}

#[test]
fn integer_at_its_limit() {
    redefaults(
        "defaults/integer_at_its_limit",
        column("x", bigint()).default(0),
        column("x", bigint()).default(i64::MIN),
    )
    .after_upgrade("INSERT INTO things (id) VALUES (2)")
    .finds(X, &["0", "-9223372036854775808"])
    .check();
}

#[test]
fn boolean_changed() {
    redefaults(
        "defaults/boolean_changed",
        column("x", boolean()).default(true),
        column("x", boolean()).default(false),
    )
    .after_upgrade("INSERT INTO things (id) VALUES (2)")
    .finds("SELECT id FROM things WHERE x", &["1"])
    .check();
}

#[test]
fn number_changed() {
    redefaults(
        "defaults/number_changed",
        column("x", double()).default(number("0.5")),
        column("x", double()).default(number("-1.25e3")),
    )
    .after_upgrade("INSERT INTO things (id) VALUES (2)")
    .finds("SELECT id FROM things WHERE x = -1250", &["2"])
    .check();
}

#[test]
fn decimal_changed() {
    redefaults(
        "defaults/decimal_changed",
        column("x", decimal_of(10, 2)).default(0),
        column("x", decimal_of(10, 2)).default(number("9.99")),
    )
    .after_upgrade("INSERT INTO things (id) VALUES (2)")
    .finds("SELECT id FROM things WHERE x = 9.99", &["2"])
    .check();
}

#[test]
fn literal_to_expression() {
    redefaults(
        "defaults/literal_to_expression",
        column("x", timestamp()).default("2026-01-02 03:04:05"),
        column("x", timestamp()).default(sql("CURRENT_TIMESTAMP")),
    )
    .after_upgrade("INSERT INTO things (id) VALUES (2)")
    .finds("SELECT id FROM things WHERE x > '2026-01-02 03:04:05'", &["2"])
    .check();
}

#[test]
fn expression_changed() {
    redefaults(
        "defaults/expression_changed",
        column("x", integer()).nullable().default(sql("1 + 1")),
        column("x", integer()).nullable().default(sql("abs(-3)")),
    )
    .after_upgrade("INSERT INTO things (id) VALUES (2)")
    .finds(X, &["2", "3"])
    .check();
}

#[test]
fn expression_dropped() {
    redefaults(
        "defaults/expression_dropped",
        column("x", timestamp()).nullable().default(sql("CURRENT_TIMESTAMP")),
        column("x", timestamp()).nullable(),
    )
    .after_upgrade("INSERT INTO things (id) VALUES (2)")
    .finds("SELECT id FROM things WHERE x IS NULL", &["2"])
    .check();
}

#[test]
fn uuid_expression() {
    redefaults(
        "defaults/uuid_expression",
        column("x", uuid()).nullable(),
        column("x", uuid()).nullable().default(sql("gen_random_uuid()")),
    )
    .only_on(Server::Postgres)
    .after_upgrade("INSERT INTO things (id) VALUES (2)")
    .finds("SELECT id FROM things WHERE x IS NOT NULL", &["2"])
    .check();
}

#[test]
fn json_literal() {
    alters(
        "defaults/json_literal",
        column("x", json()).nullable(),
        column("x", json()).nullable().default("{\"a\": []}"),
    )
    .check();
}

#[test]
fn date_literal() {
    alters(
        "defaults/date_literal",
        column("x", date()).default("2026-01-02"),
        column("x", date()).default("2026-02-03"),
    )
    .check();
}

#[test]
fn kept_across_a_type() {
    redefaults(
        "defaults/kept_across_a_type",
        column("x", integer()).default(7),
        column("x", bigint()).default(7),
    )
    .after_upgrade("INSERT INTO things (id) VALUES (2)")
    .finds(X, &["7", "7"])
    .check();
}

#[test]
fn changed_with_the_type() {
    redefaults(
        "defaults/changed_with_the_type",
        column("x", integer()).default(7),
        column("x", varchar(10)).default("seven"),
    )
    .answer(Flag::Using, "things.x=")
    .after_upgrade("INSERT INTO things (id) VALUES (2)")
    .finds(X, &["7", "seven"])
    .before_downgrade("DELETE FROM things WHERE x = 'seven'")
    .check();
}
