//! Where a crate's migrations are, and how strictly its models are compared with them.

use std::path::{Path, PathBuf};

/// What a drift between models and migrations is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Strictness {
    /// A warning in a debug build, an error under test and in a release build.
    ByProfile,
    /// An error.
    Deny,
    /// A warning.
    Warn,
    /// Nothing.
    Allow,
}

/// A crate's place for migrations.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Project {
    /// The folder of the revisions, absolute.
    pub(crate) directory: PathBuf,
    /// `aludel.toml`, where there is one.
    pub(crate) config: Option<PathBuf>,
    /// What a drift is.
    pub(crate) strictness: Strictness,
}

impl Project {
    /// The project of the crate that is being compiled.
    pub(crate) fn of_this_crate() -> Result<Self, String> {
        let manifest = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        let manifest = manifest.or_else(|| std::env::current_dir().ok()).unwrap_or_default();
        Self::find(&manifest, std::env::var("ALUDEL_DRIFT").ok().as_deref())
    }

    /// The project of a package; `drift` overrides what `aludel.toml` says.
    pub(crate) fn find(package: &Path, drift: Option<&str>) -> Result<Self, String> {
        let config = package.ancestors().map(|folder| folder.join("aludel.toml")).find(|file| file.is_file());
        let mut project =
            Self { directory: package.join("migrations"), config: None, strictness: Strictness::ByProfile };
        if let Some(file) = config {
            let text = std::fs::read_to_string(&file)
                .map_err(|error| format!("cannot read `{}`: {error}", file.display()))?;
            let folder = file.parent().unwrap_or(package);
            for (key, value) in top_level(&text) {
                match key {
                    "directory" => project.directory = folder.join(value),
                    "drift" => project.strictness = strictness(value, &file.display().to_string())?,
                    _ => {}
                }
            }
            project.config = Some(file);
        }
        if let Some(value) = drift.filter(|value| !value.is_empty()) {
            project.strictness = strictness(value, "ALUDEL_DRIFT")?;
        }
        Ok(project)
    }

    /// The lock's file, which may not exist.
    pub(crate) fn lock(&self) -> PathBuf {
        self.directory.join("schema.lock")
    }
}

fn strictness(value: &str, place: &str) -> Result<Strictness, String> {
    match value {
        "deny" => Ok(Strictness::Deny),
        "warn" => Ok(Strictness::Warn),
        "allow" => Ok(Strictness::Allow),
        _ => Err(format!("{place}: `drift` is \"deny\", \"warn\" or \"allow\", not \"{value}\"")),
    }
}

/// The texts that stand before the first section of a TOML file.
fn top_level(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let lines = text.lines().map(str::trim).take_while(|line| !line.starts_with('['));
    lines.filter_map(|line| {
        let (key, value) = line.split_once('=')?;
        let value = value.trim_start();
        let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        let value = value[1..].split(quote).next()?;
        Some((key.trim().trim_matches('"'), value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_texts_before_the_first_section() {
        let text =
            "# a comment\ndirectory = 'db/migrations' # here\ndrift=\"warn\"\n[database]\ndrift = \"deny\"\n";
        let read: Vec<_> = top_level(text).collect();
        assert_eq!(read, [("directory", "db/migrations"), ("drift", "warn")]);
    }

    #[test]
    fn the_variable_overrides_the_file() {
        let package = std::env::temp_dir().join(format!("aludel-project-{}", std::process::id()));
        let inner = package.join("crates/models");
        std::fs::create_dir_all(&inner).expect("the folder can be written");
        std::fs::write(package.join("aludel.toml"), "directory = \"db\"\ndrift = \"deny\"\n")
            .expect("it is valid");
        let found = Project::find(&inner, None).expect("it is valid");
        assert_eq!((found.directory, found.strictness), (package.join("db"), Strictness::Deny));
        let found = Project::find(&inner, Some("allow")).expect("it is valid");
        assert_eq!(found.strictness, Strictness::Allow);
        let refused = Project::find(&inner, Some("never")).expect_err("it is refused");
        assert_eq!(refused, "ALUDEL_DRIFT: `drift` is \"deny\", \"warn\" or \"allow\", not \"never\"");
        std::fs::remove_dir_all(&package).expect("it is valid");
    }

    #[test]
    fn without_a_file_the_folder_is_in_the_package() {
        let found = Project::find(Path::new("/nowhere/at/all"), None).expect("it is valid");
        assert_eq!(found.directory, Path::new("/nowhere/at/all/migrations"));
        assert_eq!((found.config, found.strictness), (None, Strictness::ByProfile));
    }
}
