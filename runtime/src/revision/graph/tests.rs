//! Graphs by their edges, and what they answer.

use std::fmt::Debug;

use super::*;
use crate::revision::{Revision, sample::entry};

/// A graph of `id: parents / dependencies / labels`, one a line.
fn graph(lines: &str) -> Result<Graph, GraphError> {
    let list = |text: &str| -> Vec<&'static str> {
        text.split_whitespace().map(|id| &*String::leak(id.to_owned())).collect()
    };
    let entries = lines.lines().map(str::trim).filter(|line| !line.is_empty()).map(|line| {
        let (id, edges) = line.split_once(':').expect("id: parents");
        let mut edges = edges.split('/').map(list);
        let mut next = || edges.next().unwrap_or_default().leak();
        entry(Revision {
            id: String::leak(id.to_owned()),
            revises: next(),
            depends_on: next(),
            branch_labels: next(),
            created: "2026-11-20 21:18:00 UTC",
        })
    });
    Graph::of(entries)
}

fn ids(entries: Vec<&'static Entry>) -> String {
    let ids: Vec<&str> = entries.iter().map(|entry| entry.revision.id).collect();
    ids.join(" ")
}

fn message<T: Debug, E: ToString>(result: Result<T, E>) -> String {
    result.expect_err("it is refused").to_string()
}

/// One line, one fork, one merge, and a branch that depends on the line.
const TREE: &str = "
    a1: \n a2: a1 \n b1: a1 \n b2: b1 \n m1: a2 b2 \n a3: m1
    c1: / a2 \n c2: c1
";

#[test]
fn orders_parents_first_whatever_the_files_are_called() {
    let tree = graph(TREE).expect("it is sound");
    assert_eq!(ids(tree.entries().collect()), "a1 a2 b1 b2 c1 c2 m1 a3");
    let names = |positions: Vec<Position>| ids(tree.entries_of(positions));
    assert_eq!(names(tree.heads()), "a3 c2");
    assert_eq!(names(tree.bases()), "a1 c1");
    assert_eq!(names(tree.real_heads()), "a3 c2");
    assert_eq!(names(tree.real_bases()), "a1");
    assert_eq!(names(tree.branch_points()), "a1");
    assert_eq!(names(tree.merge_points()), "m1");
    let c1 = tree.find("c1").expect("it is there");
    assert_eq!(names(tree.ancestors([c1])), "a1 a2 c1");
    assert_eq!(names(tree.descendants([c1])), "c1 c2");
}

#[test]
fn refuses_what_is_no_graph() {
    assert_eq!(message(graph("a: \n b: a \n a: b")), "revision `a` is in two files: `a.rs` and `a.rs`");
    assert_eq!(message(graph("a: zz")), "`a.rs` names `zz` in `revises`, but there is no such revision");
    assert_eq!(message(graph("a: / zz")), "`a.rs` names `zz` in `depends_on`, but there is no such revision");
    assert_eq!(message(graph("a: a")), "`a.rs` names itself in `revises`");
    assert_eq!(message(graph("a: / a")), "`a.rs` names itself in `depends_on`");
    assert_eq!(
        message(graph("head:")),
        "`head.rs` is called `head`, which has a meaning of its own in targets"
    );
    assert_eq!(
        message(graph("z: \n a: z c \n b: a \n c: b \n d: c")),
        "revisions follow each other in a circle: `b.rs` <- `c.rs` <- `a.rs` <- `b.rs`"
    );
    assert_eq!(
        message(graph("a: \n b: a / c \n c: b")),
        "revisions follow or depend on each other in a circle: `c.rs` <- `b.rs` <- `c.rs`"
    );
}

#[test]
fn plans_the_way_up() {
    let tree = graph(TREE).expect("it is sound");
    let plan = |applied: &[&str], target: &str| match target.parse() {
        Ok(target) => tree.plan_upgrade(applied, &target).map(ids),
        Err(error) => Err(error),
    };
    assert_eq!(plan(&[], "heads").as_deref(), Ok("a1 b1 b2 a2 c1 c2 m1 a3"));
    assert_eq!(plan(&["b2"], "a3").as_deref(), Ok("a2 m1 a3"));
    assert_eq!(plan(&["a1"], "c2").as_deref(), Ok("a2 c1 c2"));
    assert_eq!(plan(&["m1"], "+1").as_deref(), Ok("a3"));
    assert_eq!(plan(&["a2", "b1"], "b1@+1").as_deref(), Ok("b2"));
    assert_eq!(plan(&[], "c1@+1").as_deref(), Ok("a1 a2 c1"));
    assert_eq!(plan(&[], "c1@head-1").as_deref(), Ok("a1 a2 c1"));
    assert_eq!(plan(&["a3"], "a1").as_deref(), Ok(""));
    assert_eq!(message(plan(&["b1"], "m1-1")), "on the way to `m1-1` there are several: `a2`, `b2`");
    assert_eq!(message(plan(&[], "+1")), "on the way to `+1` there are several: `a1`, `c1`");
    assert_eq!(message(plan(&["a1"], "+1")), "on the way to `+1` there are several: `a2`, `b1`");
    assert_eq!(message(plan(&["a2", "b1"], "+1")), "`+1` could be counted from several: `a2`, `b1`");
    assert_eq!(message(plan(&["m1"], "+5")), "`+5` goes further than the revisions do, by 4");
    assert_eq!(message(plan(&["a1"], "-1")), "`-1` is no target of `upgrade`");
    assert_eq!(message(plan(&[], "head")), "`head` is several heads: `a3`, `c2`");
    assert_eq!(message(plan(&[], "zz@head")), "there is no branch `zz`");
    assert_eq!(message(plan(&[], "c1@b1")), "revision `b1` is not on branch `c1`");
    assert_eq!(
        message(plan(&["gone"], "heads")),
        "the database has a revision `gone` that these migrations do not have"
    );
}

