//! The words for SQL written by hand.

use crate::operation::{Execute, Run, Sql};
use crate::revision::Operations;
use crate::schema::Text;

/// SQL for one database: `on("postgres", "…").on("mysql", "…")`; on the others nothing runs.
pub fn on(database: impl Into<Text>, sql: impl Into<Text>) -> Sql {
    Sql::Each(vec![(database.into(), sql.into())])
}

/// SQL for no database: nothing runs, and only the stated effect is left.
pub const fn on_none() -> Sql {
    Sql::Each(Vec::new())
}

/// SQL that was recorded, to state its effect on the schema.
#[derive(Debug)]
pub struct ExecuteHandle<'a> {
    execute: &'a mut Execute,
}

impl<'a> ExecuteHandle<'a> {
    pub(in crate::revision) fn new(execute: &'a mut Execute) -> Self {
        Self { execute }
    }

    /// Runs the SQL outside of the revision's transaction, as `VACUUM` and `CREATE INDEX CONCURRENTLY` must be.
    ///
    /// What stands before it is committed by then. With its [effect](ExecuteHandle::effect) stated, an interrupted
    /// run can tell from the catalogue whether it took effect.
    pub fn outside_transaction(self) -> Self {
        self.execute.outside_transaction = true;
        self
    }

    /// Lets a squash leave it out: it changes rows that a database which begins with the squash has not.
    ///
    /// SQL whose [effect](ExecuteHandle::effect) is stated is kept all the same.
    pub fn elidable(self) -> Self {
        self.execute.elidable = true;
        self
    }

    /// States what the SQL does to modelled tables; it is replayed but never run.
    pub fn effect(self, effect: impl FnOnce(&mut Operations)) {
        let mut operations = Operations::new();
        effect(&mut operations);
        self.execute.effect = operations.list().to_vec();
    }
}

/// Code that was recorded, to say more of it.
#[derive(Debug)]
pub struct RunHandle<'a> {
    run: &'a mut Run,
}

impl<'a> RunHandle<'a> {
    pub(crate) fn new(run: &'a mut Run) -> Self {
        Self { run }
    }

    /// Lets a squash leave it out: it changes rows that a database which begins with the squash has not.
    pub fn elidable(self) {
        self.run.elidable = true;
    }
}
