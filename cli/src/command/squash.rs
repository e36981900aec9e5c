//! `squash A:B`, `squash --drafts` and `squash --forget`.

use aludel::Migrations;
use aludel::operation::Operation;
use aludel::revision::directory::{self, Directory, RevisionFile};
use aludel::revision::graph::{Graph, Place, Position, Range};
use aludel::revision::lock::{Lock, LockedRevision};
use aludel::revision::source::{self, Header};
use aludel::revision::squash::{self, Half};
use clap::Args;
use serde::Serialize;

use super::{Outcome, targets};
use crate::config::Config;
use crate::context::Context;
use crate::new_revision::{self, Written};
use crate::output::{self, ADDED, FAINT, STRONG, styled};
use crate::place::NameFlags;
use crate::trouble::{Result, Trouble};
use crate::{drafts, invocation, operations, safety};

/// Write one revision in place of many, which does the same; databases that stand among them go on
#[derive(Debug, Args)]
#[command(after_help = targets::RANGES)]
pub(crate) struct Squash {
    /// From one revision to another, both with it: `A:B` or `A..B`
    #[arg(required_unless_present_any = ["drafts", "forget"], conflicts_with_all = ["drafts", "forget"])]
    range: Option<String>,
    /// All that is not yet on the main branch of git
    #[arg(long, conflicts_with = "forget")]
    drafts: bool,
    /// The main branch, where it is not the remote's, `main` or `master`
    #[arg(long, value_name = "BRANCH", requires = "drafts")]
    main_branch: Option<String>,
    /// What the revision does, in place of the names of what it replaces
    #[arg(short, long)]
    message: Option<String>,
    /// Write the operations one after the other as they are
    #[arg(long)]
    no_reduce: bool,
    /// Delete what squashed revisions replace, once no database stands among it
    #[arg(long)]
    forget: bool,
    /// Prove it on the database that is set, too, which must be empty, and is again afterwards
    #[arg(long, conflicts_with = "forget")]
    verify: bool,
    /// Write nothing; print the revision
    #[arg(long)]
    dry_run: bool,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
    #[command(flatten)]
    name: NameFlags,
}

/// What `squash` writes with `--format json`.
#[derive(Serialize)]
struct Squashed<'a> {
    /// The new revision; null where nothing was written.
    written: Option<Written<'a>>,
    /// What it replaces, in order.
    replaces: Vec<&'static str>,
    upgrade: Direction<'a>,
    downgrade: Direction<'a>,
}

#[derive(Serialize)]
struct Direction<'a> {
    /// How many operations the replaced revisions have.
    before: usize,
    operations: &'a [Operation],
    /// What was left out, because its revision lets it be.
    elided: &'a [String],
}

/// What `squash --forget` writes with `--format json`.
#[derive(Serialize)]
struct Forgotten {
    forgotten: Vec<&'static str>,
}

impl Squash {
    pub(crate) fn run(self, context: &Context) -> Result<Outcome> {
        let directory = Directory::of(context.migrations);
        directory.check_embedded(context.migrations)?;
        let graph = context.graph()?;
        if self.forget {
            return self.run_forget(context, &directory, &graph);
        }
        let positions = self.positions(&directory, &graph)?;
        let squash = squash::Squash::new(&graph, &positions, !self.no_reduce)?;
        for dialect in context.dialects()? {
            dialect.plan(&squash.before, &squash.upgrade.operations)?;
            dialect.plan(&squash.after, &squash.downgrade.operations)?;
        }
        if self.verify {
            prove(context, &squash)?;
        }
        let header = self.header(&graph, &squash)?;
        let source =
            source::write(&header, &squash.upgrade.operations, &squash.downgrade.operations, &squash.before)?;
        if self.dry_run {
            output::text(&source);
            return Ok(Outcome::Fine);
        }
        if !context.json() {
            tell(&squash);
        }
        if !self.yes && context.prompt.is_interactive() {
            context.prompt.confirm("Write it in their place?", "--yes")?;
        }
        let template = context.config.file_template().unwrap_or(directory::DEFAULT_TEMPLATE);
        let name = directory::file_name(template, &header)?;
        let lock = Lock::new(&graph, &graph.replay()?.own());
        new_revision::is_stale(context, &lock);
        let locked = LockedRevision::new(&header.id, &name, &source);
        let lock = lock.with_squash(locked, &header.replaces, directory::REPLACED);
        let files: Vec<&str> = squash.replaced.iter().map(|entry| entry.file).collect();
        let path = directory.squash(&RevisionFile { name, source }, &files, &lock)?;
        if context.json() {
            output::json(&Squashed {
                written: Some(Written::new(&header, &path)),
                replaces: squash.replaced.iter().map(|entry| entry.revision.id).collect(),
                upgrade: Direction::of(&squash.upgrade),
                downgrade: Direction::of(&squash.downgrade),
            })?;
            return Ok(Outcome::Fine);
        }
        output::line(format!("wrote {}", styled(STRONG, Config::shown(&path))));
        let folder = directory.path().join(directory::REPLACED);
        output::hint(format!(
            "what it replaces is in {}, for databases that stand among it; when none does, run `{}`",
            Config::shown(&folder),
            invocation::next("squash --forget")
        ));
        Ok(Outcome::Fine)
    }

