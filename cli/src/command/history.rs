//! `history`.

use std::collections::BTreeSet;

use aludel::Entry;
use aludel::migrator::State;
use aludel::revision::graph::{Graph, Position, Range};
use clap::Args;

use super::{Outcome, targets};
use crate::context::Context;
use crate::lanes::Lanes;
use crate::listing::{self, Marks};
use crate::output::{self, ADDED, CHANGED, styled};
use crate::trouble::Result;

/// List the revisions, the newest first
#[derive(Debug, Args)]
#[command(after_help = targets::RANGES)]
pub(crate) struct History {
    /// Only those from one to another, both with it: `A:B`, `A:`, `:B`
    #[arg(long, short, value_name = "RANGE", allow_hyphen_values = true)]
    range: Option<String>,
    /// Ask the database which it has, and mark them
    #[arg(long, short)]
    indicate_current: bool,
    /// Draw the branches; marks what the database has, where one can be asked
    #[arg(long, short)]
    graph: bool,
}

impl History {
    pub(crate) fn run(self, context: &Context) -> Result<Outcome> {
        let range: Range = self.range.as_deref().unwrap_or(":").parse()?;
        let state = self.state(context, &range)?;
        let graph = match &state {
            Some(state) => state.graph(context.migrations)?,
            None => context.graph()?,
        };
        let known = state.as_ref().map(|state| state.known(&graph)).unwrap_or_default();
        let mut entries = graph.between(&range, &known)?;
        entries.reverse();
        if entries.is_empty() && !context.json() {
            output::line(if graph.is_empty() { "there are no revisions yet" } else { "none" });
        }
        let marks = Marks::new(context, &graph, state.as_ref());
        match self.graph && !context.json() {
            true => self.draw(&graph, &marks, &entries),
            false => listing::list(context, &marks, entries)?,
        }
        Ok(Outcome::Fine)
    }

    /// What the database has, where that is asked, or shown to whoever has a database at hand.
    fn state(&self, context: &Context, range: &Range) -> Result<Option<State>> {
        if self.indicate_current || targets::range_needs_database(range) {
            return Ok(Some(context.state()?));
        }
        if !self.graph || context.json() || !context.has_database()? {
            return Ok(None);
        }
        let state = context.state();
        if let Err(trouble) = &state {
            output::note(format!("what is applied is not marked: {trouble}"));
        }
        Ok(state.ok())
    }

    /// Draws `entries`, the newest first, with the lanes of their branches.
    fn draw(&self, graph: &Graph, marks: &Marks<'_>, entries: &[&'static Entry]) {
        let position = |entry: &Entry| graph.find(entry.revision.id).expect("an entry is in its graph");
        let shown: BTreeSet<Position> = entries.iter().map(|entry| position(entry)).collect();
        let mut lanes = Lanes::new();
        for entry in entries {
            let at = position(entry);
            let parents = graph.parents(at).iter().copied().filter(|parent| shown.contains(parent));
            let mark = match marks.is_applied(entry) {
                Some(true) => styled(ADDED, "●"),
                Some(false) => styled(CHANGED, "○"),
                None => "*".into(),
            };
            let drawn = lanes.draw(at, &parents.collect::<Vec<_>>(), &mark);
            drawn.above.iter().for_each(output::line);
            let mut left = &drawn.beside;
            for line in marks.lines(entry) {
                output::line(format!("{left}{line}"));
                left = &drawn.under;
            }
            drawn.below.iter().for_each(output::line);
        }
    }
}
