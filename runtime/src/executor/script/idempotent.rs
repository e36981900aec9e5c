//! A script that does only what is missing: each transaction of a revision depends on what the history says of it.
//!
//! Where a revision is no single transaction, the history is told how far it is, in the words of a run: either goes
//! on where the other was cut off. What only the catalogue could tell, a script leaves undecided.

use super::{Script, ScriptError, splits, verifications};
use crate::dialect::Line;
use crate::executor::history::{Fields, Times};
use crate::executor::progress::{Begun, Digests};
use crate::executor::{Prepared, Progress, Record};
use crate::revision::Direction;

impl Script<'_> {
    /// Stops where the database does not have `revisions`, which what follows starts from.
    pub fn expect(&mut self, revisions: &[&str]) {
        for revision in revisions {
            let there = self.row(revision, &[("journal", "IS NULL".into())]);
            let message = format!("revision {revision} is not applied, which this script starts from");
            let stop = self.client.stop_if(&format!("NOT {there}"), &message);
            self.text.push_str(&stop);
        }
    }

    pub(super) fn what_is_missing(&mut self, revision: &Prepared<'_>) -> Result<(), ScriptError> {
        let text = Missing::new(self, revision).text()?;
        self.text.push_str(&text);
        Ok(())
    }

    /// The condition that the history has a row of `revision` whose columns pass `tests`.
    fn row(&self, revision: &str, tests: &[(&str, String)]) -> String {
        let (table, revision) = (self.history.quoted(self.dialect), self.dialect.literal(revision));
        let mut text =
            format!("EXISTS (SELECT 1 FROM {table} WHERE {} = {revision}", self.dialect.quote("revision"));
        for (column, test) in tests {
            text.push_str(&format!(" AND {} {test}", self.dialect.quote(column)));
        }
        text + ")"
    }
}

/// What runs where so many steps of the revision are done, and only there.
struct Block {
    done: usize,
    in_transaction: bool,
    lines: Vec<Line>,
}

impl Block {
    /// What is done in a transaction, after `done` steps.
    fn after(done: usize) -> Self {
        Self { done, in_transaction: true, lines: Vec::new() }
    }
}

/// What of one revision a database may miss.
struct Missing<'s, 'r> {
    script: &'s Script<'s>,
    revision: &'r Prepared<'r>,
    /// By step, the digest of those before it.
    digests: Vec<String>,
    record: Record,
}

impl<'s, 'r> Missing<'s, 'r> {
    fn new(script: &'s Script<'s>, revision: &'r Prepared<'r>) -> Self {
        Self { script, revision, digests: Digests::new(revision).all(), record: Record::of_script(revision) }
    }

    fn text(&self) -> Result<String, ScriptError> {
        let client = self.script.client;
        let blocks = self.blocks()?;
        let mut text = String::new();
        if blocks.len() > 1 {
            text.push_str(&client.statements(&self.forget_the_start()));
        }
        for Block { done, in_transaction, lines } in blocks {
            let lines = client.only_if(&self.is_after(done), &lines);
            match in_transaction {
                true => {
                    let (begin, commit) = (client.statements(client.begin()), client.statements("COMMIT"));
                    text.extend([begin, lines, commit]);
                }
                false => text.push_str(&lines),
            }
        }
        text.push_str(&self.stop_if_unfinished());
        Ok(text)
    }

    /// The revision as a run would hold it in transactions; where there are several, each ends with how far it came.
    fn blocks(&self) -> Result<Vec<Block>, ScriptError> {
        let transactional = self.script.dialect.capabilities().transactional_ddl;
        let mut blocks = Vec::new();
        let mut open = Block::after(0);
        for index in 0..self.revision.plan.steps.len() {
            let step = self.script.step(self.revision, index)?;
            let splits = transactional && splits(self.revision, index);
            if transactional && !splits {
                open.lines.extend(step);
                continue;
            }
            if !open.lines.is_empty() {
                let note = self.note(&self.after(index), open.done == 0);
                open.lines.push(Line::Sql(note));
                blocks.push(open);
            }
            let mut own = Block { in_transaction: !splits, ..Block::after(index) };
            own.lines.push(Line::Sql(self.note(&self.begun(index), index == 0)));
            own.lines.extend(step);
            own.lines.push(Line::Sql(self.note(&self.after(index + 1), false)));
            blocks.push(own);
            open = Block::after(index + 1);
        }
        open.lines.extend(verifications(self.revision));
        open.lines.push(Line::Sql(self.ended(open.done == 0)));
        blocks.push(open);
        Ok(blocks)
    }

    fn after(&self, done: usize) -> Progress {
        let (direction, digest) = (self.revision.direction(), self.digests[done].clone());
        Progress { direction, done, digest, begun: None }
    }

    fn begun(&self, index: usize) -> Progress {
        let begun = Begun { digest: self.digests[index + 1].clone(), catalogue: None };
        Progress { begun: Some(begun), ..self.after(index) }
    }

    /// The statement that says how far the revision is, perhaps as the first that the history hears of it.
    fn note(&self, progress: &Progress, first: bool) -> String {
        let Script { history, dialect, .. } = *self.script;
        match self.revision.direction() {
            Direction::Up if first => {
                let record = Record { journal: Some(progress.clone()), ..self.record.clone() };
                history.insert(dialect, &record, &Times::Script)
            }
            Direction::Up | Direction::Down => history.journal(dialect, self.revision.id(), Some(progress)),
        }
    }

    /// The statement that says that the revision is there, or gone.
    fn ended(&self, first: bool) -> String {
        let Script { history, dialect, .. } = *self.script;
        match self.revision.direction() {
            Direction::Up if first => history.insert(dialect, &self.record, &Times::Script),
            Direction::Up => history.update(dialect, &self.record, Fields::Ended, &Times::Script),
            Direction::Down => history.delete(dialect, self.revision.id()),
        }
    }

    /// The statement that makes a revision of which no step is left one that did not begin.
    fn forget_the_start(&self) -> String {
        let Script { history, dialect, .. } = *self.script;
        let start = dialect.literal(&self.after(0).to_string());
        let statement = match self.revision.direction() {
            Direction::Up => history.delete(dialect, self.revision.id()),
            Direction::Down => history.journal(dialect, self.revision.id(), None),
        };
        format!("{statement} AND {} = {start}", dialect.quote("journal"))
    }

    /// The condition that `done` steps are done, and none has begun since.
    fn is_after(&self, done: usize) -> String {
        let journal = match (done, self.revision.direction()) {
            (0, Direction::Up) => return format!("NOT {}", self.script.row(self.revision.id(), &[])),
            (0, Direction::Down) => "IS NULL".into(),
            (done, _) => format!("= {}", self.script.dialect.literal(&self.after(done).to_string())),
        };
        self.row_of_this_file(journal)
    }

    fn row_of_this_file(&self, journal: String) -> String {
        let checksum = format!("= {}", self.script.dialect.literal(&self.record.checksum));
        self.script.row(self.revision.id(), &[("checksum", checksum), ("journal", journal)])
    }

    fn stop_if_unfinished(&self) -> String {
        let id = self.revision.id();
        let (unfinished, command) = match self.revision.direction() {
            Direction::Up => (format!("NOT {}", self.row_of_this_file("IS NULL".into())), "upgrade"),
            Direction::Down => (self.script.row(id, &[]), "downgrade"),
        };
        let message =
            format!("revision {id} was interrupted, or applied from another file; `{command}` says which");
        self.script.client.stop_if(&unfinished, &message)
    }
}
