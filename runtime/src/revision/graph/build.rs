//! Building a graph: names first, then edges, then the order, which shows that nothing follows itself.

use std::collections::BTreeMap;

use super::replaced::{Replaced, Rows};
use super::{Graph, GraphError, Node, Position, order, target};
use crate::revision::{Entry, Migrations};

impl Graph {
    /// The graph of a crate's revisions, and of those of the libraries that it names.
    ///
    /// Where there are libraries, each crate's name is a label of its oldest revision, where that has none.
    ///
    /// # Errors
    /// When an identifier or label is taken twice or cannot be one, a parent is missing or of another crate, or
    /// revisions follow themselves.
    pub fn new(migrations: &Migrations) -> Result<Self, GraphError> {
        Self::of_database(migrations, &Rows::default())
    }

    /// The same for a database that has `rows`: a squashed revision gives way to those that it replaces where the
    /// database has some of them, and not all.
    ///
    /// # Errors
    /// As for [`Graph::new`].
    pub fn of_database(migrations: &Migrations, rows: &Rows<'_>) -> Result<Self, GraphError> {
        Self::part(migrations, Some(rows))
    }

    /// The same where each squashed revision gives way whose replaced files are there.
    ///
    /// # Errors
    /// As for [`Graph::new`].
    pub fn unfolded(migrations: &Migrations) -> Result<Self, GraphError> {
        Self::part(migrations, None)
    }

    fn part(migrations: &Migrations, rows: Option<&Rows<'_>>) -> Result<Self, GraphError> {
        let all = migrations.all();
        let (mut files, mut in_folder) = (Vec::new(), Vec::new());
        for (origin, migrations) in all.iter().enumerate() {
            files.extend(migrations.entries.iter().map(|entry| (origin, entry)));
            in_folder.extend(migrations.replaced.iter().map(|entry| (origin, entry)));
        }
        let (files, replaced) = Replaced::part(files, in_folder, rows)?;
        Self::build(files, all.iter().map(|migrations| migrations.crate_name()).collect(), replaced)
    }

    /// The graph of revisions from anywhere.
    ///
    /// # Errors
    /// As for [`Graph::new`].
    pub fn of(entries: impl IntoIterator<Item = &'static Entry>) -> Result<Self, GraphError> {
        let files = entries.into_iter().map(|entry| (0, entry)).collect();
        let (files, replaced) = Replaced::part(files, Vec::new(), Some(&Rows::default()))?;
        Self::build(files, vec![""], replaced)
    }

    /// The graph of `entries`, each with the number of its crate.
    fn build(
        mut entries: Vec<(usize, &'static Entry)>,
        crates: Vec<&'static str>,
        replaced: Replaced,
    ) -> Result<Self, GraphError> {
        entries.sort_by_key(|(_, entry)| (entry.revision.created, entry.revision.id));
        let node = |(origin, entry)| Node {
            entry,
            origin,
            parents: Vec::new(),
            dependencies: Vec::new(),
            requires: Vec::new(),
            children: Vec::new(),
            dependents: Vec::new(),
        };
        let nodes = entries.into_iter().map(node).collect();
        let mut graph = Self { nodes, names: BTreeMap::new(), order: Vec::new(), crates, replaced };
        graph.name()?;
        graph.name_replaced();
        graph.connect()?;
        graph.order = order::order(&graph)?;
        graph.thin_out();
        Ok(graph)
    }

    /// Fills `names`.
    fn name(&mut self) -> Result<(), GraphError> {
        for position in self.positions() {
            let id = self.id(position);
            let file = self.file(position);
            if !target::may_be_named(id) {
                return Err(GraphError::UnusableName { file, name: id });
            }
            if let Some(taken) = self.names.insert(id, position) {
                return Err(GraphError::DuplicateId { id, files: [self.file(taken), file] });
            }
        }
        for position in self.positions() {
            let file = self.file(position);
            for label in self.entry(position).revision.branch_labels {
                if !target::may_be_named(label) {
                    return Err(GraphError::UnusableName { file, name: label });
                }
                if let Some(taken) = self.names.insert(label, position) {
                    return Err(GraphError::DuplicateLabel { label, files: [self.file(taken), file] });
                }
            }
        }
        if self.crates.len() > 1 {
            self.label_crates();
        }
        Ok(())
    }

    /// Makes each crate's name a label of its oldest revision, where that has none and the name is free.
    fn label_crates(&mut self) {
        let mut oldest = vec![None; self.crates.len()];
        for position in self.positions().rev() {
            oldest[self.node(position).origin] = Some(position);
        }
        for (name, position) in self.crates.iter().zip(oldest) {
            let unlabelled = |at: &Position| self.entry(*at).revision.branch_labels.is_empty();
            if let Some(position) = position.filter(unlabelled) {
                self.names.entry(name).or_insert(position);
            }
        }
    }

    /// Fills the edges of the nodes, both ways.
    fn connect(&mut self) -> Result<(), GraphError> {
        for position in self.positions() {
            let revision = self.entry(position).revision;
            for id in revision.revises {
                let parent = self.edge(position, "revises", id, self.find(id).or_else(|| self.alias(id)))?;
                if self.node(parent).origin != self.node(position).origin {
                    let (file, library) = (self.file(position), self.crate_of(parent));
                    return Err(GraphError::ForeignParent { file, id, library });
                }
                self.nodes[position.index()].parents.push(parent);
                self.nodes[parent.index()].children.push(position);
            }
            for name in revision.depends_on {
                let named = self.names.get(name).copied().or_else(|| self.alias(name));
                let dependency = self.edge(position, "depends_on", name, named)?;
                self.nodes[position.index()].dependencies.push(dependency);
                self.nodes[dependency.index()].dependents.push(position);
            }
        }
        Ok(())
    }

    /// The other end of an edge that a file writes as `id`.
    fn edge(
        &self,
        position: Position,
        field: &'static str,
        id: &'static str,
        found: Option<Position>,
    ) -> Result<Position, GraphError> {
        let file = self.file(position);
        match found {
            None => Err(match self.replaced_by(id) {
                Some(by) => GraphError::Inside { file, id, field, by: self.file(by) },
                None => GraphError::MissingParent { file, id, field },
            }),
            Some(before) if before == position => Err(GraphError::SelfLoop { file, field }),
            Some(before) => Ok(before),
        }
    }

    /// Fills what each revision requires: a dependency is left out where a revision it follows has it already.
    ///
    /// Only a dependency that several share can be, so that there is nothing to do for the others.
    fn thin_out(&mut self) {
        let mut implied = Vec::new();
        for dependency in self.positions() {
            let node = self.node(dependency);
            if node.dependents.len() > 1 {
                let children =
                    node.dependents.iter().flat_map(|dependent| self.children(*dependent)).copied();
                let above = self.following(children);
                let dependents = node.dependents.iter().copied();
                implied.extend(dependents.filter(|at| above[at.index()]).map(|at| (at, dependency)));
            }
        }
        implied.sort();
        for position in self.positions() {
            let node = &mut self.nodes[position.index()];
            let mut requires = node.parents.clone();
            for dependency in &node.dependencies {
                if !requires.contains(dependency) && implied.binary_search(&(position, *dependency)).is_err()
                {
                    requires.push(*dependency);
                }
            }
            node.requires = requires;
        }
    }
}
