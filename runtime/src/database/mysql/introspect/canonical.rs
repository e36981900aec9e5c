//! Expressions as the server spells them: asked by temporary tables that hold them.
//!
//! All that differ are asked in one round trip; when the server refuses it, in halves, until each that it refuses
//! stands alone and stays as it is.

use super::answer::Shown;
use super::column::expression;
use super::effective::settle;
use super::question::{Part, Question, check_name, create, questions, table_name};
use super::server::{Server, has_upper_case};
use super::{begin, in_plain_mode};
use crate::connection::{DatabaseError, Driver};
use crate::database::mysql::Mysql;
use crate::database::mysql::driver::MysqlDriver;
use crate::dialect::Dialect;
use crate::schema::Schema;

/// See [`Driver::canonicalize`].
pub(in crate::database::mysql) async fn canonicalize(
    driver: &mut MysqlDriver,
    expected: &Schema,
    actual: &Schema,
) -> Result<Schema, DatabaseError> {
    let folded = expected.tables.keys().find(|name| has_upper_case(name));
    if let Some(name) = folded {
        Server::ask(driver).await?.keeps(name)?;
    }
    let mut canonical = expected.clone();
    settle(driver, &mut canonical, actual).await?;
    let questions = questions(&mut canonical, actual);
    if questions.is_empty() {
        return Ok(canonical);
    }
    let server = Server::ask(driver).await?;
    begin(driver, "START TRANSACTION READ WRITE").await?;
    let outcome = ask(driver, &server, &mut canonical, questions).await;
    let ended = driver.rollback().await;
    outcome.and(ended).map(|()| canonical)
}

/// Puts the server's spelling of all `questions` into `schema`.
async fn ask(
    driver: &mut MysqlDriver,
    server: &Server,
    schema: &mut Schema,
    questions: Vec<Question>,
) -> Result<(), DatabaseError> {
    let mut pending = vec![questions];
    while let Some(mut group) = pending.pop() {
        match answers(driver, server, schema, &group).await {
            Ok(answers) => {
                group.iter().zip(answers).for_each(|(question, answer)| put(schema, question, answer))
            }
            Err(DatabaseError::Refused { message, code, .. }) if is_denied(code.as_deref()) => {
                return Err(denied(message));
            }
            Err(DatabaseError::Refused { .. }) if group.len() > 1 => {
                let second = group.split_off(group.len() / 2);
                pending.extend([second, group]);
            }
            // It stays as it is.
            Err(DatabaseError::Refused { .. }) => {}
            Err(lost) => return Err(lost),
        }
    }
    Ok(())
}

/// What the server says to each of `questions`, which stand in order of their tables.
async fn answers(
    driver: &mut MysqlDriver,
    server: &Server,
    schema: &Schema,
    questions: &[Question],
) -> Result<Vec<Option<String>>, DatabaseError> {
    let mut creations = Vec::new();
    let mut shows = Vec::new();
    // For each temporary table, the questions that it answers.
    let mut asked = Vec::new();
    let mut first = 0;
    for group in questions.chunk_by(|a, b| a.table == b.table) {
        let range = first..first + group.len();
        first = range.end;
        let creation = schema.tables.get(&group[0].table);
        let creation = creation.and_then(|table| create(schema, table, shows.len(), group, range.start));
        if let Some(creation) = creation {
            shows.push(format!("SHOW CREATE TABLE {}", table_name(shows.len())));
            creations.push(creation);
            asked.push(range);
        }
    }
    let mut answers = vec![None; questions.len()];
    if shows.is_empty() {
        return Ok(answers);
    }
    let names: Vec<String> = (0..shows.len()).map(table_name).collect();
    let drop = format!("DROP TEMPORARY TABLE IF EXISTS {}", names.join(", "));
    let created = driver.execute(&creations.join(";\n")).await;
    let rows = match created {
        Ok(()) => in_plain_mode(driver, &shows.join(";\n")).await,
        Err(refused) => Err(refused),
    };
    let dropped = driver.execute(&drop).await;
    let rows = rows?;
    dropped?;
    for (row, range) in rows.iter().zip(asked) {
        let shown = Shown::new(server.vendor, row.get(1).and_then(Option::as_deref).unwrap_or_default());
        for at in range {
            answers[at] = match &questions[at].part {
                Part::Default(column) => shown.default(&Mysql.quote(column)),
                Part::Generated(column) => shown.generated(&Mysql.quote(column)).map(str::to_owned),
                Part::Check(_) => shown.check(&Mysql.quote(&check_name(at))).map(str::to_owned),
            };
        }
    }
    Ok(answers)
}

/// Puts the server's spelling in the place of the question; what has no answer stays as it is.
fn put(schema: &mut Schema, question: &Question, answer: Option<String>) {
    let (Some(table), Some(answer)) = (schema.tables.get_mut(&question.table), answer) else { return };
    match &question.part {
        Part::Default(name) => {
            if let Some(column) = table.column_mut(name) {
                column.default = expression(&answer, column);
            }
        }
        Part::Generated(name) => {
            let column = table.column_mut(name);
            if let Some(generated) = column.and_then(|column| column.generated.as_mut()) {
                generated.expression = answer.into();
            }
        }
        Part::Check(name) => {
            if let Some(check) = table.checks.get_mut(name) {
                check.expression = answer.into();
            }
        }
    }
}

/// ER_DBACCESS_DENIED_ERROR, ER_TABLEACCESS_DENIED_ERROR, ER_SPECIFIC_ACCESS_DENIED_ERROR.
fn is_denied(code: Option<&str>) -> bool {
    matches!(code, Some("1044" | "1142" | "1227"))
}

fn denied(message: String) -> DatabaseError {
    DatabaseError::Catalogue {
        what: "how the server spells expressions".into(),
        message,
        hint: "grant the user CREATE TEMPORARY TABLES on the database".into(),
    }
}
