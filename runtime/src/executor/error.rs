//! Why a revision did not reach its database: which one, where, and what of it remains.

use std::fmt::{self, Write};
use std::time::Duration;

use super::{Prepared, Record};
use crate::connection::{DatabaseError, Holder, Row};
use crate::dialect::{Statement, Step, Verification};
use crate::error::Error;
use crate::revision::Direction;

/// Why a revision did not reach its database.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "each variant's message says what it and its fields are")]
pub enum ExecutorError {
    #[error(transparent)]
    Step(Box<FailedStep>),
    #[error("{direction} of {revision} ({file}) was refused: {violation}\n{rows}")]
    Violated {
        revision: &'static str,
        file: &'static str,
        direction: Direction,
        /// What the rows mean.
        violation: String,
        /// The first rows, one a line.
        rows: String,
        /// The statements that remain in the database.
        kept: Vec<String>,
    },
    #[error("the transaction of {revision} could not be {what}")]
    Transaction {
        revision: &'static str,
        what: &'static str,
        #[source]
        source: DatabaseError,
    },
    #[error("the history table `{table}` could not be read or written")]
    History {
        table: String,
        #[source]
        source: DatabaseError,
    },
    #[error("another run holds the turn at this database: {holder}; waited for {}", spoken(*waited))]
    Busy { holder: Box<Holder>, waited: Duration },
    #[error("the turn at this database was lost: another session answers on this connection")]
    TurnLost,
    #[error("the session could not be asked or prepared")]
    Lock(#[source] DatabaseError),
    #[error(
        "{direction} of {revision} ({file}) was interrupted, and what it did is not what it says now: its first {done} \
         steps were changed since they ran"
    )]
    Changed { revision: &'static str, file: &'static str, direction: Direction, done: usize },
    #[error(
        "{direction} of {revision} ({file}) was interrupted at step {number}, and nobody can tell whether it took \
         effect: {step}"
    )]
    Undecided {
        revision: &'static str,
        file: &'static str,
        direction: Direction,
        /// The step's number, from 1.
        number: usize,
        /// What it does.
        step: String,
    },
    #[error("{revision} ({file}) cannot be in one transaction with others: step {number}, {step}, {why}")]
    Splits {
        revision: &'static str,
        file: &'static str,
        /// The step's number, from 1.
        number: usize,
        step: String,
        why: &'static str,
    },
    #[error("{} could not be undone by the SQL that the history kept", record.revision)]
    Kept {
        record: Box<Record>,
        #[source]
        source: DatabaseError,
    },
    #[error("the table `{table}` holds no history of aludel")]
    Unreadable { table: String },
    #[error(
        "the row of {} in the history was changed by hand (applied {} by {})",
        record.revision, record.applied_at, record.applied_by
    )]
    Tampered { record: Box<Record> },
}

/// A statement, or the code of a revision, that failed.
#[derive(Debug)]
pub struct FailedStep {
    /// The revision's identifier.
    pub revision: &'static str,
    /// The revision's file.
    pub file: &'static str,
    /// Whether it went up or down.
    pub direction: Direction,
    /// The step's number from 1, and how many there are; `None` for what runs around the transaction.
    pub number: Option<(usize, usize)>,
    /// What the step carries out, in plain words.
    pub operation: String,
    /// The statement; `None` for code.
    pub sql: Option<String>,
    /// The statements that ran before and remain in the database.
    pub kept: Vec<String>,
    /// The sessions that hold the lock it waited for, each in one line, as far as the server tells.
    pub blockers: Vec<String>,
    source: Error,
}

impl FailedStep {
    /// The error of the step at `index`, when those before `kept` remain.
    pub(super) fn at(revision: &Prepared<'_>, index: usize, kept: usize, source: Error) -> ExecutorError {
        let steps = &revision.plan.steps;
        let (operation, sql) = match &steps[index] {
            Step::Statement(statement) => (revision.describe(index), Some(statement.sql.clone())),
            Step::Run(run) => (format!("run `{}`", run.name), None),
            Step::Recreate(recreate) => (revision.describe(index), Some(recreate.query.clone())),
        };
        let number = Some((index + 1, steps.len()));
        Self::boxed(revision, number, operation, sql, first_lines(&steps[..kept]), source)
    }

    /// The error of a statement that runs before, after or at the end of the transaction.
    pub(super) fn around(revision: &Prepared<'_>, sql: &str, source: DatabaseError) -> ExecutorError {
        Self::boxed(revision, None, String::new(), Some(sql.to_owned()), Vec::new(), source.into())
    }

    fn boxed(
        revision: &Prepared<'_>,
        number: Option<(usize, usize)>,
        operation: String,
        sql: Option<String>,
        kept: Vec<String>,
        source: Error,
    ) -> ExecutorError {
        let (id, file) = (revision.id(), revision.recorded.entry.file);
        let direction = revision.direction();
        ExecutorError::Step(Box::new(Self {
            revision: id,
            file,
            direction,
            number,
            operation,
            sql,
            kept,
            blockers: Vec::new(),
            source,
        }))
    }

