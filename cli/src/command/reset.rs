//! `reset`.

use aludel::executor::TransactionMode;
use aludel::revision::Direction;
use aludel::revision::graph::Target;
use clap::Args;

use super::Outcome;
use crate::context::Context;
use crate::run::{self, Course};
use crate::safety::Consent;
use crate::trouble::Result;

/// Begin again: undo all revisions in the database, with all rows, and apply them anew
#[derive(Debug, Args)]
pub(crate) struct Reset {
    #[command(flatten)]
    consent: Consent,
}

impl Reset {
    pub(crate) fn run(self, context: &Context) -> Result<Outcome> {
        let database = context.database()?;
        // A protected environment asks for its name, with the plan before its eyes.
        if !self.consent.yes && database.protected().is_none() {
            let question = format!("All tables of {database} and their rows go: begin again?");
            context.prompt.confirm(&question, "--yes")?;
        }
        for (direction, target) in [(Direction::Down, Target::BASE), (Direction::Up, Target::HEADS)] {
            let (consent, transaction) = (self.consent, TransactionMode::Each);
            run::run(context, &Course { direction, target, dry_run: false, consent, transaction })?;
        }
        Ok(Outcome::Fine)
    }
}
