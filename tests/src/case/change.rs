//! The operations of a case, up and down, and that replay agrees with them.

use aludel::diff::{Answers, diff};
use aludel::executor::Recorded;
use aludel::operation::{Operation, reverse_all};
use aludel::revision::{Direction, Entry, Revision};
use aludel::schema::Schema;

/// The revision that makes the schema before, or the schema after, from nothing.
static CREATION: Entry = entry(&revision("000000000001", &[]));
/// The revision that a case is about.
static CHANGE: Entry = entry(&revision("000000000002", &["000000000001"]));

const fn revision(id: &'static str, revises: &'static [&'static str]) -> Revision {
    Revision { id, revises, depends_on: &[], branch_labels: &[], created: "2026-11-20 21:18:00 UTC" }
}

/// A revision file without text: what it records is set beside it, because a case has no function of its own.
const fn entry(revision: &'static Revision) -> Entry {
    Entry { revision, replaces: &[], upgrade: |_| {}, downgrade: |_| {}, file: "case.rs", source: "" }
}

/// The way from one schema to another and back.
#[derive(Debug)]
pub(super) struct Change {
    pub(super) before: Schema,
    pub(super) after: Schema,
    pub(super) upgrade: Recorded,
    pub(super) downgrade: Recorded,
    /// What makes the schema before, from nothing.
    pub(super) create_before: Recorded,
    /// What makes the schema after, from nothing.
    pub(super) create_after: Recorded,
}

impl Change {
    /// What the comparison finds.
    ///
    /// # Panics
    /// When it asks, leaves an answer unused, or does not lead to `after`.
    pub(super) fn compared(before: &Schema, after: &Schema, answers: &Answers) -> Self {
        let found = diff(before, after, answers);
        let questions: Vec<String> = found.questions.iter().map(ToString::to_string).collect();
        assert!(questions.is_empty(), "the comparison asks:\n{}", questions.join("\n"));
        assert!(found.unused.is_empty(), "nothing asked for {}", found.unused.join(" "));
        let change = Self::written(before, found.operations, None);
        assert_eq!(change.after, *after, "the upgrade leads elsewhere");
        let left = diff(&change.after, after, &Answers::default()).operations;
        assert!(left.is_empty(), "after the upgrade, the comparison still finds\n{}", described(&left));
        change
    }

    /// The operations of `upgrade`, and those that undo them unless they are given.
    ///
    /// # Panics
    /// When they do not apply, or do not lead back.
    pub(super) fn written(
        before: &Schema,
        upgrade: Vec<Operation>,
        downgrade: Option<Vec<Operation>>,
    ) -> Self {
        let after = replayed(before, &upgrade);
        let downgrade = downgrade
            .unwrap_or_else(|| reverse_all(before, &upgrade).unwrap_or_else(|error| panic!("{error}")));
        assert_eq!(
            replayed(&after, &downgrade),
            *before,
            "the downgrade leads elsewhere:\n{}",
            described(&downgrade)
        );
        let create = |schema| Recorded {
            entry: &CREATION,
            direction: Direction::Up,
            operations: diff(&Schema::new(), schema, &Answers::default()).operations,
        };
        let (create_before, create_after) = (create(before), create(&after));
        let upgrade = Recorded { entry: &CHANGE, direction: Direction::Up, operations: upgrade };
        let downgrade = Recorded { entry: &CHANGE, direction: Direction::Down, operations: downgrade };
        Self { before: before.clone(), after, upgrade, downgrade, create_before, create_after }
    }
}

fn replayed(before: &Schema, operations: &[Operation]) -> Schema {
    let mut schema = before.clone();
    for operation in operations {
        operation.apply(&mut schema).unwrap_or_else(|error| panic!("{}: {error}", operation.describe()));
    }
    schema
}

fn described(operations: &[Operation]) -> String {
    operations.iter().map(Operation::describe).collect::<Vec<_>>().join("\n")
}
