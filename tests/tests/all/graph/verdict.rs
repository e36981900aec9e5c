//! Whether an answer agrees with Alembic's.

use std::collections::BTreeSet;

use aludel::revision::graph::{GraphError, TargetError};
use serde_json::{Value, json};

use super::answer::{Answer, Refusal};
use super::case::{Case, strings};

/// Whether `answer` is one of those that Alembic gives; else how it differs.
pub(super) fn compare(case: &Case, answer: &Answer) -> Result<(), String> {
    let mut differences = Vec::new();
    for expected in case.alternatives() {
        match compare_with(case, expected, answer) {
            Ok(()) => return Ok(()),
            Err(difference) => differences.push(difference),
        }
    }
    Err(differences.join("; or "))
}

fn compare_with(case: &Case, expected: &Value, answer: &Answer) -> Result<(), String> {
    let answer = match (answer, expected.get("error")) {
        (Ok(answer), None) => answer,
        (Err(refusal), Some(error)) if agrees(refusal, error) => return Ok(()),
        (answer, Some(error)) => return Err(format!("{answer:?}, for {error}")),
        (Err(refusal), None) => return Err(format!("{refusal:?}, for {expected}")),
    };
    for (part, found) in answer {
        if case.op() == "map" {
            if sorted(found) != sorted(&expected[*part]) {
                return Err(format!("{part} {found}, for {}", expected[*part]));
            }
            continue;
        }
        let wanted = match *part {
            // Alembic fails to write what it means to; of a stamp, it is that its targets are applied.
            "heads_after" if case.op() == "stamp" && expected.get("apply_error").is_some() => {
                match has_targets(case, found) {
                    true => continue,
                    false => case.input("targets").clone(),
                }
            }
            "heads_after" => case.model_heads_after().unwrap_or(&expected["heads_after"]).clone(),
            "steps" if case.is_set() || case.model_heads_after().is_some() => continue,
            "steps" => rows_after_each(case, expected),
            "plan" | "revs" if case.is_set() => {
                in_valid_order(case, found)?;
                if set(found) == set(&expected[*part]) {
                    continue;
                }
                expected[*part].clone()
            }
            part => expected[part].clone(),
        };
        if *found != wanted {
            return Err(format!("{part} {found}, for {wanted}"));
        }
    }
    Ok(())
}

/// Whether all targets of a stamp are applied where the newest that are applied are `rows`.
pub(super) fn has_targets(case: &Case, rows: &Value) -> bool {
    let Ok(graph) = case.graph.as_ref() else { return false };
    let position = |id: &str| graph.find(id).expect("a row is a revision");
    let applied = graph.ancestors(strings(rows).into_iter().map(position));
    strings(case.input("targets")).into_iter().all(|text| {
        let goals = text.parse().and_then(|target| graph.locate_all(&target)).unwrap_or_default();
        goals.iter().flatten().all(|goal| applied.contains(goal))
    })
}

/// The rows of the version table after each revision of the plan, by what Alembic writes to it.
fn rows_after_each(case: &Case, expected: &Value) -> Value {
    let mut rows = set(case.input("current"));
    let mut after_each = Vec::new();
    for step in expected["version_table_ops"].as_array().into_iter().flatten() {
        for operation in step.as_array().into_iter().flatten() {
            match *strings(operation) {
                ["insert", id] => _ = rows.insert(id),
                ["delete", id] => _ = rows.remove(id),
                ["update", before, after] => {
                    rows.remove(before);
                    rows.insert(after);
                }
                ref other => panic!("{other:?} is no operation on the version table"),
            }
        }
        after_each.push(json!(rows));
    }
    Value::Array(after_each)
}

/// Whether each revision of a plan comes after what it follows and depends on, in its direction.
fn in_valid_order(case: &Case, plan: &Value) -> Result<(), String> {
    let mut plan = strings(plan);
    if case.op() != "upgrade" {
        plan.reverse();
    }
    let place = |id: &str| plan.iter().position(|other| *other == id);
    for file in case.files.as_array().into_iter().flatten() {
        let id = file["id"].as_str().unwrap_or_default();
        for before in strings(&file["down"]).into_iter().chain(strings(&file["deps"])) {
            if let (Some(at), Some(before_at)) = (place(id), place(before))
                && at < before_at
            {
                return Err(format!("{id} comes before {before}"));
            }
        }
    }
    Ok(())
}

/// The same with its lists in alphabetical order.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(parts) => parts.iter().map(|(name, value)| (name.clone(), sorted(value))).collect(),
        list => json!(set(list)),
    }
}

fn set(value: &Value) -> BTreeSet<&str> {
    strings(value).into_iter().collect()
}

/// Whether a refusal is of the kind of Alembic's error; where Alembic crashes, any refusal is.
fn agrees(refusal: &Refusal, error: &Value) -> bool {
    if error["crash"] == true {
        return true;
    }
    let message = error["cause_message"].as_str().or(error["message"].as_str()).unwrap_or_default();
    let says = |part: &str| message.contains(part);
    match refusal {
        Refusal::Graph(error) => match error {
            GraphError::SelfLoop { field: "revises", .. } => says("Self-loop is"),
            GraphError::SelfLoop { .. } => says("Dependency self-loop is"),
            GraphError::Cycle { .. } => says("Cycle is"),
            GraphError::DependencyCycle { .. } => says("Dependency cycle is"),
            GraphError::UnusableName { .. } => says("not allowed in revision identifier"),
            GraphError::DuplicateLabel { .. } => says("already used by revision"),
            GraphError::DuplicateId { .. }
            | GraphError::MissingParent { .. }
            | GraphError::Inside { .. }
            | GraphError::ReplacedTwice { .. }
            | GraphError::Orphan { .. }
            | GraphError::ForeignParent { .. } => false,
        },
        Refusal::Target(error) => match error {
            TargetError::Unknown { .. } | TargetError::Syntax { .. } | TargetError::Relative { .. } => {
                says("No such revision or branch")
            }
            TargetError::Squashed { .. } => false,
            TargetError::UnknownBranch { .. } => says("No such branch") || says("No such revision or branch"),
            TargetError::Ambiguous { .. } => says("Multiple revisions start with"),
            TargetError::NotOnBranch { .. } => says("is not a member of branch"),
            TargetError::SeveralHeads { .. } => says("Multiple heads are present"),
            TargetError::SeveralWays { .. } => says("Ambiguous walk"),
            TargetError::SeveralStarts { .. } => says("Ambiguous upgrade from multiple current revisions"),
            TargetError::TooFar { .. } => says("Walked too far") || says("didn't produce"),
            TargetError::OtherDirection { .. } => says("didn't produce"),
            TargetError::NothingAbove { .. } => says("Nothing to drop"),
            TargetError::NotBelow { .. } => says("is not an ancestor"),
            TargetError::OffBranch { .. } => says("Not a valid downgrade target"),
            TargetError::NoHead { .. } => says("is not a head revision"),
            TargetError::Twice { .. } => says("Duplicate head revisions"),
            TargetError::UnknownApplied { .. }
            | TargetError::NoOneLabel { .. }
            | TargetError::Foreign { .. } => false,
        },
    }
}
