//! `cargo aludel init`.

use std::fs;
use std::path::{Path, PathBuf};

use aludel::database;
use aludel::revision::lock::{self, Lock};
use clap::Args;
use clap::builder::PossibleValuesParser;

use super::manifest::{Manifest, Origin, Wanted};
use super::proposal::Proposal;
use super::workspace::{Package, Workspace};
use super::{BINARY, databases, shown, sources};
use crate::config;
use crate::output::{self, STRONG, styled};
use crate::prompt::Prompt;
use crate::trouble::{Result, Trouble};

/// Where the binary stands in its package.
const BINARY_PATH: &str = "src/bin/migrations.rs";

/// Set the project up: dependencies, migrations!(), the migrations binary, an empty lock and aludel.toml
#[derive(Debug, Args)]
pub(super) struct Init {
    /// The database that the project is for, where its dependencies and DATABASE_URL do not tell
    #[arg(long, value_name = "NAME", value_delimiter = ',', value_parser = PossibleValuesParser::new(database::names()))]
    database: Vec<String>,
    /// Take aludel from its sources in this folder, in place of crates.io
    #[arg(long, value_name = "FOLDER", conflicts_with = "git")]
    path: Option<PathBuf>,
    /// Take aludel from the git repository at this URL, in place of crates.io
    #[arg(long, value_name = "URL")]
    git: Option<String>,
    /// Write nothing; show what would be written
    #[arg(long)]
    dry_run: bool,
    /// Write without asking
    #[arg(long, short)]
    yes: bool,
    /// Ask nothing: refuse what would need an answer
    #[arg(long)]
    no_input: bool,
}

impl Init {
    /// Sets up the package called `name`, or that one stands in.
    pub(super) fn run(self, name: Option<&str>) -> Result<()> {
        let workspace = Workspace::here()?;
        let package = match name {
            Some(name) => workspace.named(name)?,
            None => workspace.current()?,
        };
        check(package)?;
        let prompt = Prompt::new(self.no_input);
        let databases = databases::find(&self.database, package, prompt)?;
        let proposal = self.proposal(&workspace, package, &databases)?;
        if proposal.is_empty() {
            output::line(format!("nothing to do: package `{}` is set up", package.name));
            return Ok(());
        }
        let names = databases.join(", ");
        output::line(format!("package {}, for {names}:", styled(STRONG, &package.name)));
        proposal.show(&workspace.root);
        if self.dry_run {
            return Ok(());
        }
        if !self.yes && prompt.is_interactive() {
            prompt.agree("Write this?")?;
        }
        let cargo_lock = CargoLock::of(&workspace)?;
        proposal.write(|| {
            workspace.resolves().map_err(|said| {
                cargo_lock.restore();
                unresolved(&said)
            })
        })?;
        output::line(format!("package {} is set up", styled(STRONG, &package.name)));
        tell_next(package);
        Ok(())
    }

    /// All that the package lacks.
    fn proposal(&self, workspace: &Workspace, package: &Package, databases: &[String]) -> Result<Proposal> {
        let folder = package.folder();
        let mut proposal = Proposal::default();
        let library = package.library();
        let library_path =
            library.map_or_else(|| folder.join("src/lib.rs"), |target| target.src_path.clone());
        let library_name = library.map_or(&package.name, |target| &target.name).replace('-', "_");
        let binary =
            package.binary(BINARY).map_or_else(|| folder.join(BINARY_PATH), |target| target.src_path.clone());

        let before =
            fs::read_to_string(&package.manifest).map_err(|error| unreadable(&package.manifest, &error))?;
        let mut manifest = parse(&package.manifest, &before)?;
        for wanted in self.dependencies(workspace, package, databases)? {
            manifest.want(&wanted);
        }
        if package.binary(BINARY).is_none() {
            manifest.name_binary(BINARY, BINARY_PATH);
            let mut binaries = package.binaries();
            if let (None, Some(only), None) = (&package.default_run, binaries.next(), binaries.next()) {
                manifest.run_by_default(&only.name);
            }
        }
        if library.is_none() {
            manifest.name_library("src/lib.rs");
        }
        proposal.add(package.manifest.clone(), Some(before), manifest.text());

        let before = read(&library_path)?;
        if let Some(after) = sources::library(before.as_deref()) {
            proposal.add(library_path, before, after);
        }
        match read(&binary)? {
            None => proposal.add(binary, None, sources::binary(&library_name)),
            Some(text) if sources::is_binary(&text) => {}
            Some(_) => {
                let binary = shown(&binary, &workspace.root);
                return Err(Trouble::new(format!(
                    "`{binary}` is there already, and does not run migrations"
                ))
                .hint("give that binary another name"));
            }
        }
        let settings = config::file_above(folder);
        let revisions = match &settings {
            Some(file) => config::directory_of(file)?,
            None => None,
        };
        if settings.is_none() {
            let has_url = config::database_url_at(folder)?.is_some();
            proposal.add(folder.join(config::FILE), None, config::first(databases, &library_name, has_url));
        }
        let lock = revisions.unwrap_or_else(|| folder.join("migrations")).join(lock::FILE_NAME);
        if !lock.exists() {
            proposal.add(lock, None, Lock::default().to_string());
        }
        Ok(proposal)
    }

