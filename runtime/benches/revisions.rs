//! 100 to 10,000 revisions: what is done with all of them costs as much a revision, however many there are.
//!
//! `cargo bench -p aludel --features sqlite --bench revisions`; the items per second stay level where growth is
//! linear. (Where `current` walks the graph anew for each revision, as in Alembic, they fall by ten from row to row.)

use aludel::migrator::Migrator;
use aludel::revision::graph::{Graph, Range, Target};
use aludel::revision::merge::Merge;
use aludel::revision::replay::replay;
use aludel::revision::{Entry, Migrations, Operations, Revision};
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use sqlx::sqlite::{SqlitePool, SqlitePoolOptions};

const REVISIONS: [usize; 3] = [100, 1_000, 10_000];
/// After so many revisions there are two side by side, which the next one joins.
const STRETCH: usize = 10;

fn main() {
    divan::main();
}

/// `count` revisions that do nothing; `open` leaves the last fork unmerged, half of them on each side.
fn revisions(count: usize, open: bool) -> &'static [Entry] {
    let id = |number: usize| -> &'static str { format!("{number:012x}").leak() };
    let nothing: fn(&mut Operations) = |_| {};
    let revises = |number: usize| -> Vec<&'static str> {
        match number {
            0 => vec![],
            1 => vec![id(0)],
            _ if open => vec![id(number - 2)],
            _ => match number % STRETCH {
                // Beside the one before it, and on top of both.
                8 => vec![id(number - 2)],
                9 => vec![id(number - 2), id(number - 1)],
                _ => vec![id(number - 1)],
            },
        }
    };
    let entry = |number: usize| Entry {
        revision: Box::leak(Box::new(Revision {
            id: id(number),
            revises: revises(number).leak(),
            depends_on: &[],
            branch_labels: &[],
            created: format!("2026-11-21 {number:08}").leak(),
        })),
        replaces: &[],
        upgrade: nothing,
        downgrade: nothing,
        file: format!("{}.rs", id(number)).leak(),
        source: "//! nothing\n",
    };
    (0..count).map(entry).collect::<Vec<_>>().leak()
}

fn graph(count: usize) -> Graph {
    Graph::of(revisions(count, false)).expect("it is sound")
}

fn ids(count: usize) -> Vec<&'static str> {
    revisions(count, false).iter().map(|entry| entry.revision.id).collect()
}

#[divan::bench(args = REVISIONS, max_time = 2)]
fn load_and_order(bencher: Bencher<'_, '_>, count: usize) {
    let entries = revisions(count, false);
    bencher.counter(ItemsCount::new(count)).bench_local(|| Graph::of(black_box(entries)));
}

#[divan::bench(args = REVISIONS, max_time = 2)]
fn replay_all(bencher: Bencher<'_, '_>, count: usize) {
    let graph = graph(count);
    bencher.counter(ItemsCount::new(count)).bench_local(|| replay(graph.entries()));
}

#[divan::bench(args = REVISIONS, max_time = 2)]
fn heads(bencher: Bencher<'_, '_>, count: usize) {
    let graph = graph(count);
    bencher.counter(ItemsCount::new(count)).bench_local(|| graph.heads());
}

#[divan::bench(args = REVISIONS, max_time = 2)]
fn current_of_all(bencher: Bencher<'_, '_>, count: usize) {
    let (graph, applied) = (graph(count), ids(count));
    bencher.counter(ItemsCount::new(count)).bench_local(|| graph.current(black_box(&applied)));
}

#[divan::bench(args = REVISIONS, max_time = 2)]
fn plan_of_all(bencher: Bencher<'_, '_>, count: usize) {
    let graph = graph(count);
    let none: [&str; 0] = [];
    bencher.counter(ItemsCount::new(count)).bench_local(|| graph.plan_upgrade(&none, &Target::HEAD));
}

#[divan::bench(args = REVISIONS, max_time = 2)]
fn plan_of_the_way_back(bencher: Bencher<'_, '_>, count: usize) {
    let (graph, applied) = (graph(count), ids(count));
    bencher.counter(ItemsCount::new(count)).bench_local(|| graph.plan_downgrade(&applied, &Target::BASE));
}

#[divan::bench(args = REVISIONS, max_time = 2)]
fn plan_of_nothing(bencher: Bencher<'_, '_>, count: usize) {
    let (graph, applied) = (graph(count), ids(count));
    bencher.counter(ItemsCount::new(count)).bench_local(|| graph.plan_upgrade(&applied, &Target::HEAD));
}

#[divan::bench(args = REVISIONS, max_time = 2)]
fn history(bencher: Bencher<'_, '_>, count: usize) {
    let graph = graph(count);
    let none: [&str; 0] = [];
    let all = Range { start: None, end: None };
    bencher.counter(ItemsCount::new(count)).bench_local(|| graph.between(&all, &none));
}

#[divan::bench(args = REVISIONS, max_time = 2)]
fn merge_of_two_halves(bencher: Bencher<'_, '_>, count: usize) {
    let graph = Graph::of(revisions(count, true)).expect("it is sound");
    bencher.counter(ItemsCount::new(count)).bench_local(|| Merge::new(&graph, &[]));
}

/// The whole command, on a database that has all revisions: a connection, the history, the graph and the plan.
#[divan::bench(args = REVISIONS, max_time = 2)]
fn upgrade_with_nothing_to_do(bencher: Bencher<'_, '_>, count: usize) {
    let entries = revisions(count, false);
    let migrations: &'static Migrations = Box::leak(Box::new(Migrations {
        entries,
        replaced: &[],
        directory: "",
        lock: None,
        package: "bench",
        module: "bench",
        with: &[],
        invoked_at: "",
    }));
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("there is a runtime");
    let migrator = Migrator::new(migrations);
    let pool: SqlitePool = runtime.block_on(async {
        let pool = SqlitePoolOptions::new().max_connections(1).connect("sqlite::memory:").await;
        let pool = pool.expect("SQLite opens a database in memory");
        migrator.stamp(&pool, &[Target::HEAD], false).await.expect("the history is written");
        pool
    });
    bencher.counter(ItemsCount::new(count)).bench_local(|| {
        let report = runtime.block_on(migrations.upgrade(&pool)).expect("there is nothing to do");
        assert!(report.revisions.is_empty());
    });
}
