//! A comparison that asks nothing: what is gone is dropped, what is new is added.

use super::{Answers, Flag, Question, diff};
use crate::operation::Operation;
use crate::schema::Schema;

/// The operations that lead from `before` to `after`, with nothing asked: nothing is renamed, and what rows get is left
/// open. They say what differs; they are not made to be run.
pub fn settled(before: &Schema, after: &Schema) -> Vec<Operation> {
    let mut answers = Answers::default();
    loop {
        let found = diff(before, after, &answers);
        if found.questions.is_empty() {
            return found.operations;
        }
        let given = answers.given().count();
        found.questions.iter().for_each(|question| settle(question, &mut answers));
        assert!(answers.given().count() > given, "an answered question is not asked again");
    }
}

fn settle(question: &Question, answers: &mut Answers) {
    let (flag, value) = match question {
        Question::Rename { .. } | Question::Replace { .. } => (Flag::Drop, ""),
        Question::Fill { .. } => (Flag::Fill, "NULL"),
        Question::Using { .. } => (Flag::Using, ""),
    };
    answers.give(flag, question.subject(), value);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::revision::*;

    fn schema(record: fn(&mut Operations)) -> Schema {
        let mut schema = Schema::new();
        let operations = Operations::record(record);
        operations.iter().try_for_each(|operation| operation.apply(&mut schema)).expect("they apply");
        schema
    }

    #[test]
    fn nothing_is_asked() {
        let before = schema(|op| {
            op.create_enum("mood", ["good", "bad"]);
            let users = table("users").with(column("id", bigint())).with(column("tel", varchar(20)));
            op.create_table(users.with(column("mood", enumeration("mood"))).with(column("n", text())));
        });
        let after = schema(|op| {
            op.create_enum("mood", ["good", "mad"]);
            let users = table("users").with(column("id", bigint())).with(column("phone", varchar(20)));
            op.create_table(users.with(column("mood", enumeration("mood"))).with(column("n", integer())));
        });
        let operations = settled(&before, &after);
        let mut schema = before;
        operations.iter().try_for_each(|operation| operation.apply(&mut schema)).expect("they apply");
        assert_eq!(schema, after);
        let renames = operations.iter().filter(|operation| operation.describe().starts_with("rename"));
        assert_eq!(renames.count(), 0);
    }
}
