//! Casts between types: where `MODIFY COLUMN` would give other values than a cast does.

use super::Mysql;
use crate::database::shared::Refusal;
use crate::dialect::Dialect;
use crate::schema::{Column, ColumnType};

/// The expression of a plain cast from `before` to `after`; none where `MODIFY COLUMN` does the same.
///
/// MySQL casts an enum to a number, and a number to an enum, by the value's position: that is refused.
pub(super) fn plain_cast(before: &Column, after: &Column) -> Result<Option<String>, Refusal> {
    if [before, after].iter().any(|column| column.native_type(Mysql.name()).is_some()) {
        return Ok(None);
    }
    let name = Mysql.quote(&before.name);
    match (&before.ty, &after.ty) {
        (before, after) if before == after => Ok(None),
        (ColumnType::Uuid, after) if is_text(after) => Ok(Some(uuid_text(&name))),
        (before, ColumnType::Uuid) if is_text(before) => Ok(Some(uuid_bytes(&name))),
        (ColumnType::Uuid, other) | (other, ColumnType::Uuid) if !is_binary(other) => {
            Err(no_cast(&before.ty, &after.ty))
        }
        (ColumnType::Enum(_), other) | (other, ColumnType::Enum(_))
            if !is_text(other) && !matches!(other, ColumnType::Enum(_)) =>
        {
            Err(no_cast(&before.ty, &after.ty))
        }
        _ => Ok(None),
    }
}

fn is_text(ty: &ColumnType) -> bool {
    matches!(ty, ColumnType::Text | ColumnType::Varchar(_) | ColumnType::Char(_))
}

fn is_binary(ty: &ColumnType) -> bool {
    matches!(ty, ColumnType::Blob | ColumnType::Varbinary(_))
}

fn no_cast(before: &ColumnType, after: &ColumnType) -> Refusal {
    Refusal::new(format!("cast from {before} to {after}"), "say how: `set_type_using(…, \"expression\")`")
}

fn uuid_text(name: &str) -> String {
    format!(
        "LOWER(INSERT(INSERT(INSERT(INSERT(HEX({name}), 9, 0, '-'), 14, 0, '-'), 19, 0, '-'), 24, 0, '-'))"
    )
}

/// What is no UUID gives more than sixteen bytes, which strict mode refuses.
fn uuid_bytes(name: &str) -> String {
    format!(
        "CASE WHEN {name} REGEXP '^[0-9a-fA-F]{{8}}(-?[0-9a-fA-F]{{4}}){{3}}-?[0-9a-fA-F]{{12}}$' \
         THEN UNHEX(REPLACE({name}, '-', '')) WHEN {name} IS NOT NULL THEN REPEAT('?', 17) END"
    )
}
