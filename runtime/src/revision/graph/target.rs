//! The words by which a user names revisions: `head`, `a1b2`, `+2`, `billing@head-1`, `base:head`.

use std::fmt;
use std::str::FromStr;

use super::TargetError;

/// One word for revisions: on which branch, where to start, and how many steps to go from there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The branch: its label, or one of its revisions; `None` is all of the graph.
    pub branch: Option<String>,
    /// What the steps are counted from.
    pub anchor: Anchor,
    /// Steps towards the heads, or below zero towards the bases.
    pub steps: i32,
}

/// What a target's steps are counted from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The one head of the application, and those of its libraries.
    Head,
    /// All heads.
    Heads,
    /// Before the first revision.
    Base,
    /// The newest that is applied.
    Current,
    /// A revision: its identifier, a label that it carries, or the start of one of them.
    Revision(String),
}

/// `a:b`, `:b` or `a:`: from one target up to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    /// Where it starts; `None` is the base.
    pub start: Option<Target>,
    /// Where it ends; `None` is all heads.
    pub end: Option<Target>,
}

impl Target {
    /// The one head.
    pub const HEAD: Self = Self { branch: None, anchor: Anchor::Head, steps: 0 };
    /// All heads.
    pub const HEADS: Self = Self { branch: None, anchor: Anchor::Heads, steps: 0 };
    /// Before the first revision.
    pub const BASE: Self = Self { branch: None, anchor: Anchor::Base, steps: 0 };

    /// The same without its branch.
    pub(super) fn anywhere(&self) -> Self {
        Self { branch: None, ..self.clone() }
    }

    /// The same without its steps.
    pub(super) fn start(&self) -> Self {
        Self { steps: 0, ..self.clone() }
    }
}

/// Whether `name` can be an identifier or a label: no target means something else by it.
pub(in crate::revision) fn may_be_named(name: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
    !name.is_empty() && name.chars().all(plain) && !matches!(name, "head" | "heads" | "base" | "current")
}

impl FromStr for Target {
    type Err = TargetError;

    fn from_str(text: &str) -> Result<Self, TargetError> {
        let syntax = || TargetError::Syntax { text: text.to_owned() };
        let (branch, rest) = match text.split_once('@') {
            Some((branch, rest)) if may_be_named(branch) => (Some(branch.to_owned()), rest),
            Some(_) => return Err(syntax()),
            None => (None, text),
        };
        let (name, steps) = match rest.find(['+', '-']) {
            Some(at) => (&rest[..at], rest[at..].parse().map_err(|_| syntax())?),
            None => (rest, 0),
        };
        let anchor = match name {
            "head" => Anchor::Head,
            "heads" if steps == 0 => Anchor::Heads,
            "base" => Anchor::Base,
            "current" => Anchor::Current,
            "" if rest.len() > 1 => Anchor::Current,
            name if may_be_named(name) => Anchor::Revision(name.to_owned()),
            _ => return Err(syntax()),
        };
        Ok(Self { branch, anchor, steps })
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(branch) = &self.branch {
            write!(f, "{branch}@")?;
        }
        match &self.anchor {
            Anchor::Head => f.write_str("head")?,
            Anchor::Heads => f.write_str("heads")?,
            Anchor::Base => f.write_str("base")?,
            Anchor::Current if self.steps == 0 => f.write_str("current")?,
            Anchor::Current => {}
            Anchor::Revision(name) => f.write_str(name)?,
        }
        if self.steps == 0 { Ok(()) } else { write!(f, "{:+}", self.steps) }
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(start) = &self.start {
            start.fmt(f)?;
        }
        f.write_str(":")?;
        match &self.end {
            Some(end) => end.fmt(f),
            None => Ok(()),
        }
    }
}

impl FromStr for Range {
    type Err = TargetError;

    fn from_str(text: &str) -> Result<Self, TargetError> {
        let (start, end) =
            text.split_once(':').ok_or_else(|| TargetError::Syntax { text: text.to_owned() })?;
        let side = |text: &str| if text.is_empty() { Ok(None) } else { text.parse().map(Some) };
        Ok(Self { start: side(start)?, end: side(end)? })
    }
}
