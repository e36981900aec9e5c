//! What every command works with: the revisions, the settings, the database, the terminal.

use std::cell::Cell;

use aludel::dialect::Dialect;
use aludel::migrator::{Migrator, State};
use aludel::revision::graph::Graph;
use aludel::schema::Text;
use aludel::{Migrations, database};
use tokio::runtime::Runtime;

use crate::command::Globals;
use crate::config::Config;
use crate::database::Database;
use crate::output::{self, Format};
use crate::progress::{self, Progress};
use crate::prompt::Prompt;
use crate::trouble::{Result, Trouble};

/// What every command works with.
pub(crate) struct Context {
    pub(crate) migrations: &'static Migrations,
    pub(crate) config: Config,
    pub(crate) prompt: Prompt,
    /// Whether the name of a protected environment was typed already.
    pub(crate) approved: Cell<bool>,
    globals: Globals,
    /// One for the whole command, so that a connection lives through it.
    runtime: Runtime,
}

impl Context {
    pub(crate) fn new(globals: Globals, migrations: &'static Migrations) -> Result<Self> {
        let config = Config::find(migrations)?;
        let prompt = Prompt::new(globals.no_input || globals.format != Format::Human);
        if globals.database_url.as_deref().is_some_and(|url| database::without_password(url) != url) {
            output::warning(
                "whoever lists the processes of this machine sees the password in `--database-url`",
            );
            output::hint("put the URL into DATABASE_URL, or into a variable that `database_url_env` names");
        }
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime =
            runtime.map_err(|error| Trouble::caused("no runtime for the database could be made", &error))?;
        Ok(Self { migrations, config, prompt, approved: Cell::new(false), globals, runtime })
    }

    /// Whether listings are written for programs.
    pub(crate) fn json(&self) -> bool {
        self.globals.format == Format::Json
    }

    /// For whom listings are written.
    pub(crate) fn format(&self) -> Format {
        self.globals.format
    }

    /// Whether all that is known of a thing is said to people.
    pub(crate) fn is_detailed(&self) -> bool {
        self.globals.verbosity.is_detailed()
    }

    /// How far a run is, for whoever watches.
    pub(crate) fn progress(&self) -> Progress {
        Progress::new(self.globals.verbosity.has_bars())
    }

    /// The revisions of this build, as a graph.
    pub(crate) fn graph(&self) -> Result<Graph> {
        Ok(Graph::new(self.migrations)?)
    }

    /// What brings the revisions to a database.
    pub(crate) fn migrator(&self) -> Migrator {
        self.migrator_reading([])
    }

    /// The same, reading `schemas` (namespaces) beside those that the revisions and the settings name.
    pub(crate) fn migrator_reading(&self, schemas: impl IntoIterator<Item = Text>) -> Migrator {
        let tables = self.config.tables().clone();
        let schemas: Vec<Text> = tables.schemas().chain(schemas).collect();
        let mut migrator = Migrator::new(self.migrations).tables(schemas, move |table| tables.cover(table));
        if let Some(table) = self.config.history_table() {
            migrator = migrator.history_table(table);
        }
        if let Some(timeout) = self.config.wait_timeout() {
            migrator = migrator.wait_timeout(timeout);
        }
        if let Some(timeout) = self.config.lock_timeout() {
            migrator = migrator.lock_timeout(timeout);
        }
        if let Some(timeout) = self.config.statement_timeout() {
            migrator = migrator.statement_timeout(timeout);
        }
        migrator
    }

    /// What the database has of the revisions.
    pub(crate) fn state(&self) -> Result<State> {
        self.wait(self.migrator().state(&self.database()?))
    }

    /// The database that is set.
    pub(crate) fn database(&self) -> Result<Database> {
        if database::dialects().is_empty() {
            return Err(Trouble::new("this build has no database").hint(
                "name one in Cargo.toml: `aludel-cli = { …, features = [\"sqlite\"] }`, or `postgres`, or `mysql`",
            ));
        }
        let url = self.url()?.ok_or_else(|| {
            Trouble::new("no database is set").hint(
                "set DATABASE_URL, in the environment or in `.env`, or `database_url` in `aludel.toml`, or give \
                 `--env` or `--database-url`",
            )
        })?;
        let environment = match &self.globals.env {
            Some(name) => Some(self.config.environment(name)?),
            None => self.config.environment_at(&url)?,
        };
        Database::new(url, environment.cloned())
    }

    /// The environment that was named.
    pub(crate) fn environment_flag(&self) -> Option<&str> {
        self.globals.env.as_deref()
    }

    /// The URL of the database that is set.
    fn url(&self) -> Result<Option<String>> {
        let Some(name) = &self.globals.env else {
            return self.config.database_url(self.globals.database_url.as_deref());
        };
        let environment = self.config.environment(name)?;
        match self.config.environment_url(environment)? {
            Some(url) => Ok(Some(url)),
            None => Err(match &environment.database_url_env {
                Some(variable) => {
                    Trouble::new(format!("environment `{name}` has no database: {variable} is not set"))
                        .hint(format!("set {variable}, in the environment or in `.env`"))
                }
                None => Trouble::new(format!("environment `{name}` has no database"))
                    .hint("give it `database_url_env` or `database_url` in `aludel.toml`"),
            }),
        }
    }

    /// Whether a database is set.
    pub(crate) fn has_database(&self) -> Result<bool> {
        Ok(self.url()?.is_some())
    }

    /// The dialects that revisions are generated for: those that the settings name, or that of the database.
    pub(crate) fn dialects(&self) -> Result<Vec<&'static dyn Dialect>> {
        match self.config.databases() {
            Some(names) => names.iter().map(|name| named(name)).collect(),
            None => match self.url()? {
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

    /// Waits for `future`, and shows for how long `what` lasts.
    pub(crate) fn watch<T>(&self, what: &str, future: impl Future<Output = aludel::Result<T>>) -> Result<T> {
        let _shown = progress::spinner(what, self.globals.verbosity.has_bars());
        self.wait(future)
    }

    /// Waits for `future`.
    pub(crate) fn wait<T>(&self, future: impl Future<Output = aludel::Result<T>>) -> Result<T> {
        Ok(self.runtime.block_on(future)?)
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
