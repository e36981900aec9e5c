//! The order of a graph: one that every machine finds alike, however files were listed.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::{Graph, GraphError, Node, Position};

/// All revisions, each after what must be applied before it; among those that may come next, the oldest first.
pub(super) fn order(graph: &Graph) -> Result<Vec<Position>, GraphError> {
    let mut missing: Vec<usize> = graph.nodes.iter().map(|node| node.before().count()).collect();
    let ready = graph.positions().filter(|position| missing[position.index()] == 0);
    let mut ready: BinaryHeap<_> = ready.map(Reverse).collect();
    let mut order = Vec::with_capacity(graph.len());
    while let Some(Reverse(position)) = ready.pop() {
        order.push(position);
        for after in graph.node(position).after() {
            missing[after.index()] -= 1;
            if missing[after.index()] == 0 {
                ready.push(Reverse(after));
            }
        }
    }
    if order.len() == graph.len() {
        return Ok(order);
    }
    let files = |circle: Vec<Position>| circle.into_iter().map(|position| graph.file(position)).collect();
    Err(match circle(graph, |node| node.parents.clone()) {
        Some(circle) => GraphError::Cycle { files: files(circle) },
        None => {
            let circle =
                circle(graph, |node| node.before().collect()).expect("what never comes is in a circle");
            GraphError::DependencyCycle { files: files(circle) }
        }
    })
}

/// One circle of what `before` leads to, each before the one that follows it.
fn circle(graph: &Graph, before: impl Fn(&Node) -> Vec<Position>) -> Option<Vec<Position>> {
    // What leads to no circle is cleared away from its end; of the rest, each leads to another of the rest.
    let mut left: Vec<usize> = graph.nodes.iter().map(|node| before(node).len()).collect();
    let mut after = vec![Vec::new(); graph.len()];
    for position in graph.positions() {
        for earlier in before(graph.node(position)) {
            after[earlier.index()].push(position);
        }
    }
    let mut open: Vec<Position> = graph.positions().filter(|position| left[position.index()] == 0).collect();
    while let Some(position) = open.pop() {
        for later in &after[position.index()] {
            left[later.index()] -= 1;
            if left[later.index()] == 0 {
                open.push(*later);
            }
        }
    }
    let stuck = |position: &Position| left[position.index()] > 0;
    let mut walked = Vec::new();
    let mut seen = vec![false; graph.len()];
    let mut at = graph.positions().find(stuck)?;
    while !std::mem::replace(&mut seen[at.index()], true) {
        walked.push(at);
        at = before(graph.node(at)).into_iter().find(stuck).expect("what is stuck waits for what is stuck");
    }
    walked.drain(..walked.iter().position(|other| *other == at).expect("it was walked over"));
    walked.reverse();
    Some(walked)
}
