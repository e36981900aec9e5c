//! One run at a time, whoever starts it.

use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aludel::database;
use aludel::executor::{Event, History, Turn};
use aludel::migrator::Migrator;
use aludel_tests::interrupted::{MIGRATIONS, Site};
use aludel_tests::servers::{Database, Server};

/// Twenty processes at once: one runs the revisions, the others find nothing to do, and none fails.
async fn together(server: Server) {
    const PROCESSES: usize = 20;
    let database = Database::create(server).await;
    let start = |_| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_interrupted"));
        command.args([&database.url, "up"]).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().expect("it starts")
    };
    let started: Vec<_> = (0..PROCESSES).map(start).collect();
    let mut ran = Vec::new();
    for process in started {
        let output = process.wait_with_output().expect("it ends");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        ran.push(String::from_utf8_lossy(&output.stdout).trim().to_owned());
    }
    ran.sort();
    let mut expected = vec!["0"; PROCESSES - 1];
    expected.push("2");
    assert_eq!(ran, expected);
    database.drop().await;
}

#[tokio::test]
async fn of_twenty_processes_on_sqlite() {
    together(Server::Sqlite).await;
}

#[tokio::test]
async fn of_twenty_processes_on_postgres() {
    together(Server::Postgres).await;
}

#[tokio::test]
async fn of_twenty_processes_on_mysql() {
    together(Server::Mysql).await;
}

/// Whoever waits is told for whom, and gives up when the time is over.
async fn says_who_holds_it(server: Server) {
    let database = Database::create(server).await;
    let site = Site { url: database.url.clone(), fault: None };
    let mut holder = database::connect(&database.url).await.expect("it connects");
    let turn = Turn::take(&mut holder, &History::default(), Duration::ZERO, &|_| {}).await;
    let turn = turn.expect("nobody holds it");

    let told = Arc::new(Mutex::new(Vec::new()));
    let listener = Arc::clone(&told);
    let migrator =
        Migrator::new(&MIGRATIONS).wait_timeout(Duration::from_millis(600)).on_event(move |event| {
            if let Event::Waiting { holder, .. } = event {
                listener.lock().expect("no panic").push(holder.to_string());
            }
        });
    let error = migrator.upgrade(&site).await.expect_err("somebody holds it");
    let who = match server {
        Server::Sqlite => format!("process {}", std::process::id()),
        Server::Postgres | Server::Mysql => "session ".into(),
    };
    assert!(error.to_string().starts_with("another run holds the turn at this database: "), "{error}");
    assert!(error.to_string().contains(&who), "{error}");
    assert!(error.hint().is_some_and(|hint| hint.contains("wait_timeout")), "there is a remedy");
    let told = told.lock().expect("no panic").clone();
    assert!(told.len() == 1 && told[0].contains(&who) && told[0].contains("since"), "{told:?}");

    turn.give_back(&mut holder).await;
    holder.close().await.expect("it closes");
    assert_eq!(migrator.upgrade(&site).await.expect("nobody holds it").revisions.len(), 2);
    database.drop().await;
}

#[tokio::test]
async fn is_waited_for_on_sqlite() {
    says_who_holds_it(Server::Sqlite).await;
}

#[tokio::test]
async fn is_waited_for_on_postgres() {
    says_who_holds_it(Server::Postgres).await;
}

#[tokio::test]
async fn is_waited_for_on_mysql() {
    says_who_holds_it(Server::Mysql).await;
}
