//! `man`.

use std::path::PathBuf;

use clap::{Args, CommandFactory as _};

use super::{Arguments, Outcome};
use crate::config::Config;
use crate::output::{self, STRONG, styled};
use crate::trouble::{Result, Trouble};

/// Print the manual page, or write one for each command
#[derive(Debug, Args)]
pub(crate) struct Man {
    /// The folder that gets a page for each command
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

impl Man {
    pub(crate) fn run(self) -> Result<Outcome> {
        let command = Arguments::command();
        let Some(folder) = self.out else {
            let mut page = Vec::new();
            let rendered = clap_mangen::Man::new(command).render(&mut page);
            rendered.map_err(|error| Trouble::caused("the page cannot be printed", &error))?;
            output::text(&String::from_utf8_lossy(&page));
            return Ok(Outcome::Fine);
        };
        let shown = Config::shown(&folder);
        let written =
            std::fs::create_dir_all(&folder).and_then(|()| clap_mangen::generate_to(command, &folder));
        written.map_err(|error| Trouble::caused(format!("`{shown}` cannot be written"), &error))?;
        output::line(format!("wrote the manual pages to {}", styled(STRONG, shown)));
        Ok(Outcome::Fine)
    }
}
