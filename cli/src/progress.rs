//! How far an upgrade or downgrade is: a line for each revision, and a bar while a terminal watches.

use std::time::Duration;

use aludel::dialect::Step;
use aludel::executor::Event;
use aludel::revision::Direction;
use indicatif::{ProgressBar, ProgressStyle};

use crate::output::{self, ADDED, CHANGED, FAINT, REVISION, styled};

/// Shows the events of a run.
#[derive(Debug)]
pub(crate) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// A bar that shows itself on a terminal, and lines that show everywhere.
    pub(crate) fn new() -> Self {
        let bar = ProgressBar::new(0);
        let template = "{spinner} {prefix} {wide_msg:.dim} {elapsed}";
        // The template is a constant; a bar in another style is still a bar.
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self { bar }
    }

    /// Shows `event`.
    pub(crate) fn show(&self, event: &Event<'_>) {
        match event {
            Event::RevisionStarted { revision, number, total } => {
                self.bar.enable_steady_tick(Duration::from_millis(100));
                self.bar.set_prefix(format!("[{number}/{total}] {}", revision.id()));
            }
            Event::Waiting { holder, timeout } => {
                let line = format!("waiting up to {} for another run: {holder}", spoken(*timeout));
                self.bar.suspend(|| output::note(line));
            }
            Event::Resumed { revision, done } => {
                let line = format!("{} was interrupted, and goes on after step {done}", revision.id());
                self.bar.suspend(|| output::note(line));
            }
            Event::LockRefused { error, pause, .. } => {
                let line = format!("{error}\nit is tried again in {}", spoken(*pause));
                self.bar.suspend(|| output::warning(line));
            }
            Event::StepStarted { step, .. } => self.bar.set_message(describe(step)),
            Event::RevisionFinished { revision, duration } => {
                let mark = match revision.direction() {
                    Direction::Up => styled(ADDED, "↑"),
                    Direction::Down => styled(CHANGED, "↓"),
                };
                let id = styled(REVISION, revision.id());
                let time = styled(FAINT, format!("({})", spoken(*duration)));
                let message = revision.recorded.entry.message();
                self.bar.suspend(|| output::line(format!("{mark} {id} {message} {time}")));
            }
            _ => {}
        }
    }

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.finish();
    }
}

fn describe(step: &Step<'_>) -> String {
    match step {
        Step::Statement(statement) => statement.sql.lines().map(str::trim).collect::<Vec<_>>().join(" "),
        Step::Run(run) => run.name.to_string(),
        Step::Recreate(_) => "what hangs on the table".into(),
    }
}

/// A duration for people: `8 ms`, `3.2 s`, `4 min 10 s`.
fn spoken(duration: Duration) -> String {
    match duration.as_millis() {
        ms @ ..1_000 => format!("{ms} ms"),
        ms @ 1_000..60_000 => format!("{}.{} s", ms / 1_000, ms / 100 % 10),
        ms => format!("{} min {} s", ms / 60_000, ms / 1_000 % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_spoken() {
        let spoken = |ms| super::spoken(Duration::from_millis(ms));
        assert_eq!(
            (spoken(8), spoken(3_250), spoken(250_000)),
            ("8 ms".into(), "3.2 s".into(), "4 min 10 s".into())
        );
    }
}
