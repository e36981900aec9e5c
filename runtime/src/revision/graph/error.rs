//! Why revisions make no graph, and why a target stands for none of them.

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
    #[error("`{file}` names `{id}` in `{field}`, which is in the midst of what `{by}` replaces")]
    Inside { file: &'static str, id: &'static str, field: &'static str, by: &'static str },
    #[error("revision `{id}` is replaced twice: by `{}` and by `{}`", by[0], by[1])]
    ReplacedTwice { id: &'static str, by: [&'static str; 2] },
    #[error("`{file}` is in the folder of what others replace, but no `REPLACES` names it")]
    Orphan { file: &'static str },
    #[error("`{file}` revises `{id}` of the crate `{library}`, whose branch is its own")]
    ForeignParent { file: &'static str, id: &'static str, library: &'static str },
    #[error("`{file}` names itself in `{field}`")]
    SelfLoop { file: &'static str, field: &'static str },
    #[error("revisions follow each other in a circle: {}", circle(files))]
    Cycle {
        /// The files, each before the one that follows it.
        files: Vec<&'static str>,
    },
    #[error("revisions follow or depend on each other in a circle: {}", circle(files))]
    DependencyCycle {
        /// The files, each before the one that follows it or depends on it.
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
            Self::Inside { field, .. } => {
                format!("only the last of what a revision replaces can be named: correct `{field}`")
            }
            Self::ReplacedTwice { .. } => "take it out of one `REPLACES`".into(),
            Self::Orphan { .. } => {
                "delete it, or move it out of the folder, or bring the squashed revision back".into()
            }
            Self::ForeignParent { .. } => "name it in `depends_on`, not in `revises`".into(),
            Self::SelfLoop { field, .. } => {
                format!("take its own identifier, or label, out of its `{field}`")
            }
            Self::Cycle { .. } => "correct `revises` in one of the files".into(),
            Self::DependencyCycle { .. } => "correct `revises` or `depends_on` in one of the files".into(),
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
    #[error("revision `{id}` is in the midst of what `{by}` replaces")]
    Squashed { id: &'static str, by: &'static str },
    #[error("there is no branch `{name}`")]
    UnknownBranch { name: String },
    #[error("`{text}` is the start of several revisions: {}", quoted(ids))]
    Ambiguous { text: String, ids: Vec<&'static str> },
    #[error("revision `{id}` is not on branch `{branch}`")]
    NotOnBranch { id: &'static str, branch: String },
    #[error("revision `{id}` has no label, or several, so that it stands for no branch")]
    NoOneLabel { id: &'static str },
    #[error("`{text}` counts steps, which means nothing here")]
    Relative { text: String },
    #[error("on the way to `{text}` there are several: {}", quoted(ids))]
    SeveralWays { text: String, ids: Vec<&'static str> },
    #[error("`{text}` could be counted from several: {}", quoted(ids))]
    SeveralStarts { text: String, ids: Vec<&'static str> },
    #[error("`{text}` is several heads: {}", quoted(ids))]
    SeveralHeads { text: String, ids: Vec<&'static str> },
    #[error("`{text}` goes further than the revisions do, by {missing}")]
    TooFar { text: String, missing: u32 },
    #[error("`{text}` is no target of `{direction}`")]
    OtherDirection { text: String, direction: Direction },
    #[error("the database has a revision `{id}` that these migrations do not have")]
    UnknownApplied { id: String },
    #[error("nothing above revision `{id}` is applied, so there is no way down to it")]
    NothingAbove { id: &'static str },
    #[error("revision `{id}` is not below `{text}`")]
    NotBelow { text: String, id: &'static str },
    #[error("`{text}` is below none of what branch `{branch}` is made of")]
    OffBranch { text: String, branch: String },
    #[error("revision `{id}` is no head: others follow it already")]
    NoHead { id: &'static str },
    #[error("revision `{id}` is of the crate `{library}`, whose branch is its own")]
    Foreign { id: &'static str, library: &'static str },
    #[error("revision `{id}` is given twice")]
    Twice { id: &'static str },
}

impl TargetError {
    /// The command or edit that mends it.
    pub fn hint(&self) -> String {
        match self {
            Self::Syntax { .. } => {
                "write `head`, `heads`, `base`, an identifier or its start, a label, `+2` or `-1`; \
                on a branch, `label@head`; from a revision, `a1b2+1`"
                    .into()
            }
            Self::Unknown { .. } => "`history` lists all revisions".into(),
            Self::Squashed { by, .. } => format!("write `{by}`, which stands for all of them"),
            Self::UnknownBranch { .. } => "`branches` lists the labels; an identifier does as well".into(),
            Self::Ambiguous { .. } => "write more of the identifier".into(),
            Self::NotOnBranch { id, .. } => format!("write `{id}` alone, or another branch"),
            Self::NoOneLabel { .. } => "write the label of the branch; `branches` lists them".into(),
            Self::Relative { .. } => "write an identifier; `history` lists them".into(),
            Self::SeveralWays { ids, .. } => format!("write one of them, such as `{}`", ids[0]),
            Self::SeveralStarts { text, ids } => {
                let steps = text.rsplit('@').next().unwrap_or(text);
                format!("say from which: `{}@{steps}`", ids[0])
            }
            Self::SeveralHeads { ids, .. } => {
                format!("join them with `merge`, say `heads` for all, or one of them: `{}`", ids[0])
            }
            Self::TooFar { .. } => "`history` lists all revisions; `head` and `base` are its ends".into(),
            Self::OtherDirection { .. } => "`upgrade` takes `+n`, `downgrade` takes `-n`".into(),
            Self::UnknownApplied { .. } => {
                "run a build that has it, or bring its file back from version control".into()
            }
            Self::NothingAbove { .. } => "`current` shows what is applied".into(),
            Self::NotBelow { .. } => "write the older one first; `history` shows which follow which".into(),
            Self::OffBranch { .. } => {
                "write the target without the branch, or one that the branch follows".into()
            }
            Self::NoHead { .. } => {
                "say `--splice` to begin a branch there, or take a head: `heads` lists them".into()
            }
            Self::Foreign { id, .. } => format!("`--depends-on {id}` puts a revision after it"),
            Self::Twice { .. } => "give each revision once".into(),
        }
    }
}

fn quoted(ids: &[&'static str]) -> String {
    let quoted: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
    quoted.join(", ")
}
