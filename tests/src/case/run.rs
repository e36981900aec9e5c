//! A case on the real servers: up and down, each time compared with the same models created from nothing.

use aludel::dialect::{DialectError, Plan, Step};
use aludel::schema::Schema;

use super::change::Change;
use super::{Case, Find};
use crate::catalogue::{catalogue, difference};
use crate::servers::{Database, Server};

/// What runs on one server.
#[derive(Debug)]
pub(super) struct Plans<'a> {
    /// Makes the schema before, from nothing.
    create_before: Plan<'a>,
    /// Makes the schema after, from nothing.
    create_after: Plan<'a>,
    pub(super) upgrade: Plan<'a>,
    pub(super) downgrade: Plan<'a>,
}

impl<'a> Plans<'a> {
    /// The plans for `server`, or why it cannot.
    pub(super) fn new(server: Server, change: &'a Change) -> Result<Self, DialectError> {
        let dialect = server.dialect();
        Ok(Self {
            create_before: dialect.plan(&Schema::new(), &change.create_before)?,
            create_after: dialect.plan(&Schema::new(), &change.create_after)?,
            upgrade: dialect.plan(&change.before, &change.upgrade)?,
            downgrade: dialect.plan(&change.after, &change.downgrade)?,
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
    let mut migrated = Database::create(server).await;
    let mut created = Database::create(server).await;
    let outcome = up_and_down(case, plans, &mut migrated, &mut created).await;
    migrated.drop().await;
    created.drop().await;
    outcome
}

async fn up_and_down(
    case: &Case,
    plans: &Plans<'_>,
    migrated: &mut Database,
    created: &mut Database,
) -> Result<(), String> {
    for database in [&mut *migrated, &mut *created] {
        execute(database, &case.setup).await.map_err(during("the set-up"))?;
    }
    apply(migrated, &plans.create_before).await.map_err(during("creating the schema before"))?;
    execute(migrated, &case.beside).await.map_err(during("creating what is beside it"))?;
    let before = catalogue(migrated).await?;
    execute(migrated, &case.rows).await.map_err(during("inserting the rows"))?;

    apply(migrated, &plans.upgrade).await.map_err(during("the upgrade"))?;
    apply(created, &plans.create_after).await.map_err(during("creating the schema after"))?;
    execute(created, &case.beside).await.map_err(during("creating what is beside it"))?;
    equal(&catalogue(created).await?, &catalogue(migrated).await?).map_err(during("the upgrade"))?;
    execute(migrated, &case.after_upgrade).await.map_err(during("the statements after the upgrade"))?;
    find(migrated, &case.finds).await.map_err(during("the upgrade"))?;

    execute(migrated, &case.before_downgrade).await.map_err(during("the statements before the downgrade"))?;
    apply(migrated, &plans.downgrade).await.map_err(during("the downgrade"))?;
    equal(&before, &catalogue(migrated).await?).map_err(during("the downgrade"))?;
    find(migrated, &case.finds_again).await.map_err(during("the downgrade"))
}

fn during(phase: &str) -> impl Fn(String) -> String {
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

async fn execute(database: &mut Database, statements: &[aludel::operation::Sql]) -> Result<(), String> {
    for sql in statements {
        if let Some(sql) = sql.text(database.server().name()) {
            database.execute(sql).await?;
        }
    }
    Ok(())
}

async fn find(database: &mut Database, finds: &[Find]) -> Result<(), String> {
    for Find { query, rows } in finds {
        let Some(query) = query.text(database.server().name()) else { continue };
        let found: Vec<String> = database.query(query).await?.iter().map(|row| row.join("|")).collect();
        if found != *rows {
            return Err(format!("{query} gives {found:?} and not {rows:?}"));
        }
    }
    Ok(())
}

/// Brings a plan to the database, as the executor does.
async fn apply(database: &mut Database, plan: &Plan<'_>) -> Result<(), String> {
    for statement in &plan.before_transaction {
        database.execute(&statement.sql).await?;
    }
    database.execute("BEGIN").await?;
    for step in &plan.steps {
        match step {
            Step::Statement(statement) if statement.transactional => database.execute(&statement.sql).await?,
            Step::Statement(statement) => {
                database.execute("COMMIT").await?;
                database.execute(&statement.sql).await?;
                database.execute("BEGIN").await?;
            }
            Step::Recreate(recreate) => {
                for sql in database.query(&recreate.query).await?.into_iter().flatten() {
                    database.execute(&sql).await?;
                }
            }
            Step::Run(run) => return Err(format!("a case runs no code, but has `{}`", run.name)),
        }
    }
    for verification in &plan.verifications {
        if !database.query(&verification.sql).await?.is_empty() {
            return Err(verification.violation.clone());
        }
    }
    database.execute("COMMIT").await?;
    for statement in &plan.after_transaction {
        database.execute(&statement.sql).await?;
    }
    Ok(())
}
