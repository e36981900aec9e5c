//! What a diagram shows, before anybody draws it: cards and the relations between them, each with its mark.

use std::collections::{BTreeMap, BTreeSet};

use aludel::operation::Operation;
use aludel::schema::{Column, EnumType, ForeignKey, Index, QualifiedName, Schema, Table, Text};

/// What a change does to a part of the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    Unchanged,
    Added,
    Changed,
    Removed,
}

/// Cards in order of their names, and the relations between them.
#[derive(Debug, Default)]
pub(crate) struct Picture {
    pub(super) cards: Vec<Card>,
    pub(super) relations: Vec<Relation>,
}

/// A table or an enum.
#[derive(Debug)]
pub(super) struct Card {
    pub(super) kind: Kind,
    pub(super) name: QualifiedName,
    pub(super) mark: Mark,
    pub(super) lines: Vec<Line>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Table,
    Enum,
}

/// A column of a table, or a value of an enum.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) name: String,
    /// The column's type; empty for a value.
    pub(super) ty: String,
    pub(super) nullable: bool,
    pub(super) primary: bool,
    pub(super) unique: bool,
    pub(super) foreign: bool,
    pub(super) mark: Mark,
}

/// A foreign key, or a column's use of an enum.
#[derive(Debug)]
pub(super) struct Relation {
    /// The card that refers, by its place in the picture, and the first line of it that does.
    pub(super) child: (usize, usize),
    /// The card that is referred to, and the line of it.
    pub(super) parent: (usize, usize),
    pub(super) ends: Option<Ends>,
    /// The referring columns.
    pub(super) label: String,
    pub(super) mark: Mark,
}

/// How many rows stand at the two ends of a foreign key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ends {
    /// Whether one row at most refers to a row: the columns are unique.
    pub(super) one: bool,
    /// Whether every row refers to one: none of the columns is nullable.
    pub(super) required: bool,
}

impl Picture {
    /// The whole of `schema`.
    pub(crate) fn of(schema: &Schema) -> Self {
        Self::change(schema, schema, &[])
    }

    /// What `operations` make of `before`, with marks; `after` is what they lead to.
    pub(crate) fn change(before: &Schema, after: &Schema, operations: &[Operation]) -> Self {
        let (named, before) = (before, renamed(before, operations));
        let mut cards = Vec::new();
        for name in both(before.tables.keys(), after.tables.keys()) {
            let (was, is) = (before.tables.get(name), after.tables.get(name));
            let Some(table) = is.or(was) else { continue };
            let mut card = table_card(table, was, is);
            card.note_renames(named.tables.get(name));
            cards.push(card);
        }
        for name in both(before.enums.keys(), after.enums.keys()) {
            let (was, is) = (before.enums.get(name), after.enums.get(name));
            cards.extend(is.or(was).map(|of| enum_card(of, was, is)));
        }
        let relations = relate(&cards, &before, after);
        Self { cards, relations }
    }

    /// Keeps the cards that `keep` names by table or enum, and those that they are related to.
    pub(crate) fn around(self, keep: impl Fn(&QualifiedName, Mark) -> bool) -> Self {
        let named: Vec<bool> = self.cards.iter().map(|card| keep(&card.name, card.mark)).collect();
        let mut shown = named.clone();
        for relation in &self.relations {
            let (child, parent) = (relation.child.0, relation.parent.0);
            shown[parent] |= named[child];
            shown[child] |= named[parent] && self.cards[parent].kind == Kind::Table;
        }
        // An enum goes with the tables that use it.
        for relation in &self.relations {
            let (child, parent) = (relation.child.0, relation.parent.0);
            shown[parent] |= shown[child] && self.cards[parent].kind == Kind::Enum;
        }
        let mut places = vec![None; self.cards.len()];
        let mut cards = Vec::new();
        for (place, card) in self.cards.into_iter().enumerate().filter(|(place, _)| shown[*place]) {
            places[place] = Some(cards.len());
            cards.push(card);
        }
        let moved = |relation: Relation| {
            let child = (places[relation.child.0]?, relation.child.1);
            let parent = (places[relation.parent.0]?, relation.parent.1);
            Some(Relation { child, parent, ..relation })
        };
        Self { cards, relations: self.relations.into_iter().filter_map(moved).collect() }
    }

    /// Whether there is nothing to draw.
    pub(crate) fn is_empty(&self) -> bool {
        self.cards.is_empty()
    }
}

impl Card {
    /// Marks what has another name than in `named`, which has this card's name, if anything has.
    fn note_renames(&mut self, named: Option<&Table>) {
        let Some(named) = named else {
            if self.mark == Mark::Unchanged {
                self.mark = Mark::Changed;
            }
            return;
        };
        let same = |line: &&mut Line| line.mark == Mark::Unchanged && named.column(&line.name).is_none();
        self.lines.iter_mut().filter(same).for_each(|line| line.mark = Mark::Changed);
    }

    /// The place of the line `name`; the first where there is none such.
    fn line(&self, name: Option<impl AsRef<str>>) -> usize {
        let name = name.as_ref().map(AsRef::as_ref);
        self.lines.iter().position(|line| Some(&*line.name) == name).unwrap_or_default()
    }
}

