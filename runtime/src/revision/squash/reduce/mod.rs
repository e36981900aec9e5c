//! Reduction: fewer operations that do the same to every database, whatever rows it holds.
//!
//! Each operation is moved back over those before it that have nothing to do with it, until it meets one that it folds
//! with; where it meets none, it stays. An index by what operations touch finds the next to meet, so that a list costs
//! as many steps as there are operations that touch the same places, not as there are operations.

mod column;
mod fold;
mod rename;
mod touched;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use crate::operation::Operation;
use fold::{Met, meet};
use touched::{Key, names_select, touched};

/// Whether nothing moves over `operation`: nobody can see what it reads and writes.
pub(super) fn is_barrier(operation: &Operation) -> bool {
    match operation {
        Operation::Execute(_) | Operation::Run(_) => true,
        Operation::Fill(fill) => names_select(&fill.value),
        Operation::AlterColumn(alter) => column::usings(&alter.changes).any(|using| names_select(using)),
        Operation::CreateTable(_)
        | Operation::DropTable(_)
        | Operation::RenameTable(_)
        | Operation::AlterTable(_)
        | Operation::AddColumn(_)
        | Operation::DropColumn(_)
        | Operation::RenameColumn(_)
        | Operation::AddConstraint(_)
        | Operation::DropConstraint(_)
        | Operation::RenameConstraint(_)
        | Operation::CreateIndex(_)
        | Operation::DropIndex(_)
        | Operation::RenameIndex(_)
        | Operation::CreateEnum(_)
        | Operation::DropEnum(_)
        | Operation::RenameEnum(_)
        | Operation::AlterEnum(_) => false,
    }
}

/// The same in fewer operations; none of `operations` is a barrier.
pub(super) fn reduce(operations: impl IntoIterator<Item = Operation>) -> Vec<Operation> {
    let mut list = List::default();
    operations.into_iter().for_each(|operation| list.push(operation));
    list.operations.into_values().collect()
}

/// Operations in order, by numbers that leave room before the first.
#[derive(Default)]
struct List {
    operations: BTreeMap<i64, Operation>,
    /// By what they touch, the numbers of the operations.
    index: BTreeMap<Key, BTreeSet<i64>>,
}

impl List {
    fn push(&mut self, operation: Operation) {
        let after_last = self.operations.last_key_value().map_or(0, |(last, _)| last + 1);
        let (mut operation, mut at) = (operation, after_last);
        if let Operation::CreateEnum(_) = &operation
            && self.met(&touched(&operation), at).is_none()
        {
            // Nothing has to do with it yet, and a table that is made already may come to use it.
            at = self.operations.first_key_value().map_or(0, |(first, _)| first - 1);
            return self.insert(at, operation);
        }
        if self.rename(&operation, at) {
            return;
        }
        while let Some((next, position)) = self.step(&operation, at) {
            match next {
                Some(next) => (operation, at) = (next, position),
                None => return,
            }
        }
        self.insert(at, operation);
    }

    /// Folds `operation`, which stands at `at`, with one before it: what is to be put where then, if anything; `None`
    /// where it stays as it is.
    fn step(&mut self, operation: &Operation, at: i64) -> Option<(Option<Operation>, i64)> {
        let (mut moved, mut limit) = (operation.clone(), at);
        loop {
            let position = self.met(&touched(&moved), limit)?;
            let mut before = self.remove(position);
            let between = Between { list: self, position, at };
            let met = meet(&mut before, &moved, &between);
            match met {
                Met::Folded => return Some((Some(before), position)),
                Met::Gone => return Some((None, position)),
                Met::Absorbed => return Some((Some(operation.clone()), at)),
                Met::Passes(next) => {
                    self.insert(position, before);
                    (moved, limit) = (*next, position);
                }
                Met::Stops => {
                    self.insert(position, before);
                    return None;
                }
            }
        }
    }

    /// The last operation before `limit` that touches one of `keys`, or something that is in it, or in which it is.
    fn met(&self, keys: &[Key], limit: i64) -> Option<i64> {
        let last = |key: &Key| self.index.get(key)?.range(..limit).next_back().copied();
        keys.iter().flat_map(Key::meets).filter_map(|key| last(&key)).max()
    }

    /// The operations from `position` on that touch `key`, the last first.
    fn touching(&self, key: &Key) -> impl Iterator<Item = i64> {
        self.index.get(key).into_iter().flatten().rev().copied()
    }

    fn insert(&mut self, position: i64, operation: Operation) {
        for key in touched(&operation).iter().flat_map(Key::entries) {
            self.index.entry(key).or_default().insert(position);
        }
        self.operations.insert(position, operation);
    }

    fn remove(&mut self, position: i64) -> Operation {
        let operation = self.operations.remove(&position).expect("the index names what is there");
        for key in touched(&operation).iter().flat_map(Key::entries) {
            if let Some(positions) = self.index.get_mut(&key) {
                positions.remove(&position);
                if positions.is_empty() {
                    self.index.remove(&key);
                }
            }
        }
        operation
    }
}

/// The operations between two that meet.
struct Between<'a> {
    list: &'a List,
    position: i64,
    at: i64,
}

impl Between<'_> {
    /// Whether none of them touches `key`.
    fn is_free_of(&self, key: &Key) -> bool {
        let touching = self.list.index.get(key);
        touching.is_none_or(|positions| positions.range(self.position + 1..self.at).next().is_none())
    }

    /// Whether none of them has to do with the life of an enum.
    fn has_no_enum(&self) -> bool {
        self.is_free_of(&Key::Enums)
    }
}
