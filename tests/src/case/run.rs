//! A case on the real servers: up and down, each time compared with the same models created from nothing.

use std::collections::BTreeSet;

use aludel::connection::Connection;
use aludel::database;
use aludel::dialect::DialectError;
use aludel::executor::{Executor, ExecutorError, History, Prepared};
use aludel::introspection::Scope;
use aludel::operation::Sql;
use aludel::schema::{QualifiedName, Schema};

use super::change::Change;
use super::{Case, Find};
use crate::catalogue::{catalogue, difference};
use crate::reading::{causes, differences, tables};
use crate::servers::{Database, Server};

/// What runs on one server.
#[derive(Debug)]
pub(super) struct Plans<'a> {
    before: &'a Schema,
    after: &'a Schema,
    /// Makes the schema before, from nothing.
    pub(super) create_before: Prepared<'a>,
    /// Makes the schema after, from nothing.
    create_after: Prepared<'a>,
    pub(super) upgrade: Prepared<'a>,
    pub(super) downgrade: Prepared<'a>,
}

impl<'a> Plans<'a> {
    /// The plans for `server`, or why it cannot.
    pub(super) fn new(server: Server, change: &'a Change) -> Result<Self, DialectError> {
        let prepare =
            |recorded, schema: &Schema| Prepared::new(server.dialect(), recorded, &mut schema.clone());
        Ok(Self {
            before: &change.before,
            after: &change.after,
            create_before: prepare(&change.create_before, &Schema::new())?,
            create_after: prepare(&change.create_after, &Schema::new())?,
            upgrade: prepare(&change.upgrade, &change.before)?,
            downgrade: prepare(&change.downgrade, &change.after)?,
        })
    }
}

