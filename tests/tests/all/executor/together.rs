//! Revisions that touch no rows, which SQLite is brought in one message: refused, made to wait, and cut off half-way.

use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use aludel::executor::Event;
use aludel::migrator::Migrator;
use aludel::revision::{Entry, Migrations, Revision, bigint, column, table};
use aludel_tests::build;
use aludel_tests::catalogue::catalogue;
use aludel_tests::interrupted::Site;
use aludel_tests::many::many;
use aludel_tests::servers::{Database, Server};

/// How many are brought; more than go in one message.
const COUNT: usize = 40;

fn site(database: &Database) -> Site {
    Site { url: database.url.clone(), fault: None }
}

/// The revisions that are applied, in the order of their numbers.
async fn applied(database: &mut Database) -> Vec<Vec<String>> {
    let query =
        "SELECT CAST(sequence AS char(20)), revision FROM aludel_history ORDER BY aludel_history.sequence";
    let rows = database.query(query).await.expect("the history is read");
    rows.iter().map(|row| row.iter().map(|value| value.trim().to_owned()).collect()).collect()
}

/// The first `count`, numbered from 1.
fn first(count: usize) -> Vec<Vec<String>> {
    (0..count).map(|number| vec![(number + 1).to_string(), format!("{number:012x}")]).collect()
}

#[tokio::test]
async fn a_refused_one_keeps_those_before_it() {
    for server in [Server::Sqlite, Server::Postgres] {
        let mut database = Database::create(server).await;
        // The revision at 6 makes it.
        database.execute("CREATE TABLE table_002 (id bigint)").await.expect("it is made");
        let error = many(COUNT).upgrade(&site(&database)).await.expect_err("the table is there");
        let text = error.to_string();
        assert!(text.starts_with("upgrade of 000000000006 "), "{}: {text}", server.name());
        assert!(text.contains("stopped at step 1 of 1, create table `table_002`"), "{text}");
        assert_eq!(applied(&mut database).await, first(6), "{}", server.name());
        database.execute("DROP TABLE table_002").await.expect("it is dropped");
        many(COUNT).upgrade(&site(&database)).await.expect("nothing is in the way");
        assert_eq!(applied(&mut database).await, first(COUNT), "{}", server.name());
        database.drop().await;
    }
}

const FIRST: Revision =
    Revision { id: "000000000001", revises: &[], depends_on: &[], branch_labels: &[], created: "1" };
const SECOND: Revision = Revision { id: "000000000002", revises: &["000000000001"], ..FIRST };
const THIRD: Revision = Revision { id: "000000000003", revises: &["000000000002"], ..FIRST };

const ITEMS: Entry = Entry {
    revision: &FIRST,
    replaces: &[],
    upgrade: |op| op.create_table(table("items").with(column("id", bigint()))),
    downgrade: |op| op.drop_table("items"),
    file: "1_items.rs",
    source: "//! items\n",
};
static THREE: Migrations = build(&[
    ITEMS,
    Entry {
        revision: &SECOND,
        upgrade: |op| op.create_table(table("parts").with(column("id", bigint()))),
        ..ITEMS
    },
    Entry {
        revision: &THIRD,
        upgrade: |op| op.add_column("items", column("n", bigint()).nullable()),
        ..ITEMS
    },
]);

/// Another session reads the table that the second of two changes.
#[tokio::test]
async fn a_lock_that_is_not_granted_is_asked_for_again() {
    let mut database = Database::create(Server::Postgres).await;
    let site = site(&database);
    let first = Migrator::new(&THREE).target("000000000001".parse().expect("a target"));
    first.upgrade(&site).await.expect("the first runs");
    database.execute("BEGIN").await.expect("it begins");
    database.query("SELECT id::text FROM items").await.expect("it reads");

    let told = Arc::new(Mutex::new(Vec::new()));
    let listener = Arc::clone(&told);
    let migrator = Migrator::new(&THREE).lock_timeout(Duration::from_millis(100)).retries(20);
    let migrator = migrator.on_event(move |event| {
        let line = match event {
            Event::RevisionStarted { number, .. } => format!("started {number}"),
            Event::RevisionFinished { .. } => "finished".to_owned(),
            Event::LockRefused { revision, .. } => format!("refused {}", revision.id()),
            _ => return,
        };
        listener.lock().expect("no panic").push(line);
    });
    let release = async {
        tokio::time::sleep(Duration::from_millis(600)).await;
        database.execute("COMMIT").await.expect("it ends");
    };
    let (done, ()) = tokio::join!(migrator.upgrade(&site), release);
    assert_eq!(done.expect("the lock is free").revisions.len(), 2);
    let mut told = told.lock().expect("no panic").clone();
    told.dedup();
    assert_eq!(told, ["started 1", "finished", "started 2", "refused 000000000003", "finished"]);
    let numbers = ["1", "2", "3"].map(|number| vec![number.to_owned(), format!("{number:0>12}")]);
    assert_eq!(applied(&mut database).await, numbers);
    database.drop().await;
}

/// A run that is killed at any moment, and the next one: they end where an undisturbed one does.
#[tokio::test]
async fn a_killed_run_is_gone_on_with() {
    let mut undisturbed = Database::create(Server::Sqlite).await;
    many(COUNT).upgrade(&site(&undisturbed)).await.expect("it runs");
    let expected = catalogue(&mut undisturbed).await.expect("the catalogue is read");
    undisturbed.drop().await;

    let mut reached = Vec::new();
    for round in 0..16 {
        let mut database = Database::create(Server::Sqlite).await;
        Migrator::new(many(1)).stamp(&site(&database), &[], false).await.expect("the history is made");
        let (url, delay) = (database.url.clone(), (2_000 + 5_000 * round).to_string());
        let killed = tokio::task::spawn_blocking(move || {
            let mut command = Command::new(env!("CARGO_BIN_EXE_interrupted"));
            command
                .args([&url, "many", &COUNT.to_string(), &delay])
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
        });
        killed.await.expect("no panic").expect("it starts");
        let rows = applied(&mut database).await;
        assert_eq!(rows, first(rows.len()), "no number is missing");
        reached.push(rows.len());
        let report = many(COUNT).upgrade(&site(&database)).await.expect("it goes on");
        assert_eq!(report.revisions.len(), COUNT - rows.len());
        assert_eq!(applied(&mut database).await, first(COUNT));
        assert_eq!(catalogue(&mut database).await.expect("the catalogue is read"), expected);
        database.drop().await;
    }
    println!("killed after {reached:?} of {COUNT} revisions, 0 losses");
}

/// Each of those in one message is given the mean of the time so far: no more than the whole run takes.
#[tokio::test]
async fn none_takes_longer_than_the_run() {
    let mut database = Database::create(Server::Sqlite).await;
    let start = Instant::now();
    many(COUNT).upgrade(&site(&database)).await.expect("it runs");
    let whole = start.elapsed().as_millis();
    let query = "SELECT CAST(MAX(duration_ms) AS char(20)) FROM aludel_history";
    let rows = database.query(query).await.expect("the history is read");
    let longest: u128 = rows[0][0].trim().parse().expect("a number");
    assert!(longest <= whole, "{longest} ms of {whole} ms");
    database.drop().await;
}
