//! The databases that tests run on: each test gets one of its own, dropped after it.
//!
//! A server that is not there fails the test: nothing passes because it was not run.

mod reuse;
pub mod throwaway;

use std::env;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use aludel::dialect::Dialect;
use sqlx::{AssertSqlSafe, Connection as _, Executor, MySqlConnection, PgConnection, Row, SqliteConnection};

/// A row of a query, each value as text; NULL is `NULL`.
pub type TextRow = Vec<String>;

/// A kind of database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Server {
    /// SQLite, in a file of its own.
    Sqlite,
    /// The PostgreSQL server of `ALUDEL_TEST_POSTGRES_URL`.
    Postgres,
    /// The MariaDB or MySQL server of `ALUDEL_TEST_MYSQL_URL`.
    Mysql,
}

impl Server {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Sqlite, Self::Postgres, Self::Mysql];

    /// The database's name, as in attributes.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
            Self::Mysql => "mysql",
        }
    }

    /// How it spells operations.
    pub fn dialect(self) -> &'static dyn Dialect {
        aludel::database::dialect(self.name()).expect("the tests are built with every database")
    }
}

/// The URL of the PostgreSQL server.
///
/// # Panics
/// When it is not given.
pub fn postgres_url() -> String {
    url("ALUDEL_TEST_POSTGRES_URL", "PostgreSQL")
}

/// The URL of the MariaDB or MySQL server.
///
/// # Panics
/// When it is not given.
pub fn mysql_url() -> String {
    url("ALUDEL_TEST_MYSQL_URL", "MariaDB or MySQL")
}

fn url(variable: &str, server: &str) -> String {
    env::var(variable).unwrap_or_else(|_| {
        panic!(
            "this test needs a {server} server, and {variable} names none: run `tests/run`, which starts one"
        )
    })
}

/// `url` with another database in place of its own.
fn with_database(url: &str, database: &str) -> String {
    let (address, parameters) = url.split_once('?').unwrap_or((url, ""));
    let host = address.find("://").map_or(0, |scheme| scheme + 3);
    let end = address[host..].find('/').map_or(address.len(), |slash| host + slash);
    let separator = if parameters.is_empty() { "" } else { "?" };
    format!("{}/{database}{separator}{parameters}", &address[..end])
}

/// A name that no other test uses.
fn unique_name() -> String {
    static GIVEN: AtomicU32 = AtomicU32::new(0);
    format!("case_{}_{}", std::process::id(), GIVEN.fetch_add(1, Ordering::Relaxed))
}

/// A database of one test.
#[derive(Debug)]
pub struct Database {
    /// Where it is.
    pub url: String,
    place: Place,
    connection: Connection,
}

/// What a database is to its server.
#[derive(Debug)]
enum Place {
    /// A file of SQLite.
    File(PathBuf),
    /// One of the databases of PostgreSQL that are used again.
    Number(u32),
    /// A database of MariaDB or MySQL.
    Name(String),
}

#[derive(Debug)]
enum Connection {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
    Mysql(MySqlConnection),
}

/// Runs the same sqlx expression on whichever connection there is.
macro_rules! on_connection {
    ($connection:expr, $inner:ident => $run:expr) => {
        match $connection {
            Connection::Sqlite($inner) => $run,
            Connection::Postgres($inner) => $run,
            Connection::Mysql($inner) => $run,
        }
    };
}

impl Connection {
    async fn open(server: Server, url: &str) -> Result<Self, sqlx::Error> {
        Ok(match server {
            Server::Sqlite => Self::Sqlite(SqliteConnection::connect(url).await?),
            Server::Postgres => Self::Postgres(PgConnection::connect(url).await?),
            Server::Mysql => Self::Mysql(MySqlConnection::connect(url).await?),
        })
    }

    async fn execute(&mut self, sql: &str) -> Result<(), sqlx::Error> {
        let sql = sqlx::raw_sql(AssertSqlSafe(sql));
        on_connection!(self, connection => connection.execute(sql).await.map(drop))
    }

