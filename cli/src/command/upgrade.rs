//! `upgrade [TARGET]`.

use aludel::executor::TransactionMode;
use aludel::revision::Direction;
use clap::Args;

use super::{Outcome, targets};
use crate::context::Context;
use crate::run::{self, Course};
use crate::safety::Consent;
use crate::trouble::Result;

/// Bring revisions to the database
#[derive(Debug, Args)]
#[command(after_help = targets::TARGETS)]
pub(crate) struct Upgrade {
    /// Up to and with which revision
    #[arg(default_value = "head", allow_negative_numbers = true)]
    target: String,
    /// Print the plan and its SQL, from what the database has; change nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    consent: Consent,
    /// Hold all revisions in one transaction, where the database can
    #[arg(long)]
    single_transaction: bool,
}

impl Upgrade {
    pub(crate) fn run(self, context: &Context) -> Result<Outcome> {
        let target = self.target.parse()?;
        let (dry_run, consent) = (self.dry_run, self.consent);
        let transaction =
            if self.single_transaction { TransactionMode::Single } else { TransactionMode::Each };
        run::run(context, &Course { direction: Direction::Up, target, dry_run, consent, transaction })
    }
}
