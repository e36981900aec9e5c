//! `completions SHELL`.

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use super::{Arguments, Outcome};
use crate::output;
use crate::trouble::Result;

/// Print what completes the commands in a shell
#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// Which shell
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(self) -> Result<Outcome> {
        let mut command = Arguments::command();
        let name = command.get_name().to_owned();
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut command, name, &mut script);
        output::text(&String::from_utf8_lossy(&script));
        Ok(Outcome::Fine)
    }
}