#[test]
fn plans_the_way_down() {
    let tree = graph(TREE).expect("it is sound");
    let all: Vec<&str> = tree.entries().map(|entry| entry.revision.id).collect();
    let plan = |applied: &[&str], target: &str| match target.parse() {
        Ok(target) => tree.plan_downgrade(applied, &target).map(ids),
        Err(error) => Err(error),
    };
    assert_eq!(plan(&all, "base").as_deref(), Ok("a3 m1 c2 c1 a2 b2 b1 a1"));
    assert_eq!(plan(&all, "b1").as_deref(), Ok("a3 m1 b2"));
    assert_eq!(plan(&all, "a1").as_deref(), Ok("a3 m1 c2 c1 a2 b2 b1"));
    assert_eq!(plan(&all, "c1@base").as_deref(), Ok("c2 c1"));
    assert_eq!(plan(&all, "c1@-1").as_deref(), Ok("c2"));
    assert_eq!(plan(&["a3"], "-1").as_deref(), Ok("a3"));
    assert_eq!(plan(&["a1"], "-1").as_deref(), Ok("a1"));
    assert_eq!(plan(&["a1"], "current").as_deref(), Ok(""));
    assert_eq!(message(plan(&["m1"], "-1")), "on the way to `-1` there are several: `a2`, `b2`");
    assert_eq!(message(plan(&["a2", "b1"], "-1")), "`-1` could be counted from several: `a2`, `b1`");
    assert_eq!(message(plan(&["a2"], "-3")), "`-3` goes further than the revisions do, by 1");
    assert_eq!(message(plan(&["a2"], "+1")), "`+1` is no target of `downgrade`");
    assert_eq!(
        message(plan(&["a1"], "a2")),
        "nothing above revision `a2` is applied, so there is no way down to it"
    );
    assert_eq!(message(plan(&all, "c1@a1")), "`c1@a1` is below none of what branch `c1` is made of");
    assert_eq!(tree.current(&["a1", "a2", "b1"]).map(ids).as_deref(), Ok("a2 b1"));
    assert_eq!(tree.current(&["c1"]).map(ids).as_deref(), Ok("a2 c1"));
    assert_eq!(tree.newest(&["c1"]).map(|newest| ids(tree.entries_of(newest))).as_deref(), Ok("c1"));
}

#[test]
fn stamps_by_branch() {
    let tree = graph(TREE).expect("it is sound");
    let stamp = |applied: &[&str], targets: &[&str]| {
        let targets: Result<Vec<Target>, TargetError> = targets.iter().map(|text| text.parse()).collect();
        tree.plan_stamp(applied, &targets?).map(ids)
    };
    assert_eq!(stamp(&[], &["b2"]).as_deref(), Ok("a1 b1 b2"));
    assert_eq!(stamp(&["b2"], &["a1"]).as_deref(), Ok("a1"));
    assert_eq!(stamp(&["b2"], &["a2"]).as_deref(), Ok("a1 a2 b1 b2"));
    assert_eq!(stamp(&["b2", "c2"], &["c1@base"]).as_deref(), Ok("a1 b1 b2"));
    assert_eq!(stamp(&["b2", "c2"], &["base"]).as_deref(), Ok(""));
    assert_eq!(stamp(&["b2", "c1"], &["current"]).as_deref(), Ok("a1 a2 b1 b2 c1"));
    assert_eq!(stamp(&["b2"], &["b1", "c1"]).as_deref(), Ok("a1 a2 b1 c1"));
    assert_eq!(message(stamp(&["b2"], &["-1"])), "`-1` counts steps, which means nothing here");
}

