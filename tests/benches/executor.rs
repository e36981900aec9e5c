//! What it costs to find nothing to do, beside `sqlx::migrate!`, and to bring 1,000 revisions to a database, beside
//! the database's own client. Run by `tests/bench/executor.sh`.
//!
//! Times are medians of rounds in which both sides take turns. Round trips are counted on the wire, by a relay
//! between this process and the server, beyond those that opening the connection takes; SQLite has no wire.

use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use aludel::database;
use aludel::executor::{History, Script};
use aludel::migrator::Route;
use aludel::revision::graph::{Graph, Target};
use aludel::revision::{Direction, Migrations};
use aludel_tests::many::{MOST, many};
use aludel_tests::relay::Relay;
use aludel_tests::servers::{Database, Server};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::mysql::MySqlPoolOptions;
use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::SqlitePoolOptions;
use sqlx::{AssertSqlSafe, SqlSafeStr};

/// How many revisions are there already when nothing is to do.
const STARTS: [usize; 2] = [10, MOST];
/// How often each start is timed, and each upgrade.
const ROUNDS: (usize, usize) = (31, 5);
/// How many round trips a start may take on servers, and a revision on PostgreSQL.
const ALLOWED: usize = 2;

/// Runs an expression with a pool that has no connection yet, and closes it.
macro_rules! with_pool {
    (@ $options:ident, $url:expr, $pool:ident => $run:expr) => {{
        let $pool = $options::new().max_connections(1).connect_lazy($url).expect("a URL of the tests");
        let start = Instant::now();
        $run;
        let time = start.elapsed();
        $pool.close().await;
        time
    }};
    ($server:expr, $url:expr, $pool:ident => $run:expr) => {
        match $server {
            Server::Sqlite => with_pool!(@ SqlitePoolOptions, $url, $pool => $run),
            Server::Postgres => with_pool!(@ PgPoolOptions, $url, $pool => $run),
            Server::Mysql => with_pool!(@ MySqlPoolOptions, $url, $pool => $run),
        }
    };
}

/// Who brings revisions to a database.
enum Tool {
    Aludel(&'static Migrations),
    Sqlx(Migrator),
    /// The database's own client, with a script.
    Client(PathBuf),
    /// sqlx alone, with a message for each revision.
    Messages(Vec<String>),
}

impl Tool {
    /// Brings all revisions to the database at `url`, from no connection on.
    async fn run(&self, server: Server, url: &str) -> Duration {
        match self {
            Self::Aludel(migrations) => with_pool!(server, url, pool => {
                migrations.upgrade(&pool).await.unwrap_or_else(|error| panic!("aludel: {error:?}"));
            }),
            Self::Sqlx(migrator) => with_pool!(server, url, pool => {
                migrator.run(&pool).await.unwrap_or_else(|error| panic!("sqlx: {error:?}"));
            }),
            Self::Client(script) => {
                let time = run_client(server, url, script);
                let mut db = database::connect(url).await.expect("the server is there");
                let query = "SELECT CAST(COUNT(*) AS CHAR(20)) FROM aludel_history";
                let rows = db.query(query).await.expect("the history is there");
                let count = rows[0][0].as_deref().map(str::trim);
                assert_eq!(count, Some(&*MOST.to_string()), "the client did all of it");
                db.close().await.expect("it ends in order");
                time
            }
            Self::Messages(messages) => {
                let mut db = database::connect(url).await.expect("the database is there");
                let start = Instant::now();
                for message in messages {
                    db.execute(message).await.expect("the database takes it");
                }
                let time = start.elapsed();
                db.close().await.expect("it ends in order");
                time
            }
        }
    }

