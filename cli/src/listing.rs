//! Revisions as commands list them: a line each for people, an object each for programs.

use std::collections::{BTreeMap, BTreeSet};

use aludel::Entry;
use aludel::executor::Record;
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
    created: &'static str,
    file: &'static str,
    /// Whether no other revision follows it.
    head: bool,
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
    records: Option<BTreeMap<&'a str, &'a Record>>,
}

impl<'a> Marks<'a> {
    /// Marks the heads of `graph`, and what `records` have, where a database was asked.
    pub(crate) fn new(graph: &Graph, records: Option<&'a [Record]>) -> Self {
        let heads = graph.heads().into_iter().map(|head| graph.id(head)).collect();
        let by_id =
            |records: &'a [Record]| records.iter().map(|record| (&*record.revision, record)).collect();
        Self { heads, records: records.map(by_id) }
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
            created: revision.created,
            file: entry.file,
            head: self.heads.contains(revision.id),
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
        match &self.records {
            Some(records) if records.contains_key(revision.id) => {
                line += &format!(" {}", styled(ADDED, "applied"))
            }
            Some(_) => line += &format!(" {}", styled(CHANGED, "pending")),
            None => {}
        }
        line
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
    graph: &Graph,
    entries: impl IntoIterator<Item = &'static Entry>,
    records: Option<&[Record]>,
) -> Result<()> {
    let marks = Marks::new(graph, records);
    if context.json() {
        return output::json(&Listing {
            revisions: entries.into_iter().map(|entry| marks.listed(entry)).collect(),
        });
    }
    entries.into_iter().for_each(|entry| output::line(marks.line(entry)));
    Ok(())
}
