//! Why revisions cannot be squashed.

use crate::operation::OperationError;
use crate::revision::Direction;
use crate::revision::graph::TargetError;
use crate::revision::lock::Difference;
use crate::revision::replay::ReplayError;
use crate::schema::Text;

/// Why revisions cannot be squashed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "each variant's message says what it and its fields are")]
pub enum SquashError {
    #[error(transparent)]
    Target(#[from] TargetError),
    #[error(transparent)]
    Replay(#[from] ReplayError),
    #[error("there is nothing to squash: {}", match one { Some(one) => format!("`{one}` is one revision already"), None => "there are no revisions there".into() })]
    TooFew { one: Option<&'static str> },
    #[error("`{id}` is of the crate `{library}`, whose revisions are its own")]
    Foreign { id: &'static str, library: &'static str },
    #[error("there are several ways in: `{}` follow nothing that is squashed with them", ids.join("` and `"))]
    SeveralEntries { ids: Vec<&'static str> },
    #[error("`{file}` also follows `{parent}`, which is not squashed with it")]
    OutsideParent { file: &'static str, parent: &'static str },
    #[error("there are several ways out: nothing that is squashed with them follows `{}`", ids.join("` and `"))]
    SeveralExits { ids: Vec<&'static str> },
    #[error("`{file}` hangs on `{inside}`, which is in the midst of what is squashed")]
    HangsOn { file: &'static str, inside: &'static str },
    #[error("`{file}` runs the Rust function `{name}`, which no other file can call")]
    Code { file: &'static str, name: Text },
    #[error("the downgrades do not undo the upgrades: {}", difference.describe("the schema before", "what they leave"))]
    NoWayBack { difference: Box<Difference> },
    #[error("fewer operations for `{direction}` could not be proven to do the same: {}", difference.describe("what the revisions lead to", "what they lead to"))]
    Unproven { direction: Direction, difference: Box<Difference> },
    #[error("fewer operations could not be proven to do the same: cannot {operation}: {source}")]
    Unapplied { operation: String, source: Box<OperationError> },
}

impl SquashError {
    /// The command or edit that mends it.
    pub fn hint(&self) -> String {
        match self {
            Self::Target(error) => error.hint(),
            Self::Replay(error) => format!("mend `{}`, or a revision before it", error.file),
            Self::TooFew { .. } => "`history` lists the revisions: name the first and the last, `A:B`".into(),
            Self::Foreign { .. } => "squash it where the crate is developed".into(),
            Self::SeveralEntries { .. } | Self::OutsideParent { .. } => {
                "begin where the branches part, or squash each branch alone: `history --graph` shows them"
                    .into()
            }
            Self::SeveralExits { .. } => "join the branches first with `merge`, or squash each alone".into(),
            Self::HangsOn { inside, .. } => {
                format!("let the squash end at `{inside}`, or take that revision in")
            }
            Self::Code { file, name } => format!(
                "if a new database needs nothing of it, say `op.run({name}).elidable()`; else squash what is before and \
                 what is after `{file}`, each alone"
            ),
            Self::NoWayBack { .. } => "`check` names the revision whose downgrade is to be mended".into(),
            Self::Unproven { .. } | Self::Unapplied { .. } => {
                "`--no-reduce` writes the operations one after the other as they are".into()
            }
        }
    }
}
