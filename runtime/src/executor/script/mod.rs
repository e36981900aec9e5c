//! Revisions as a script of SQL, to be read or to be run by the database's own client.

mod idempotent;
mod kept;

pub(super) use kept::{KeptSql, plan_text};

use super::history::Times;
use super::{History, Options, Prepared, Record};
use crate::dialect::{Client, Dialect, Line, Statement, Step};
use crate::revision::Direction;

/// A script of SQL for one database.
#[derive(Debug)]
pub struct Script<'a> {
    dialect: &'a dyn Dialect,
    client: &'static dyn Client,
    history: &'a History,
    skip_code: bool,
    idempotent: bool,
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
        let client = dialect.client();
        Self { dialect, client, history, skip_code, idempotent: false, text: client.start() }
    }

    /// An empty script that does only what is missing, whatever the database has, in its turn and within the limits
    /// that `options` set.
    pub fn idempotent(
        dialect: &'a dyn Dialect,
        history: &'a History,
        skip_code: bool,
        options: &Options,
    ) -> Self {
        let mut script = Self { idempotent: true, ..Self::new(dialect, history, skip_code) };
        script.text.push_str(&script.client.lock(script.lock_key(), options.wait_timeout));
        for limit in dialect.limits(options.lock_timeout, options.statement_timeout) {
            script.statement(&limit);
        }
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
        let (entry, plan) = (revision.recorded.entry, &revision.plan);
        self.comment(&format!("{} {}: {}", revision.direction(), revision.id(), entry.message()));
        self.statements(&plan.before_transaction);
        match self.idempotent {
            true => self.what_is_missing(revision)?,
            false => self.all(revision)?,
        }
        self.statements(&plan.after_transaction);
        self.text.push('\n');
        Ok(())
    }

    /// The text.
    pub fn finish(mut self) -> String {
        if self.idempotent {
            let unlock = self.client.unlock(self.lock_key());
            self.text.push_str(&unlock);
        }
        self.text.trim_end().to_owned() + "\n"
    }

    /// All of a revision between two transactions' ends, whatever the database has.
    fn all(&mut self, revision: &Prepared<'_>) -> Result<(), ScriptError> {
        let mut transaction =
            Transaction { used: self.dialect.capabilities().transactional_ddl, open: false };
        for index in 0..revision.plan.steps.len() {
            match splits(revision, index) {
                true => transaction.close(self),
                false => transaction.open(self),
            }
            let lines = self.step(revision, index)?;
            self.lines(&lines);
        }
        self.lines(&verifications(revision));
        transaction.open(self);
        let history = match revision.direction() {
            Direction::Up => self.history.insert(self.dialect, &Record::of_script(revision), &Times::Script),
            Direction::Down => self.history.delete(self.dialect, revision.id()),
        };
        self.statement(&history);
        transaction.close(self);
        Ok(())
    }

    /// The step at `index`, under what it carries out.
    fn step(&self, revision: &Prepared<'_>, index: usize) -> Result<Vec<Line>, ScriptError> {
        let entry = revision.recorded.entry;
        let mut lines = Vec::new();
        if revision.plan.starts.contains(&index) && !matches!(revision.plan.steps[index], Step::Run(_)) {
            lines.push(Line::Comment(revision.describe(index)));
        }
        lines.push(match &revision.plan.steps[index] {
            Step::Statement(statement) => Line::Sql(statement.sql.clone()),
            Step::Recreate(recreate) => Line::Client(recreate.script.clone()),
            Step::Run(run) if self.skip_code => {
                Line::Comment(format!("here runs `{}`, which is not SQL", run.name))
            }
            Step::Run(run) => {
                let (file, code) = (entry.file, run.name.to_string());
                return Err(ScriptError { revision: revision.id(), file, code });
            }
        });
        Ok(lines)
    }

    fn lock_key(&self) -> &'a str {
        // As a run takes it.
        &self.history.table.name
    }

    fn statements(&mut self, statements: &[Statement]) {
        statements.iter().for_each(|statement| self.statement(&statement.sql));
    }

    fn statement(&mut self, sql: &str) {
        self.text.push_str(&self.client.statements(sql));
    }

    fn lines(&mut self, lines: &[Line]) {
        lines.iter().for_each(|line| self.text.push_str(&line.text(self.client)));
    }

    fn comment(&mut self, text: &str) {
        self.lines(&[Line::Comment(text.to_owned())]);
    }
}

/// Whether the step at `index` may be in no transaction.
fn splits(revision: &Prepared<'_>, index: usize) -> bool {
    matches!(&revision.plan.steps[index], Step::Statement(statement) if !statement.transactional)
}

/// What must hold at the end of a revision.
fn verifications(revision: &Prepared<'_>) -> Vec<Line> {
    let mut lines = Vec::new();
    for verification in &revision.plan.verifications {
        lines.push(Line::Comment(format!("this must give no row: {}", verification.violation)));
        lines.push(match &verification.script {
            Some(script) => Line::Client(script.clone()),
            None => Line::Sql(verification.sql.clone()),
        });
    }
    lines
}

/// The transaction of one revision in a script: opened where it is needed, closed where it may not be.
struct Transaction {
    used: bool,
    open: bool,
}

impl Transaction {
    fn open(&mut self, script: &mut Script<'_>) {
        if self.used && !self.open {
            script.statement(script.client.begin());
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
