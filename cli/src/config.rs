//! What is set for a project: `aludel.toml` up the tree, `.env`, the environment.
//!
//! Everything is found from where the crate's sources are, so that the commands work from any folder of the
//! project; a binary that has left its sources behind looks from the folder it is run in.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use aludel::Migrations;
use serde::Deserialize;

use crate::environment::{self, Environment, Hook};
use crate::tables::Tables;
use crate::trouble::{Result, Trouble};

/// The file of settings.
pub(crate) const FILE: &str = "aludel.toml";

/// What is set for a project.
#[derive(Debug)]
pub(crate) struct Config {
    /// The folder of `aludel.toml`, or where it would be.
    root: PathBuf,
    settings: Settings,
}

/// `aludel.toml`. The derives read `directory` and `drift` too, at compile time.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    /// The folder of the revisions, relative to the file.
    directory: Option<PathBuf>,
    /// What a drift is: `deny`, `warn` or `allow`.
    #[serde(rename = "drift")]
    _drift: Option<String>,
    /// The database of whoever sets none; a SQLite file is relative to this file.
    database_url: Option<String>,
    /// The databases that revisions are generated for, by name.
    databases: Option<Vec<String>>,
    /// The name of a new revision's file, such as `{date}_{rev}_{slug}`.
    file_template: Option<String>,
    /// The name of the history table.
    history_table: Option<String>,
    /// For how many seconds to wait while another run is at the database.
    wait_timeout: Option<u64>,
    /// For how many seconds a statement waits for the locks of other sessions.
    lock_timeout: Option<u64>,
    /// How many seconds a statement may take.
    statement_timeout: Option<u64>,
    /// The shell command before an upgrade.
    before_upgrade: Option<String>,
    /// The shell command after an upgrade.
    after_upgrade: Option<String>,
    /// The databases that have a name.
    #[serde(default)]
    environments: BTreeMap<String, Environment>,
    /// The tables of a database that are looked at.
    #[serde(default)]
    tables: Tables,
}

impl Config {
    /// The settings of the project that embeds `migrations`.
    pub(crate) fn find(migrations: &Migrations) -> Result<Self> {
        let sources = Path::new(migrations.invoked_at).parent().filter(|folder| folder.is_dir());
        let start = match sources {
            Some(folder) => folder.to_owned(),
            None => std::env::current_dir()
                .map_err(|error| Trouble::caused("the current folder cannot be found", &error))?,
        };
        let Some(file) = up_the_tree(&start, FILE) else {
            let root = up_the_tree(&start, "Cargo.toml").and_then(|file| file.parent().map(Path::to_owned));
            return Ok(Self { root: root.unwrap_or(start), settings: Settings::default() });
        };
        let settings = settings(&file)?;
        let root = file.parent().unwrap_or(&start).to_owned();
        Ok(Self { root, settings })
    }

    /// The URL of the database: the flag's, `DATABASE_URL`, `.env`'s, or that of `aludel.toml`.
    pub(crate) fn database_url(&self, flag: Option<&str>) -> Result<Option<String>> {
        match flag {
            Some(url) => Ok(Some(url.to_owned())),
            None => self.url(Some("DATABASE_URL"), self.settings.database_url.as_deref()),
        }
    }

    /// The environment called `name`.
    pub(crate) fn environment(&self, name: &str) -> Result<&Environment> {
        environment::find(&self.settings.environments, name)
    }

    /// The environment whose database is at `url`, a protected one first.
    pub(crate) fn environment_at(&self, url: &str) -> Result<Option<&Environment>> {
        let mut found: Option<&Environment> = None;
        for environment in self.settings.environments.values() {
            let here =
                self.environment_url(environment)?.is_some_and(|other| environment::same_place(&other, url));
            if here && found.is_none_or(|found| environment.protected && !found.protected) {
                found = Some(environment);
            }
        }
        Ok(found)
    }

    /// The URL of the database of `environment`, if it is set.
    pub(crate) fn environment_url(&self, environment: &Environment) -> Result<Option<String>> {
        self.url(environment.database_url_env.as_deref(), environment.database_url.as_deref())
    }

    /// The shell command that is set for `hook`, in `environment` or for the whole project.
    pub(crate) fn hook<'a>(&'a self, environment: Option<&'a Environment>, hook: Hook) -> Option<&'a str> {
        let own = environment.and_then(|environment| environment.hook(hook));
        own.or(match hook {
            Hook::BeforeUpgrade => self.settings.before_upgrade.as_deref(),
            Hook::AfterUpgrade => self.settings.after_upgrade.as_deref(),
        })
    }

