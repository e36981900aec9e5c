//! `upgrade [TARGET]`.

use aludel::revision::Direction;
use clap::Args;

use super::{Outcome, targets};
use crate::context::Context;
use crate::run::{self, Course};
use crate::trouble::Result;

/// Bring revisions to the database
#[derive(Debug, Args)]
#[command(after_help = targets::TARGETS)]
pub(crate) struct Upgrade {
    /// Up to and with which revision
    #[arg(default_value = "head", allow_negative_numbers = true)]
    target: String,
    /// Print the SQL that would run, from what the database has; change nothing
    #[arg(long)]
    dry_run: bool,
}

impl Upgrade {
    pub(crate) fn run(self, context: &Context) -> Result<Outcome> {
        run::run(
            context,
            &Course { direction: Direction::Up, target: self.target.parse()?, dry_run: self.dry_run },
        )
    }
}
