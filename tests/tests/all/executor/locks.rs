//! Locks that other sessions hold, what one transaction holds, and steps of which nobody can tell whether they ran.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use aludel::executor::{Event, History, Options, Script, TransactionMode};
use aludel::migrator::{Migrator, Route};
use aludel::revision::graph::{Graph, Target};
use aludel::revision::{Direction, Entry, Migrations, Revision, bigint, column, primary_key, table};
use aludel_tests::build;
use aludel_tests::interrupted::{Fault, Moment, Site, Way};
use aludel_tests::servers::{Database, Server};

const FIRST: Revision =
    Revision { id: "000000000001", revises: &[], depends_on: &[], branch_labels: &[], created: "1" };
const SECOND: Revision = Revision { id: "000000000002", revises: &["000000000001"], ..FIRST };

const ITEMS: Entry = Entry {
    revision: &FIRST,
    replaces: &[],
    upgrade: |op| {
        op.create_table(table("items").with(column("id", bigint())).with(primary_key("pk_items", ["id"])));
    },
    downgrade: |op| op.drop_table("items"),
    file: "1_items.rs",
    source: "//! items\n",
};

const LABEL: Entry = Entry {
    revision: &SECOND,
    replaces: &[],
    upgrade: |op| op.add_column("items", column("label", bigint()).nullable()),
    downgrade: |op| op.drop_column("items", "label"),
    file: "2_label.rs",
    source: "//! label\n",
};

static ONE: Migrations = build(&[ITEMS]);
static BOTH: Migrations = build(&[ITEMS, LABEL]);
static FAILING: Migrations =
    build(&[ITEMS, Entry { upgrade: |op| _ = op.execute("INSERT INTO missing VALUES (1)"), ..LABEL }]);
/// What it does is a row, which no catalogue shows, and which is there at once.
static ROW: Migrations = build(&[
    ITEMS,
    Entry {
        upgrade: |op| _ = op.execute("INSERT INTO items (id) VALUES (7)").outside_transaction(),
        downgrade: |op| _ = op.execute("DELETE FROM items"),
        ..LABEL
    },
]);

/// What it does is written by hand, so that nobody asks the catalogue for it.
static BY_HAND: Migrations = build(&[
    ITEMS,
    Entry {
        upgrade: |op| _ = op.execute("CREATE TABLE notes (id bigint)").outside_transaction(),
        downgrade: |op| _ = op.execute("DROP TABLE notes"),
        ..LABEL
    },
]);

fn site(database: &Database) -> Site {
    Site { url: database.url.clone(), fault: None }
}

async fn applied(database: &Database) -> usize {
    ONE.current(&site(database)).await.expect("the history is read").records().len()
}

#[tokio::test]
async fn one_transaction_holds_all_or_nothing() {
    for server in Server::ALL {
        let mut database = Database::create(server).await;
        let single = |migrations| Migrator::new(migrations).transaction(TransactionMode::Single);
        let error = single(&FAILING).upgrade(&site(&database)).await.expect_err("a statement fails");
        assert_eq!(applied(&database).await, 0, "{}: {error}", server.name());
        assert!(database.query("SELECT * FROM items").await.is_err(), "the table of the first is gone");
        if server == Server::Mysql {
            let refused =
                "000000000001 (1_items.rs) cannot be in one transaction with others: step 1, CREATE TABLE";
            assert!(error.to_string().starts_with(refused), "{error}");
            assert_eq!(error.hint().as_deref(), Some("run without `--single-transaction`"));
        } else {
            let done = single(&BOTH).upgrade(&site(&database)).await.expect("all run");
            assert_eq!((done.revisions.len(), applied(&database).await), (2, 2));
            let down = single(&BOTH).run(&site(&database), Direction::Down, &Target::BASE).await;
            assert_eq!(down.expect("all are undone").revisions.len(), 2);
        }
        let each = Migrator::new(&FAILING).upgrade(&site(&database)).await;
        each.expect_err("a statement fails");
        assert_eq!(applied(&database).await, 1, "what came before it stays");
        database.drop().await;
    }
}

/// Another session reads the table in a transaction that stays open.
async fn blocked(server: Server) {
    let mut database = Database::create(server).await;
    ONE.upgrade(&site(&database)).await.expect("the first runs");
    let begin = if server == Server::Mysql { "START TRANSACTION" } else { "BEGIN" };
    database.execute(begin).await.expect("it begins");
    database.query("SELECT CAST(id AS char(9)) FROM items").await.expect("it reads");

    let pauses = Arc::new(Mutex::new(Vec::new()));
    let listener = Arc::clone(&pauses);
    let migrator = Migrator::new(&BOTH).lock_timeout(Duration::from_millis(300)).on_event(move |event| {
        if let Event::LockRefused { pause, .. } = event {
            listener.lock().expect("no panic").push(*pause);
        }
    });
    let error = migrator.clone().retries(2).upgrade(&site(&database)).await.expect_err("it is blocked");
    let text = error.to_string();
    assert!(text.contains("the lock is held by:\n  session "), "{text}");
    {
        let pauses = pauses.lock().expect("no panic");
        // Each is at least half of its length: 250 ms, 500 ms.
        assert!(pauses.len() == 2 && pauses[0] >= Duration::from_millis(125), "{pauses:?}");
        assert!(pauses[1] >= Duration::from_millis(250), "{pauses:?}");
    }
    assert_eq!(applied(&database).await, 1, "nothing of it is kept");

    let place = site(&database);
    let release = async {
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        database.execute("COMMIT").await.expect("it ends");
    };
    let migrator = migrator.retries(20);
    let (done, ()) = tokio::join!(migrator.upgrade(&place), release);
    assert_eq!(done.expect("the lock is free").revisions.len(), 1);
    database.drop().await;
}

