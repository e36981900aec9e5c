//! Runs Rust code of the revision.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use serde::Serialize;

use super::{Operation, OperationError};
use crate::schema::{QualifiedName, Schema, Text};

/// Runs Rust code of the revision, inside its transaction; no effect on the schema.
///
/// The code is opaque here, because this floor knows no connection: the executor, which made it, takes it out.
#[derive(Clone, Serialize)]
pub struct Run {
    /// The function's path, to name it where it cannot be run.
    pub name: Text,
    /// Whether a squash may leave it out: it changes rows that a database which begins with the squash has not.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub elidable: bool,
    #[serde(skip)]
    code: Arc<dyn Any + Send + Sync>,
}

impl Run {
    /// A step that runs `code`, called `name`.
    pub(crate) fn new(name: impl Into<Text>, code: impl Any + Send + Sync) -> Self {
        Self { name: name.into(), elidable: false, code: Arc::new(code) }
    }

    /// The code, as the type that it was made from.
    pub(crate) fn code<T: Any + Send + Sync>(&self) -> Option<&T> {
        self.code.downcast_ref()
    }

    pub(super) fn apply(&self, _schema: &mut Schema) -> Result<(), OperationError> {
        Ok(())
    }

    pub(super) fn reverse(&self, _before: &Schema) -> Result<Vec<Operation>, OperationError> {
        Err(OperationError::Irreversible { what: self.describe() })
    }

    pub(super) fn describe(&self) -> String {
        format!("run `{}`", self.name)
    }

    pub(super) fn loss(&self, _before: &Schema) -> Option<String> {
        None
    }

    pub(super) fn table(&self) -> Option<&QualifiedName> {
        None
    }
}

impl fmt::Debug for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Run")
            .field("name", &self.name)
            .field("elidable", &self.elidable)
            .finish_non_exhaustive()
    }
}

impl PartialEq for Run {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.elidable == other.elidable
    }
}
