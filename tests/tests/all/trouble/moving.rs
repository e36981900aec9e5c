//! A table that is made and dropped again and again while its database is read: each reading is of one moment, or says
//! what to do.

use std::cell::Cell;

use aludel::connection::Connection;
use aludel::introspection::Scope;
use aludel::revision::*;
use aludel::schema::Schema;
use aludel_tests::case::schema;
use aludel_tests::reading::create;
use aludel_tests::servers::{Database, Server};

use super::connected;

/// How often the database is read.
const READINGS: usize = 60;

/// A table with something in each of the catalogues.
fn table_of(name: &str) -> Schema {
    schema(|op| {
        let made = table(name)
            .with(column("id", integer()))
            .with(column("x", varchar(9)).default("a"))
            .with(primary_key(format!("pk_{name}"), ["id"]))
            .with(check(format!("ck_{name}"), "x <> 'it'"));
        op.create_table(made);
        op.create_index(index(format!("ix_{name}")).on(name, ["x"]));
    })
}

async fn makes_and_drops(mut db: Connection, server: Server, done: &Cell<bool>) {
    for number in 0.. {
        if done.get() {
            break;
        }
        // MySQL's catalogue tells when a table was made in whole seconds: of one that is dropped and made again by the same
        // name within a second, while it is read, a part may be read, and nothing tells.
        let name = if server == Server::Mysql { format!("moving_{number}") } else { "moving".into() };
        create(&mut db, &table_of(&name)).await.unwrap_or_else(|error| panic!("{error}"));
        tokio::task::yield_now().await;
        db.execute(&format!("DROP TABLE {name}")).await.unwrap_or_else(|error| panic!("{error}"));
    }
    db.close().await.expect("it ends in order");
}

/// How many readings found the table, and how many did not.
async fn reads(db: &mut Connection, done: &Cell<bool>) -> (usize, usize) {
    let dialect = db.dialect();
    let (mut with, mut without) = (0, 0);
    for _ in 0..READINGS {
        match db.introspect(&Scope::default()).await {
            Ok(read) => {
                assert_eq!(read.schema.tables[&"stays".into()].columns.len(), 2);
                let mut moving = read.schema.tables.values().filter(|table| *table.name.name != *"stays");
                match moving.next() {
                    None => without += 1,
                    Some(found) => {
                        let expected = dialect.normalize(&table_of(&found.name.name));
                        let expected = &expected.tables[&found.name];
                        assert_eq!(
                            (&found.columns, &found.primary_key),
                            (&expected.columns, &expected.primary_key)
                        );
                        assert_eq!(found.checks.len(), 1, "a check is missing");
                        // The index is a statement of its own.
                        assert!(found.indexes.len() <= 1);
                        with += 1;
                    }
                }
                assert_eq!(moving.count(), 0, "there is one at a time");
            }
            Err(error) => {
                assert!(
                    error.hint().is_some_and(|hint| hint.contains("again")),
                    "{error}: {:?}",
                    error.hint()
                );
            }
        }
    }
    done.set(true);
    (with, without)
}

#[tokio::test]
async fn a_table_dropped_while_the_database_is_read() {
    for server in Server::ALL {
        let database = Database::create(server).await;
        let mut db = connected(&database.url).await;
        create(&mut db, &table_of("stays")).await.unwrap_or_else(|error| panic!("{error}"));
        let done = Cell::new(false);
        let other = connected(&database.url).await;
        let ((), (with, without)) =
            tokio::join!(makes_and_drops(other, server, &done), reads(&mut db, &done));
        println!("{}: {READINGS} readings, {with} with the table, {without} without", server.name());
        // The session is in order, and reads when nobody changes anything.
        let read = db.introspect(&Scope::default()).await.unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(read.schema.tables.keys().map(|name| &*name.name).collect::<Vec<_>>(), ["stays"]);
        db.close().await.expect("it ends in order");
        database.drop().await;
    }
}
