//! What a rebuild is made of, and which operations share one.

use super::{Recorded, check_plan, script, users, with_keyless};
use crate::revision::*;

/// Checks the `CREATE TABLE` and the copy of the one rebuild that `after` asks for.
#[track_caller]
fn check_rebuild(before: Recorded, after: Recorded, create: &str, copy: &str) {
    let script = script(before, after).expect("SQLite has all that is asked for");
    let find = |start: &str| {
        let mut found = script.iter().filter(|sql| sql.starts_with(start));
        let first = found.next().cloned().unwrap_or_default();
        assert_eq!(found.next(), None, "two rebuilds: {}", script.join(";\n"));
        first
    };
    assert_eq!(find("CREATE TABLE \""), create);
    assert_eq!(find("INSERT INTO \"aludel_"), copy);
}

#[test]
fn a_whole_rebuild() {
    check_plan(
        |op| {
            op.create_table(users());
            op.create_index(index("ix_users_age").on("users", ["age"]));
        },
        |op| op.alter_column("users", "age", [set_type(text()), set_not_null()]),
        &[
            "CREATE TEMP TABLE aludel_kept (\n    \"sql\" TEXT,\n    \
             \"column\" CONSTRAINT \"table users has a column that no revision declares\" CHECK (\"column\" IS NULL)\n)",
            "INSERT INTO temp.aludel_kept (\"column\") SELECT name FROM pragma_table_xinfo('users', 'main')\n    \
             WHERE name COLLATE NOCASE NOT IN ('id', 'email', 'age')",
            "INSERT INTO temp.aludel_kept (\"sql\") SELECT sql FROM main.sqlite_schema\n    \
             WHERE tbl_name = 'users' COLLATE NOCASE AND type IN ('index', 'trigger') AND sql IS NOT NULL\n    \
             AND (type = 'trigger' OR name COLLATE NOCASE NOT IN ('ix_users_age')) ORDER BY rowid",
            "CREATE TABLE \"aludel_users\" (\n    \
             \"id\" INTEGER NOT NULL CONSTRAINT \"pk_users\" PRIMARY KEY AUTOINCREMENT,\n    \
             \"email\" VARCHAR(255) NOT NULL,\n    \"age\" TEXT NOT NULL\n)",
            "INSERT INTO \"aludel_users\" (\"id\", \"email\", \"age\") SELECT \"id\", \"email\", CAST(\"age\" AS TEXT) FROM \"users\"",
            "DELETE FROM main.sqlite_sequence WHERE name = 'aludel_users'",
            "INSERT INTO main.sqlite_sequence (name, seq)\n    \
             SELECT 'aludel_users', seq FROM main.sqlite_sequence WHERE name = 'users'",
            "DROP TABLE \"users\"",
            "PRAGMA legacy_alter_table = ON",
            "ALTER TABLE \"aludel_users\" RENAME TO \"users\"",
            "PRAGMA legacy_alter_table = OFF",
            "CREATE INDEX \"ix_users_age\" ON \"users\" (\"age\")",
            "recreate",
            "DROP TABLE temp.aludel_kept",
        ],
    );
}

