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
pub(crate) struct Current {
    /// End with exit code 1 unless the database is at the heads
    #[arg(long)]
    check_heads: bool,
}

/// What `current` writes with `--format json`.
#[derive(Serialize)]
struct Where {
    database: String,
    /// The newest of what the database has.
    current: Vec<Listed>,
    /// Whether it has all revisions, and no other.
    at_heads: bool,
    /// How many revisions it does not have yet.
    pending: usize,
    /// What it has and this build does not, by identifier.
    unknown: Vec<String>,
}

impl Current {
    pub(crate) fn run(self, context: &Context) -> Result<Outcome> {
        let database = context.database()?;
        let state = context.wait(context.migrator().state(&database))?;
        let graph = state.graph(context.migrations)?;
        let unknown = state.unknown(&graph);
        let known = state.known(&graph);
        let current = graph.current(&known)?;
        let pending = graph.len() - known.len();
        let at_heads = pending == 0 && unknown.is_empty();
        let outcome = match self.check_heads && !at_heads {
            true => Outcome::Differences,
            false => Outcome::Fine,
        };
        if context.json() {
            let marks = Marks::new(context, &graph, Some(&state));
            output::json(&Where {
                database: database.to_string(),
                current: current.into_iter().map(|entry| marks.listed(entry)).collect(),
                at_heads,
                pending,
                unknown: unknown.into_iter().map(|record| record.revision.clone()).collect(),
            })?;
            return Ok(outcome);
        }
        output::note(styled(FAINT, &database));
        if current.is_empty() {
            output::line(styled(STRONG, "base"));
        }
        let marks = Marks::new(context, &graph, Some(&state));
        current.into_iter().flat_map(|entry| marks.lines(entry)).for_each(output::line);
        unknown.into_iter().for_each(|record| output::warning(describe(record)));
        if pending > 0 {
            let upgrade = if graph.own_heads().len() > 1 { "upgrade heads" } else { "upgrade" };
            output::line(styled(CHANGED, format!("{pending} pending: `{upgrade}` brings them")));
        }
        Ok(outcome)
    }
}

fn describe(record: &Record) -> String {
    let Record { revision, message, applied_at, applied_by, .. } = record;
    let revision = styled(REVISION, revision);
    format!("this build does not have {revision} `{message}`, applied {applied_at} by {applied_by}")
}
