//! Why revisions make no graph, and why a target stands for none of them.

use super::MIN_PREFIX;
use crate::revision::Direction;

/// Why revisions make no graph.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "each variant's message says what it and its fields are")]
pub enum GraphError {
    #[error("revision `{id}` is in two files: `{}` and `{}`", files[0], files[1])]
    DuplicateId { id: &'static str, files: [&'static str; 2] },
    #[error("branch label `{label}` is taken twice: in `{}` and in `{}`", files[0], files[1])]
    DuplicateLabel { label: &'static str, files: [&'static str; 2] },
    #[error("`{file}` is called `{name}`, which has a meaning of its own in targets")]
    UnusableName { file: &'static str, name: &'static str },
    #[error("`{file}` names `{id}` in `{field}`, but there is no such revision")]
    MissingParent { file: &'static str, id: &'static str, field: &'static str },
    #[error("`{file}` follows itself")]
    SelfLoop { file: &'static str },
    #[error("revisions follow each other in a circle: {}", circle(files))]
    Cycle {
        /// The files, each before the one that follows it.
        files: Vec<&'static str>,
    },
}

impl GraphError {
    /// The edit that mends it.
    pub fn hint(&self) -> String {
        match self {
            Self::DuplicateId { .. } => {
                "give one of the files another `id`; other files may revise it".into()
            }
            Self::DuplicateLabel { .. } => "take the label out of one of the files".into(),
            Self::UnusableName { .. } => {
                "choose letters, digits, `_` and `.`, and none of `head`, `heads`, `base`, `current`".into()
            }
            Self::MissingParent { id, field, .. } => {
                format!("bring the file of `{id}` back from version control, or correct `{field}`")
            }
            Self::SelfLoop { .. } => "take its own identifier out of its `revises` and `depends_on`".into(),
            Self::Cycle { .. } => "correct `revises` or `depends_on` of one of the files".into(),
        }
    }
}

/// `a` <- `b` <- `a`
fn circle(files: &[&'static str]) -> String {
    let closed: Vec<String> = files.iter().chain(files.first()).map(|file| format!("`{file}`")).collect();
    closed.join(" <- ")
}

/// Why a target stands for no revision, or for none that can be gone to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "each variant's message says what it and its fields are")]
pub enum TargetError {
    #[error("`{text}` is no target")]
    Syntax { text: String },
    #[error("there is no revision `{text}`")]
    Unknown { text: String },
    #[error("`{text}` is the start of several revisions: {}", quoted(ids))]
    Ambiguous { text: String, ids: Vec<&'static str> },
    #[error("`{text}` could be several revisions: {}", quoted(ids))]
    SeveralWays { text: String, ids: Vec<&'static str> },
    #[error("there are several heads: {}", quoted(ids))]
    SeveralHeads { ids: Vec<&'static str> },
    #[error("`{text}` goes further than the revisions do, by {missing}")]
    TooFar { text: String, missing: u32 },
    #[error("`{text}` is no target of `{direction}`")]
    OtherDirection { text: String, direction: Direction },
    #[error("the database has a revision `{id}` that these migrations do not have")]
    UnknownApplied { id: String },
    #[error("revision `{id}` is not applied, so there is no way down to it")]
    NotApplied { id: &'static str },
    #[error("revision `{start}` is not below `{end}`")]
    EmptyRange { start: &'static str, end: &'static str },
}

impl TargetError {
    /// The command or edit that mends it.
    pub fn hint(&self) -> String {
        match self {
            Self::Syntax { .. } => {
                "write `head`, `heads`, `base`, `current`, an identifier or its start, `+2`, `-1`".into()
            }
            Self::Unknown { text } if text.len() < MIN_PREFIX => {
                format!(
                    "the start of an identifier has at least {MIN_PREFIX} characters; `history` lists all"
                )
            }
            Self::Unknown { .. } => "`history` lists all revisions".into(),
            Self::Ambiguous { .. } | Self::SeveralWays { .. } => "write the whole identifier".into(),
            Self::SeveralHeads { .. } => "join them with `merge`, or say `heads` for all".into(),
            Self::TooFar { .. } => "`history` lists all revisions; `head` and `base` are its ends".into(),
            Self::OtherDirection { .. } => "`upgrade` takes `+n`, `downgrade` takes `-n`".into(),
            Self::UnknownApplied { .. } => {
                "run a build that has it, or bring its file back from version control".into()
            }
            Self::NotApplied { .. } => "`current` shows what is applied".into(),
            Self::EmptyRange { .. } => "write the older one first".into(),
        }
    }
}

fn quoted(ids: &[&'static str]) -> String {
    let quoted: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
    quoted.join(", ")
}
