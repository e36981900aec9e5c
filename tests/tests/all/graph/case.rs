//! The file of cases, and the graphs that it describes.

use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;

use aludel::revision::graph::{Graph, GraphError};
use aludel::revision::{Entry, Revision};
use serde_json::Value;

/// All cases of the file.
pub(super) struct Cases {
    pub(super) cases: Vec<Case>,
}

/// One question that Alembic was asked, and its answer.
pub(super) struct Case {
    value: Value,
    pub(super) files: Rc<Value>,
    pub(super) graph: Rc<Result<Graph, GraphError>>,
}

impl Cases {
    /// Reads the file, and builds its graphs.
    pub(super) fn read() -> Self {
        let path = std::env::var("ALUDEL_GRAPH_CASES")
            .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/cases/graph.json").into());
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
        let mut file: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
        let Value::Object(graphs) = file["graphs"].take() else { panic!("{path} has no graphs") };
        let build = |(name, files): (String, Value)| {
            let graph = Rc::new(graph(&files));
            (name, (Rc::new(files), graph))
        };
        let graphs: BTreeMap<_, _> = graphs.into_iter().map(build).collect();
        let Value::Array(cases) = file["cases"].take() else { panic!("{path} has no cases") };
        let case = |value: Value| {
            let (files, graph) = graphs[value["graph"].as_str().expect("a case names its graph")].clone();
            Case { value, files, graph }
        };
        Self { cases: cases.into_iter().map(case).collect() }
    }
}

impl Case {
    pub(super) fn op(&self) -> &str {
        self.value["op"].as_str().expect("a case has an operation")
    }

    pub(super) fn input(&self, name: &str) -> &Value {
        &self.value["input"][name]
    }

    pub(super) fn expected(&self, name: &str) -> &Value {
        &self.value["expected"][name]
    }

    /// The rows that Alembic's own way to update its table should have left, where it failed.
    pub(super) fn model_heads_after(&self) -> Option<&Value> {
        self.value.get("model_heads_after")
    }

    /// Whether Alembic's order depends on how Python's hashes fall out.
    pub(super) fn is_set(&self) -> bool {
        self.value["order"] == "set"
    }

    /// What Alembic may answer: more than one where that depends on the hashes.
    pub(super) fn alternatives(&self) -> Vec<&Value> {
        match self.value["order"] == "varies" {
            true => self.value["alternatives"].as_array().into_iter().flatten().collect(),
            false => vec![&self.value["expected"]],
        }
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {} {}", self.value["id"], self.value["graph"], self.op(), self.value["input"])
    }
}

/// The strings of a list, or the one that stands for it.
pub(super) fn strings(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// A graph of files in the order they are loaded in: each is a minute younger than the one before.
fn graph(files: &Value) -> Result<Graph, GraphError> {
    let leak = |text: &str| -> &'static str { String::leak(text.to_owned()) };
    let list = |value: &Value| -> &'static [&'static str] {
        Vec::leak(strings(value).into_iter().map(leak).collect())
    };
    let entry = |(minute, file): (usize, &Value)| -> &'static Entry {
        let id = leak(file["id"].as_str().expect("a file has an identifier"));
        let created = format!("2026-11-20 {:02}:{:02}:00 UTC", minute / 60, minute % 60);
        let revision = Revision {
            id,
            revises: list(&file["down"]),
            depends_on: list(&file["deps"]),
            branch_labels: list(&file["labels"]),
            created: leak(&created),
        };
        Box::leak(Box::new(Entry {
            revision: Box::leak(Box::new(revision)),
            replaces: &[],
            upgrade: |_| {},
            downgrade: |_| {},
            file: leak(&format!("{id}.rs")),
            source: "",
        }))
    };
    Graph::of(files.as_array().into_iter().flatten().enumerate().map(entry))
}
