//! Statements that go to a server in one message: which of them failed is told, and no turn that is lost is used.

use aludel::executor::{ExecutorError, FailedStep, History, Turn};
use aludel::migrator::Migrator;
use aludel::revision::*;
use aludel::{Error, database};
use aludel_tests::build;
use aludel_tests::interrupted::Site;
use aludel_tests::servers::{Database, Server};
use std::time::Duration;

const FIRST: Revision = Revision {
    id: "00000000000a",
    revises: &[],
    depends_on: &[],
    branch_labels: &[],
    created: "2026-11-21 08:00:00 UTC",
};
const SECOND: Revision =
    Revision { id: "00000000000b", revises: &["00000000000a"], created: "2026-11-21 09:00:00 UTC", ..FIRST };

fn items(op: &mut Operations) {
    op.create_table(table("items").with(column("id", bigint())).with(primary_key("pk_items", ["id"])));
}

fn migrations(first: fn(&mut Operations), second: fn(&mut Operations)) -> &'static Migrations {
    let entry = |revision, upgrade, file| Entry {
        revision,
        replaces: &[],
        upgrade,
        downgrade: |_| {},
        file,
        source: "//! one of two\n",
    };
    Box::leak(Box::new(build(Box::leak(Box::new([
        entry(&FIRST, first, "a.rs"),
        entry(&SECOND, second, "b.rs"),
    ])))))
}

fn site(database: &Database) -> Site {
    Site { url: database.url.clone(), fault: None }
}

/// How `second` fails after the table `items` was made; nothing of it remains but what MySQL commits by itself.
async fn failure(server: Server, second: fn(&mut Operations)) -> Box<FailedStep> {
    let mut database = Database::create(server).await;
    let outcome = Migrator::new(migrations(items, second)).upgrade(&site(&database)).await;
    let rows = database.query("SELECT id FROM items ORDER BY id").await.expect("the table is there");
    if server != Server::Mysql {
        assert!(rows.is_empty(), "it was rolled back");
    }
    let history = database.query("SELECT revision FROM aludel_history WHERE journal IS NULL").await;
    assert_eq!(history.expect("there is one"), [["00000000000a"]]);
    database.drop().await;
    match outcome {
        Err(Error::Executor(ExecutorError::Step(failed))) => failed,
        other => panic!("it should fail at a step: {other:?}"),
    }
}

/// What a server says only when it runs the statement.
fn twice(op: &mut Operations) {
    op.execute("INSERT INTO items (id) VALUES (1)");
    op.execute("INSERT INTO items (id) VALUES (2); INSERT INTO items (id) VALUES (3)");
    op.execute("-- of three rows\nINSERT INTO items (id) VALUES (4) -- the last");
    op.execute("INSERT INTO items (id) VALUES (1)");
    op.execute("INSERT INTO items (id) VALUES (5)");
}

/// What a server says when it reads the statement.
fn unknown(op: &mut Operations) {
    op.execute("INSERT INTO items (id) VALUES (1)");
    op.execute("INSERT INTO items (id)\nVALUES ('é', nothing)");
}

/// What a server says when it reads the message, before it runs any of it.
fn misspelled(op: &mut Operations) {
    op.execute("INSERT INTO items (id) VALUES (1)");
    op.execute("INSERT INTO items (id) VALUS (2)");
}

#[tokio::test]
async fn say_which_statement_failed() {
    for server in Server::ALL {
        let failed = failure(server, twice).await;
        assert_eq!(failed.number, Some((4, 5)), "{}: {failed}", server.name());
        for (second, position) in [(unknown as fn(&mut Operations), 37), (misspelled, 24)] {
            let failed = failure(server, second).await;
            assert_eq!(failed.number, Some((2, 2)), "{}: {failed}", server.name());
            if server == Server::Postgres {
                assert_eq!(failed.position(), Some(position), "{failed}");
            }
        }
    }
}

/// Another session answers on the connection, as a proxy may let it: the turn is not this one's any more.
async fn without_the_turn(server: Server, lose: fn(&mut Operations)) {
    let mut database = Database::create(server).await;
    let migrator = Migrator::new(migrations(lose, items));
    let outcome = migrator.upgrade(&site(&database)).await;
    assert!(matches!(outcome, Err(Error::Executor(ExecutorError::TurnLost))), "{outcome:?}");
    database.query("SELECT id FROM items").await.expect_err("the second revision did not begin");
    assert_eq!(migrator.upgrade(&site(&database)).await.expect("it runs").revisions.len(), 1);
    database.drop().await;
}

#[tokio::test]
async fn are_not_run_without_the_turn_on_postgres() {
    without_the_turn(Server::Postgres, |op| _ = op.execute("SELECT pg_advisory_unlock_all()")).await;
}

#[tokio::test]
async fn are_not_run_without_the_turn_on_mysql() {
    without_the_turn(Server::Mysql, |op| _ = op.execute("DO RELEASE_ALL_LOCKS()")).await;
}

/// A session that the server has ended holds no turn, whatever its client believes.
async fn of_an_ended_session(server: Server, number: &str, end: &str) {
    let mut database = Database::create(server).await;
    let mut holder = database::connect(&database.url).await.expect("it connects");
    let turn = Turn::take(&mut holder, &History::default(), Duration::ZERO, &|_| {}).await;
    let _turn = turn.expect("nobody holds it");
    let session = holder.query(number).await.expect("it answers");
    let session = session.into_iter().flatten().flatten().next().expect("a session has a number");
    database.query(&format!("{end}{session}")).await.ok();
    let migrator = Migrator::new(migrations(items, |_| {})).wait_timeout(Duration::from_secs(30));
    assert_eq!(migrator.upgrade(&site(&database)).await.expect("it runs").revisions.len(), 2);
    holder.execute("SELECT 1").await.expect_err("the session is gone");
    database.drop().await;
}

#[tokio::test]
async fn follow_an_ended_session_on_postgres() {
    let end = "SELECT CAST(pg_terminate_backend(pid) AS text) FROM pg_stat_activity WHERE pid = ";
    of_an_ended_session(Server::Postgres, "SELECT pg_backend_pid()::text", end).await;
}

#[tokio::test]
async fn follow_an_ended_session_on_mysql() {
    of_an_ended_session(Server::Mysql, "SELECT CAST(CONNECTION_ID() AS CHAR)", "KILL ").await;
}
