//! The Cargo project that one stands in, as `cargo metadata` tells it.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde::Deserialize;

use crate::trouble::{Result, Trouble};

/// A workspace, be it of one package.
#[derive(Debug, Deserialize)]
pub(super) struct Workspace {
    packages: Vec<Package>,
    #[serde(rename = "workspace_root")]
    pub(super) root: PathBuf,
}

/// A package of the workspace.
#[derive(Debug, Deserialize)]
pub(super) struct Package {
    pub(super) name: String,
    pub(super) edition: String,
    #[serde(rename = "manifest_path")]
    pub(super) manifest: PathBuf,
    targets: Vec<Target>,
    dependencies: Vec<Dependency>,
    pub(super) default_run: Option<String>,
}

/// Something that cargo builds of a package.
#[derive(Debug, Deserialize)]
pub(super) struct Target {
    pub(super) name: String,
    kind: Vec<String>,
    pub(super) src_path: PathBuf,
}

/// Something that a package depends on, with what it has from its workspace.
#[derive(Debug, Deserialize)]
pub(super) struct Dependency {
    name: String,
    /// `None` for one that is neither for tests nor for a build script.
    kind: Option<String>,
    /// `None` for one on every platform.
    target: Option<String>,
    /// What is asked for, such as `^0.9`; `*` where it is in a folder or from git.
    pub(super) req: String,
    pub(super) features: Vec<String>,
}

/// Cargo, as it was called.
pub(super) fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

impl Workspace {
    /// The workspace of the current folder.
    pub(super) fn here() -> Result<Self> {
        let output = metadata(&["--no-deps".as_ref()])?;
        if !output.status.success() {
            let said = said(&output);
            return Err(match said.contains("could not find `Cargo.toml`") {
                true => Trouble::new("there is no Cargo project here")
                    .hint("go where one is, or begin one with `cargo new my_app`"),
                false => Trouble::new(format!("cargo cannot read the project: {said}")),
            });
        }
        serde_json::from_slice(&output.stdout)
            .map_err(|error| Trouble::caused("what cargo tells of the project cannot be read", &error))
    }

    /// Whether cargo finds everything that the packages depend on; what it says, if not.
    pub(super) fn resolves(&self) -> Result<(), String> {
        let manifest = self.root.join("Cargo.toml");
        match metadata(&["--manifest-path".as_ref(), manifest.as_os_str()]) {
            Ok(output) if output.status.success() => Ok(()),
            Ok(output) => Err(said(&output)),
            Err(trouble) => Err(trouble.to_string()),
        }
    }

    /// The package called `name`.
    pub(super) fn named(&self, name: &str) -> Result<&Package> {
        self.packages.iter().find(|package| package.name == name).ok_or_else(|| {
            Trouble::new(format!("there is no package `{name}` in this workspace"))
                .hint(format!("its packages are {}", self.names()))
        })
    }

    /// The package whose folder one stands in, or the only one.
    pub(super) fn current(&self) -> Result<&Package> {
        let around = self.around();
        match &*self.packages {
            [only] => Ok(only),
            _ => around.ok_or_else(|| {
                Trouble::new("this workspace has several packages")
                    .hint(format!("say which with `-p`, or go to its folder: {}", self.names()))
            }),
        }
    }

    /// The package with a binary `name`: that one stands in, or else the only one in the workspace.
    pub(super) fn with_binary(&self, name: &str) -> Option<&Package> {
        let has = |package: &&Package| package.binary(name).is_some();
        self.around().filter(has).or_else(|| {
            let mut found = self.packages.iter().filter(has);
            found.next().filter(|_| found.next().is_none())
        })
    }

    /// The package whose folder one stands in, the innermost.
    fn around(&self) -> Option<&Package> {
        let here = std::env::current_dir().ok()?;
        let around = self.packages.iter().filter(|package| here.starts_with(package.folder()));
        around.max_by_key(|package| package.folder().components().count())
    }

    fn names(&self) -> String {
        let names: Vec<String> = self.packages.iter().map(|package| format!("`{}`", package.name)).collect();
        names.join(", ")
    }
}

impl Package {
    /// The folder of its `Cargo.toml`.
    pub(super) fn folder(&self) -> &Path {
        self.manifest.parent().unwrap_or(&self.manifest)
    }

    /// Its binaries.
    pub(super) fn binaries(&self) -> impl Iterator<Item = &Target> {
        self.of_kind("bin")
    }

    /// Its binary called `name`.
    pub(super) fn binary(&self, name: &str) -> Option<&Target> {
        self.binaries().find(|target| target.name == name)
    }

    /// Its library, which other crates can use.
    pub(super) fn library(&self) -> Option<&Target> {
        ["lib", "rlib", "dylib"].into_iter().find_map(|kind| self.of_kind(kind).next())
    }

    /// Whether it is a crate of macros, which can hold nothing else.
    pub(super) fn is_macros(&self) -> bool {
        self.of_kind("proc-macro").next().is_some()
    }

    /// What it depends on under `name`, on every platform and not only for tests.
    pub(super) fn dependency(&self, name: &str) -> Option<&Dependency> {
        let plain = |dependency: &&Dependency| dependency.kind.is_none() && dependency.target.is_none();
        self.dependencies.iter().filter(plain).find(|dependency| dependency.name == name)
    }

    fn of_kind(&self, kind: &str) -> impl Iterator<Item = &Target> {
        self.targets.iter().filter(move |target| target.kind.iter().any(|other| other == kind))
    }
}

fn metadata(arguments: &[&OsStr]) -> Result<Output> {
    let mut command = cargo();
    command.args(["metadata", "--format-version", "1"]).args(arguments).env("CARGO_TERM_COLOR", "never");
    command.output().map_err(|error| Trouble::caused("cargo cannot be started", &error))
}

/// What cargo said of its trouble.
fn said(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr);
    let trouble = text.split_once("error: ").map_or(&*text, |(_, trouble)| trouble);
    trouble.trim().to_owned()
}
