//! What outlives a rebuild: rows, rowids, numbers, children, and whatever no revision declares.

use super::{Database, message};
use crate::revision::*;

fn teams_and_users(op: &mut Operations) {
    op.create_table(
        table("teams")
            .with(column("id", bigint()).identity())
            .with(column("name", text()))
            .with(primary_key("pk_teams", ["id"])),
    );
    op.create_table(
        table("users")
            .with(column("id", bigint()).identity())
            .with(column("team_id", bigint()))
            .with(column("boss_id", bigint()).nullable())
            .with(column("name", text()).nullable())
            .with(primary_key("pk_users", ["id"]))
            .with(
                foreign_key("fk_users_team_id", ["team_id"])
                    .references("teams", ["id"])
                    .on_delete(Action::Cascade),
            )
            .with(foreign_key("fk_users_boss_id", ["boss_id"]).references("users", ["id"])),
    );
    op.create_index(index("ix_users_name").on("users", ["name"]));
}

const ROWS: &str = "INSERT INTO teams VALUES (1, 'red'), (2, 'blue'), (9, 'gone');
    DELETE FROM teams WHERE id = 9;
    INSERT INTO users VALUES (1, 1, NULL, 'ann'), (2, 1, 1, 'bob'), (5, 2, 1, NULL)";

/// A change that only a rebuild makes, and one that undoes it.
const TIGHTEN: fn(&mut Operations) = |op| op.add_constraint("teams", check("ck_teams_name", "name <> ''"));
const LOOSEN: fn(&mut Operations) = |op| op.drop_constraint("teams", ConstraintKind::Check, "ck_teams_name");

#[tokio::test]
async fn rows_numbers_and_children() {
    let mut db = Database::new(teams_and_users).await;
    db.execute(ROWS).await;
    let before = db.objects().await;
    let users = "SELECT CAST(id AS TEXT), CAST(team_id AS TEXT), CAST(boss_id AS TEXT), name FROM users";
    let rows = db.rows(users).await;

    db.upgrade(TIGHTEN).await.expect("a rebuild of the parent");
    assert_eq!(db.rows("SELECT CAST(id AS TEXT), name FROM teams").await, ["1|red", "2|blue"]);
    assert_eq!(db.rows(users).await, rows);
    db.execute("INSERT INTO teams (name) VALUES ('next')").await;
    assert_eq!(db.rows("SELECT CAST(max(id) AS TEXT) FROM teams").await, ["10"]);
    assert_eq!(db.rows("SELECT name FROM sqlite_sequence ORDER BY name").await, ["teams", "users"]);

    // Enforced again, to the same table.
    let outcome = db.connection.execute("INSERT INTO users VALUES (7, 77, NULL, 'x')").await;
    assert_eq!(message(outcome), "FOREIGN KEY constraint failed");
    db.execute("DELETE FROM teams WHERE id = 2").await;
    assert_eq!(db.rows("SELECT CAST(count(*) AS TEXT) FROM users").await, ["2"]);

    db.upgrade(LOOSEN).await.expect("a rebuild back");
    assert_eq!(db.objects().await, before, "the way back leads to the same text");
}

#[tokio::test]
async fn a_table_that_references_itself() {
    let mut db = Database::new(teams_and_users).await;
    db.execute(ROWS).await;
    db.upgrade(|op| op.alter_column("users", "name", [set_default("nobody")])).await.expect("a rebuild");
    assert_eq!(
        db.rows("SELECT \"table\" FROM pragma_foreign_key_list('users') ORDER BY 1").await,
        ["teams", "users"]
    );
    let outcome = db.connection.execute("DELETE FROM users WHERE id = 1").await;
    assert_eq!(message(outcome), "FOREIGN KEY constraint failed");
}

