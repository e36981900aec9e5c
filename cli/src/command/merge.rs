//! `merge [TARGET]…`.

use aludel::revision::directory::Directory;
use aludel::revision::graph::{Graph, Place, Target};
use aludel::revision::lock::Lock;
use aludel::revision::merge::{self, Conflict, Doubt, MergeError};
use aludel::revision::source;
use clap::Args;
use serde::Serialize;

use super::{Outcome, targets};
use crate::config::Config;
use crate::context::Context;
use crate::new_revision::{self, Written};
use crate::output::{self, DROPPED, STRONG, styled};
use crate::place::NameFlags;
use crate::trouble::{Result, Trouble};

/// Join heads in a revision that follows them all, where their order is shown not to matter
#[derive(Debug, Args)]
#[command(after_help = targets::TARGETS)]
pub(crate) struct Merge {
    /// Which heads; all, where none is named
    #[arg(value_name = "TARGET")]
    targets: Vec<String>,
    /// What the revision does, in place of the names of what it joins
    #[arg(short, long)]
    message: Option<String>,
    /// Join them although their order matters: what a database has then depends on which of them it had first
    #[arg(long)]
    force: bool,
    /// Write nothing; print the revision
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    name: NameFlags,
}

/// What `merge` writes with `--format json`.
#[derive(Serialize)]
struct Merged<'a> {
    /// The new revision; null where none was written.
    written: Option<Written<'a>>,
    /// Where the order of the branches matters.
    conflicts: &'a [Conflict],
    /// What could not be looked into.
    doubts: &'a [Doubt],
}

impl Merge {
    pub(crate) fn run(self, context: &Context) -> Result<Outcome> {
        let directory = Directory::of(context.migrations);
        directory.check_embedded(context.migrations)?;
        let graph = context.graph()?;
        let heads = self.targets.iter().map(|target| Ok(target.parse()?));
        let heads: Vec<Target> = heads.collect::<Result<_>>()?;
        let merge = match merge::Merge::new(&graph, &heads) {
            Err(MergeError::OneHead { head: Some(head) }) if heads.is_empty() => {
                return one_head(context, &directory, &graph, head);
            }
            Err(MergeError::OneHead { .. }) if !heads.is_empty() => {
                return Err(Trouble::new("a merge joins two heads, or more")
                    .hint("name the others too: `heads` lists them; or name none, to join them all"));
            }
            merge => merge?,
        };
        self.judge(context, &merge)?;

        let place = Place { revises: merge.revises.clone(), ..Place::default() };
        let message = self.message.unwrap_or_else(|| format!("merge {}", merge.revises.join(" and ")));
        let header = self.name.at(&graph, place)?.header(message);
        let schema = graph.replay()?.own();
        let source = source::write(&header, &[], &[], &schema)?;
        if self.dry_run {
            output::text(&source);
            return Ok(Outcome::Fine);
        }
        let path =
            new_revision::write(context, &directory, Lock::new(&graph, &schema), &header, source, &schema)?;
        if context.json() {
            let written = Some(Written::new(&header, &path));
            output::json(&Merged { written, conflicts: &merge.conflicts, doubts: &merge.doubts })?;
        } else {
            output::line(format!("wrote {}", styled(STRONG, Config::shown(&path))));
        }
        Ok(Outcome::Fine)
    }

    /// Refuses branches whose order matters, and says what nobody can tell.
    fn judge(&self, context: &Context, merge: &merge::Merge) -> Result<()> {
        for doubt in &merge.doubts {
            output::warning(doubt);
        }
        if merge.conflicts.is_empty() {
            return Ok(());
        }
        if !self.force && context.json() {
            output::json(&Merged { written: None, conflicts: &merge.conflicts, doubts: &merge.doubts })?;
        }
        if !context.json() || self.force {
            for conflict in &merge.conflicts {
                output::note(format!("{} {conflict}", styled(DROPPED, "✗")));
            }
        }
        match self.force {
            true => {
                output::warning(
                    "what a database has now depends on which branch it had first: settle it in a revision after this one",
                );
                Ok(())
            }
            false => Err(Trouble::new(format!("the order of `{}` matters", merge.revises.join("` and `"))).hint(
                "let one of them follow the other (`revises` in its file) and mend what is at odds; or join them with \
                 `--force`, and settle what they differ in by a revision after it",
            )),
        }
    }
}

/// Says that there is nothing to merge; a lock that does not say what the revisions do is written again.
fn one_head(context: &Context, directory: &Directory, graph: &Graph, head: &str) -> Result<Outcome> {
    let lock = Lock::new(graph, &graph.replay()?.own());
    if new_revision::is_stale(context, &lock) {
        directory.write_lock(&lock)?;
    }
    match context.json() {
        true => output::json(&Merged { written: None, conflicts: &[], doubts: &[] })?,
        false => output::line(format!("nothing to merge: `{head}` is the only head")),
    }
    Ok(Outcome::Fine)
}
