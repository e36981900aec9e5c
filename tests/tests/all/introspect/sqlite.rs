//! SQLite read back: every type, the statements of real projects, and files that are no database.

use std::collections::BTreeSet;

use aludel::connection::DatabaseError;
use aludel::database;
use aludel::introspection::{Introspection, Scope};
use aludel::revision::*;
use aludel::schema::{DefaultValue, Schema, Table};
use aludel_tests::reading::{create, differences, real_schemas};
use aludel_tests::servers::Server;

use super::{leave, site};

/// Every type that SQLite has, with defaults of every kind that it takes.
fn matrix() -> Vec<(ColumnType, Vec<DefaultValue>)> {
    let whole = || vec![0.into(), (-1).into(), 127.into(), sql("1 + 1")];
    let natural = || vec![0.into(), 255.into(), sql("abs(-1)")];
    let decimal = || vec![number("0.5"), number("-1e3"), 2.into(), sql("1.0 / 3")];
    let words = || {
        vec!["".into(), "it's".into(), "back\\slash".into(), "5".into(), sql("lower('X') || \"typeof\"(1)")]
    };
    let uuid_text = "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11";
    vec![
        (boolean(), vec![true.into(), false.into(), sql("1 < 2")]),
        (tinyint(), whole()),
        (smallint(), whole()),
        (integer(), whole()),
        (bigint(), whole()),
        (tinyint_unsigned(), natural()),
        (smallint_unsigned(), natural()),
        (integer_unsigned(), natural()),
        (real(), decimal()),
        (double(), decimal()),
        (char(9), words()),
        (varchar(40), words()),
        (text(), words()),
        (varbinary(9), vec![sql("X'0a'"), sql("randomblob(2)")]),
        (blob(), vec![sql("x'0A'")]),
        (date(), vec!["2024-02-29".into(), sql("CURRENT_DATE")]),
        (time(), vec!["12:00:00".into(), sql("current_time")]),
        (time_of(3), vec![sql("CURRENT_TIME")]),
        (timestamp(), vec!["2024-02-29 12:00:00".into(), sql("CURRENT_TIMESTAMP")]),
        (timestamp_of(0), vec![sql("datetime('now')")]),
        (timestamptz(), vec![sql("(CURRENT_TIMESTAMP)")]),
        (timestamptz_of(3), Vec::new()),
        (uuid(), vec![uuid_text.into(), sql("randomblob(16)")]),
        (json(), vec!["{\"a\": 1}".into(), sql("json_array()")]),
        (enumeration("state"), vec!["it's".into()]),
    ]
}

#[tokio::test]
async fn every_type_comes_back() {
    let mut columns = Vec::new();
    for (ty, defaults) in matrix() {
        for default in defaults.into_iter().map(Some).chain([None]) {
            for nullable in [false, true] {
                let name = format!("c{}", columns.len());
                let column = Column { default: default.clone(), nullable, ..column(name, ty.clone()) };
                columns.push(column);
            }
        }
    }
    let tables = |op: &mut Operations| {
        op.create_enum("state", ["on", "it's"]);
        let plain = columns.iter().cloned().fold(table("plain"), Table::with);
        op.create_table(plain.clone());
        op.create_table(Table { name: "strict".into(), ..plain }.with_option("sqlite", "strict", ""));
    };
    let mut operations = Operations::new();
    tables(&mut operations);
    let mut models = Schema::new();
    for operation in operations.list() {
        operation.apply(&mut models).expect("the tables can be made");
    }
    let (database, mut connection) = site(Server::Sqlite).await;
    create(&mut connection, &models).await.unwrap_or_else(|error| panic!("{error}"));
    let found = differences(&mut connection, &models, &BTreeSet::new()).await;
    leave(database, connection).await;
    assert_eq!(found, Ok(Vec::new()));
}

/// Reads `sqlite/{file}`, and what is made of it in another database.
async fn counted(file: &str, expected: [usize; 7]) -> Option<Introspection> {
    let path = real_schemas()?.join("sqlite").join(file);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let (mut database, mut connection) = site(Server::Sqlite).await;
    database.execute(&text).await.unwrap_or_else(|error| panic!("{error}"));
    let read = connection.introspect(&Scope::default()).await.unwrap_or_else(|error| panic!("{error}"));
    leave(database, connection).await;

    let tables = || read.schema.tables.values();
    let sum = |count: fn(&Table) -> usize| tables().map(count).sum::<usize>();
    let found = [
        tables().len(),
        sum(|table| table.columns.len()),
        sum(|table| table.indexes.len() + table.uniques.len() + usize::from(has_index(table))),
        sum(|table| table.foreign_keys.len()),
        sum(|table| table.checks.len()),
        sum(|table| usize::from(table.primary_key.is_none())),
        sum(|table| {
            let key = table.primary_key_columns();
            table.columns.iter().filter(|column| column.nullable && key.contains(&column.name)).count()
        }),
    ];
    assert_eq!(found, expected, "{file}");

    let (database, mut connection) = site(Server::Sqlite).await;
    create(&mut connection, &read.schema).await.unwrap_or_else(|error| panic!("{error}"));
    let again = connection.introspect(&Scope::default()).await.unwrap_or_else(|error| panic!("{error}"));
    leave(database, connection).await;
    assert_eq!(again.schema, read.schema);
    Some(read)
}

