//! What that is new looks like something that is gone: a rename that nobody has spoken of.
//!
//! A question too many costs an answer, a question too few costs data; so likeness is meant broadly.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::cast::same_family;
use super::matching::Matching;
use crate::schema::{Column, EnumType, QualifiedName, Schema, Table, Text};

/// How many tables (or enums) that share one column (or value) are looked at, so that a comparison stays linear
/// however many tables have an `id`.
const LOOKED_AT: usize = 16;

/// Each name that is gone, with the names that it may have after, the likeliest first.
type Candidates<N> = Vec<(N, Vec<N>)>;

/// Tables that share more than half of their columns.
pub(super) fn tables(
    found: &Matching<QualifiedName>,
    current: &Schema,
    after: &Schema,
) -> Candidates<QualifiedName> {
    let removed = pick(&found.removed, |name| current.tables.get(name));
    let added = pick(&found.added, |name| after.tables.get(name));
    let names = |table: &Table| table.columns.iter().map(|column| column.name.clone()).collect();
    likeliest(&removed, &added, names, |table, table_after| {
        let same = |column: &&Column| {
            table_after.column(&column.name).is_some_and(|after| same_family(&column.ty, &after.ty))
        };
        let shared = table.columns.iter().filter(same).count();
        (2 * shared > table.columns.len().max(table_after.columns.len())).then_some(shared)
    })
}

/// Enums that share more than half of their values.
pub(super) fn enums(
    found: &Matching<QualifiedName>,
    current: &Schema,
    after: &Schema,
) -> Candidates<QualifiedName> {
    let removed = pick(&found.removed, |name| current.enums.get(name));
    let added = pick(&found.added, |name| after.enums.get(name));
    let values = |enum_type: &EnumType| enum_type.values.to_vec();
    likeliest(&removed, &added, values, |enum_type, enum_after| {
        let shared = enum_type.values.iter().filter(|value| enum_after.values.contains(value)).count();
        (2 * shared > enum_type.values.len().max(enum_after.values.len())).then_some(shared)
    })
}

fn pick<'a, V>(
    names: &[QualifiedName],
    get: impl Fn(&QualifiedName) -> Option<&'a V>,
) -> Vec<(QualifiedName, &'a V)> {
    names.iter().filter_map(|name| Some((name.clone(), get(name)?))).collect()
}

fn likeliest<V>(
    removed: &[(QualifiedName, &V)],
    added: &[(QualifiedName, &V)],
    marks: impl Fn(&V) -> Vec<Text>,
    shared: impl Fn(&V, &V) -> Option<usize>,
) -> Candidates<QualifiedName> {
    if removed.is_empty() || added.is_empty() {
        return Vec::new();
    }
    // Where each mark is found: alone, and all marks of one thing together.
    let mut places: BTreeMap<Vec<Text>, Vec<usize>> = BTreeMap::new();
    let keys = |value: &V| {
        let mut all = marks(value);
        all.sort();
        let mut keys: Vec<Vec<Text>> = all.iter().map(|mark| vec![mark.clone()]).collect();
        keys.push(all);
        keys
    };
    for (place, (_, value)) in added.iter().enumerate() {
        for key in keys(value) {
            let places = places.entry(key).or_default();
            if places.len() < LOOKED_AT {
                places.push(place);
            }
        }
    }
    let candidates = removed.iter().map(|(name, value)| {
        let looked_at: BTreeSet<usize> =
            keys(value).iter().filter_map(|key| places.get(key)).flatten().copied().collect();
        let mut like: Vec<(Reverse<usize>, usize)> = looked_at
            .into_iter()
            .filter_map(|place| Some((Reverse(shared(value, added[place].1)?), place)))
            .collect();
        like.sort();
        (name.clone(), like.into_iter().map(|(_, place)| added[place].0.clone()).collect())
    });
    candidates.collect()
}

/// Columns of the same type, and columns of a like type in the same place; generated ones hold nothing to lose.
pub(super) fn columns(found: &Matching<Text>, before: &Table, after: &Table) -> Candidates<Text> {
    if found.removed.is_empty() || found.added.is_empty() {
        return Vec::new();
    }
    let gaps_before = gaps(before.columns.iter().map(|column| &column.name), &found.removed, |name| {
        found.renamed.get(name).unwrap_or(name)
    });
    let gaps_after = gaps(after.columns.iter().map(|column| &column.name), &found.added, |name| name);
    let candidates = found.removed.iter().map(|name| {
        let column = before.column(name).filter(|column| column.generated.is_none());
        let mut like: Vec<(bool, bool, &Text)> = Vec::new();
        for name_after in &found.added {
            let column_after = after.column(name_after).filter(|column| column.generated.is_none());
            let (Some(column), Some(column_after)) = (column, column_after) else { continue };
            let same_place = gaps_before[name].same_place(gaps_after[name_after]);
            let same_type = column.ty == column_after.ty;
            if same_type || (same_place && same_family(&column.ty, &column_after.ty)) {
                like.push((!same_place, !same_type, name_after));
            }
        }
        like.sort();
        (name.clone(), like.into_iter().map(|(_, _, name)| name.clone()).collect())
    });
    candidates.collect()
}

/// Values of an enum in the same place.
pub(super) fn enum_values(found: &Matching<Text>, before: &EnumType, after: &EnumType) -> Candidates<Text> {
    let gaps_before =
        gaps(before.values.iter(), &found.removed, |name| found.renamed.get(name).unwrap_or(name));
    let gaps_after = gaps(after.values.iter(), &found.added, |name| name);
    let candidates = found.removed.iter().map(|name| {
        let same_place = |after: &&Text| gaps_before[name].same_place(gaps_after[*after]);
        (name.clone(), found.added.iter().filter(same_place).cloned().collect())
    });
    candidates.collect()
}

/// Between which neighbours that stay, by their names after, something stands; `None` at either end.
#[derive(Clone, Copy, Debug, Default)]
struct Gap<'a> {
    previous: Option<&'a Text>,
    next: Option<&'a Text>,
}

impl Gap<'_> {
    fn same_place(self, other: Gap<'_>) -> bool {
        self.previous == other.previous || self.next == other.next
    }
}

/// The gap of each of `moving` among `names`, of which the others stay as `after`.
fn gaps<'a>(
    names: impl DoubleEndedIterator<Item = &'a Text> + Clone,
    moving: &'a [Text],
    after: impl Fn(&'a Text) -> &'a Text,
) -> BTreeMap<&'a Text, Gap<'a>> {
    let moving: BTreeSet<&Text> = moving.iter().collect();
    let mut gaps: BTreeMap<&Text, Gap<'_>> = BTreeMap::new();
    let mut previous = None;
    for name in names.clone() {
        match moving.contains(name) {
            true => gaps.entry(name).or_default().previous = previous,
            false => previous = Some(after(name)),
        }
    }
    let mut next = None;
    for name in names.rev() {
        match moving.contains(name) {
            true => gaps.entry(name).or_default().next = next,
            false => next = Some(after(name)),
        }
    }
    gaps
}
