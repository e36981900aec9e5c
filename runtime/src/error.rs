//! The error that crosses aludel's border; each module has its own, which this one holds.

use crate::connection::DatabaseError;
use crate::dialect::DialectError;
use crate::executor::{ExecutorError, ScriptError};
use crate::migrator::MigratorError;
use crate::model::ModelErrors;
use crate::operation::OperationError;
#[cfg(feature = "generate")]
use crate::revision::directory::{DirectoryError, NameError};
use crate::revision::graph::{GraphError, TargetError};
use crate::revision::lock::LockError;
use crate::revision::merge::MergeError;
use crate::revision::replay::ReplayError;
#[cfg(feature = "generate")]
use crate::revision::source::SourceError;
use crate::revision::squash::SquashError;

/// The result of aludel's own functions and of a revision's Rust code.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Whatever can go wrong.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "each variant's message says what it and its fields are")]
pub enum Error {
    #[error(transparent)]
    Operation(Box<OperationError>),
    #[error(transparent)]
    Dialect(#[from] DialectError),
    #[error(transparent)]
    Database(#[from] DatabaseError),
    #[error(transparent)]
    Models(#[from] ModelErrors),
    #[error(transparent)]
    Graph(#[from] GraphError),
    #[error(transparent)]
    Target(#[from] TargetError),
    #[error(transparent)]
    Replay(#[from] ReplayError),
    #[error(transparent)]
    Lock(#[from] LockError),
    #[error(transparent)]
    Merge(#[from] MergeError),
    #[error(transparent)]
    Squash(#[from] SquashError),
    #[error(transparent)]
    Migrator(#[from] MigratorError),
    #[error(transparent)]
    Executor(#[from] ExecutorError),
    #[error(transparent)]
    Script(#[from] ScriptError),
    #[cfg(feature = "generate")]
    #[error(transparent)]
    Directory(#[from] DirectoryError),
    #[cfg(feature = "generate")]
    #[error(transparent)]
    Name(#[from] NameError),
    #[cfg(feature = "generate")]
    #[error(transparent)]
    Source(#[from] SourceError),
    /// What the Rust code of a revision returns.
    #[error(transparent)]
    Other(Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// Wraps an error of the Rust code of a revision.
    pub fn other(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Other(error.into())
    }

    /// The command or edit that mends it, where there is one to name.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Dialect(DialectError::Unsupported(unsupported)) => Some(unsupported.hint.clone()),
            Self::Database(error) => error.hint(),
            Self::Graph(error) => Some(error.hint()),
            Self::Target(error) => Some(error.hint()),
            Self::Lock(error) => Some(error.hint().into()),
            Self::Merge(error) => Some(error.hint()),
            Self::Squash(error) => Some(error.hint()),
            Self::Replay(error) => Some(format!("mend `{}`, or a revision before it", error.file)),
            Self::Migrator(error) => error.hint(),
            Self::Executor(error) => Some(error.hint()),
            Self::Script(error) => Some(error.hint()),
            #[cfg(feature = "generate")]
            Self::Directory(error) => Some(error.hint()),
            #[cfg(feature = "generate")]
            Self::Name(error) => Some(error.hint()),
            #[cfg(feature = "generate")]
            Self::Source(_) => None,
            Self::Operation(_)
            | Self::Dialect(DialectError::Operation(_))
            | Self::Models(_)
            | Self::Other(_) => None,
        }
    }
}

impl From<OperationError> for Error {
    fn from(error: OperationError) -> Self {
        Self::Operation(Box::new(error))
    }
}