/// Runs the case on every server that can.
///
/// # Panics
/// When something does not hold, with everything that does not on any server.
pub(super) fn check(case: &Case, plans: &[(Server, Result<Plans<'_>, DialectError>)]) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("a runtime starts");
    let runs = plans.iter().filter_map(|(server, plans)| {
        let plans = plans.as_ref().ok()?;
        Some(async move { (server.name(), run(case, *server, plans).await) })
    });
    let outcomes = runtime.block_on(futures_util::future::join_all(runs));
    let failures: Vec<String> = outcomes
        .into_iter()
        .filter_map(|(name, outcome)| Some(format!("on {name}, {}", outcome.err()?)))
        .collect();
    assert!(failures.is_empty(), "{}: {}", case.name, failures.join("\n"));
}

async fn run(case: &Case, server: Server, plans: &Plans<'_>) -> Result<(), String> {
    let mut migrated = Site::new(server).await?;
    let mut created = Site::new(server).await?;
    let outcome = up_and_down(case, plans, &mut migrated, &mut created).await;
    migrated.drop().await?;
    created.drop().await?;
    outcome
}

async fn up_and_down(
    case: &Case,
    plans: &Plans<'_>,
    migrated: &mut Site,
    created: &mut Site,
) -> Result<(), String> {
    for site in [&mut *migrated, &mut *created] {
        site.execute(&case.setup).await.map_err(during("the set-up"))?;
    }
    migrated.apply(&plans.create_before).await.map_err(during("creating the schema before"))?;
    migrated.execute(&case.beside).await.map_err(during("creating what is beside it"))?;
    if !(case.setup.is_empty() && case.beside.is_empty()) {
        migrated.others = tables(&mut migrated.connection).await?;
        migrated.others.retain(|name| !plans.before.tables.contains_key(name));
    }
    let before = catalogue(&mut migrated.database).await?;
    migrated.execute(&case.rows).await.map_err(during("inserting the rows"))?;

    migrated.apply(&plans.upgrade).await.map_err(during("the upgrade"))?;
    created.apply(&plans.create_after).await.map_err(during("creating the schema after"))?;
    created.execute(&case.beside).await.map_err(during("creating what is beside it"))?;
    let after = catalogue(&mut created.database).await?;
    equal(&after, &catalogue(&mut migrated.database).await?).map_err(during("the upgrade"))?;
    migrated.matches(plans.after).await.map_err(during("reading the schema after"))?;
    migrated.execute(&case.after_upgrade).await.map_err(during("the statements after the upgrade"))?;
    migrated.find(&case.finds).await.map_err(during("the upgrade"))?;

    migrated.execute(&case.before_downgrade).await.map_err(during("the statements before the downgrade"))?;
    migrated.apply(&plans.downgrade).await.map_err(during("the downgrade"))?;
    equal(&before, &catalogue(&mut migrated.database).await?).map_err(during("the downgrade"))?;
    migrated.matches(plans.before).await.map_err(during("reading the schema before"))?;
    migrated.find(&case.finds_again).await.map_err(during("the downgrade"))
}

/// A database, and the connection by which aludel changes it.
#[derive(Debug)]
pub(super) struct Site {
    database: Database,
    connection: Connection,
    /// The tables that no model declares.
    others: BTreeSet<QualifiedName>,
}

impl Site {
    pub(super) async fn new(server: Server) -> Result<Self, String> {
        let database = Database::create(server).await;
        let mut connection = database::connect(&database.url).await.map_err(|error| causes(&error))?;
        if server == Server::Sqlite {
            // Nobody reads the file after a crash.
            connection.execute("PRAGMA synchronous = OFF").await.map_err(|error| causes(&error))?;
        }
        History::default().create(&mut connection).await.map_err(|error| causes(&error))?;
        Ok(Self { database, connection, others: BTreeSet::new() })
    }

    /// Brings a revision to the database.
    pub(super) async fn apply(&mut self, revision: &Prepared<'_>) -> Result<(), String> {
        self.run(revision).await.map_err(|error| told(&error))
    }

    /// Brings a revision to the database, or what of it an earlier run left.
    pub(super) async fn run(&mut self, revision: &Prepared<'_>) -> Result<(), ExecutorError> {
        let history = History::default();
        let records = history.read(&mut self.connection).await?.unwrap_or_default();
        let record = records.into_iter().find(|record| record.revision == revision.id());
        let mut executor = Executor::new(&mut self.connection, &history, &|_| {});
        match record.and_then(|record| record.journal) {
            Some(progress) => executor.resume(revision, &progress, 1, 1).await.map(drop),
            None => executor.run(revision, 1, 1).await.map(drop),
        }
    }

    pub(super) const fn connection(&mut self) -> &mut Connection {
        &mut self.connection
    }

    /// Reads the database, and finds nothing else in it than what the models declare.
    pub(super) async fn matches(&mut self, models: &Schema) -> Result<(), String> {
        match differences(&mut self.connection, models, &self.others).await?.as_slice() {
            [] => Ok(()),
            found => Err(format!("the database is not what the models declare\n{}", found.join("\n"))),
        }
    }

    /// What the database holds now, in the schemas that `models` name.
    pub(super) async fn holds(&mut self, models: &[&Schema]) -> Result<Schema, String> {
        let names = models.iter().flat_map(|models| models.tables.keys());
        let scope = Scope { schemas: names.filter_map(|name| name.schema.clone()).collect() };
        let read = self.connection.introspect(&scope).await.map_err(|error| causes(&error))?;
        let mut schema = read.schema;
        schema.tables.retain(|name, _| *name != History::default().table);
        Ok(schema)
    }

    async fn execute(&mut self, statements: &[Sql]) -> Result<(), String> {
        for sql in statements {
            if let Some(sql) = sql.text(self.database.server().name()) {
                self.database.execute(sql).await?;
            }
        }
        Ok(())
    }

    async fn find(&mut self, finds: &[Find]) -> Result<(), String> {
        for Find { query, rows } in finds {
            let Some(query) = query.text(self.database.server().name()) else { continue };
            let found: Vec<String> =
                self.database.query(query).await?.iter().map(|row| row.join("|")).collect();
            if found != *rows {
                return Err(format!("{query} gives {found:?} and not {rows:?}"));
            }
        }
        Ok(())
    }

    pub(super) async fn drop(self) -> Result<(), String> {
        self.connection.close().await.map_err(|error| causes(&error))?;
        self.database.drop().await;
        Ok(())
    }
}

/// An error with the statement that it is about.
pub(super) fn told(error: &ExecutorError) -> String {
    match error {
        ExecutorError::Step(step) => {
            format!("{}\n  in: {}", causes(error), step.sql.as_deref().unwrap_or_default())
        }
        _ => causes(error),
    }
}

pub(super) fn during(phase: &str) -> impl Fn(String) -> String {
    move |failure| format!("{phase}: {failure}")
}

fn equal(expected: &[String], actual: &[String]) -> Result<(), String> {
    match difference(expected, actual).as_slice() {
        [] => Ok(()),
        lines => {
            Err(format!("the catalogue is not that of the models created from nothing\n{}", lines.join("\n")))
        }
    }
}
