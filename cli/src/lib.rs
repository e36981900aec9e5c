//! The command line of aludel, as a library: a project's own binary is one line.
//!
//! ```ignore
//! fn main() -> std::process::ExitCode {
//!     aludel_cli::main(&my_app::MIGRATIONS)
//! }
//! ```

mod adoption;
mod cargo_aludel;
mod command;
mod comparison;
mod config;
mod context;
mod database;
mod diagram;
mod drafts;
mod environment;
mod git;
mod hook;
mod invocation;
mod lanes;
mod listing;
mod naming;
mod new_revision;
mod operations;
mod output;
mod place;
mod progress;
mod prompt;
mod questions;
mod run;
mod safety;
mod session;
mod support;
mod tables;
mod trouble;
mod verbosity;
mod worktree;

use std::process::ExitCode;

use aludel::Migrations;
use clap::Parser;

use crate::command::{Arguments, Outcome};

/// Runs the command line of this process on `migrations`.
///
/// The exit code is 0 when all is well, 1 when a command that compares finds differences, and 2 for trouble,
/// arguments that cannot be read among it.
pub fn main(migrations: &'static Migrations) -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(usage) => return output::usage(&usage),
    };
    match command::run(arguments, migrations) {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Differences) => ExitCode::from(1),
        Err(trouble) => {
            output::trouble(&trouble);
            ExitCode::from(2)
        }
    }
}

/// Runs the command line of `cargo aludel` for this process.
///
/// The exit code is that of the project's own binary where it ran, and 2 for trouble.
pub fn cargo_main() -> ExitCode {
    cargo_aludel::main()
}
