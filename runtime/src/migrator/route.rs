//! The revisions that run, in order, and the schema that they start from; needs no database.

use super::MigratorError;
use crate::dialect::Dialect;
use crate::error::Result;
use crate::executor::{Prepared, Record, Recorded};
use crate::revision::graph::{Graph, Target};
use crate::revision::replay::replay;
use crate::revision::{Direction, Entry};
use crate::schema::Schema;

/// The revisions that run, in order, and the schema that they start from.
#[derive(Debug)]
pub struct Route {
    before: Schema,
    from_nothing: bool,
    recorded: Vec<Recorded>,
    unknown: Vec<Record>,
}

impl Route {
    /// The way from `applied` to `target`, in one direction.
    ///
    /// # Errors
    /// When there is no such way, or a revision does not go with those before it.
    pub fn new(
        graph: &Graph,
        applied: &[impl AsRef<str>],
        direction: Direction,
        target: &Target,
    ) -> Result<Self> {
        let entries = match direction {
            Direction::Up => graph.plan_upgrade(applied, target)?,
            Direction::Down => graph.plan_downgrade(applied, target)?,
        };
        // Where nothing runs, nobody asks what it starts from.
        let before = match entries.is_empty() {
            true => Schema::new(),
            false => {
                let applied = applied.iter().filter_map(|id| graph.find(id.as_ref()));
                replay(graph.ancestors(applied).into_iter().map(|position| graph.entry(position)))?
            }
        };
        let recorded = entries.into_iter().map(|entry| Recorded::new(entry, direction)).collect();
        Ok(Self { before, from_nothing: applied.is_empty(), recorded, unknown: Vec::new() })
    }

    /// The way down that begins over `unknown`, which this build does not have, and goes on to `rest`.
    pub(super) fn over(
        graph: &Graph,
        known: &[&str],
        unknown: Vec<Record>,
        rest: Option<&Target>,
    ) -> Result<Self> {
        let route = match rest {
            Some(rest) => Self::new(graph, known, Direction::Down, rest)?,
            None => {
                Self { before: Schema::new(), from_nothing: false, recorded: Vec::new(), unknown: Vec::new() }
            }
        };
        Ok(Self { unknown, ..route })
    }

    /// What this build does not have, and is undone first by the SQL that the history kept, in order.
    pub fn unknown(&self) -> &[Record] {
        &self.unknown
    }

    /// Whether nothing runs between `applied` and `target`.
    pub(super) fn is_empty(
        graph: &Graph,
        applied: &[&str],
        direction: Direction,
        target: &Target,
    ) -> Result<bool> {
        Ok(match direction {
            Direction::Up => graph.plan_upgrade(applied, target)?.is_empty(),
            Direction::Down => graph.plan_downgrade(applied, target)?.is_empty(),
        })
    }

    /// The way of one revision, where `applied` is.
    pub(super) fn of(
        graph: &Graph,
        applied: &[&str],
        direction: Direction,
        entry: &'static Entry,
    ) -> Result<Self> {
        let entries = applied.iter().filter_map(|id| graph.find(id));
        let before = replay(graph.ancestors(entries).into_iter().map(|position| graph.entry(position)))?;
        Ok(Self {
            before,
            from_nothing: applied.is_empty(),
            recorded: vec![Recorded::new(entry, direction)],
            unknown: Vec::new(),
        })
    }

    /// The schema that the revisions start from.
    pub fn before(&self) -> &Schema {
        &self.before
    }

    /// Whether no revision is applied where it starts.
    pub fn starts_from_nothing(&self) -> bool {
        self.from_nothing
    }

    /// What each revision records, in order.
    pub fn recorded(&self) -> &[Recorded] {
        &self.recorded
    }

    /// Plans all revisions for the database of `dialect`, so that what it cannot do is known before anything runs.
    ///
    /// # Errors
    /// When a revision does not go with those before it, or the database cannot do what it asks.
    pub fn prepare(&self, dialect: &dyn Dialect) -> Result<Vec<Prepared<'_>>> {
        let mut schema = self.before.clone();
        let prepare = |recorded| {
            Prepared::new(dialect, recorded, &mut schema)
                .map_err(|source| MigratorError::plan(recorded.entry, dialect, source).into())
        };
        self.recorded.iter().map(prepare).collect()
    }
}