    /// The folder of `aludel.toml`, or where it would be.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The URL that the variable `name` holds, in the environment or in `.env`, or else that of `aludel.toml`.
    fn url(&self, name: Option<&str>, set: Option<&str>) -> Result<Option<String>> {
        if let Some(name) = name {
            if let Ok(url) = std::env::var(name) {
                return Ok(Some(url));
            }
            if let Some(file) = up_the_tree(&self.root, ".env")
                && let Some(url) = variable(&file, name)?
            {
                return Ok(Some(beside(&file, &url)));
            }
        }
        Ok(set.map(|url| beside(&self.root.join(FILE), url)))
    }

    /// The databases that revisions are generated for, if they are set.
    pub(crate) fn databases(&self) -> Option<&[String]> {
        self.settings.databases.as_deref()
    }

    /// The name of a new revision's file, if it is set.
    pub(crate) fn file_template(&self) -> Option<&str> {
        self.settings.file_template.as_deref()
    }

    /// The name of the history table, if it is set.
    pub(crate) fn history_table(&self) -> Option<&str> {
        self.settings.history_table.as_deref()
    }

    /// How long to wait while another run is at the database, if it is set.
    pub(crate) fn wait_timeout(&self) -> Option<Duration> {
        self.settings.wait_timeout.map(Duration::from_secs)
    }

    /// How long a statement waits for the locks of other sessions, if it is set.
    pub(crate) fn lock_timeout(&self) -> Option<Duration> {
        self.settings.lock_timeout.map(Duration::from_secs)
    }

    /// How long a statement may take, if it is set.
    pub(crate) fn statement_timeout(&self) -> Option<Duration> {
        self.settings.statement_timeout.map(Duration::from_secs)
    }

    /// The tables of a database that are looked at: others are neither compared nor written down.
    pub(crate) fn tables(&self) -> &Tables {
        &self.settings.tables
    }

    /// `path` as it is told to people: relative to the current folder where it is below it.
    pub(crate) fn shown(path: &Path) -> String {
        let here = std::env::current_dir().ok();
        let below = here.and_then(|here| path.strip_prefix(here).ok().map(Path::to_owned));
        below.unwrap_or_else(|| path.to_owned()).display().to_string()
    }
}

/// The settings file in `folder` or above it.
pub(crate) fn file_above(folder: &Path) -> Option<PathBuf> {
    up_the_tree(folder, FILE)
}

/// The folder of the revisions that the settings `file` names, if it does.
pub(crate) fn directory_of(file: &Path) -> Result<Option<PathBuf>> {
    let directory = settings(file)?.directory;
    Ok(directory.and_then(|directory| Some(file.parent()?.join(directory))))
}

/// The URL of the database of a project in `folder` that has no settings yet: `DATABASE_URL`, also from `.env`.
pub(crate) fn database_url_at(folder: &Path) -> Result<Option<String>> {
    Config { root: folder.to_owned(), settings: Settings::default() }.database_url(None)
}

/// The first settings of a project for `databases`; where no URL `is_set`, a database in a file gets one.
pub(crate) fn first(databases: &[String], project: &str, is_set: bool) -> String {
    let names: Vec<String> = databases.iter().map(|name| format!("\"{name}\"")).collect();
    let names = names.join(", ");
    let mut text = format!("# The databases that revisions are generated for.\ndatabases = [{names}]\n");
    if is_set {
        return text;
    }
    text += &match databases {
        [only] if only == "sqlite" => format!(
            "# The database of whoever sets no DATABASE_URL: a file beside this one.\n\
             database_url = \"sqlite:{project}.db\"\n"
        ),
        _ => "# DATABASE_URL says where the database is, in the environment or in `.env`.\n".to_owned(),
    };
    text
}

/// The settings in `file`.
fn settings(file: &Path) -> Result<Settings> {
    let unreadable = |error: &(dyn std::error::Error + 'static)| {
        Trouble::caused(format!("`{}` cannot be read", file.display()), error)
    };
    let text = std::fs::read_to_string(file).map_err(|error| unreadable(&error))?;
    read(&text).map_err(|message| Trouble::new(format!("`{}` cannot be read: {message}", file.display())))
}

