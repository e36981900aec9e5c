//! Indexes as attributes: on the field where a plain one is of one column, else on the struct.

use super::Writing;
use super::attribute::Item;
use super::constraint::{LONG_NAME, NO_FIELD, Parts};
use super::identifier::written;
use super::names::is_sayable_name;
use crate::revision::source::literal;
use crate::schema::text::Key;
use crate::schema::{Index, IndexColumn, IndexKey, NullsOrder, Place, SortOrder};

/// Finds all indexes of a table.
pub(super) fn indexes(parts: &mut Parts<'_>, writing: &mut Writing<'_>) {
    let table = parts.table;
    for index in table.indexes.values() {
        if let Err(why) = self::index(parts, index) {
            let place = Place::Index { table: table.name.clone(), index: index.name.clone() };
            parts.unsaid(place, why.to_owned(), writing);
        }
    }
}

fn index(parts: &mut Parts<'_>, index: &Index) -> Result<(), &'static str> {
    let Index { name, columns, unique, predicate, method, include, nulls_not_distinct } = index;
    if !is_sayable_name(name) {
        return Err(LONG_NAME);
    }
    let keys: Option<Vec<String>> = columns.iter().map(|column| key(parts, column)).collect();
    let keys = keys.ok_or(NO_FIELD)?;
    let included = parts.fields(include).ok_or(NO_FIELD)?;
    let mut items: Vec<Item> = parts.name(name, "ix", Key::Index(columns)).into_iter().collect();
    let mut flag = |set: bool, word: &str| items.extend(set.then(|| Item::Word(word.into())));
    flag(*unique, "unique");
    flag(*nulls_not_distinct, "nulls_not_distinct");
    items.extend(method.iter().map(|method| Item::text("method", method)));
    items.extend(predicate.iter().map(|predicate| Item::text("where", predicate)));
    if !included.is_empty() {
        items.push(Item::words("include", included));
    }
    match &**columns {
        [IndexColumn { key: IndexKey::Column(column), prefix_length: None, .. }] => {
            let options = options(&columns[0]);
            items.splice(0..0, options.into_iter().map(Item::Word));
            parts.on(column, Item::list_or_word("index", items));
        }
        _ => {
            items.insert(0, Item::words("columns", keys));
            parts.of_table.push(Item::List("index".into(), items));
        }
    }
    Ok(())
}

/// One part of a key: `a desc nulls last`.
fn key(parts: &Parts<'_>, column: &IndexColumn) -> Option<String> {
    let mut words = match &column.key {
        IndexKey::Column(name) => written(parts.names.part(name)?),
        IndexKey::Expression(expression) => format!("expression({})", literal(expression)),
    };
    if let Some(length) = column.prefix_length {
        words += &format!("({length})");
    }
    for option in options(column) {
        words += &format!(" {option}");
    }
    Some(words)
}

/// How a part of a key is kept: `desc`, `nulls last`, `ops text_ops`.
fn options(column: &IndexColumn) -> Vec<String> {
    let mut words = Vec::new();
    if column.order == SortOrder::Descending {
        words.push("desc".to_owned());
    }
    match column.nulls {
        Some(NullsOrder::First) => words.push("nulls first".to_owned()),
        Some(NullsOrder::Last) => words.push("nulls last".to_owned()),
        None => {}
    }
    if let Some(class) = &column.operator_class {
        let plain = class.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
            && class.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        words.push(if plain { format!("ops {class}") } else { format!("ops {}", literal(class)) });
    }
    words
}
