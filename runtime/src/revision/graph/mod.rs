//! The graph of revisions: who follows whom, checked once, so that every question after is answered.
//!
//! Revisions are numbered; edges are lists of numbers, and names are looked up only where a user wrote one.
//! Building, ordering and planning are linear in revisions and edges, but for sorting them by age.

mod error;
mod order;
mod plan;
mod target;

#[cfg(test)]
mod tests;

pub use error::{GraphError, TargetError};
#[cfg(feature = "generate")]
pub(super) use target::may_be_named;
pub use target::{Anchor, Range, Target};

use std::collections::BTreeMap;

use super::{Entry, Migrations};

/// The shortest prefix of an identifier that stands for it.
pub const MIN_PREFIX: usize = 4;

/// The number of a revision in its graph.
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
    nodes: Vec<Node>,
    /// Identifiers in alphabetical order: a prefix is one stretch of it.
    ids: Vec<Position>,
    /// Labels of branches, each with the revision that carries it.
    labels: BTreeMap<&'static str, Position>,
    /// Parents and dependencies first, then by age, then by identifier.
    order: Vec<Position>,
    /// Where each revision stands in `order`.
    ranks: Vec<u32>,
}

/// One revision and its edges.
#[derive(Debug)]
struct Node {
    entry: &'static Entry,
    /// What it directly follows.
    parents: Vec<Position>,
    /// What else must be applied before it.
    dependencies: Vec<Position>,
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
    /// The graph of a crate's revisions.
    ///
    /// # Errors
    /// When an identifier or label is taken twice or cannot be one, a parent is missing, or revisions
    /// follow themselves.
    pub fn new(migrations: &Migrations) -> Result<Self, GraphError> {
        Self::of(migrations.entries)
    }

    /// The graph of revisions from anywhere, such as those of several crates.
    ///
    /// # Errors
    /// As for [`Graph::new`].
    pub fn of(entries: impl IntoIterator<Item = &'static Entry>) -> Result<Self, GraphError> {
        let node = |entry| Node {
            entry,
            parents: Vec::new(),
            dependencies: Vec::new(),
            children: Vec::new(),
            dependents: Vec::new(),
        };
        let nodes: Vec<Node> = entries.into_iter().map(node).collect();
        let mut graph =
            Self { nodes, ids: Vec::new(), labels: BTreeMap::new(), order: Vec::new(), ranks: Vec::new() };
        graph.name()?;
        graph.connect()?;
        graph.arrange()?;
        Ok(graph)
    }

    /// Fills `ids` and `labels`.
    fn name(&mut self) -> Result<(), GraphError> {
        let mut ids: Vec<Position> = self.positions().collect();
        ids.sort_by_key(|position| self.id(*position));
        for pair in ids.windows(2) {
            if self.id(pair[0]) == self.id(pair[1]) {
                return Err(GraphError::DuplicateId {
                    id: self.id(pair[0]),
                    files: [self.file(pair[0]), self.file(pair[1])],
                });
            }
        }
        self.ids = ids;
        for position in self.positions() {
            let revision = self.entry(position).revision;
            for name in std::iter::once(&revision.id).chain(revision.branch_labels) {
                if !target::may_be_named(name) {
                    return Err(GraphError::UnusableName { file: self.file(position), name });
                }
            }
            for label in revision.branch_labels {
                let taken = self.labels.insert(label, position).or_else(|| self.find(label));
                if let Some(taken) = taken {
                    return Err(GraphError::DuplicateLabel {
                        label,
                        files: [self.file(taken), self.file(position)],
                    });
                }
            }
        }
        Ok(())
    }

    /// Fills the edges of the nodes.
    fn connect(&mut self) -> Result<(), GraphError> {
        for position in self.positions() {
            let revision = self.entry(position).revision;
            for parent in revision.revises {
                let parent = self.find(parent).ok_or(GraphError::MissingParent {
                    file: self.file(position),
                    id: parent,
                    field: "revises",
                })?;
                self.refuse_loop(position, parent)?;
                self.nodes[position.index()].parents.push(parent);
                self.nodes[parent.index()].children.push(position);
            }
            for dependency in revision.depends_on {
                let labelled = || self.labels.get(dependency).copied();
                let dependency =
                    self.find(dependency).or_else(labelled).ok_or(GraphError::MissingParent {
                        file: self.file(position),
                        id: dependency,
                        field: "depends_on",
                    })?;
                self.refuse_loop(position, dependency)?;
                self.nodes[position.index()].dependencies.push(dependency);
                self.nodes[dependency.index()].dependents.push(position);
            }
        }
        Ok(())
    }

