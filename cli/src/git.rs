//! The `git` of whoever commits, started to be asked.

use std::path::Path;
use std::process::{Command, Output};

use crate::trouble::{Result, Trouble};

/// Runs git with `arguments` in `folder`; what it says, and whether it refuses, is the caller's to read.
///
/// # Errors
/// When there is no git, or no folder.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Result<Output> {
    let output = Command::new("git").args(arguments).current_dir(folder).output();
    output.map_err(|error| Trouble::caused("git cannot be started", &error))
}
