//! `hook install`, `hook uninstall`, `hook print`.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::Outcome;
use crate::config::Config;
use crate::context::Context;
use crate::invocation;
use crate::output;
use crate::trouble::{Result, Trouble};
use crate::worktree::Worktree;

/// What begins a hook that is all aludel's.
const HEADER: &str = "#!/bin/sh\n\
    # Refuses a commit whose models have no migration; `git commit --no-verify` goes past it.\n\
    # Written by `hook install` of aludel; `hook uninstall` takes its lines away.\n";

/// Let git refuse a commit whose models have no migration
#[derive(Debug, Args)]
pub(crate) struct Hook {
    #[command(subcommand)]
    action: Action,
}

#[derive(Clone, Copy, Debug, Subcommand)]
enum Action {
    /// Write the pre-commit hook; one that is there already is told the line to add
    Install,
    /// Take it away
    Uninstall,
    /// Print its line, for a hook that other tools write
    Print,
}

impl Hook {
    pub(crate) fn run(self, context: &Context) -> Result<Outcome> {
        let package = package(context)?;
        let git = Worktree::at(&package);
        let line = line(&git.top()?, &package);
        if let Action::Print = self.action {
            output::line(line);
            return Ok(Outcome::Fine);
        }
        let file = git.hooks()?.join("pre-commit");
        let shown = Config::shown(&file);
        let before = match file.exists() {
            true => Some(fs::read_to_string(&file).map_err(|error| unusable(&file, "read", &error))?),
            false => None,
        };
        let after = match self.action {
            Action::Install => match installed(before.as_deref(), &line) {
                Some(after) => Some(after),
                None => {
                    return Err(Trouble::new(format!(
                        "there is a hook `{shown}` already, and it stays as it is"
                    ))
                    .hint(format!("add this line to it:\n{line}")));
                }
            },
            Action::Uninstall => before.as_deref().and_then(|before| uninstalled(before, &line)),
            Action::Print => return Ok(Outcome::Fine),
        };
        if after == before {
            let there =
                if before.is_some_and(|before| has(&before, &line)) { "is there" } else { "is not there" };
            output::line(format!("nothing to do: the hook {there}"));
            return Ok(Outcome::Fine);
        }
        match after {
            Some(after) => write(&file, &after)?,
            None => fs::remove_file(&file).map_err(|error| unusable(&file, "removed", &error))?,
        }
        output::line(match self.action {
            Action::Uninstall => format!("the hook is gone from {shown}"),
            Action::Install | Action::Print => format!("wrote {shown}"),
        });
        Ok(Outcome::Fine)
    }
}

/// The hook with `line`, from what is there; `None` where that is somebody else's.
fn installed(before: Option<&str>, line: &str) -> Option<String> {
    match before {
        None => Some(format!("{HEADER}{line}\n")),
        Some(before) if has(before, line) => Some(before.to_owned()),
        Some(before) if before.starts_with(HEADER) => Some(format!("{}\n{line}\n", before.trim_end())),
        Some(_) => None,
    }
}

/// The hook without `line`; `None` where nothing is left of it.
fn uninstalled(before: &str, line: &str) -> Option<String> {
    let after: String = before.split_inclusive('\n').filter(|other| other.trim_end() != line).collect();
    (after != HEADER).then_some(after)
}

fn has(hook: &str, line: &str) -> bool {
    hook.lines().any(|other| other.trim_end() == line)
}

/// The line that checks the package in `folder` where Rust, settings or locks are part of the commit.
fn line(top: &Path, folder: &Path) -> String {
    let manifest = folder.strip_prefix(top).unwrap_or(folder).join("Cargo.toml");
    let manifest = quoted(&manifest.display().to_string());
    format!(
        "git diff --cached --quiet -- '*.rs' '*.toml' '*.lock' || cargo run --quiet --manifest-path {manifest} --bin {} \
         -- check --staged || exit 1",
        invocation::binary()
    )
}

/// `text` as one word of a shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// The folder of the package that embeds the revisions.
fn package(context: &Context) -> Result<PathBuf> {
    let source = Path::new(context.migrations.invoked_at);
    let package = source.ancestors().skip(1).find(|folder| folder.join("Cargo.toml").is_file());
    let package = package.and_then(|folder| fs::canonicalize(folder).ok());
    package.ok_or_else(|| {
        Trouble::new("the sources of this build are not here").hint("run it where they are, by `cargo run`")
    })
}

fn write(file: &Path, text: &str) -> Result<()> {
    let failed = |error: std::io::Error| unusable(file, "written", &error);
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    fs::write(file, text).map_err(failed)?;
    // Git passes over a hook that may not be run.
    #[cfg(unix)]
    fs::set_permissions(file, std::os::unix::fs::PermissionsExt::from_mode(0o755)).map_err(failed)?;
    Ok(())
}

fn unusable(file: &Path, what: &str, error: &std::io::Error) -> Trouble {
    Trouble::caused(format!("`{}` cannot be {what}", file.display()), error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hooks_come_and_go() {
        let [one, other] = ["check one || exit 1", "check other || exit 1"];
        let first = installed(None, one).expect("there is none");
        assert_eq!(installed(Some(&first), one).as_deref(), Some(&*first));
        let both = installed(Some(&first), other).expect("it is ours");
        assert_eq!(both, format!("{HEADER}{one}\n{other}\n"));
        assert_eq!(uninstalled(&both, other).as_deref(), Some(&*first));
        assert_eq!(uninstalled(&first, one), None);
        assert_eq!(installed(Some("#!/bin/sh\nlint\n"), one), None);
        let theirs = format!("#!/bin/sh\n{one}\nlint\n");
        assert_eq!(installed(Some(&theirs), one).as_deref(), Some(&*theirs));
        assert_eq!(uninstalled(&theirs, one).as_deref(), Some("#!/bin/sh\nlint\n"));
    }

    #[test]
    fn folders_are_one_word() {
        let line = line(Path::new("/home/ann"), Path::new("/home/ann/ann's app"));
        assert!(line.contains(r"--manifest-path 'ann'\''s app/Cargo.toml' --bin"), "{line}");
    }
}
