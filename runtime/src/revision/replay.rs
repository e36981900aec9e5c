//! Replay: running revisions against an in-memory schema, which needs no database.

use std::collections::BTreeSet;

use super::graph::Graph;
use super::lock::{Block, Difference};
use super::{Direction, Entry, Operations};
use crate::operation::{Operation, OperationError};
use crate::schema::{QualifiedName, Schema};

/// Why a revision does not apply to the schema before it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{file}`, operation {number} of `{direction}`: cannot {operation}: {source}")]
pub struct ReplayError {
    /// The file's name.
    pub file: &'static str,
    /// Which of its functions.
    pub direction: Direction,
    /// The number of the operation, from 1.
    pub number: usize,
    /// What the operation does.
    pub operation: String,
    /// Why it does not apply.
    pub source: Box<OperationError>,
}

/// Why a downgrade does not undo its upgrade.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DowngradeError {
    /// It does not apply to the schema after the upgrade.
    #[error(transparent)]
    Replay(#[from] ReplayError),
    /// It leads to another schema than the one before the upgrade.
    #[error("`{file}`: the downgrade does not undo the upgrade: {}", difference.describe("the schema before", "what the downgrade leaves"))]
    Difference {
        /// The file's name.
        file: &'static str,
        /// One of the differences.
        difference: Box<Difference>,
    },
}

impl Entry {
    /// The operations of one direction, in order.
    pub fn operations(&self, direction: Direction) -> Vec<Operation> {
        Operations::record(match direction {
            Direction::Up => self.upgrade,
            Direction::Down => self.downgrade,
        })
    }

    /// Runs one direction against `schema`.
    ///
    /// # Errors
    /// When an operation does not apply; those before it have changed `schema` then.
    pub fn replay(&self, direction: Direction, schema: &mut Schema) -> Result<(), ReplayError> {
        self.replay_operations(direction, &self.operations(direction), schema)
    }

    fn replay_operations(
        &self,
        direction: Direction,
        operations: &[Operation],
        schema: &mut Schema,
    ) -> Result<(), ReplayError> {
        for (number, operation) in (1..).zip(operations) {
            operation.apply(schema).map_err(|source| ReplayError {
                file: self.file,
                direction,
                number,
                operation: operation.describe(),
                source: Box::new(source),
            })?;
        }
        Ok(())
    }
}

/// The schema that the upgrades of `entries`, one after the other, lead to.
///
/// # Errors
/// When an operation does not apply to the schema before it.
pub fn replay<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Result<Schema, ReplayError> {
    let mut schema = Schema::new();
    entries.into_iter().try_for_each(|entry| entry.replay(Direction::Up, &mut schema))?;
    Ok(schema)
}

/// The revisions of `graph` whose downgrades do not undo their upgrades exactly; those of libraries are not asked.
///
/// SQL without a stated effect and Rust code are no part of it, because nobody can see what they do.
///
/// # Errors
/// When an upgrade does not apply to the schema before it: there is no schema then to judge the next by.
pub fn check_downgrades(graph: &Graph) -> Result<Vec<DowngradeError>, ReplayError> {
    let mut errors = Vec::new();
    // Both hold the schema before the revision; one goes there and back, and is compared where it was touched.
    let (mut before, mut back) = (Schema::new(), Schema::new());
    for position in graph.order() {
        let entry = graph.entry(*position);
        let up = entry.operations(Direction::Up);
        let down = entry.operations(Direction::Down);
        entry.replay_operations(Direction::Up, &up, &mut back)?;
        let undone = entry.replay_operations(Direction::Down, &down, &mut back);
        let touched = Touched::by(up.iter().chain(&down), [&before, &back]);
        let found: Vec<DowngradeError> = match undone {
            Err(error) => vec![error.into()],
            Ok(()) => touched
                .differences(&before, &back)
                .map(Box::new)
                .map(|difference| DowngradeError::Difference { file: entry.file, difference })
                .collect(),
        };
        entry.replay_operations(Direction::Up, &up, &mut before)?;
        if found.is_empty() {
            entry.replay_operations(Direction::Up, &up, &mut back)?;
        } else {
            touched.copy(&before, &mut back);
        }
        errors.extend(found.into_iter().filter(|_| graph.is_own(*position)));
    }
    Ok(errors)
}

/// The names that operations touch, so that the rest of a large schema need not be compared.
#[derive(Default)]
struct Touched {
    tables: BTreeSet<QualifiedName>,
    enums: BTreeSet<QualifiedName>,
    /// Whether they may touch anything: what is renamed is renamed wherever it is used.
    all: bool,
}

