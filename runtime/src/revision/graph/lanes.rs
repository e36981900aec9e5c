//! The order of a plan: branch after branch, as far as what one branch needs of another allows.

use super::reach::both;
use super::{Graph, Position};

impl Graph {
    /// The marked revisions, the newest first: one branch down to where another still needs what is below,
    /// then that other one. Read backwards, it is the way up.
    ///
    /// The walk is linear where branches meet a bounded number of others at each point.
    pub(super) fn newest_first(&self, marked: &[bool]) -> Vec<Position> {
        let mut lanes = Lanes::new(self, marked);
        let mut sorted = Vec::new();
        let mut at = 0;
        while let Some(candidate) = lanes.ends.get(at).copied() {
            match lanes.pending[candidate.index()] {
                0 => {
                    sorted.push(candidate);
                    at = lanes.advance(at);
                }
                _ => at = lanes.one_above(candidate),
            }
        }
        sorted
    }
}

/// Where the walk has come to in each branch that it is on.
struct Lanes<'a> {
    graph: &'a Graph,
    marked: &'a [bool],
    /// The marked revisions and those between them, which must stay apart in the order.
    between: Vec<bool>,
    /// How many revisions directly after each one are still to come.
    pending: Vec<usize>,
    ends: Vec<Position>,
    /// Which revisions are, or were, an end.
    is_end: Vec<bool>,
    /// Which revisions are sorted, or passed over.
    done: Vec<bool>,
    /// The revision that [`Lanes::one_above`] was last asked about: while it waits, it is asked about again.
    waiting: Option<Position>,
    /// Which revisions are above it, by the number of the question.
    above: Vec<u32>,
    questions: u32,
}

impl<'a> Lanes<'a> {
    fn new(graph: &'a Graph, marked: &'a [bool]) -> Self {
        let chosen = || graph.positions().filter(|position| marked[position.index()]);
        let below = graph.before(chosen());
        let between = both(graph.after(chosen()), &below);
        let pending = |position: Position| match between[position.index()] {
            true => graph.node(position).after().filter(|after| between[after.index()]).count(),
            false => 0,
        };
        let pending: Vec<usize> = graph.positions().map(pending).collect();
        let ends: Vec<Position> = chosen().filter(|position| pending[position.index()] == 0).collect();
        let mut is_end = vec![false; graph.len()];
        for end in &ends {
            is_end[end.index()] = true;
        }
        let done = vec![false; graph.len()];
        let above = vec![0; graph.len()];
        Self { graph, marked, between, pending, ends, is_end, done, waiting: None, above, questions: 0 }
    }

    /// Goes on from the end at `at`, which is sorted, to what it requires; says which end comes next.
    fn advance(&mut self, at: usize) -> usize {
        let graph = self.graph;
        let done = self.ends[at];
        let mut next = Vec::new();
        for position in graph.requires(done) {
            let index = position.index();
            if self.marked[index] && !std::mem::replace(&mut self.is_end[index], true) {
                next.push(*position);
            }
        }
        let ended = next.is_empty();
        match ended {
            true => drop(self.ends.remove(at)),
            false => self.ends[at] = next.remove(0),
        }
        self.ends.append(&mut next);
        self.release(done);
        if ended { at.saturating_sub(1) } else { at }
    }

    /// Lets what is before a sorted revision come; what is not marked is passed over.
    fn release(&mut self, sorted: Position) {
        let graph = self.graph;
        let mut open = vec![sorted];
        while let Some(done) = open.pop() {
            self.done[done.index()] = true;
            for before in graph.node(done).before().filter(|before| self.between[before.index()]) {
                let index = before.index();
                self.pending[index] -= 1;
                if self.pending[index] > 0 {
                    continue;
                }
                if !self.marked[index] {
                    open.push(before);
                } else if !std::mem::replace(&mut self.is_end[index], true) {
                    self.ends.push(before);
                }
            }
        }
    }

    /// The first end that must come before `candidate`, which others still need.
    fn one_above(&mut self, candidate: Position) -> usize {
        if self.waiting != Some(candidate) {
            self.waiting = Some(candidate);
            self.questions += 1;
            let mut open = vec![candidate];
            while let Some(position) = open.pop() {
                for after in self.graph.node(position).after() {
                    let index = after.index();
                    let counts = self.between[index] && !self.done[index];
                    if counts && std::mem::replace(&mut self.above[index], self.questions) != self.questions {
                        open.push(after);
                    }
                }
            }
        }
        let above = |end: &Position| self.above[end.index()] == self.questions;
        self.ends.iter().position(above).expect("what is needed is needed from an end")
    }
}
