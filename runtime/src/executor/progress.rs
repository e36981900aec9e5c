//! How far a revision is that is not one transaction: which of its steps are done, and which one began.

use std::fmt;
use std::str::FromStr;

use super::Prepared;
use super::record::sha256;
use crate::dialect::Step;
use crate::revision::Direction;

/// How far a revision is that began and has not ended; its text is what the history keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Whether it goes up or down.
    pub direction: Direction,
    /// How many of its steps are done.
    pub done: usize,
    /// What those steps are, as a digest.
    pub digest: String,
    /// The step after them, if it began.
    pub begun: Option<Begun>,
}

/// A step that began: nobody knows yet whether it took effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begun {
    /// What the step and those before it are, as a digest.
    pub digest: String,
    /// What the catalogue said of what the step changes, before it ran, as a digest; `None` where the catalogue
    /// cannot tell.
    pub catalogue: Option<String>,
}

/// A text that is no journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no journal of aludel")]
pub struct NoJournal;

impl Progress {
    /// The number of the step that began, from 1, if one did.
    pub fn begun_number(&self) -> Option<usize> {
        self.begun.as_ref().map(|_| self.done + 1)
    }

    /// The same once it is known whether the step that began was `applied`.
    pub(super) fn settled(&self, applied: bool) -> Self {
        let Self { direction, done, digest, begun } = self.clone();
        match begun {
            Some(begun) if applied => Self { direction, done: done + 1, digest: begun.digest, begun: None },
            Some(_) | None => Self { direction, done, digest, begun: None },
        }
    }
}

/// The digests of the steps of a revision: at each position that of the steps before it, each over the one before.
///
/// Found out as far as somebody asks: few revisions write them.
#[derive(Clone, Debug)]
pub(super) struct Digests<'a> {
    revision: &'a Prepared<'a>,
    known: Vec<String>,
}

impl<'a> Digests<'a> {
    pub(super) fn new(revision: &'a Prepared<'a>) -> Self {
        Self { revision, known: vec![short(&revision.direction().to_string())] }
    }

    /// The digest of the steps before the one at `index`.
    pub(super) fn before(&mut self, index: usize) -> String {
        while self.known.len() <= index {
            let last = self.known.len() - 1;
            let text = match &self.revision.plan.steps[last] {
                Step::Statement(statement) => format!("{}\n{}", self.known[last], statement.sql),
                Step::Run(run) => format!("{}\nrun {}", self.known[last], run.name),
                Step::Recreate(recreate) => format!("{}\n{}", self.known[last], recreate.query),
            };
            self.known.push(short(&text));
        }
        self.known[index].clone()
    }

    /// All of them.
    pub(super) fn all(mut self) -> Vec<String> {
        self.before(self.revision.plan.steps.len());
        self.known
    }
}

/// A digest of `text` in 16 digits: nobody attacks it, and people read it.
pub(super) fn short(text: &str) -> String {
    let mut digest = sha256(text);
    digest.truncate(16);
    digest
}

impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} done {} {}", self.direction, self.done, self.digest)?;
        match &self.begun {
            Some(Begun { digest, catalogue: Some(catalogue) }) => write!(f, " begun {digest} {catalogue}"),
            Some(Begun { digest, catalogue: None }) => write!(f, " begun {digest} -"),
            None => Ok(()),
        }
    }
}

impl FromStr for Progress {
    type Err = NoJournal;

    fn from_str(text: &str) -> Result<Self, NoJournal> {
        let words: Vec<&str> = text.split(' ').collect();
        let (direction, done, digest, begun) = match *words {
            [direction, "done", done, digest] => (direction, done, digest, None),
            [direction, "done", done, digest, "begun", step, catalogue] => {
                let catalogue = Some(catalogue).filter(|word| *word != "-").map(str::to_owned);
                (direction, done, digest, Some(Begun { digest: step.to_owned(), catalogue }))
            }
            _ => return Err(NoJournal),
        };
        let known = [Direction::Up, Direction::Down].into_iter();
        let direction = known.into_iter().find(|known| known.to_string() == direction).ok_or(NoJournal)?;
        let done = done.parse().map_err(|_| NoJournal)?;
        Ok(Self { direction, done, digest: digest.to_owned(), begun })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_read_as_it_is_written() {
        let mut progress = Progress { direction: Direction::Down, done: 3, digest: short("a"), begun: None };
        for catalogue in [None, Some(short("c"))] {
            assert_eq!(progress.to_string().parse(), Ok(progress.clone()));
            progress.begun = Some(Begun { digest: short("b"), catalogue });
            assert_eq!(progress.to_string().parse(), Ok(progress.clone()));
        }
        for other in
            ["", "upgrade done", "upgrade done x 00", "sideways done 1 00", "upgrade done 1 00 begun 00"]
        {
            assert_eq!(other.parse::<Progress>(), Err(NoJournal), "{other}");
        }
    }
}
