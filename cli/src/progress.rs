//! How far an upgrade or downgrade is: a line for each revision, and a bar while a terminal watches.

use std::time::Duration;

use aludel::dialect::Step;
use aludel::executor::Event;
use aludel::revision::Direction;
use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::output::{self, ADDED, CHANGED, FAINT, REVISION, styled};

/// How often a spinner turns.
const TICK: Duration = Duration::from_millis(100);

/// Shows the events of a run: how many revisions are done, and the statement that is at it.
#[derive(Debug)]
pub(crate) struct Progress {
    bars: MultiProgress,
    revisions: ProgressBar,
    step: ProgressBar,
}

impl Progress {
    /// Lines that show everywhere, and, unless they are unwanted, bars that show on a terminal.
    pub(crate) fn new(has_bars: bool) -> Self {
        let bars = MultiProgress::with_draw_target(target(has_bars));
        let revisions = styled_as(ProgressBar::no_length(), "{bar:24} {pos}/{len} {wide_msg} {elapsed}");
        let step = styled_as(ProgressBar::no_length(), "{spinner} {prefix} {wide_msg:.dim} {elapsed}");
        Self { revisions: bars.add(revisions), step: bars.add(step), bars }
    }

    /// Shows `event`.
    pub(crate) fn show(&self, event: &Event<'_>) {
        match event {
            Event::RevisionStarted { revision, number, total } => {
                self.revisions.enable_steady_tick(TICK);
                self.step.enable_steady_tick(TICK);
                self.revisions.set_length(count(*total));
                self.revisions.set_position(count(*number - 1));
                self.revisions.set_message(format!(
                    "{} {}",
                    revision.id(),
                    revision.recorded.entry.message()
                ));
            }
            Event::Waiting { holder, timeout } => {
                let line = format!("waiting up to {} for another run: {holder}", spoken(*timeout));
                self.bars.suspend(|| output::note(line));
            }
            Event::Resumed { revision, done } => {
                let line = format!("{} was interrupted, and goes on after step {done}", revision.id());
                self.bars.suspend(|| output::note(line));
            }
            Event::LockRefused { error, pause, .. } => {
                let line = format!("{error}\nit is tried again in {}", spoken(*pause));
                self.bars.suspend(|| output::warning(line));
            }
            Event::StepsStarted { revision, steps, number } => {
                let (last, total) = (number + steps.len() - 1, revision.plan.steps.len());
                let together = if last == *number { String::new() } else { format!(" to {last}") };
                self.step.reset_elapsed();
                self.step.set_prefix(format!("step {number}{together} of {total}"));
                self.step.set_message(steps.iter().map(describe).collect::<Vec<_>>().join("; "));
            }
            Event::RevisionFinished { revision, duration } => {
                let mark = match revision.direction() {
                    Direction::Up => styled(ADDED, "↑"),
                    Direction::Down => styled(CHANGED, "↓"),
                };
                let id = styled(REVISION, revision.id());
                let time = styled(FAINT, format!("({})", spoken(*duration)));
                let message = revision.recorded.entry.message();
                self.bars.suspend(|| output::line(format!("{mark} {id} {message} {time}")));
            }
            _ => {}
        }
    }

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        self.step.finish_and_clear();
        self.revisions.finish_and_clear();
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.finish();
    }
}

/// Shows that `what` goes on, and for how long, until it is dropped.
pub(crate) fn spinner(what: &str, has_bars: bool) -> impl Drop + use<> {
    let spinner = ProgressBar::with_draw_target(None, target(has_bars));
    let spinner = styled_as(spinner, "{spinner} {wide_msg:.dim} {elapsed}");
    spinner.set_message(what.to_owned());
    spinner.enable_steady_tick(TICK);
    Spinner(spinner)
}

struct Spinner(ProgressBar);

impl Drop for Spinner {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

/// Standard error, where it is a terminal.
fn target(has_bars: bool) -> ProgressDrawTarget {
    if has_bars { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() }
}

fn styled_as(bar: ProgressBar, template: &str) -> ProgressBar {
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style.progress_chars("━╸─")),
        // The template is a constant; a bar in another style is still a bar.
        Err(_) => bar,
    }
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
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
