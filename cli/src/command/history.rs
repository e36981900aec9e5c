//! `history`.

use aludel::revision::graph::Range;
use clap::Args;

use super::Outcome;
use crate::context::Context;
use crate::listing;
use crate::output;
use crate::trouble::Result;

/// List the revisions, the newest first
#[derive(Debug, Args)]
pub(crate) struct History {
    /// Only those from one to another, both with it: `A:B`, `A:`, `:B`
    #[arg(long, short, value_name = "RANGE", allow_hyphen_values = true)]
    range: Option<String>,
    /// Ask the database which it has, and mark them
    #[arg(long, short)]
    indicate_current: bool,
}

impl History {
    pub(crate) fn run(self, context: &Context) -> Result<Outcome> {
        let graph = context.graph()?;
        let state = match self.indicate_current {
            true => Some(context.wait(context.migrator().state(&context.database()?))?),
            false => None,
        };
        let range: Range = self.range.as_deref().unwrap_or(":").parse()?;
        let known = state.iter().flat_map(|state| state.applied()).filter(|id| graph.find(id).is_some());
        let mut entries = graph.between(&range, &known.collect::<Vec<_>>())?;
        entries.reverse();
        if entries.is_empty() && !context.json() {
            output::line("there are no revisions yet");
        }
        listing::list(context, &graph, entries, state.as_ref().map(|state| state.records()))?;
        Ok(Outcome::Fine)
    }
}
