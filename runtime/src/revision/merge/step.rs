//! One operation of a branch, and how much it has to do with others.

use super::conflict::{Change, Conflict};
use super::touched::{self, overlap, table_of};
use crate::operation::Operation;
use crate::revision::graph::{Graph, Position};
use crate::revision::{Direction, Entry};
use crate::schema::Place;

/// One operation of a branch.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) position: Position,
    pub(super) operation: Operation,
    /// What it changes, first, and what it counts on.
    pub(super) places: Vec<Place>,
    entry: &'static Entry,
}

impl Step {
    /// The steps of the revision at `position`.
    pub(super) fn of(graph: &Graph, position: Position) -> Vec<Self> {
        let entry = graph.entry(position);
        let step = |operation| Self { position, places: touched::places(&operation), operation, entry };
        entry.operations(Direction::Up).into_iter().map(step).collect()
    }

    pub(super) fn change(&self) -> Change {
        let (revision, file) = (self.entry.revision.id, self.entry.file);
        Change { revision, file, operation: self.operation.describe() }
    }

    /// What it changes.
    pub(super) fn place(&self) -> Place {
        self.places.first().expect("code and SQL without an effect are never at odds").clone()
    }

    /// Whether an expression of it names the column `name` of its table.
    pub(super) fn expression_names(&self, name: &str) -> bool {
        touched::expression_names(&self.operation, name)
    }

    /// Whether it does what is in no schema.
    pub(super) fn is_opaque(&self) -> bool {
        match &self.operation {
            Operation::Run(_) => true,
            Operation::Execute(execute) => execute.effect.is_empty(),
            Operation::CreateTable(_)
            | Operation::DropTable(_)
            | Operation::RenameTable(_)
            | Operation::AlterTable(_)
            | Operation::AddColumn(_)
            | Operation::DropColumn(_)
            | Operation::RenameColumn(_)
            | Operation::AlterColumn(_)
            | Operation::Fill(_)
            | Operation::AddConstraint(_)
            | Operation::DropConstraint(_)
            | Operation::RenameConstraint(_)
            | Operation::CreateIndex(_)
            | Operation::DropIndex(_)
            | Operation::RenameIndex(_)
            | Operation::CreateEnum(_)
            | Operation::DropEnum(_)
            | Operation::RenameEnum(_)
            | Operation::AlterEnum(_) => false,
        }
    }

    /// The column that it fills, if that is what it does.
    pub(super) fn filled(&self) -> Option<&Place> {
        if matches!(self.operation, Operation::Fill(_)) { self.places.first() } else { None }
    }

    /// How far it is from `places`, the first of which counts most; `None` where it has nothing to do with them.
    fn distance(&self, places: &[Place]) -> Option<u8> {
        let (own, other) = (self.places.first()?, places.first()?);
        let touches = |place: &Place| places.iter().any(|other| overlap(place, other));
        match (table_of(own), table_of(other)) {
            _ if own == other => Some(0),
            _ if self.places.iter().any(touches) => Some(1),
            (Some(own), Some(other)) if own == other => Some(2),
            _ => None,
        }
    }
}

/// The first of `steps` that has most to do with `places`.
pub(super) fn nearest<'a>(steps: &[&'a Step], places: &[Place]) -> Option<&'a Step> {
    let near = steps.iter().filter_map(|step| Some((step.distance(places)?, *step)));
    near.min_by_key(|(distance, _)| *distance).map(|(_, step)| step)
}

impl Conflict {
    pub(super) fn new(place: Place, sides: [&Step; 2], reason: impl Into<String>) -> Self {
        Self { place, sides: sides.map(Step::change), reason: reason.into() }
    }

    /// The sides, whichever came first.
    pub(super) fn sorted_sides(&self) -> [Change; 2] {
        let mut sides = self.sides.clone();
        sides.sort();
        sides
    }
}
