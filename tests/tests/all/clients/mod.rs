//! Scripts of SQL, run by the real clients: whatever they find, they end where `upgrade` and `downgrade` end.

use std::time::Duration;

use aludel::database;
use aludel::executor::{History, Options, Script, Turn};
use aludel::migrator::{Migrator, Route};
use aludel::revision::Direction;
use aludel::revision::graph::{Graph, Target};
use aludel_tests::catalogue::{catalogue, difference};
use aludel_tests::interrupted::{MIGRATIONS as WITH_CODE, Site};
use aludel_tests::scripts::{MIGRATIONS, cut_off_at, run};
use aludel_tests::servers::{Database, Server};

/// The definitions, the rows, and the history but for who wrote it and when.
type Content = (Vec<String>, Vec<Vec<String>>);

/// What a script does where the database has what it would do.
#[derive(Clone, Copy)]
enum Kind {
    Plain,
    Idempotent,
}

/// How many revisions there are.
const ALL: usize = MIGRATIONS.entries.len();

fn id(applied: usize) -> &'static str {
    MIGRATIONS.entries[applied - 1].revision.id
}

fn target(applied: usize) -> Target {
    if applied == 0 { Target::BASE } else { id(applied).parse().expect("it is a target") }
}

/// The script from where so many revisions are applied to where others are.
fn script(server: Server, kind: Kind, before: usize, after: usize) -> String {
    let graph = Graph::new(&MIGRATIONS).expect("the revisions make a graph");
    let applied: Vec<&str> = (1..=before).map(id).collect();
    let direction = if after < before { Direction::Down } else { Direction::Up };
    let route = Route::new(&graph, &applied, direction, &target(after)).expect("there is a way");
    let (history, options) = (History::default(), Options::default());
    let mut script = match kind {
        Kind::Plain => Script::new(server.dialect(), &history, false),
        Kind::Idempotent => Script::idempotent(server.dialect(), &history, false, &options),
    };
    if before == 0 {
        script.create_history();
    }
    for revision in route.prepare(server.dialect()).expect("all can be planned") {
        script.revision(&revision).expect("all is SQL");
    }
    script.finish()
}

fn site(database: &Database) -> Site {
    Site { url: database.url.clone(), fault: None }
}

async fn migrate(database: &Database, direction: Direction, applied: usize) {
    let done = Migrator::new(&MIGRATIONS).run(&site(database), direction, &target(applied)).await;
    done.unwrap_or_else(|error| panic!("{}, {direction} to {applied}: {error}", database.server().name()));
}

/// A database on which so many revisions are applied.
async fn with(server: Server, applied: usize) -> Database {
    let database = Database::create(server).await;
    migrate(&database, Direction::Up, applied).await;
    database
}

/// The text of a row of any table, the same on all servers.
async fn content(database: &mut Database) -> Content {
    let definitions = catalogue(database).await.expect("the catalogue is read");
    let history = "SELECT revision, sequence, message, checksum, tool_version, downgrade_checksum, journal, \
                   downgrade_sql FROM aludel_history ORDER BY sequence";
    let mut rows = database.query(history).await.expect("the history is read");
    // The column of notes has one of two names; their numbers have gaps where an insert was undone.
    for query in [
        "SELECT id, name FROM authors",
        "SELECT author_id, body, mood FROM notes",
        "SELECT author_id, text, mood FROM notes",
    ] {
        if let Ok(found) = database.query(&format!("{query} ORDER BY 1, 2")).await {
            rows.extend(found);
        }
    }
    (definitions, rows)
}

/// What `upgrade` to so many revisions comes to, and `downgrade` from all of them.
struct Expected {
    up: Vec<Content>,
    down: Vec<Content>,
}

impl Expected {
    async fn on(server: Server) -> Self {
        let mut database = Database::create(server).await;
        let (mut up, mut down) = (Vec::new(), Vec::new());
        for applied in 1..=ALL {
            migrate(&database, Direction::Up, applied).await;
            up.push(content(&mut database).await);
        }
        for applied in (1..ALL).rev() {
            migrate(&database, Direction::Down, applied).await;
            down.push(content(&mut database).await);
        }
        down.reverse();
        database.drop().await;
        Self { up, down }
    }

    fn up(&self, applied: usize) -> &Content {
        &self.up[applied - 1]
    }

    fn down(&self, applied: usize) -> &Content {
        &self.down[applied - 1]
    }
}

#[track_caller]
fn same(expected: &Content, found: &Content, what: &str) {
    assert_eq!(difference(&expected.0, &found.0), [""; 0], "{what}");
    assert_eq!(expected.1, found.1, "{what}");
}

async fn succeed(database: &mut Database, script: &str, what: &str) -> Content {
    if let Err(text) = run(database.server(), &database.url, script) {
        panic!("{what}: {text}\nof:\n{script}");
    }
    content(database).await
}

