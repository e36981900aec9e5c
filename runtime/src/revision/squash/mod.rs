//! Squashing: one revision in place of many, which does the same to a new database in fewer operations.
//!
//! Raw SQL, code and fills that read other tables are barriers: nothing moves over them, and the schema that they find
//! is the one that they found. Each stretch between them is reduced, and replayed to prove that it leads to the same.

mod error;
mod range;
mod reduce;

#[cfg(test)]
mod tests;

pub use error::SquashError;

use super::graph::{Graph, Position};
use super::lock::Difference;
use super::replay::{ReplayError, replay};
use super::{Direction, Entry};
use crate::operation::Operation;
use crate::schema::Schema;
use range::Stretch;

/// One revision in place of many.
#[derive(Clone, Debug)]
pub struct Squash {
    /// What it stands for, in order; the last is where others go on.
    pub replaced: Vec<&'static Entry>,
    /// The revisions that it directly follows.
    pub revises: Vec<&'static str>,
    /// Revisions of other branches that must be applied before it, as the files name them.
    pub depends_on: Vec<&'static str>,
    /// The labels that the replaced revisions carry.
    pub branch_labels: Vec<&'static str>,
    /// The revisions that are before it, in order.
    pub below: Vec<&'static Entry>,
    /// The schema that it starts from.
    pub before: Schema,
    /// The schema that it leads to.
    pub after: Schema,
    /// What leads there.
    pub upgrade: Half,
    /// What leads back.
    pub downgrade: Half,
}

/// The operations of one direction.
#[derive(Clone, Debug)]
pub struct Half {
    /// In order.
    pub operations: Vec<Operation>,
    /// How many there were.
    pub count: usize,
    /// What was left out, because its revision lets it be, in plain words.
    pub elided: Vec<String>,
}

impl Squash {
    /// The squash of `positions` in `graph`.
    ///
    /// Without `reduce`, the operations are written one after the other as they are.
    ///
    /// # Errors
    /// When they are not one stretch of the application's own revisions, with one way in and one way out, when one
    /// of them runs code that is not elidable, or replay does not prove that the squash does the same.
    pub fn new(graph: &Graph, positions: &[Position], reduce: bool) -> Result<Self, SquashError> {
        let Stretch { inside, revises, requires, depends_on, branch_labels } =
            Stretch::new(graph, positions)?;
        let below = graph.ancestors(requires);
        let below: Vec<&'static Entry> = below.into_iter().map(|position| graph.entry(position)).collect();
        let before = replay(below.iter().copied())?;
        let replaced: Vec<&'static Entry> =
            inside.into_iter().map(|position| graph.entry(position)).collect();
        let up = recorded(replaced.iter().copied(), Direction::Up)?;
        let down = recorded(replaced.iter().rev().copied(), Direction::Down)?;
        let (upgrade, after) = half(&before, up, Direction::Up, reduce)?;
        let (downgrade, back) = half(&after, down, Direction::Down, reduce)?;
        if let Some(difference) = Difference::between(&before, &back).into_iter().next().map(Box::new) {
            return Err(SquashError::NoWayBack { difference });
        }
        Ok(Self { replaced, revises, depends_on, branch_labels, below, before, after, upgrade, downgrade })
    }
}

/// One operation, and the revision that records it.
type Recorded = (&'static Entry, Operation);

/// What `entries` record, one after the other.
fn recorded(
    entries: impl Iterator<Item = &'static Entry>,
    direction: Direction,
) -> Result<Vec<Recorded>, SquashError> {
    let all = entries.flat_map(|entry| entry.operations(direction).into_iter().map(move |one| (entry, one)));
    all.map(|(entry, operation)| match operation {
        Operation::Run(run) if !run.elidable => Err(SquashError::Code { file: entry.file, name: run.name }),
        operation => Ok((entry, operation)),
    })
    .collect()
}

/// The operations that do what `recorded` do from `before` on, and the schema that both lead to.
fn half(
    before: &Schema,
    recorded: Vec<Recorded>,
    direction: Direction,
    reduce: bool,
) -> Result<(Half, Schema), SquashError> {
    let mut half = Half { operations: Vec::new(), count: recorded.len(), elided: Vec::new() };
    let mut schema = before.clone();
    let mut stretch = Vec::new();
    for (entry, operation) in recorded {
        if is_elidable(&operation) {
            half.elided.push(format!("`{}`: {}", entry.file, operation.describe()));
        } else if reduce && !reduce::is_barrier(&operation) {
            stretch.push((entry, operation));
        } else {
            half.end(&mut schema, std::mem::take(&mut stretch), direction)?;
            apply(&mut schema, entry, &operation, direction)?;
            half.operations.push(operation);
        }
    }
    half.end(&mut schema, stretch, direction)?;
    Ok((half, schema))
}

impl Half {
    /// Puts `stretch`, which starts from `schema` and has no barrier in it, behind the others, reduced.
    fn end(
        &mut self,
        schema: &mut Schema,
        stretch: Vec<Recorded>,
        direction: Direction,
    ) -> Result<(), SquashError> {
        let mut reduced = schema.clone();
        for (entry, operation) in &stretch {
            apply(schema, entry, operation, direction)?;
        }
        let operations = reduce::reduce(stretch.into_iter().map(|(_, operation)| operation));
        for operation in &operations {
            operation.apply(&mut reduced).map_err(|source| SquashError::Unapplied {
                operation: operation.describe(),
                source: Box::new(source),
            })?;
        }
        if let Some(difference) = Difference::between(schema, &reduced).into_iter().next().map(Box::new) {
            return Err(SquashError::Unproven { direction, difference });
        }
        self.operations.extend(operations);
        Ok(())
    }
}

/// Whether `operation` may be left out, and says so; SQL that states an effect on the schema may not.
fn is_elidable(operation: &Operation) -> bool {
    if let Operation::Execute(execute) = operation {
        return execute.elidable && execute.effect.is_empty();
    }
    if let Operation::Run(run) = operation { run.elidable } else { false }
}

fn apply(
    schema: &mut Schema,
    entry: &'static Entry,
    operation: &Operation,
    direction: Direction,
) -> Result<(), ReplayError> {
    operation.apply(schema).map_err(|source| {
        let place = entry.operations(direction).iter().position(|other| other == operation);
        ReplayError {
            file: entry.file,
            direction,
            number: place.map_or(0, |place| place + 1),
            operation: operation.describe(),
            source: Box::new(source),
        }
    })
}
