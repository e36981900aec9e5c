//! What may be squashed: one stretch of the graph, with one way in and one way out.

use std::collections::BTreeSet;

use super::SquashError;
use crate::revision::graph::{Graph, Position};

/// One stretch of the graph, and what of it the rest of the graph sees.
pub(super) struct Stretch {
    /// In order; the last is where others go on.
    pub(super) inside: Vec<Position>,
    /// What its first revision follows.
    pub(super) revises: Vec<&'static str>,
    /// All outside of it that must be applied before.
    pub(super) requires: Vec<Position>,
    /// What it depends on outside, as the files name it.
    pub(super) depends_on: Vec<&'static str>,
    pub(super) branch_labels: Vec<&'static str>,
}

impl Stretch {
    pub(super) fn new(graph: &Graph, positions: &[Position]) -> Result<Self, SquashError> {
        let set: BTreeSet<Position> = positions.iter().copied().collect();
        let inside: Vec<Position> =
            graph.order().iter().copied().filter(|position| set.contains(position)).collect();
        if inside.len() < 2 {
            return Err(SquashError::TooFew { one: inside.first().map(|one| graph.id(*one)) });
        }
        if let Some(foreign) = inside.iter().find(|position| !graph.is_own(**position)) {
            let (id, library) = (graph.id(*foreign), graph.crate_of(*foreign));
            return Err(SquashError::Foreign { id, library });
        }
        let entry = one_entry(graph, &inside, &set)?;
        refuse_ways_out(graph, &inside, &set)?;
        let mut stretch = Self {
            inside,
            revises: ids(graph, graph.parents(entry)),
            requires: graph.parents(entry).to_vec(),
            depends_on: Vec::new(),
            branch_labels: Vec::new(),
        };
        for position in stretch.inside.clone() {
            stretch.take_in(graph, position, &set);
        }
        Ok(stretch)
    }

    /// Takes over what the revision at `position` depends on, and its labels.
    fn take_in(&mut self, graph: &Graph, position: Position, set: &BTreeSet<Position>) {
        let revision = graph.entry(position).revision;
        for (name, dependency) in revision.depends_on.iter().zip(graph.dependencies(position)) {
            if !set.contains(dependency) && !self.depends_on.contains(name) {
                self.depends_on.push(name);
                self.requires.push(*dependency);
            }
        }
        self.branch_labels.extend(revision.branch_labels);
    }
}

/// The one revision that follows nothing inside.
fn one_entry(graph: &Graph, inside: &[Position], set: &BTreeSet<Position>) -> Result<Position, SquashError> {
    let follows = |position: &&Position| graph.parents(**position).iter().any(|parent| set.contains(parent));
    let entries: Vec<Position> = inside.iter().filter(|position| !follows(position)).copied().collect();
    let [entry] = *entries else { return Err(SquashError::SeveralEntries { ids: ids(graph, &entries) }) };
    for position in inside.iter().filter(|position| **position != entry) {
        if let Some(parent) = graph.parents(*position).iter().find(|parent| !set.contains(parent)) {
            let (file, parent) = (graph.entry(*position).file, graph.id(*parent));
            return Err(SquashError::OutsideParent { file, parent });
        }
    }
    Ok(entry)
}

/// Refuses all ways out but one: the last revision, which all inside leads to.
fn refuse_ways_out(graph: &Graph, inside: &[Position], set: &BTreeSet<Position>) -> Result<(), SquashError> {
    let followed = |position: &&Position| graph.children(**position).iter().any(|child| set.contains(child));
    let exits: Vec<Position> = inside.iter().filter(|position| !followed(position)).copied().collect();
    let [exit] = *exits else { return Err(SquashError::SeveralExits { ids: ids(graph, &exits) }) };
    for position in inside.iter().filter(|position| **position != exit) {
        let outside = |after: &&Position| !set.contains(after);
        if let Some(after) = graph.followers(*position).iter().find(outside) {
            let (file, inside) = (graph.entry(*after).file, graph.id(*position));
            return Err(SquashError::HangsOn { file, inside });
        }
    }
    Ok(())
}

fn ids(graph: &Graph, positions: &[Position]) -> Vec<&'static str> {
    positions.iter().map(|position| graph.id(*position)).collect()
}