/// Whether the primary key has an index of its own: it is not the rowid.
fn has_index(table: &Table) -> bool {
    match table.primary_key_columns() {
        [] => false,
        [key] => {
            let rowid = |column: &Column| column.ty == ColumnType::BigInt && column.native.is_empty();
            !table.column(key).is_some_and(rowid)
        }
        _ => true,
    }
}

#[tokio::test]
async fn sakila_is_read() {
    let Some(read) = counted("sakila.sql", [16, 89, 26, 22, 2, 0, 0]).await else { return };
    let of_kind = |kind: &str| read.objects.iter().filter(|object| object.kind == kind).count();
    assert_eq!((of_kind("view"), of_kind("trigger"), read.objects.len()), (5, 30, 35));
}

#[tokio::test]
async fn lnd_is_read() {
    let Some(read) = counted("lnd.sql", [37, 194, 66, 32, 10, 12, 5]).await else { return };
    let indexes = || read.schema.tables.values().flat_map(|table| table.indexes.values());
    assert_eq!(indexes().filter(|index| index.unique).count(), 11);
    assert_eq!(indexes().filter(|index| index.predicate.is_some()).count(), 1);
}

#[tokio::test]
async fn objects_are_seen_and_left_alone() {
    let (mut database, mut connection) = site(Server::Sqlite).await;
    let sql = "CREATE TABLE t (a INTEGER); CREATE VIEW v AS SELECT a FROM t;
        CREATE TRIGGER r AFTER INSERT ON t BEGIN DELETE FROM t; END;
        CREATE VIRTUAL TABLE words USING fts5(text);";
    database.execute(sql).await.unwrap_or_else(|error| panic!("{error}"));
    let read = connection.introspect(&Scope::default()).await.expect("it can be read");
    leave(database, connection).await;
    assert_eq!(read.schema.tables.len(), 1);
    let objects: Vec<String> =
        read.objects.iter().map(|object| format!("{} {}", object.kind, object.name)).collect();
    let expected = [
        "shadow table words_config",
        "shadow table words_content",
        "shadow table words_data",
        "shadow table words_docsize",
        "shadow table words_idx",
        "trigger r",
        "view v",
        "virtual table words",
    ];
    assert_eq!(objects, expected);
}

#[tokio::test]
async fn a_file_that_is_no_database_says_so() {
    let file = std::env::temp_dir().join(format!("aludel_no_database_{}.sqlite", std::process::id()));
    std::fs::write(&file, "this is a letter, and no database at all".repeat(100))
        .expect("a file can be written");
    let error = match database::connect(&format!("sqlite:{}", file.display())).await {
        Err(error) => error,
        Ok(mut connection) => connection.introspect(&Scope::default()).await.expect_err("it is no database"),
    };
    std::fs::remove_file(&file).expect("the file can be removed");
    assert_eq!(error.to_string(), "the database file cannot be read: file is not a database");
    assert!(error.hint().is_some());
}

#[tokio::test]
async fn a_broken_statement_is_named() {
    let (mut database, mut connection) = site(Server::Sqlite).await;
    let sql = "CREATE TABLE t (a INTEGER); PRAGMA writable_schema = ON;
        UPDATE sqlite_schema SET sql = 'CREATE TABLE t (a INTEGER' WHERE name = 't'";
    database.execute(sql).await.unwrap_or_else(|error| panic!("{error}"));
    let error = connection.introspect(&Scope::default()).await.expect_err("the statement is broken");
    leave(database, connection).await;
    assert_eq!(
        error.to_string(),
        "the database file cannot be read: malformed database schema (t) - incomplete input"
    );
}

#[tokio::test]
async fn schemas_are_refused() {
    let (database, mut connection) = site(Server::Sqlite).await;
    let scope = Scope { schemas: BTreeSet::from(["other".into()]) };
    let error = connection.introspect(&scope).await.expect_err("SQLite has no schemas");
    leave(database, connection).await;
    assert!(matches!(error, DatabaseError::Catalogue { .. }), "{error}");
    assert_eq!(error.to_string(), "schema `other` cannot be read: SQLite has no schemas");
}
