//! The databases that tests run on: each test gets one of its own, dropped after it.
//!
//! A server that is not there fails the test: nothing passes because it was not run.

use std::env;
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

/// A database of one test.
#[derive(Debug)]
pub struct Database {
    /// Where it is.
    pub url: String,
    server: Server,
    name: String,
    connection: Connection,
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
    /// A new, empty database on `server`.
    ///
    /// # Panics
    /// When the server is not there, or does not make one.
    pub async fn create(server: Server) -> Self {
        static CREATED: AtomicU32 = AtomicU32::new(0);
        let number = CREATED.fetch_add(1, Ordering::Relaxed);
        let name = format!("case_{}_{number}", std::process::id());
        let made = match server {
            Server::Sqlite => {
                let path = env::temp_dir().join(format!("aludel_{name}.sqlite"));
                let url = format!("sqlite://{}?mode=rwc", path.display());
                Self::open(server, url, path.display().to_string()).await
            }
            Server::Postgres => Self::create_on(server, &postgres_url(), name).await,
            Server::Mysql => Self::create_on(server, &mysql_url(), name).await,
        };
        made.unwrap_or_else(|error| panic!("{} makes no database: {error}", server.name()))
    }

    async fn create_on(server: Server, url: &str, name: String) -> Result<Self, sqlx::Error> {
        let mut admin = Connection::open(server, url).await?;
        admin.execute(&format!("CREATE DATABASE {name}")).await?;
        admin.close().await?;
        Self::open(server, with_database(url, &name), name).await
    }

    async fn open(server: Server, url: String, name: String) -> Result<Self, sqlx::Error> {
        let mut connection = Connection::open(server, &url).await?;
        if server == Server::Sqlite {
            // Nobody reads the file after a crash.
            connection.execute("PRAGMA synchronous = OFF").await?;
        }
        Ok(Self { url, server, name, connection })
    }

    /// Which kind of database it is.
    pub const fn server(&self) -> Server {
        self.server
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

    /// Drops the database.
    ///
    /// # Panics
    /// When the server does not.
    pub async fn drop(self) {
        let server = self.server;
        self.dropped().await.unwrap_or_else(|error| panic!("{} drops no database: {error}", server.name()));
    }

    async fn dropped(self) -> Result<(), sqlx::Error> {
        self.connection.close().await?;
        let (url, sql) = match self.server {
            Server::Sqlite => return std::fs::remove_file(&self.name).map_err(sqlx::Error::Io),
            Server::Postgres => (postgres_url(), format!("DROP DATABASE {} WITH (FORCE)", self.name)),
            Server::Mysql => (mysql_url(), format!("DROP DATABASE {}", self.name)),
        };
        let mut admin = Connection::open(self.server, &url).await?;
        admin.execute(&sql).await?;
        admin.close().await
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
