//! `stamp TARGET…`.

use std::collections::BTreeSet;

use aludel::Entry;
use aludel::migrator::State;
use aludel::revision::graph::Target;
use clap::Args;
use serde::Serialize;

use super::{Outcome, targets};
use crate::context::Context;
use crate::database::Database;
use crate::output::{self, ADDED, DROPPED, REVISION, STRONG, styled};
use crate::safety;
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
    /// Do not ask; a protected environment wants its name too: `--yes --env production`
    #[arg(long, short)]
    yes: bool,
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
        let state = context.wait(context.migrator().state(&database))?;
        let graph = state.graph(context.migrations)?;
        let entries = state.plan_stamp(&graph, &targets, self.purge)?;
        announce(&database, &state, &entries);
        safety::allow_change(context, &database, self.yes)?;
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

/// Tells what is recorded and what is forgotten, and where, before it is done.
fn announce(database: &Database, state: &State, entries: &[&'static Entry]) {
    output::note(format!("{} of {}", styled(STRONG, "stamp"), database.place()));
    let applied: BTreeSet<&str> = state.applied().into_iter().collect();
    for entry in entries.iter().filter(|entry| !applied.contains(entry.revision.id)) {
        output::note(format!("  {}", styled(ADDED, format!("+ {} {}", entry.revision.id, entry.message()))));
    }
    let kept: BTreeSet<&str> = entries.iter().map(|entry| entry.revision.id).collect();
    for record in state.records().iter().filter(|record| !kept.contains(&*record.revision)) {
        output::note(format!("  {}", styled(DROPPED, format!("- {} {}", record.revision, record.message))));
    }
}
