//! Keys, indexes, foreign keys and checks as the catalogue's rows say.

use super::catalogue::{KeyPartRow, ReferenceRow, RuleRow};
use super::server::{Server, Vendor};
use crate::database::mysql::words::unescape;
use crate::schema::{
    Action, ForeignKey, Index, IndexColumn, IndexKey, PrimaryKey, QualifiedName, SortOrder, Table, Text,
};

/// The name that the server gives every primary key.
const PRIMARY: &str = "PRIMARY";

/// Adds the key or index that `parts` are the columns of; what models cannot say of it is returned.
pub(super) fn add_key(server: &Server, table: &mut Table, parts: &[KeyPartRow]) -> Vec<String> {
    let [first, ..] = parts else { return Vec::new() };
    if first.index == PRIMARY && parts.iter().all(|part| part.length.is_none()) {
        let columns = parts.iter().filter_map(|part| part.column.clone()).map(Text::from);
        let name = crate::database::mysql::keys::primary_key_name(&table.name);
        table.primary_key = Some(PrimaryKey { name, columns: columns.collect() });
        return Vec::new();
    }
    let columns: Vec<IndexColumn> = parts.iter().filter_map(|part| index_column(server, part)).collect();
    let mut index = Index::new(first.index.clone().into(), columns.into());
    index.unique = first.non_unique == "0";
    let method = first.method.to_ascii_lowercase();
    index.method = (!["btree", "rtree"].contains(&method.as_str())).then(|| method.into());
    table.insert_index(index);
    let hidden = Some(&first.hidden).filter(|hidden| !hidden.is_empty()).cloned();
    let comment = Some(&first.comment).filter(|comment| !comment.is_empty());
    hidden.into_iter().chain(comment.map(|comment| format!("COMMENT {comment:?}"))).collect()
}

fn index_column(server: &Server, part: &KeyPartRow) -> Option<IndexColumn> {
    let key = match (&part.column, &part.expression) {
        (Some(column), _) => IndexKey::Column(column.clone().into()),
        (None, Some(expression)) => IndexKey::Expression(match server.vendor {
            Vendor::Mysql => unescape(expression).into(),
            Vendor::MariaDb => expression.clone().into(),
        }),
        (None, None) => return None,
    };
    let mut column = IndexColumn::new(key);
    if part.order.as_deref() == Some("D") {
        column.order = SortOrder::Descending;
    }
    // A whole point of a spatial key is given as 32 bytes (MySQL manual, section 10.3.3).
    column.prefix_length = part.length.filter(|_| part.method != "SPATIAL");
    Some(column)
}

/// The foreign key whose columns are `parts`; `None` for another constraint.
pub(super) fn foreign_key(parts: &[ReferenceRow], own: &str) -> Option<ForeignKey> {
    let [first, ..] = parts else { return None };
    let referenced = first.referenced_table.clone()?;
    let schema = first.referenced_schema.clone().filter(|schema| schema != own).map(Text::from);
    Some(ForeignKey {
        name: first.constraint.clone().into(),
        columns: parts.iter().map(|part| part.column.clone().into()).collect(),
        references: QualifiedName { schema, name: referenced.into() },
        referenced_columns: parts
            .iter()
            .filter_map(|part| part.referenced_column.clone())
            .map(Text::from)
            .collect(),
        match_full: false,
        on_delete: Action::default(),
        on_update: Action::default(),
        deferrable: None,
    })
}

/// The foreign key with its actions.
pub(super) fn with_actions(key: ForeignKey, rule: &RuleRow) -> ForeignKey {
    ForeignKey { on_delete: action(&rule.on_delete), on_update: action(&rule.on_update), ..key }
}

/// A foreign key's action; InnoDB does the same for `RESTRICT`, `NO ACTION` and nothing (MySQL manual,
/// FOREIGN KEY constraints, referential actions).
fn action(rule: &str) -> Action {
    match rule {
        "CASCADE" => Action::Cascade,
        "SET NULL" => Action::SetNull,
        "SET DEFAULT" => Action::SetDefault,
        _ => Action::NoAction,
    }
}
