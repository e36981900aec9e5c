//! A table's comment and options (MySQL manual, CREATE TABLE, table options).
//!
//! Engine and character set are the server's where the model names none.

use super::Mysql;
use super::constraint::column_list;
use crate::database::shared::{Refusal, table_place};
use crate::dialect::{Dialect, DialectError};
use crate::schema::{ColumnType, Table, Text};

/// The options that both servers know: the name in a model, the words in SQL, and the value that takes it back.
///
/// `InnoDB` is what both servers take without a word of their configuration; a counter that was moved on is
/// not moved back, and [`convert`] sees to the character set.
const OPTIONS: &[(&str, &str, Option<&str>)] = &[
    (AUTO_INCREMENT, "AUTO_INCREMENT", None),
    ("avg_row_length", "AVG_ROW_LENGTH", Some("0")),
    (CHARSET, "DEFAULT CHARACTER SET", None),
    ("checksum", "CHECKSUM", Some("0")),
    (COLLATE, "COLLATE", None),
    ("delay_key_write", "DELAY_KEY_WRITE", Some("0")),
    (ENGINE, "ENGINE", Some("InnoDB")),
    ("key_block_size", "KEY_BLOCK_SIZE", Some("0")),
    ("max_rows", "MAX_ROWS", Some("0")),
    ("min_rows", "MIN_ROWS", Some("0")),
    ("pack_keys", "PACK_KEYS", Some("DEFAULT")),
    ("row_format", "ROW_FORMAT", Some("DEFAULT")),
    ("stats_auto_recalc", "STATS_AUTO_RECALC", Some("DEFAULT")),
    ("stats_persistent", "STATS_PERSISTENT", Some("DEFAULT")),
    ("stats_sample_pages", "STATS_SAMPLE_PAGES", Some("DEFAULT")),
];

/// The name of the option for the next number of a column that numbers itself.
pub(super) const AUTO_INCREMENT: &str = "auto_increment";

/// The name of the option for the storage engine.
pub(super) const ENGINE: &str = "engine";

/// The name of the option for the character set of columns that name none.
pub(super) const CHARSET: &str = "charset";

/// The name of the option for the collation of columns that name none.
pub(super) const COLLATE: &str = "collate";

/// The names of the options that a table keeps beside its engine, character set and collation.
pub(super) fn kept_options() -> impl Iterator<Item = &'static str> {
    let others = [AUTO_INCREMENT, CHARSET, COLLATE, ENGINE];
    OPTIONS.iter().map(|(name, ..)| *name).filter(move |name| !others.contains(name))
}

/// Whether the option says what a table has without it; the engine is the server's own choice.
pub(super) fn is_reset(name: &str, value: &str) -> bool {
    let resets = OPTIONS.iter().filter(|(known, ..)| *known == name && name != ENGINE);
    resets.filter_map(|(.., reset)| *reset).any(|reset| reset.eq_ignore_ascii_case(value))
}

/// What follows the parentheses of `CREATE TABLE`.
pub(super) fn create_options(table: &Table) -> Result<String, DialectError> {
    let mut clauses = Vec::new();
    for option in table.options.iter().filter(|option| option.database == Mysql.name()) {
        let (words, _) = known(table, &option.name)?;
        clauses.push(format!("{words}={}", value(&option.value)));
    }
    clauses.extend(table.comment.iter().map(|comment| format!("COMMENT={}", Mysql.literal(comment))));
    Ok(clauses.iter().map(|clause| format!(" {clause}")).collect())
}

/// The clauses of `ALTER TABLE` for the comment and all options but the character set and collation.
pub(super) fn alter_options(before: &Table, after: &Table) -> Result<Vec<String>, DialectError> {
    let mut clauses = Vec::new();
    for name in changed(before, after) {
        let (words, reset) = known(after, name)?;
        if *name == CHARSET || *name == COLLATE {
            continue;
        }
        let value = after.option(Mysql.name(), name).map(value).or_else(|| reset.map(str::to_owned));
        clauses.extend(value.map(|value| format!("{words}={value}")));
    }
    if before.comment != after.comment {
        let comment = after.comment.as_deref().unwrap_or_default();
        clauses.push(format!("COMMENT={}", Mysql.literal(comment)));
    }
    Ok(clauses)
}

/// The clause that gives the columns there are the character set and collation of the table too, if it changes.
///
/// `DEFAULT CHARACTER SET` alone would hold for columns to come only (MySQL manual, ALTER TABLE, Changing the
/// Character Set), and the database would depend on the way that led to it.
pub(super) fn convert(before: &Table, after: &Table) -> Option<String> {
    changed(before, after).iter().any(|name| *name == CHARSET || *name == COLLATE).then(|| {
        let collation = after.option(Mysql.name(), COLLATE);
        // A collation's name begins with its character set's (MySQL manual, section 12.3.1).
        let of_collation = collation.and_then(|name| name.split('_').next());
        let charset = after.option(Mysql.name(), CHARSET).or(of_collation).map_or("DEFAULT".into(), value);
        let collation = collation.map_or_else(String::new, |name| format!(" COLLATE {}", value(name)));
        format!("CONVERT TO CHARACTER SET {charset}{collation}")
    })
}

/// Whether a change of the table's character set would overwrite the column's own.
pub(super) fn has_own_collation(column: &crate::schema::Column) -> bool {
    column.collation.is_some() || column.ty == ColumnType::Json || column.native_type(Mysql.name()).is_some()
}

/// The names of the options that differ, in order.
fn changed<'a>(before: &'a Table, after: &'a Table) -> Vec<&'a Text> {
    let options = before.options.iter().chain(&after.options);
    let mut names: Vec<&Text> =
        options.filter(|option| option.database == Mysql.name()).map(|option| &option.name).collect();
    names.sort();
    names.dedup();
    names.retain(|name| before.option(Mysql.name(), name) != after.option(Mysql.name(), name));
    names
}

fn known(table: &Table, name: &Text) -> Result<(&'static str, Option<&'static str>), DialectError> {
    let option = OPTIONS.iter().find(|(known, ..)| known == name);
    option.map(|(_, words, reset)| (*words, *reset)).ok_or_else(|| {
        let names: Vec<Text> = OPTIONS.iter().map(|(known, ..)| (*known).into()).collect();
        Refusal::new(
            format!("table option {}", Mysql.quote(name)),
            format!("use one of {}", column_list(&names)),
        )
        .at(Mysql.name(), table_place(&table.name))
    })
}

/// A value as it stands where it is a word or number, else as a string.
fn value(value: &str) -> String {
    let is_word = !value.is_empty() && value.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if is_word { value.to_owned() } else { Mysql.literal(value) }
}
