//! Expressions as the server spells them: temporary tables are built with the models' expressions and read back
//! by the same code that reads the database, in a transaction that is rolled back.
//!
//! Everything is sent at once: what the server refuses is passed over inside it, and stays as it is.

use std::collections::BTreeSet;

use super::read::Reader;
use super::row::Fields;
use super::{PostgresDriver, Server, explained, own, queries};
use crate::connection::{DatabaseError, Driver};
use crate::database::postgres::sql::{literal, quote};
use crate::database::postgres::{NAME, Postgres, index, table, types};
use crate::dialect::Dialect;
use crate::schema::{
    Column, Constraint, Generated, Index, IndexKey, List, QualifiedName, Schema, Table, Text,
};

/// Begins to ask; a session that may only read otherwise may do so here, where nothing is kept.
const BEGIN: &str = "BEGIN READ WRITE";
/// How many tables are built at once: each holds locks until it is rolled back, and a server has room for some
/// thousands (manual, section 20.12, `max_locks_per_transaction`).
const BATCH: usize = 100;

pub(in super::super) async fn canonicalize(
    driver: &mut PostgresDriver,
    expected: &Schema,
    actual: &Schema,
) -> Result<Schema, DatabaseError> {
    let expected = &in_own_names(driver, expected).await?;
    let mut questions: Vec<Question<'_>> =
        expected.tables.values().filter_map(|table| Question::of(table, actual)).collect();
    let mut schema = expected.clone();
    if questions.is_empty() {
        return Ok(schema);
    }
    let mut batches = Vec::new();
    while !questions.is_empty() {
        let (batch, rest) = batch(questions);
        batches.push(batch);
        questions = rest;
    }
    match ask(driver, &batches).await {
        Ok(answers) => {
            for (batch, answer) in batches.iter().zip(&answers) {
                for question in batch {
                    question.answer(&mut schema, answer);
                }
            }
            Ok(schema)
        }
        Err(error) => {
            // The error is what there is to tell; a connection that is lost has rolled back by itself.
            let _ = driver.execute("ROLLBACK").await;
            Err(refused(error))
        }
    }
}

/// `expected` with the names of the connection's own schema (namespace) as they are read: without it.
async fn in_own_names(driver: &mut PostgresDriver, expected: &Schema) -> Result<Schema, DatabaseError> {
    if !own::is_qualified(expected) {
        return Ok(expected.clone());
    }
    let rows = driver.query("SELECT pg_catalog.current_schema()::text").await?;
    let own = rows.into_iter().flatten().next().flatten();
    Ok(own.map_or_else(|| expected.clone(), |own| own::unqualified(expected, &own)))
}

/// The questions that can be asked together, no two of tables with one name, and the others.
fn batch(questions: Vec<Question<'_>>) -> (Vec<Question<'_>>, Vec<Question<'_>>) {
    let mut names = BTreeSet::new();
    questions.into_iter().partition(|question| names.len() < BATCH && names.insert(&question.table.name.name))
}

async fn ask(
    driver: &mut PostgresDriver,
    batches: &[Vec<Question<'_>>],
) -> Result<Vec<Schema>, DatabaseError> {
    let server = Server::greet(driver, BEGIN).await?;
    let questions = queries::expressions("SELECT pg_catalog.pg_my_temp_schema()", server.version);
    let settings = queries::settings(server.own.as_deref());
    let mut sql = String::new();
    for batch in batches {
        let build: String = batch.iter().map(Question::build).collect();
        let block = literal(&format!("DECLARE statement text; BEGIN\n{build}END"));
        // The models' expressions mean what they mean to the application: by its own search path, in which a
        // temporary table hides nothing.
        sql.push_str(&format!(
            "SAVEPOINT aludel;
SELECT 'path', set_config('search_path', concat_ws(', ', nullif(current_setting('search_path'), ''), 'pg_temp'), true);
DO {block};
{settings}{questions};
SELECT 'end';
ROLLBACK TO SAVEPOINT aludel;\n"
        ));
    }
    sql.push_str("ROLLBACK");
    let mut answers = Vec::new();
    let mut reader = Reader::new(server.own.as_deref());
    for row in driver.query(&sql).await? {
        match row.first().and_then(Option::as_deref) {
            Some("path") => {}
            Some("end") => {
                let read = std::mem::replace(&mut reader, Reader::new(server.own.as_deref())).finish();
                answers.push(Postgres.normalize(&read.schema));
            }
            _ => reader.row(Fields::new(row))?,
        }
    }
    Ok(answers)
}

/// What is asked about one table.
#[derive(Debug)]
struct Question<'a> {
    table: &'a Table,
    columns: BTreeSet<&'a Text>,
    checks: BTreeSet<&'a Text>,
    indexes: BTreeSet<&'a Text>,
}

