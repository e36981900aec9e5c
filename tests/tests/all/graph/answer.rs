//! What our graph answers to a case.

use std::collections::{BTreeMap, BTreeSet};

use aludel::revision::Entry;
use aludel::revision::graph::{Graph, GraphError, Position, Range, Target, TargetError};
use serde_json::{Value, json};

use super::case::{Case, strings};

/// An answer by the names of its parts, or why there is none.
pub(super) type Answer = Result<BTreeMap<&'static str, Value>, Refusal>;

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum Refusal {
    Graph(GraphError),
    Target(TargetError),
}

impl From<TargetError> for Refusal {
    fn from(error: TargetError) -> Self {
        Self::Target(error)
    }
}

/// Asks our graph what Alembic was asked.
pub(super) fn answer(case: &Case) -> Answer {
    let graph = case.graph.as_ref().as_ref().map_err(|error| Refusal::Graph(error.clone()))?;
    match case.op() {
        "map" => Ok(map(graph)),
        "get_revision" => {
            let found = graph.locate(&target(case.input("id"))?)?;
            Ok([("rev", json!(found.map(|position| graph.id(position))))].into())
        }
        "get_revisions" => {
            let mut found = Vec::new();
            for target in targets(case.input("id"))? {
                found.extend(graph.locate_all(&target)?);
            }
            let ids: Vec<Option<&str>> = found.into_iter().map(|at| at.map(|at| graph.id(at))).collect();
            Ok([("revs", json!(ids))].into())
        }
        "upgrade" => {
            let mut applied = applied(graph, case.input("current"))?;
            let plan = ids(graph.plan_upgrade(&applied, &target(case.input("target"))?)?);
            let mut steps = Vec::new();
            for id in &plan {
                applied.push(id);
                steps.push(rows(graph, &applied)?);
            }
            Ok([("plan", json!(plan)), ("steps", json!(steps)), ("heads_after", rows(graph, &applied)?)]
                .into())
        }
        "downgrade" => {
            let mut applied = applied(graph, case.input("current"))?;
            let plan = ids(graph.plan_downgrade(&applied, &target(case.input("target"))?)?);
            let mut steps = Vec::new();
            for id in &plan {
                applied.retain(|other| other != id);
                steps.push(rows(graph, &applied)?);
            }
            Ok([("plan", json!(plan)), ("steps", json!(steps)), ("heads_after", rows(graph, &applied)?)]
                .into())
        }
        "stamp" => {
            let applied = applied(graph, case.input("current"))?;
            let after = ids(graph.plan_stamp(&applied, &targets(case.input("targets"))?)?);
            Ok([("heads_after", rows(graph, &after)?)].into())
        }
        "history" => {
            let revs = history(graph, case.input("base"), case.input("head"))?;
            Ok([("revs", json!(revs))].into())
        }
        "current" => {
            let mut current = ids(graph.current(&applied(graph, case.input("current"))?)?);
            current.sort_unstable();
            Ok([("revs", json!(current))].into())
        }
        "new_revision" => {
            let heads = match case.input("head") {
                Value::Null => vec![Target::HEAD],
                heads => targets(heads)?,
            };
            let splice = case.input("splice").as_bool().unwrap_or_default();
            let place = graph.place(&heads, splice, &targets(case.input("depends_on"))?)?;
            Ok([("down", json!(place.revises)), ("depends_on", json!(place.depends_on))].into())
        }
        "iterate" => Ok([("revs", json!(iterate(graph, case)?))].into()),
        "lineage" => {
            let check = graph.locate_all(&target(case.input("check"))?)?;
            let line: BTreeSet<Position> =
                check.into_iter().flatten().flat_map(|at| graph.lineage(at)).collect();
            let mut revs = strings(case.input("targets"));
            revs.retain(|id| graph.find(id).is_some_and(|position| line.contains(&position)));
            Ok([("revs", json!(revs))].into())
        }
        op => panic!("there is no operation `{op}`"),
    }
}

fn map(graph: &Graph) -> BTreeMap<&'static str, Value> {
    let list = |positions: &[Position]| json!(positions.iter().map(|at| graph.id(*at)).collect::<Vec<_>>());
    let edges = |edges: fn(&Graph, Position) -> &[Position]| {
        let ends = |at: &Position| (graph.id(*at).to_owned(), list(edges(graph, *at)));
        let some = graph.order().iter().filter(|at| !edges(graph, **at).is_empty());
        Value::Object(some.map(ends).collect())
    };
    let mut labels: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (label, position) in graph.labels() {
        for position in graph.labelled(position) {
            labels.entry(graph.id(position)).or_default().push(label);
        }
    }
    [
        ("heads", list(&graph.heads())),
        ("real_heads", list(&graph.real_heads())),
        ("bases", list(&graph.bases())),
        ("real_bases", list(&graph.real_bases())),
        ("branch_points", list(&graph.branch_points())),
        ("merge_points", list(&graph.merge_points())),
        ("labels", json!(labels)),
        ("resolved_deps", edges(Graph::dependencies)),
        ("normalized_down", edges(Graph::requires)),
    ]
    .into()
}

/// `history` between two words, newest first; a list of revisions stands for `current`.
fn history(graph: &Graph, base: &Value, head: &Value) -> Result<Vec<&'static str>, Refusal> {
    let mut current = Vec::new();
    let mut side = |value: &Value| -> Result<Option<Target>, Refusal> {
        match value {
            Value::Null => Ok(None),
            Value::Array(_) => {
                current = applied(graph, value)?;
                Ok(Some("current".parse()?))
            }
            word => Ok(Some(target(word)?)),
        }
    };
    let range = Range { start: side(base)?, end: side(head)? };
    let mut revs = ids(graph.between(&range, &current)?);
    revs.reverse();
    Ok(revs)
}

/// Alembic's walk between two points, in the words of the commands that are made of it.
fn iterate(graph: &Graph, case: &Case) -> Result<Vec<&'static str>, Refusal> {
    let flag = |name: &str| case.input("flags")[name].as_bool().unwrap_or_default();
    assert!(!flag("implicit_base"), "no case asks for it");
    let (upper, lower) = (case.input("upper"), case.input("lower"));
    if flag("select_for_downgrade") {
        let applied = applied(graph, &json!(strings(upper)))?;
        return Ok(ids(graph.plan_downgrade(&applied, &target(lower)?)?));
    }
    assert!(flag("inclusive"), "no case leaves the lower end out");
    history(graph, lower, upper)
}

fn target(value: &Value) -> Result<Target, TargetError> {
    value.as_str().expect("a target is a text").parse()
}

fn targets(value: &Value) -> Result<Vec<Target>, TargetError> {
    strings(value).into_iter().map(str::parse).collect()
}

/// The rows of our history where Alembic's table has `rows`: they, and all that they follow or depend on.
fn applied(graph: &Graph, rows: &Value) -> Result<Vec<&'static str>, TargetError> {
    let rows: Result<Vec<Position>, TargetError> =
        strings(rows).into_iter().map(|id| graph.revision(id)).collect();
    Ok(graph.ancestors(rows?).into_iter().map(|position| graph.id(position)).collect())
}

/// The rows of Alembic's table where our history has `applied`: those that no other one follows or depends on.
fn rows(graph: &Graph, applied: &[&str]) -> Result<Value, TargetError> {
    let ids: BTreeSet<&str> = graph.newest(applied)?.into_iter().map(|position| graph.id(position)).collect();
    Ok(json!(ids))
}

fn ids(entries: Vec<&'static Entry>) -> Vec<&'static str> {
    entries.into_iter().map(|entry| entry.revision.id).collect()
}
