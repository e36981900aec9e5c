//! What every command works with: the revisions, the settings, the database, the terminal.

use std::fmt;
use std::path::Path;

use aludel::connection::{BoxFuture, Connect, Connection, DatabaseError};
use aludel::dialect::Dialect;
use aludel::migrator::{Migrator, State};
use aludel::revision::graph::Graph;
use aludel::{Migrations, database};

use crate::command::Globals;
use crate::config::Config;
use crate::output::Format;
use crate::prompt::Prompt;
use crate::trouble::{Result, Trouble};

/// What every command works with.
pub(crate) struct Context {
    pub(crate) migrations: &'static Migrations,
    pub(crate) config: Config,
    pub(crate) prompt: Prompt,
    globals: Globals,
}

impl Context {
    pub(crate) fn new(globals: Globals, migrations: &'static Migrations) -> Result<Self> {
        let config = Config::find(migrations)?;
        let prompt = Prompt::new(globals.no_input || globals.format == Format::Json);
        Ok(Self { migrations, config, prompt, globals })
    }

    /// Whether listings are written for programs.
    pub(crate) fn json(&self) -> bool {
        self.globals.format == Format::Json
    }

    /// The revisions of this build, as a graph.
    pub(crate) fn graph(&self) -> Result<Graph> {
        Ok(Graph::new(self.migrations)?)
    }

    /// What brings the revisions to a database.
    pub(crate) fn migrator(&self) -> Migrator {
        let migrator = Migrator::new(self.migrations);
        match self.config.history_table() {
            Some(table) => migrator.history_table(table),
            None => migrator,
        }
    }

    /// What the database has of the revisions.
    pub(crate) fn state(&self) -> Result<State> {
        self.wait(self.migrator().state(&self.database()?))
    }

    /// The database that is set.
    pub(crate) fn database(&self) -> Result<Url> {
        if database::dialects().is_empty() {
            return Err(Trouble::new("this build has no database").hint(
                "name one in Cargo.toml: `aludel-cli = { …, features = [\"sqlite\"] }`, or `postgres`, or `mysql`",
            ));
        }
        let url = self.config.database_url(self.globals.database_url.as_deref())?.ok_or_else(|| {
            Trouble::new("no database is set").hint(
                "set DATABASE_URL, in the environment or in `.env`, or `database_url` in `aludel.toml`, or give \
                 `--database-url`",
            )
        })?;
        let dialect = database::dialect_of_url(&url)?;
        Ok(Url { url, dialect })
    }

    /// Whether a database is set.
    pub(crate) fn has_database(&self) -> Result<bool> {
        Ok(self.config.database_url(self.globals.database_url.as_deref())?.is_some())
    }

    /// The dialects that revisions are generated for: those that the settings name, or that of the database.
    pub(crate) fn dialects(&self) -> Result<Vec<&'static dyn Dialect>> {
        match self.config.databases() {
            Some(names) => names.iter().map(|name| named(name)).collect(),
            None => match self.config.database_url(self.globals.database_url.as_deref())? {
                Some(url) => Ok(vec![database::dialect_of_url(&url)?]),
                None => Ok(Vec::new()),
            },
        }
    }

    /// The dialect called `name`, or that of the database that is set.
    pub(crate) fn dialect(&self, name: Option<&str>) -> Result<&'static dyn Dialect> {
        match name {
            Some(name) => named(name),
            None => Ok(self.database()?.dialect),
        }
    }

    /// Waits for `future`.
    pub(crate) fn wait<T>(&self, future: impl Future<Output = aludel::Result<T>>) -> Result<T> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime =
            runtime.map_err(|error| Trouble::caused("no runtime for the database could be made", &error))?;
        Ok(runtime.block_on(future)?)
    }
}

fn named(name: &str) -> Result<&'static dyn Dialect> {
    database::dialect(name).ok_or_else(|| {
        let known: Vec<&str> = database::dialects().iter().map(|dialect| dialect.name()).collect();
        let known = if known.is_empty() { "none".into() } else { format!("`{}`", known.join("`, `")) };
        Trouble::new(format!("this build has no database `{name}`, but {known}"))
            .hint(format!("add the feature of `{name}` to `aludel` and `aludel-cli` in Cargo.toml"))
    })
}

/// The URL of a database, to connect to.
pub(crate) struct Url {
    url: String,
    pub(crate) dialect: &'static dyn Dialect,
}

impl Connect for Url {
    fn connect(&self) -> BoxFuture<'_, Result<Connection, DatabaseError>> {
        Box::pin(database::connect(&self.url))
    }
}

/// The URL without its password; a file of SQLite as a path from here.
impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = database::without_password(&self.url);
        match url.strip_prefix("sqlite://") {
            Some(path) => write!(f, "sqlite:{}", Config::shown(Path::new(path))),
            None => f.write_str(&url),
        }
    }
}
