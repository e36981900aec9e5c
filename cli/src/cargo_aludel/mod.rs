//! `cargo aludel`: `init` sets a project up; everything else goes to the migrations binary of the project.

mod databases;
mod init;
mod manifest;
mod proposal;
mod sources;
mod workspace;

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::trouble::{Result, Trouble};
use crate::{invocation, output};
use workspace::Workspace;

/// The name of the binary in a project that runs its migrations.
const BINARY: &str = "migrations";

/// Migrations from models: set a project up, and run its migrations binary.
#[derive(Debug, Parser)]
#[command(
    name = "cargo-aludel",
    bin_name = "cargo aludel",
    version,
    disable_help_subcommand = true,
    after_help = "Every other command goes to the project's own binary: `cargo aludel upgrade` is `cargo run --bin \
                  migrations -- upgrade`, in any folder of the project. `cargo aludel help` lists them there."
)]
struct Arguments {
    /// The package of the workspace that has the migrations
    #[arg(short, long, value_name = "NAME", global = true)]
    package: Option<String>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(init::Init),
    #[command(external_subcommand)]
    OfTheProject(Vec<OsString>),
}

/// Runs the command line of `cargo aludel` for this process.
///
/// The exit code is that of the project's binary where it ran; 2 is trouble.
pub(crate) fn main() -> ExitCode {
    let arguments = match Arguments::try_parse_from(own(std::env::args_os())) {
        Ok(arguments) => arguments,
        Err(usage) => return output::usage(&usage),
    };
    let package = arguments.package.as_deref();
    let done = match arguments.command {
        Command::Init(init) => init.run(package).map(|()| ExitCode::SUCCESS),
        Command::OfTheProject(arguments) => forward(package, &arguments),
    };
    done.unwrap_or_else(|trouble| {
        output::trouble(&trouble);
        ExitCode::from(2)
    })
}

/// The arguments without the `aludel` that cargo puts first when it is asked for `cargo aludel`.
fn own(arguments: impl Iterator<Item = OsString>) -> impl Iterator<Item = OsString> {
    arguments
        .enumerate()
        .filter(|(at, argument)| *at != 1 || argument != "aludel")
        .map(|(_, argument)| argument)
}

/// Runs the migrations binary of the project that is here.
fn forward(package: Option<&str>, arguments: &[OsString]) -> Result<ExitCode> {
    let workspace = Workspace::here()?;
    let package = match package {
        Some(name) => workspace.named(name)?,
        None => workspace.with_binary(BINARY).map_or_else(|| workspace.current(), Ok)?,
    };
    if package.binary(BINARY).is_none() {
        return Err(Trouble::new(format!("package `{}` has no binary `{BINARY}`", package.name))
            .hint("`cargo aludel init` makes it"));
    }
    // `help` is a flag of that binary.
    let arguments = match arguments {
        [help] if help == "help" => &[OsString::from("--help")],
        arguments => arguments,
    };
    let mut command = workspace::cargo();
    command.args(["run", "--quiet", "--package", &package.name, "--bin", BINARY, "--"]).args(arguments);
    command.env(invocation::COMMAND, command_of(&workspace, package));
    let status = command.status().map_err(|error| Trouble::caused("cargo cannot be started", &error))?;
    // A signal leaves no code.
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}

/// How whoever stands here calls `package` again.
fn command_of(workspace: &Workspace, package: &workspace::Package) -> String {
    let found = workspace.with_binary(BINARY).is_some_and(|found| found.name == package.name);
    if found { "cargo aludel".into() } else { format!("cargo aludel -p {}", package.name) }
}

/// `path` as it is told to people: relative to `root`.
fn shown<'a>(path: &'a Path, root: &Path) -> std::path::Display<'a> {
    path.strip_prefix(root).unwrap_or(path).display()
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn arguments_are_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn cargo_says_its_subcommand_first() {
        let own =
            |line: &str| own(line.split(' ').map(OsString::from)).collect::<Vec<_>>().join(" ".as_ref());
        assert_eq!(own("cargo-aludel aludel init"), "cargo-aludel init");
        assert_eq!(own("cargo-aludel init"), "cargo-aludel init");
        assert_eq!(own("cargo-aludel show aludel"), "cargo-aludel show aludel");
    }

    #[test]
    fn what_is_not_ours_is_passed_on() {
        let line = ["cargo-aludel", "-p", "blog", "upgrade", "--env", "live", "-1"];
        let Command::OfTheProject(arguments) =
            Arguments::try_parse_from(line).expect("it is a command line").command
        else {
            panic!("`upgrade` is the project's")
        };
        assert_eq!(arguments, ["upgrade", "--env", "live", "-1"]);
    }
}
