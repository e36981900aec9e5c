//! A message for a new revision, made of its operations: short, and the same each time.
//!
//! What matters most is named; what goes with it (the index of a new column, the enum of a new table) is not.

mod phrase;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use aludel::operation::Operation;
use aludel::schema::QualifiedName;
use phrase::{Phrase, Weight, phrase};

/// The most characters of a message that was made here.
const LENGTH: usize = 60;

/// A message for `operations`.
pub(crate) fn message(operations: &[Operation]) -> String {
    let phrases = phrases(operations);
    let all: Vec<String> = phrases.iter().map(Phrase::text).collect();
    let joined = all.join(" and ");
    // A third phrase is one too many to be read at a glance.
    if (1..=2).contains(&all.len()) && fits(&joined) {
        return joined;
    }
    match (all.first(), all.len() - usize::from(!all.is_empty())) {
        (None, _) => "change nothing".to_owned(),
        (Some(first), 0) => cut(first, LENGTH),
        (Some(first), more) => {
            let more = format!(" and {more} more");
            cut(first, LENGTH - more.len()) + &more
        }
    }
}

/// What `operations` come to, the weightiest first.
fn phrases(operations: &[Operation]) -> Vec<Phrase> {
    let added: BTreeSet<_> = operations.iter().filter_map(added_column).collect();
    // A new column that is added, filled and tightened is one thing.
    let is_one = |operation: &&Operation| match altered_column(operation) {
        Some(column) => !added.contains(&column),
        None => true,
    };
    let told = operations.iter().filter(is_one);
    let told: Vec<(&Operation, Phrase)> = told.map(|operation| (operation, phrase(operation))).collect();
    let weighty = || told.iter().filter(|(_, phrase)| phrase.weight > Weight::Detail);
    let tables: BTreeSet<&QualifiedName> = weighty().flat_map(|(operation, _)| tables(operation)).collect();
    let mut phrases: Vec<Phrase> = Vec::new();
    let mut places: BTreeMap<_, usize> = BTreeMap::new();
    for (operation, phrase) in told {
        // What stands in no table, such as an enum, goes with whatever is done to one.
        let goes_with_another = match operation.table() {
            Some(table) => tables.contains(table),
            None => !tables.is_empty(),
        };
        if phrase.weight == Weight::Detail && goes_with_another {
            continue;
        }
        match places.entry(phrase.key()) {
            Entry::Occupied(at) => phrases[*at.get()].objects.extend(phrase.objects),
            Entry::Vacant(at) => {
                at.insert(phrases.len());
                phrases.push(phrase);
            }
        }
    }
    phrases.sort_by_key(|phrase| Reverse(phrase.weight));
    phrases
}

fn added_column(operation: &Operation) -> Option<(&QualifiedName, &str)> {
    if let Operation::AddColumn(add) = operation { Some((&add.table, &*add.column.name)) } else { None }
}

fn altered_column(operation: &Operation) -> Option<(&QualifiedName, &str)> {
    if let Operation::AlterColumn(alter) = operation { Some((&alter.table, &*alter.column)) } else { None }
}

/// The tables that `operation` is about, under each of their names.
fn tables(operation: &Operation) -> impl Iterator<Item = &QualifiedName> {
    let after = if let Operation::RenameTable(rename) = operation { Some(&rename.after) } else { None };
    operation.table().into_iter().chain(after)
}

fn fits(text: &str) -> bool {
    text.chars().count() <= LENGTH
}

/// `text`, at most `length` characters of it.
fn cut(text: &str, length: usize) -> String {
    text.chars().take(length).collect::<String>().trim_end().to_owned()
}