/// From each number of revisions to each other.
async fn plain(server: Server) {
    let expected = Expected::on(server).await;
    for (before, after) in [(0, ALL), (0, 2), (2, ALL), (3, 4)] {
        let mut database = with(server, before).await;
        let what = format!("{} from {before} to {after}", server.name());
        let up = succeed(&mut database, &script(server, Kind::Plain, before, after), &what).await;
        same(expected.up(after), &up, &what);
        Migrator::new(&MIGRATIONS).upgrade(&site(&database)).await.expect("a run goes on from there");
        let down =
            succeed(&mut database, &script(server, Kind::Plain, ALL, 1), &format!("{what} and down")).await;
        same(expected.down(1), &down, &what);
        let done =
            Migrator::new(&MIGRATIONS).upgrade(&site(&database)).await.expect("a run goes on from there");
        assert_eq!(done.revisions.len(), ALL - 1);
        database.drop().await;
    }
}

/// At each state of a database, twice.
async fn idempotent(server: Server) {
    let expected = Expected::on(server).await;
    let (up, down) = (script(server, Kind::Idempotent, 0, ALL), script(server, Kind::Idempotent, ALL, 1));
    for before in 0..=ALL {
        let mut database = with(server, before).await;
        let what = format!("{} at {before}", server.name());
        // What a server's settings make of backslashes is not what the script is written for.
        let up = match server {
            Server::Mysql => format!("SET SESSION sql_mode = 'NO_BACKSLASH_ESCAPES';\n{up}"),
            Server::Sqlite | Server::Postgres => up.clone(),
        };
        let before_it = if before == ALL { Some(whole_history(&mut database).await) } else { None };
        for _ in 0..2 {
            same(expected.up(ALL), &succeed(&mut database, &up, &what).await, &what);
        }
        if let Some(before_it) = before_it {
            assert_eq!(whole_history(&mut database).await, before_it, "no row is written again");
        }
        let migrator = Migrator::new(&MIGRATIONS);
        migrator.verify(&site(&database)).await.expect("all is applied, and as it was written");
        let nothing = migrator.upgrade(&site(&database)).await.expect("all is applied");
        assert!(nothing.revisions.is_empty(), "{what}: {nothing:?}");
        database.drop().await;
    }
    for before in 1..=ALL {
        let mut database = with(server, ALL).await;
        migrate(&database, Direction::Down, before).await;
        let what = format!("{} down at {before}", server.name());
        for _ in 0..2 {
            same(expected.down(1), &succeed(&mut database, &down, &what).await, &what);
        }
        let done =
            Migrator::new(&MIGRATIONS).upgrade(&site(&database)).await.expect("a run goes on from there");
        assert_eq!(done.revisions.len(), ALL - 1, "{what}");
        database.drop().await;
    }
}

/// Cut off after each of its statements, as by a client that is killed; a run, or the script again, goes on from there.
async fn interrupted(server: Server) {
    let expected = Expected::on(server).await;
    let whole = script(server, Kind::Idempotent, 0, ALL);
    // A statement that is prepared only has done nothing yet.
    let end = if server == Server::Mysql { "EXECUTE aludel_step;\n" } else { ";\n" };
    let ends: Vec<usize> = whole.match_indices(end).map(|(at, end)| at + end.len()).collect();
    let (mut points, mut undecided) = (0, 0);
    for (number, end) in ends.iter().enumerate() {
        let mut database = Database::create(server).await;
        // An end within a quoted text, or in a block, is none to the client: it reads on, and does nothing.
        cut_off_at(server, &database.url, &whole, *end);
        let what = format!("{} cut off after {end} bytes", server.name());
        let again = match number % 2 {
            0 => run(server, &database.url, &whole).map(drop),
            _ => {
                let done = Migrator::new(&MIGRATIONS).upgrade(&site(&database)).await;
                done.map(drop).map_err(|error| error.to_string())
            }
        };
        if let Err(error) = again {
            // Where a statement is no part of a transaction, only people can tell. DDL of MySQL keeps the note that
            // it began by itself.
            assert!(error.contains("interrupted") && server != Server::Sqlite, "{what}: {error}");
            let definitions = catalogue(&mut database).await.expect("the catalogue is read");
            let applied =
                server == Server::Mysql || definitions.iter().any(|line| line.contains("ix_notes_body"));
            let resolved = Migrator::new(&MIGRATIONS).resolve(&site(&database), None, applied).await;
            resolved.unwrap_or_else(|error| panic!("{what}: {error}"));
            undecided += 1;
        }
        same(expected.up(ALL), &succeed(&mut database, &whole, &what).await, &what);
        Migrator::new(&MIGRATIONS).verify(&site(&database)).await.expect("all is applied");
        points += 1;
        database.drop().await;
    }
    println!("{}: {points} points of interruption, {undecided} for people to decide", server.name());
    assert!(points > 20, "there are more statements than {points}");
}

