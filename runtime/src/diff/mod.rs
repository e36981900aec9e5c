//! What leads from one schema to another: operations, and the questions that two schemas alone leave open.
//!
//! [`diff`] knows no database and asks nobody. While it returns questions it returns no operations: the caller asks,
//! adds the answers and compares again. Renames are asked about first, because what else there is to ask hangs on
//! them. Applied to *before*, the operations give *after* exactly; `operation::reverse_all` leads back.
//!
//! What is decided here:
//! - A required column without a default is added as nullable, filled and tightened; the value is asked for.
//! - A column that holds NULL no longer is filled with its default where it has one (and a note says so), else with
//!   the value asked for.
//! - A type is changed by a plain cast where every database has one that means something; else the expression is
//!   asked for. What may be cut or rounded is not asked: `Operation::loss` says it.
//! - A new unique constraint, check or foreign key is not asked about: where rows break it the database refuses, and
//!   nothing is lost. A note says what rows must meet, so that whoever reviews the revision can mend them first.
//! - Renames come first, then new enums, then each table as one run of operations, in order of who references whom,
//!   then foreign keys that close a circle, then what is dropped: tables, values of enums, enums.

mod answers;
mod assemble;
mod cast;
mod column;
mod enum_type;
mod matching;
mod order;
mod part;
mod question;
mod rename;
mod settled;
mod similar;
mod table;
#[cfg(test)]
pub(crate) mod tests;

pub use answers::{AnswerError, Answers, Flag};
pub use question::{Question, RenameKind};
pub use settled::settled;

use std::collections::BTreeSet;

use serde::Serialize;

use crate::operation::Operation;
use crate::schema::{MAX_NAME_LENGTH, QualifiedName, Schema, Text};

/// What leads from one schema to another.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Diff {
    /// The operations, in order; none while there are questions.
    pub operations: Vec<Operation>,
    /// What must be answered first.
    pub questions: Vec<Question>,
    /// What a reviewer should know of single operations, in order.
    pub notes: Vec<Note>,
    /// Answers that nothing asked for, as flags: mistyped, or no longer needed.
    pub unused: Vec<String>,
}

/// What a reviewer should know of one operation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Note {
    /// The operation's place in [`Diff::operations`].
    pub operation: usize,
    /// One line of plain words.
    pub text: String,
}

/// The operations that lead from `before` to `after`, or the questions that must be answered first.
pub fn diff(before: &Schema, after: &Schema, answers: &Answers) -> Diff {
    let mut recorder = Recorder::new(answers);
    let current = rename::rename(before, after, &mut recorder);
    if recorder.questions.is_empty() {
        assemble::assemble(current, after, &mut recorder);
    }
    recorder.finish()
}

/// Gathers operations, notes and questions, and keeps count of the answers used.
#[derive(Debug)]
struct Recorder<'a> {
    answers: &'a Answers,
    used: BTreeSet<(Flag, String)>,
    operations: Vec<Operation>,
    questions: Vec<Question>,
    notes: Vec<Note>,
}

impl<'a> Recorder<'a> {
    fn new(answers: &'a Answers) -> Self {
        let (used, operations, questions, notes) = Default::default();
        Self { answers, used, operations, questions, notes }
    }

    fn push(&mut self, operation: impl Into<Operation>) {
        self.operations.push(operation.into());
    }

    fn push_noted(&mut self, operation: impl Into<Operation>, note: Option<String>) {
        self.notes.extend(note.map(|text| Note { operation: self.operations.len(), text }));
        self.push(operation);
    }

    fn answer(&mut self, flag: Flag, subject: &str) -> Option<&'a str> {
        let answer = self.answers.get(flag, subject)?;
        self.used.insert((flag, subject.to_owned()));
        Some(answer)
    }

    fn finish(mut self) -> Diff {
        // An answer may still find its question once those that are open have been answered.
        let mut unused = Vec::new();
        if self.questions.is_empty() {
            let given = self.answers.given();
            let given =
                given.filter(|(flag, subject, _)| !self.used.contains(&(*flag, (*subject).to_owned())));
            unused.extend(given.map(|(flag, subject, value)| flag.spell(subject, value)));
        } else {
            self.operations.clear();
            self.notes.clear();
        }
        Diff { operations: self.operations, questions: self.questions, notes: self.notes, unused }
    }
}

/// A table's or enum's name as flags spell it: without quotes.
fn spell(name: &QualifiedName) -> String {
    match &name.schema {
        Some(schema) => format!("{schema}.{}", name.name),
        None => name.name.to_string(),
    }
}

/// A name for something that is on its way to another name, or to be dropped.
fn temporary_name(name: &str, taken: impl Fn(&str) -> bool) -> Text {
    const SUFFIX: &str = "_temporary";
    // Room for the suffix and a number.
    let stem = &name[..name.floor_char_boundary(MAX_NAME_LENGTH - SUFFIX.len() - 5)];
    let numbered = (2..).map(|number: u32| format!("{stem}{SUFFIX}{number}"));
    std::iter::once(format!("{stem}{SUFFIX}"))
        .chain(numbered)
        .find(|name| !taken(name))
        .expect("numbers do not run out before names do")
        .into()
}
