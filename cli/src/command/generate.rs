//! `generate [-m MESSAGE]`.

use aludel::diff::{self, Answers, Diff, Flag, Note, Question};
use aludel::model::Models;
use aludel::operation::{self, Operation};
use aludel::revision::directory::Directory;
use aludel::revision::lock::Lock;
use aludel::revision::source;
use aludel::schema::Schema;
use clap::Args;
use serde::Serialize;

use super::Outcome;
use crate::adoption::AdoptionFlags;
use crate::config::Config;
use crate::context::Context;
use crate::new_revision::{self, Written};
use crate::output::{self, STRONG, styled};
use crate::place::PlaceFlags;
use crate::trouble::{Result, Trouble};
use crate::{adoption, invocation, naming, operations, questions, support};

/// Write a revision that brings the migrations to where the models are
#[derive(Debug, Args)]
pub(crate) struct Generate {
    /// What the revision does, in a few words; made of its operations where it is not given
    #[arg(short, long)]
    message: Option<String>,
    /// Write nothing; exit code 1 if there is something to write
    #[arg(long, conflicts_with_all = ["empty", "dry_run"])]
    check: bool,
    /// Write nothing; print the revision
    #[arg(long)]
    dry_run: bool,
    /// Write a revision without operations, to fill by hand
    #[arg(long, requires = "message")]
    empty: bool,
    #[command(flatten)]
    adoption: AdoptionFlags,
    #[command(flatten)]
    place: PlaceFlags,
    #[command(flatten)]
    answers: AnswerFlags,
}

/// What cannot be seen in the models alone.
#[derive(Debug, Args)]
#[command(next_help_heading = "Answers to what the models leave open")]
struct AnswerFlags {
    /// A table, column, enum or enum value has another name
    #[arg(long, value_name = Flag::Rename.form())]
    rename: Vec<String>,
    /// It is gone, although something new looks like it
    #[arg(long, value_name = Flag::Drop.form())]
    drop: Vec<String>,
    /// The SQL expression for rows without a value
    #[arg(long, value_name = Flag::Fill.form())]
    fill: Vec<String>,
    /// The SQL expression that makes a value of another type; empty for a plain cast
    #[arg(long, value_name = Flag::Using.form())]
    using: Vec<String>,
    /// The value that rows get in place of one that an enum loses
    #[arg(long, value_name = Flag::Replace.form())]
    replace: Vec<String>,
}

/// What `generate` writes with `--format json`.
#[derive(Serialize)]
struct Generated<'a> {
    /// The new revision; null where nothing was written.
    written: Option<Written<'a>>,
    operations: &'a [Operation],
    /// What must be answered before there are operations.
    questions: &'a [Question],
    /// What rows lose by it.
    losses: Vec<String>,
    /// What a reviewer should know of single operations.
    notes: &'a [Note],
    /// The edits of the models that go with it, where it was written from the database.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    model_edits: Vec<String>,
}

