//! `branches`.

use aludel::revision::graph::{Graph, Position};
use clap::Args;
use serde::Serialize;

use super::Outcome;
use crate::context::Context;
use crate::listing::{Listed, Marks};
use crate::output::{self, REVISION, STRONG, styled};
use crate::trouble::Result;

/// List where branches begin, and the labels by which targets name them
#[derive(Debug, Args)]
pub(crate) struct Branches;

/// What `branches` writes with `--format json`.
#[derive(Serialize)]
struct Listing {
    /// The revisions that several follow, the oldest first.
    branch_points: Vec<BranchPoint>,
    /// In alphabetical order.
    labels: Vec<Label>,
}

#[derive(Serialize)]
struct BranchPoint {
    #[serde(flatten)]
    revision: Listed,
    /// The revisions that follow it, by identifier.
    children: Vec<&'static str>,
}

#[derive(Serialize)]
struct Label {
    label: &'static str,
    /// The revision that carries it, by identifier.
    revision: &'static str,
    /// The heads of the branch, by identifier.
    heads: Vec<&'static str>,
}

impl Branches {
    pub(crate) fn run(self, context: &Context) -> Result<Outcome> {
        let graph = context.graph()?;
        let marks = Marks::new(context, &graph, None);
        let points = graph.branch_points();
        let labels: Vec<Label> = graph.labels().map(|(label, at)| Label::new(&graph, label, at)).collect();
        if context.json() {
            let point = |at: &Position| BranchPoint {
                revision: marks.listed(graph.entry(*at)),
                children: graph.children(*at).iter().map(|child| graph.id(*child)).collect(),
            };
            output::json(&Listing { branch_points: points.iter().map(point).collect(), labels })?;
            return Ok(Outcome::Fine);
        }
        if points.is_empty() && labels.is_empty() {
            output::line("all revisions are on one line, which has no label");
        }
        for point in points {
            marks.lines(graph.entry(point)).iter().for_each(output::line);
            let (last, others) = graph.children(point).split_last().expect("a branch point has children");
            for child in others {
                show_child(&marks, &graph, *child, ["├─ ", "│  "]);
            }
            show_child(&marks, &graph, *last, ["└─ ", "   "]);
        }
        for label in labels {
            output::line(label);
        }
        Ok(Outcome::Fine)
    }
}

fn show_child(marks: &Marks<'_>, graph: &Graph, child: Position, [first, next]: [&str; 2]) {
    let mut left = first;
    for line in marks.lines(graph.entry(child)) {
        output::line(format!("{left}{line}"));
        left = next;
    }
}

impl Label {
    fn new(graph: &Graph, label: &'static str, carrier: Position) -> Self {
        let branch = graph.descendants([carrier]);
        let heads = branch.into_iter().filter(|at| graph.children(*at).is_empty());
        Self { label, revision: graph.id(carrier), heads: heads.map(|head| graph.id(head)).collect() }
    }
}

impl std::fmt::Display for Label {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let heads: Vec<String> = self.heads.iter().map(|head| styled(REVISION, head)).collect();
        let label = styled(STRONG, format!("[{}]", self.label));
        write!(f, "{label} from {} to {}", styled(REVISION, self.revision), heads.join(", "))
    }
}
