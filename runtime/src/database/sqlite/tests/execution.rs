//! What each change leaves in the rows.

use super::{Database, Recorded, message, users, with_keyless};
use crate::revision::*;

/// The column `c` of table `t`, of type `before` and with these values, after its type is `after`.
async fn converted(before: ColumnType, after: ColumnType, values: &str) -> Result<Vec<String>, String> {
    let mut operations = Operations::new();
    operations.create_table(table("t").with(column("c", before).nullable()));
    let mut db = Database::new(|_| {}).await;
    db.run(operations.list()).await.expect("the table before");
    db.execute(&format!("INSERT INTO t VALUES {values}")).await;
    let mut operations = Operations::new();
    operations.alter_column("t", "c", [set_type(after)]);
    db.run(operations.list()).await.map_err(|error| error.to_string())?;
    Ok(db.rows("SELECT typeof(c) || ' ' || quote(c) FROM t").await)
}

#[tokio::test]
async fn conversions() {
    let as_text = "text '550e8400-e29b-41d4-a716-446655440000'";
    let as_bytes = "blob X'550E8400E29B41D4A716446655440000'";
    let [id, bytes] = [as_text, as_bytes].map(|row| row.split_once(' ').expect("a type, a value").1);
    let (ids, all_bytes) = (format!("({id}), (NULL)"), format!("({bytes}), (NULL)"));
    let cases = [
        (integer(), text(), "(12), (NULL)", vec!["text '12'", "null NULL"]),
        (text(), bigint(), "('12'), (' 7 '), (NULL)", vec!["integer 12", "integer 7", "null NULL"]),
        (varchar(9), double(), "('1.5'), ('2')", vec!["real 1.5", "real 2.0"]),
        (double(), integer(), "(1.5), (-2.0)", vec!["integer 1", "integer -2"]),
        (integer(), real(), "(3)", vec!["real 3.0"]),
        (boolean(), integer(), "(TRUE)", vec!["integer 1"]),
        (varchar(255), varchar(2), "('long')", vec!["text 'long'"]),
        (blob(), text(), "(X'6162')", vec!["text 'ab'"]),
        (text(), blob(), "('ab')", vec!["blob X'6162'"]),
        (text(), uuid(), &ids, vec![as_bytes, "null NULL"]),
        (uuid(), text(), &all_bytes, vec![as_text, "null NULL"]),
        (uuid(), varbinary(16), &all_bytes, vec![as_bytes, "null NULL"]),
        (timestamp(), date(), "('2026-11-20 21:18:00.25')", vec!["text '2026-11-20'"]),
        (timestamptz(), time(), "('2026-11-20T21:18:07+00:00')", vec!["text '21:18:07'"]),
        (date(), timestamp(), "('2026-11-20')", vec!["text '2026-11-20 00:00:00'"]),
        (date(), text(), "('2026-11-20')", vec!["text '2026-11-20'"]),
        (text(), date(), "('2026-11-20'), ('soon')", vec!["text '2026-11-20'", "text 'soon'"]),
        (text(), json(), "('{}')", vec!["text '{}'"]),
    ];
    for (before, after, values, expected) in cases {
        let rows = converted(before.clone(), after.clone(), values).await;
        assert_eq!(
            rows.as_deref(),
            Ok(&*expected.iter().map(|row| (*row).to_owned()).collect::<Vec<_>>()),
            "{before} to {after}"
        );
    }
    for (after, what) in [(integer(), "text that is no number"), (uuid(), "text that is no UUID")] {
        let outcome = converted(text(), after, "('12x')").await;
        assert_eq!(outcome, Err(format!("CHECK constraint failed: t.c holds {what}")));
    }
}

#[tokio::test]
async fn a_required_column_is_filled() {
    // As it is generated: natively until the column is tightened; and within a rebuild that waits.
    let alone: Recorded = |op| {
        op.add_column("users", column("phone", text()).nullable());
        op.fill("users", "phone", "'#' || id");
        op.alter_column("users", "phone", [set_not_null()]);
    };
    let together: Recorded = |op| {
        op.alter_column("users", "age", [set_type(bigint())]);
        op.add_column("users", column("phone", text()).nullable());
        op.fill("users", "phone", "'#' || id");
        op.alter_column("users", "phone", [set_not_null()]);
    };
    let after_a_change: Recorded = |op| {
        op.alter_column("users", "age", [set_type(text())]);
        op.add_column("users", column("phone", text()).nullable());
        op.fill("users", "phone", "'#' || CASE typeof(age) WHEN 'text' THEN id END");
        op.alter_column("users", "phone", [set_not_null()]);
    };
    for upgrade in [alone, together, after_a_change] {
        let mut db = Database::new(|op| op.create_table(users())).await;
        db.execute("INSERT INTO users VALUES (1, 'a', 30), (2, 'b', 40)").await;
        db.upgrade(upgrade).await.expect("every row is filled");
        assert_eq!(db.rows("SELECT phone FROM users").await, ["#1", "#2"]);
        let outcome = db.connection.execute("INSERT INTO users (email) VALUES ('c')").await;
        assert_eq!(message(outcome), "NOT NULL constraint failed: users.phone");
    }
}

