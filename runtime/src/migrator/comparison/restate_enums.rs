//! The enums of a database by the names that the revisions give them: some databases keep an enum's values beside each
//! column, and give it no name.

use std::collections::{BTreeMap, BTreeSet};

use super::restate::{Sides, Types};
use crate::dialect::Dialect;
use crate::schema::{Column, ColumnType, EnumType, QualifiedName, Schema, Table, Text};

/// The enums of a database in the words of the revisions.
pub(super) struct Enums {
    /// The name in the revisions, by the name that the database gave.
    names: BTreeMap<QualifiedName, QualifiedName>,
    types: BTreeMap<QualifiedName, EnumType>,
}

impl Enums {
    pub(super) fn new(dialect: &dyn Dialect, sides: Sides<'_>) -> Self {
        let mut enums = Self { names: BTreeMap::new(), types: BTreeMap::new() };
        let images = images(sides);
        for enum_type in sides.words.enums.values() {
            enums.restate_known(enum_type, images.get(&enum_type.name), sides);
        }
        for (table, column, name) in columns_of_enums(sides.actual) {
            if !enums.names.contains_key(name) {
                enums.find(dialect, sides, (table, column), name);
            }
        }
        // Those that no column uses stand by themselves, under their own names.
        for enum_type in sides.actual.enums.values() {
            if !enums.names.contains_key(&enum_type.name) {
                enums.add(&enum_type.name, enum_type.clone());
            }
        }
        enums
    }

    /// Restates an enum of the revisions, which the database has as `images`, by name.
    fn restate_known(
        &mut self,
        words: &EnumType,
        images: Option<&BTreeSet<QualifiedName>>,
        sides: Sides<'_>,
    ) {
        let there = |name: &&QualifiedName| sides.actual.enums.contains_key(*name);
        let images: Vec<&QualifiedName> = images.into_iter().flatten().filter(there).collect();
        let restated: Vec<EnumType> = images.iter().map(|image| restated(words, image, sides)).collect();
        // A type of its own that is gone is gone; one that lives in columns only waits for one.
        let is_gone = images.is_empty() && sides.expected.enums.contains_key(&words.name);
        let agree = restated.windows(2).all(|pair| pair[0] == pair[1]);
        let whole = match restated.first() {
            Some(first) if agree => first,
            Some(_) | None => words,
        };
        if !is_gone {
            self.types.insert(words.name.clone(), whole.clone());
        }
        for (image, restated) in images.into_iter().zip(&restated) {
            if restated == whole {
                self.names.insert(image.clone(), words.name.clone());
            } else {
                self.add(image, EnumType { name: image.clone(), ..restated.clone() });
            }
        }
    }

    /// Finds the enum of the revisions that a column of theirs would give the database as `name`; else it is new.
    fn find(
        &mut self,
        dialect: &dyn Dialect,
        sides: Sides<'_>,
        (table, column): (&Table, &Column),
        name: &QualifiedName,
    ) {
        let Some(enum_type) = sides.actual.enums.get(name) else { return };
        let same = |known: &&EnumType| {
            let ty = column.ty.with_enum_name(&known.name);
            let mut trial = Schema::new();
            trial.insert_enum((*known).clone());
            let mut alone = Table::new(table.name.clone());
            alone.columns.push(Column { ty, ..column.clone() });
            trial.insert_table(alone);
            dialect.normalize(&trial).enums.get(name) == Some(enum_type)
        };
        match sides.words.enums.values().find(same).filter(|known| self.types.contains_key(&known.name)) {
            Some(known) => drop(self.names.insert(name.clone(), known.name.clone())),
            None => self.add(name, enum_type.clone()),
        }
    }

    fn add(&mut self, name: &QualifiedName, enum_type: EnumType) {
        self.names.insert(name.clone(), enum_type.name.clone());
        self.types.insert(enum_type.name.clone(), enum_type);
    }

    /// `ty`, which the database gave, in the words of the revisions.
    pub(super) fn restate(&self, ty: &ColumnType) -> ColumnType {
        match ty.enum_name().and_then(|name| self.names.get(name)) {
            Some(name) => ty.with_enum_name(name),
            None => ty.clone(),
        }
    }

    /// The type of a column that both sides have.
    pub(super) fn keep(&self, types: &Types<'_>) -> ColumnType {
        let restated = self.restate(types.actual);
        // An enum may be another although its name, which is that of its column, stays.
        let same_enum = restated.enum_name() == types.words.enum_name();
        match types.expected == types.actual && (types.expected.enum_name().is_none() || same_enum) {
            true => types.words.clone(),
            false => restated,
        }
    }

    pub(super) fn into_types(self) -> impl IntoIterator<Item = EnumType> {
        self.types.into_values()
    }
}

/// The names that the database has for each enum of the revisions, where it is as they say.
fn images(sides: Sides<'_>) -> BTreeMap<QualifiedName, BTreeSet<QualifiedName>> {
    let mut images: BTreeMap<QualifiedName, BTreeSet<QualifiedName>> = BTreeMap::new();
    for (table, column, name) in columns_of_enums(sides.words) {
        let expected = sides.expected.tables.get(&table.name).and_then(|table| table.column(&column.name));
        if let Some(image) = expected.and_then(|column| column.ty.enum_name()) {
            images.entry(name.clone()).or_default().insert(image.clone());
        }
    }
    for name in sides.words.enums.keys().filter(|name| sides.expected.enums.contains_key(*name)) {
        images.entry(name.clone()).or_default().insert(name.clone());
    }
    images
}

fn columns_of_enums(schema: &Schema) -> impl Iterator<Item = (&Table, &Column, &QualifiedName)> {
    schema.tables.values().flat_map(|table| {
        table.columns.iter().filter_map(move |column| Some((table, column, column.ty.enum_name()?)))
    })
}

/// `words` with the values that the database has for it under the name `image`.
fn restated(words: &EnumType, image: &QualifiedName, sides: Sides<'_>) -> EnumType {
    let (Some(expected), Some(actual)) = (sides.expected.enums.get(image), sides.actual.enums.get(image))
    else {
        return words.clone();
    };
    let values = if expected.values == actual.values {
        words.values.clone()
    } else if expected.values == words.values {
        actual.values.clone()
    } else {
        // The database keeps no order: what stays is in that of the revisions, what is new comes after.
        let stays = words.values.iter().filter(|value| actual.values.contains(value));
        let is_new = actual.values.iter().filter(|value| !words.values.contains(value));
        stays.chain(is_new).cloned().collect::<Vec<Text>>().into()
    };
    EnumType { name: words.name.clone(), values }
}
