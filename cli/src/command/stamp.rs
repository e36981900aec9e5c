//! `stamp TARGET…`.

use aludel::revision::graph::Target;
use clap::Args;
use serde::Serialize;

use super::{Outcome, targets};
use crate::context::Context;
use crate::output::{self, REVISION, styled};
use crate::trouble::{Result, Trouble};

/// Record that the database has a revision and all before it, and no other on its branches, without running anything
#[derive(Debug, Args)]
#[command(after_help = targets::TARGETS)]
pub(crate) struct Stamp {
    /// Which revisions: one, or one a branch
    #[arg(value_name = "TARGET", allow_negative_numbers = true, required = true)]
    targets: Vec<String>,
    /// Forget what else is recorded, on all branches
    #[arg(long)]
    purge: bool,
}

/// What `stamp` writes with `--format json`.
#[derive(Serialize)]
struct Stamped {
    /// The heads of what the database's history has now.
    current: Vec<&'static str>,
}

impl Stamp {
    pub(crate) fn run(self, context: &Context) -> Result<Outcome> {
        let database = context.database()?;
        let targets = self.targets.iter().map(|target| Ok(target.parse()?));
        let targets: Vec<Target> = targets.collect::<Result<_, Trouble>>()?;
        let report = context.wait(context.migrator().stamp(&database, &targets, self.purge))?;
        let current: Vec<&str> = report.current.iter().map(|entry| entry.revision.id).collect();
        if context.json() {
            output::json(&Stamped { current })?;
        } else if current.is_empty() {
            output::line(format!("{database} is recorded to be at its base"));
        } else {
            let ids: Vec<String> = current.iter().map(|id| styled(REVISION, id)).collect();
            output::line(format!("{database} is recorded to be at {}", ids.join(", ")));
        }
        Ok(Outcome::Fine)
    }
}
