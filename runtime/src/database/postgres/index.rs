//! Indexes (manual, CREATE INDEX); sea-query has no word for where NULLs go, and puts an operator
//! class after the order, where PostgreSQL does not read it.

use super::NAME;
use super::sql::{in_schema_of, qualified, quote, quoted_list};
use crate::database::shared::{Refusal, index_place};
use crate::dialect::DialectError;
use crate::schema::{Index, IndexColumn, IndexKey, NullsOrder, QualifiedName, SortOrder, Text};

/// `CREATE INDEX` on `table`; method and operator classes are taken as they are written.
pub(super) fn create(table: &QualifiedName, index: &Index) -> Result<String, DialectError> {
    let keys = index.columns.iter().map(key).collect::<Result<Vec<_>, _>>();
    let keys = keys.map_err(|refusal| refusal.at(NAME, index_place(table, &index.name)))?.join(", ");
    let unique = if index.unique { "UNIQUE " } else { "" };
    let mut sql = format!("CREATE {unique}INDEX {} ON {}", quote(&index.name), qualified(table));
    if let Some(method) = &index.method {
        sql.push_str(&format!(" USING {method}"));
    }
    sql.push_str(&format!(" ({keys})"));
    if !index.include.is_empty() {
        sql.push_str(&format!(" INCLUDE ({})", quoted_list(&index.include)));
    }
    if index.nulls_not_distinct {
        sql.push_str(" NULLS NOT DISTINCT");
    }
    if let Some(predicate) = &index.predicate {
        sql.push_str(&format!(" WHERE {predicate}"));
    }
    Ok(sql)
}

fn key(column: &IndexColumn) -> Result<String, Refusal> {
    let mut sql = match &column.key {
        IndexKey::Column(name) => quote(name),
        IndexKey::Expression(expression) => format!("({expression})"),
    };
    if let Some(length) = column.prefix_length {
        return Err(Refusal::new("index of a prefix", format!("index the expression `left(…, {length})`")));
    }
    if let Some(class) = &column.operator_class {
        sql.push_str(&format!(" {class}"));
    }
    match column.order {
        SortOrder::Ascending => {}
        SortOrder::Descending => sql.push_str(" DESC"),
    }
    match column.nulls {
        Some(NullsOrder::First) => sql.push_str(" NULLS FIRST"),
        Some(NullsOrder::Last) => sql.push_str(" NULLS LAST"),
        None => {}
    }
    Ok(sql)
}

/// `DROP INDEX`; an index lives in the schema of its table.
pub(super) fn drop(table: &QualifiedName, name: &Text) -> String {
    format!("DROP INDEX {}", in_schema_of(table, name))
}
