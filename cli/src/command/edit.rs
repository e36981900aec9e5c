//! `edit [TARGET]`.

use std::path::Path;
use std::process::Command;
use std::ptr;

use aludel::revision::directory::Directory;
use clap::Args;
use serde::Serialize;

use super::{Outcome, targets};
use crate::config::Config;
use crate::context::Context;
use crate::output;
use crate::trouble::{Result, Trouble};

/// Open the file of a revision in $VISUAL or $EDITOR; without a terminal, print where it is
#[derive(Debug, Args)]
#[command(after_help = targets::TARGETS)]
pub(crate) struct Edit {
    /// Which revision
    #[arg(default_value = "head", allow_negative_numbers = true)]
    target: String,
}

/// What `edit` writes with `--format json`.
#[derive(Serialize)]
struct Edited {
    revision: &'static str,
    file: String,
}

impl Edit {
    pub(crate) fn run(self, context: &Context) -> Result<Outcome> {
        let graph = context.graph()?;
        let entry = graph.entry(targets::one(context, &graph, &self.target.parse()?)?);
        let all = context.migrations.all();
        let owner =
            all.into_iter().find(|migrations| migrations.entries.iter().any(|own| ptr::eq(own, entry)));
        let path = Directory::of(owner.unwrap_or(context.migrations)).path().join(entry.file);
        if !path.is_file() {
            return Err(Trouble::new(format!("`{}` is not there", path.display()))
                .hint("edit where the sources of this build are"));
        }
        if context.json() {
            output::json(&Edited { revision: entry.revision.id, file: path.display().to_string() })?;
        } else if context.prompt.is_interactive() {
            open(&path)?;
        } else {
            output::line(Config::shown(&path));
        }
        Ok(Outcome::Fine)
    }
}

/// Opens `path` in the editor of whoever is there, and waits until it is closed.
fn open(path: &Path) -> Result<()> {
    let set = |name| std::env::var(name).ok().filter(|editor| !editor.trim().is_empty());
    let editor = set("VISUAL").or_else(|| set("EDITOR")).ok_or_else(|| {
        Trouble::new("neither VISUAL nor EDITOR is set")
            .hint(format!("set one, such as `EDITOR=vi`, or open {}", Config::shown(path)))
    })?;
    // The variable may hold arguments, as in `code --wait`.
    let mut words = editor.split_whitespace();
    let program = words.next().expect("what is not blank has a word");
    let status = Command::new(program).args(words).arg(path).status();
    let status = status.map_err(|error| Trouble::caused(format!("`{program}` cannot be started"), &error))?;
    match status.success() {
        true => Ok(()),
        false => Err(Trouble::new(format!("`{editor}` ended with {status}"))),
    }
}
