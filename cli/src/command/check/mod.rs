//! `check`.

mod finding;
mod github;
mod sarif;
mod spot;

use aludel::model::Models;
use aludel::revision::check::CheckErrors;
use clap::Args;
use serde::Serialize;

use super::Outcome;
use crate::comparison::Compared;
use crate::context::Context;
use crate::output::{self, ADDED, DROPPED, Format, styled};
use crate::trouble::{Result, Trouble};
use crate::worktree::Worktree;
use finding::{Finding, Rule};
use spot::Sources;

/// Check that models, revisions and lock agree, and that downgrades undo upgrades; exit code 1 if not
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Check also that the database is as the revisions say that it has; the session is read-only
    #[arg(long)]
    database: bool,
    /// Check also that a commit which changes models has their revisions, as the hook does
    #[arg(long)]
    staged: bool,
}

/// What `check` writes with `--format json`.
#[derive(Serialize)]
struct Findings {
    findings: Vec<Finding>,
    /// The comparison with the database; absent where no database was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    comparison: Option<Compared>,
}

impl Check {
    pub(crate) fn run(self, context: &Context) -> Result<Outcome> {
        let errors = match context.migrations.check() {
            Ok(()) => Vec::new(),
            Err(CheckErrors(errors)) => errors,
        };
        let models = aludel::model::schema().ok();
        let sources = Sources::of(context.migrations);
        let mut findings: Vec<Finding> =
            errors.iter().map(|error| Finding::new(error, &sources, models.as_ref())).collect();
        if self.staged {
            findings.extend(staged(&sources, models.as_ref())?);
        }
        let comparison = if self.database { Some(Compared::read(context)?) } else { None };
        let outcome = match &comparison {
            _ if !findings.is_empty() => Outcome::Differences,
            Some(comparison) => comparison.outcome(),
            None => Outcome::Fine,
        };
        match context.format() {
            Format::Json => output::json(&Findings { findings, comparison })?,
            Format::Github => {
                findings.extend(comparison.iter().flat_map(of_database));
                github::lines(&findings).iter().for_each(output::line);
            }
            Format::Sarif => {
                findings.extend(comparison.iter().flat_map(of_database));
                output::bare_json(&sarif::log(&findings))?;
            }
            Format::Human => {
                tell(context, &findings);
                if let Some(comparison) = comparison {
                    comparison.tell();
                    comparison.tell_rest();
                    comparison.hint();
                }
            }
        }
        Ok(outcome)
    }
}

/// Writes `findings`, with the hint under the last of those that it mends.
fn tell(context: &Context, findings: &[Finding]) {
    if findings.is_empty() {
        let count = context.migrations.entries.len();
        let revisions = if count == 1 { "revision".to_owned() } else { format!("{count} revisions") };
        output::line(format!("{} models, {revisions} and schema.lock agree", styled(ADDED, "✓")));
    }
    for (at, finding) in findings.iter().enumerate() {
        output::line(format!("{} {}", styled(DROPPED, "✗"), finding.message));
        if findings.get(at + 1).is_none_or(|next| next.hint != finding.hint) {
            finding.hint.iter().for_each(output::hint);
        }
    }
}

/// In what the database is not as its revisions say: of no file, but of those that lead to it.
fn of_database(compared: &Compared) -> Vec<Finding> {
    let finding = |message| Finding { rule: Rule::Database, message, hint: None, spot: None };
    compared.messages().into_iter().map(finding).collect()
}

/// The revisions that a commit leaves behind, though it changes models.
fn staged(sources: &Sources, models: Option<&Models>) -> Result<Vec<Finding>> {
    let here = std::env::current_dir()
        .map_err(|error| Trouble::caused("the current folder cannot be found", &error))?;
    let git = Worktree::at(&here);
    let staged = git.staged()?;
    let changes_models = models.is_some_and(|models| {
        let files = models.sources.values().filter_map(|source| sources.compiled(source.file));
        files.filter_map(|file| file.canonicalize().ok()).any(|file| staged.contains(&file))
    });
    if !changes_models {
        return Ok(Vec::new());
    }
    let left = git.unstaged(sources.revisions())?;
    let finding = |file: &std::path::PathBuf| Finding {
        rule: Rule::Staged,
        message: format!("`{}` is not part of the commit, whose models it belongs to", sources.told(file)),
        hint: Some("add it with `git add`; `git commit --no-verify` goes past this".into()),
        spot: Some(sources.first_line(file)),
    };
    Ok(left.iter().map(finding).collect())
}