    /// The same, counted: connections, and round trips beyond opening one; nothing where there is no wire.
    async fn counted(&self, server: Server, url: &str) -> Option<(usize, usize)> {
        let relay = Relay::open(url)?;
        with_pool!(server, &relay.url, pool => drop(pool.acquire().await.expect("the server is there")));
        let opening = relay.round_trips();
        let relay = Relay::open(url)?;
        self.run(server, &relay.url).await;
        Some((relay.connections(), relay.round_trips() - opening))
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let named = |server: &Server| arguments.is_empty() || arguments.iter().any(|name| name == server.name());
    let servers: Vec<Server> = Server::ALL.into_iter().filter(named).collect();
    let mut slow = Vec::new();
    println!("nothing to do, from no connection on");
    for server in &servers {
        for count in STARTS {
            slow.extend(start(*server, count).await);
        }
    }
    println!("\n{MOST} revisions, from nothing on");
    for server in &servers {
        slow.extend(upgrade(*server).await);
    }
    for line in &slow {
        println!("too slow: {line}");
    }
    if slow.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Starts where all of `count` revisions are there, by both tools in turn; says what is too slow.
async fn start(server: Server, count: usize) -> Option<String> {
    let tools = [Tool::Aludel(many(count)), Tool::Sqlx(of_sqlx(server, count))];
    let databases = [Database::create(server).await, Database::create(server).await];
    let mut times = [Vec::new(), Vec::new()];
    let mut trips = [None, None];
    for (at, tool) in tools.iter().enumerate() {
        tool.run(server, &databases[at].url).await;
        trips[at] = tool.counted(server, &databases[at].url).await;
    }
    for _ in 0..ROUNDS.0 {
        for (at, tool) in tools.iter().enumerate() {
            times[at].push(tool.run(server, &databases[at].url).await);
        }
    }
    for database in databases {
        database.drop().await;
    }
    let [aludel, sqlx] = times.map(median);
    println!(
        "  {:9} {count:>5} revisions: aludel {}, {}; sqlx::migrate! {}, {}; ratio {:.2}",
        server.name(),
        spoken(aludel),
        counted(trips[0]),
        spoken(sqlx),
        counted(trips[1]),
        aludel.as_secs_f64() / sqlx.as_secs_f64(),
    );
    let (connections, trips) = trips[0].unwrap_or((1, 0));
    let much = connections > 1 || trips > ALLOWED;
    much.then(|| {
        format!("{} at {count} revisions: {connections} connections, {trips} round trips", server.name())
    })
}

/// Upgrades by aludel, by sqlx and by the database's own client in turn; says what is too slow.
///
/// The client runs what `sql` writes; and, where there is a wire, what aludel was heard to say on it: the same
/// statements in the same transactions, with the journal that MySQL's need. SQLite's client is in its process, where
/// sqlx has a thread for it: what that costs alone shows there.
async fn upgrade(server: Server) -> Option<String> {
    let migrations = many(MOST);
    let folder = env::temp_dir().join(format!("aludel_bench_{}", std::process::id()));
    fs::create_dir(&folder).expect("a temporary folder is made");
    let script = |name: &str, text: String| {
        let file = folder.join(name);
        fs::write(&file, text).expect("a temporary file is written");
        Tool::Client(file)
    };
    let (few, _) = heard(server, many(STARTS[0])).await;
    let (all, statements) = heard(server, migrations).await;
    let text = written(server, migrations);
    // A revision is a paragraph; a line that begins with a point is one for the client itself.
    let lines = text.split_inclusive('\n').filter(|line| !line.starts_with('.'));
    let messages = lines.collect::<String>().split("\n\n").map(str::to_owned).collect();
    let same = match statements {
        Some(statements) => script("heard.sql", statements),
        None => Tool::Messages(messages),
    };
    let tools =
        [Tool::Aludel(migrations), Tool::Sqlx(of_sqlx(server, MOST)), script("written.sql", text), same];
    let mut times = [const { Vec::new() }; 4];
    for _ in 0..ROUNDS.1 {
        for (tool, times) in tools.iter().zip(&mut times) {
            let database = Database::create(server).await;
            times.push(tool.run(server, &database.url).await);
            database.drop().await;
        }
    }
    fs::remove_dir_all(&folder).expect("a temporary folder is removed");
    let [aludel, sqlx, written, same] = times.map(median);
    let ratio = |other: Duration| aludel.as_secs_f64() / other.as_secs_f64();
    let each = (all - few) as f64 / (MOST - STARTS[0]) as f64;
    let (name, client) = (server.name(), client_of(server));
    println!(
        "  {name:9} aludel {}, {each:.2} round trips a revision; sqlx::migrate! {}",
        spoken(aludel),
        spoken(sqlx)
    );
    println!("            {client} for what `sql` writes {}, ratio {:.2}", spoken(written), ratio(written));
    let (who, reference) = match server {
        Server::Sqlite => ("sqlx alone", written),
        Server::Postgres | Server::Mysql => (client, same),
    };
    println!("            {who} for the same statements {}, ratio {:.2}", spoken(same), ratio(same));
    let much = ratio(reference) > 1.0 || (server == Server::Postgres && each > ALLOWED as f64);
    much.then(|| format!("{name}: {:.2} of {client}, {each:.2} round trips a revision", ratio(reference)))
}

/// The round trips of bringing `migrations` to an empty database, and the statements, where there is a wire.
async fn heard(server: Server, migrations: &'static Migrations) -> (usize, Option<String>) {
    let database = Database::create(server).await;
    let relay = Relay::open(&database.url);
    if let Some(relay) = &relay {
        Tool::Aludel(migrations).run(server, &relay.url).await;
    }
    database.drop().await;
    let heard = relay.map(|relay| (relay.round_trips(), relay.queries().join("\n;\n") + "\n;\n"));
    heard.map_or((0, None), |(trips, statements)| (trips, Some(statements)))
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn spoken(time: Duration) -> String {
    match time.as_secs_f64() {
        seconds if seconds < 1.0 => format!("{:.2} ms", seconds * 1e3),
        seconds => format!("{seconds:.2} s"),
    }
}

fn counted(trips: Option<(usize, usize)>) -> String {
    match trips {
        Some((connections, trips)) => format!("connections {connections}, round trips {trips}"),
        None => "no wire".into(),
    }
}

/// The statements of `migrations` in their transactions, as `sql` writes them.
fn written(server: Server, migrations: &'static Migrations) -> String {
    let (dialect, history) = (server.dialect(), History::default());
    let graph = Graph::new(migrations).expect("it is sound");
    let none: [&str; 0] = [];
    let route = Route::new(&graph, &none, Direction::Up, &Target::HEAD).expect("there is a way");
    let mut script = Script::new(dialect, &history, false);
    script.create_history();
    for revision in &route.prepare(dialect).expect("the database can do it") {
        script.revision(revision).expect("it is all SQL");
    }
    script.finish()
}

/// The same statements as migrations of sqlx, which keeps a history of its own.
fn of_sqlx(server: Server, count: usize) -> Migrator {
    let graph = Graph::new(many(count)).expect("it is sound");
    let none: [&str; 0] = [];
    let route = Route::new(&graph, &none, Direction::Up, &Target::HEAD).expect("there is a way");
    let prepared = route.prepare(server.dialect()).expect("the database can do it");
    let migration = |(version, revision): (i64, &aludel::executor::Prepared<'_>)| {
        let steps = revision.plan.steps.iter().map(|step| match step {
            aludel::dialect::Step::Statement(statement) => statement.sql.clone(),
            other => panic!("no revision of the bench has {other:?}"),
        });
        let sql = steps.collect::<Vec<_>>().join(";\n");
        let message = revision.recorded.entry.message();
        Migration::new(
            version,
            message.into(),
            MigrationType::Simple,
            AssertSqlSafe(sql).into_sql_str(),
            false,
        )
    };
    Migrator::with_migrations((1..).zip(&prepared).map(migration).collect())
}

const fn client_of(server: Server) -> &'static str {
    match server {
        Server::Sqlite => "sqlite3",
        Server::Postgres => "psql -f",
        Server::Mysql => "mariadb",
    }
}

/// Runs `script` by the database's own client, past errors: aludel asks for tables that are not there yet, too.
fn run_client(server: Server, url: &str, script: &Path) -> Duration {
    let mut command = match server {
        Server::Sqlite => {
            let file = url.trim_start_matches("sqlite://").split('?').next().unwrap_or_default();
            let mut command = Command::new("sqlite3");
            command.arg(file);
            command
        }
        Server::Postgres => {
            let mut command = Command::new("psql");
            command.args(["-X", "-q", "-f"]).arg(script).arg(url);
            command
        }
        Server::Mysql => {
            let (place, socket) = url.split_once("?socket=").expect("the server of the tests has a socket");
            let database = place.rsplit('/').next().unwrap_or_default();
            let user = place.trim_start_matches("mysql://").split('@').next().unwrap_or_default();
            let mut command = Command::new("mariadb");
            command.args(["--no-defaults", "--force", "-u", user, &format!("--socket={socket}"), database]);
            command
        }
    };
    let input = File::open(script).expect("the script was written");
    let start = Instant::now();
    command
        .stdin(input)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("the client is installed");
    let time = start.elapsed();
    time
}
