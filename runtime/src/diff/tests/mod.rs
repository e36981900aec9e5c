//! Cases as tables: schemas before and after in the words of a revision file, and the operations in plain words.
//!
//! Every case is led there and back: see [`check_way`].

mod columns;
mod enums;
mod parts;
pub(crate) mod property;
mod questions;
mod renames;
mod tables;

use super::{Answers, Diff, Flag, diff};
use crate::model::Renames;
use crate::operation::{Operation, reverse_all};
use crate::revision::{Operations, bigint, column, table};
use crate::schema::{Schema, Table};

/// The schema that `record` builds.
fn schema(record: fn(&mut Operations)) -> Schema {
    let mut schema = Schema::new();
    apply(&mut schema, &Operations::record(record));
    schema
}

fn apply(schema: &mut Schema, operations: &[Operation]) {
    for operation in operations {
        operation.apply(schema).unwrap_or_else(|error| panic!("{}: {error}", operation.describe()));
    }
}

/// Checks that the operations lead from `before` to `after` and back, and that nothing is left to do then.
fn check_way(before: &Schema, after: &Schema, renames: &Renames, found: &Diff) {
    let mut schema = before.clone();
    apply(&mut schema, &found.operations);
    assert_eq!(schema, *after, "the operations do not lead to the schema after: {:#?}", lines(found));
    let back = reverse_all(before, &found.operations).expect("a diff can be undone");
    apply(&mut schema, &back);
    assert_eq!(schema, *before, "the reversed operations do not lead back");
    let again = diff(after, after, &Answers::new(renames.clone()));
    assert_eq!(again, Diff::default(), "there is a difference left");
}

/// The operations in plain words, a note after each that has one, and the questions.
fn lines(found: &Diff) -> Vec<String> {
    let mut lines = Vec::new();
    for (place, operation) in found.operations.iter().enumerate() {
        lines.push(operation.describe());
        let notes = found.notes.iter().filter(|note| note.operation == place);
        lines.extend(notes.map(|note| format!("// {}", note.text)));
    }
    lines.extend(found.questions.iter().map(|question| format!("? {question}")));
    lines
}

/// One comparison: made by [`case`] or [`users`], perhaps answered, then checked by [`Case::gives`].
struct Case {
    before: Schema,
    after: Schema,
    answers: Answers,
}

/// Compares what two records build.
fn case(before: fn(&mut Operations), after: fn(&mut Operations)) -> Case {
    Case { before: schema(before), after: schema(after), answers: Answers::default() }
}

/// Compares two sides of the table `users`, which has an `id`.
fn users(before: fn(Table) -> Table, after: fn(Table) -> Table) -> Case {
    let build = |with: fn(Table) -> Table| {
        let mut schema = Schema::new();
        schema.insert_table(with(table("users").with(column("id", bigint()))));
        schema
    };
    Case { before: build(before), after: build(after), answers: Answers::default() }
}

impl Case {
    /// Answers as on the command line: `--rename users.tel=phone`.
    fn answer(mut self, text: &str) -> Self {
        let (flag, value) = text.split_once(' ').expect("a flag and its value");
        let flags = [Flag::Rename, Flag::Drop, Flag::Fill, Flag::Using, Flag::Replace];
        let flag = flags.into_iter().find(|other| other.to_string() == flag).expect("a known flag");
        self.answers.read(flag, value).expect("a value that can be read");
        self
    }

    /// Answers as a model does, by `renamed_from`: `users.phone` is the name after.
    fn renamed_column(mut self, table: &str, after: &'static str, before: &'static str) -> Self {
        self.answers.renames.columns.insert((table.into(), after.into()), before.into());
        self
    }

    fn renamed_table(mut self, after: &str, before: &str) -> Self {
        self.answers.renames.tables.insert(after.into(), before.into());
        self
    }

    fn renamed_enum(mut self, after: &str, before: &str) -> Self {
        self.answers.renames.enums.insert(after.into(), before.into());
        self
    }

    fn renamed_value(mut self, of: &str, after: &'static str, before: &'static str) -> Self {
        self.answers.renames.enum_values.insert((of.into(), after.into()), before.into());
        self
    }

    #[track_caller]
    fn gives(self, expected: &[&str]) -> Diff {
        let found = diff(&self.before, &self.after, &self.answers);
        assert_eq!(lines(&found), expected);
        assert_eq!(found.unused, [""; 0]);
        if found.questions.is_empty() {
            check_way(&self.before, &self.after, &self.answers.renames, &found);
        }
        found
    }

    /// Checks what leads back.
    #[track_caller]
    fn goes_back_by(self, expected: &[&str]) {
        let found = diff(&self.before, &self.after, &self.answers);
        let back = reverse_all(&self.before, &found.operations).expect("a diff can be undone");
        assert_eq!(back.iter().map(Operation::describe).collect::<Vec<_>>(), expected);
    }
}
