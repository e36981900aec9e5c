//! A table's options as the catalogue's row says: those that models can say, and the others.

use std::collections::BTreeMap;

use super::catalogue::{Catalogue, TableRow};
use super::server::Server;
use crate::database::mysql::Mysql;
use crate::database::mysql::options::{CHARSET, COLLATE, ENGINE, kept_options};
use crate::dialect::Dialect;
use crate::schema::Table;

/// The collation of a database's tables, and of each character set's text, where none is named.
#[derive(Debug, Default)]
pub(super) struct Collations {
    pub(super) of_databases: BTreeMap<String, String>,
    pub(super) of_charsets: BTreeMap<String, String>,
}

impl Collations {
    pub(super) fn of(catalogue: &Catalogue) -> Self {
        let of_databases = catalogue.databases.iter().map(|row| (row.name.clone(), row.collation.clone()));
        let of_charsets = catalogue.charsets.iter().map(|row| (row.name.clone(), row.collation.clone()));
        Self { of_databases: of_databases.collect(), of_charsets: of_charsets.collect() }
    }
}

/// Gives `table` its options; what models cannot say is returned.
///
/// The engine, character set and collation are options only where a table made without a word of them would
/// have others.
pub(super) fn add_options(
    server: &Server,
    collations: &Collations,
    table: &mut Table,
    row: &TableRow,
) -> Vec<String> {
    let mut set = |name: &'static str, value: &str| {
        table.set_option(&Mysql.name().into(), &name.into(), Some(value.to_owned().into()));
    };
    if !row.engine.eq_ignore_ascii_case(&server.engine) {
        set(ENGINE, &row.engine);
    }
    if collations.of_databases.get(&row.schema) != Some(&row.collation) && !row.collation.is_empty() {
        let charset = charset_of(&row.collation);
        match collations.of_charsets.get(charset) == Some(&row.collation) {
            true => set(CHARSET, charset),
            false => set(COLLATE, &row.collation),
        }
    }
    let mut details = Vec::new();
    for option in words(&row.options) {
        let (name, value) = option.split_once('=').unwrap_or((&option, ""));
        match kept_options().find(|known| known.eq_ignore_ascii_case(name)) {
            Some(name) => set(name, value),
            // Said with more words as a detail of its own.
            None if name == "partitioned" => {}
            None => details.push(option),
        }
    }
    if row.kind == "SYSTEM VERSIONED" {
        details.push("WITH SYSTEM VERSIONING".into());
    }
    details
}

/// A collation's name begins with its character set's (MySQL manual, section 12.3.1).
pub(in crate::database::mysql) fn charset_of(collation: &str) -> &str {
    collation.split('_').next().unwrap_or(collation)
}

/// The words of `CREATE_OPTIONS`: `row_format=DYNAMIC`, `partitioned`, "`ENCRYPTED`='YES'".
fn words(options: &str) -> Vec<String> {
    options.split_whitespace().map(|word| word.replace('`', "")).collect()
}