    /// What the database or the code answered.
    pub(super) fn cause(&self) -> &Error {
        &self.source
    }

    /// Whether the connection was lost.
    pub(super) fn is_cut_off(&self) -> bool {
        matches!(self.source, Error::Database(DatabaseError::Unreachable { .. }))
    }

    /// Whether it is a statement, and only one.
    pub(super) fn is_one_statement(&self) -> bool {
        self.sql.as_ref().is_some_and(|sql| !sql.trim_end().trim_end_matches(';').contains(';'))
    }

    /// Where in the statement the database stumbled, in characters from 1, if it says so.
    pub fn position(&self) -> Option<usize> {
        match &self.source {
            Error::Database(DatabaseError::Refused { position, .. }) => *position,
            _ => None,
        }
    }
}

impl std::error::Error for FailedStep {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

impl fmt::Display for FailedStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {} ({}) stopped", self.direction, self.revision, self.file)?;
        if let Some((number, total)) = self.number {
            write!(f, " at step {number} of {total}")?;
        }
        if !self.operation.is_empty() {
            write!(f, ", {}", self.operation)?;
        }
        if let Some(sql) = &self.sql {
            write!(f, "\n{}", excerpt(sql, self.position()))?;
        }
        if !self.blockers.is_empty() {
            f.write_str("\nthe lock is held by:")?;
        }
        self.blockers.iter().try_for_each(|session| write!(f, "\n  {session}"))
    }
}

/// A duration in whole seconds, for people.
fn spoken(duration: Duration) -> String {
    format!("{} s", duration.as_secs())
}

fn describe(revision: &Prepared<'_>, index: usize) -> String {
    match revision.plan.steps.get(index) {
        Some(Step::Run(run)) => format!("run `{}`", run.name),
        Some(Step::Statement(Statement { sql, .. })) => sql.lines().next().unwrap_or_default().to_owned(),
        Some(Step::Recreate(recreate)) => recreate.query.clone(),
        None => "a step that it does not have any more".into(),
    }
}

impl ExecutorError {
    pub(super) fn changed(revision: &Prepared<'_>, done: usize) -> Self {
        let (revision, file, direction) = (revision.id(), revision.recorded.entry.file, revision.direction());
        Self::Changed { revision, file, direction, done }
    }

    pub(super) fn undecided(revision: &Prepared<'_>, index: usize) -> Self {
        let step = describe(revision, index);
        let (revision, file, direction) = (revision.id(), revision.recorded.entry.file, revision.direction());
        Self::Undecided { revision, file, direction, number: index + 1, step }
    }

    pub(super) fn splits(revision: &Prepared<'_>, index: usize) -> Self {
        let why = match &revision.plan.steps[index] {
            Step::Statement(Statement { transactional: false, .. }) => "must be outside of one",
            Step::Statement(_) | Step::Run(_) | Step::Recreate(_) => "commits by itself on this database",
        };
        let step = describe(revision, index);
        let (revision, file) = (revision.id(), revision.recorded.entry.file);
        Self::Splits { revision, file, number: index + 1, step, why }
    }

    pub(super) fn violated(
        revision: &Prepared<'_>,
        verification: &Verification,
        rows: &[Row],
        kept: usize,
    ) -> Self {
        const SHOWN: usize = 5;
        let line = |row: &Row| {
            let values: Vec<&str> = row.iter().map(|value| value.as_deref().unwrap_or("null")).collect();
            format!("  {}", values.join(" | "))
        };
        let mut lines: Vec<String> = rows.iter().take(SHOWN).map(line).collect();
        if rows.len() > SHOWN {
            lines.push(format!("  … and {} more", rows.len() - SHOWN));
        }
        Self::Violated {
            revision: revision.id(),
            file: revision.recorded.entry.file,
            direction: revision.direction(),
            violation: verification.violation.clone(),
            rows: lines.join("\n"),
            kept: first_lines(&revision.plan.steps[..kept]),
        }
    }

