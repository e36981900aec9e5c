//! Defaults of bytes: MariaDB's catalogue shows them as text, in which bytes are lost, and `SHOW CREATE TABLE` as
//! they are.

use sqlx::{AssertSqlSafe, Row as _};

use super::answer::Shown;
use super::server::Server;
use super::{PLAIN_MODE, RESET_MODE};
use crate::connection::{DatabaseError, Driver};
use crate::database::mysql::Mysql;
use crate::database::mysql::defaults::{of_bytes, text_of};
use crate::database::mysql::driver::{MysqlDriver, database_error};
use crate::database::mysql::plan::table_name;
use crate::dialect::Dialect;
use crate::schema::{QualifiedName, Schema, Text};

/// Columns whose defaults are still to be read, by table.
pub(super) type Blanks = Vec<(QualifiedName, Vec<Text>)>;

/// Puts the defaults of `blanks` into `schema`, in one round trip.
pub(super) async fn fill(
    driver: &mut MysqlDriver,
    server: &Server,
    schema: &mut Schema,
    blanks: &Blanks,
) -> Result<(), DatabaseError> {
    if blanks.is_empty() {
        return Ok(());
    }
    let shows = blanks.iter().map(|(table, _)| format!("SHOW CREATE TABLE {}", table_name(table)));
    let shows = shows.collect::<Vec<String>>().join(";\n");
    let sql = format!("{PLAIN_MODE};\n{shows};\n{RESET_MODE}");
    let rows = sqlx::raw_sql(AssertSqlSafe(sql)).fetch_all(driver.session().await?).await;
    if rows.is_err() {
        driver.execute(RESET_MODE).await?;
    }
    for (row, (table, columns)) in rows.map_err(database_error)?.iter().zip(blanks) {
        let shown: Vec<u8> = row.try_get_unchecked(1).map_err(database_error)?;
        let shown = characters(&shown);
        let shown = Shown::new(server.vendor, &shown);
        let Some(table) = schema.tables.get_mut(table) else { continue };
        for name in columns {
            let default = shown.default(&characters(Mysql.quote(name).as_bytes()));
            let bytes = default.and_then(|default| text_of(&default)).map(|text| bytes(&text));
            if let (Some(bytes), Some(column)) = (bytes, table.column_mut(name)) {
                column.default = Some(of_bytes(bytes, &column.ty));
            }
        }
    }
    Ok(())
}

/// Bytes as characters of the same numbers, so that SQL with bytes in its strings can be read as text.
fn characters(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

/// The bytes that [`characters`] made `text` of.
fn bytes(text: &str) -> Vec<u8> {
    text.chars().filter_map(|c| u8::try_from(c).ok()).collect()
}
