//! Cases as tables: schemas before and after in the words of a revision file, and the operations in plain words.

mod columns;
mod property;

use super::{Answers, Diff, Flag, diff};
use crate::operation::{Operation, reverse_all};
use crate::revision::Operations;
use crate::schema::Schema;

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
fn check_way(before: &Schema, after: &Schema, answers: &Answers, found: &Diff) {
    let mut schema = before.clone();
    apply(&mut schema, &found.operations);
    assert_eq!(schema, *after, "the operations do not lead to the schema after: {:#?}", lines(found));
    let back = reverse_all(before, &found.operations).expect("a diff can be undone");
    apply(&mut schema, &back);
    assert_eq!(schema, *before, "the reversed operations do not lead back");
    let again = diff(after, after, &Answers::new(answers.renames.clone()));
    assert_eq!(again, Diff::default(), "there is a difference left");
}

fn lines(found: &Diff) -> Vec<String> {
    let operations = found.operations.iter().map(Operation::describe);
    operations.chain(found.questions.iter().map(|question| format!("? {question}"))).collect()
}

/// One comparison: [`case`], perhaps [`Case::answer`]s, then [`Case::gives`].
struct Case {
    before: Schema,
    after: Schema,
    answers: Answers,
}

fn case(before: fn(&mut Operations), after: fn(&mut Operations)) -> Case {
    Case { before: schema(before), after: schema(after), answers: Answers::default() }
}

impl Case {
    /// Answers as on the command line: `--rename a.b=c`.
    fn answer(mut self, text: &str) -> Self {
        let (flag, value) = text.split_once(' ').expect("a flag and its value");
        let flags = [Flag::Rename, Flag::Drop, Flag::Fill, Flag::Using, Flag::Replace];
        let flag = flags.into_iter().find(|other| other.to_string() == flag).expect("a known flag");
        self.answers.read(flag, value).expect("a value that can be read");
        self
    }

    fn said(mut self, say: impl FnOnce(&mut crate::model::Renames)) -> Self {
        say(&mut self.answers.renames);
        self
    }

    /// The operations in plain words, and the questions after a question mark.
    #[track_caller]
    fn gives(self, expected: &[&str]) -> Diff {
        let found = diff(&self.before, &self.after, &self.answers);
        assert_eq!(lines(&found), expected);
        assert_eq!(found.unused, [""; 0]);
        if found.questions.is_empty() {
            check_way(&self.before, &self.after, &self.answers, &found);
        }
        found
    }
}
