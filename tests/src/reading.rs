//! A database read back by aludel, and compared with the models that it was made of.

use std::collections::BTreeSet;
use std::env;
use std::path::{Path, PathBuf};

use aludel::connection::Connection;
use aludel::dialect::Step;
use aludel::diff::{Answers, diff};
use aludel::executor::History;
use aludel::introspection::Scope;
use aludel::operation::Operation;
use aludel::schema::{QualifiedName, Schema};

/// The tables of the database at `connection`.
///
/// # Errors
/// When the database cannot be read.
pub async fn tables(connection: &mut Connection) -> Result<BTreeSet<QualifiedName>, String> {
    let read = connection.introspect(&Scope::default()).await.map_err(|error| causes(&error))?;
    Ok(read.schema.tables.keys().cloned().collect())
}

/// What the database at `connection` has otherwise than `models` declare, a line each; the tables `others` and
/// the history are nobody's models.
///
/// # Errors
/// When the database cannot be read.
pub async fn differences(
    connection: &mut Connection,
    models: &Schema,
    others: &BTreeSet<QualifiedName>,
) -> Result<Vec<String>, String> {
    let expected = connection.dialect().normalize(models);
    let names = expected.tables.keys().chain(expected.enums.keys());
    let scope = Scope { schemas: names.filter_map(|name| name.schema.clone()).collect() };
    let mut actual = connection.introspect(&scope).await.map_err(|error| causes(&error))?.schema;
    actual.tables.retain(|name, _| *name != History::default().table && !others.contains(name));
    let again = connection.dialect().normalize(&actual);
    if again != actual {
        return Ok(vec![format!("what was read is not normalized:\n{actual:#?}\n{again:#?}")]);
    }
    let asked = connection.canonicalize(&expected, &actual).await.map_err(|error| causes(&error))?;
    let found = diff(&asked, &actual, &Answers::default());
    let questions = found.questions.iter().map(ToString::to_string);
    Ok(found.operations.iter().map(line).chain(questions).collect())
}

fn line(operation: &Operation) -> String {
    format!("{}: {operation:?}", operation.describe())
}

/// Makes `schema` in an empty database.
///
/// # Errors
/// What the database refuses, and the statement.
pub async fn create(connection: &mut Connection, schema: &Schema) -> Result<(), String> {
    let operations = diff(&Schema::new(), schema, &Answers::default()).operations;
    let plan = connection.dialect().plan(&Schema::new(), &operations).map_err(|error| causes(&error))?;
    for step in &plan.steps {
        let Step::Statement(statement) = step else { continue };
        let done = connection.execute(&statement.sql).await;
        done.map_err(|error| format!("{}\n  in: {}", causes(&error), statement.sql))?;
    }
    Ok(())
}

/// The schemas of real projects, which are not part of this repository: the folder that `ALUDEL_SCHEMAS` names,
/// else `shared/cases/schemas` beside the checkout. None, said aloud, when there is no such folder.
pub fn real_schemas() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/cases/schemas");
    let folder = env::var_os("ALUDEL_SCHEMAS").map_or(beside, PathBuf::from);
    if !folder.is_dir() {
        eprintln!("NOT RUN: the schemas of real projects are not in `{}`", folder.display());
        return None;
    }
    Some(folder)
}

/// An error and what caused it.
pub fn causes(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
