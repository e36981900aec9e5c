//! Primary keys, unique constraints, foreign keys and checks.

use std::fmt;

use serde::Serialize;

use super::{List, QualifiedName, Text, text};

/// A constraint of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Constraint {
    /// The primary key.
    PrimaryKey(PrimaryKey),
    /// A unique constraint.
    Unique(Unique),
    /// A foreign key.
    ForeignKey(ForeignKey),
    /// A check.
    Check(Check),
}

/// Which kind of constraint a name belongs to: MySQL and SQLite drop each kind in another way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ConstraintKind {
    /// The primary key.
    PrimaryKey,
    /// A unique constraint.
    Unique,
    /// A foreign key.
    ForeignKey,
    /// A check.
    Check,
}

/// The primary key of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PrimaryKey {
    /// The constraint's name.
    pub name: Text,
    /// The columns, in order.
    pub columns: List<Text>,
}

/// A unique constraint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unique {
    /// The constraint's name.
    pub name: Text,
    /// The columns, in order.
    pub columns: List<Text>,
    /// When it is checked, if not after each statement only.
    pub deferrable: Option<Deferrable>,
    /// Whether two NULLs count as equal (PostgreSQL 15, CREATE TABLE, `NULLS NOT DISTINCT`).
    pub nulls_not_distinct: bool,
}

/// A foreign key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ForeignKey {
    /// The constraint's name.
    pub name: Text,
    /// The referencing columns, in order.
    pub columns: List<Text>,
    /// The referenced table.
    pub references: QualifiedName,
    /// The referenced columns, in the order of `columns`.
    pub referenced_columns: List<Text>,
    /// Whether a key that is NULL in part is refused (`MATCH FULL`), where others reference nothing then.
    pub match_full: bool,
    /// What a delete of the referenced row does.
    pub on_delete: Action,
    /// What a change of the referenced key does.
    pub on_update: Action,
    /// When it is checked, if not after each statement only.
    pub deferrable: Option<Deferrable>,
}

/// A check: an expression that no row may make false.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    /// The constraint's name.
    pub name: Text,
    /// The SQL expression, without the parentheses around it.
    pub expression: Text,
}

/// What happens to referencing rows (SQL:2016, 11.8, referential action).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// An error when rows still reference, checked as late as the constraint allows.
    #[default]
    NoAction,
    /// An error at once.
    Restrict,
    /// Referencing rows follow: are deleted, or get the new key.
    Cascade,
    /// Referencing columns become NULL.
    SetNull,
    /// Referencing columns get their default.
    SetDefault,
}

/// When a deferrable constraint is checked unless a transaction says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Deferrable {
    /// `DEFERRABLE INITIALLY IMMEDIATE`.
    InitiallyImmediate,
    /// `DEFERRABLE INITIALLY DEFERRED`.
    InitiallyDeferred,
}

impl Constraint {
    /// The constraint's name.
    pub const fn name(&self) -> &Text {
        match self {
            Self::PrimaryKey(constraint) => &constraint.name,
            Self::Unique(constraint) => &constraint.name,
            Self::ForeignKey(constraint) => &constraint.name,
            Self::Check(constraint) => &constraint.name,
        }
    }

    /// The same constraint under another name.
    #[must_use]
    pub fn with_name(mut self, after: Text) -> Self {
        match &mut self {
            Self::PrimaryKey(constraint) => constraint.name = after,
            Self::Unique(constraint) => constraint.name = after,
            Self::ForeignKey(constraint) => constraint.name = after,
            Self::Check(constraint) => constraint.name = after,
        }
        self
    }

    /// Which kind it is.
    pub const fn kind(&self) -> ConstraintKind {
        match self {
            Self::PrimaryKey(_) => ConstraintKind::PrimaryKey,
            Self::Unique(_) => ConstraintKind::Unique,
            Self::ForeignKey(_) => ConstraintKind::ForeignKey,
            Self::Check(_) => ConstraintKind::Check,
        }
    }
}

/// The constraint's line in `schema.lock`.
impl fmt::Display for Constraint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&text::render(|out| text::constraint(out, "", &[], self)))
    }
}

impl fmt::Display for ConstraintKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::PrimaryKey => "primary key",
            Self::Unique => "unique constraint",
            Self::ForeignKey => "foreign key",
            Self::Check => "check",
        })
    }
}

impl From<PrimaryKey> for Constraint {
    fn from(constraint: PrimaryKey) -> Self {
        Self::PrimaryKey(constraint)
    }
}

impl From<Unique> for Constraint {
    fn from(constraint: Unique) -> Self {
        Self::Unique(constraint)
    }
}

impl From<ForeignKey> for Constraint {
    fn from(constraint: ForeignKey) -> Self {
        Self::ForeignKey(constraint)
    }
}

impl From<Check> for Constraint {
    fn from(constraint: Check) -> Self {
        Self::Check(constraint)
    }
}