/// The step began, by what the journal says; whether its row is there, people say.
#[tokio::test]
async fn what_nobody_can_tell_is_for_people_to_resolve() {
    for server in Server::ALL {
        for there in [true, false] {
            let mut database = Database::create(server).await;
            ROW.upgrade(&site(&database)).await.expect("all run");
            let journal = begun(server);
            let interrupt =
                format!("UPDATE aludel_history SET journal = '{journal}' WHERE revision = '{}'", SECOND.id);
            database.execute(&interrupt).await.expect("the journal is written");
            if !there {
                database.execute("DELETE FROM items").await.expect("the row is taken away");
            }
            let error = ROW.upgrade(&site(&database)).await.expect_err("nobody can tell");
            assert_eq!(
                error.to_string(),
                "upgrade of 000000000002 (2_label.rs) was interrupted at step 1, and nobody can tell whether it took \
                 effect: INSERT INTO items (id) VALUES (7)"
            );
            let hint = error.hint().expect("there is a remedy");
            assert!(hint.contains("`resolve --applied 000000000002`"), "{hint}");
            assert!(hint.contains("`resolve --rolled-back 000000000002`"), "{hint}");

            let resolved = Migrator::new(&ROW).resolve(&site(&database), Some(SECOND.id), there).await;
            assert_eq!(resolved.expect("it is resolved").done, usize::from(there));
            let done = ROW.upgrade(&site(&database)).await.expect("it goes on");
            assert_eq!(done.revisions.len(), 1);
            Migrator::new(&ROW).verify(&site(&database)).await.expect("all is applied");
            let rows = database.query("SELECT CAST(id AS char(1)) FROM items").await.expect("it is read");
            assert_eq!(rows, [["7"]], "{}, {there}", server.name());
            let nothing = Migrator::new(&ROW).resolve(&site(&database), None, there).await;
            nothing.expect_err("nothing is interrupted");
            database.drop().await;
        }
    }
}

/// A run is cut off at each call in turn, until one gets through.
#[tokio::test]
async fn what_was_cut_off_for_real_is_resolved() {
    for server in [Server::Postgres, Server::Mysql] {
        let (mut undecided, mut there) = (0, 0);
        for call in 1.. {
            let mut database = Database::create(server).await;
            ONE.upgrade(&site(&database)).await.expect("the first runs");
            let fault = Some(Fault { way: Way::Cut, call, moment: Moment::After });
            let cut = BY_HAND.upgrade(&Site { fault, ..site(&database) }).await;
            if let Err(error) = BY_HAND.upgrade(&site(&database)).await {
                assert!(error.to_string().contains("nobody can tell whether it took effect"), "{error}");
                let is_there = database.query("SELECT id FROM notes").await.is_ok();
                let resolved = Migrator::new(&BY_HAND).resolve(&site(&database), None, is_there).await;
                assert_eq!(resolved.expect("it is resolved").done, usize::from(is_there));
                BY_HAND.upgrade(&site(&database)).await.expect("it goes on");
                undecided += 1;
                there += usize::from(is_there);
            }
            Migrator::new(&BY_HAND).verify(&site(&database)).await.expect("all is applied");
            database.query("SELECT id FROM notes").await.expect("the table is there");
            database.drop().await;
            if cut.is_ok() {
                break;
            }
        }
        println!("{}: {undecided} interruptions undecided, {there} of them with the table", server.name());
        // On MySQL the note that it begins is committed by the statement itself, so that both are there or neither.
        let is_without = undecided > there;
        assert!(there > 0 && is_without == (server == Server::Postgres), "{undecided}, {there}");
    }
}

/// The journal of the second revision's first step, from the script that would write it.
fn begun(server: Server) -> String {
    let graph = Graph::new(&ROW).expect("the revisions make a graph");
    let route = Route::new(&graph, &[FIRST.id], Direction::Up, &Target::HEAD).expect("there is a way");
    let (history, options) = (History::default(), Options::default());
    let mut script = Script::idempotent(server.dialect(), &history, false, &options);
    for revision in route.prepare(server.dialect()).expect("all can be planned") {
        script.revision(&revision).expect("all is SQL");
    }
    let text = script.finish();
    let at = text.find(" begun ").expect("a step begins outside of a transaction");
    let start = text[..at].rfind("upgrade done").expect("so the journal begins");
    let end = at + text[at..].find(" -").expect("no catalogue can tell");
    text[start..end + 2].to_owned()
}

#[tokio::test]
async fn a_lock_that_is_not_granted_is_asked_for_again_on_postgres() {
    blocked(Server::Postgres).await;
}

#[tokio::test]
async fn a_lock_that_is_not_granted_is_asked_for_again_on_mysql() {
    blocked(Server::Mysql).await;
}
