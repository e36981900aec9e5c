//! As many revisions as a thousand, for what must not grow with them: tables, their columns, their indexes.

use aludel::revision::*;

use crate::build;

/// How many there are at most.
pub const MOST: usize = 1_000;

type Record = fn(&mut Operations);

/// An array of a function at ten numbers, at ten tens, at ten hundreds: a revision's functions capture nothing.
macro_rules! each {
    ($one:ident, $tens:expr) => {
        each!($one, $tens, 0 1 2 3 4 5 6 7 8 9)
    };
    ($one:ident, $tens:expr, $($digit:literal)+) => {
        [$($one::<{ $tens * 10 + $digit }>),+]
    };
}
macro_rules! tens {
    ($one:ident, $hundreds:expr) => {
        tens!($one, $hundreds, 0 1 2 3 4 5 6 7 8 9)
    };
    ($one:ident, $hundreds:expr, $($digit:literal)+) => {
        [$(each!($one, ($hundreds * 10 + $digit))),+]
    };
}
macro_rules! hundreds {
    ($one:ident, $($digit:literal)+) => {
        [$(tens!($one, $digit)),+]
    };
}

const UPGRADES: [[[Record; 10]; 10]; 10] = hundreds!(upgrade, 0 1 2 3 4 5 6 7 8 9);
const DOWNGRADES: [[[Record; 10]; 10]; 10] = hundreds!(downgrade, 0 1 2 3 4 5 6 7 8 9);

/// Of three revisions one makes a table, the next adds a column to it, and the last an index.
fn upgrade<const N: usize>(op: &mut Operations) {
    let name = format!("table_{:03}", N / 3);
    match N % 3 {
        0 => op.create_table(
            table(name.as_str())
                .with(column("id", bigint()).identity())
                .with(column("email", varchar(255)))
                .with(column("status", varchar(20)).default("active"))
                .with(primary_key(format!("pk_{name}"), ["id"])),
        ),
        1 => op.add_column(name.as_str(), column("phone", varchar(20)).nullable()),
        _ => op.create_index(index(format!("ix_{name}_phone")).on(name.as_str(), ["phone"])),
    }
}

fn downgrade<const N: usize>(op: &mut Operations) {
    let name = format!("table_{:03}", N / 3);
    match N % 3 {
        0 => op.drop_table(name.as_str()),
        1 => op.drop_column(name.as_str(), "phone"),
        _ => op.drop_index(name.as_str(), format!("ix_{name}_phone")),
    }
}

/// The first `count` of them, each after the one before.
///
/// # Panics
/// When there are not so many.
pub fn many(count: usize) -> &'static Migrations {
    let id = |number: usize| -> &'static str { format!("{number:012x}").leak() };
    let parent = |number: usize| number.checked_sub(1).map(id);
    let (up, down) = (UPGRADES.as_flattened().as_flattened(), DOWNGRADES.as_flattened().as_flattened());
    let entry = |number: usize| Entry {
        revision: Box::leak(Box::new(Revision {
            id: id(number),
            revises: Vec::from_iter(parent(number)).leak(),
            depends_on: &[],
            branch_labels: &[],
            created: format!("2026-11-21 {number:08}").leak(),
        })),
        replaces: &[],
        upgrade: up[number],
        downgrade: down[number],
        file: format!("{}_change.rs", id(number)).leak(),
        // As long as such files are.
        source: format!("//! change {number}\n{}", "// …\n".repeat(100)).leak(),
    };
    Box::leak(Box::new(build((0..count).map(entry).collect::<Vec<_>>().leak())))
}