    /// What is squashed: the range, or the drafts.
    fn positions(&self, directory: &Directory, graph: &Graph) -> Result<Vec<Position>> {
        let position = |id: &str| graph.find(id).expect("an entry is in its graph");
        if self.drafts {
            let (files, branch) = drafts::files_on(directory.path(), self.main_branch.as_deref())?;
            let own = graph.order().iter().copied().filter(|position| graph.is_own(*position));
            let drafts: Vec<Position> =
                own.filter(|position| !files.contains(graph.entry(*position).file)).collect();
            return match drafts.len() {
                0 => Err(Trouble::new(format!("`{branch}` has all revisions: none is a draft"))
                    .hint("name the range: `squash A:B`")),
                _ => Ok(drafts),
            };
        }
        let text = self.range.as_deref().unwrap_or_default();
        let text = if text.contains(':') { text.to_owned() } else { text.replacen("..", ":", 1) };
        let range: Range = text.parse()?;
        let none: [&str; 0] = [];
        let entries = graph.between(&range, &none)?;
        let positions = entries.into_iter().map(|entry| position(entry.revision.id));
        // From the base on, it is what the application itself has done.
        let all = range.start.is_some();
        Ok(positions.filter(|position| all || graph.is_own(*position)).collect())
    }

    fn header(&self, graph: &Graph, squash: &squash::Squash) -> Result<Header> {
        let ids: Vec<&str> = squash.replaced.iter().map(|entry| entry.revision.id).collect();
        let (first, last) = (squash.replaced.first(), squash.replaced.last());
        let message = match (&self.message, first, last) {
            (Some(message), ..) => message.clone(),
            (None, Some(first), Some(last)) => {
                format!("squash {} to {}", first.revision.id, last.revision.id)
            }
            (None, ..) => String::new(),
        };
        let depends_on = squash.depends_on.iter().map(|name| (*name).to_owned()).collect();
        let place = Place { revises: squash.revises.clone(), depends_on };
        let mut header = self.name.at(graph, place)?.header(message);
        header.branch_labels.splice(0..0, squash.branch_labels.iter().map(|label| (*label).to_owned()));
        header.replaces = ids.into_iter().map(str::to_owned).collect();
        // As old as the last, so that the graph's order stays as it was.
        if let Some(last) = last {
            header.created = last.revision.created.to_owned();
        }
        Ok(header)
    }

    /// Deletes what squashed revisions replace.
    fn run_forget(&self, context: &Context, directory: &Directory, graph: &Graph) -> Result<Outcome> {
        let replaced = context.migrations.replaced;
        if replaced.is_empty() {
            return Err(Trouble::new(
                "there is nothing to forget: no squashed revision keeps what it replaces",
            ));
        }
        // What others still name cannot go.
        let without = Graph::new(&without_replaced(context.migrations))?;
        let lock = Lock::new(&without, &graph.replay()?.own());
        if !context.json() {
            for entry in replaced {
                output::line(format!("  {} {}", styled(FAINT, entry.file), entry.message()));
            }
        }
        if !self.yes && !self.dry_run && context.prompt.is_interactive() {
            let question =
                "Delete them? A database that stands among them can go on with an older build only";
            context.prompt.confirm(question, "--yes")?;
        }
        if !self.dry_run {
            directory.forget_replaced(&lock)?;
        }
        match context.json() {
            true => output::json(&Forgotten {
                forgotten: replaced.iter().map(|entry| entry.revision.id).collect(),
            })?,
            false if self.dry_run => output::line("nothing was deleted"),
            false => output::line(match replaced.len() {
                1 => "deleted 1 file".to_owned(),
                count => format!("deleted {count} files"),
            }),
        }
        Ok(Outcome::Fine)
    }
}

impl<'a> Direction<'a> {
    fn of(half: &'a Half) -> Self {
        Self { before: half.count, operations: &half.operations, elided: &half.elided }
    }
}

/// `migrations` as they are once the files are gone that others replace.
fn without_replaced(migrations: &Migrations) -> Migrations {
    let Migrations { entries, directory, lock, package, module, with, invoked_at, replaced: _ } = *migrations;
    Migrations { entries, replaced: &[], directory, lock, package, module, with, invoked_at }
}

/// Builds the database that is set both ways.
fn prove(context: &Context, squash: &squash::Squash) -> Result<()> {
    let database = context.database()?;
    safety::allow_change(context, &database, false)?;
    context.watch("proving it on the database", context.migrator().prove(&database, squash))?;
    output::note(format!("{} both ways lead to the same on {database}", styled(ADDED, "✓")));
    Ok(())
}

/// Tells what becomes of what.
fn tell(squash: &squash::Squash) {
    for entry in &squash.replaced {
        output::line(format!("  {} {}", styled(FAINT, entry.revision.id), entry.message()));
    }
    let counted = |count: usize| match count {
        1 => "1 operation".to_owned(),
        count => format!("{count} operations"),
    };
    let Half { operations, count, elided } = &squash.upgrade;
    let heading = format!("{} become {}", counted(*count), operations.len());
    output::line(styled(STRONG, heading));
    operations.iter().for_each(operations::line);
    for left_out in elided.iter().chain(&squash.downgrade.elided) {
        output::note(format!("left out: {left_out}"));
    }
}
