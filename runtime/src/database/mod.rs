//! The databases: one folder each, with the same file names; none imports another, nobody else names one.

#[cfg(feature = "mysql")]
pub mod mysql;
#[cfg(feature = "postgres")]
pub mod postgres;
#[cfg(any(feature = "mysql", feature = "postgres", feature = "sqlite"))]
mod shared;
#[cfg(feature = "sqlite")]
pub mod sqlite;

use crate::connection::{BoxFuture, Connection, DatabaseError};
use crate::dialect::Dialect;

/// A database that aludel knows, whether this build has it or not.
struct Database {
    /// The feature that brings it, which is its name.
    feature: &'static str,
    /// The schemes of its URLs.
    schemes: &'static [&'static str],
    /// How this build connects to it, if it can.
    connect: Option<Open>,
    /// The same, where the database must be there; else what is missing may be made.
    connect_existing: Option<Open>,
}

type Open = for<'a> fn(&'a str) -> BoxFuture<'a, Result<Connection, DatabaseError>>;

static DATABASES: [Database; 3] = [
    Database {
        feature: "mysql",
        schemes: &["mysql", "mariadb"],
        connect: cfg_select! { feature = "mysql" => { Some(|url| Box::pin(mysql::connect(url))) } _ => { None } },
        connect_existing: cfg_select! { feature = "mysql" => { Some(|url| Box::pin(mysql::connect(url))) } _ => { None } },
    },
    Database {
        feature: "postgres",
        schemes: &["postgres", "postgresql"],
        connect: cfg_select! { feature = "postgres" => { Some(|url| Box::pin(postgres::connect(url))) } _ => { None } },
        connect_existing: cfg_select! { feature = "postgres" => { Some(|url| Box::pin(postgres::connect(url))) } _ => { None } },
    },
    Database {
        feature: "sqlite",
        schemes: &["sqlite"],
        connect: cfg_select! { feature = "sqlite" => { Some(|url| Box::pin(sqlite::connect(url))) } _ => { None } },
        connect_existing: cfg_select! {
            feature = "sqlite" => { Some(|url| Box::pin(sqlite::connect_existing(url))) } _ => { None }
        },
    },
];

/// The schemes of all databases, for who asks with another.
const SCHEMES: &[&str] = &["mysql", "mariadb", "postgres", "postgresql", "sqlite"];

/// Connects to the database at `url`; its scheme says which one it is.
///
/// # Errors
/// When no database has that scheme, its feature is off, or the database cannot be reached or lets nobody in.
pub async fn connect(url: &str) -> Result<Connection, DatabaseError> {
    match find(url)? {
        Database { connect: Some(connect), .. } => connect(url).await,
        database => Err(database.feature_off(url)),
    }
}

/// Connects to the database at `url`, which must be there: a file that is missing is not made.
///
/// # Errors
/// As [`connect`]; and when the file is missing.
pub async fn connect_existing(url: &str) -> Result<Connection, DatabaseError> {
    match find(url)? {
        Database { connect_existing: Some(connect), .. } => connect(url).await,
        database => Err(database.feature_off(url)),
    }
}

/// The dialect of the database at `url`, without connecting to it.
///
/// # Errors
/// When no database has that scheme, or its feature is off.
pub fn dialect_of_url(url: &str) -> Result<&'static dyn Dialect, DatabaseError> {
    let database = find(url)?;
    dialect(database.feature).ok_or_else(|| database.feature_off(url))
}

fn find(url: &str) -> Result<&'static Database, DatabaseError> {
    let scheme = url.split(':').next().unwrap_or_default();
    let known = DATABASES.iter().find(|database| database.schemes.contains(&scheme));
    known.ok_or_else(|| DatabaseError::UnknownUrl { url: without_password(url), schemes: SCHEMES })
}

impl Database {
    fn feature_off(&self, url: &str) -> DatabaseError {
        DatabaseError::FeatureOff { url: without_password(url), feature: self.feature }
    }
}

/// `url` without the password, whether it stands before the host or among the parameters.
pub fn without_password(url: &str) -> String {
    let (start, rest) = match url.split_once("://") {
        Some((scheme, rest)) => (format!("{scheme}://"), rest),
        None => (String::new(), url),
    };
    // The last `@`, so that a password which holds one of its own, or a slash, goes as a whole.
    let rest = match rest.rsplit_once('@') {
        Some((user, host)) => format!("{}@{host}", user.split(':').next().unwrap_or_default()),
        None => rest.to_owned(),
    };
    let Some((place, parameters)) = rest.split_once('?') else { return start + &rest };
    let kept: Vec<&str> =
        parameters.split('&').filter(|parameter| !parameter.starts_with("password=")).collect();
    if kept.is_empty() { start + place } else { format!("{start}{place}?{}", kept.join("&")) }
}

/// The names of all databases that aludel knows, whether this build has them or not: the features that bring them.
pub fn names() -> impl Iterator<Item = &'static str> {
    DATABASES.iter().map(|database| database.feature)
}

/// The name of the database at `url`, whether this build has it or not.
///
/// # Errors
/// When no database has that scheme.
pub fn name_of_url(url: &str) -> Result<&'static str, DatabaseError> {
    find(url).map(|database| database.feature)
}

/// The dialects that this build has, in order of their names.
pub fn dialects() -> &'static [&'static dyn Dialect] {
    &[
        #[cfg(feature = "mysql")]
        &mysql::Mysql,
        #[cfg(feature = "postgres")]
        &postgres::Postgres,
        #[cfg(feature = "sqlite")]
        &sqlite::Sqlite,
    ]
}

/// The dialect called `name`, if this build has it.
pub fn dialect(name: &str) -> Option<&'static dyn Dialect> {
    dialects().iter().copied().find(|dialect| dialect.name() == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_taken_out_of_urls() {
        let check = |url: &str, expected: &str| assert_eq!(without_password(url), expected, "{url}");
        check("postgres://ann:secret@db.example:5433/shop", "postgres://ann@db.example:5433/shop");
        check("mysql://ann:s:e/c@ret@localhost/shop", "mysql://ann@localhost/shop");
        check("postgres://localhost/shop?password=secret&user=ann", "postgres://localhost/shop?user=ann");
        check("postgres://localhost/shop?password=secret", "postgres://localhost/shop");
        check("sqlite:app.db?mode=rwc", "sqlite:app.db?mode=rwc");
    }

    #[test]
    fn every_scheme_leads_to_a_database() {
        let known: Vec<&str> = DATABASES.iter().flat_map(|database| database.schemes).copied().collect();
        assert_eq!(known, SCHEMES);
    }
}
