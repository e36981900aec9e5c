//! Revisions that a squashed one stands for: left out of a graph, but for a database that stands among them.

use std::collections::{BTreeMap, BTreeSet};

use super::{Graph, GraphError, Position, TargetError};
use crate::revision::Entry;

/// A revision file, and the number of the crate that it comes from.
type File = (usize, &'static Entry);

/// What a database has, by identifier, as far as a graph depends on it.
#[derive(Clone, Debug, Default)]
pub struct Rows<'a> {
    /// The revisions that are applied.
    pub applied: BTreeSet<&'a str>,
    /// Those that began, up or down, and have not ended.
    pub begun: BTreeSet<&'a str>,
}

impl Rows<'_> {
    pub(crate) fn have(&self, id: &str) -> bool {
        self.applied.contains(id) || self.begun.contains(id)
    }
}

/// Who stands for whom.
#[derive(Debug, Default)]
pub(super) struct Replaced {
    /// By identifier, the revision that names it in `REPLACES`.
    by: BTreeMap<&'static str, &'static str>,
    /// The files of those that are not in the graph, of squashed ones that gave way among them.
    files: BTreeMap<&'static str, File>,
    /// What other names a revision of the graph goes by: those of the last that it replaces, or of the squashed
    /// revision of which it is the last.
    aliases: BTreeMap<&'static str, Position>,
}

impl Replaced {
    /// Parts the files of a graph from those that are replaced; of a squashed revision that a database is in the
    /// midst of, those that it replaces are in the graph and it is not.
    ///
    /// `in_folder` are the files of the folder that is for what is replaced. Without `rows` all give way whose files
    /// are there.
    ///
    /// # Errors
    /// When a revision is replaced twice, by itself or by none, or is in two files.
    pub(super) fn part(
        files: Vec<File>,
        in_folder: Vec<File>,
        rows: Option<&Rows<'_>>,
    ) -> Result<(Vec<File>, Self), GraphError> {
        let mut replaced = Self::default();
        for (_, entry) in files.iter().chain(&in_folder) {
            for id in entry.replaces {
                if *id == entry.revision.id {
                    return Err(GraphError::SelfLoop { file: entry.file, field: "REPLACES" });
                }
                if let Some(other) = replaced.by.insert(id, entry.revision.id) {
                    return Err(GraphError::ReplacedTwice { id, by: [other, entry.revision.id] });
                }
            }
        }
        let orphan = |(_, entry): &&File| !replaced.by.contains_key(entry.revision.id);
        if let Some((_, entry)) = in_folder.iter().find(orphan) {
            return Err(GraphError::Orphan { file: entry.file });
        }
        let (hidden, tops): (Vec<File>, Vec<File>) =
            files.into_iter().chain(in_folder).partition(|(_, entry)| !orphan(&&(0, entry)));
        for file in hidden {
            let id = file.1.revision.id;
            if let Some((_, other)) = replaced.files.insert(id, file) {
                return Err(GraphError::DuplicateId { id, files: [other.file, file.1.file] });
            }
        }
        replaced.refuse_circles(&tops)?;
        let mut nodes = Vec::new();
        for file in tops {
            replaced.choose(file, rows, &mut nodes);
        }
        for (_, entry) in &nodes {
            replaced.files.remove(entry.revision.id);
        }
        Ok((nodes, replaced))
    }

    /// Refuses files that only replace each other.
    fn refuse_circles(&self, tops: &[File]) -> Result<(), GraphError> {
        let mut open: Vec<&Entry> = tops.iter().map(|(_, entry)| *entry).collect();
        let mut reached = BTreeSet::new();
        while let Some(entry) = open.pop() {
            for id in entry.replaces {
                if let Some((_, entry)) = self.files.get(id)
                    && reached.insert(*id)
                {
                    open.push(entry);
                }
            }
        }
        match self.files.iter().find(|(id, _)| !reached.contains(*id)) {
            None => Ok(()),
            Some((_, (_, entry))) => Err(GraphError::SelfLoop { file: entry.file, field: "REPLACES" }),
        }
    }

    /// Puts `file` into `nodes`, or what it replaces, where a database has begun with that and not ended.
    fn choose(&mut self, file: File, rows: Option<&Rows<'_>>, nodes: &mut Vec<File>) {
        let entry = file.1;
        let id = entry.revision.id;
        let files: Option<Vec<File>> = entry.replaces.iter().map(|id| self.files.get(id).copied()).collect();
        let is_between =
            |rows: &Rows<'_>| !rows.have(id) && !self.is_applied(entry, rows) && self.is_touched(entry, rows);
        match files {
            Some(files) if !files.is_empty() && rows.is_none_or(is_between) => {
                self.files.insert(id, file);
                files.into_iter().for_each(|file| self.choose(file, rows, nodes));
            }
            Some(_) | None => nodes.push(file),
        }
    }

