//! What a person or a flag says where two schemas alone do not tell what is meant.

use std::collections::BTreeMap;
use std::fmt;

use crate::model::Renames;

/// What is said where two schemas alone do not tell what is meant.
///
/// Answers are keyed by a subject in plain text, as a flag spells it: `users` for a table, `users.phone` for a
/// column, `user_status` for an enum and `user_status.active` for its value. A table's name is the one after, except
/// where the table itself is renamed or dropped.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answers {
    /// What the models say: `renamed_from`.
    pub renames: Renames,
    given: BTreeMap<(Flag, String), String>,
}

/// A kind of answer, by the flag that gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flag {
    /// `--rename users.tel=phone`: the thing before has another name after.
    Rename,
    /// `--drop users.tel`: the thing before is gone; whatever is like it is new.
    Drop,
    /// `--fill users.team_id=1`: the SQL expression for rows that have no value.
    Fill,
    /// `--using users.phone=CAST(phone AS INTEGER)`: the SQL expression of the value after; empty for a plain cast.
    Using,
    /// `--replace user_status.suspended=active`: the value that rows get instead of a dropped one.
    Replace,
}

/// An answer that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{flag} {text}` lacks its `=`: write `{flag} {}`", flag.form())]
pub struct AnswerError {
    /// The flag.
    pub flag: Flag,
    /// What was given to it.
    pub text: String,
}

impl Answers {
    /// Only what the models say.
    pub fn new(renames: Renames) -> Self {
        Self { renames, given: BTreeMap::new() }
    }

    /// Adds an answer, or puts it in place of an earlier one of the same kind and subject.
    pub fn give(&mut self, flag: Flag, subject: impl Into<String>, value: impl Into<String>) {
        self.given.insert((flag, subject.into()), value.into());
    }

    /// Adds an answer as it is written on the command line: `users.tel=phone`.
    ///
    /// # Errors
    /// When the flag needs a value and `text` has no `=`.
    pub fn read(&mut self, flag: Flag, text: &str) -> Result<(), AnswerError> {
        match (flag, text.split_once('=')) {
            (Flag::Drop, _) => self.give(flag, text.trim(), ""),
            (_, Some((subject, value))) => self.give(flag, subject.trim(), value.trim()),
            (_, None) => return Err(AnswerError { flag, text: text.to_owned() }),
        }
        Ok(())
    }

    /// The answer of that kind on `subject`.
    pub(super) fn get(&self, flag: Flag, subject: &str) -> Option<&str> {
        if self.given.is_empty() {
            return None;
        }
        self.given.get(&(flag, subject.to_owned())).map(String::as_str)
    }

    /// All answers but those of `renames`, in order.
    pub(super) fn given(&self) -> impl Iterator<Item = (Flag, &str, &str)> {
        self.given.iter().map(|((flag, subject), value)| (*flag, &**subject, &**value))
    }
}

impl Flag {
    /// What goes after the flag, as a help text shows it.
    pub const fn form(self) -> &'static str {
        match self {
            Self::Rename => "TABLE.BEFORE=AFTER",
            Self::Drop => "TABLE.COLUMN",
            Self::Fill => "TABLE.COLUMN=EXPRESSION",
            Self::Using => "TABLE.COLUMN=EXPRESSION",
            Self::Replace => "ENUM.VALUE=REPLACEMENT",
        }
    }

    /// The flag with its subject and value, as the command line takes it.
    pub fn spell(self, subject: &str, value: &str) -> String {
        match self {
            Self::Drop => format!("{self} {subject}"),
            Self::Rename | Self::Fill | Self::Using | Self::Replace => {
                let pair = format!("{subject}={value}");
                let plain = |c: char| c.is_alphanumeric() || "._=-".contains(c);
                if pair.chars().all(plain) {
                    format!("{self} {pair}")
                } else {
                    format!("{self} '{}'", pair.replace('\'', "'\\''"))
                }
            }
        }
    }
}

impl fmt::Display for Flag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rename => "--rename",
            Self::Drop => "--drop",
            Self::Fill => "--fill",
            Self::Using => "--using",
            Self::Replace => "--replace",
        })
    }
}