#[test]
fn what_a_rebuild_makes_and_copies() {
    let cases: [(Recorded, &str, &str); 9] = [
        // Nullability, default, collation, rowid.
        (
            |op| {
                op.alter_column("t", "a", [drop_not_null(), set_default(7)]);
                op.alter_column("t", "b", [set_collation("NOCASE")]);
                op.drop_constraint("t", ConstraintKind::Check, "ck_t");
            },
            "\"a\" INT4 DEFAULT 7,\n    \"b\" TEXT COLLATE \"NOCASE\",\n    \"c\" TEXT CHECK ((\"c\" IN ('blue', 'green', 'red'))),\n    \
             \"d\" INT4 NOT NULL GENERATED ALWAYS AS (a + 1) STORED",
            "(rowid, \"a\", \"b\", \"c\") SELECT rowid, \"a\", \"b\", \"c\"",
        ),
        // Constraints renamed and added; an added column waits with them.
        (
            |op| {
                op.rename_constraint("t", ConstraintKind::Check, "ck_t", "ck_a");
                op.add_constraint("t", unique("uq_t_b", ["b"]));
                op.add_column("t", column("e", integer()).default(1));
                op.drop_column("t", "c");
            },
            "\"a\" INT4 NOT NULL,\n    \"b\" TEXT,\n    \"d\" INT4 NOT NULL GENERATED ALWAYS AS (a + 1) STORED,\n    \
             \"e\" INT4 NOT NULL DEFAULT 1,\n    CONSTRAINT \"uq_t_b\" UNIQUE (\"b\"),\n    CONSTRAINT \"ck_a\" CHECK (a > 0)",
            "(rowid, \"a\", \"b\") SELECT rowid, \"a\", \"b\"",
        ),
        // A fill within a rebuild becomes part of the copy.
        (
            |op| {
                op.alter_column("t", "a", [set_type(bigint())]);
                op.add_column("t", column("e", text()).nullable());
                op.fill("t", "e", "coalesce(b, 'x')");
                op.fill("t", "b", "'none'");
                op.alter_column("t", "e", [set_not_null()]);
                op.alter_column("t", "b", [set_not_null()]);
            },
            "\"a\" INTEGER NOT NULL,\n    \"b\" TEXT NOT NULL,\n    \"c\" TEXT CHECK ((\"c\" IN ('blue', 'green', 'red'))),\n    \
             \"d\" INT4 NOT NULL GENERATED ALWAYS AS (a + 1) STORED,\n    \"e\" TEXT NOT NULL,\n    \
             CONSTRAINT \"ck_t\" CHECK (a > 0)",
            "(rowid, \"a\", \"b\", \"c\", \"e\") SELECT rowid, \"a\", coalesce(\"b\", ('none')), \"c\", (coalesce(b, 'x'))",
        ),
        // `using`, and types that follow one another.
        (
            |op| {
                op.alter_column("t", "a", [set_type_using(text(), "'#' || a")]);
                op.alter_column("t", "a", [set_type(blob())]);
            },
            "\"a\" BLOB NOT NULL,\n    \"b\" TEXT,\n    \"c\" TEXT CHECK ((\"c\" IN ('blue', 'green', 'red'))),\n    \
             \"d\" INT4 NOT NULL GENERATED ALWAYS AS (a + 1) STORED,\n    CONSTRAINT \"ck_t\" CHECK (a > 0)",
            "(rowid, \"a\", \"b\", \"c\") SELECT rowid, CAST(('#' || a) AS BLOB), \"b\", \"c\"",
        ),
        // Generated columns are never copied into, but may be copied from.
        (
            |op| {
                op.alter_column("t", "d", [drop_generated()]);
                op.alter_column("t", "b", [set_computed("'x'")]);
            },
            "\"a\" INT4 NOT NULL,\n    \"b\" TEXT GENERATED ALWAYS AS ('x') VIRTUAL,\n    \
             \"c\" TEXT CHECK ((\"c\" IN ('blue', 'green', 'red'))),\n    \"d\" INT4 NOT NULL,\n    \
             CONSTRAINT \"ck_t\" CHECK (a > 0)",
            "(rowid, \"a\", \"c\", \"d\") SELECT rowid, \"a\", \"c\", \"d\"",
        ),
        // Enums.
        (
            |op| {
                op.alter_enum(
                    "color",
                    [rename_value("red", "crimson"), replace_value("blue", "green"), add_value("pink")],
                );
            },
            "\"a\" INT4 NOT NULL,\n    \"b\" TEXT,\n    \"c\" TEXT CHECK ((\"c\" IN ('crimson', 'green', 'pink'))),\n    \
             \"d\" INT4 NOT NULL GENERATED ALWAYS AS (a + 1) STORED,\n    CONSTRAINT \"ck_t\" CHECK (a > 0)",
            "(rowid, \"a\", \"b\", \"c\") SELECT rowid, \"a\", \"b\", CASE \"c\" WHEN 'red' THEN 'crimson' WHEN 'blue' THEN 'green' ELSE \"c\" END",
        ),
        (
            |op| {
                op.alter_column("t", "c", [set_type(text())]);
                op.alter_column("t", "b", [set_type(enumeration("color"))]);
            },
            "\"a\" INT4 NOT NULL,\n    \"b\" TEXT CHECK ((\"b\" IN ('blue', 'green', 'red'))),\n    \"c\" TEXT,\n    \
             \"d\" INT4 NOT NULL GENERATED ALWAYS AS (a + 1) STORED,\n    CONSTRAINT \"ck_t\" CHECK (a > 0)",
            "(rowid, \"a\", \"b\", \"c\") SELECT rowid, \"a\", \"b\", \"c\"",
        ),
        // An identity with its primary key, numbering the rows; options.
        (
            |op| {
                op.add_column("t", column("id", bigint()).identity());
                op.add_constraint("t", primary_key("pk_t", ["id"]));
            },
            "\"a\" INT4 NOT NULL,\n    \"b\" TEXT,\n    \"c\" TEXT CHECK ((\"c\" IN ('blue', 'green', 'red'))),\n    \
             \"d\" INT4 NOT NULL GENERATED ALWAYS AS (a + 1) STORED,\n    \
             \"id\" INTEGER NOT NULL CONSTRAINT \"pk_t\" PRIMARY KEY AUTOINCREMENT,\n    CONSTRAINT \"ck_t\" CHECK (a > 0)",
            "(\"a\", \"b\", \"c\") SELECT \"a\", \"b\", \"c\"",
        ),
        (
            |op| {
                op.add_column("t", column("born", timestamp()).default(sql("CURRENT_TIMESTAMP")));
                op.alter_table("t", [set_table_option("sqlite", "strict", "")]);
            },
            "\"a\" INTEGER NOT NULL,\n    \"b\" TEXT,\n    \"c\" TEXT CHECK ((\"c\" IN ('blue', 'green', 'red'))),\n    \
             \"d\" INTEGER NOT NULL GENERATED ALWAYS AS (a + 1) STORED,\n    \
             \"born\" TEXT NOT NULL DEFAULT (CURRENT_TIMESTAMP),\n    CONSTRAINT \"ck_t\" CHECK (a > 0)",
            "(rowid, \"a\", \"b\", \"c\") SELECT rowid, \"a\", \"b\", \"c\"",
        ),
    ];
    for (after, create, copy) in cases {
        let options = if create.contains("\"born\" TEXT") { " STRICT" } else { "" };
        check_rebuild(
            with_keyless,
            after,
            &format!("CREATE TABLE \"aludel_t\" (\n    {create}\n){options}"),
            &format!("INSERT INTO \"aludel_t\" {copy} FROM \"t\""),
        );
    }
}

