//! `stamp TARGET`.

use clap::Args;
use serde::Serialize;

use super::Outcome;
use crate::context::Context;
use crate::output::{self, REVISION, styled};
use crate::trouble::Result;

/// Record that the database has a revision and all before it, and no other on its branches, without running anything
#[derive(Debug, Args)]
pub(crate) struct Stamp {
    /// Which revision
    #[arg(allow_negative_numbers = true)]
    target: String,
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
        let target = self.target.parse()?;
        let report = context.wait(context.migrator().stamp(&database, &target))?;
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
