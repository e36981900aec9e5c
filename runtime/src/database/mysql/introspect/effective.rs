//! The engine, character set and collation that hold, whether they are said or are the server's own: a model may
//! say what the catalogue leaves out because it holds anyway.

use super::catalogue::{Catalogue, defaults};
use super::option::{Collations, charset_of};
use super::server::Server;
use crate::connection::{DatabaseError, Driver};
use crate::database::mysql::Mysql;
use crate::database::mysql::driver::MysqlDriver;
use crate::database::mysql::options::{CHARSET, COLLATE, ENGINE};
use crate::dialect::Dialect;
use crate::schema::{Schema, Table, Text};

/// Takes over what `actual` says where `expected` says the same in other words.
pub(super) async fn settle(
    driver: &mut MysqlDriver,
    expected: &mut Schema,
    actual: &Schema,
) -> Result<(), DatabaseError> {
    let differ = |table: &Table| actual.tables.get(&table.name).is_some_and(|other| differs(table, other));
    if !expected.tables.values().any(differ) {
        return Ok(());
    }
    let server = Server::ask(driver).await?;
    let schemas = actual.tables.keys().filter_map(|name| name.schema.as_deref()).map(str::to_owned);
    let mut schemas: Vec<String> = schemas.chain([server.database.clone()]).collect();
    schemas.sort();
    schemas.dedup();
    let collations = Collations::of(&Catalogue::read(driver.query(&defaults(&schemas)).await?)?);
    expected.tables.change_each(|table| {
        if let Some(other) = actual.tables.get(&table.name) {
            settle_table(&server, &collations, table, other);
        }
    });
    Ok(())
}

fn options_of(table: &Table) -> [Option<&str>; 3] {
    [ENGINE, CHARSET, COLLATE].map(|name| table.option(Mysql.name(), name))
}

fn differs(table: &Table, other: &Table) -> bool {
    let collations = table
        .columns
        .iter()
        .any(|column| other.column(&column.name).is_some_and(|other| other.collation != column.collation));
    collations || options_of(table) != options_of(other)
}

fn settle_table(server: &Server, collations: &Collations, table: &mut Table, other: &Table) {
    let (collation, other_collation) =
        (collations.of_table(server, table), collations.of_table(server, other));
    for column in &mut table.columns {
        let Some(other) = other.column(&column.name) else { continue };
        let of_column = column.collation.as_deref().or(collation.as_deref());
        if of_column == other.collation.as_deref().or(other_collation.as_deref()) {
            column.collation = other.collation.clone();
        }
    }
    let engine = |table: &Table| table.option(Mysql.name(), ENGINE).unwrap_or(&server.engine).to_lowercase();
    let mut same = Vec::new();
    if engine(table) == engine(other) {
        same.push(ENGINE);
    }
    if collation == other_collation {
        same.extend([CHARSET, COLLATE]);
    }
    for name in same {
        let value = other.option(Mysql.name(), name).map(|value| Text::from(value.to_owned()));
        table.set_option(&Mysql.name().into(), &name.into(), value);
    }
}

impl Collations {
    /// The collation of a table's columns that name none.
    fn of_table(&self, server: &Server, table: &Table) -> Option<String> {
        let option = |name| table.option(Mysql.name(), name);
        match (option(COLLATE), option(CHARSET)) {
            (Some(collation), _) => Some(collation.to_owned()),
            (None, Some(charset)) => self.of_charsets.get(charset_of(charset)).cloned(),
            (None, None) => {
                let schema = table.name.schema.as_deref().unwrap_or(&server.database);
                self.of_databases.get(schema).cloned()
            }
        }
    }
}
