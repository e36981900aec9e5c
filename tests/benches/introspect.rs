//! How reading a database grows with its tables: round trips, time and memory, for each database, and beside
//! `pg_dump --schema-only`. Run by `tests/bench/introspect.sh`.
//!
//! Each reading is a process of its own, so that its peak of memory is its own. Round trips are counted on the wire,
//! by a relay between the process and the server; SQLite has no wire.

use std::env;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use aludel::introspection::Scope;
use aludel::revision::*;
use aludel::schema::Schema;
use aludel_tests::reading::create;
use aludel_tests::relay::Relay;
use aludel_tests::servers::{Database, Server};

/// How many times each thing is done; the fastest counts.
const ROUNDS: usize = 3;
/// How many tables the comparison with `pg_dump` is made at, and how much of its time reading may take.
const COMPARED: (usize, f64) = (1000, 0.5);

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("a runtime starts");
    match arguments.as_slice() {
        [word, url] if word == "read" => runtime.block_on(read(url)),
        sizes => {
            let given: Vec<usize> = sizes.iter().filter_map(|size| size.parse().ok()).collect();
            let sizes = if given.is_empty() { vec![10, 100, 1000, 5000] } else { given };
            runtime.block_on(compare(&sizes))
        }
    }
}

/// Makes databases of those sizes and has each read.
async fn compare(sizes: &[usize]) -> ExitCode {
    println!("{:9} {:>6}  {:>11}  {:>9}  {:>8}", "database", "tables", "round trips", "time", "memory");
    let mut slow = false;
    for server in Server::ALL {
        for size in sizes {
            let database = Database::create(server).await;
            let mut connection =
                aludel::database::connect(&database.url).await.expect("the server was there");
            if server == Server::Sqlite {
                // Nobody reads the file after a crash.
                connection.execute("PRAGMA synchronous = OFF").await.expect("a setting");
            }
            let models = models(*size);
            create(&mut connection, &models).await.unwrap_or_else(|error| panic!("{error}"));
            let found = measured(&database.url);
            let [trips, time, memory] = found.as_slice() else { panic!("the reading says {found:?}") };
            let seconds: f64 = time.parse().expect("a reading says how long it took");
            let time = format!("{:.1} ms", seconds * 1e3);
            println!("{:9} {size:>6}  {trips:>11}  {time:>9}  {memory:>4} MiB", server.name());
            if server == Server::Postgres {
                let dumped = fastest(|| dump(&database.url)).as_secs_f64();
                let ratio = seconds / dumped;
                println!(
                    "{:9} {size:>6}  pg_dump --schema-only takes {:.1} ms: {ratio:.2} of it",
                    "",
                    dumped * 1e3
                );
                slow |= *size == COMPARED.0 && ratio > COMPARED.1;
            }
            // One by one, because a transaction has no room for the locks of so many (`max_locks_per_transaction`).
            for table in models.tables.keys().rev() {
                let sql = format!("DROP TABLE {}", connection.dialect().quote(&table.name));
                connection.execute(&sql).await.unwrap_or_else(|error| panic!("{error}"));
            }
            connection.close().await.expect("the connection ends in order");
            database.drop().await;
        }
    }
    if slow {
        println!("reading {} tables takes more than {} of what pg_dump takes", COMPARED.0, COMPARED.1);
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// As many tables, with what tables have: keys, defaults, checks, indexes, and a reference to an earlier table.
fn models(tables: usize) -> Schema {
    let mut schema = Schema::new();
    for number in 0..tables {
        let name = format!("table_{number:05}");
        let mut made = table(name.as_str())
            .with(column("id", bigint()).identity())
            .with(column("email", varchar(255)))
            .with(column("status", varchar(20)).default("active"))
            .with(column("count", integer()).default(0))
            .with(column("price", double()).nullable())
            .with(column("body", text()).nullable())
            .with(column("created_at", timestamp()).nullable())
            .with(column("parent_id", bigint()).nullable())
            .with(primary_key(format!("pk_{name}"), ["id"]))
            .with(unique(format!("uq_{name}"), ["email"]))
            .with(check(format!("ck_{name}"), "count >= 0"))
            .with(
                foreign_key(format!("fk_{name}"), ["parent_id"])
                    .references(format!("table_{:05}", number / 2), ["id"]),
            );
        made.insert_index(index(format!("ix_{name}")).on(name.as_str(), ["status", "count"]).index);
        schema.insert_table(made);
    }
    schema
}

/// What a process that reads the database says: round trips, seconds, mebibytes.
fn measured(url: &str) -> Vec<String> {
    let this = env::current_exe().expect("a process knows its file");
    let output = Command::new(this).args(["read", url]).stderr(Stdio::inherit()).output();
    let output = output.expect("a process starts");
    String::from_utf8_lossy(&output.stdout).split_whitespace().map(str::to_owned).collect()
}

/// Reads the database and says what it took.
async fn read(url: &str) -> ExitCode {
    let relay = Relay::open(url);
    let url = relay.as_ref().map_or(url, |relay| &relay.url);
    let mut connection = aludel::database::connect(url).await.expect("the server was there just now");
    let mut best = Duration::MAX;
    let mut trips = None;
    for _ in 0..ROUNDS {
        let before = relay.as_ref().map(Relay::round_trips);
        let start = Instant::now();
        let read = connection.introspect(&Scope::default()).await;
        best = best.min(start.elapsed());
        assert!(!read.expect("the database is read").schema.tables.is_empty(), "nothing was read");
        trips = relay.as_ref().map(Relay::round_trips).zip(before).map(|(after, before)| after - before);
    }
    let trips = trips.map_or_else(|| "-".into(), |trips| trips.to_string());
    println!("{trips} {} {}", best.as_secs_f64(), peak());
    ExitCode::SUCCESS
}

/// The most memory that this process had, in mebibytes, as Linux counts it.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kibibytes: Option<u64> = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
    kibibytes.map_or_else(|| "?".into(), |kibibytes| (kibibytes / 1024).to_string())
}

fn fastest(mut run: impl FnMut()) -> Duration {
    let mut timed = || {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    (0..ROUNDS).map(|_| timed()).min().expect("there is a round")
}

fn dump(url: &str) {
    let status = Command::new("pg_dump").args(["--schema-only", url]).stdout(Stdio::null()).status();
    assert!(status.expect("pg_dump is installed").success(), "pg_dump fails");
}
