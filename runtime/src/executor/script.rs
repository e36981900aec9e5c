//! Revisions as a script of SQL, to be read or to be run by the database's own client.

use std::fmt::Write;

use super::{History, Prepared, Record};
use crate::dialect::{Dialect, Plan, Statement, Step};
use crate::revision::Direction;

/// A script of SQL for one database.
#[derive(Debug)]
pub struct Script<'a> {
    dialect: &'a dyn Dialect,
    history: &'a History,
    skip_code: bool,
    text: String,
}

/// Why a revision cannot be written as SQL.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{revision} ({file}) runs Rust code, `{code}`, which is not SQL")]
pub struct ScriptError {
    /// The revision's identifier.
    pub revision: &'static str,
    /// The revision's file.
    pub file: &'static str,
    /// The function.
    pub code: String,
}

impl ScriptError {
    /// What goes on without it.
    pub fn hint(&self) -> String {
        "run the revisions with `upgrade`, or leave a comment in its place with `--skip-code`".into()
    }
}

impl<'a> Script<'a> {
    /// An empty script for the database of `dialect`; `skip_code` leaves a comment where Rust code would run.
    pub fn new(dialect: &'a dyn Dialect, history: &'a History, skip_code: bool) -> Self {
        let mut script = Self { dialect, history, skip_code, text: String::new() };
        script.lines(dialect.script_start());
        script
    }

    /// Makes the history table, where a database has none yet.
    pub fn create_history(&mut self) {
        self.statement(&self.history.create_sql(self.dialect));
        self.text.push('\n');
    }

    /// Adds a revision, with its row of the history.
    ///
    /// # Errors
    /// When it runs Rust code that is not to be skipped.
    pub fn revision(&mut self, revision: &Prepared<'_>) -> Result<(), ScriptError> {
        let Prepared { recorded, plan, .. } = revision;
        let (entry, direction) = (recorded.entry, recorded.direction);
        self.comment(&format!("{direction} {}: {}", revision.id(), entry.message()));
        self.statements(&plan.before_transaction);
        let mut transaction =
            Transaction { used: self.dialect.capabilities().transactional_ddl, open: false };
        for (index, step) in plan.steps.iter().enumerate() {
            let splits = matches!(step, Step::Statement(statement) if !statement.transactional);
            if splits {
                transaction.close(self)
            } else {
                transaction.open(self)
            }
            if plan.starts.contains(&index) && !matches!(step, Step::Run(_)) {
                self.comment(&revision.describe(index));
            }
            match step {
                Step::Statement(statement) => self.statement(&statement.sql),
                Step::Recreate(recreate) => self.lines(&recreate.script),
                Step::Run(run) if self.skip_code => {
                    self.comment(&format!("here runs `{}`, which is not SQL", run.name))
                }
                Step::Run(run) => {
                    let (file, code) = (entry.file, run.name.to_string());
                    return Err(ScriptError { revision: revision.id(), file, code });
                }
            }
        }
        for verification in &plan.verifications {
            self.comment(&format!("this must give no row: {}", verification.violation));
            match &verification.script {
                Some(script) => self.lines(script),
                None => self.statement(&verification.sql),
            }
        }
        transaction.open(self);
        let history = match direction {
            Direction::Up => self.history.insert_now(self.dialect, &Record::of_script(revision)),
            Direction::Down => self.history.delete(self.dialect, revision.id()),
        };
        self.statement(&history);
        transaction.close(self);
        self.statements(&plan.after_transaction);
        self.text.push('\n');
        Ok(())
    }

    /// The text.
    pub fn finish(self) -> String {
        self.text.trim_end().to_owned() + "\n"
    }

    fn statements(&mut self, statements: &[Statement]) {
        statements.iter().for_each(|statement| self.statement(&statement.sql));
    }

    fn statement(&mut self, sql: &str) {
        push_statement(&mut self.text, sql);
    }

    /// Lines in the words of the database's own client, as they are.
    fn lines(&mut self, lines: &str) {
        for line in lines.lines() {
            let _ = writeln!(self.text, "{line}");
        }
    }

    fn comment(&mut self, text: &str) {
        for line in text.lines() {
            let _ = writeln!(self.text, "-- {line}");
        }
    }
}

/// The transaction of one revision in a script: opened where it is needed, closed where it may not be.
struct Transaction {
    used: bool,
    open: bool,
}

impl Transaction {
    fn open(&mut self, script: &mut Script<'_>) {
        if self.used && !self.open {
            script.statement("BEGIN");
            self.open = true;
        }
    }

    fn close(&mut self, script: &mut Script<'_>) {
        if self.open {
            script.statement("COMMIT");
            self.open = false;
        }
    }
}

/// The statements of `plan`, one after the other; `None` when they are not all SQL, but Rust code or
/// what only the database knows.
pub(super) fn plan_text(plan: &Plan<'_>) -> Option<String> {
    let mut text = String::new();
    plan.before_transaction.iter().for_each(|statement| push_statement(&mut text, &statement.sql));
    if !text.is_empty() {
        text.push_str(KeptSql::STEPS);
    }
    for step in &plan.steps {
        match step {
            Step::Statement(statement) => push_statement(&mut text, &statement.sql),
            Step::Run(_) | Step::Recreate(_) => return None,
        }
    }
    if !plan.after_transaction.is_empty() {
        text.push_str(KeptSql::AFTER);
    }
    plan.after_transaction.iter().for_each(|statement| push_statement(&mut text, &statement.sql));
    Some(text)
}

/// What [`plan_text`] wrote, cut at its transaction.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct KeptSql<'a> {
    pub(super) before: &'a str,
    pub(super) steps: &'a str,
    pub(super) after: &'a str,
}

impl<'a> KeptSql<'a> {
    /// The line above the steps, where something runs before their transaction.
    const STEPS: &'static str = "-- In one transaction:\n";
    /// The line above what runs after it.
    const AFTER: &'static str = "-- After the transaction:\n";

    pub(super) fn parse(text: &'a str) -> Self {
        let (before, rest) = text.split_once(Self::STEPS).unwrap_or(("", text));
        let (steps, after) = rest.rsplit_once(Self::AFTER).unwrap_or((rest, ""));
        Self { before, steps, after }
    }
}

fn push_statement(text: &mut String, sql: &str) {
    text.push_str(sql.trim_end().trim_end_matches(';'));
    text.push_str(";\n");
}