    fn refuse_loop(&self, position: Position, before: Position) -> Result<(), GraphError> {
        match position == before {
            true => Err(GraphError::SelfLoop { file: self.file(position) }),
            false => Ok(()),
        }
    }

    /// Fills `order` and `ranks`.
    fn arrange(&mut self) -> Result<(), GraphError> {
        self.order = order::order(self)?;
        self.ranks = vec![0; self.nodes.len()];
        for (rank, position) in (0..).zip(&self.order) {
            self.ranks[position.index()] = rank;
        }
        Ok(())
    }

    /// The revisions in the order they were given in.
    fn positions(&self) -> impl Iterator<Item = Position> + use<> {
        (0..u32::try_from(self.nodes.len()).expect("a graph holds less than 2^32 revisions")).map(Position)
    }

    fn node(&self, position: Position) -> &Node {
        &self.nodes[position.index()]
    }

    fn file(&self, position: Position) -> &'static str {
        self.entry(position).file
    }

    fn files(&self, positions: impl IntoIterator<Item = Position>) -> Vec<&'static str> {
        positions.into_iter().map(|position| self.file(position)).collect()
    }

    fn entries_of(&self, positions: impl IntoIterator<Item = Position>) -> Vec<&'static Entry> {
        positions.into_iter().map(|position| self.entry(position)).collect()
    }

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

    /// What else must be applied before the revision at `position`.
    pub fn dependencies(&self, position: Position) -> &[Position] {
        &self.node(position).dependencies
    }

    /// The revisions that nothing follows, in order.
    pub fn heads(&self) -> Vec<Position> {
        self.order.iter().copied().filter(|position| self.children(*position).is_empty()).collect()
    }

    /// The revisions that follow nothing, in order.
    pub fn bases(&self) -> Vec<Position> {
        self.order.iter().copied().filter(|position| self.parents(*position).is_empty()).collect()
    }

    /// `positions` with all that must be applied before them, in order.
    pub fn ancestors(&self, positions: impl IntoIterator<Item = Position>) -> Vec<Position> {
        self.in_order(&self.reach(positions, |node, open| open.extend(node.before())))
    }

    /// `positions` with all that must be applied after them, in order.
    pub fn descendants(&self, positions: impl IntoIterator<Item = Position>) -> Vec<Position> {
        self.in_order(&self.reach(positions, |node, open| open.extend(node.after())))
    }

    /// Marks `positions` and all that `next` leads to from them.
    fn reach(
        &self,
        positions: impl IntoIterator<Item = Position>,
        next: impl Fn(&Node, &mut Vec<Position>),
    ) -> Vec<bool> {
        let mut reached = vec![false; self.nodes.len()];
        let mut open: Vec<Position> = positions.into_iter().collect();
        while let Some(position) = open.pop() {
            if !std::mem::replace(&mut reached[position.index()], true) {
                next(self.node(position), &mut open);
            }
        }
        reached
    }

    /// The marked revisions, in order.
    fn in_order(&self, marked: &[bool]) -> Vec<Position> {
        self.order.iter().copied().filter(|position| marked[position.index()]).collect()
    }

    /// The revision whose whole identifier is `id`.
    pub fn find(&self, id: &str) -> Option<Position> {
        let at = self.ids.binary_search_by_key(&id, |position| self.id(*position)).ok()?;
        Some(self.ids[at])
    }

    /// The revisions whose identifiers start with `prefix`, in alphabetical order.
    fn find_prefix(&self, prefix: &str) -> &[Position] {
        let start = self.ids.partition_point(|position| self.id(*position) < prefix);
        let length = self.ids[start..].partition_point(|position| self.id(*position).starts_with(prefix));
        &self.ids[start..start + length]
    }
}