    async fn query(&mut self, sql: &str) -> Result<Vec<TextRow>, sqlx::Error> {
        let sql = sqlx::raw_sql(AssertSqlSafe(sql));
        on_connection!(self, connection => {
            let rows = connection.fetch_all(sql).await?;
            rows.iter()
                .map(|row| {
                    let value = |column| row.try_get_unchecked::<Option<String>, _>(column);
                    (0..row.len()).map(|column| Ok(value(column)?.unwrap_or("NULL".into()))).collect()
                })
                .collect()
        })
    }

    async fn close(self) -> Result<(), sqlx::Error> {
        on_connection!(self, connection => connection.close().await)
    }
}

impl Database {
    /// An empty database on `server`.
    ///
    /// # Panics
    /// When the server is not there, or does not make one.
    pub async fn create(server: Server) -> Self {
        let made = match server {
            Server::Sqlite => Self::create_sqlite().await,
            Server::Postgres => Self::create_postgres().await,
            Server::Mysql => Self::create_mysql().await,
        };
        made.unwrap_or_else(|error| panic!("{} makes no database: {error}", server.name()))
    }

    async fn create_sqlite() -> Result<Self, sqlx::Error> {
        let file = env::temp_dir().join(format!("aludel_{}.sqlite", unique_name()));
        let url = format!("sqlite://{}?mode=rwc", file.display());
        let mut connection = Connection::open(Server::Sqlite, &url).await?;
        // Nobody reads the file after a crash.
        connection.execute("PRAGMA synchronous = OFF").await?;
        Ok(Self { url, place: Place::File(file), connection })
    }

    async fn create_postgres() -> Result<Self, sqlx::Error> {
        let (number, connection) = reuse::take().await?;
        let url = with_database(&postgres_url(), &reuse::name(number));
        Ok(Self { url, place: Place::Number(number), connection })
    }

    async fn create_mysql() -> Result<Self, sqlx::Error> {
        let name = unique_name();
        let mut connection = Connection::open(Server::Mysql, &mysql_url()).await?;
        connection.execute(&format!("CREATE DATABASE {name}; USE {name}")).await?;
        Ok(Self { url: with_database(&mysql_url(), &name), place: Place::Name(name), connection })
    }

    /// Which kind of database it is.
    pub const fn server(&self) -> Server {
        match self.place {
            Place::File(_) => Server::Sqlite,
            Place::Number(_) => Server::Postgres,
            Place::Name(_) => Server::Mysql,
        }
    }

    /// Runs one or several statements.
    ///
    /// # Errors
    /// What the database answers, with the statement.
    pub async fn execute(&mut self, sql: &str) -> Result<(), String> {
        self.connection.execute(sql).await.map_err(|error| format!("{error}\n  in: {sql}"))
    }

    /// The rows of a query.
    ///
    /// # Errors
    /// What the database answers, with the query.
    pub async fn query(&mut self, sql: &str) -> Result<Vec<TextRow>, String> {
        self.connection.query(sql).await.map_err(|error| format!("{error}\n  in: {sql}"))
    }

    /// Drops the database, or empties it for the next test.
    ///
    /// # Panics
    /// When the server does not.
    pub async fn drop(self) {
        let server = self.server();
        self.dropped().await.unwrap_or_else(|error| panic!("{} drops no database: {error}", server.name()));
    }

    async fn dropped(mut self) -> Result<(), sqlx::Error> {
        match self.place {
            Place::Number(number) => reuse::give(number, self.connection).await,
            Place::Name(name) => {
                self.connection.execute(&format!("DROP DATABASE {name}")).await?;
                self.connection.close().await
            }
            Place::File(file) => {
                self.connection.close().await?;
                std::fs::remove_file(file).map_err(sqlx::Error::Io)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::with_database;

    #[test]
    fn the_database_of_a_url_is_replaced() {
        let url = "postgres://me:secret@localhost:5432/postgres?host=/tmp/a";
        assert_eq!(with_database(url, "case"), "postgres://me:secret@localhost:5432/case?host=/tmp/a");
        assert_eq!(with_database("mysql://root@localhost", "case"), "mysql://root@localhost/case");
    }
}
