//! The words by which a user names revisions: `head`, `a1b2`, `+2`, `base:head`.

use std::fmt;
use std::str::FromStr;

use super::{Graph, MIN_PREFIX, Position, TargetError};

/// One word for revisions: where to start, and how many steps to go from there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// What the steps are counted from.
    pub anchor: Anchor,
    /// Steps towards the heads, or below zero towards the bases.
    pub steps: i32,
}

/// What a target's steps are counted from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The one head.
    Head,
    /// All heads.
    Heads,
    /// Before the first revision.
    Base,
    /// The newest that is applied.
    Current,
    /// A revision, by its identifier or the start of it.
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
    pub const HEAD: Self = Self { anchor: Anchor::Head, steps: 0 };
    /// All heads.
    pub const HEADS: Self = Self { anchor: Anchor::Heads, steps: 0 };
    /// Before the first revision.
    pub const BASE: Self = Self { anchor: Anchor::Base, steps: 0 };
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
        let (name, steps) = match text.find(['+', '-']) {
            Some(at) => (&text[..at], text[at..].parse().map_err(|_| syntax())?),
            None => (text, 0),
        };
        let anchor = match name {
            "head" => Anchor::Head,
            "heads" if steps == 0 => Anchor::Heads,
            "base" => Anchor::Base,
            "current" => Anchor::Current,
            "" if text.len() > 1 => Anchor::Current,
            name if may_be_named(name) && name != "heads" => Anchor::Revision(name.to_owned()),
            _ => return Err(syntax()),
        };
        Ok(Self { anchor, steps })
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
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

impl FromStr for Range {
    type Err = TargetError;

    fn from_str(text: &str) -> Result<Self, TargetError> {
        let (start, end) =
            text.split_once(':').ok_or_else(|| TargetError::Syntax { text: text.to_owned() })?;
        let side = |text: &str| if text.is_empty() { Ok(None) } else { text.parse().map(Some) };
        Ok(Self { start: side(start)?, end: side(end)? })
    }
}

impl Graph {
    /// The revisions that `target` stands for; none is the base.
    ///
    /// # Errors
    /// When it stands for none, or for one of several, or a revision in the database is not in the graph.
    pub fn resolve(
        &self,
        target: &Target,
        applied: &[impl AsRef<str>],
    ) -> Result<Vec<Position>, TargetError> {
        self.resolve_from(target, &self.newest(&self.applied(applied)?))
    }

    /// The revisions that `target` stands for where `current` are the newest that are applied.
    pub(super) fn resolve_from(
        &self,
        target: &Target,
        current: &[Position],
    ) -> Result<Vec<Position>, TargetError> {
        let start = match &target.anchor {
            Anchor::Head => {
                let heads = self.heads();
                if heads.len() > 1 {
                    return Err(TargetError::SeveralHeads { ids: self.ids_of(&heads) });
                }
                heads
            }
            Anchor::Heads => self.heads(),
            Anchor::Base => Vec::new(),
            Anchor::Current => current.to_vec(),
            Anchor::Revision(name) => vec![self.revision(name)?],
        };
        self.walk(target, start)
    }

    /// The revision whose identifier is `name` or alone starts with it.
    ///
    /// # Errors
    /// When there is none, or there are several.
    pub fn revision(&self, name: &str) -> Result<Position, TargetError> {
        if let Some(position) = self.find(name) {
            return Ok(position);
        }
        let candidates = if name.len() < MIN_PREFIX { &[] } else { self.find_prefix(name) };
        match candidates {
            [] => Err(TargetError::Unknown { text: name.to_owned() }),
            [position] => Ok(*position),
            several => Err(TargetError::Ambiguous { text: name.to_owned(), ids: self.ids_of(several) }),
        }
    }

    /// Goes the target's steps from `at`: where the way parts, nobody can say which is meant.
    ///
    /// Only the last step down may end at several revisions: the parents of a merge.
    fn walk(&self, target: &Target, mut at: Vec<Position>) -> Result<Vec<Position>, TargetError> {
        let count = target.steps.unsigned_abs();
        let too_far = |missing| Err(TargetError::TooFar { text: target.to_string(), missing });
        let several = |ways: &[Position]| {
            Err(TargetError::SeveralWays { text: target.to_string(), ids: self.ids_of(ways) })
        };
        for step in 0..count {
            if target.steps < 0 {
                at = match *at {
                    [] => return too_far(count - step),
                    [position] => self.parents(position).to_vec(),
                    _ => return several(&at),
                };
                continue;
            }
            let mut next = match at.is_empty() {
                true => self.bases(),
                false => at.iter().flat_map(|position| self.children(*position)).copied().collect(),
            };
            next.sort();
            next.dedup();
            at = match *next {
                [] => return too_far(count - step),
                [_] => next,
                _ => return several(&next),
            };
        }
        Ok(at)
    }

    pub(super) fn ids_of(&self, positions: &[Position]) -> Vec<&'static str> {
        positions.iter().map(|position| self.id(*position)).collect()
    }
}
