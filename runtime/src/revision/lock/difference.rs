//! In what two schemas differ, in plain words.

use std::collections::{BTreeMap, BTreeSet};

use super::block::{Block, BlockKind};
use super::parse::item;
use crate::schema::{QualifiedName, Schema};

/// One thing in which two schemas differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What it is, such as ``column `users.phone` ``.
    pub item: String,
    /// Whether it is of a table or of an enum.
    pub kind: BlockKind,
    /// The name of that table or enum, as the lock writes it.
    pub owner: String,
    /// The name of the column that it is, as the lock writes it.
    pub column: Option<String>,
    /// How it is before; `None` where it is missing.
    pub before: Option<String>,
    /// How it is after; `None` where it is missing.
    pub after: Option<String>,
}

impl Difference {
    /// The differences between two schemas, in order of names.
    pub fn between(before: &Schema, after: &Schema) -> Vec<Self> {
        of_blocks(&Block::of_schema(before), &Block::of_schema(after))
    }

    /// The differences between the two forms of one table or enum, in order of names.
    pub fn of<T>(before: Option<T>, after: Option<T>) -> Vec<Self>
    where
        Block: From<T>,
    {
        Self::of_block(before.map(Block::from).as_ref(), after.map(Block::from).as_ref())
    }

    fn of_block(before: Option<&Block>, after: Option<&Block>) -> Vec<Self> {
        let Some(block) = before.or(after) else { return Vec::new() };
        let (kind, owner) = (block.kind, &block.name);
        let (Some(lines_before), Some(lines_after)) = (before.map(items), after.map(items)) else {
            let whole = |block: &Block| block.name.clone();
            let item = format!("{kind} `{owner}`");
            let (before, after) = (before.map(whole), after.map(whole));
            return vec![Self { item, kind, owner: owner.clone(), column: None, before, after }];
        };
        let all: BTreeSet<_> = lines_before.keys().chain(lines_after.keys()).copied().collect();
        let different = all.into_iter().filter(|item| lines_before.get(item) != lines_after.get(item));
        let difference = |item @ (word, called): (&str, &str)| {
            let value = |lines: &BTreeMap<_, &str>| lines.get(&item).map(|value| (*value).to_owned());
            Self {
                item: name(block, item),
                kind,
                owner: owner.clone(),
                column: (word == "column").then(|| called.to_owned()),
                before: value(&lines_before),
                after: value(&lines_after),
            }
        };
        different.map(difference).collect()
    }

    /// Whether it is of `table`, or the whole of it.
    pub fn is_of_table(&self, table: &QualifiedName) -> bool {
        self.kind == BlockKind::Table && self.owner == table.to_string()
    }

    /// The line of the lock that begins the table or enum.
    pub fn heading(&self) -> String {
        format!("{} {}", self.kind, self.owner)
    }

    /// The difference in a sentence, with a name for each side: "the models", "the migrations".
    pub fn describe(&self, before: &str, after: &str) -> String {
        let item = &self.item;
        match (&self.before, &self.after) {
            (Some(value_before), Some(value_after)) => {
                format!("{item} is `{value_before}` in {before} and `{value_after}` in {after}")
            }
            (Some(_), None) => format!("{item} is in {before} and not in {after}"),
            (None, _) => format!("{item} is in {after} and not in {before}"),
        }
    }
}

/// The differences between the blocks of two schemas.
pub(super) fn of_blocks(before: &[Block], after: &[Block]) -> Vec<Difference> {
    let by_name = |blocks: &'_ [Block]| -> BTreeMap<(BlockKind, String), usize> {
        blocks.iter().enumerate().map(|(i, block)| ((block.kind, block.name.clone()), i)).collect()
    };
    let (names_before, names_after) = (by_name(before), by_name(after));
    let mut names: Vec<_> = names_before.keys().chain(names_after.keys()).collect();
    names.sort();
    names.dedup();
    let differences = names.into_iter().flat_map(|name| {
        Difference::of_block(
            names_before.get(name).map(|i| &before[*i]),
            names_after.get(name).map(|i| &after[*i]),
        )
    });
    differences.collect()
}

/// The lines by the word and the name they begin with.
fn items(block: &Block) -> BTreeMap<(&str, &str), &str> {
    let cut = |line| item(line).unwrap_or((line, "", ""));
    block.lines.iter().map(|line| cut(line)).map(|(word, name, rest)| ((word, name), rest)).collect()
}

fn name(block: &Block, (word, name): (&str, &str)) -> String {
    let Block { kind, name: of, .. } = block;
    match word {
        "column" => format!("column `{of}.{name}`"),
        "values" | "comment" => format!("{word} of {kind} `{of}`"),
        _ => format!("{} `{name}` of {kind} `{of}`", word.replace('_', " ")),
    }
}