    /// The dependencies, each with those of its features that are missing.
    fn dependencies(
        &self,
        workspace: &Workspace,
        package: &Package,
        databases: &[String],
    ) -> Result<Vec<Wanted>> {
        let shared = workspace.root.join("Cargo.toml");
        let shared = parse(&shared, &read(&shared)?.unwrap_or_default())?;
        let features = |name: &str| package.dependency(name).map(|dependency| &*dependency.features);
        let sqlx = features("sqlx").unwrap_or_default();
        // Columns can have the types that queries have.
        let types = sqlx.iter().filter(|feature| TYPES.contains(&feature.as_str())).cloned();
        let runtime = match sqlx.iter().any(|feature| feature.starts_with("runtime-")) {
            true => None,
            false => Some("runtime-tokio".to_owned()),
        };
        let origin = |name: &str, own: Origin| if shared.shares(name) { Origin::Workspace } else { own };
        let wanted = [
            ("aludel", self.own_origin("runtime")?, [databases, &types.collect::<Vec<_>>()].concat()),
            ("aludel-cli", self.own_origin("cli")?, databases.to_vec()),
            (
                "sqlx",
                Origin::Version("0.9".into()),
                runtime.into_iter().chain(databases.iter().cloned()).collect(),
            ),
        ];
        Ok(wanted
            .into_iter()
            .map(|(name, own, mut wanted)| {
                let has = features(name).unwrap_or_default();
                // One that is there under a longer name is there: `sqlite-unbundled` is no other database.
                wanted.retain(|feature| !has.iter().any(|other| other.starts_with(feature.as_str())));
                Wanted { name, origin: origin(name, own), features: wanted }
            })
            .collect())
    }

    /// Where a crate of aludel comes from, whose sources are in `folder` of its repository.
    fn own_origin(&self, folder: &str) -> Result<Origin> {
        match (&self.path, &self.git) {
            (Some(path), _) => {
                let path = path.join(folder);
                match fs::canonicalize(path.join("Cargo.toml")) {
                    Ok(manifest) => Ok(Origin::Folder(manifest.parent().map(Path::to_owned).unwrap_or(path))),
                    Err(_) => Err(Trouble::new(format!("`{}` is not there", path.display()))
                        .hint("`--path` names the folder of aludel's repository")),
                }
            }
            (None, Some(url)) => Ok(Origin::Git(url.clone())),
            (None, None) => {
                let [major, minor] = [env!("CARGO_PKG_VERSION_MAJOR"), env!("CARGO_PKG_VERSION_MINOR")];
                Ok(Origin::Version(format!("{major}.{minor}")))
            }
        }
    }
}

/// The features of sqlx and aludel for the types of other crates.
const TYPES: [&str; 9] =
    ["bigdecimal", "chrono", "ipnet", "ipnetwork", "json", "mac_address", "rust_decimal", "time", "uuid"];

/// Refuses a package that cannot be set up.
fn check(package: &Package) -> Result<()> {
    let name = &package.name;
    if package.edition == "2015" {
        return Err(Trouble::new(format!("package `{name}` is of the edition 2015"))
            .hint("`cargo fix --edition` brings it to the next"));
    }
    if package.is_macros() {
        return Err(Trouble::new(format!("package `{name}` is a crate of macros, which can hold no models"))
            .hint("name the package of the models with `-p`"));
    }
    match package.dependency("sqlx").map(|sqlx| &*sqlx.req) {
        Some(version)
            if version != "*" && !version.trim_start_matches(['^', '=', '~', ' ']).starts_with("0.9") =>
        {
            Err(Trouble::new(format!("package `{name}` has sqlx {version}, and aludel works with 0.9"))
                .hint("bring sqlx to 0.9 first: its changelog says what changes"))
        }
        _ => Ok(()),
    }
}

/// What stands in the way when cargo does not find what the project would depend on.
fn unresolved(said: &str) -> Trouble {
    let trouble =
        Trouble::new(format!("cargo cannot bring the dependencies, so nothing was written:\n{said}"));
    match said.contains("aludel") {
        true => trouble.hint(
            "as long as aludel is not on crates.io, `--git URL` or `--path FOLDER` says where its sources are",
        ),
        false => trouble,
    }
}

/// Says what comes next, and what cannot be done for anybody.
fn tell_next(package: &Package) {
    if package.library().is_none() {
        output::note(
            "models stand in the library, which is new: `src/main.rs` uses what is there as it does any other crate's",
        );
    }
    output::hint(
        "write a model, such as `#[derive(aludel::Table)] pub struct User { … }` in `src/models.rs`, name it in the \
         library with `pub mod models;`, then run `cargo aludel generate`",
    );
}

/// `Cargo.lock` as it was before cargo looked for what is new.
struct CargoLock {
    path: PathBuf,
    before: Option<String>,
}

impl CargoLock {
    fn of(workspace: &Workspace) -> Result<Self> {
        let path = workspace.root.join("Cargo.lock");
        Ok(Self { before: read(&path)?, path })
    }

    fn restore(&self) {
        // Cargo writes it again with the next command.
        let _ = match &self.before {
            Some(before) => fs::write(&self.path, before),
            None => fs::remove_file(&self.path),
        };
    }
}

/// The text of the file `path`, if it is there.
fn read(path: &Path) -> Result<Option<String>> {
    if !path.exists() {
        return Ok(None);
    }
    fs::read_to_string(path).map(Some).map_err(|error| unreadable(path, &error))
}

fn parse(path: &Path, text: &str) -> Result<Manifest> {
    Manifest::parse(text).map_err(|error| unreadable(path, &error))
}

fn unreadable(path: &Path, error: &(dyn std::error::Error + 'static)) -> Trouble {
    Trouble::caused(format!("`{}` cannot be read", path.display()), error)
}