    /// Whether a database has `entry`, or all that it replaces.
    fn is_applied(&self, entry: &Entry, rows: &Rows<'_>) -> bool {
        rows.applied.contains(entry.revision.id)
            || !entry.replaces.is_empty()
                && entry.replaces.iter().all(|id| {
                    rows.applied.contains(id)
                        || self.files.get(id).is_some_and(|(_, entry)| self.is_applied(entry, rows))
                })
    }

    /// Whether a database has, or has begun, one that `entry` replaces.
    fn is_touched(&self, entry: &Entry, rows: &Rows<'_>) -> bool {
        entry.replaces.iter().any(|id| {
            rows.have(id) || self.files.get(id).is_some_and(|(_, entry)| self.is_touched(entry, rows))
        })
    }
}

impl Graph {
    /// Fills the other names of revisions, once each has a position.
    pub(super) fn name_replaced(&mut self) {
        let mut aliases = BTreeMap::new();
        for position in self.positions() {
            let mut entry = self.entry(position);
            while let Some(last) = entry.replaces.last() {
                aliases.insert(*last, position);
                let Some((_, next)) = self.replaced.files.get(last) else { break };
                entry = next;
            }
        }
        // What gave way goes by the last of those that it replaces, and so on up.
        for (id, (_, entry)) in &self.replaced.files {
            let mut entry = *entry;
            while let Some(last) = entry.replaces.last() {
                if let Some(position) = self.find(last) {
                    aliases.insert(*id, position);
                    break;
                }
                let Some((_, next)) = self.replaced.files.get(last) else { break };
                entry = next;
            }
        }
        self.replaced.aliases = aliases;
    }

    /// The revision that goes by `name` for another that is not in the graph.
    pub(super) fn alias(&self, name: &str) -> Option<Position> {
        self.replaced.aliases.get(name).copied()
    }

    /// What stands for the revision whose identifier starts with `name`, and which another replaces.
    ///
    /// # Errors
    /// When there is none, or it is in the midst of what the other replaces.
    pub(super) fn replaced_named(&self, name: &str) -> Result<Position, TargetError> {
        let like = |id: &&&'static str| id.starts_with(name) && self.find(id).is_none();
        let mut alike = self.replaced.by.keys().filter(like);
        match (alike.next(), alike.next()) {
            (Some(id), None) => match (self.alias(id), self.replaced_by(id)) {
                (Some(position), _) => Ok(position),
                (None, Some(by)) => Err(TargetError::Squashed { id, by: self.id(by) }),
                (None, None) => Err(TargetError::Unknown { text: name.to_owned() }),
            },
            (Some(id), Some(other)) => {
                Err(TargetError::Ambiguous { text: name.to_owned(), ids: vec![id, other] })
            }
            (None, _) => Err(TargetError::Unknown { text: name.to_owned() }),
        }
    }

    /// The revision of this graph that stands for `id`, which is not in it.
    pub fn replaced_by(&self, id: &str) -> Option<Position> {
        let mut by = *self.replaced.by.get(id)?;
        loop {
            match self.find(by) {
                Some(position) => return Some(position),
                None => by = *self.replaced.by.get(by)?,
            }
        }
    }

    /// The revisions of this graph that replace others, the oldest first.
    pub fn squashed(&self) -> Vec<Position> {
        self.filter(|node| !node.entry.replaces.is_empty())
    }

    /// Whether a database that has `rows` has the squashed revision at `position`, or all that it replaces.
    pub fn has_squashed(&self, position: Position, rows: &Rows<'_>) -> bool {
        self.replaced.is_applied(self.entry(position), rows)
    }

    /// Whether a squashed revision gave way to those that it replaces.
    pub fn gives_way(&self) -> bool {
        let squashed = |(id, (_, entry)): (&&'static str, &File)| {
            !entry.replaces.is_empty() && self.replaced_by(id).is_none()
        };
        self.replaced.files.iter().any(squashed)
    }

    /// The files of the application that are replaced by others of it, in order of their names.
    pub fn own_replaced(&self) -> Vec<&'static Entry> {
        let own = self.replaced.files.values().filter(|(origin, _)| origin + 1 == self.crates.len());
        let mut own: Vec<&'static Entry> = own.map(|(_, entry)| *entry).collect();
        own.sort_by_key(|entry| entry.file);
        own
    }

    /// The file of `id`, which another revision replaces.
    pub fn replaced_entry(&self, id: &str) -> Option<&'static Entry> {
        self.replaced.files.get(id).map(|(_, entry)| *entry)
    }
}
