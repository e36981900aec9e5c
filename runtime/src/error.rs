//! The error that crosses aludel's border; each module has its own, which this one holds.

use crate::connection::DatabaseError;
use crate::dialect::DialectError;
use crate::executor::{ExecutorError, ScriptError};
use crate::operation::OperationError;

/// The result of aludel's own functions and of a revision's Rust code.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Whatever can go wrong.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "each variant's message says what it and its fields are")]
pub enum Error {
    #[error(transparent)]
    Operation(#[from] OperationError),
    #[error(transparent)]
    Dialect(#[from] DialectError),
    #[error(transparent)]
    Database(#[from] DatabaseError),
    #[error(transparent)]
    Executor(#[from] ExecutorError),
    #[error(transparent)]
    Script(#[from] ScriptError),
    /// What the Rust code of a revision returns.
    #[error(transparent)]
    Other(Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// Wraps an error of the Rust code of a revision.
    pub fn other(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Other(error.into())
    }
}
