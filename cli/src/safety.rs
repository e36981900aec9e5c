//! What stands before a change: where it goes, what it is, and, in a protected environment, whoever means it.

use aludel::executor::{Prepared, Record};
use aludel::revision::Direction;
use clap::Args;

use crate::context::Context;
use crate::database::Database;
use crate::operations;
use crate::output::{self, REVISION, STRONG, styled};
use crate::trouble::{Result, Trouble};

/// What is said beforehand, so that nobody is asked.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct Consent {
    /// Do not ask; a protected environment wants its name too: `--yes --env production`
    #[arg(long, short)]
    pub(crate) yes: bool,
    /// Let revisions that lose rows run in a protected environment
    #[arg(long)]
    pub(crate) allow_destructive: bool,
}

/// Tells what is planned, and where: first over `unknown`, which this build does not have, then `revisions`, in order.
pub(crate) fn announce(
    database: &Database,
    direction: Direction,
    unknown: &[Record],
    revisions: &[Prepared<'_>],
) {
    let count = match unknown.len() + revisions.len() {
        1 => "1 revision".to_owned(),
        count => format!("{count} revisions"),
    };
    output::note(format!("{} of {count}: {}", styled(STRONG, direction), database.place()));
    for record in unknown {
        let id = styled(REVISION, &record.revision);
        output::note(format!("  {id} {}, by the SQL that the history kept", record.message));
    }
    for revision in revisions {
        let entry = revision.recorded.entry;
        output::note(format!("  {} {}", styled(REVISION, entry.revision.id), entry.message()));
        if database.protected().is_some() {
            for operation in &revision.recorded.operations {
                output::note(format!("      {}", operations::brief(operation)));
            }
        }
    }
    for (revision, loss) in revisions.iter().flat_map(|r| r.losses.iter().map(move |loss| (r, loss))) {
        output::warning(format!("{}: {loss}", revision.id()));
    }
}

/// Refuses what loses rows in a protected environment, unless that was allowed; what `unknown` loses, nobody knows.
pub(crate) fn allow_losses(
    database: &Database,
    unknown: &[Record],
    revisions: &[Prepared<'_>],
    consent: Consent,
) -> Result<()> {
    let loses = !unknown.is_empty() || revisions.iter().any(|revision| !revision.losses.is_empty());
    match database.protected() {
        Some(environment) if !consent.allow_destructive && loses => {
            let name = &environment.name;
            Err(Trouble::new(format!("environment `{name}` is protected, and rows would be lost there"))
                .hint("if that is meant, add `--allow-destructive`"))
        }
        _ => Ok(()),
    }
}

/// Asks for the name of a protected environment, once a command, unless `yes` stands beside its `--env`.
pub(crate) fn allow_change(context: &Context, database: &Database, yes: bool) -> Result<()> {
    let Some(environment) = database.protected() else { return Ok(()) };
    let name = &environment.name;
    let named = context.environment_flag() == Some(name.as_str());
    if (yes && named) || context.approved.replace(true) {
        return Ok(());
    }
    let question = format!("Environment `{name}` is protected: type its name to go on");
    context.prompt.typed(&question, name, &format!("--yes --env {name}"))
}
