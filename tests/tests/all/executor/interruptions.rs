//! A run that is cut off at any of its calls, and the next one: they end where an undisturbed one does.
//!
//! `ALUDEL_INTERRUPTIONS=N` cuts off N times as often in the middle of a call, each time a little later.

use std::process::{Command, Stdio};

use aludel::migrator::Migrator;
use aludel::revision::Direction;
use aludel_tests::catalogue::catalogue;
use aludel_tests::interrupted::{Fault, MIGRATIONS, Moment, ROWS, Site, Way};
use aludel_tests::servers::{Database, Server};

/// What a database holds: its definitions, its rows, and which revisions it has.
type Content = (Vec<String>, Vec<Vec<String>>);

async fn run(site: &Site, direction: Direction) -> aludel::Result<usize> {
    let target = match direction {
        Direction::Up => "head",
        Direction::Down => "000000000001",
    };
    let report = Migrator::new(&MIGRATIONS).run(site, direction, &target.parse()?).await?;
    Ok(report.revisions.len())
}

/// A database just before the run in `direction`.
async fn prepared(server: Server, direction: Direction) -> (Database, Site) {
    let mut database = Database::create(server).await;
    let site = Site { url: database.url.clone(), fault: None };
    let migrator = Migrator::new(&MIGRATIONS).target("000000000001".parse().expect("a target"));
    migrator.upgrade(&site).await.expect("the first revision runs");
    database.execute(ROWS).await.expect("the rows are put in");
    if direction == Direction::Down {
        run(&site, Direction::Up).await.expect("the second revision runs");
    }
    (database, site)
}

async fn content(database: &mut Database) -> Content {
    let definitions = catalogue(database).await.expect("the catalogue is read");
    let mut rows = database.query("SELECT id, n FROM items ORDER BY id").await.expect("the rows are read");
    if definitions.iter().any(|line| line.contains("parts")) {
        rows.extend(database.query("SELECT * FROM parts ORDER BY id").await.expect("the rows are read"));
    }
    let history = "SELECT revision, COALESCE(journal, 'ended') FROM aludel_history ORDER BY revision";
    rows.extend(database.query(history).await.expect("the history is read"));
    (definitions, rows)
}

/// Runs and is cut off; whether the run came to its end before the call.
async fn interrupt(site: &Site, direction: Direction, fault: Fault) -> bool {
    match fault.way {
        Way::Cut => {
            let failing = Site { fault: Some(fault), ..site.clone() };
            run(&failing, direction).await.is_ok()
        }
        Way::Kill => {
            let url = site.url.clone();
            let status = tokio::task::spawn_blocking(move || {
                let direction = if direction == Direction::Up { "up" } else { "down" };
                let moment = match fault.moment {
                    Moment::After => "after".to_owned(),
                    Moment::During(delay) => delay.to_string(),
                };
                let arguments = [url, direction.into(), fault.call.to_string(), moment];
                let mut command = Command::new(env!("CARGO_BIN_EXE_interrupted"));
                command.args(arguments).stdout(Stdio::null()).status()
            });
            status.await.expect("no panic").expect("it starts").success()
        }
    }
}

/// Cuts off a run at every call, in every way, and says how often, and what was lost.
async fn at_every_call(server: Server, direction: Direction) {
    let (mut database, site) = prepared(server, direction).await;
    run(&site, direction).await.expect("an undisturbed run");
    let expected = content(&mut database).await;
    database.drop().await;

    let rounds: u64 = std::env::var("ALUDEL_INTERRUPTIONS").ok().and_then(|n| n.parse().ok()).unwrap_or(1);
    let mut moments = vec![Moment::After];
    moments.extend((0..rounds).map(|round| Moment::During(400 + 1_700 * round)));
    let ways: &[Way] = if server == Server::Sqlite { &[Way::Kill] } else { &[Way::Kill, Way::Cut] };
    let (mut points, mut losses) = (0, Vec::new());
    for way in ways {
        // A run that is cut off after its last call has as many calls as there are.
        let mut calls = usize::MAX;
        for moment in &moments {
            for call in 1..=calls {
                let fault = Fault { way: *way, call, moment: *moment };
                let (mut database, site) = prepared(server, direction).await;
                let ended = interrupt(&site, direction, fault).await;
                let again = run(&site, direction).await;
                let found = content(&mut database).await;
                database.drop().await;
                points += 1;
                match again {
                    Err(error) => losses.push(format!("{fault:?}: {error} {:?}", error.hint())),
                    Ok(_) if found != expected => {
                        losses.push(format!("{fault:?}: {:?} and not {:?}", found, expected));
                    }
                    Ok(_) => {}
                }
                if ended && *moment == Moment::After {
                    assert!(call > 5, "the run has more calls than {call}");
                    calls = call - 1;
                    break;
                }
            }
        }
    }
    println!("{} {direction}: {points} points of interruption, {} losses", server.name(), losses.len());
    assert!(losses.is_empty(), "{}", losses.join("\n"));
}

#[tokio::test]
async fn of_an_upgrade_on_sqlite() {
    at_every_call(Server::Sqlite, Direction::Up).await;
}

#[tokio::test]
async fn of_a_downgrade_on_sqlite() {
    at_every_call(Server::Sqlite, Direction::Down).await;
}

#[tokio::test]
async fn of_an_upgrade_on_postgres() {
    at_every_call(Server::Postgres, Direction::Up).await;
}

#[tokio::test]
async fn of_a_downgrade_on_postgres() {
    at_every_call(Server::Postgres, Direction::Down).await;
}

#[tokio::test]
async fn of_an_upgrade_on_mysql() {
    at_every_call(Server::Mysql, Direction::Up).await;
}

#[tokio::test]
async fn of_a_downgrade_on_mysql() {
    at_every_call(Server::Mysql, Direction::Down).await;
}
