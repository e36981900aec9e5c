//! How much is said: `-q` leaves the result, `-v` adds what else is known of it, and logs.

use std::io::{self, IsTerminal};

use anstream::{AutoStream, ColorChoice};
use clap::{ArgAction, Args};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::output;
use crate::trouble::{Result, Trouble};

/// The variable that chooses logs as other programs of Rust do: `aludel=debug,sqlx=info`.
const VARIABLE: &str = "RUST_LOG";

/// How much is said.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct Verbosity {
    /// Say all that is known of each revision, and log what happens; `-vv` logs each statement
    #[arg(long, short, global = true, action = ArgAction::Count)]
    verbose: u8,
    /// Say nothing but the result, warnings and errors
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    quiet: bool,
}

impl Verbosity {
    /// Whether all that is known of a thing is said.
    pub(crate) const fn is_detailed(self) -> bool {
        self.verbose > 0
    }

    /// Whether a bar may show how far a run is: logs and bars would write over each other.
    pub(crate) const fn has_bars(self) -> bool {
        self.verbose == 0 && !self.quiet
    }

    /// Sets what this process says from here on.
    ///
    /// # Errors
    /// When `RUST_LOG` cannot be read.
    pub(crate) fn begin(self) -> Result<()> {
        if self.quiet {
            output::be_quiet();
        }
        let Some(targets) = self.targets(std::env::var(VARIABLE).ok().as_deref())? else { return Ok(()) };
        let coloured = match AutoStream::choice(&io::stderr()) {
            ColorChoice::Auto => io::stderr().is_terminal(),
            choice => choice != ColorChoice::Never,
        };
        let lines = fmt::layer().with_writer(io::stderr).with_ansi(coloured).with_timer(fmt::time::uptime());
        // The one that is there already is the better one: somebody runs the command line inside of a program.
        let _ = tracing_subscriber::registry().with(targets).with(lines).try_init();
        Ok(())
    }

    /// What is logged, if anything: `variable` chooses, or the flag.
    fn targets(self, variable: Option<&str>) -> Result<Option<Targets>> {
        let text = match (variable.filter(|text| !text.is_empty()), self.verbose) {
            (Some(text), _) => text,
            (None, 0) => return Ok(None),
            (None, 1) => "aludel=info",
            (None, 2) => "aludel=debug",
            (None, _) => "aludel=trace,sqlx=debug",
        };
        let targets = text.parse().map_err(|error| {
            Trouble::caused(format!("{VARIABLE} cannot be read: `{text}`"), &error)
                .hint("write a level, or levels of modules: `aludel=debug,sqlx=info`")
        })?;
        Ok(Some(targets))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn targets(verbose: u8, variable: Option<&str>) -> String {
        match (Verbosity { verbose, quiet: false }).targets(variable) {
            Ok(targets) => targets.map(|targets| targets.to_string()).unwrap_or_default(),
            Err(trouble) => trouble.to_string(),
        }
    }

    #[test]
    fn flags_and_the_variable_choose_logs() {
        assert_eq!(targets(0, None), "");
        assert_eq!(targets(0, Some("")), "");
        assert_eq!(targets(1, None), "aludel=info");
        assert_eq!(targets(2, None), "aludel=debug");
        assert_eq!(targets(3, None), "aludel=trace,sqlx=debug");
        assert_eq!(targets(0, Some("warn")), "warn");
        assert!(targets(0, Some("a=b")).starts_with("RUST_LOG cannot be read: `a=b`"));
    }
}