#[test]
fn places_a_new_revision() {
    let tree = graph(&format!("{TREE} \n d1: / / billing \n d2: d1")).expect("it is sound");
    let place = |heads: &[&str], splice: bool, depends_on: &[&str]| {
        let targets =
            |texts: &[&str]| texts.iter().map(|text| text.parse()).collect::<Result<Vec<Target>, _>>();
        let place = tree.place(&targets(heads)?, splice, &targets(depends_on)?)?;
        Ok::<_, TargetError>(format!("{} / {}", place.revises.join(" "), place.depends_on.join(" ")))
    };
    assert_eq!(place(&["billing@head"], false, &["a3", "billing"]).as_deref(), Ok("d2 / a3 billing"));
    assert_eq!(place(&["base"], false, &["billing@head"]).as_deref(), Ok(" / d2"));
    assert_eq!(place(&["a3", "c2"], false, &[]).as_deref(), Ok("a3 c2 / "));
    assert_eq!(place(&["a1"], true, &[]).as_deref(), Ok("a1 / "));
    assert_eq!(message(place(&["a1"], false, &[])), "revision `a1` is no head: others follow it already");
    assert_eq!(message(place(&["a3", "a3"], false, &[])), "revision `a3` is given twice");
}

#[test]
fn spreads_labels_along_their_line() {
    let tree = graph("a1: \n a2: a1 \n a3: a2 / / line \n a4: a3 \n b1: a1 / / side \n b2: b1 \n b3: b1");
    let tree = tree.expect("it is sound");
    let labelled = |name: &str| {
        let carrier = tree.revision(name).expect("it is a label");
        ids(tree.entries_of(tree.labelled(carrier)))
    };
    assert_eq!(labelled("line"), "a2 a3 a4");
    assert_eq!(labelled("side"), "b1 b2 b3");
}

#[test]
fn finds_by_prefix() {
    let line = graph("abcd1: \n abcd2: abcd1 \n abce3: abcd2").expect("it is sound");
    let id = |name: &str| line.revision(name).map(|position| line.id(position));
    assert_eq!(id("abcd2"), Ok("abcd2"));
    assert_eq!(message(id("abcd")), "`abcd` is the start of several revisions: `abcd1`, `abcd2`");
    assert_eq!(id("abce"), Ok("abce3"));
    assert_eq!(message(id("b")), "there is no revision `b`");
    assert_eq!(message(id("abcd3")), "there is no revision `abcd3`");
}

#[test]
fn shows_a_range() {
    let tree = graph(TREE).expect("it is sound");
    let between = |range: &str| tree.between(&range.parse()?, &["a2"]).map(ids);
    assert_eq!(between("b1:m1").as_deref(), Ok("b1 b2 m1"));
    assert_eq!(between(":c1").as_deref(), Ok("a1 a2 c1"));
    assert_eq!(between("current:").as_deref(), Ok("a2 m1 a3"));
    assert_eq!(between("a3:").as_deref(), Ok("a3"));
    assert_eq!(between("c1:+1").as_deref(), Ok("c1 c2"));
    assert_eq!(between("b1:+9").as_deref(), Ok("b1 b2 m1 a3"));
    assert_eq!(message(between("m1:b1")), "revision `m1` is not below `b1`");
    assert_eq!(message(between("-1:+1")), "`-1:+1` counts steps, which means nothing here");
    assert_eq!(message(between("m1")), "`m1` is no target");
}

#[test]
fn reads_targets() {
    let read = |text: &str| text.parse::<Target>().map(|target| target.to_string());
    for text in [
        "head", "heads", "base", "current", "+2", "-1", "a1b2c3", "a1b2+1", "head-2", "base+1", "lib@head",
        "lib@+2", "lib@a1-1",
    ] {
        assert_eq!(read(text).as_deref(), Ok(text));
    }
    for text in ["", "+", "-", "heads+1", "a b", "a@", "@head", "a@b@c", "+1x", "a+1+2", "+99999999999"] {
        assert_eq!(message(read(text)), format!("`{text}` is no target"));
    }
}

/// Shapes of graphs that teams come to: one line, many short branches, branches merged again and again.
#[test]
fn ten_thousand_revisions_are_no_trouble() {
    let count = 10_000;
    let line = |i: usize| if i == 0 { String::new() } else { format!("r{:05}", i - 1) };
    let star = |i: usize| if i == 0 { String::new() } else { "r00000".to_owned() };
    let ladder = |i: usize| match (i, i % 3) {
        (0, _) => String::new(),
        (_, 0) => format!("r{:05} r{:05}", i - 2, i - 1),
        (_, step) => format!("r{:05}", i - step),
    };
    let shapes: [&dyn Fn(usize) -> String; 3] = [&line, &star, &ladder];
    for shape in shapes {
        let lines: String = (0..count).map(|i| format!("r{i:05}: {}\n", shape(i))).collect();
        let graph = graph(&lines).expect("it is sound");
        let none: [&str; 0] = [];
        assert_eq!(graph.plan_upgrade(&none, &Target::HEADS).map(|plan| plan.len()), Ok(count));
        let all: Vec<&str> = graph.entries().map(|entry| entry.revision.id).collect();
        assert_eq!(graph.plan_upgrade(&all, &Target::HEADS).map(|plan| plan.len()), Ok(0));
        assert_eq!(graph.plan_downgrade(&all, &Target::BASE).map(|plan| plan.len()), Ok(count));
    }
}
