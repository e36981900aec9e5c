//! How revisions are named: the help of whatever takes a target, and what a target stands for.

use aludel::revision::graph::{Anchor, Graph, Position, Range, Target};

use crate::context::Context;
use crate::trouble::{Result, Trouble};

macro_rules! targets {
    () => {
        "A TARGET is
  head, heads, base  the one head; all of them; before the first revision
  current            what the database has
  a1b2, billing      the revision with this id, this beginning of its id, or this label
  +2, -1             steps from what the database has
  a1b2+1, head-2     steps from a revision, from `head` or from `base`
  billing@head       any of these on the branch of a label, or of an id"
    };
}

/// What a target is.
pub(crate) const TARGETS: &str = targets!();

/// What a range is.
pub(crate) const RANGES: &str =
    concat!("A RANGE is A:B, A: (up to the heads) or :B (from the base), of targets.\n", targets!());

/// The one revision that `target` stands for; the database is asked where only it knows.
pub(crate) fn one(context: &Context, graph: &Graph, target: &Target) -> Result<Position> {
    let state = match needs_database(target) {
        true => Some(context.state()?),
        false => None,
    };
    let known = state.as_ref().map(|state| state.known(graph)).unwrap_or_default();
    match *graph.resolve(target, &known)? {
        [position] => Ok(position),
        [] if graph.is_empty() => {
            Err(Trouble::new("there are no revisions yet").hint("`generate` makes the first one"))
        }
        [] => Err(Trouble::new(format!("`{target}` is before the first revision"))
            .hint("`history` lists all revisions")),
        ref several => {
            let ids: Vec<&str> = several.iter().map(|position| graph.id(*position)).collect();
            Err(Trouble::new(format!("`{target}` is several revisions: `{}`", ids.join("`, `")))
                .hint("name one of them"))
        }
    }
}

/// Whether only a database says what `target` stands for.
pub(crate) fn needs_database(target: &Target) -> bool {
    target.anchor == Anchor::Current && target.steps >= 0
}

/// Whether only a database says what `range` stands for: steps of its end are counted from its start.
pub(crate) fn range_needs_database(range: &Range) -> bool {
    let current = |target: &Option<Target>| {
        target.as_ref().is_some_and(|target| target.steps == 0 && needs_database(target))
    };
    current(&range.start) || current(&range.end)
}
