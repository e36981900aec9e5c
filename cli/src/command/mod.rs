//! The commands: one file each, with its arguments and its `run`.

mod branches;
mod check;
mod completions;
mod current;
mod diagram;
mod diff;
mod downgrade;
mod edit;
mod generate;
mod heads;
mod history;
mod hook;
mod man;
mod merge;
mod models;
mod reset;
mod resolve;
mod show;
pub(crate) mod sql;
mod squash;
mod stamp;
pub(crate) mod targets;
mod upgrade;

use aludel::Migrations;
use clap::{Args, Parser, Subcommand};

use crate::context::Context;
use crate::output::Format;
use crate::trouble::{Result, Trouble};
use crate::verbosity::Verbosity;

/// How a command ends when there is no trouble.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It did what it was asked, or all is well.
    Fine,
    /// It compared, and found differences.
    Differences,
}

/// Migrations from models: generate, review, run.
#[derive(Debug, Parser)]
#[command(
    name = "migrations",
    version,
    disable_help_subcommand = true,
    after_help = targets::TARGETS
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    globals: Globals,
    #[command(subcommand)]
    command: Command,
}

/// What every command takes.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Options for every command")]
pub(crate) struct Globals {
    /// The database, in place of `DATABASE_URL`, `.env` and `aludel.toml`
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) database_url: Option<String>,
    /// The environment of `aludel.toml` whose database it is
    #[arg(long, global = true, value_name = "NAME", conflicts_with = "database_url")]
    pub(crate) env: Option<String>,
    /// How listings are written
    #[arg(long, global = true, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: Format,
    /// Ask nothing: refuse what would need an answer
    #[arg(long, global = true)]
    pub(crate) no_input: bool,
    #[command(flatten)]
    pub(crate) verbosity: Verbosity,
}

#[derive(Debug, Subcommand)]
enum Command {
    Generate(Box<generate::Generate>),
    Merge(merge::Merge),
    Squash(squash::Squash),
    Upgrade(upgrade::Upgrade),
    Downgrade(downgrade::Downgrade),
    Current(current::Current),
    History(history::History),
    Heads(heads::Heads),
    Branches(branches::Branches),
    Show(show::Show),
    Edit(edit::Edit),
    Stamp(stamp::Stamp),
    Check(check::Check),
    Diff(diff::Diff),
    Hook(hook::Hook),
    Sql(sql::Sql),
    Diagram(diagram::Diagram),
    Models(models::Models),
    Reset(reset::Reset),
    Resolve(resolve::Resolve),
    Completions(completions::Completions),
    Man(man::Man),
}

/// Runs the command that `arguments` name.
pub(crate) fn run(arguments: Arguments, migrations: &'static Migrations) -> Result<Outcome> {
    arguments.globals.verbosity.begin()?;
    let context = Context::new(arguments.globals, migrations)?;
    if context.format().annotates() && !matches!(arguments.command, Command::Check(_)) {
        return Err(Trouble::new("only `check` writes annotations").hint("here it is `--format json`"));
    }
    match arguments.command {
        Command::Generate(command) => command.run(&context),
        Command::Merge(command) => command.run(&context),
        Command::Squash(command) => command.run(&context),
        Command::Upgrade(command) => command.run(&context),
        Command::Downgrade(command) => command.run(&context),
        Command::Current(command) => command.run(&context),
        Command::History(command) => command.run(&context),
        Command::Heads(command) => command.run(&context),
        Command::Branches(command) => command.run(&context),
        Command::Show(command) => command.run(&context),
        Command::Edit(command) => command.run(&context),
        Command::Stamp(command) => command.run(&context),
        Command::Check(command) => command.run(&context),
        Command::Diff(command) => command.run(&context),
        Command::Hook(command) => command.run(&context),
        Command::Sql(command) => command.run(&context),
        Command::Diagram(command) => command.run(&context),
        Command::Models(command) => command.run(&context),
        Command::Reset(command) => command.run(&context),
        Command::Resolve(command) => command.run(&context),
        Command::Completions(command) => command.run(),
        Command::Man(command) => command.run(),
    }
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
    fn the_page_of_the_commands_is_true() {
        let options = clap_markdown::MarkdownOptions::new().title("Commands".into()).show_footer(false);
        let targets = format!("```text\n{}\n```", targets::TARGETS);
        let commands = Arguments::command().after_help(targets).mut_subcommands(|each| each.after_help(""));
        let page = clap_markdown::help_markdown_command_custom(&commands, &options);
        expect_test::expect_file!["../../../docs/src/reference/commands.md"].assert_eq(&page);
    }

    #[test]
    fn steps_are_targets() {
        for target in ["-1", "+2", "head", "0819a4", "billing@-1", "head-2"] {
            for command in ["upgrade", "downgrade", "stamp", "show", "edit", "sql"] {
                Arguments::try_parse_from(["migrations", command, target]).expect("it is a target");
            }
        }
    }
}
