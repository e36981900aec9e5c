//! PostgreSQL's databases are emptied and used again, by this run and later ones: to make one, the server
//! copies a thousand files. A lock says which are in use; each user empties what another may have left.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use super::{Connection, Server, postgres_url, with_database};

/// The numbers of the databases that this process uses.
static USED: Mutex<BTreeSet<u32>> = Mutex::new(BTreeSet::new());

/// Everything of a user stands in a schema.
const EMPTY: &str = "DO $$
DECLARE name text;
BEGIN
    FOR name IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
        EXECUTE format('DROP SCHEMA %I CASCADE', name);
    END LOOP;
END $$;
CREATE SCHEMA public";

/// The name of a database by its number.
pub(super) fn name(number: u32) -> String {
    format!("aludel_tests_{number}")
}

/// An empty database that nobody else uses as long as the connection is open: its number and the connection.
pub(super) async fn take() -> Result<(u32, Connection), sqlx::Error> {
    let mut busy = Vec::new();
    loop {
        let number = lowest_free();
        let mut connection = open(number).await?;
        // The lock is the connection's, and of this database only.
        if connection.query("SELECT pg_try_advisory_lock(7)").await? == [["t"]] {
            connection.execute(EMPTY).await?;
            busy.into_iter().for_each(release);
            return Ok((number, connection));
        }
        connection.close().await?;
        busy.push(number);
    }
}

/// Empties the database and leaves it to the next.
pub(super) async fn give(number: u32, mut connection: Connection) -> Result<(), sqlx::Error> {
    connection.execute(EMPTY).await?;
    connection.close().await?;
    release(number);
    Ok(())
}

fn lowest_free() -> u32 {
    let mut used = USED.lock().unwrap_or_else(PoisonError::into_inner);
    let number = (1..).find(|number| !used.contains(number)).expect("there are more numbers than databases");
    used.insert(number);
    number
}

fn release(number: u32) {
    USED.lock().unwrap_or_else(PoisonError::into_inner).remove(&number);
}

async fn open(number: u32) -> Result<Connection, sqlx::Error> {
    let url = with_database(&postgres_url(), &name(number));
    match Connection::open(Server::Postgres, &url).await {
        Err(error) if has_code(&error, "3D000") => {
            let mut admin = Connection::open(Server::Postgres, &postgres_url()).await?;
            match admin.execute(&format!("CREATE DATABASE {}", name(number))).await {
                // Another process was faster.
                Err(error) if !has_code(&error, "42P04") => return Err(error),
                _ => admin.close().await?,
            }
            Connection::open(Server::Postgres, &url).await
        }
        other => other,
    }
}

/// PostgreSQL manual, appendix A.
fn has_code(error: &sqlx::Error, code: &str) -> bool {
    error.as_database_error().and_then(|error| error.code()).is_some_and(|found| found == code)
}
