//! Proof that models, revisions and lock agree, without a database.

use std::collections::BTreeMap;
use std::fmt;

use super::graph::{Graph, GraphError};
use super::lock::{Difference, Lock, LockError, LockedRevision};
use super::replay::{DowngradeError, ReplayError, check_downgrades};
use super::{Migrations, Replayed};
use crate::model::{self, ModelError, ModelErrors};
use crate::schema::Schema;

/// All that `check` found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckErrors(pub Vec<CheckError>);

/// One thing in which models, revisions and lock disagree.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "each variant's message says what it and its fields are")]
pub enum CheckError {
    #[error(transparent)]
    Graph(#[from] GraphError),
    #[error("there are several heads: `{}`", heads.join("`, `"))]
    SeveralHeads { heads: Vec<&'static str> },
    #[error(transparent)]
    Replay(#[from] ReplayError),
    #[error(transparent)]
    Downgrade(#[from] DowngradeError),
    #[error("`{file}` does not do what the revisions do that it replaces: {}", difference.describe("their schema", "its own"))]
    SquashDiffers { file: &'static str, difference: Box<Difference> },
    #[error("there are revisions, but no `schema.lock`")]
    NoLock,
    #[error(transparent)]
    Lock(#[from] LockError),
    #[error("`schema.lock` does not know `{file}`")]
    NotLocked { file: String },
    #[error("`schema.lock` knows `{file}`, which is not there")]
    Missing { file: String },
    #[error("`{file}` was edited after `schema.lock` was written")]
    Edited { file: String },
    #[error("{}", difference.describe("`schema.lock`", "the migrations"))]
    LockDiffers { difference: Box<Difference> },
    #[error("`schema.lock` has other heads than the migrations")]
    OtherHeads,
    #[error("`schema.lock` says the same as the migrations, but in other lines or in another order")]
    LockUntidy,
    #[error(transparent)]
    Models(#[from] ModelErrors),
    #[error("{}", difference.describe("the models", "the migrations"))]
    ModelsDiffer { difference: Box<Difference> },
}

impl CheckError {
    /// The command or edit that mends it.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Graph(error) => return Some(error.hint()),
            Self::Lock(error) => error.hint(),
            Self::SeveralHeads { .. } => "`merge` joins them",
            Self::Replay(_) => "the revision does not fit to those before it: correct its operations",
            Self::Downgrade(_) => "correct the `downgrade` of the revision",
            Self::SquashDiffers { .. } => {
                "correct it, or squash anew; if no database is among what it replaces, `squash --forget` deletes that"
            }
            Self::NoLock
            | Self::NotLocked { .. }
            | Self::Missing { .. }
            | Self::LockDiffers { .. }
            | Self::OtherHeads
            | Self::LockUntidy => "`generate` writes `schema.lock` again",
            Self::Edited { .. } => {
                "bring the file back as it was if it was applied anywhere; else `generate` writes `schema.lock` again"
            }
            Self::Models(_) => return None,
            Self::ModelsDiffer { .. } => {
                "`generate` writes a revision that brings the models to the database"
            }
        };
        Some(hint.to_owned())
    }
}

/// One error a line, each hint under the last that it is for.
impl fmt::Display for CheckErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, error) in self.0.iter().enumerate() {
            write!(f, "{}{error}", if number > 0 { "\n" } else { "" })?;
            let hint = error.hint();
            let next = self.0.get(number + 1).map(CheckError::hint);
            if let Some(hint) = hint.as_ref().filter(|_| next.as_ref() != Some(&hint)) {
                write!(f, "\n  hint: {hint}")?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for CheckErrors {}

impl Migrations {
    /// Proves that the models linked into this binary, the revisions and `schema.lock` agree, that downgrades undo
    /// their upgrades, and that there is one head: what the test does that `migrations!()` emits.
    ///
    /// # Errors
    /// All that does not agree.
    pub fn check(&self) -> Result<(), CheckErrors> {
        let mut errors = Vec::new();
        let Some(replayed) = self.check_revisions(&mut errors) else {
            errors.extend(model::schema().err().map(CheckError::from));
            return result(errors);
        };
        let migrations = replayed.own();
        match self.models(&replayed) {
            Ok(models) => errors.extend(compare(&models.schema, &migrations)),
            // Revisions that are all SQL and code need no models.
            Err(no_models) if no_models.0 == [ModelError::NoModel] && migrations == Schema::new() => {}
            Err(no_models) => errors.push(no_models.into()),
        }
        result(errors)
    }

    /// The same with the schema of the models given; `None` leaves them out.
    ///
    /// # Errors
    /// All that does not agree.
    pub fn check_with(&self, models: Option<&Schema>) -> Result<(), CheckErrors> {
        let mut errors = Vec::new();
        if let (Some(replayed), Some(models)) = (self.check_revisions(&mut errors), models) {
            errors.extend(compare(models, &replayed.own()));
        }
        result(errors)
    }

    /// Puts what disagrees without the models into `errors`; the replay, where it goes through.
    fn check_revisions(&self, errors: &mut Vec<CheckError>) -> Option<Replayed> {
        self.judge(errors).map_err(|error| errors.push(error)).ok()
    }

    /// The same; the error that is returned leaves nothing to judge the rest by.
    fn judge(&self, errors: &mut Vec<CheckError>) -> Result<Replayed, CheckError> {
        let graph = Graph::new(self)?;
        let heads = graph.own_heads();
        if heads.len() > 1 {
            let heads = heads.iter().map(|head| graph.id(*head)).collect();
            errors.push(CheckError::SeveralHeads { heads });
        }
        let replayed = graph.replay()?;
        if let Some(newest) = graph.squashed().last() {
            let unfolded = Graph::unfolded(self)?.replay()?.schema;
            let differences = Difference::between(&unfolded, &replayed.schema);
            let file = graph.entry(*newest).file;
            errors.extend(
                differences
                    .into_iter()
                    .map(Box::new)
                    .map(|difference| CheckError::SquashDiffers { file, difference }),
            );
        }
        errors.extend(check_downgrades(&graph)?.into_iter().map(CheckError::from));
        self.check_lock(&Lock::new(&graph, &replayed.own()), errors);
        Ok(replayed)
    }

    /// Compares `schema.lock` with the one that would be written now.
    fn check_lock(&self, expected: &Lock, errors: &mut Vec<CheckError>) {
        let lock = match self.lock.map(Lock::parse) {
            None if self.entries.is_empty() => return,
            None => return errors.push(CheckError::NoLock),
            Some(Err(error)) => return errors.push(error.into()),
            Some(Ok(lock)) => lock,
        };
        let found = errors.len();
        errors.extend(check_files(&lock.revisions, &expected.revisions));
        let differences = lock.differences(expected).into_iter().map(Box::new);
        errors.extend(differences.map(|difference| CheckError::LockDiffers { difference }));
        if errors.len() == found && lock.heads != expected.heads {
            errors.push(CheckError::OtherHeads);
        }
        if errors.len() == found && lock != *expected {
            errors.push(CheckError::LockUntidy);
        }
    }
}

fn result(errors: Vec<CheckError>) -> Result<(), CheckErrors> {
    if errors.is_empty() { Ok(()) } else { Err(CheckErrors(errors)) }
}

/// All in which the models differ from the replay.
fn compare(models: &Schema, migrations: &Schema) -> impl Iterator<Item = CheckError> {
    let differences = Difference::between(models, migrations).into_iter().map(Box::new);
    differences.map(|difference| CheckError::ModelsDiffer { difference })
}

/// The files in which the lock and the revisions differ.
fn check_files(locked: &[LockedRevision], expected: &[LockedRevision]) -> Vec<CheckError> {
    let (locked, expected) = (by_file(locked), by_file(expected));
    let edited = expected.iter().filter_map(|(file, revision)| match locked.get(file) {
        None => Some(CheckError::NotLocked { file: (*file).to_owned() }),
        Some(before) if before != revision => Some(CheckError::Edited { file: (*file).to_owned() }),
        Some(_) => None,
    });
    let missing = locked.keys().filter(|file| !expected.contains_key(*file));
    edited.chain(missing.map(|file| CheckError::Missing { file: (*file).to_owned() })).collect()
}

fn by_file(revisions: &[LockedRevision]) -> BTreeMap<&str, &LockedRevision> {
    revisions.iter().map(|revision| (revision.file.as_str(), revision)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::revision::replay::replay;
    use crate::revision::{Entry, Operations, Revision, column, integer, sample, table, text};

    const FIRST: Revision =
        Revision { id: "aaaa", revises: &[], depends_on: &[], branch_labels: &[], created: "" };
    const SECOND: Revision = Revision { id: "bbbb", revises: &["aaaa"], ..FIRST };

    fn create(op: &mut Operations) {
        op.create_table(table("users").with(column("id", integer())));
    }

    fn add(op: &mut Operations) {
        op.add_column("users", column("name", text()));
    }

    fn first() -> &'static Entry {
        sample::with(FIRST, create, |op| op.drop_table("users"))
    }

    fn second() -> &'static Entry {
        sample::with(SECOND, add, |op| op.drop_column("users", "name"))
    }

    fn embedded(entries: &[&'static Entry], lock: Option<String>) -> Migrations {
        let entries: Vec<Entry> = entries.iter().map(|entry| Entry { ..**entry }).collect();
        let lock = lock.map(|lock| &*lock.leak());
        sample::migrations(entries.leak(), lock)
    }

    fn lock(entries: &[&'static Entry]) -> Option<String> {
        let graph = Graph::of(entries.iter().copied()).expect("it is sound");
        Some(Lock::new(&graph, &replay(graph.entries()).expect("it applies")).to_string())
    }

    fn found(migrations: &Migrations, models: Option<&Schema>) -> Vec<String> {
        let errors = migrations.check_with(models).err().map_or_else(Vec::new, |errors| errors.0);
        errors.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn all_agree() {
        let both = [first(), second()];
        let models = replay(both).expect("it applies");
        assert_eq!(found(&embedded(&both, lock(&both)), Some(&models)), [""; 0]);
        assert_eq!(found(&embedded(&[], None), Some(&Schema::new())), [""; 0]);
    }

    #[test]
    fn models_and_migrations_differ() {
        let both = [first(), second()];
        let models = replay([first()]).expect("it applies");
        assert_eq!(
            found(&embedded(&both, lock(&both)), Some(&models)),
            ["column `users.name` is in the migrations and not in the models"]
        );
    }

    #[test]
    fn the_lock_is_not_of_the_revisions() {
        let both = [first(), second()];
        assert_eq!(found(&embedded(&both, None), None), ["there are revisions, but no `schema.lock`"]);
        assert_eq!(
            found(&embedded(&both, lock(&[first()])), None),
            [
                "`schema.lock` does not know `bbbb.rs`",
                "column `users.name` is in the migrations and not in `schema.lock`"
            ]
        );
        assert_eq!(
            found(&embedded(&[first()], lock(&both)), None),
            [
                "`schema.lock` knows `bbbb.rs`, which is not there",
                "column `users.name` is in `schema.lock` and not in the migrations"
            ]
        );
        let change = |before: &str, after: &str| lock(&both).map(|lock| lock.replacen(before, after, 1));
        let edited = Entry { source: "//! other", ..*second() };
        assert_eq!(
            found(&embedded(&[first(), Box::leak(Box::new(edited))], lock(&both)), None),
            ["`bbbb.rs` was edited after `schema.lock` was written"]
        );
        assert_eq!(
            found(&embedded(&both, change("head bbbb", "head aaaa")), None),
            ["`schema.lock` has other heads than the migrations"]
        );
        let columns = "  column id integer not null\n  column name text not null\n";
        let swapped = "  column name text not null\n  column id integer not null\n";
        assert_eq!(
            found(&embedded(&both, change(columns, swapped)), None),
            ["`schema.lock` says the same as the migrations, but in other lines or in another order"]
        );
        assert_eq!(
            found(&embedded(&both, change("head bbbb", "<<<<<<< ours\nhead bbbb")), None),
            ["line 2 of `schema.lock` is the mark of a merge conflict"]
        );
    }

    #[test]
    fn revisions_do_not_fit() {
        let fork = sample::with(Revision { id: "cccc", ..SECOND }, |_| {}, |_| {});
        let heads = [first(), second(), fork];
        let errors = embedded(&heads, lock(&heads)).check_with(None).expect_err("there are two");
        assert_eq!(errors.to_string(), "there are several heads: `bbbb`, `cccc`\n  hint: `merge` joins them");
        let no_way_back = [first(), sample::with(SECOND, add, |_| {})];
        assert_eq!(
            found(&embedded(&no_way_back, lock(&no_way_back)), None),
            [
                "`bbbb.rs`: the downgrade does not undo the upgrade: column `users.name` is in what the downgrade \
              leaves and not in the schema before"
            ]
        );
        let orphan = [second()];
        assert_eq!(
            found(&embedded(&orphan, None), None),
            ["`bbbb.rs` names `aaaa` in `revises`, but there is no such revision"]
        );
        let twice = [first(), sample::with(SECOND, create, |_| {})];
        assert_eq!(
            found(&embedded(&twice, None), None),
            [
                "`bbbb.rs`, operation 1 of `upgrade`: cannot create table `users`: there is a table `users` already"
            ]
        );
    }
}
