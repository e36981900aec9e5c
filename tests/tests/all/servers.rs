//! The servers are there, and their catalogues tell schemas apart.

use aludel_tests::catalogue::{catalogue, difference};
use aludel_tests::servers::{Database, Server};

/// The catalogue of a new database after `sql`.
async fn catalogue_after(server: Server, sql: &[&str]) -> Vec<String> {
    let mut database = Database::create(server).await;
    for sql in sql {
        database.execute(sql).await.expect("the statement runs");
    }
    let lines = catalogue(&mut database).await.expect("the catalogue is read");
    database.drop().await;
    lines
}

#[tokio::test]
async fn catalogues_tell_schemas_apart() {
    let table = "CREATE TABLE users (id integer PRIMARY KEY, name varchar(20), born date)";
    let reordered = "CREATE TABLE users (id integer PRIMARY KEY, born date, name varchar(20))";
    let index = "CREATE UNIQUE INDEX ix_users_name ON users (name)";
    for server in Server::ALL {
        let lines = catalogue_after(server, &[table, index]).await;
        assert_eq!(lines, catalogue_after(server, &[reordered, index]).await, "{server:?}");
        let others = [
            [table, "SELECT 1"],
            [table, "CREATE INDEX ix_users_name ON users (name)"],
            [table, "CREATE UNIQUE INDEX ix_users_name ON users (born)"],
            ["CREATE TABLE users (id integer PRIMARY KEY, name varchar(20) NOT NULL, born date)", index],
            ["CREATE TABLE users (id integer PRIMARY KEY, name varchar(20) DEFAULT 'a', born date)", index],
            ["CREATE TABLE users (id integer PRIMARY KEY, name varchar(21), born date)", index],
            [
                "CREATE TABLE users (id integer PRIMARY KEY, name varchar(20), born date, CONSTRAINT ck CHECK (id > 0))",
                index,
            ],
        ];
        for other in others {
            let other = catalogue_after(server, &other).await;
            assert_ne!(difference(&lines, &other), [""; 0], "{server:?}");
        }
    }
}
