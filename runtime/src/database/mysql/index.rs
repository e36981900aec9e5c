//! Indexes as clauses of `CREATE TABLE` and `ALTER TABLE`.
//!
//! sea-query's indexes know no prefix length and refuse a table of another database, so they are written here.

use super::Mysql;
use super::column::type_of;
use super::types::is_large;
use crate::database::shared::{Refusal, index_place};
use crate::dialect::{Dialect, DialectError};
use crate::schema::{Index, IndexColumn, IndexKey, NullsOrder, Schema, SortOrder, Table, Text};

/// `KEY name (…)`, of its kind and by its method.
pub(super) fn index_clause(table: &Table, index: &Index, schema: &Schema) -> Result<String, DialectError> {
    let refuse = |refusal: Refusal| refusal.at(Mysql.name(), index_place(&table.name, &index.name));
    let kind = kind(index).map_err(refuse)?;
    if index.predicate.is_some() {
        let hint = "index a generated column that is NULL in the other rows, or drop the predicate";
        return Err(refuse(Refusal::new("partial index", hint)));
    }
    if !index.include.is_empty() {
        return Err(refuse(Refusal::new("INCLUDE columns", "add them to the end of the index's key")));
    }
    if index.nulls_not_distinct {
        return Err(refuse(Refusal::new("NULLS NOT DISTINCT", "make the columns NOT NULL")));
    }
    let mut parts = Vec::new();
    for column in &*index.columns {
        parts.push(part(column).map_err(refuse)?);
        if let (IndexKey::Column(name), None, Kind::Ordered(_)) = (&column.key, column.prefix_length, &kind) {
            let hint = "give the column a length, or the index's key a prefix length";
            if let Some(refusal) = large(table, name, schema, hint)? {
                return Err(refuse(refusal));
            }
        }
    }
    let (word, method) = match kind {
        Kind::Ordered(method) if index.unique => ("UNIQUE KEY", method),
        Kind::Ordered(method) => ("KEY", method),
        Kind::Fulltext => ("FULLTEXT KEY", ""),
        Kind::Spatial => ("SPATIAL KEY", ""),
    };
    Ok(format!("{word} {} ({}){method}", Mysql.quote(&index.name), parts.join(", ")))
}

/// What an index is kept as, with its `USING` clause where it has one.
enum Kind {
    Ordered(&'static str),
    Fulltext,
    Spatial,
}

fn kind(index: &Index) -> Result<Kind, Refusal> {
    Ok(match index.method.as_deref().map(str::to_ascii_lowercase).as_deref() {
        None => Kind::Ordered(""),
        Some("btree") => Kind::Ordered(" USING BTREE"),
        Some("hash") => Kind::Ordered(" USING HASH"),
        Some("fulltext") => Kind::Fulltext,
        Some("spatial") => Kind::Spatial,
        Some(other) => {
            let hint = "use one of btree, hash, fulltext, spatial, or none";
            return Err(Refusal::new(format!("{other} index"), hint));
        }
    })
}

fn part(column: &IndexColumn) -> Result<String, Refusal> {
    let name = match &column.key {
        IndexKey::Column(name) => Mysql.quote(name),
        IndexKey::Expression(_) => {
            let hint = "index a generated column of the expression: MariaDB indexes columns only";
            return Err(Refusal::new("index over an expression", hint));
        }
    };
    if column.operator_class.is_some() {
        return Err(Refusal::new("operator class", "drop it from the index's key"));
    }
    // NULL is the smallest value (MySQL manual, section 5.3.4.6); an index cannot be told otherwise.
    let (direction, nulls) = match column.order {
        SortOrder::Ascending => ("", NullsOrder::First),
        SortOrder::Descending => (" DESC", NullsOrder::Last),
    };
    if column.nulls.is_some_and(|asked| asked != nulls) {
        return Err(Refusal::new(
            "NULLS FIRST and NULLS LAST",
            "drop the order of NULLs from the index's key",
        ));
    }
    let prefix = column.prefix_length.map_or_else(String::new, |length| format!("({length})"));
    Ok(format!("{name}{prefix}{direction}"))
}

/// The refusal of a key over the column `name`, if its type takes no place in a key without a prefix length.
pub(super) fn large(
    table: &Table,
    name: &Text,
    schema: &Schema,
    hint: &str,
) -> Result<Option<Refusal>, DialectError> {
    let ty = type_of(&table.name, table.expect_column(name)?, schema)?;
    Ok(is_large(&ty).then(|| Refusal::new(format!("key over all of the {ty} column `{name}`"), hint)))
}

/// The columns whose order an index keeps from its first key on: what a foreign key can look up in it.
pub(super) fn ordered_columns(index: &Index) -> Vec<&Text> {
    if !matches!(kind(index), Ok(Kind::Ordered(_))) {
        return Vec::new();
    }
    let plain =
        |column: &'_ IndexColumn| column.prefix_length.is_none() && column.order == SortOrder::Ascending;
    let names = index.columns.iter().map_while(|column| match &column.key {
        IndexKey::Column(name) if plain(column) => Some(name),
        IndexKey::Column(_) | IndexKey::Expression(_) => None,
    });
    names.collect()
}
