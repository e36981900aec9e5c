//! `sql [RANGE]`.

use aludel::dialect::Dialect;
use aludel::executor::{History, Script};
use aludel::migrator::Route;
use aludel::revision::Direction;
use aludel::revision::graph::{Anchor, Graph, Range, Target};
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
}

impl Sql {
    pub(crate) fn run(self, context: &Context) -> Result<Outcome> {
        let dialect = context.dialect(self.database.as_deref())?;
        let graph = context.graph()?;
        let range = match self.range.contains(':') {
            true => self.range.parse()?,
            false => Range { start: None, end: Some(self.range.parse()?) },
        };
        let route = route(&graph, &range)?;
        write(&route, dialect, context.migrator().history(), self.skip_code)?;
        Ok(Outcome::Fine)
    }
}

/// The way of `range`, whose end's steps are counted from its start: up, or down where the end is behind the start.
fn route(graph: &Graph, range: &Range) -> Result<Route> {
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
    let applied: Vec<&str> = applied.into_iter().map(|position| graph.id(position)).collect();
    Ok(Route::new(graph, &applied, direction, end)?)
}

/// Writes the script of `route`, which makes the history table where it starts from nothing.
pub(crate) fn write(route: &Route, dialect: &dyn Dialect, history: &History, skip_code: bool) -> Result<()> {
    let prepared = route.prepare(dialect)?;
    let mut script = Script::new(dialect, history, skip_code);
    if route.starts_from_nothing() {
        script.create_history();
    }
    for revision in &prepared {
        script.revision(revision)?;
    }
    output::text(&script.finish());
    Ok(())
}
