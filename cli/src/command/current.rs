//! `current`.

use aludel::executor::Record;
use clap::Args;
use serde::Serialize;

use super::Outcome;
use crate::context::Context;
use crate::listing::{Listed, Marks};
use crate::output::{self, CHANGED, FAINT, REVISION, STRONG, styled};
use crate::trouble::Result;

/// Show where the database is
#[derive(Debug, Args)]
pub(crate) struct Current {}

/// What `current` writes with `--format json`.
#[derive(Serialize)]
struct Where {
    database: String,
    /// The newest of what the database has.
    current: Vec<Listed>,
    /// How many revisions it does not have yet.
    pending: usize,
    /// What it has and this build does not, by identifier.
    unknown: Vec<String>,
}

impl Current {
    pub(crate) fn run(self, context: &Context) -> Result<Outcome> {
        let database = context.database()?;
        let graph = context.graph()?;
        let state = context.wait(context.migrator().state(&database))?;
        let unknown = state.unknown(&graph);
        let known: Vec<&str> = state.applied().into_iter().filter(|id| graph.find(id).is_some()).collect();
        let current = graph.current(&known)?;
        let pending = graph.len() - known.len();
        let marks = Marks::new(&graph, Some(state.records()));
        if context.json() {
            output::json(&Where {
                database: database.to_string(),
                current: current.into_iter().map(|entry| marks.listed(entry)).collect(),
                pending,
                unknown: unknown.into_iter().map(|record| record.revision.clone()).collect(),
            })?;
            return Ok(Outcome::Fine);
        }
        output::note(styled(FAINT, &database));
        if current.is_empty() {
            output::line(styled(STRONG, "base"));
        }
        current.into_iter().for_each(|entry| output::line(marks.line(entry)));
        unknown.into_iter().for_each(|record| output::warning(describe(record)));
        if pending > 0 {
            output::line(styled(CHANGED, format!("{pending} pending: `upgrade` brings them")));
        }
        Ok(Outcome::Fine)
    }
}

fn describe(record: &Record) -> String {
    let Record { revision, message, applied_at, applied_by, .. } = record;
    let revision = styled(REVISION, revision);
    format!("this build does not have {revision} `{message}`, applied {applied_at} by {applied_by}")
}