    /// What mends it.
    pub fn hint(&self) -> String {
        match self {
            Self::Step(failed) => match failed.source.hint() {
                // Whether it was committed nobody was told.
                _ if failed.is_cut_off() => format!(
                    "`current` says what was kept; when the server answers, run `{}` again, which goes on from there",
                    failed.direction
                ),
                // What no edit of the revision mends.
                Some(hint) if failed.kept.is_empty() && failed.sql.is_some() => {
                    format!("nothing of it was kept: {hint}; then run `{}` again", failed.direction)
                }
                _ => after_failure(failed.revision, failed.direction, &failed.kept),
            },
            Self::Violated { revision, direction, kept, .. } => after_failure(revision, *direction, kept),
            Self::Transaction { source, .. }
            | Self::History { source, .. }
            | Self::Lock(source)
            | Self::Kept { source, .. }
                if let Some(hint) = source.hint() =>
            {
                hint
            }
            Self::Transaction { .. } => {
                "`current` says whether it was kept; run the command again, which goes on from there".into()
            }
            Self::History { table, .. } => format!(
                "whoever connects must be allowed to create, read and write `{table}`; `history_table` names another"
            ),
            Self::Lock(_) => "nothing was changed; run the command again when the server answers".into(),
            Self::Kept { record, .. } => format!(
                "make way for what the database refuses and run `downgrade` again, or undo it with a build that has it \
                 (aludel {} applied it)",
                record.tool_version
            ),
            Self::Unreadable { .. } => "name another table with `history_table`".into(),
            Self::Tampered { .. } => {
                "put the row back as it was, from a backup; or, if it is as it should be, accept it with `stamp current`"
                    .into()
            }
            Self::Busy { .. } => "wait until it ends, wait longer with `wait_timeout`, or end that session".into(),
            Self::TurnLost => "run again, without a proxy that shares sessions (PgBouncer's transaction pooling, say) \
                               between aludel and the server"
                .into(),
            Self::Changed { file, direction, revision, .. } => format!(
                "bring those steps of `{file}` back as they were and run `{direction}` again; or finish by hand, and \
                 record where the database is with `stamp {revision}` or `stamp {revision}-1`"
            ),
            Self::Undecided { revision, direction, .. } => format!(
                "look at the database; if the step took effect, `resolve --applied {revision}`, if not, `resolve \
                 --rolled-back {revision}`; then run `{direction}` again, which goes on from there"
            ),
            Self::Splits { .. } => "run without `--single-transaction`".into(),
        }
    }
}

/// What mends a revision that failed when the statements of `kept` remain in the database.
fn after_failure(revision: &str, direction: Direction, kept: &[String]) -> String {
    match (kept.is_empty(), direction) {
        (true, Direction::Up) => format!(
            "nothing of it was kept: mend the revision or the rows, then run `upgrade` again; what the database has \
             already, `stamp {revision}` records"
        ),
        (true, Direction::Down) => {
            "nothing of it was kept: mend the revision or the rows, then run `downgrade` again".into()
        }
        (false, _) => {
            let kept: String = kept.iter().map(|sql| format!("\n  {sql}")).collect();
            format!(
                "these statements remain in the database, and the history knows it; mend the rest of the revision or \
                 the rows, then run `{direction}` again, which goes on from there:{kept}"
            )
        }
    }
}

fn first_lines(steps: &[Step<'_>]) -> Vec<String> {
    let first = |sql: &str| sql.lines().next().unwrap_or_default().to_owned();
    let line = |step: &Step<'_>| match step {
        Step::Statement(statement) => first(&statement.sql),
        Step::Run(run) => format!("run `{}`", run.name),
        Step::Recreate(recreate) => first(&recreate.query),
    };
    steps.iter().map(line).collect()
}

/// `sql` with its lines numbered and the character at `position` (from 1) marked; of a long
/// statement, the lines around it.
fn excerpt(sql: &str, position: Option<usize>) -> String {
    const AROUND: usize = 4;
    let marked = position.map(|position| {
        let before: String = sql.chars().take(position.saturating_sub(1)).collect();
        let line = before.matches('\n').count();
        let column = before.chars().rev().take_while(|c| *c != '\n').count();
        (line, column)
    });
    let centre = marked.map_or(0, |(line, _)| line);
    let first = centre.saturating_sub(AROUND);
    let last = if marked.is_some() { centre + AROUND } else { 2 * AROUND };

    let mut text = String::new();
    let mut rest = 0;
    for (number, line) in sql.lines().enumerate().skip(first) {
        if number > last {
            rest += 1;
            continue;
        }
        let mark = marked.filter(|(line, _)| *line == number);
        let pointer = if mark.is_some() { '>' } else { ' ' };
        let _ = writeln!(text, "{pointer} {:>3} | {line}", number + 1);
        if let Some((_, column)) = mark {
            let _ = writeln!(text, "      | {:>1$}", '^', column + 1);
        }
    }
    if rest > 0 {
        let _ = writeln!(text, "      … {rest} more lines");
    }
    text.truncate(text.trim_end().len());
    text
}

#[cfg(test)]
mod tests {
    use super::excerpt;

    #[test]
    fn marks_the_place() {
        let sql = "ALTER TABLE users\n  ADD COLUMN phone varchar(20),\n  ADD COLUM fax text";
        assert_eq!(
            excerpt(sql, Some(57)),
            "    1 | ALTER TABLE users\n    2 |   ADD COLUMN phone varchar(20),\n>   3 |   ADD COLUM fax text\n      |       ^"
        );
        assert_eq!(excerpt("SELECT 1", None), "    1 | SELECT 1");
        assert_eq!(excerpt("SELECT é, x", Some(11)), ">   1 | SELECT é, x\n      |           ^");
    }

    #[test]
    fn shortens_long_statements() {
        let sql = (1..=30).map(|n| n.to_string()).collect::<Vec<_>>().join("\n");
        let text = excerpt(&sql, None);
        assert!(text.starts_with("    1 | 1\n") && text.ends_with("… 21 more lines"), "{text}");
        let text = excerpt(&sql, Some(52));
        assert!(text.starts_with("   17 | 17") && text.contains("\n>  21 | 21\n      | ^"), "{text}");
    }
}
