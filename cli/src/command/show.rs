//! `show [TARGET]`.

use aludel::executor::Recorded;
use aludel::operation::Operation;
use aludel::revision::Direction;
use clap::Args;
use serde::Serialize;

use super::{Outcome, targets};
use crate::context::Context;
use crate::listing::{Listed, Marks};
use crate::operations;
use crate::output::{self, FAINT, STRONG, styled};
use crate::trouble::Result;

/// Show a revision and its operations
#[derive(Debug, Args)]
#[command(after_help = targets::TARGETS)]
pub(crate) struct Show {
    /// Which revision
    #[arg(default_value = "head", allow_negative_numbers = true)]
    target: String,
}

/// What `show` writes with `--format json`.
#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    revision: Listed,
    upgrade: Vec<Operation>,
    downgrade: Vec<Operation>,
}

impl Show {
    pub(crate) fn run(self, context: &Context) -> Result<Outcome> {
        let graph = context.graph()?;
        let entry = graph.entry(targets::one(context, &graph, &self.target.parse()?)?);
        let marks = Marks::new(context, &graph, None);
        let [up, down] =
            [Direction::Up, Direction::Down].map(|direction| Recorded::new(entry, direction).operations);
        if context.json() {
            output::json(&Shown { revision: marks.listed(entry), upgrade: up, downgrade: down })?;
            return Ok(Outcome::Fine);
        }
        output::line(marks.line(entry));
        marks.details(entry).iter().for_each(output::line);
        for (title, operations) in [("upgrade", up), ("downgrade", down)] {
            output::line(format!("\n{}", styled(STRONG, title)));
            if operations.is_empty() {
                output::line(styled(FAINT, "  nothing"));
            }
            operations.iter().for_each(operations::line);
        }
        Ok(Outcome::Fine)
    }
}
