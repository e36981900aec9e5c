//! A revision on its way to a database: recorded first, then planned for the database.

use std::collections::BTreeSet;

use super::places::places;
use crate::dialect::{Dialect, DialectError, Plan, Step};
use crate::operation::{Operation, OperationError};
use crate::revision::{Direction, Entry};
use crate::schema::{QualifiedName, Schema};

/// What one direction of a revision records.
#[derive(Debug)]
pub struct Recorded {
    /// The revision.
    pub entry: &'static Entry,
    /// Which direction.
    pub direction: Direction,
    /// The operations, in order.
    pub operations: Vec<Operation>,
}

impl Recorded {
    /// Lets the revision record one direction.
    pub fn new(entry: &'static Entry, direction: Direction) -> Self {
        Self { entry, direction, operations: entry.operations(direction) }
    }

    /// Makes the change to `schema`, and says what rows lose by it, and where each operation shows.
    fn apply_with_losses(
        &self,
        schema: &mut Schema,
        database: &str,
    ) -> Result<(Vec<String>, Vec<Places>), OperationError> {
        let (mut losses, mut shown) = (Vec::new(), Vec::new());
        for operation in &self.operations {
            losses.extend(operation.loss(schema));
            shown.push(places(operation, schema, database));
            operation.apply(schema)?;
        }
        Ok((losses, shown))
    }
}

/// A revision planned for one database.
#[derive(Debug)]
pub struct Prepared<'a> {
    /// What it records.
    pub recorded: &'a Recorded,
    /// What runs.
    pub plan: Plan<'a>,
    /// What rows lose by it, in plain words.
    pub losses: Vec<String>,
    /// The SQL that leads back, for the history; `None` where code is needed, or the way is down already.
    pub downgrade_sql: Option<String>,
    /// Where the catalogue shows each operation.
    places: Vec<Places>,
}

/// Tables and enums whose definitions change; `None` where no definition tells.
type Places = Option<BTreeSet<QualifiedName>>;

impl<'a> Prepared<'a> {
    /// Plans `recorded` for a database that holds `schema`, and makes the change to `schema`.
    ///
    /// # Errors
    /// When an operation does not apply, or the database cannot do it.
    pub fn new(
        dialect: &dyn Dialect,
        recorded: &'a Recorded,
        schema: &mut Schema,
    ) -> Result<Self, DialectError> {
        let plan = dialect.plan(schema, &recorded.operations)?;
        let (losses, places) = recorded.apply_with_losses(schema, dialect.name())?;
        let downgrade_sql = match recorded.direction {
            Direction::Up => downgrade_sql(dialect, recorded.entry, schema),
            Direction::Down => None,
        };
        Ok(Self { recorded, plan, losses, downgrade_sql, places })
    }

    /// The revision's identifier.
    pub fn id(&self) -> &'static str {
        self.recorded.entry.revision.id
    }

    /// Whether it goes up or down.
    pub fn direction(&self) -> Direction {
        self.recorded.direction
    }

    /// The tables and enums by whose definitions the catalogue shows whether the step at `step` took effect.
    pub(super) fn places(&self, step: usize) -> Places {
        let text = match &self.plan.steps[step] {
            Step::Statement(statement) => &statement.sql,
            Step::Run(_) | Step::Recreate(_) => return None,
        };
        // Of several statements by hand some may have taken effect, and some not.
        let operations = self.plan.operations_of(step);
        let by_hand = |operation: &Operation| matches!(operation, Operation::Execute(_));
        let several = text.trim_end().trim_end_matches(';').contains(';');
        if several && self.recorded.operations[operations.clone()].iter().any(by_hand) {
            return None;
        }
        let places = self.places[operations].iter().cloned().collect::<Option<Vec<_>>>()?;
        Some(places.into_iter().flatten().collect())
    }

    /// The tables that the step at `step` may wait for.
    pub(super) fn tables(&self, step: usize) -> Vec<QualifiedName> {
        let operations = self.plan.operations_of(step);
        let shown = self.places[operations.clone()].iter().flatten().flatten().cloned();
        let filled = self.recorded.operations[operations].iter().filter_map(Operation::table).cloned();
        shown.chain(filled).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// What the step at `step` carries out, in plain words.
    pub fn describe(&self, step: usize) -> String {
        let operations = self.recorded.operations.get(self.plan.operations_of(step)).unwrap_or_default();
        operations.iter().map(Operation::describe).collect::<Vec<_>>().join("; ")
    }
}

/// The SQL of a downgrade, kept for the day when a build without the revision has to undo it.
///
/// A downgrade that cannot be planned is no reason to refuse the upgrade: `check` says so before.
pub(crate) fn downgrade_sql(dialect: &dyn Dialect, entry: &'static Entry, after: &Schema) -> Option<String> {
    let downgrade = Recorded::new(entry, Direction::Down);
    let plan = dialect.plan(after, &downgrade.operations).ok()?;
    super::script::plan_text(&plan)
}