/// Where each rebuild and what else is in a plan, in short.
#[track_caller]
fn check_order(before: Recorded, after: Recorded, expected: &[&str]) {
    let script = script(before, after).expect("SQLite has all that is asked for");
    let short = script.iter().filter_map(|sql| match sql.split_once("CREATE TABLE \"aludel_") {
        Some(("", rest)) => Some(format!("rebuild {}", rest.split('"').next().unwrap_or_default())),
        _ if sql.contains("aludel_") || sql.contains("PRAGMA") || sql == "recreate" => None,
        _ => Some(sql.clone()),
    });
    // The drop of the table before is part of its rebuild.
    let short: Vec<String> =
        short.filter(|sql| sql != "DROP TABLE \"a\"" && sql != "DROP TABLE \"b\"").collect();
    assert_eq!(short, expected, "{}", script.join(";\n"));
}

fn with_two(op: &mut Operations) {
    for name in ["a", "b"] {
        op.create_table(table(name).with(column("x", integer())).with(column("y", integer()).nullable()));
        op.create_index(index(format!("ix_{name}_x")).on(name, ["x"]));
    }
}

#[test]
fn rebuilds_wait_for_one_another() {
    // One rebuild a table, although the changes alternate.
    check_order(
        with_two,
        |op| {
            op.add_constraint("a", check("ck_a", "x > 0"));
            op.add_constraint("b", check("ck_b", "x > 0"));
            op.alter_column("a", "x", [set_type(bigint())]);
            op.alter_column("b", "x", [set_type(bigint())]);
            op.create_index(index("ix_a_y").on("a", ["y"]));
            op.drop_index("a", "ix_a_x");
            op.rename_index("b", "ix_b_x", "ix_b");
        },
        &[
            "rebuild a",
            "CREATE INDEX \"ix_a_y\" ON \"a\" (\"y\")",
            "rebuild b",
            "CREATE INDEX \"ix_b\" ON \"b\" (\"x\")",
        ],
    );
    // What an expression reads must be as it says.
    check_order(
        with_two,
        |op| {
            op.alter_column("a", "x", [set_type(text())]);
            op.fill("a", "y", "length(x)");
            op.alter_column("b", "x", [set_not_null(), set_default(1)]);
            op.fill("a", "y", "(SELECT max(x) FROM b)");
        },
        &[
            "rebuild a",
            "CREATE INDEX \"ix_a_x\" ON \"a\" (\"x\")",
            "UPDATE \"a\" SET \"y\" = (length(x)) WHERE \"y\" IS NULL",
            "rebuild b",
            "CREATE INDEX \"ix_b_x\" ON \"b\" (\"x\")",
            "UPDATE \"a\" SET \"y\" = ((SELECT max(x) FROM b)) WHERE \"y\" IS NULL",
        ],
    );
    // SQL, renames and a name that another table's index still has.
    check_order(
        with_two,
        |op| {
            op.alter_column("a", "x", [set_type(text())]);
            op.execute("SELECT 1");
            op.alter_column("a", "x", [set_type(integer())]);
            op.rename_column("a", "y", "z");
            op.alter_column("a", "z", [set_type(text())]);
            op.drop_index("a", "ix_a_x");
            op.create_index(index("ix_a_x").on("b", ["y"]));
        },
        &[
            "rebuild a",
            "CREATE INDEX \"ix_a_x\" ON \"a\" (\"x\")",
            "SELECT 1",
            "rebuild a",
            "CREATE INDEX \"ix_a_x\" ON \"a\" (\"x\")",
            "ALTER TABLE \"a\" RENAME COLUMN \"y\" TO \"z\"",
            "rebuild a",
            "CREATE INDEX \"ix_a_x\" ON \"b\" (\"y\")",
        ],
    );
    // A table that goes is not made anew first.
    check_order(
        with_two,
        |op| {
            op.add_constraint("a", check("ck_a", "x > 0"));
            op.drop_table("a");
        },
        &[],
    );
}

