//! What `upgrade`, `downgrade` and `reset` share: revisions brought to the database, or shown as SQL.

use aludel::connection::Connection;
use aludel::executor::{Event, TransactionMode};
use aludel::migrator::Report;
use aludel::revision::Direction;
use aludel::revision::graph::Target;
use serde::Serialize;

use crate::command::{Outcome, sql};
use crate::context::Context;
use crate::database::Database;
use crate::environment::Hook;
use crate::hook;
use crate::output::{self, REVISION, styled};
use crate::safety::{self, Consent};
use crate::session::Session;
use crate::trouble::Result;

/// Which way, and how far.
#[derive(Debug)]
pub(crate) struct Course {
    pub(crate) direction: Direction,
    pub(crate) target: Target,
    /// Whether the SQL is only shown.
    pub(crate) dry_run: bool,
    pub(crate) consent: Consent,
    /// What is held in one transaction.
    pub(crate) transaction: TransactionMode,
}

/// What `upgrade` and `downgrade` write with `--format json`.
#[derive(Serialize)]
struct Ran {
    revisions: Vec<RanRevision>,
    /// Those that this build does not have, undone before the others by the SQL that the history kept.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unknown: Vec<UndoneRevision>,
    /// The heads of what the database has now.
    current: Vec<&'static str>,
}

#[derive(Serialize)]
struct RanRevision {
    revision: &'static str,
    message: &'static str,
    direction: String,
    duration_ms: u64,
}

#[derive(Serialize)]
struct UndoneRevision {
    revision: String,
    message: String,
    direction: String,
}

/// Goes the way of `course`, once it is told and allowed.
pub(crate) fn run(context: &Context, course: &Course) -> Result<Outcome> {
    let database = context.database()?;
    let mut session = Session::new(context, &database);
    let outcome = run_in(context, course, &database, &mut session);
    // What went wrong first is what is told.
    let closed = session.close();
    outcome.and_then(|outcome| closed.map(|()| outcome))
}

fn run_in(
    context: &Context,
    course: &Course,
    database: &Database,
    session: &mut Session<'_>,
) -> Result<Outcome> {
    let migrator = context.migrator();
    let route = context.wait(migrator.route_on(session.connection()?, course.direction, &course.target))?;
    let prepared = route.prepare(database.dialect)?;
    let changes = !prepared.is_empty() || !route.unknown().is_empty();
    if changes {
        safety::announce(database, course.direction, route.unknown(), &prepared);
    }
    if course.dry_run {
        if !changes {
            output::note("-- nothing to do");
        } else if !prepared.is_empty() {
            // Code is what a dry run cannot show, but no reason to show nothing.
            sql::write(&route, database.dialect, migrator.history(), true)?;
        }
        return Ok(Outcome::Fine);
    }
    let up = changes && course.direction == Direction::Up;
    if changes {
        safety::allow_losses(database, route.unknown(), &prepared, course.consent)?;
        safety::allow_change(context, database, course.consent.yes)?;
    }
    if up && hook::is_set(context, database, Hook::BeforeUpgrade) {
        // It may want the database for itself, last longer than a session that says nothing, or put another file there.
        session.close()?;
        hook::run(context, database, Hook::BeforeUpgrade)?;
    }
    let report = go(context, session.connection()?, course)?;
    session.close()?;
    if context.json() {
        output::json(&Ran::from(&report))?;
    } else {
        output::line(summary(&report, database));
    }
    if up {
        hook::run(context, database, Hook::AfterUpgrade)?;
    }
    Ok(Outcome::Fine)
}

/// Goes the way of `course`, and shows how far it is.
fn go(context: &Context, connection: &mut Connection, course: &Course) -> Result<Report> {
    let progress = (!context.json()).then(|| context.progress());
    let migrator = context.migrator().transaction(course.transaction).on_event(move |event: &Event<'_>| {
        if let Some(progress) = &progress {
            progress.show(event);
        }
    });
    context.wait(migrator.run_on(connection, course.direction, &course.target))
}

fn summary(report: &Report, database: &Database) -> String {
    let at = match &*report.current {
        [] => "at its base".to_owned(),
        heads => {
            let ids: Vec<String> = heads.iter().map(|entry| styled(REVISION, entry.revision.id)).collect();
            format!("at {}", ids.join(", "))
        }
    };
    let unknown = report.unknown.first().map(|_| Direction::Down);
    let done = match report.revisions.last().map(|done| done.direction).or(unknown) {
        None => return format!("nothing to do: {database} is {at}"),
        Some(Direction::Up) => "applied",
        Some(Direction::Down) => "undone",
    };
    let count = report.unknown.len() + report.revisions.len();
    let revisions = if count == 1 { "revision" } else { "revisions" };
    format!("{count} {revisions} {done}; {database} is {at}")
}

impl From<&Report> for Ran {
    fn from(report: &Report) -> Self {
        let revisions = report.revisions.iter().map(|done| RanRevision {
            revision: done.entry.revision.id,
            message: done.entry.message(),
            direction: done.direction.to_string(),
            duration_ms: u64::try_from(done.duration.as_millis()).unwrap_or(u64::MAX),
        });
        let unknown = report.unknown.iter().map(|record| UndoneRevision {
            revision: record.revision.clone(),
            message: record.message.clone(),
            direction: Direction::Down.to_string(),
        });
        let current = report.current.iter().map(|entry| entry.revision.id).collect();
        Self { revisions: revisions.collect(), unknown: unknown.collect(), current }
    }
}
