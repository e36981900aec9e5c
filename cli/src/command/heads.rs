//! `heads`.

use clap::Args;

use super::Outcome;
use crate::context::Context;
use crate::listing::{self, Marks};
use crate::trouble::Result;

/// List the revisions that no other follows
#[derive(Debug, Args)]
pub(crate) struct Heads {
    /// Leave out those that another depends on
    #[arg(long)]
    resolve_dependencies: bool,
}

impl Heads {
    pub(crate) fn run(self, context: &Context) -> Result<Outcome> {
        let graph = context.graph()?;
        let heads = match self.resolve_dependencies {
            true => graph.real_heads(),
            false => graph.heads(),
        };
        let heads = heads.into_iter().map(|head| graph.entry(head));
        listing::list(context, &Marks::new(context, &graph, None), heads)?;
        Ok(Outcome::Fine)
    }
}
