//! Changes of one column, one after the other, as one: where rows get the same values by it.

use crate::operation::ColumnChange;
use crate::schema::{Column, ColumnType, Text};

/// `second` after `first` as one change of a column; `None` where rows could get other values by it.
///
/// A cast that is left out may round, and an expression may say anything: only among types of text and among integers,
/// where what does not fit is refused, does the last type alone count.
pub(super) fn merge(first: &[ColumnChange], second: &[ColumnChange]) -> Option<Vec<ColumnChange>> {
    if first.iter().chain(second).any(moves_values) {
        return None;
    }
    let of_type = |changes: &[ColumnChange]| changes.iter().any(changes_type);
    if of_type(first) && of_type(second) && !are_plain(first, second) {
        return None;
    }
    let replaced = |change: &&ColumnChange| second.iter().any(|later| is_same(change, later));
    let kept = first.iter().filter(|change| !replaced(change));
    Some(kept.chain(second).cloned().collect())
}

/// Makes `changes` to a column that is new in a table which may have rows; whether they get the same values by it.
pub(super) fn add_with(column: &mut Column, changes: &[ColumnChange]) -> bool {
    let is_empty = column.default.is_none() && column.identity.is_none() && column.generated.is_none();
    let fits = |change: &ColumnChange| match change {
        ColumnChange::Type { ty, using: None } => is_empty || are_alike(&column.ty, ty),
        ColumnChange::Type { using: Some(_), .. } => false,
        // Without a default there may be NULL in it, which the database is to refuse as before.
        ColumnChange::Nullable(nullable) => column.default.is_some() || *nullable == column.nullable,
        // Rows that there are keep the default that the column came with.
        ColumnChange::Default(_) | ColumnChange::Identity(_) | ColumnChange::Generated(_) => false,
        ColumnChange::Collation(_) | ColumnChange::Comment(_) => true,
        ColumnChange::Native { .. } => is_empty,
    };
    let all = changes.iter().all(fits);
    if all {
        changes.iter().for_each(|change| change.apply(column));
    }
    all
}

/// The expressions by which `changes` make new values.
pub(super) fn usings(changes: &[ColumnChange]) -> impl Iterator<Item = &Text> {
    changes.iter().filter_map(|change| match change {
        ColumnChange::Type { using, .. } => using.as_ref(),
        ColumnChange::Generated(generated) => generated.as_ref().map(|generated| &generated.expression),
        ColumnChange::Nullable(_)
        | ColumnChange::Default(_)
        | ColumnChange::Identity(_)
        | ColumnChange::Collation(_)
        | ColumnChange::Comment(_)
        | ColumnChange::Native { .. } => None,
    })
}

/// Whether `changes` may move over the making of an index: they leave the values what they are.
pub(super) fn passes_indexes(changes: &[ColumnChange]) -> bool {
    !changes.iter().any(moves_values) && usings(changes).next().is_none()
}

/// Whether the database itself gives values by it, now or for the rows to come.
fn moves_values(change: &ColumnChange) -> bool {
    match change {
        ColumnChange::Identity(_) | ColumnChange::Generated(_) => true,
        ColumnChange::Type { .. }
        | ColumnChange::Nullable(_)
        | ColumnChange::Default(_)
        | ColumnChange::Collation(_)
        | ColumnChange::Comment(_)
        | ColumnChange::Native { .. } => false,
    }
}

pub(super) fn changes_type(change: &ColumnChange) -> bool {
    match change {
        ColumnChange::Type { .. } | ColumnChange::Native { .. } => true,
        ColumnChange::Identity(_)
        | ColumnChange::Generated(_)
        | ColumnChange::Nullable(_)
        | ColumnChange::Default(_)
        | ColumnChange::Collation(_)
        | ColumnChange::Comment(_) => false,
    }
}

/// Whether both have one plain cast each, to types of one kind.
fn are_plain(first: &[ColumnChange], second: &[ColumnChange]) -> bool {
    plain_cast(first).zip(plain_cast(second)).is_some_and(|(before, after)| are_alike(before, after))
}

/// The type of a plain cast, if that is the only change of type.
fn plain_cast(changes: &[ColumnChange]) -> Option<&ColumnType> {
    let mut casts = changes.iter().filter(|change| changes_type(change));
    if let (Some(ColumnChange::Type { ty, using: None }), None) = (casts.next(), casts.next()) {
        return Some(ty);
    }
    None
}

/// Whether a value is the same in both types, if it fits.
fn are_alike(before: &ColumnType, after: &ColumnType) -> bool {
    let is_text = |ty: &ColumnType| matches!(ty, ColumnType::Varchar(_) | ColumnType::Text);
    is_text(before) && is_text(after) || before.integer_range().is_some() && after.integer_range().is_some()
}

/// Whether the later of two changes leaves nothing of the earlier.
fn is_same(earlier: &ColumnChange, later: &ColumnChange) -> bool {
    if let (ColumnChange::Native { database, .. }, ColumnChange::Native { database: other, .. }) =
        (earlier, later)
    {
        return database == other;
    }
    std::mem::discriminant(earlier) == std::mem::discriminant(later)
}
