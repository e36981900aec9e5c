//! The graph of revisions: who follows whom, checked once, so that every question after is answered.
//!
//! Revisions are numbered by age; edges are lists of numbers, and names are looked up only where a user wrote one.
//! Building, ordering and planning are linear in revisions and edges, but for sorting them by age, and for one walk
//! more for each dependency that several revisions share and each point where a plan goes over to another branch.

mod build;
mod downgrade;
mod error;
mod history;
mod lanes;
mod order;
mod place;
mod reach;
mod replaced;
mod resolve;
mod stamp;
mod target;
mod upgrade;
mod walk;

#[cfg(test)]
mod tests;

pub use error::{GraphError, TargetError};
pub use place::Place;
pub use replaced::Rows;
#[cfg(feature = "generate")]
pub(super) use target::may_be_named;
pub use target::{Anchor, Range, Target};

use std::collections::BTreeMap;

use super::Entry;
use replaced::Replaced;

/// The number of a revision in its graph: the older, the smaller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position(u32);

impl Position {
    fn index(self) -> usize {
        self.0 as usize
    }
}

/// The revisions of one application, of all its crates, and how they follow one another.
#[derive(Debug)]
pub struct Graph {
    /// By age, then by identifier.
    nodes: Vec<Node>,
    /// Identifiers, and labels of branches, in alphabetical order: a prefix is one stretch of it.
    names: BTreeMap<&'static str, Position>,
    /// Parents and dependencies first, then by age.
    order: Vec<Position>,
    /// The crates that the revisions come from; the last is the application itself.
    crates: Vec<&'static str>,
    /// What squashed revisions stand for.
    replaced: Replaced,
}

/// One revision and its edges.
#[derive(Debug)]
struct Node {
    entry: &'static Entry,
    /// Which of the graph's crates it comes from.
    origin: usize,
    /// What it directly follows.
    parents: Vec<Position>,
    /// What else must be applied before it.
    dependencies: Vec<Position>,
    /// Its parents, and the dependencies that nothing it follows has already.
    requires: Vec<Position>,
    /// What directly follows it.
    children: Vec<Position>,
    /// What else must be applied after it.
    dependents: Vec<Position>,
}

impl Node {
    /// All that must be applied before it.
    fn before(&self) -> impl Iterator<Item = Position> + '_ {
        self.parents.iter().chain(&self.dependencies).copied()
    }

    /// All that must be applied after it.
    fn after(&self) -> impl Iterator<Item = Position> + '_ {
        self.children.iter().chain(&self.dependents).copied()
    }
}

impl Graph {
    /// How many revisions there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is no revision.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The revision at `position`.
    pub fn entry(&self, position: Position) -> &'static Entry {
        self.node(position).entry
    }

    /// The identifier of the revision at `position`.
    pub fn id(&self, position: Position) -> &'static str {
        self.entry(position).revision.id
    }

    /// All revisions, parents and dependencies first, then by age, then by identifier.
    pub fn order(&self) -> &[Position] {
        &self.order
    }

    /// All revision files, in the same order.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &'static Entry> + '_ {
        self.order.iter().map(|position| self.entry(*position))
    }

    /// What the revision at `position` directly follows.
    pub fn parents(&self, position: Position) -> &[Position] {
        &self.node(position).parents
    }

    /// What directly follows the revision at `position`.
    pub fn children(&self, position: Position) -> &[Position] {
        &self.node(position).children
    }

    /// All that directly follows the revision at `position`, or depends on it.
    pub fn followers(&self, position: Position) -> Vec<Position> {
        self.node(position).after().collect()
    }

    /// What else must be applied before the revision at `position`.
    pub fn dependencies(&self, position: Position) -> &[Position] {
        &self.node(position).dependencies
    }

    /// The parents of the revision at `position`, and those of its dependencies that nothing it follows has already.
    pub fn requires(&self, position: Position) -> &[Position] {
        &self.node(position).requires
    }

    /// The revisions that nothing follows, the oldest first: one a branch.
    pub fn heads(&self) -> Vec<Position> {
        self.filter(|node| node.children.is_empty())
    }

    /// The heads of the application's own revisions, the oldest first: a library's branch is its own.
    pub fn own_heads(&self) -> Vec<Position> {
        self.heads().into_iter().filter(|head| self.is_own(*head)).collect()
    }

    /// Whether the revision at `position` is the application's own, and no library's.
    pub fn is_own(&self, position: Position) -> bool {
        self.node(position).origin + 1 == self.crates.len()
    }

    /// The crate that the revision at `position` comes from; empty where nobody said.
    pub fn crate_of(&self, position: Position) -> &'static str {
        self.crates[self.node(position).origin]
    }

    /// The revisions that nothing follows or depends on, the oldest first: with them, all are applied.
    pub fn real_heads(&self) -> Vec<Position> {
        self.filter(|node| node.after().next().is_none())
    }

    /// The revisions that follow nothing, the oldest first.
    pub fn bases(&self) -> Vec<Position> {
        self.filter(|node| node.parents.is_empty())
    }

    /// The revisions that follow nothing and depend on nothing, the oldest first.
    pub fn real_bases(&self) -> Vec<Position> {
        self.filter(|node| node.before().next().is_none())
    }

    /// The revisions that several follow, the oldest first.
    pub fn branch_points(&self) -> Vec<Position> {
        self.filter(|node| node.children.len() > 1)
    }

    /// The revisions that follow several, the oldest first.
    pub fn merge_points(&self) -> Vec<Position> {
        self.filter(|node| node.parents.len() > 1)
    }

    /// The labels of branches, each with the revision that carries it, in alphabetical order.
    pub fn labels(&self) -> impl Iterator<Item = (&'static str, Position)> + '_ {
        let named = self.names.iter().map(|(name, position)| (*name, *position));
        named.filter(|(name, position)| *name != self.id(*position))
    }

    /// The revision whose whole identifier is `id`.
    pub fn find(&self, id: &str) -> Option<Position> {
        self.names.get(id).copied().filter(|position| self.id(*position) == id)
    }

    fn filter(&self, keep: impl Fn(&Node) -> bool) -> Vec<Position> {
        self.positions().filter(|position| keep(self.node(*position))).collect()
    }

    /// All revisions, by age.
    fn positions(&self) -> impl DoubleEndedIterator<Item = Position> + use<> {
        (0..u32::try_from(self.nodes.len()).expect("a graph holds less than 2^32 revisions")).map(Position)
    }

    fn node(&self, position: Position) -> &Node {
        &self.nodes[position.index()]
    }

    fn file(&self, position: Position) -> &'static str {
        self.entry(position).file
    }

    /// `positions`, or only the application's own where that leaves one: what nobody needs to ask about.
    fn own_one(&self, positions: Vec<Position>) -> Vec<Position> {
        let mut own = positions.iter().copied().filter(|position| self.is_own(*position));
        match (own.next(), own.next()) {
            (Some(one), None) => vec![one],
            (Some(_), Some(_)) | (None, _) => positions,
        }
    }

    fn entries_of(&self, positions: impl IntoIterator<Item = Position>) -> Vec<&'static Entry> {
        positions.into_iter().map(|position| self.entry(position)).collect()
    }

    fn ids_of(&self, positions: &[Position]) -> Vec<&'static str> {
        positions.iter().map(|position| self.id(*position)).collect()
    }
}
