//! What two schemas alone do not tell: asked on a terminal, or refused with the flags that answer it.

use std::fmt;

use serde::Serialize;

use super::Flag;
use crate::schema::{ColumnType, Text};

/// Something that two schemas alone do not tell.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "question")]
pub enum Question {
    /// Something is gone and something like it is new: renamed, or dropped and added?
    Rename {
        /// What is gone.
        kind: RenameKind,
        /// Its name before, as the flags spell it: `users.tel`.
        subject: String,
        /// The names that it may have after, the likeliest first.
        candidates: Vec<String>,
    },
    /// A column holds no NULL after: what do rows get that have no value?
    Fill {
        /// The column, as the flag spells it: `users.team_id`.
        subject: String,
        /// Its type.
        ty: ColumnType,
        /// Whether the column is new; else it held NULL before.
        added: bool,
    },
    /// A column gets a type that a plain cast does not surely lead to: how is the value after made?
    Using {
        /// The column, as the flag spells it: `users.phone`.
        subject: String,
        /// Its type before.
        before: ColumnType,
        /// Its type after.
        after: ColumnType,
    },
    /// An enum loses a value: what do rows get that hold it?
    Replace {
        /// The value, as the flags spell it: `user_status.suspended`.
        subject: String,
        /// The values that stay.
        values: Vec<Text>,
    },
}

/// What kind of thing may have been renamed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RenameKind {
    /// A table.
    Table,
    /// A column.
    Column,
    /// An enum type.
    Enum,
    /// A value of an enum type.
    EnumValue,
}

impl Question {
    /// What is asked about, as the flags spell it.
    pub fn subject(&self) -> &str {
        match self {
            Self::Rename { subject, .. }
            | Self::Fill { subject, .. }
            | Self::Using { subject, .. }
            | Self::Replace { subject, .. } => subject,
        }
    }

    /// Each way to answer on the command line; a part in capitals is for the user to write.
    pub fn flags(&self) -> Vec<String> {
        match self {
            Self::Rename { kind, subject, candidates } => {
                let mut flags: Vec<String> =
                    candidates.iter().map(|after| Flag::Rename.spell(subject, after)).collect();
                if let RenameKind::EnumValue = kind {
                    flags.push(Flag::Replace.spell(subject, "VALUE"));
                }
                flags.push(Flag::Drop.spell(subject, ""));
                flags
            }
            Self::Fill { subject, .. } => vec![Flag::Fill.spell(subject, "EXPRESSION")],
            Self::Using { subject, .. } => vec![Flag::Using.spell(subject, "EXPRESSION")],
            Self::Replace { subject, values } => {
                let mut flags: Vec<String> =
                    values.iter().map(|value| Flag::Replace.spell(subject, value)).collect();
                flags.push(Flag::Drop.spell(subject, ""));
                flags
            }
        }
    }

    /// The way to answer in the model, where there is one.
    pub fn attribute(&self) -> Option<String> {
        match self {
            Self::Rename { kind, subject, .. } => {
                let name = match kind {
                    RenameKind::Column | RenameKind::EnumValue => {
                        subject.rsplit('.').next().unwrap_or(subject)
                    }
                    RenameKind::Table | RenameKind::Enum => subject,
                };
                Some(format!("renamed_from = \"{name}\""))
            }
            Self::Fill { .. } => Some("default = …".into()),
            Self::Using { .. } | Self::Replace { .. } => None,
        }
    }
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rename { kind, subject, candidates } => {
                write!(f, "{kind} `{subject}` is gone and `{}` is new", candidates.join("`, `"))?;
                f.write_str(": was it renamed, or dropped?")
            }
            Self::Fill { subject, ty, added: true } => {
                write!(
                    f,
                    "column `{subject}` ({ty}) is new, holds no NULL and has no default: what do rows get?"
                )
            }
            Self::Fill { subject, ty, added: false } => {
                write!(
                    f,
                    "column `{subject}` ({ty}) holds NULL no longer: what do rows get that have no value?"
                )
            }
            Self::Using { subject, before, after } => {
                write!(f, "column `{subject}` changes from {before} to {after}: how is the value after made?")
            }
            Self::Replace { subject, .. } => {
                write!(f, "enum value `{subject}` is gone: what do rows get that hold it?")
            }
        }
    }
}

impl fmt::Display for RenameKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Table => "table",
            Self::Column => "column",
            Self::Enum => "enum",
            Self::EnumValue => "enum value",
        })
    }
}