/// The settings that `text` holds, or where it cannot be read and why.
fn read(text: &str) -> Result<Settings, String> {
    let mut settings: Settings = toml::from_str(text).map_err(|error| {
        // The parser's own text quotes the line, which may hold a password.
        let start = error.span().map_or(0, |span| span.start);
        let line = 1 + text.bytes().take(start).filter(|byte| *byte == b'\n').count();
        format!("line {line}: {}", error.message())
    })?;
    for (name, environment) in &mut settings.environments {
        environment.name.clone_from(name);
    }
    Ok(settings)
}

/// The nearest `name` in `folder` or above it.
fn up_the_tree(folder: &Path, name: &str) -> Option<PathBuf> {
    folder.ancestors().map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// The value of `name` in the `.env` file, which is not put into the process's environment.
fn variable(file: &Path, name: &str) -> Result<Option<String>> {
    // The parser's errors quote the line that they stumble over, which may hold a password.
    let unreadable = || Trouble::new(format!("`{}` cannot be read", file.display()));
    for pair in dotenvy::from_path_iter(file).map_err(|_| unreadable())? {
        let (key, value) = pair.map_err(|_| unreadable())?;
        if key == name {
            return Ok(Some(value));
        }
    }
    Ok(None)
}

/// `url` with a SQLite file that is relative made relative to the folder of `file`.
fn beside(file: &Path, url: &str) -> String {
    let Some(rest) = url.strip_prefix("sqlite:") else { return url.to_owned() };
    let name = rest.strip_prefix("//").unwrap_or(rest);
    if name.is_empty() || name.starts_with([':', '/']) || name.starts_with("file:") {
        return url.to_owned();
    }
    let folder = file.parent().unwrap_or(file).display().to_string();
    // sqlx decodes the path, and takes what follows `?` as parameters.
    let folder = folder.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    format!("sqlite://{folder}/{name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sqlite_files_stand_beside_the_file_that_names_them() {
        let file = Path::new("/app/50%/aludel.toml");
        assert_eq!(beside(file, "sqlite:app.db?mode=rwc"), "sqlite:///app/50%25/app.db?mode=rwc");
        assert_eq!(beside(file, "sqlite://app.db"), "sqlite:///app/50%25/app.db");
        for url in ["sqlite::memory:", "sqlite:///tmp/app.db", "sqlite:/tmp/app.db", "postgres://db/app"] {
            assert_eq!(beside(file, url), url);
        }
    }

    #[test]
    fn unknown_settings_are_refused() {
        let error = read("drift = \"warn\"\ndatabse_url = \"sqlite:app.db\"").expect_err("it is misspelt");
        assert!(error.contains("line 2: unknown field `databse_url`"), "{error}");
    }

    #[test]
    fn passwords_stay_in_the_file() {
        for line in
            ["database_url = postgres://ann:hidden@db/app", "database_url = \"mysql://ann:hidden@db/app\" x"]
        {
            let error = read(line).expect_err("it is no TOML");
            assert!(!error.contains("hidden"), "{error}");
        }
    }

    #[test]
    fn the_first_settings_can_be_read() {
        let database = |databases: &[&str], is_set| {
            let databases: Vec<String> = databases.iter().map(ToString::to_string).collect();
            let settings = read(&first(&databases, "my_app", is_set)).expect("they are valid");
            assert_eq!(settings.databases, Some(databases));
            settings.database_url
        };
        assert_eq!(database(&["sqlite"], false).as_deref(), Some("sqlite:my_app.db"));
        for databases in [&["sqlite"][..], &["mysql"], &["mysql", "sqlite"]] {
            assert_eq!(database(databases, true), None);
        }
        assert_eq!(database(&["mysql", "sqlite"], false), None);
    }

    #[test]
    fn environments_know_their_names() {
        let settings = read("[environments.live]\nprotected = true\n").expect("it is TOML");
        let live = &settings.environments["live"];
        assert!(live.name == "live" && live.protected);
        read("[environments.live]\nprotect = true\n").expect_err("it is misspelt");
    }

    #[test]
    fn the_page_of_the_settings_is_true() {
        let page = include_str!("../../docs/src/reference/configuration.md");
        let sample = page.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next());
        let sample = sample.expect("the page has a sample");
        read(sample).expect("the sample can be read");
        for table in ["", "[tables]\n", "[environments.a]\n"] {
            // Whoever misspells a key is told all that there are.
            let known = read(&format!("{table}misspelt = 1")).expect_err("it is misspelt");
            let keys =
                known.split('`').skip(3).step_by(2).filter(|key| *key != "environments" && *key != "tables");
            for key in keys {
                assert!(
                    sample.contains(&format!("\n{key} = ")) || sample.starts_with(key),
                    "{key} is not on the page"
                );
            }
        }
    }
}
