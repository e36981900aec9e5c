//! The order of a graph: one that every machine finds alike, however files were listed.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::{Graph, GraphError, Position};

/// All revisions, each after what must be applied before it; among those that may come next, the oldest first.
pub(super) fn order(graph: &Graph) -> Result<Vec<Position>, GraphError> {
    let mut missing: Vec<usize> = graph.nodes.iter().map(|node| node.before().count()).collect();
    let age = |position: Position| {
        let revision = graph.entry(position).revision;
        Reverse((revision.created, revision.id, position))
    };
    let ready = graph.positions().filter(|position| missing[position.index()] == 0);
    let mut ready: BinaryHeap<_> = ready.map(age).collect();
    let mut order = Vec::with_capacity(graph.len());
    while let Some(Reverse((_, _, position))) = ready.pop() {
        order.push(position);
        for after in graph.node(position).after() {
            missing[after.index()] -= 1;
            if missing[after.index()] == 0 {
                ready.push(age(after));
            }
        }
    }
    match order.len() == graph.len() {
        true => Ok(order),
        false => Err(GraphError::Cycle { files: graph.files(cycle(graph, &missing)) }),
    }
}

/// One cycle among the revisions that still miss some before them, each before the one that follows it.
fn cycle(graph: &Graph, missing: &[usize]) -> Vec<Position> {
    let stuck = |position: &Position| missing[position.index()] > 0;
    let mut walked = Vec::new();
    let mut seen = vec![false; graph.len()];
    let mut at = graph.positions().find(stuck);
    while let Some(position) = at {
        if std::mem::replace(&mut seen[position.index()], true) {
            walked.drain(..walked.iter().position(|other| *other == position).unwrap_or_default());
            break;
        }
        walked.push(position);
        at = graph.node(position).before().find(stuck);
    }
    walked.reverse();
    walked
}
