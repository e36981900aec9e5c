//! Which server answers, and what it says when it does not.

use crate::connection::{DatabaseError, Driver};
use crate::database::mysql::Mysql;
use crate::database::mysql::driver::MysqlDriver;
use crate::dialect::Dialect;
use crate::schema::{QualifiedName, Text};

/// A table that no database has.
const NOWHERE: &str = "aludel_nowhere";
/// What lets a user see all of a database.
const RIGHTS: &str = "grant the user SELECT and REFERENCES on the database";

/// Who made the server: their catalogues differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Vendor {
    Mysql,
    MariaDb,
}

/// What of a server decides how its catalogue is read.
#[derive(Debug)]
pub(super) struct Server {
    pub(super) vendor: Vendor,
    /// The connection's own database.
    pub(super) database: String,
    /// The storage engine of tables that name none.
    pub(super) engine: String,
    /// How it takes upper case in names of tables: `0` as it is (MySQL manual, section 11.2.3).
    lower_case: String,
}

impl Server {
    /// Asks the server.
    pub(super) async fn ask(driver: &mut MysqlDriver) -> Result<Self, DatabaseError> {
        let facts =
            "SELECT VERSION(), DATABASE(), @@default_storage_engine, CAST(@@lower_case_table_names AS CHAR)";
        let rows = driver.query(facts).await?;
        let mut facts = rows.into_iter().flatten();
        let mut next = || facts.next().flatten();
        let vendor = vendor(&next().unwrap_or_default())?;
        let database = next().ok_or_else(|| DatabaseError::Catalogue {
            what: "the connection's database".into(),
            message: "the URL names none".into(),
            hint: "end the URL with the database's name: `mysql://user@host/database`".into(),
        })?;
        let engine = next().unwrap_or_default();
        let lower_case = next().unwrap_or_default();
        Ok(Self { vendor, database, engine, lower_case })
    }

    /// Refuses the name of a table that this server keeps otherwise than it is written.
    pub(super) fn keeps(&self, name: &QualifiedName) -> Result<(), DatabaseError> {
        match self.lower_case == "0" || !has_upper_case(name) {
            true => Ok(()),
            false => Err(DatabaseError::Catalogue {
                what: format!("table `{}`", name.name),
                message: format!(
                    "the server takes upper case in names of tables for lower case (`lower_case_table_names` is {})",
                    self.lower_case
                ),
                hint:
                    "name the table in lower case, or take a server that sets `lower_case_table_names` to 0"
                        .into(),
            }),
        }
    }

    /// The name of something in the database `schema`; what is in the connection's own is unqualified.
    pub(super) fn name(&self, schema: &str, name: &str) -> QualifiedName {
        let schema = Some(schema.to_owned().into()).filter(|schema: &Text| *schema != self.database);
        QualifiedName { schema, name: name.to_owned().into() }
    }
}

/// Refuses a user from whom the catalogue hides tables: they would pass for missing.
///
/// Who may read the whole of a database is told that a table is not there, and everybody else that he may not read it.
pub(super) async fn may_see(driver: &mut MysqlDriver, schemas: &[String]) -> Result<(), DatabaseError> {
    let nowhere = |schema: &String| format!("{}.{}", Mysql.quote(schema), Mysql.quote(NOWHERE));
    let tables: Vec<String> = schemas.iter().map(nowhere).collect();
    match driver.query(&format!("SELECT 1 FROM {}", tables.join(", "))).await {
        Err(error) if is_denied(&error) => Err(DatabaseError::Catalogue {
            what: "the catalogue `information_schema`".into(),
            message: "the server hides from this user the tables on which he has no right".into(),
            hint: RIGHTS.into(),
        }),
        Ok(_) | Err(DatabaseError::Refused { .. }) => Ok(()),
        Err(lost) => Err(lost),
    }
}

/// ER_DBACCESS_DENIED_ERROR, ER_TABLEACCESS_DENIED_ERROR (MySQL Error Reference).
fn is_denied(error: &DatabaseError) -> bool {
    matches!(error, DatabaseError::Refused { code: Some(code), .. } if code == "1044" || code == "1142")
}

/// Whether some servers keep the name otherwise than it is written.
pub(super) fn has_upper_case(name: &QualifiedName) -> bool {
    let parts = name.schema.iter().chain([&name.name]);
    parts.into_iter().any(|part| part.to_lowercase() != **part)
}

/// The vendor of a version that aludel reads: the least has the catalogue's tables and columns that are asked for.
fn vendor(version: &str) -> Result<Vendor, DatabaseError> {
    let (vendor, least, least_name) = match version.to_ascii_lowercase().contains("mariadb") {
        true => (Vendor::MariaDb, [10, 10, 0], "MariaDB 10.10"),
        false => (Vendor::Mysql, [8, 0, 19], "MySQL 8.0.19"),
    };
    let numbers = version.split(|c: char| !c.is_ascii_digit()).map_while(|part| part.parse::<u32>().ok());
    let numbers: Vec<u32> = numbers.take(3).collect();
    match numbers.as_slice() >= least.as_slice() {
        true => Ok(vendor),
        false => Err(DatabaseError::TooOld { version: version.to_owned(), least: least_name }),
    }
}

/// An error of a query on the catalogue, with what mends it.
pub(super) fn unreadable(error: DatabaseError) -> DatabaseError {
    let DatabaseError::Refused { message, code, .. } = &error else { return error };
    let hint = match code.as_deref() {
        // ER_DBACCESS_DENIED_ERROR, ER_ACCESS_DENIED_ERROR, ER_TABLEACCESS_DENIED_ERROR,
        // ER_COLUMNACCESS_DENIED_ERROR, ER_SPECIFIC_ACCESS_DENIED_ERROR.
        Some("1044" | "1045" | "1142" | "1143" | "1227") => RIGHTS,
        // ER_BAD_TABLE_ERROR, ER_NO_SUCH_TABLE, ER_TABLE_DEF_CHANGED.
        Some("1051" | "1146" | "1412") => "run it again when nobody changes the database",
        _ => return error,
    };
    let message = message.clone();
    DatabaseError::Catalogue { what: "the catalogue `information_schema`".into(), message, hint: hint.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions() {
        let read = |version| vendor(version).ok();
        assert_eq!(read("10.11.19-MariaDB-0+deb12u1"), Some(Vendor::MariaDb));
        assert_eq!(read("11.8.2-MariaDB"), Some(Vendor::MariaDb));
        assert_eq!(read("8.4.3"), Some(Vendor::Mysql));
        assert_eq!(read("8.0.19-log"), Some(Vendor::Mysql));
        assert_eq!(read("8.0.18"), None);
        assert_eq!(read("5.7.44"), None);
        assert_eq!(
            vendor("10.6.1-MariaDB").map_err(|error| error.to_string()),
            Err("the server is 10.6.1-MariaDB, and aludel reads the catalogue of MariaDB 10.10 and later only".into())
        );
    }
}