impl Touched {
    /// What `operations` touch of `schemas`.
    fn by<'a>(operations: impl Iterator<Item = &'a Operation>, schemas: [&Schema; 2]) -> Self {
        let mut touched = Self::default();
        operations.for_each(|operation| touched.add(operation));
        if touched.all {
            for schema in schemas {
                touched.tables.extend(schema.tables.keys().cloned());
                touched.enums.extend(schema.enums.keys().cloned());
            }
        }
        touched
    }

    /// The differences between two schemas that agree in all else.
    fn differences(&self, before: &Schema, after: &Schema) -> impl Iterator<Item = Difference> {
        fn of<T: PartialEq>(before: Option<T>, after: Option<T>) -> Vec<Difference>
        where
            Block: From<T>,
        {
            if before == after { Vec::new() } else { Difference::of(before, after) }
        }
        let enums = self.enums.iter().flat_map(|name| of(before.enums.get(name), after.enums.get(name)));
        let tables = self.tables.iter().flat_map(|name| of(before.tables.get(name), after.tables.get(name)));
        enums.chain(tables)
    }

    /// Makes `to` the same as `from`, where all else is.
    fn copy(&self, from: &Schema, to: &mut Schema) {
        if self.all {
            to.clone_from(from);
            return;
        }
        for name in &self.tables {
            to.tables.remove(name);
            if let Some(table) = from.tables.get(name) {
                to.tables.insert(name.clone(), table.clone());
            }
        }
        for name in &self.enums {
            to.enums.remove(name);
            to.enums
                .extend(from.enums.get_key_value(name).map(|(name, values)| (name.clone(), values.clone())));
        }
    }

    fn add(&mut self, operation: &Operation) {
        self.tables.extend(operation.table().cloned());
        match operation {
            Operation::RenameTable(_) | Operation::RenameColumn(_) | Operation::RenameEnum(_) => {
                self.all = true
            }
            Operation::CreateEnum(create) => {
                self.enums.insert(create.enum_type.name.clone());
            }
            Operation::DropEnum(drop) => {
                self.enums.insert(drop.name.clone());
            }
            Operation::AlterEnum(alter) => {
                self.enums.insert(alter.name.clone());
            }
            Operation::Execute(execute) => execute.effect.iter().for_each(|effect| self.add(effect)),
            Operation::CreateTable(_)
            | Operation::DropTable(_)
            | Operation::AlterTable(_)
            | Operation::AddColumn(_)
            | Operation::DropColumn(_)
            | Operation::AlterColumn(_)
            | Operation::Fill(_)
            | Operation::AddConstraint(_)
            | Operation::DropConstraint(_)
            | Operation::RenameConstraint(_)
            | Operation::CreateIndex(_)
            | Operation::DropIndex(_)
            | Operation::RenameIndex(_)
            | Operation::Run(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::revision::{Revision, column, integer, sample, table, text};

    const FIRST: Revision =
        Revision { id: "aaaa", revises: &[], depends_on: &[], branch_labels: &[], created: "" };
    const SECOND: Revision = Revision { id: "bbbb", revises: &["aaaa"], ..FIRST };
    const THIRD: Revision = Revision { id: "cccc", revises: &["bbbb"], ..FIRST };

    fn create(op: &mut Operations) {
        op.create_table(table("users").with(column("id", integer())).with(column("name", text())));
    }

    fn drop(op: &mut Operations) {
        op.drop_table("users");
    }

    fn judge(up: fn(&mut Operations), down: fn(&mut Operations)) -> Vec<String> {
        let rename: fn(&mut Operations) = |op| op.rename_table("users", "people");
        let entries = [
            sample::with(FIRST, create, drop),
            sample::with(SECOND, up, down),
            sample::with(THIRD, rename, |op| op.rename_table("people", "users")),
        ];
        let graph = Graph::of(entries).expect("it is sound");
        let errors = check_downgrades(&graph).expect("all upgrades apply");
        errors.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn replays_in_order_and_names_what_does_not_apply() {
        let entries = [
            sample::with(FIRST, create, drop),
            sample::with(SECOND, |op| op.drop_column("users", "name"), |_| {}),
        ];
        let schema = replay(entries).expect("it applies");
        assert_eq!(schema.tables[&"users".into()].columns.len(), 1);
        let error = replay([entries[0], entries[1], entries[1]]).expect_err("the column is gone");
        assert_eq!(
            error.to_string(),
            "`bbbb.rs`, operation 1 of `upgrade`: cannot drop column `users.name`: table `users` has no column `name`"
        );
    }

    #[test]
    fn a_downgrade_undoes_its_upgrade() {
        assert_eq!(
            judge(|op| op.drop_column("users", "name"), |op| op.add_column("users", column("name", text()))),
            [""; 0]
        );
        assert_eq!(judge(delete, delete), [""; 0]);
    }

    fn delete(op: &mut Operations) {
        op.execute("DELETE FROM users");
    }

    #[test]
    fn a_downgrade_that_does_not_is_named_with_all_differences() {
        assert_eq!(
            judge(
                |op| op.drop_column("users", "name"),
                |op| op.add_column("users", column("name", integer()))
            ),
            [
                "`bbbb.rs`: the downgrade does not undo the upgrade: column `users.name` is `text not null` in the \
              schema before and `integer not null` in what the downgrade leaves"
            ]
        );
        assert_eq!(
            judge(|op| op.create_enum("mood", ["good"]), |_| {}),
            [
                "`bbbb.rs`: the downgrade does not undo the upgrade: enum `mood` is in what the downgrade leaves and \
              not in the schema before"
            ]
        );
        assert_eq!(
            judge(|_| {}, |op| op.drop_enum("mood")),
            ["`bbbb.rs`, operation 1 of `downgrade`: cannot drop enum `mood`: there is no enum `mood`"]
        );
        assert_eq!(
            judge(|_| {}, |op| op.rename_column("users", "name", "title")),
            [
                "`bbbb.rs`: the downgrade does not undo the upgrade: column `users.name` is in the schema before and \
              not in what the downgrade leaves",
                "`bbbb.rs`: the downgrade does not undo the upgrade: column `users.title` is in what the downgrade \
              leaves and not in the schema before"
            ]
        );
    }
}