/// What no revision declares, on the table, beside it and over it.
const UNKNOWN: &str = "
    CREATE TABLE log (what TEXT, at INTEGER);
    CREATE INDEX by_partial ON teams (name) WHERE id > 1;
    CREATE UNIQUE INDEX by_expression ON teams (lower(name) COLLATE NOCASE DESC, id);
    CREATE VIEW names AS SELECT t.name AS team, u.name AS user FROM teams t JOIN users u ON u.team_id = t.id;
    CREATE VIEW of_view AS SELECT team FROM names;
    CREATE TRIGGER put INSTEAD OF INSERT ON names BEGIN INSERT INTO teams (name) VALUES (new.team); END;
    CREATE TRIGGER \"on \"\"teams\"\"\" AFTER INSERT ON teams WHEN new.name <> 'a;b' BEGIN
        INSERT INTO log VALUES ('team; ' || new.name, 1); -- a comment; with END
        UPDATE log SET at = 2 WHERE at = 1;
    END;
    CREATE TRIGGER renamed BEFORE UPDATE OF name ON teams BEGIN SELECT RAISE(ABORT, 'no') WHERE new.name = 'no'; END;
    CREATE TRIGGER on_users AFTER INSERT ON users BEGIN UPDATE teams SET name = name || '!' WHERE id = new.team_id; END;
    CREATE VIRTUAL TABLE found USING fts3(body TEXT);
    INSERT INTO found VALUES ('some text')";

#[tokio::test]
async fn what_no_revision_declares() {
    let mut db = Database::new(teams_and_users).await;
    db.execute(ROWS).await;
    db.execute(UNKNOWN).await;
    let before = db.objects().await;

    db.upgrade(TIGHTEN).await.expect("a rebuild");
    let changed = "CREATE TABLE \"teams\"";
    let others = |objects: Vec<String>| -> Vec<String> {
        objects.into_iter().filter(|object| !object.contains(changed)).collect()
    };
    assert_eq!(others(db.objects().await), others(before.clone()));

    db.execute("INSERT INTO names (team) VALUES ('green'); INSERT INTO users (team_id) VALUES (1)").await;
    assert_eq!(db.rows("SELECT what, CAST(at AS TEXT) FROM log").await, ["team; green|2"]);
    assert_eq!(db.rows("SELECT name FROM teams WHERE id = 1").await, ["red!"]);
    assert_eq!(db.rows("SELECT CAST(count(*) AS TEXT) FROM of_view").await, ["4"]);
    assert_eq!(message(db.connection.execute("UPDATE teams SET name = 'no'").await), "no");
    let twice = db.connection.execute("INSERT INTO teams VALUES (1, 'x')").await;
    assert_eq!(message(twice), "UNIQUE constraint failed: teams.id");
    assert_eq!(db.rows("SELECT body FROM found WHERE found MATCH 'text'").await, ["some text"]);
    assert_eq!(db.rows("PRAGMA integrity_check").await, ["ok"]);

    db.upgrade(LOOSEN).await.expect("a rebuild back");
    assert_eq!(db.objects().await, before, "the way back leads to the same text");
    assert!(db.rows("SELECT name FROM sqlite_temp_schema").await.is_empty());
}

#[tokio::test]
async fn renames_are_followed_by_views_and_triggers() {
    let mut db = Database::new(teams_and_users).await;
    db.execute(ROWS).await;
    db.execute(UNKNOWN).await;
    db.upgrade(|op| {
        op.rename_column("teams", "name", "title");
        op.add_constraint("teams", check("ck_teams_title", "title <> ''"));
        op.rename_table("teams", "groups");
        op.alter_column("groups", "title", [drop_not_null()]);
    })
    .await
    .expect("renames around rebuilds");
    db.execute("INSERT INTO names (team) VALUES ('green')").await;
    assert_eq!(db.rows("SELECT title FROM groups WHERE id > 2").await, ["green"]);
    assert_eq!(
        db.rows("SELECT \"table\" FROM pragma_foreign_key_list('users') ORDER BY 1").await,
        ["groups", "users"]
    );
}

