//! `models --database`.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use aludel::adopt::{self, Layout, Options, Times};
use aludel::introspection::{Detail, Introspection, Object};
use clap::{Args, ValueEnum};
use serde::Serialize;

use super::Outcome;
use crate::config::Config;
use crate::context::Context;
use crate::invocation;
use crate::output::{self, STRONG, styled};
use crate::trouble::{Result, Trouble};

/// Write Rust models of the tables that a database has
#[derive(Debug, Args)]
pub(crate) struct Models {
    /// Of the database that is set: the models of this build are not looked at
    #[arg(long, required = true)]
    database: bool,
    /// Where to, from here: a folder with a file a table, or one file, `src/models.rs`; else it is printed
    #[arg(long, value_name = "PATH")]
    out: Option<PathBuf>,
    /// Overwrite files that are there
    #[arg(long, requires = "out")]
    force: bool,
    /// The crate of dates and times
    #[arg(long, value_enum, default_value_t, value_name = "CRATE")]
    times: TimeCrate,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum TimeCrate {
    #[default]
    Chrono,
    Time,
}

/// What `models` writes with `--format json`.
#[derive(Serialize)]
struct Report<'a> {
    /// The files that were written; null where the models were to be printed.
    written: Option<Vec<String>>,
    /// The models, where they were to be printed.
    source: Option<&'a str>,
    /// The features of aludel and sqlx that the models need.
    features: Vec<&'a str>,
    /// What of the tables models do not say.
    unsaid: Vec<Unsaid<'a>>,
    /// What the database has beside its tables.
    objects: Vec<&'a Object>,
}

#[derive(Serialize)]
struct Unsaid<'a> {
    #[serde(flatten)]
    detail: &'a Detail,
    message: String,
}

impl Models {
    pub(crate) fn run(self, context: &Context) -> Result<Outcome> {
        let introspection = read(context)?;
        if introspection.schema.tables.is_empty() {
            output::warning("the database has no tables that a model could be written of");
        }
        let one_file = self.out.as_ref().is_none_or(|path| path.extension().is_some_and(|end| end == "rs"));
        let layout = if one_file { Layout::File } else { Layout::Folder };
        let times = match self.times {
            TimeCrate::Chrono => Times::Chrono,
            TimeCrate::Time => Times::Time,
        };
        let models = adopt::models(&introspection, Options { layout, times });
        let written = match &self.out {
            Some(path) => Some(write(&models, path, one_file, self.force)?),
            None => None,
        };
        if context.json() {
            output::json(&report(&models, written))?;
            return Ok(Outcome::Fine);
        }
        match &written {
            Some(files) => {
                let path = self.out.as_deref().map(Config::shown).unwrap_or_default();
                output::line(format!("wrote {} files to {}", files.len(), styled(STRONG, path)));
            }
            None => models.files.iter().for_each(|file| output::text(&file.source)),
        }
        tell(&models);
        Ok(Outcome::Fine)
    }
}

/// What the database holds, without the history and the tables that the settings leave out.
fn read(context: &Context) -> Result<Introspection> {
    let database = context.database()?;
    context.watch("reading the database", context.migrator().introspect(&database.existing()))
}

/// Writes the files, all or, where one is there already, none.
fn write(models: &adopt::Models, path: &Path, one_file: bool, force: bool) -> Result<Vec<String>> {
    let place = |name: &str| if one_file { path.to_owned() } else { path.join(name) };
    let places = models.files.iter().map(|file| (place(&file.name), file));
    if let Some((there, _)) = places.clone().find(|(path, _)| !force && path.exists()) {
        let message = format!("`{}` is there already", Config::shown(&there));
        return Err(
            Trouble::new(message).hint("write to another place with `--out`, or over it with `--force`")
        );
    }
    let mut written = Vec::new();
    for (path, file) in places {
        let shown = Config::shown(&path);
        let failed = |error| Trouble::caused(format!("`{shown}` cannot be written"), &error);
        path.parent().map_or(Ok(()), fs::create_dir_all).map_err(failed)?;
        let mut options = OpenOptions::new();
        options.write(true).truncate(force).create(force).create_new(!force);
        options.open(&path).and_then(|mut open| open.write_all(file.source.as_bytes())).map_err(failed)?;
        written.push(shown);
    }
    Ok(written)
}

fn report(models: &adopt::Models, written: Option<Vec<String>>) -> Report<'_> {
    let unsaid = |detail| Unsaid { message: message(detail), detail };
    Report {
        source: written.is_none().then(|| models.files.first().map_or("", |file| &file.source)),
        written,
        features: models.features.keys().copied().collect(),
        unsaid: models.unsaid.iter().map(unsaid).collect(),
        objects: models.objects.iter().collect(),
    }
}

fn message(Detail { place, what }: &Detail) -> String {
    format!("{place}: {what}")
}

/// Says what the models do not, and what they need.
fn tell(models: &adopt::Models) {
    if !models.unsaid.is_empty() || !models.objects.is_empty() {
        output::note("in the database only, and left alone there:");
    }
    models.unsaid.iter().for_each(|detail| output::note(format!("  {}", message(detail))));
    for Object { kind, name, .. } in &models.objects {
        output::note(format!("  {kind} `{name}`"));
    }
    if !models.features.is_empty() {
        let features: Vec<&str> = models.features.keys().copied().collect();
        let crates: Vec<&str> = models.features.values().copied().collect();
        output::hint(format!(
            "the models need the features `{}` of `aludel` and `sqlx`, and {} in Cargo.toml",
            features.join("`, `"),
            format_args!("`{}`", crates.join("`, `")),
        ));
    }
    output::hint(format!(
        "then run `{}`, `{}` and `{}`",
        invocation::next("generate -m \"adopt the database\""),
        invocation::next("stamp head"),
        invocation::next("check --database"),
    ));
}
