//! A case: the models before and after, and everything that must hold of the way between them.
//!
//! [`Case::check`] compares what the change comes to, as Rust and as SQL for every database, with the file
//! `tests/cases/{topic}/{name}.txt` (`UPDATE_EXPECT=1` writes it); it replays the change up and down; then
//! it runs both on every real server that can do it, and compares the server's catalogue with that of the
//! same models created from nothing.

mod change;
pub mod pair;
mod rows;
mod run;
mod snapshot;

use aludel::diff::{Answers, Flag, diff};
use aludel::model::build::inventory;
use aludel::model::{Models, RegisteredEnum, RegisteredModel, schema_of};
use aludel::operation::{Operation, Sql};
use aludel::revision::Operations;
use aludel::schema::Schema;

use crate::servers::Server;
use change::Change;
use run::Plans;

/// A case, to be completed: `case("columns/adds_nullable").before(…).after(…).check()`.
#[derive(Debug)]
#[must_use = "a case does nothing until `check`"]
pub struct Case {
    name: &'static str,
    before: Schema,
    after: Schema,
    answers: Answers,
    written: Option<Written>,
    servers: Vec<Server>,
    setup: Vec<Sql>,
    beside: Vec<Sql>,
    rows: Vec<Sql>,
    after_upgrade: Vec<Sql>,
    finds: Vec<Find>,
    before_downgrade: Vec<Sql>,
    finds_again: Vec<Find>,
}

/// A change written by hand in place of what the comparison finds.
#[derive(Debug, Default)]
struct Written {
    upgrade: Vec<Operation>,
    downgrade: Option<Vec<Operation>>,
}

/// A query and the rows that it must give, each value as text, `|` between them.
#[derive(Debug)]
struct Find {
    query: Sql,
    rows: &'static [&'static str],
}

/// The case called `name`, which is `topic/words_with_underscores`.
pub fn case(name: &'static str) -> Case {
    Case {
        name,
        before: Schema::new(),
        after: Schema::new(),
        answers: Answers::default(),
        written: None,
        servers: Server::ALL.to_vec(),
        setup: Vec::new(),
        beside: Vec::new(),
        rows: Vec::new(),
        after_upgrade: Vec::new(),
        finds: Vec::new(),
        before_downgrade: Vec::new(),
        finds_again: Vec::new(),
    }
}

/// What a closure records.
fn recorded(words: impl FnOnce(&mut Operations)) -> Vec<Operation> {
    let mut operations = Operations::new();
    words(&mut operations);
    operations.list().to_vec()
}

/// The schema that the words of a revision file lead to.
///
/// # Panics
/// When they do not apply one after the other.
pub fn schema(words: impl FnOnce(&mut Operations)) -> Schema {
    let mut schema = Schema::new();
    for operation in recorded(words) {
        operation.apply(&mut schema).unwrap_or_else(|error| panic!("{}: {error}", operation.describe()));
    }
    schema
}

/// What the models add up to that stand in a module.
fn models_in(module: &str) -> Models {
    let models = inventory::iter::<RegisteredModel>.into_iter().map(|registered| (registered.0)());
    let enums = inventory::iter::<RegisteredEnum>.into_iter().map(|registered| (registered.0)());
    let models = models.filter(|model| model.source.module == module);
    let enums = enums.filter(|model| model.source.module == module);
    schema_of(models, enums).unwrap_or_else(|errors| panic!("{errors}"))
}

impl Case {
    /// The schema before, in the words of a revision file; without it, nothing.
    pub fn before(mut self, words: impl FnOnce(&mut Operations)) -> Self {
        self.before = schema(words);
        self
    }

    /// The schema after, in the words of a revision file; without it, nothing.
    pub fn after(mut self, words: impl FnOnce(&mut Operations)) -> Self {
        self.after = schema(words);
        self
    }

