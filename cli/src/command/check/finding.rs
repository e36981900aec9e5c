//! One thing that `check` found: the rule it breaks, what is said of it, where it stands.

use aludel::model::Models;
use aludel::revision::Direction;
use aludel::revision::check::CheckError;
use aludel::revision::graph::GraphError;
use aludel::revision::lock::LockError;
use aludel::revision::replay::{DowngradeError, ReplayError};
use serde::Serialize;

use super::spot::{Sources, Spot};

/// One thing that `check` found.
#[derive(Debug, Serialize)]
pub(super) struct Finding {
    /// The rule's name, the same in each version.
    pub(super) rule: Rule,
    pub(super) message: String,
    pub(super) hint: Option<String>,
    /// Where it can be mended; `None` where no file of this project is the place.
    #[serde(rename = "at")]
    pub(super) spot: Option<Spot>,
}

/// What must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Rule {
    Graph,
    OneHead,
    Replay,
    Downgrade,
    Lock,
    Checksum,
    Models,
    ModelsMigrated,
    Staged,
    Database,
}

impl Rule {
    /// Its name, as it is written for programs.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Graph => "graph",
            Self::OneHead => "one-head",
            Self::Replay => "replay",
            Self::Downgrade => "downgrade",
            Self::Lock => "lock",
            Self::Checksum => "checksum",
            Self::Models => "models",
            Self::ModelsMigrated => "models-migrated",
            Self::Staged => "staged",
            Self::Database => "database",
        }
    }

    /// What it asks, in a sentence.
    pub(super) const fn description(self) -> &'static str {
        match self {
            Self::Graph => "Revisions follow each other, each from what is there.",
            Self::OneHead => "One revision is the last.",
            Self::Replay => "Each revision fits to those before it.",
            Self::Downgrade => "Each downgrade undoes its upgrade.",
            Self::Lock => "schema.lock is what the revisions come to.",
            Self::Checksum => "No revision was edited after schema.lock was written.",
            Self::Models => "The models add up to a schema.",
            Self::ModelsMigrated => "The revisions lead to the models.",
            Self::Staged => "A commit that changes models has their revisions.",
            Self::Database => "The database is as its revisions say.",
        }
    }
}

impl Finding {
    /// What `error` comes to, in the sources of the project.
    pub(super) fn new(error: &CheckError, sources: &Sources, models: Option<&Models>) -> Self {
        let (rule, spot) = place(error, sources, models);
        Self { rule, message: error.to_string(), hint: error.hint(), spot }
    }
}

fn place(error: &CheckError, sources: &Sources, models: Option<&Models>) -> (Rule, Option<Spot>) {
    let lock = |start: &str| sources.lock(start);
    match error {
        CheckError::Graph(error) => {
            (Rule::Graph, file_of(error).and_then(|file| sources.revision(file, "pub const REVISION")))
        }
        CheckError::SeveralHeads { .. } => (Rule::OneHead, lock("head ")),
        CheckError::SquashDiffers { file, .. } => (Rule::Replay, sources.revision(file, "pub fn upgrade")),
        CheckError::Replay(error) => (Rule::Replay, replay(error, sources)),
        CheckError::Downgrade(DowngradeError::Replay(error)) => (Rule::Downgrade, replay(error, sources)),
        CheckError::Downgrade(DowngradeError::Difference { file, .. }) => {
            (Rule::Downgrade, sources.revision(file, "pub fn downgrade"))
        }
        CheckError::Lock(LockError::Conflict { line } | LockError::Syntax { line, .. }) => {
            (Rule::Lock, sources.line_of_lock(*line))
        }
        CheckError::NoLock
        | CheckError::Lock(LockError::Format { .. })
        | CheckError::OtherHeads
        | CheckError::LockUntidy => (Rule::Lock, lock("")),
        CheckError::NotLocked { file } => (Rule::Lock, sources.revision(file, "")),
        CheckError::Missing { file } => (Rule::Lock, sources.lock_naming(file)),
        CheckError::Edited { file } => (Rule::Checksum, sources.revision(file, "")),
        CheckError::LockDiffers { difference } => (Rule::Lock, lock(&difference.heading())),
        CheckError::Models(errors) => (
            Rule::Models,
            errors
                .0
                .first()
                .and_then(|error| error.source_code())
                .and_then(|source| sources.model(source, None)),
        ),
        CheckError::ModelsDiffer { difference } => (
            Rule::ModelsMigrated,
            models
                .and_then(|models| sources.of_difference(difference, models))
                .or_else(|| lock(&difference.heading())),
        ),
    }
}

/// The function of the revision whose operation does not apply.
fn replay(error: &ReplayError, sources: &Sources) -> Option<Spot> {
    let start = match error.direction {
        Direction::Up => "pub fn upgrade",
        Direction::Down => "pub fn downgrade",
    };
    sources.revision(error.file, start)
}

/// The file whose header is to be corrected.
fn file_of(error: &GraphError) -> Option<&'static str> {
    match error {
        GraphError::DuplicateId { files, .. } | GraphError::DuplicateLabel { files, .. } => Some(files[1]),
        GraphError::UnusableName { file, .. }
        | GraphError::MissingParent { file, .. }
        | GraphError::ForeignParent { file, .. }
        | GraphError::SelfLoop { file, .. }
        | GraphError::Inside { file, .. }
        | GraphError::Orphan { file, .. } => Some(file),
        GraphError::ReplacedTwice { .. } => None,
        GraphError::Cycle { files } | GraphError::DependencyCycle { files } => files.first().copied(),
    }
}
