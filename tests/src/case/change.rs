//! The operations of a case, up and down, and that replay agrees with them.

use aludel::diff::{Answers, diff};
use aludel::operation::{Operation, reverse_all};
use aludel::schema::Schema;

/// The way from one schema to another and back.
#[derive(Debug)]
pub(super) struct Change {
    pub(super) before: Schema,
    pub(super) after: Schema,
    pub(super) upgrade: Vec<Operation>,
    pub(super) downgrade: Vec<Operation>,
    /// What makes the schema before, from nothing.
    pub(super) create_before: Vec<Operation>,
    /// What makes the schema after, from nothing.
    pub(super) create_after: Vec<Operation>,
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
        let create = |schema| diff(&Schema::new(), schema, &Answers::default()).operations;
        let (create_before, create_after) = (create(before), create(&after));
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