/// The foreign keys, and the uses of enums, between `cards`.
fn relate(cards: &[Card], before: &Schema, after: &Schema) -> Vec<Relation> {
    let places: BTreeMap<(Kind, &QualifiedName), usize> =
        cards.iter().enumerate().map(|(place, card)| ((card.kind, &card.name), place)).collect();
    let mut relations = Vec::new();
    for (child, card) in cards.iter().enumerate().filter(|(_, card)| card.kind == Kind::Table) {
        let (was, is) = (before.tables.get(&card.name), after.tables.get(&card.name));
        let keys = |table: Option<&Table>| {
            table.map(|table| table.foreign_keys.values().cloned().collect::<Vec<_>>()).unwrap_or_default()
        };
        let (keys_before, keys_after) = (keys(was), keys(is));
        let gone = keys_before.iter().filter(|key| keys_after.iter().all(|other| other.name != key.name));
        let drawn = keys_after.iter().map(|key| (key, is)).chain(gone.clone().map(|key| (key, was)));
        for (key, table) in drawn {
            let Some(table) = table else { continue };
            let Some(&parent) = places.get(&(Kind::Table, &key.references)) else { continue };
            let was_there = keys_before.iter().find(|other| other.name == key.name);
            let is_there = keys_after.iter().any(|other| other.name == key.name);
            relations.push(Relation {
                child: (child, card.line(key.columns.first())),
                parent: (parent, cards[parent].line(key.referenced_columns.first())),
                ends: Some(ends(table, key)),
                label: key.columns.join(", "),
                mark: match was_there {
                    None => Mark::Added,
                    Some(_) if !is_there => Mark::Removed,
                    Some(other) if other != key => Mark::Changed,
                    Some(_) => Mark::Unchanged,
                },
            });
        }
        let columns = is.or(was).map(|table| table.columns.as_slice()).unwrap_or_default();
        for column in columns {
            let Some(name) = column.ty.enum_name() else { continue };
            let Some(&parent) = places.get(&(Kind::Enum, name)) else { continue };
            let line = card.line(Some(&column.name));
            let (mark, label) = (card.lines[line].mark, column.name.to_string());
            relations.push(Relation { child: (child, line), parent: (parent, 0), ends: None, label, mark });
        }
    }
    relations
}

/// `before` under the names after: what is renamed is one thing that changed, not two.
fn renamed(before: &Schema, operations: &[Operation]) -> Schema {
    let mut schema = before.clone();
    for operation in operations {
        if matches!(
            operation,
            Operation::RenameTable(_) | Operation::RenameColumn(_) | Operation::RenameEnum(_)
        ) {
            // What is renamed after it was made is new altogether.
            let _ = operation.apply(&mut schema);
        }
    }
    schema
}

fn both<'a>(
    before: impl Iterator<Item = &'a QualifiedName>,
    after: impl Iterator<Item = &'a QualifiedName>,
) -> BTreeSet<&'a QualifiedName> {
    before.chain(after).collect()
}

fn mark<T: PartialEq>(before: Option<&T>, after: Option<&T>) -> Mark {
    match (before, after) {
        (None, _) => Mark::Added,
        (Some(_), None) => Mark::Removed,
        (Some(before), Some(after)) if before == after => Mark::Unchanged,
        (Some(_), Some(_)) => Mark::Changed,
    }
}

fn table_card(table: &Table, before: Option<&Table>, after: Option<&Table>) -> Card {
    let column = |of: Option<&Table>, name: &str| of.and_then(|table| table.column(name)).cloned();
    let line = |drawn: &Column| {
        let (was, is) = (column(before, &drawn.name), column(after, &drawn.name));
        let in_key = |columns: &[_]| columns.contains(&drawn.name);
        Line {
            name: drawn.name.to_string(),
            ty: match &was {
                Some(was) if was.ty != drawn.ty => format!("{} → {}", was.ty, drawn.ty),
                Some(_) | None => drawn.ty.to_string(),
            },
            nullable: drawn.nullable,
            primary: in_key(table.primary_key_columns()),
            unique: is_unique(table, std::slice::from_ref(&drawn.name)),
            foreign: table.foreign_keys.values().any(|key| in_key(&key.columns)),
            mark: mark(was.as_ref(), is.as_ref()),
        }
    };
    let gone = before.into_iter().flat_map(|before| &before.columns);
    let gone = gone.filter(|column| table.column(&column.name).is_none());
    let lines = table.columns.iter().chain(gone).map(line).collect();
    Card { kind: Kind::Table, name: table.name.clone(), mark: mark(before, after), lines }
}

fn enum_card(of: &EnumType, before: Option<&EnumType>, after: Option<&EnumType>) -> Card {
    let gone = before.into_iter().flat_map(|before| before.values.iter());
    let values = of.values.iter().chain(gone.filter(|value| !of.values.contains(value)));
    let line = |value: &Text| {
        let value_of =
            |of: Option<&EnumType>| of.filter(|of| of.values.contains(value)).map(|_| value.clone());
        Line {
            name: value.to_string(),
            ty: String::new(),
            nullable: false,
            primary: false,
            unique: false,
            foreign: false,
            mark: mark(value_of(before).as_ref(), value_of(after).as_ref()),
        }
    };
    Card {
        kind: Kind::Enum,
        name: of.name.clone(),
        mark: mark(before, after),
        lines: values.map(line).collect(),
    }
}

fn ends(table: &Table, key: &ForeignKey) -> Ends {
    let nullable = |name| table.column(name).is_some_and(|column| column.nullable);
    Ends { one: is_unique(table, &key.columns), required: !key.columns.iter().any(|name| nullable(name)) }
}

/// Whether no two rows have the same values in `columns`: in all that a key, a constraint or an index makes unique.
fn is_unique(table: &Table, columns: &[Text]) -> bool {
    let all_of = |key: &[Text]| !key.is_empty() && key.iter().all(|name| columns.contains(name));
    let indexed = |index: &Index| {
        let names: Vec<_> = index.column_names().cloned().collect();
        index.unique && index.predicate.is_none() && names.len() == index.columns.len() && all_of(&names)
    };
    all_of(table.primary_key_columns())
        || table.uniques.values().any(|unique| all_of(&unique.columns))
        || table.indexes.values().any(indexed)
}
