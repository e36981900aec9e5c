//! What may be squashed, what is kept of it, and how databases that stand among it see the graph.

use super::*;
use crate::revision::graph::{GraphError, Rows, Target, TargetError};
use crate::revision::{Migrations, Operations, Revision, column, integer, on_none, sample, table, text};

const FIRST: Revision =
    Revision { id: "a1", revises: &[], depends_on: &[], branch_labels: &["shop"], created: "1" };
const SECOND: Revision =
    Revision { id: "a2", revises: &["a1"], branch_labels: &["second"], created: "2", ..FIRST };
const THIRD: Revision = Revision { id: "a3", revises: &["a2"], branch_labels: &[], created: "3", ..FIRST };
const FOURTH: Revision = Revision { id: "a4", revises: &["a3"], created: "4", ..THIRD };

fn first() -> &'static Entry {
    fn up(op: &mut Operations) {
        op.create_table(table("users").with(column("id", integer())));
    }
    sample::with(FIRST, up, |op| op.drop_table("users"))
}

fn second() -> &'static Entry {
    fn up(op: &mut Operations) {
        op.add_column("users", column("name", text()));
    }
    sample::with(SECOND, up, |op| op.drop_column("users", "name"))
}

fn third() -> &'static Entry {
    fn up(op: &mut Operations) {
        op.rename_column("users", "name", "title");
    }
    sample::with(THIRD, up, |op| op.rename_column("users", "title", "name"))
}

