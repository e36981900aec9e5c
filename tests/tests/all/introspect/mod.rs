//! Databases read back: what aludel makes, what others made, and what it cannot say.

/// MySQL and MariaDB.
mod mysql;
/// PostgreSQL.
mod postgres;
/// How many they take.
mod round_trips;
/// SQLite.
mod sqlite;

use aludel::connection::Connection;
use aludel::database;
use aludel_tests::servers::{Database, Server};

/// An empty database and aludel's connection to it.
async fn site(server: Server) -> (Database, Connection) {
    let database = Database::create(server).await;
    let connection = database::connect(&database.url).await.expect("the server was there just now");
    (database, connection)
}

/// Ends the connection, then the database.
async fn leave(database: Database, connection: Connection) {
    connection.close().await.expect("the connection ends in order");
    database.drop().await;
}