#[tokio::test]
async fn go_on_where_they_were_cut_off_on_sqlite() {
    interrupted(Server::Sqlite).await;
}

#[tokio::test]
async fn go_on_where_they_were_cut_off_on_postgres() {
    interrupted(Server::Postgres).await;
}

#[tokio::test]
async fn go_on_where_they_were_cut_off_on_mysql() {
    interrupted(Server::Mysql).await;
}

/// One that holds the turn, and a file that is another than the one applied: the script changes nothing.
#[tokio::test]
async fn stop_at_what_a_run_stops_at() {
    for server in Server::ALL {
        let mut database = with(server, 2).await;
        let whole = script(server, Kind::Idempotent, 0, ALL);
        let wait = Options { wait_timeout: Duration::from_secs(1), ..Options::default() };
        let history = History::default();
        let waiting = Script::idempotent(server.dialect(), &history, false, &wait).finish();
        if server != Server::Sqlite {
            let mut holder = database::connect(&database.url).await.expect("it connects");
            let turn = Turn::take(&mut holder, &history, Duration::ZERO, &|_| {}).await.expect("it is free");
            let error = run(server, &database.url, &waiting).expect_err("somebody holds the turn");
            assert!(error.contains("another run holds the turn at this database"), "{error}");
            turn.give_back(&mut holder).await;
            holder.close().await.expect("it closes");
            run(server, &database.url, &waiting).expect("nobody holds the turn");
        }
        let edit = format!("UPDATE aludel_history SET checksum = 'x' WHERE revision = '{}'", id(2));
        database.execute(&edit).await.expect("the history is changed");
        let before = content(&mut database).await;
        let error = run(server, &database.url, &whole).expect_err("it is noticed");
        assert!(error.contains(&format!("revision {} was interrupted, or applied from", id(2))), "{error}");
        same(&before, &content(&mut database).await, server.name());

        let mut from_third = Script::idempotent(server.dialect(), &history, false, &wait);
        from_third.expect(&[id(3)]);
        let error = run(server, &database.url, &from_third.finish()).expect_err("it is not applied");
        assert!(error.contains(&format!("revision {} is not applied", id(3))), "{error}");
        database.drop().await;
    }
}

async fn whole_history(database: &mut Database) -> Vec<Vec<String>> {
    let query = "SELECT revision, applied_at, applied_by, duration_ms, row_checksum FROM aludel_history ORDER BY sequence";
    database.query(query).await.expect("the history is read")
}

#[tokio::test]
async fn lead_from_anywhere_to_anywhere_on_sqlite() {
    plain(Server::Sqlite).await;
}

#[tokio::test]
async fn lead_from_anywhere_to_anywhere_on_postgres() {
    plain(Server::Postgres).await;
}

#[tokio::test]
async fn lead_from_anywhere_to_anywhere_on_mysql() {
    plain(Server::Mysql).await;
}

#[tokio::test]
async fn do_what_is_missing_on_sqlite() {
    idempotent(Server::Sqlite).await;
}

#[tokio::test]
async fn do_what_is_missing_on_postgres() {
    idempotent(Server::Postgres).await;
}

#[tokio::test]
async fn do_what_is_missing_on_mysql() {
    idempotent(Server::Mysql).await;
}

#[test]
fn code_is_refused_by_name_or_skipped() {
    let graph = Graph::new(&WITH_CODE).expect("the revisions make a graph");
    let none: [&str; 0] = [];
    let route = Route::new(&graph, &none, Direction::Up, &Target::HEAD).expect("there is a way");
    for server in Server::ALL {
        let prepared = route.prepare(server.dialect()).expect("all can be planned");
        let (history, options) = (History::default(), Options::default());
        for idempotent in [false, true] {
            let write = |skip_code| {
                let mut script = match idempotent {
                    true => Script::idempotent(server.dialect(), &history, skip_code, &options),
                    false => Script::new(server.dialect(), &history, skip_code),
                };
                prepared.iter().try_for_each(|revision| script.revision(revision)).map(|()| script.finish())
            };
            let error = write(false).expect_err("code is no SQL");
            assert_eq!(
                error.to_string(),
                "000000000002 (2_change.rs) runs Rust code, `aludel_tests::interrupted::revisions::multiply`, which \
                 is not SQL"
            );
            let text = write(true).expect("it is skipped");
            let comment = "here runs `aludel_tests::interrupted::revisions::multiply`, which is not SQL";
            assert_eq!(text.matches(comment).count(), 1, "{text}");
        }
    }
}
