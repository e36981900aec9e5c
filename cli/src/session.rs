//! The one connection of a command: opened when it is needed, and closed while other programs are at the database.

use aludel::connection::{Connect as _, Connection};

use crate::context::Context;
use crate::database::Database;
use crate::trouble::Result;

/// The one connection of a command.
pub(crate) struct Session<'a> {
    context: &'a Context,
    database: &'a Database,
    connection: Option<Connection>,
}

impl<'a> Session<'a> {
    /// A session with `database` that is not open yet.
    pub(crate) const fn new(context: &'a Context, database: &'a Database) -> Self {
        Self { context, database, connection: None }
    }

    /// The connection, opened if it is not.
    pub(crate) fn connection(&mut self) -> Result<&mut Connection> {
        let connection = match self.connection.take() {
            Some(connection) => connection,
            None => self.context.wait(async { Ok(self.database.connect().await?) })?,
        };
        Ok(self.connection.insert(connection))
    }

    /// Closes the connection, if it is open.
    pub(crate) fn close(&mut self) -> Result<()> {
        match self.connection.take() {
            Some(connection) => self.context.wait(async { Ok(connection.close().await?) }),
            None => Ok(()),
        }
    }
}
