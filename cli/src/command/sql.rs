//! `sql [RANGE]`.

use aludel::dialect::Dialect;
use aludel::executor::{History, Script};
use aludel::migrator::Route;
use aludel::revision::Direction;
use aludel::revision::graph::{Anchor, Graph, Position, Range, Target};
use clap::Args;

use super::{Outcome, targets};
use crate::context::Context;
use crate::output;
use crate::trouble::Result;

/// Print revisions as a script of SQL, without a database
#[derive(Debug, Args)]
#[command(after_help = targets::RANGES)]
pub(crate) struct Sql {
    /// `A:B`, from what the database has to where it goes, in either direction; or `B`, from nothing
    #[arg(default_value = ":head", allow_negative_numbers = true)]
    range: String,
    /// The database to write for, by its name; else that of the URL that is set
    #[arg(long, value_name = "NAME")]
    database: Option<String>,
    /// Leave a comment where a revision runs Rust code, which a script cannot
    #[arg(long)]
    skip_code: bool,
    /// Write what runs at any state of the database, and does only what is missing
    #[arg(long)]
    idempotent: bool,
}

impl Sql {
    pub(crate) fn run(self, context: &Context) -> Result<Outcome> {
        let dialect = context.dialect(self.database.as_deref())?;
        let graph = context.graph()?;
        let range = match self.range.contains(':') {
            true => self.range.parse()?,
            false => Range { start: None, end: Some(self.range.parse()?) },
        };
        let (route, start) = route(&graph, &range)?;
        let migrator = context.migrator();
        let history = migrator.history();
        if !self.idempotent {
            return write(&route, dialect, history, self.skip_code).map(|()| Outcome::Fine);
        }
        let mut script = Script::idempotent(dialect, history, self.skip_code, migrator.options());
        script.create_history();
        if route.recorded().first().is_some_and(|first| first.direction == Direction::Up) {
            script.expect(&start);
        }
        finish(script, &route, dialect)?;
        Ok(Outcome::Fine)
    }
}

/// The way of `range`, whose end's steps are counted from its start: up, or down where the end is behind the start;
/// with where it starts.
fn route<'a>(graph: &'a Graph, range: &Range) -> Result<(Route, Vec<&'a str>)> {
    let none: [&str; 0] = [];
    let start = graph.resolve(range.start.as_ref().unwrap_or(&Target::BASE), &none)?;
    let applied = graph.ancestors(start.iter().copied());
    let end = range.end.as_ref().unwrap_or(&Target::HEADS);
    let down = match (&end.anchor, end.steps) {
        (Anchor::Current, steps) => steps < 0,
        _ => {
            let end = graph.resolve(end, &none)?;
            let both = graph.ancestors(start.iter().chain(&end).copied());
            both.len() == applied.len() && graph.ancestors(end).len() < applied.len()
        }
    };
    let direction = if down { Direction::Down } else { Direction::Up };
    let ids = |positions: &[Position]| positions.iter().map(|position| graph.id(*position)).collect();
    let applied: Vec<&str> = applied.into_iter().map(|position| graph.id(position)).collect();
    Ok((Route::new(graph, &applied, direction, end)?, ids(&start)))
}

/// Writes the script of `route`, which makes the history table where it starts from nothing.
pub(crate) fn write(route: &Route, dialect: &dyn Dialect, history: &History, skip_code: bool) -> Result<()> {
    let mut script = Script::new(dialect, history, skip_code);
    if route.starts_from_nothing() {
        script.create_history();
    }
    finish(script, route, dialect)
}

fn finish(mut script: Script<'_>, route: &Route, dialect: &dyn Dialect) -> Result<()> {
    for revision in &route.prepare(dialect)? {
        script.revision(revision)?;
    }
    output::text(&script.finish());
    Ok(())
}