fn squash(entries: &[&'static Entry], range: std::ops::Range<usize>) -> Result<Squash, SquashError> {
    let graph = Graph::of(entries.iter().copied()).expect("it is sound");
    Squash::new(&graph, &graph.order()[range], true)
}

fn refused(entries: &[&'static Entry], range: std::ops::Range<usize>) -> String {
    squash(entries, range).map(|_| ()).expect_err("it is refused").to_string()
}

#[test]
fn one_revision_does_what_three_did() {
    let squash = squash(&[first(), second(), third()], 0..3).expect("it is one line");
    assert_eq!((squash.upgrade.count, squash.upgrade.operations.len()), (3, 1));
    assert_eq!(squash.downgrade.operations.len(), 1);
    assert_eq!(squash.downgrade.operations[0].describe(), "drop table `users`");
    assert_eq!(squash.branch_labels, ["shop", "second"]);
    assert_eq!(squash.replaced.iter().map(|entry| entry.revision.id).collect::<Vec<_>>(), ["a1", "a2", "a3"]);
}

#[test]
fn only_one_stretch_can_be_squashed() {
    let line = [first(), second(), third()];
    assert_eq!(refused(&line, 1..2), "there is nothing to squash: `a2` is one revision already");
    let gap = Graph::of(line).expect("it is sound");
    let ends = [gap.order()[0], gap.order()[2]];
    assert_eq!(
        Squash::new(&gap, &ends, true).map(|_| ()).map_err(|error| error.to_string()),
        Err("there are several ways in: `a1` and `a3` follow nothing that is squashed with them".to_owned())
    );
    let fork = sample::entry(Revision { id: "b1", revises: &["a2"], created: "5", ..THIRD });
    let branches = [first(), second(), third(), fork];
    assert_eq!(
        refused(&branches, 0..4),
        "there are several ways out: nothing that is squashed with them follows `a3` and `b1`"
    );
    assert_eq!(refused(&branches, 0..3), "`b1.rs` hangs on `a2`, which is in the midst of what is squashed");
    let merge = sample::entry(Revision { id: "b2", revises: &["a3", "b1"], created: "6", ..THIRD });
    let merged = [first(), second(), third(), fork, merge];
    assert!(squash(&merged, 1..5).is_ok(), "branches that part and join inside are one stretch");
    let pair = Graph::of(merged).expect("it is sound");
    let side = [pair.order()[2], pair.order()[4]];
    assert_eq!(
        Squash::new(&pair, &side, true).map(|_| ()).map_err(|error| error.to_string()),
        Err("`b2.rs` also follows `b1`, which is not squashed with it".to_owned())
    );
}

#[test]
fn barriers_stay_where_they_are_unless_they_may_be_left_out() {
    fn up(op: &mut Operations) {
        op.execute("UPDATE users SET name = 'x'");
        op.execute("UPDATE users SET name = 'y'").elidable();
        op.execute(on_none()).elidable().effect(|op| op.drop_column("users", "id"));
    }
    let with_sql = sample::with(THIRD, up, |op| op.add_column("users", column("id", integer())));
    let squash = squash(&[first(), second(), with_sql], 0..3).expect("SQL can be squashed");
    let told: Vec<String> = squash.upgrade.operations.iter().map(Operation::describe).collect();
    assert_eq!(told, ["create table `users`", "execute UPDATE users SET name = 'x'", "execute "]);
    assert_eq!(squash.upgrade.elided, ["`a3.rs`: execute UPDATE users SET name = 'y'"]);
}

#[test]
fn code_is_refused_unless_it_may_be_left_out() {
    async fn backfill(_: &mut crate::connection::Connection) -> crate::Result<()> {
        Ok(())
    }
    let code = sample::with(
        FOURTH,
        |op| {
            op.run(backfill);
        },
        |_| {},
    );
    let message = refused(&[first(), second(), third(), code], 0..4);
    assert!(message.starts_with("`a4.rs` runs the Rust function `"), "{message}");
    let elidable = sample::with(FOURTH, |op| op.run(backfill).elidable(), |_| {});
    let squash = squash(&[first(), second(), third(), elidable], 0..4).expect("it is left out");
    assert_eq!(squash.upgrade.elided.len(), 1);
}

/// `s1` in place of the first three, and `a4` after.
fn squashed() -> [Entry; 2] {
    let squashed = Entry {
        replaces: &["a1", "a2", "a3"],
        ..*sample::with(
            Revision { id: "s1", created: "3", ..FIRST },
            |op| op.create_table(table("users").with(column("id", integer())).with(column("title", text()))),
            |op| op.drop_table("users"),
        )
    };
    [squashed, Entry { ..*sample::entry(FOURTH) }]
}

fn migrations(entries: Vec<Entry>, replaced: Vec<Entry>) -> Migrations {
    Migrations { replaced: replaced.leak(), ..sample::migrations(entries.leak(), None) }
}

fn replaced() -> Vec<Entry> {
    [first(), second(), third()].map(|entry| Entry { ..*entry }).into()
}

fn ids(graph: &Graph) -> Vec<&'static str> {
    graph.entries().map(|entry| entry.revision.id).collect()
}

#[test]
fn a_database_sees_what_it_stands_among() {
    let migrations = migrations(squashed().into(), replaced());
    let seen = |applied: &[&'static str], begun: &[&'static str]| {
        let rows =
            Rows { applied: applied.iter().copied().collect(), begun: begun.iter().copied().collect() };
        let graph = Graph::of_database(&migrations, &rows).expect("it is sound");
        (ids(&graph), graph.gives_way())
    };
    let (whole, parts) = (vec!["s1", "a4"], vec!["a1", "a2", "a3", "a4"]);
    assert_eq!(seen(&[], &[]), (whole.clone(), false));
    assert_eq!(seen(&["a1", "a2", "a3"], &[]), (whole.clone(), false));
    assert_eq!(seen(&["a1", "a2", "a3", "a4"], &[]), (whole.clone(), false));
    assert_eq!(seen(&["s1"], &[]), (whole.clone(), false));
    assert_eq!(seen(&[], &["s1"]), (whole, false));
    assert_eq!(seen(&["a1"], &[]), (parts.clone(), true));
    assert_eq!(seen(&[], &["a1"]), (parts.clone(), true));
    assert_eq!(seen(&["a1", "a2"], &["a3"]), (parts, true));
    let graph = Graph::new(&migrations).expect("it is sound");
    assert_eq!(migrations.check_with(None).map_err(|errors| errors.0.len()), Err(1), "there is no lock");
    let target = |text: &str| graph.locate(&text.parse::<Target>().expect("it is a target"));
    assert_eq!(target("a3"), Ok(graph.find("s1")), "the last of them is where it leads to");
    assert_eq!(target("a2"), Err(TargetError::Squashed { id: "a2", by: "s1" }));
    assert_eq!(target("a"), Ok(graph.find("a4")));
    let lock = crate::revision::lock::Lock::new(&graph, &graph.replay().expect("it applies").own());
    let files: Vec<&str> = lock.revisions.iter().map(|revision| &*revision.file).collect();
    assert_eq!(files, ["a1.rs", "a2.rs", "a3.rs", "a4.rs", "s1.rs"]);
}

#[test]
fn a_squash_of_a_squash_gives_way_as_far_as_it_must() {
    let [inner, fourth] = squashed();
    let outer =
        Entry { replaces: &["s1", "a4"], ..*sample::entry(Revision { id: "s2", created: "4", ..FIRST }) };
    let after = Entry { ..*sample::entry(Revision { id: "a5", revises: &["a4"], created: "5", ..THIRD }) };
    let files = replaced().into_iter().chain([inner, fourth]).collect();
    let migrations = migrations(vec![outer, after], files);
    let seen = |applied: &[&'static str]| {
        let rows = Rows { applied: applied.iter().copied().collect(), ..Rows::default() };
        ids(&Graph::of_database(&migrations, &rows).expect("it is sound"))
    };
    assert_eq!(seen(&[]), ["s2", "a5"]);
    assert_eq!(seen(&["a1", "a2", "a3", "a4"]), ["s2", "a5"]);
    assert_eq!(seen(&["s1"]), ["s1", "a4", "a5"]);
    assert_eq!(seen(&["a1", "a2", "a3"]), ["s1", "a4", "a5"]);
    assert_eq!(seen(&["a2", "a1"]), ["a1", "a2", "a3", "a4", "a5"]);
}

#[test]
fn what_makes_no_graph_is_refused() {
    let graph = |entries: Vec<Entry>, replaced: Vec<Entry>| {
        Graph::new(&migrations(entries, replaced)).map(|graph| ids(&graph))
    };
    let [squash, _] = squashed();
    let on = |revises: &'static [&'static str]| Entry {
        ..*sample::entry(Revision { id: "b1", revises, created: "5", ..THIRD })
    };
    let copy = || Entry { ..squash };
    assert_eq!(graph(vec![copy(), on(&["a3"])], Vec::new()), Ok(vec!["s1", "b1"]));
    assert_eq!(
        graph(vec![copy(), on(&["a2"])], replaced()),
        Err(GraphError::Inside { file: "b1.rs", id: "a2", field: "revises", by: "s1.rs" })
    );
    let left: Vec<Entry> = replaced().into_iter().chain([copy()]).collect();
    assert_eq!(graph(left, Vec::new()), Ok(vec!["s1"]), "what is replaced may be left where it was");
    assert_eq!(graph(Vec::new(), replaced()), Err(GraphError::Orphan { file: "a1.rs" }));
    let other = Entry { replaces: &["a3"], ..on(&[]) };
    assert_eq!(
        graph(vec![copy(), other], Vec::new()),
        Err(GraphError::ReplacedTwice { id: "a3", by: ["s1", "b1"] })
    );
    let itself = Entry { replaces: &["b1"], ..on(&[]) };
    assert_eq!(
        graph(vec![itself], Vec::new()),
        Err(GraphError::SelfLoop { file: "b1.rs", field: "REPLACES" })
    );
}