impl<'a> Question<'a> {
    /// The parts of `table` that have a text which is not that of the part in `actual`, if there are any.
    fn of(table: &'a Table, actual: &Schema) -> Option<Self> {
        let other = actual.tables.get(&table.name)?;
        let columns = table
            .columns
            .iter()
            .filter(|column| other.column(&column.name).is_some_and(|other| is_open(column, other)));
        let checks = table.checks.iter().filter(|(name, check)| other.checks.get(*name) != Some(check));
        let indexes = table.indexes.iter();
        let indexes =
            indexes.filter(|(name, index)| has_text(index) && other.indexes.get(*name) != Some(index));
        let question = Self {
            table,
            columns: columns.map(|column| &column.name).collect(),
            checks: checks.map(|(name, _)| name).collect(),
            indexes: indexes.map(|(name, _)| name).collect(),
        };
        let asks =
            !(question.columns.is_empty() && question.checks.is_empty() && question.indexes.is_empty());
        asks.then_some(question)
    }

    /// The temporary table's name: the same, because an expression may be qualified with it.
    fn name(&self) -> QualifiedName {
        QualifiedName { schema: Some("pg_temp".into()), name: self.table.name.name.clone() }
    }

    /// The commands of PL/pgSQL that build the temporary table as far as the server takes it.
    fn build(&self) -> String {
        let name = self.name();
        let mut columns: Vec<Column> = self.table.columns.iter().map(|column| self.plain(column)).collect();
        // A computed column is added after those that it is computed from.
        columns.sort_by_key(|column| column.generated.is_some());
        let whole = Table { columns: columns.clone(), ..Table::new(&name) };
        let mut pieces = Vec::new();
        for column in columns {
            let default = column.default.clone();
            let bare = Column { default: None, ..column };
            pieces.extend(table::add_column(&name, &bare).into_iter().flatten());
            if let Some(default) = default {
                let default = table::default_sql(&bare, &default);
                let (table, column) = (quote(&name.name), quote(&bare.name));
                pieces
                    .push(format!("ALTER TABLE pg_temp.{table} ALTER COLUMN {column} SET DEFAULT {default}"));
            }
        }
        let empty = format!("CREATE TABLE pg_temp.{} ()", quote(&name.name));
        let whole = match table::create(&whole) {
            Ok(whole) => whole.join("; "),
            // What this database cannot say at all is left out of the table.
            Err(_) => "SELECT 1 / 0".into(),
        };
        let checks = self.checks.iter().filter_map(|check| self.table.checks.get(*check));
        let checks = checks.map(|check| table::add_constraint(&name, &Constraint::from(check.clone())));
        let indexes = self.indexes.iter().filter_map(|index| self.table.indexes.get(*index));
        let indexes = indexes.filter_map(|index| index::create(&name, index).ok());
        format!(
            "BEGIN EXECUTE {}; EXCEPTION WHEN OTHERS THEN EXECUTE {}; {}END;\n{}",
            literal(&whole),
            literal(&empty),
            each(pieces),
            each(checks.chain(indexes).collect())
        )
    }

