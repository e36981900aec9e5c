//! `check`.

use aludel::revision::check::CheckErrors;
use clap::Args;
use serde::Serialize;

use super::Outcome;
use crate::comparison::Compared;
use crate::context::Context;
use crate::output::{self, ADDED, DROPPED, styled};
use crate::trouble::Result;

/// Check that models, revisions and lock agree, and that downgrades undo upgrades; exit code 1 if not
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Check also that the database is as the revisions say that it has; the session is read-only
    #[arg(long)]
    database: bool,
}

/// What `check` writes with `--format json`.
#[derive(Serialize)]
struct Findings {
    findings: Vec<Finding>,
    /// The comparison with the database; absent where no database was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    comparison: Option<Compared>,
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
        let comparison = if self.database { Some(Compared::read(context)?) } else { None };
        let outcome = match &comparison {
            _ if !findings.is_empty() => Outcome::Differences,
            Some(comparison) => comparison.outcome(),
            None => Outcome::Fine,
        };
        if context.json() {
            output::json(&Findings { findings, comparison })?;
            return Ok(outcome);
        }
        if findings.is_empty() {
            let count = context.migrations.entries.len();
            let revisions = if count == 1 { "revision".to_owned() } else { format!("{count} revisions") };
            output::line(format!("{} models, {revisions} and schema.lock agree", styled(ADDED, "✓")));
        } else {
            for Finding { message, hint } in findings {
                output::line(format!("{} {message}", styled(DROPPED, "✗")));
                hint.iter().for_each(output::hint);
            }
        }
        if let Some(comparison) = comparison {
            comparison.tell();
            comparison.tell_rest();
            comparison.hint();
        }
        Ok(outcome)
    }
}
