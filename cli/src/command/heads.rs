//! `heads`.

use clap::Args;

use super::Outcome;
use crate::context::Context;
use crate::listing;
use crate::trouble::Result;

/// List the revisions that no other follows
#[derive(Debug, Args)]
pub(crate) struct Heads {}

impl Heads {
    pub(crate) fn run(self, context: &Context) -> Result<Outcome> {
        let graph = context.graph()?;
        let heads = graph.heads().into_iter().map(|head| graph.entry(head));
        listing::list(context, &graph, heads, None)?;
        Ok(Outcome::Fine)
    }
}