    /// A column with what is asked about it only, so that no other part of it can be refused.
    fn plain(&self, column: &Column) -> Column {
        let asked = self.columns.contains(&column.name);
        let mut plain = Column::new(column.name.clone(), column.ty.clone());
        plain.nullable = true;
        plain.native = match column.native_type(NAME) {
            // A serial type would make a sequence; its integer is the portable type.
            Some(native) if types::serial_of(native).is_some() => List::Borrowed(&[]),
            _ => column.native.clone(),
        };
        plain.collation = column.collation.clone();
        plain.default = column.default.clone().filter(|_| asked);
        plain.generated = column
            .generated
            .clone()
            .filter(|_| asked)
            .map(|generated| Generated { stored: true, ..generated });
        plain
    }

    /// Puts the server's spelling into `schema`.
    fn answer(&self, schema: &mut Schema, answers: &Schema) {
        let name = &self.table.name.name;
        let Some(answer) = answers.tables.values().find(|table| table.name.name == *name) else { return };
        let spell = |table: &mut Table| {
            for column in self.columns.iter().filter_map(|column| answer.column(column)) {
                if let Some(expected) = table.column_mut(&column.name) {
                    spelled(expected, column);
                }
            }
            for check in self.checks.iter().filter_map(|check| answer.checks.get(*check)) {
                table.checks.insert(check.name.clone(), check.clone());
            }
            for index in self.indexes.iter().filter_map(|index| answer.indexes.get(*index)) {
                table.insert_index(index.clone());
            }
        };
        schema.tables.change(&self.table.name, spell);
    }
}

/// Runs each of `statements`, or passes over it where the server refuses it.
fn each(statements: Vec<String>) -> String {
    if statements.is_empty() {
        return String::new();
    }
    let statements: Vec<String> = statements.iter().map(|statement| literal(statement)).collect();
    format!(
        "FOREACH statement IN ARRAY ARRAY[{}] LOOP BEGIN EXECUTE statement; EXCEPTION WHEN OTHERS THEN NULL; END; \
         END LOOP;\n",
        statements.join(", ")
    )
}

/// Whether text does not decide if two columns are one.
fn is_open(expected: &Column, actual: &Column) -> bool {
    let default =
        expected.default != actual.default && expected.default.is_some() && actual.default.is_some();
    let generated = match (&expected.generated, &actual.generated) {
        (Some(expected), Some(actual)) => expected.expression != actual.expression,
        _ => false,
    };
    let native = expected.native_type(NAME).is_some_and(|native| types::serial_of(native).is_none());
    default || generated || native && (&expected.ty, &expected.native) != (&actual.ty, &actual.native)
}

/// Whether an index has a part that is text: an expression, a condition, a class of operators, parameters.
fn has_text(index: &Index) -> bool {
    let text = |key: &IndexKey| matches!(key, IndexKey::Expression(_));
    index.predicate.is_some()
        || index.columns.iter().any(|column| text(&column.key) || column.operator_class.is_some())
}

/// Puts the server's spelling of a column in, where it took the column.
fn spelled(expected: &mut Column, answer: &Column) {
    if expected.native_type(NAME).is_none_or(|native| types::serial_of(native).is_none()) {
        expected.ty = answer.ty.clone();
        expected.native = answer.native.clone();
    }
    if answer.default.is_some() || expected.default.is_none() {
        expected.default = answer.default.clone();
    }
    if let (Some(expected), Some(answer)) = (&mut expected.generated, &answer.generated) {
        expected.expression = answer.expression.clone();
    }
}

/// What a refusal to build temporary tables means.
fn refused(error: DatabaseError) -> DatabaseError {
    let DatabaseError::Refused { message, code, .. } = &error else { return error };
    // Manual, appendix A.
    let hint = match code.as_deref() {
        // feature_not_supported, read_only_sql_transaction: a hot standby (manual, section 27.4.1).
        Some("0A000" | "25006") => "a standby makes no temporary tables: connect to the primary server",
        // insufficient_privilege
        Some("42501") => "let the user make temporary tables: `GRANT TEMPORARY ON DATABASE … TO …`",
        _ => return explained(error),
    };
    DatabaseError::Catalogue {
        what: "how the server spells expressions".into(),
        message: message.clone(),
        hint: hint.into(),
    }
}
