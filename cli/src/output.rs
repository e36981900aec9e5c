//! What a command says: results on standard output, everything else on standard error.
//!
//! Colour goes to terminals only, as `NO_COLOR` and `CLICOLOR` say. A reader that has gone away (`history | head`)
//! ends the process quietly.

use std::fmt::Display;
use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use anstyle::{AnsiColor, Style};
use clap::ValueEnum;
use serde::Serialize;

use crate::trouble::{Result, Trouble};

/// What is added.
pub(crate) const ADDED: Style = AnsiColor::Green.on_default();
/// What is dropped.
pub(crate) const DROPPED: Style = AnsiColor::Red.on_default();
/// What is changed.
pub(crate) const CHANGED: Style = AnsiColor::Yellow.on_default();
/// An identifier of a revision.
pub(crate) const REVISION: Style = AnsiColor::Cyan.on_default();
/// What matters most in a line.
pub(crate) const STRONG: Style = Style::new().bold();
/// What matters least in a line.
pub(crate) const FAINT: Style = Style::new().dimmed();

const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const HINT: Style = AnsiColor::Cyan.on_default().bold();

/// The version of the shapes that `--format json` writes; a field that goes or changes raises it.
const JSON_VERSION: u32 = 1;

/// Whether only results, warnings and errors are said.
static QUIET: AtomicBool = AtomicBool::new(false);

/// For whom a listing is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    #[default]
    Human,
    /// For programs: one JSON document, with its version.
    Json,
    /// For reviews on GitHub: annotations, of `check` only.
    Github,
    /// For code scanning: SARIF 2.1.0, of `check` only.
    Sarif,
}

impl Format {
    /// Whether it is for what stands beside the lines of a review.
    pub(crate) const fn annotates(self) -> bool {
        matches!(self, Self::Github | Self::Sarif)
    }
}

/// A JSON document: its version beside whatever the command lists.
#[derive(Serialize)]
struct Document<'a, T> {
    version: u32,
    #[serde(flatten)]
    content: &'a T,
}

/// Says only results, warnings and errors from here on.
pub(crate) fn be_quiet() {
    QUIET.store(true, Ordering::Relaxed);
}

/// `text` in `style`, for terminals.
pub(crate) fn styled(style: Style, text: impl Display) -> String {
    format!("{style}{text}{style:#}")
}

/// Writes one line of the result.
pub(crate) fn line(text: impl Display) {
    end_quietly(writeln!(anstream::stdout(), "{text}"));
}

/// Writes text that ends its own lines.
pub(crate) fn text(text: &str) {
    end_quietly(anstream::stdout().write_all(text.as_bytes()));
}

/// Writes `content` as one JSON document.
///
/// # Errors
/// Never for the plain structs that commands list.
pub(crate) fn json<T: Serialize>(content: &T) -> Result<()> {
    bare_json(&Document { version: JSON_VERSION, content })
}

/// Writes `content` as a JSON document whose shape others have given.
///
/// # Errors
/// As [`json`].
pub(crate) fn bare_json<T: Serialize>(content: &T) -> Result<()> {
    let json = serde_json::to_string_pretty(content)
        .map_err(|error| Trouble::caused("the listing cannot be written as JSON", &error))?;
    line(json);
    Ok(())
}

/// Says something about the result, beside it.
pub(crate) fn note(text: impl Display) {
    if !QUIET.load(Ordering::Relaxed) {
        say(text);
    }
}

/// Warns.
pub(crate) fn warning(text: impl Display) {
    say(format!("{} {text}", styled(WARNING, "warning:")));
}

/// Says what would help.
pub(crate) fn hint(text: impl Display) {
    note(format!("{} {text}", styled(HINT, "hint:")));
}

/// Says what is wrong with the arguments, or the help that they ask for; gives the exit code.
pub(crate) fn usage(usage: &clap::Error) -> ExitCode {
    // Help and version are no trouble; a closed terminal is none that could be told.
    let _ = usage.print();
    if usage.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS }
}

/// Says what ended the command.
pub(crate) fn trouble(trouble: &Trouble) {
    for (i, message) in trouble.messages().iter().enumerate() {
        let label = if i == 0 { "error:" } else { "caused by:" };
        say(format!("{} {message}", styled(ERROR, label)));
    }
    if let Some(remedy) = trouble.remedy() {
        say(format!("{} {remedy}", styled(HINT, "hint:")));
    }
}

fn say(text: impl Display) {
    // Nobody is left to be told when standard error is closed.
    let _ = writeln!(anstream::stderr(), "{text}");
}

fn end_quietly(written: io::Result<()>) {
    if written.is_err() {
        std::process::exit(0);
    }
}