    /// The derived models of `module::before` and `module::after`, and what they say of names before.
    ///
    /// # Panics
    /// When they do not add up.
    pub fn models(mut self, module: &str) -> Self {
        self.before = models_in(&format!("{module}::before")).schema;
        let after = models_in(&format!("{module}::after"));
        self.after = after.schema;
        self.answers = Answers::new(after.renames);
        self
    }

    /// The change, written by hand; what it leads to is the schema after.
    pub fn by(mut self, words: impl FnOnce(&mut Operations)) -> Self {
        self.written.get_or_insert_default().upgrade = recorded(words);
        self
    }

    /// The way back of a change that is written by hand, where it cannot be derived.
    pub fn undone_by(mut self, words: impl FnOnce(&mut Operations)) -> Self {
        self.written.get_or_insert_default().downgrade = Some(recorded(words));
        self
    }

    /// An answer as it is written on the command line: `.answer(Flag::Fill, "users.team_id=1")`.
    ///
    /// # Panics
    /// When it cannot be read.
    pub fn answer(mut self, flag: Flag, text: &str) -> Self {
        self.answers.read(flag, text).unwrap_or_else(|error| panic!("{error}"));
        self
    }

    /// Leaves the other databases out, because the models name something that only this one has.
    pub fn only_on(mut self, server: Server) -> Self {
        self.servers = vec![server];
        self
    }

    /// Leaves a database out, for a reason that the case gives in a comment.
    pub fn except(mut self, server: Server) -> Self {
        self.servers.retain(|other| *other != server);
        self
    }

    /// A statement that runs first of all, on every database of the case.
    pub fn setup(mut self, sql: impl Into<Sql>) -> Self {
        self.setup.push(sql.into());
        self
    }

    /// A statement that makes what no model declares, beside the schema before and the schema after.
    pub fn beside(mut self, sql: impl Into<Sql>) -> Self {
        self.beside.push(sql.into());
        self
    }

    /// A statement that inserts rows into the schema before.
    pub fn rows(mut self, sql: impl Into<Sql>) -> Self {
        self.rows.push(sql.into());
        self
    }

    /// A statement that runs after the upgrade.
    pub fn after_upgrade(mut self, sql: impl Into<Sql>) -> Self {
        self.after_upgrade.push(sql.into());
        self
    }

    /// What a query gives after the upgrade.
    pub fn finds(mut self, query: impl Into<Sql>, rows: &'static [&'static str]) -> Self {
        self.finds.push(Find { query: query.into(), rows });
        self
    }

    /// A statement that runs before the downgrade, to take away rows that the schema before cannot hold.
    pub fn before_downgrade(mut self, sql: impl Into<Sql>) -> Self {
        self.before_downgrade.push(sql.into());
        self
    }

    /// What a query gives after the downgrade.
    pub fn finds_again(mut self, query: impl Into<Sql>, rows: &'static [&'static str]) -> Self {
        self.finds_again.push(Find { query: query.into(), rows });
        self
    }

    /// Checks all that must hold.
    ///
    /// # Panics
    /// When something does not hold, saying what.
    pub fn check(self) {
        let change = self.change();
        let plans: Vec<_> =
            self.servers.iter().map(|server| (*server, Plans::new(*server, &change))).collect();
        snapshot::check(self.name, &change, &plans);
        run::check(&self, &plans);
    }

    /// Checks that the comparison asks, and what.
    ///
    /// # Panics
    /// When it does not ask, or asks something else.
    pub fn asks(self) {
        let found = diff(&self.before, &self.after, &self.answers);
        assert!(!found.questions.is_empty(), "{}: nothing is asked", self.name);
        assert_eq!(found.operations, [], "{}: operations in spite of questions", self.name);
        snapshot::check_questions(self.name, &found.questions);
    }

    fn change(&self) -> Change {
        match &self.written {
            Some(Written { upgrade, downgrade }) => {
                Change::written(&self.before, upgrade.clone(), downgrade.clone())
            }
            None => Change::compared(&self.before, &self.after, &self.answers),
        }
    }
}
