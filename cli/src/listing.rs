//! Revisions as commands list them: a line each for people, an object each for programs.

use std::collections::{BTreeMap, BTreeSet};

use aludel::Entry;
use aludel::executor::Record;
use aludel::migrator::State;
use aludel::revision::graph::Graph;
use serde::Serialize;

use crate::context::Context;
use crate::output::{self, ADDED, CHANGED, FAINT, REVISION, STRONG, styled};
use crate::trouble::Result;

/// One revision, as `--format json` writes it.
#[derive(Debug, Serialize)]
pub(crate) struct Listed {
    revision: &'static str,
    message: &'static str,
    revises: &'static [&'static str],
    depends_on: &'static [&'static str],
    branch_labels: &'static [&'static str],
    /// The revisions that it stands for; absent where it stands for none.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    replaces: &'static [&'static str],
    created: &'static str,
    file: &'static str,
    /// Whether no other revision follows it.
    head: bool,
    /// Whether it is the newest that the database has on its branch; absent where no database was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    current: Option<bool>,
    /// What the database's history says of it; absent where no database was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    applied: Option<Option<Applied>>,
}

/// A row of the history, as `--format json` writes it.
#[derive(Debug, Serialize)]
pub(crate) struct Applied {
    at: String,
    by: String,
    duration_ms: u64,
    tool_version: String,
}

#[derive(Serialize)]
struct Listing {
    revisions: Vec<Listed>,
}

/// What a listing marks.
pub(crate) struct Marks<'a> {
    heads: BTreeSet<&'static str>,
    /// The newest that the database has.
    current: BTreeSet<&'static str>,
    records: Option<BTreeMap<&'a str, &'a Record>>,
    /// Whether all that is known of a revision is told.
    detailed: bool,
}

impl<'a> Marks<'a> {
    /// Marks the heads of `graph`, and what `state` has, where a database was asked.
    pub(crate) fn new(context: &Context, graph: &Graph, state: Option<&'a State>) -> Self {
        let heads = graph.heads().into_iter().map(|head| graph.id(head)).collect();
        let known = state.map(|state| state.known(graph)).unwrap_or_default();
        let current = graph.current(&known).expect("what the graph knows is in it");
        let current = current.into_iter().map(|entry| entry.revision.id).collect();
        let by_id =
            |state: &'a State| state.records().iter().map(|record| (&*record.revision, record)).collect();
        Self { heads, current, records: state.map(by_id), detailed: context.is_detailed() }
    }

    /// Whether the database has `entry`; nobody knows where none was asked.
    pub(crate) fn is_applied(&self, entry: &Entry) -> Option<bool> {
        self.records.as_ref().map(|records| records.contains_key(entry.revision.id))
    }

    /// `entry` as an object.
    pub(crate) fn listed(&self, entry: &'static Entry) -> Listed {
        let revision = entry.revision;
        Listed {
            revision: revision.id,
            message: entry.message(),
            revises: revision.revises,
            depends_on: revision.depends_on,
            branch_labels: revision.branch_labels,
            replaces: entry.replaces,
            created: revision.created,
            file: entry.file,
            head: self.heads.contains(revision.id),
            current: self.records.as_ref().map(|_| self.current.contains(revision.id)),
            applied: self
                .records
                .as_ref()
                .map(|records| records.get(revision.id).map(|record| Applied::new(record))),
        }
    }

    /// `entry` as a line.
    pub(crate) fn line(&self, entry: &'static Entry) -> String {
        let revision = entry.revision;
        let day = revision.created.get(..10).unwrap_or(revision.created);
        let mut line =
            format!("{} {} {}", styled(REVISION, revision.id), styled(FAINT, day), entry.message());
        for label in revision.branch_labels {
            line += &format!(" {}", styled(STRONG, format!("[{label}]")));
        }
        if self.heads.contains(revision.id) {
            line += &format!(" {}", styled(STRONG, "(head)"));
        }
        if self.current.contains(revision.id) {
            line += &format!(" {}", styled(STRONG, "(current)"));
        }
        match self.is_applied(entry) {
            Some(true) => line += &format!(" {}", styled(ADDED, "applied")),
            Some(false) => line += &format!(" {}", styled(CHANGED, "pending")),
            None => {}
        }
        line
    }

    /// What else is known of `entry`, a line each.
    pub(crate) fn details(&self, entry: &'static Entry) -> Vec<String> {
        let revision = entry.revision;
        let record = self.records.as_ref().and_then(|records| records.get(revision.id));
        let applied = record.map(|record| {
            let Record { applied_at, applied_by, duration_ms, tool_version, .. } = record;
            format!("{applied_at} by {applied_by} with aludel {tool_version} ({duration_ms} ms)")
        });
        let fields = [
            ("file", entry.file.to_owned()),
            ("created", revision.created.to_owned()),
            ("revises", revision.revises.join(", ")),
            ("depends on", revision.depends_on.join(", ")),
            ("replaces", entry.replaces.join(", ")),
            ("applied", applied.unwrap_or_default()),
        ];
        let fields = fields.iter().filter(|(_, value)| !value.is_empty());
        fields.map(|(name, value)| format!("{} {value}", styled(FAINT, format!("{name:10}")))).collect()
    }

    /// `entry` as a line, and with what else is known of it where that is asked.
    pub(crate) fn lines(&self, entry: &'static Entry) -> Vec<String> {
        let mut lines = vec![self.line(entry)];
        if self.detailed {
            lines.extend(self.details(entry).into_iter().map(|detail| format!("  {detail}")));
        }
        lines
    }
}

impl Applied {
    fn new(record: &Record) -> Self {
        Self {
            at: record.applied_at.clone(),
            by: record.applied_by.clone(),
            duration_ms: record.duration_ms,
            tool_version: record.tool_version.clone(),
        }
    }
}

/// Lists `entries` in the order given.
pub(crate) fn list(
    context: &Context,
    marks: &Marks<'_>,
    entries: impl IntoIterator<Item = &'static Entry>,
) -> Result<()> {
    if context.json() {
        return output::json(&Listing {
            revisions: entries.into_iter().map(|entry| marks.listed(entry)).collect(),
        });
    }
    entries.into_iter().flat_map(|entry| marks.lines(entry)).for_each(output::line);
    Ok(())
}
