//! `check`.

use aludel::revision::check::CheckErrors;
use clap::Args;
use serde::Serialize;

use super::Outcome;
use crate::context::Context;
use crate::output::{self, ADDED, DROPPED, styled};
use crate::trouble::Result;

/// Check that models, revisions and lock agree, and that downgrades undo upgrades; exit code 1 if not
#[derive(Debug, Args)]
pub(crate) struct Check {}

/// What `check` writes with `--format json`.
#[derive(Serialize)]
struct Findings {
    findings: Vec<Finding>,
}

/// One thing in which models, revisions and lock disagree.
#[derive(Serialize)]
struct Finding {
    message: String,
    hint: Option<String>,
}

impl Check {
    pub(crate) fn run(self, context: &Context) -> Result<Outcome> {
        let errors = match context.migrations.check() {
            Ok(()) => Vec::new(),
            Err(CheckErrors(errors)) => errors,
        };
        let findings = errors.iter().map(|error| Finding { message: error.to_string(), hint: error.hint() });
        let findings: Vec<Finding> = findings.collect();
        let outcome = if findings.is_empty() { Outcome::Fine } else { Outcome::Differences };
        if context.json() {
            output::json(&Findings { findings })?;
        } else if findings.is_empty() {
            let count = context.migrations.entries.len();
            let revisions = if count == 1 { "revision".to_owned() } else { format!("{count} revisions") };
            output::line(format!("{} models, {revisions} and schema.lock agree", styled(ADDED, "✓")));
        } else {
            for Finding { message, hint } in findings {
                output::line(format!("{} {message}", styled(DROPPED, "✗")));
                hint.iter().for_each(output::hint);
            }
        }
        Ok(outcome)
    }
}
