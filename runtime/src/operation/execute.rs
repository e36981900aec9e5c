//! Runs SQL written by hand.

use serde::Serialize;

use super::{Operation, OperationError};
use crate::schema::{QualifiedName, Schema, Text};

/// Runs SQL written by hand; its effect on modelled tables, if any, is stated beside it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Execute {
    /// The SQL.
    pub sql: Sql,
    /// What it does to the schema, as operations that are replayed but never run.
    pub effect: Vec<Operation>,
    /// Whether it must not run inside a transaction, as `VACUUM` and `CREATE INDEX CONCURRENTLY`.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub outside_transaction: bool,
    /// Whether a squash may leave it out: it changes rows that a database which begins with the squash has not.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub elidable: bool,
}

/// SQL for every database, or for each its own.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sql {
    /// The same text on every database.
    Any(Text),
    /// A text for each named database, in the order given; on the others nothing runs.
    Each(Vec<(Text, Text)>),
}

impl Sql {
    /// The text for `database`.
    pub fn text(&self, database: &str) -> Option<&str> {
        match self {
            Self::Any(sql) => Some(sql),
            Self::Each(list) => list.iter().find(|(name, _)| name == database).map(|(_, sql)| &**sql),
        }
    }

    /// The same with `sql` for `database`.
    #[must_use]
    pub fn on(mut self, database: impl Into<Text>, sql: impl Into<Text>) -> Self {
        match &mut self {
            Self::Any(_) => self,
            Self::Each(list) => {
                list.push((database.into(), sql.into()));
                self
            }
        }
    }

    fn first_line(&self) -> &str {
        let sql = match self {
            Self::Any(sql) => sql,
            Self::Each(list) => list.first().map_or("", |(_, sql)| sql),
        };
        sql.trim().lines().next().unwrap_or_default()
    }
}

impl<T: Into<Text>> From<T> for Sql {
    fn from(sql: T) -> Self {
        Self::Any(sql.into())
    }
}

impl Execute {
    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), OperationError> {
        if self.effect.is_empty() {
            return Ok(());
        }
        let mut after = schema.clone();
        self.effect.iter().try_for_each(|operation| operation.apply(&mut after))?;
        *schema = after;
        Ok(())
    }

    pub(super) fn reverse(&self, _before: &Schema) -> Result<Vec<Operation>, OperationError> {
        Err(OperationError::Irreversible { what: self.describe() })
    }

    pub(super) fn describe(&self) -> String {
        format!("execute {}", self.sql.first_line())
    }

    pub(super) fn loss(&self, _before: &Schema) -> Option<String> {
        None
    }

    pub(super) fn table(&self) -> Option<&QualifiedName> {
        None
    }
}
