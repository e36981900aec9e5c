//! `resolve --applied|--rolled-back [REVISION]`.

use clap::Args;
use serde::Serialize;

use super::Outcome;
use crate::context::Context;
use crate::output::{self, REVISION, styled};
use crate::trouble::Result;

/// Say whether the step at which a revision was interrupted took effect, where the database cannot tell
#[derive(Debug, Args)]
pub(crate) struct Resolve {
    /// The revision, so that no other is meant
    revision: Option<String>,
    #[command(flatten)]
    answer: Answer,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Answer {
    /// It took effect, or you did by hand what it does
    #[arg(long)]
    applied: bool,
    /// It did not take effect, or you undid it by hand
    #[arg(long)]
    rolled_back: bool,
}

/// What `resolve` writes with `--format json`.
#[derive(Serialize)]
struct Settled {
    revision: &'static str,
    direction: String,
    /// How many of its steps are done.
    done: usize,
}

impl Resolve {
    pub(crate) fn run(self, context: &Context) -> Result<Outcome> {
        let database = context.database()?;
        let migrator = context.migrator();
        let resolved =
            context.wait(migrator.resolve(&database, self.revision.as_deref(), self.answer.applied))?;
        let (revision, direction) = (resolved.entry.revision.id, resolved.direction.to_string());
        if context.json() {
            output::json(&Settled { revision, direction, done: resolved.done })?;
        } else {
            let id = styled(REVISION, revision);
            let done = match resolved.done {
                1 => "1 step is done".to_owned(),
                steps => format!("{steps} steps are done"),
            };
            output::line(format!("{direction} of {id}: {done}; the next run goes on from there"));
        }
        Ok(Outcome::Fine)
    }
}