#[test]
fn new_tables_wait_for_their_constraints() {
    check_plan(
        |_| {},
        |op| {
            op.create_table(table("a").with(column("b_x", integer())).with(column("x", integer())));
            op.create_table(
                table("b")
                    .with(column("x", integer()))
                    .with(foreign_key("fk_b", ["x"]).references("a", ["x"])),
            );
            op.create_index(index("ix_a").on("a", ["x"]).unique());
            op.add_constraint("a", foreign_key("fk_a", ["b_x"]).references("b", ["x"]));
            op.add_column("a", column("y", text()));
        },
        &[
            "CREATE TABLE \"b\" (\n    \"x\" INT4 NOT NULL,\n    \
             CONSTRAINT \"fk_b\" FOREIGN KEY (\"x\") REFERENCES \"a\" (\"x\")\n)",
            "CREATE TABLE \"a\" (\n    \"b_x\" INT4 NOT NULL,\n    \"x\" INT4 NOT NULL,\n    \"y\" TEXT NOT NULL,\n    \
             CONSTRAINT \"fk_a\" FOREIGN KEY (\"b_x\") REFERENCES \"b\" (\"x\")\n)",
            "CREATE UNIQUE INDEX \"ix_a\" ON \"a\" (\"x\")",
        ],
    );
    check_plan(
        |_| {},
        |op| {
            op.create_table(table("a").with(column("x", integer())));
            op.add_constraint("a", check("ck_a", "x > 0"));
            op.drop_table("a");
        },
        &[],
    );
}

#[test]
fn steps_are_traced_to_operations() {
    use crate::dialect::Dialect;
    let schema = super::replay(crate::schema::Schema::new(), &Operations::record(with_two));
    let operations = Operations::record(|op| {
        op.add_column("a", column("z", text()).nullable());
        op.add_constraint("a", check("ck_a", "x > 0"));
        op.add_column("b", column("z", text()).nullable());
        op.execute("SELECT 1");
    });
    let plan = super::Sqlite.plan(&schema, &operations).expect("a plan");
    assert_eq!(plan.operations_of(0), 0..1);
    assert_eq!(plan.operations_of(1), 1..3);
    assert_eq!(plan.operations_of(plan.steps.len() - 2), 1..3);
    assert_eq!(plan.operations_of(plan.steps.len() - 1), 3..4);
}
