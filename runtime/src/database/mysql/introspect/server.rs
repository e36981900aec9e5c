//! Which server answers, and what it says when it does not.

use crate::connection::{DatabaseError, Driver};
use crate::database::mysql::driver::MysqlDriver;
use crate::schema::{QualifiedName, Text};

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
}

impl Server {
    /// Asks the server.
    pub(super) async fn ask(driver: &mut MysqlDriver) -> Result<Self, DatabaseError> {
        let facts = "SELECT VERSION(), DATABASE(), @@default_storage_engine";
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
        Ok(Self { vendor, database, engine })
    }
}

impl Server {
    /// The name of something in the database `schema`; what is in the connection's own is unqualified.
    pub(super) fn name(&self, schema: &str, name: &str) -> QualifiedName {
        let schema = Some(schema.to_owned().into()).filter(|schema: &Text| *schema != self.database);
        QualifiedName { schema, name: name.to_owned().into() }
    }
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
    let DatabaseError::Refused { message, code, position } = error else { return error };
    let hint = match code.as_deref() {
        // ER_DBACCESS_DENIED_ERROR, ER_ACCESS_DENIED_ERROR, ER_TABLEACCESS_DENIED_ERROR,
        // ER_COLUMNACCESS_DENIED_ERROR, ER_SPECIFIC_ACCESS_DENIED_ERROR.
        Some("1044" | "1045" | "1142" | "1143" | "1227") => {
            "grant the user SELECT and REFERENCES on the database"
        }
        // ER_BAD_TABLE_ERROR, ER_NO_SUCH_TABLE, ER_TABLE_DEF_CHANGED.
        Some("1051" | "1146" | "1412") => "run it again when nobody changes the database",
        _ => return DatabaseError::Refused { message, code, position },
    };
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
