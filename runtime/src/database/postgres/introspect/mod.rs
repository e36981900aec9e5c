//! What PostgreSQL's catalogue says of a database: two round trips, whatever the number of tables.
//!
//! The first begins the transaction and asks who answers; the second asks all questions at once, because the
//! simple protocol gives the rows of every statement that it is sent (manual, section 55.2.2.1).

mod canonicalize;
mod own;
mod queries;
mod read;
mod row;

pub(super) use canonicalize::canonicalize;

use std::collections::BTreeSet;

use super::Postgres;
use super::driver::{NO_SCHEMA, PostgresDriver};
use super::sql::literal_list;
use crate::connection::{DatabaseError, Driver};
use crate::dialect::Dialect;
use crate::introspection::{Introspection, Scope};
use crate::schema::Text;
use read::Reader;
use row::Fields;

/// The first version that has all columns of the catalogue which are read (`pg_attribute.attgenerated`).
const LEAST: (u32, &str) = (120_000, "PostgreSQL 12");

/// Begins to read, at one moment, and asks who answers.
const BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
const WHO: &str = "SELECT 'server', current_setting('server_version_num'), current_setting('server_version'), \
                   pg_catalog.current_schema()::text";

/// Who answers.
#[derive(Debug)]
struct Server {
    /// The version as one number: 150020 is 15.20.
    version: u32,
    /// The schema (namespace) of names without one; none exists when the search path leads nowhere.
    own: Option<String>,
}

pub(super) async fn introspect(
    driver: &mut PostgresDriver,
    scope: &Scope,
) -> Result<Introspection, DatabaseError> {
    match read(driver, scope).await {
        Ok(introspection) => Ok(introspection),
        Err(error) => {
            // The error is what there is to tell; a connection that is lost has rolled back by itself.
            let _ = driver.execute("ROLLBACK").await;
            Err(explained(error))
        }
    }
}

async fn read(driver: &mut PostgresDriver, scope: &Scope) -> Result<Introspection, DatabaseError> {
    let server = Server::greet(driver, BEGIN).await?;
    if server.own.is_none() {
        return Err(DatabaseError::Catalogue {
            what: "the schema of the connection".into(),
            message: "`search_path` names none that is there and that this user may use".into(),
            hint: NO_SCHEMA.into(),
        });
    }
    let mut namespaces: BTreeSet<Text> = scope.schemas.clone();
    namespaces.extend(server.own.clone().map(Text::from));
    let names: Vec<Text> = namespaces.into_iter().collect();
    let namespaces = if names.is_empty() { "NULL".into() } else { literal_list(&names) };
    let namespaces = format!("SELECT oid FROM pg_catalog.pg_namespace WHERE nspname IN ({namespaces})");
    let questions = queries::all(&namespaces, server.version);
    let sql = format!("{}{questions};\nCOMMIT", queries::settings(server.own.as_deref()));
    let mut reader = Reader::new(server.own.as_deref());
    for row in driver.query(&sql).await? {
        reader.row(Fields::new(row))?;
    }
    let mut introspection = reader.finish();
    introspection.schema = Postgres.normalize(&introspection.schema);
    Ok(introspection)
}

impl Server {
    /// Who answers, after the statement `begin`.
    async fn greet(driver: &mut PostgresDriver, begin: &str) -> Result<Self, DatabaseError> {
        let rows = driver.query(&format!("{begin}; {WHO}")).await?;
        let mut fields = Fields::new(rows.into_iter().next().unwrap_or_default());
        fields.text()?;
        Self::new(fields.number()?, fields.text()?, fields.optional())
    }

    fn new(version: u32, shown: String, own: Option<String>) -> Result<Self, DatabaseError> {
        let (least, name) = LEAST;
        if version < least {
            return Err(DatabaseError::TooOld { version: format!("PostgreSQL {shown}"), least: name });
        }
        Ok(Self { version, own })
    }
}

/// What a refusal of the catalogue means to whoever reads it.
fn explained(error: DatabaseError) -> DatabaseError {
    let DatabaseError::Refused { message, code, .. } = &error else { return error };
    // Manual, appendix A.
    let hint = match code.as_deref() {
        // insufficient_privilege
        Some("42501") => {
            "let the user read what the message names, or connect as one who may: by itself, PostgreSQL lets \
             everyone read its catalogue"
        }
        // undefined_table, undefined_object, undefined_function, internal_error
        Some("42P01" | "42704" | "42883" | "XX000") => {
            "something was changed or dropped while it was read: run the command again"
        }
        // program_limit_exceeded, out_of_memory, out of shared memory
        Some("54000" | "53200") => "raise the limit that the message names in the server's settings",
        // query_canceled, lock_not_available
        Some("57014" | "55P03") => "raise `statement_timeout` for this user, or run the command again",
        // Text that is no text in the client's encoding, found by the server or by the driver.
        Some("22021" | "22P05") | None => {
            "the catalogue holds text that is no UTF-8: rename or correct the object in a session whose \
             `client_encoding` is the one it was made in"
        }
        Some(_) => return error,
    };
    DatabaseError::Catalogue { what: "the catalogue".into(), message: message.clone(), hint: hint.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_is_too_old_is_refused() {
        let error = Server::new(110_022, "11.22 (Debian 11.22-1)".into(), None).expect_err("11 is too old");
        assert_eq!(
            error.to_string(),
            "the server is PostgreSQL 11.22 (Debian 11.22-1), and aludel reads the catalogue of PostgreSQL 12 \
             and later only"
        );
        assert_eq!(error.hint().as_deref(), Some("upgrade the server to PostgreSQL 12"));
        Server::new(120_000, "12.0".into(), None).expect("12 is read");
    }

    #[test]
    fn versions_before_15_are_asked_for_what_they_have() {
        let before = queries::all("SELECT 1", 140_000);
        assert!(!before.contains("indnullsnotdistinct") && !before.contains("confdelsetcols"));
        let after = queries::all("SELECT 1", 150_000);
        assert!(after.contains("indnullsnotdistinct") && after.contains("confdelsetcols"));
    }

    #[test]
    fn a_refusal_says_what_mends_it() {
        let refused = |code: &str| DatabaseError::Refused {
            message: "permission denied for table pg_class".into(),
            code: Some(code.into()),
            position: None,
            hint: None,
        };
        let error = explained(refused("42501"));
        assert_eq!(error.to_string(), "the catalogue cannot be read: permission denied for table pg_class");
        assert!(error.hint().is_some_and(|hint| hint.starts_with("let the user read")));
        assert!(matches!(explained(refused("99999")), DatabaseError::Refused { .. }));
    }
}