impl Generate {
    pub(crate) fn run(self, context: &Context) -> Result<Outcome> {
        let directory = Directory::of(context.migrations);
        directory.check_embedded(context.migrations)?;
        let graph = context.graph()?;
        let place = self.place.read(&graph)?;
        let replayed = graph.replay()?;
        let before = replayed.schema.clone();
        let models = self.adoption.models(context, &replayed)?;
        let diff = match self.empty {
            true => Diff::default(),
            false => self.compare(context, &replayed.own(), &models)?,
        };
        let followed = place.schema(&graph, &diff.operations)?;
        let downgrade = operation::reverse_all(&followed, &diff.operations)?;
        support::check(context, &models, &before, &diff.operations)?;
        let mut after = before.clone();
        for operation in &diff.operations {
            operation.apply(&mut after)?;
        }
        support::check(context, &models, &after, &downgrade)?;
        if self.check {
            return self.tell_check(context, &diff, &before);
        }

        let lock = Lock::new(&graph, &replayed.own());
        if diff.operations.is_empty() && !self.empty {
            return nothing(context, &directory, &lock, self.adoption.nothing());
        }
        if !self.dry_run && !context.json() {
            operations::list(&diff.operations, &diff.notes, &before);
        }
        let message = match self.message {
            Some(message) => message,
            None => context.prompt.edited("Message", &naming::message(&diff.operations))?,
        };
        let header = place.header(message);
        let source = source::write(&header, &diff.operations, &downgrade, &followed)?;
        if self.dry_run {
            output::text(&source);
            return Ok(Outcome::Fine);
        }
        let after = replayed.own_part(after);
        let path = new_revision::write(context, &directory, lock, &header, source, &after)?;
        let model_edits = match self.adoption.is_set() {
            true => adoption::edits(&replayed.own(), &models),
            false => Vec::new(),
        };
        if context.json() {
            let written = Written::new(&header, &path);
            output::json(&Generated { model_edits, ..Generated::new(Some(written), &diff, &before) })?;
            return Ok(Outcome::Fine);
        }
        output::line(format!("wrote {}", styled(STRONG, Config::shown(&path))));
        match self.adoption.is_set() {
            true => adoption::tell(&model_edits),
            false => output::hint(format!("read it, then run `{}`", invocation::next("upgrade"))),
        }
        Ok(Outcome::Fine)
    }

    /// What `--check` says: the questions that are open, or the operations that nobody has written down.
    fn tell_check(&self, context: &Context, diff: &Diff, before: &Schema) -> Result<Outcome> {
        let differs = !diff.operations.is_empty() || !diff.questions.is_empty();
        if context.json() {
            output::json(&Generated::new(None, diff, before))?;
        } else if differs {
            operations::list(&diff.operations, &diff.notes, before);
            diff.questions.iter().for_each(|question| output::line(format!("  ? {question}")));
            output::hint(format!("write it down with `{}`", invocation::next(self.adoption.command())));
        } else {
            output::line(self.adoption.nothing());
        }
        Ok(if differs { Outcome::Differences } else { Outcome::Fine })
    }

    /// The operations from `before` to the models, once all questions are answered.
    ///
    /// With `--check` nobody is asked: an open question is a difference.
    fn compare(&self, context: &Context, before: &Schema, models: &Models) -> Result<Diff> {
        let mut answers = self.answers.read(models)?;
        loop {
            let diff = diff::diff(before, &models.schema, &answers);
            for flag in &diff.unused {
                output::warning(format!("`{flag}` answers nothing that is asked"));
            }
            if diff.questions.is_empty() || self.check {
                return Ok(diff);
            }
            questions::ask(context.prompt, &diff.questions, &mut answers)?;
        }
    }
}

impl AnswerFlags {
    fn read(&self, models: &Models) -> Result<Answers> {
        let mut answers = Answers::new(models.renames.clone());
        let flags = [
            (Flag::Rename, &self.rename),
            (Flag::Drop, &self.drop),
            (Flag::Fill, &self.fill),
            (Flag::Using, &self.using),
            (Flag::Replace, &self.replace),
        ];
        for (flag, texts) in flags {
            for text in texts {
                answers.read(flag, text).map_err(|error| Trouble::new(error.to_string()))?;
            }
        }
        Ok(answers)
    }
}

impl<'a> Generated<'a> {
    fn new(written: Option<Written<'a>>, diff: &'a Diff, before: &Schema) -> Self {
        let losses = operations::losses(&diff.operations, before);
        let Diff { operations, questions, notes, unused: _ } = diff;
        Self { written, operations, questions, losses, notes, model_edits: Vec::new() }
    }
}

/// Says that there is nothing to generate; a lock that has fallen behind its revisions is written again.
fn nothing(context: &Context, directory: &Directory, lock: &Lock, words: &str) -> Result<Outcome> {
    if new_revision::is_stale(context, lock) {
        directory.write_lock(lock)?;
    }
    if context.json() {
        output::json(&Generated::new(None, &Diff::default(), &Schema::new()))?;
    } else {
        output::line(words);
    }
    Ok(Outcome::Fine)
}