#[tokio::test]
async fn rows_that_break_what_is_added_stop_it() {
    let cases: [(Recorded, &str); 4] = [
        (
            |op| op.alter_column("users", "age", [set_not_null()]),
            "NOT NULL constraint failed: aludel_users.age",
        ),
        (
            |op| op.add_constraint("users", unique("uq", ["email"])),
            "UNIQUE constraint failed: aludel_users.email",
        ),
        (|op| op.add_constraint("users", check("ck_age", "age > 30")), "CHECK constraint failed: ck_age"),
        (|op| op.add_column("users", column("x", text())), "NOT NULL constraint failed: aludel_users.x"),
    ];
    for (upgrade, expected) in cases {
        let mut db = Database::new(|op| op.create_table(users())).await;
        db.execute("INSERT INTO users VALUES (1, 'a', 30), (2, 'a', NULL)").await;
        let before = db.objects().await;
        assert_eq!(message(db.upgrade(upgrade).await), expected);
        assert_eq!(db.objects().await, before);
        assert_eq!(db.rows("SELECT CAST(count(*) AS TEXT) FROM users").await, ["2"]);
    }
}

#[tokio::test]
async fn enums() {
    let mut db = Database::new(with_keyless).await;
    db.execute("INSERT INTO t (a, c) VALUES (1, 'red'), (2, 'blue'), (3, NULL), (4, 'green')").await;
    db.upgrade(|op| {
        op.alter_enum(
            "color",
            [rename_value("red", "crimson"), add_value("pink"), replace_value("blue", "pink")],
        );
    })
    .await
    .expect("rows follow");
    assert_eq!(db.rows("SELECT c FROM t").await, ["crimson", "pink", "NULL", "green"]);
    let outcome = message(db.upgrade(|op| op.alter_enum("color", [drop_value("pink")])).await);
    assert!(outcome.starts_with("CHECK constraint failed: (\"c\" IN ('crimson', 'green'))"), "{outcome}");
    db.execute("DELETE FROM t WHERE c = 'pink'").await;
    db.upgrade(|op| {
        op.alter_enum("color", [drop_value("pink")]);
        op.rename_enum("color", "colour");
        op.rename_column("t", "c", "color");
        op.rename_table("t", "paint");
    })
    .await
    .expect("no row holds it");
    let outcome = db.connection.execute("INSERT INTO paint (a, color) VALUES (1, 'pink')").await;
    assert!(message(outcome).starts_with("CHECK constraint failed: (\"color\" IN"));
}

#[tokio::test]
async fn generated_columns_and_identities() {
    let mut db = Database::new(with_keyless).await;
    db.execute("INSERT INTO t (a, b) VALUES (10, 'x'), (20, 'y')").await;
    db.upgrade(|op| {
        op.alter_column("t", "d", [drop_generated(), set_type(text())]);
        op.alter_column("t", "b", [set_stored("'#' || a")]);
        op.add_column("t", column("id", bigint()).identity());
        op.add_constraint("t", primary_key("pk_t", ["id"]));
    })
    .await
    .expect("a rebuild");
    let rows = "SELECT CAST(id AS TEXT), CAST(a AS TEXT), b, CAST(d AS TEXT), typeof(d) FROM t";
    assert_eq!(db.rows(rows).await, ["1|10|#10|11|text", "2|20|#20|21|text"]);
    db.upgrade(|op| {
        op.drop_constraint("t", ConstraintKind::PrimaryKey, "pk_t");
        op.alter_column("t", "id", [drop_identity(), set_type(bigint())]);
        op.alter_column("t", "d", [set_type_using(integer(), "a * 2")]);
        op.alter_table("t", [set_table_option("sqlite", "strict", "")]);
    })
    .await
    .expect("a rebuild");
    assert_eq!(db.rows(rows).await, ["1|10|#10|20|integer", "2|20|#20|40|integer"]);
    assert!(db.rows("SELECT name FROM sqlite_sequence").await.is_empty());
}

#[tokio::test]
async fn every_way_back_leads_to_the_same_schema() {
    let upgrades: [Recorded; 6] = [
        |op| op.add_column("t", column("e", integer()).default(1)),
        |op| op.alter_column("t", "b", [set_not_null(), set_default("x"), set_collation("NOCASE")]),
        |op| op.rename_constraint("t", ConstraintKind::Check, "ck_t", "ck_a"),
        |op| op.alter_enum("color", [add_value("pink"), rename_value("red", "crimson")]),
        |op| op.alter_table("t", [set_table_option("sqlite", "strict", "")]),
        |op| op.create_index(index("ix_t_a").on("t", [key("a").desc()])),
    ];
    for upgrade in upgrades {
        let mut db = Database::new(with_keyless).await;
        db.execute("INSERT INTO t (a, b, c) VALUES (1, 'x', 'red'), (2, 'y', NULL)").await;
        let (objects, rows) = (db.objects().await, db.rows("SELECT b, c FROM t").await);
        let operations = Operations::record(upgrade);
        let mut downgrade = Vec::new();
        for operation in &operations {
            downgrade.splice(0..0, operation.reverse(&db.schema).expect("it can be undone"));
        }
        db.run(&operations).await.expect("up");
        assert_ne!(db.objects().await, objects);
        db.run(&downgrade).await.expect("down");
        assert_eq!(db.rows("SELECT b, c FROM t").await, rows);
        db.run(&operations).await.expect("up again");
        let up = db.objects().await;
        db.run(&downgrade).await.expect("down again");
        db.run(&operations).await.expect("up a third time");
        assert_eq!(db.objects().await, up);
    }
}