#[tokio::test]
async fn rowids_without_a_name() {
    let mut db = Database::new(|op| {
        op.create_table(table("t").with(column("rowid", text())).with(column("b", text())));
    })
    .await;
    db.execute("INSERT INTO t (oid, rowid, b) VALUES (3, 'x', '1'), (40, 'y', '2')").await;
    db.upgrade(|op| op.alter_column("t", "b", [set_type(integer())])).await.expect("a rebuild");
    let rows = "SELECT CAST(oid AS TEXT), rowid, CAST(b AS TEXT), typeof(b) FROM t";
    assert_eq!(db.rows(rows).await, ["3|x|1|integer", "40|y|2|integer"]);
}

#[tokio::test]
async fn a_column_that_no_revision_declares_stops_it() {
    let mut db = Database::new(teams_and_users).await;
    db.execute(ROWS).await;
    db.execute("ALTER TABLE teams ADD COLUMN secret TEXT").await;
    let before = db.objects().await;
    assert_eq!(
        message(db.upgrade(TIGHTEN).await),
        "CHECK constraint failed: table teams has a column that no revision declares"
    );
    assert_eq!(db.objects().await, before);
}

#[tokio::test]
async fn a_view_over_a_dropped_column_stops_it() {
    let natively: fn(&mut Operations) = |op| op.drop_column("users", "name");
    let in_a_rebuild: fn(&mut Operations) = |op| {
        op.alter_column("users", "boss_id", [set_default(1)]);
        op.drop_column("users", "name");
    };
    for upgrade in [natively, in_a_rebuild] {
        let mut db = Database::new(teams_and_users).await;
        db.execute(ROWS).await;
        db.upgrade(|op| op.drop_index("users", "ix_users_name")).await.expect("no index");
        db.execute("CREATE VIEW names AS SELECT name FROM users").await;
        let outcome = message(db.upgrade(upgrade).await);
        assert!(outcome.starts_with("error in view names"), "{outcome}");
        assert_eq!(db.rows("SELECT name FROM names").await, ["ann", "bob", "NULL"]);
        db.execute("DROP VIEW names").await;
        db.upgrade(upgrade).await.expect("no view is in the way");
        assert_eq!(db.rows("SELECT name FROM pragma_table_info('users') WHERE name = 'name'").await.len(), 0);
    }
}

#[tokio::test]
async fn rows_without_their_parent_stop_it() {
    let mut db = Database::new(teams_and_users).await;
    db.execute(ROWS).await;
    db.upgrade(|op| {
        op.drop_constraint("users", ConstraintKind::ForeignKey, "fk_users_team_id");
    })
    .await
    .expect("no foreign key");
    db.execute("UPDATE users SET team_id = 77 WHERE id = 5").await;
    let outcome = message(
        db.upgrade(|op| {
            op.add_constraint("users", foreign_key("fk", ["team_id"]).references("teams", ["id"]));
        })
        .await,
    );
    assert!(outcome.contains("Some(\"users\"), Some(\"5\"), Some(\"teams\")"), "{outcome}");
    assert_eq!(db.rows("SELECT \"table\" FROM pragma_foreign_key_list('users')").await, ["users"]);
}

#[tokio::test]
async fn children_that_no_revision_declares_stop_a_drop() {
    let mut db = Database::new(teams_and_users).await;
    db.execute(ROWS).await;
    db.execute("CREATE TABLE notes (user_id INTEGER REFERENCES users ON DELETE CASCADE); INSERT INTO notes VALUES (2)")
        .await;
    let outcome = message(db.upgrade(|op| op.drop_table("users")).await);
    assert!(outcome.contains("Some(\"notes\")"), "{outcome}");
    assert_eq!(db.rows("SELECT CAST(user_id AS TEXT) FROM notes").await, ["2"]);
    assert_eq!(db.rows("SELECT CAST(count(*) AS TEXT) FROM users").await, ["3"]);
}
