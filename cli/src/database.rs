//! The database that a command talks to: where it is, which environment's it is, and never its password.

use std::fmt;
use std::path::Path;
use std::sync::OnceLock;

use aludel::connection::{BoxFuture, Connect, Connection, DatabaseError};
use aludel::database;
use aludel::dialect::Dialect;

use crate::config::Config;
use crate::environment::Environment;
use crate::trouble::Result;

/// The database that a command talks to.
pub(crate) struct Database {
    /// With its password, for who connects.
    pub(crate) url: String,
    pub(crate) dialect: &'static dyn Dialect,
    /// The environment that it belongs to, whether that was named or not.
    pub(crate) environment: Option<Environment>,
    /// Where the connection led, with all that the URL leaves out.
    reached: OnceLock<String>,
}

impl Database {
    /// The database at `url`, which belongs to `environment`.
    pub(crate) fn new(url: String, environment: Option<Environment>) -> Result<Self> {
        let dialect = database::dialect_of_url(&url)?;
        Ok(Self { url, dialect, environment, reached: OnceLock::new() })
    }

    /// The environment, if a change there wants its name.
    pub(crate) fn protected(&self) -> Option<&Environment> {
        self.environment.as_ref().filter(|environment| environment.protected)
    }

    /// Environment, database, host and user, as a change tells them before it begins.
    pub(crate) fn place(&self) -> String {
        let environment = self.environment.as_ref().map(|environment| {
            let protected = if environment.protected { " (protected)" } else { "" };
            format!("environment {}{protected}, ", environment.name)
        });
        let reached = self.reached.get().cloned().unwrap_or_else(|| database::without_password(&self.url));
        format!(
            "{}{}",
            environment.unwrap_or_default(),
            spoken(&reached).unwrap_or_else(|| format!("database {self}"))
        )
    }
}

/// Where a URL leads, in words; `None` for a file.
fn spoken(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let (user, rest) = rest.rsplit_once('@')?;
    let (host, database) = rest.split_once('/').unwrap_or((rest, ""));
    let (database, parameters) = database.split_once('?').unwrap_or((database, ""));
    let host = if parameters.is_empty() { host.to_owned() } else { format!("{host} ({parameters})") };
    Some(format!("database {database} on {host} as {user}"))
}

impl Database {
    /// The same, but refusing a file that is not there instead of making it.
    pub(crate) const fn existing(&self) -> Existing<'_> {
        Existing(self)
    }

    fn reached(&self, outcome: Result<Connection, DatabaseError>) -> Result<Connection, DatabaseError> {
        let connection = outcome.map_err(|error| match error {
            DatabaseError::Unreachable { message } => {
                DatabaseError::Unreachable { message: format!("{message} ({self})") }
            }
            other => other,
        })?;
        self.reached.get_or_init(|| connection.target());
        Ok(connection)
    }
}

impl Connect for Database {
    fn connect(&self) -> BoxFuture<'_, Result<Connection, DatabaseError>> {
        Box::pin(async move { self.reached(database::connect(&self.url).await) })
    }
}

/// A database that must be there.
pub(crate) struct Existing<'a>(&'a Database);

impl Connect for Existing<'_> {
    fn connect(&self) -> BoxFuture<'_, Result<Connection, DatabaseError>> {
        Box::pin(async move { self.0.reached(database::connect_existing(&self.0.url).await) })
    }
}

/// The URL without its password; a file of SQLite as a path from here.
impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = database::without_password(&self.url);
        match url.strip_prefix("sqlite://") {
            Some(path) => write!(f, "sqlite:{}", Config::shown(Path::new(path))),
            None => f.write_str(&url),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::spoken;

    #[test]
    fn places_are_spoken() {
        let check = |url: &str, expected: Option<&str>| assert_eq!(spoken(url).as_deref(), expected);
        check("postgres://app@db.example:5432/shop", Some("database shop on db.example:5432 as app"));
        check(
            "mysql://app@localhost/shop?socket=/run/my",
            Some("database shop on localhost (socket=/run/my) as app"),
        );
        check("sqlite:app.db", None);
    }
}
