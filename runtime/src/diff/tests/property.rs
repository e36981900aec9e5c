//! Random pairs of schemas: the operations lead to *after* and back, and no step on the way is one that a database refuses.
//!
//! `ALUDEL_PROPTEST_CASES` sets how many pairs are tried; each is made from its number alone.

use std::collections::BTreeMap;

use super::{apply, check_way, lines};
use crate::diff::{Answers, Diff, Flag, Question, diff};
use crate::operation::expression::names_identifier;
use crate::operation::{ColumnChange, Operation, reverse_all};
use crate::revision::*;
use crate::schema::{EnumType, QualifiedName, Schema, Table, Text};

const TABLES: [&str; 5] = ["authors", "books", "lists", "shops", "tags"];
const COLUMNS: [&str; 7] = ["id", "name", "size", "kind", "note", "ref", "total"];
const ENUMS: [&str; 3] = ["color", "level", "state"];
const VALUES: [&str; 5] = ["one", "two", "three", "four", "five"];

/// SplitMix64 (Steele, Lea, Flood 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// True once in `n` times.
    fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn pick<T: Clone>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())].clone()
    }

    /// Some of `list`, in any order, at least one.
    fn some<T: Clone>(&mut self, list: &[T]) -> Vec<T> {
        let mut rest = list.to_vec();
        let count = 1 + self.below(list.len());
        (0..count).map(|_| rest.remove(self.below(rest.len()))).collect()
    }
}

/// The two schemas that are made from `seed` alone.
pub(crate) fn random_pair(seed: u64) -> (Schema, Schema) {
    let mut random = Random(seed);
    (random_schema(&mut random), random_schema(&mut random))
}

fn random_schema(random: &mut Random) -> Schema {
    let mut schema = Schema::new();
    for name in random.some(&ENUMS) {
        let values = random.some(&VALUES).into_iter().map(Text::from).collect();
        schema.insert_enum(EnumType { name: name.into(), values });
    }
    for name in random.some(&TABLES) {
        let table = random_table(random, &schema, name);
        schema.insert_table(table);
    }
    let names: Vec<QualifiedName> = schema.tables.keys().cloned().collect();
    for name in &names {
        for _ in 0..random.below(3) {
            add_foreign_key(random, &mut schema, name, &names);
        }
    }
    schema
}

fn random_table(random: &mut Random, schema: &Schema, name: &'static str) -> Table {
    let mut made = table(name);
    for name in random.some(&COLUMNS) {
        let mut made_column = random_column(random, schema, name);
        if random.once_in(5)
            && let Some(base) = made.columns.last()
        {
            made_column.default = None;
            made_column = made_column.stored(format!("{} || ''", base.name));
        }
        made = made.with(made_column);
    }
    let columns: Vec<Text> = made.columns.iter().map(|column| column.name.clone()).collect();
    if !random.once_in(5) {
        made = made.with(primary_key(format!("pk_{name}"), random.some(&columns)));
    }
    for _ in 0..random.below(3) {
        let chosen = random.some(&columns);
        let mut constraint = unique(format!("uq_{name}_{}", chosen.join("_")), chosen);
        constraint.nulls_not_distinct = random.once_in(4);
        made = made.with(constraint);
    }
    for _ in 0..random.below(2) {
        let column = random.pick(&columns);
        made = made
            .with(check(format!("ck_{name}_{column}"), format!("{column} <> '{}'", random.pick(&VALUES))));
    }
    for _ in 0..random.below(3) {
        let chosen = random.some(&columns);
        let mut create = index(format!("ix_{name}_{}", chosen[0])).on(name, chosen.into_iter().map(key));
        create.index.unique = random.once_in(3);
        if random.once_in(3) {
            create = create.filter(format!("{} IS NOT NULL", random.pick(&columns)));
        }
        made.insert_index(create.index);
    }
    if random.once_in(4) {
        made = made.comment(random.pick(&VALUES));
    }
    made
}

fn random_column(random: &mut Random, schema: &Schema, name: &'static str) -> Column {
    let types = [
        integer(),
        bigint(),
        text(),
        varchar(20),
        varchar(30),
        boolean(),
        uuid(),
        timestamp(),
        timestamptz(),
    ];
    let mut made = column(name, random.pick(&types));
    if random.once_in(3) {
        let names: Vec<&QualifiedName> = schema.enums.keys().collect();
        made.ty = enumeration(random.pick(&names));
    }
    if random.once_in(3) {
        made = match &made.ty {
            ColumnType::Enum(name) => {
                let value = random.pick(&schema.enums[name].values);
                Column {
                    default: Some(crate::schema::DefaultValue::Literal(crate::schema::Literal::Text(value))),
                    ..made
                }
            }
            _ => made.default(random.pick(&VALUES)),
        };
    }
    made.nullable = random.once_in(2);
    if random.once_in(6) {
        made = made.comment(random.pick(&VALUES));
    }
    if random.once_in(8) {
        made = made.collate(random.pick(&["C", "POSIX"]));
    }
    if random.once_in(8) {
        made = made.native("postgres", random.pick(&["citext", "ltree"]));
    }
    made
}

fn add_foreign_key(random: &mut Random, schema: &mut Schema, name: &QualifiedName, names: &[QualifiedName]) {
    let referenced = random.pick(names);
    let mut keys: Vec<Vec<Text>> = Vec::new();
    let target = &schema.tables[&referenced];
    keys.extend(target.primary_key.iter().map(|key| key.columns.to_vec()));
    keys.extend(target.uniques.values().map(|unique| unique.columns.to_vec()));
    if keys.is_empty() {
        return;
    }
    let referenced_columns = random.pick(&keys);
    let own = &schema.tables[name];
    let columns: Vec<Text> = referenced_columns.iter().map(|_| random.pick(&own.columns).name).collect();
    let key = foreign_key(format!("fk_{}_{}", name.name, columns.join("_")), columns)
        .references(referenced, referenced_columns);
    schema.tables.get_mut(name).expect("it is one of the names").insert_constraint(key.into());
}

/// Checks that the look-ups along a replay find what a look at every table finds.
fn check_look_ups(schema: &Schema) {
    for name in schema.tables.keys() {
        let keys = |table: &&Table| table.foreign_keys.values().any(|key| key.references == *name);
        let expected: Vec<&Table> = schema.tables.values().filter(keys).collect();
        assert_eq!(schema.tables.referencing(name).collect::<Vec<_>>(), expected);
    }
    for name in schema.enums.keys() {
        let columns = |table: &&Table| table.columns.iter().any(|column| column.ty.enum_name() == Some(name));
        let expected: Vec<&Table> = schema.tables.values().filter(columns).collect();
        assert_eq!(schema.tables.using_enum(name).collect::<Vec<_>>(), expected);
    }
}

/// What a database would refuse of `schema`, though replay may let it pass; `operation` has led there from `before`.
fn unsound(before: &Schema, operation: &Operation, schema: &Schema) -> Option<String> {
    let mut names: BTreeMap<&Text, &QualifiedName> = BTreeMap::new();
    for table in schema.tables.values() {
        let keys = table.primary_key.iter().map(|key| &key.name).chain(table.uniques.keys());
        for name in keys.chain(table.indexes.keys()) {
            if names.insert(name, &table.name).is_some() {
                return Some(format!("two indexes `{name}`"));
            }
        }
        for key in table.foreign_keys.values() {
            let Some(target) = schema.tables.get(&key.references) else {
                return Some(format!("foreign key `{}` to nowhere", key.name));
            };
            let rests = super::super::part::parts(target)
                .values()
                .any(|part| part.is_key_of(&key.referenced_columns));
            if !rests {
                return Some(format!("foreign key `{}` rests on no key", key.name));
            }
        }
        let generated =
            table.columns.iter().filter_map(|column| Some(&column.generated.as_ref()?.expression));
        let predicates = table.indexes.values().filter_map(|index| index.predicate.as_ref());
        for expression in
            generated.chain(table.checks.values().map(|check| &check.expression)).chain(predicates)
        {
            if let Some(name) = COLUMNS.iter().find(|name| names_identifier(expression, name))
                && table.column(name).is_none()
            {
                return Some(format!("`{expression}` names a column that is gone"));
            }
        }
    }
    let Operation::AlterColumn(alter) = operation else { return None };
    if !alter.changes.iter().any(|change| matches!(change, ColumnChange::Type { .. })) {
        return None;
    }
    let table = &before.tables[&alter.table];
    if let Some(column) = table.columns.iter().find(|column| {
        let generated = column.generated.as_ref();
        generated.is_some_and(|generated| names_identifier(&generated.expression, &alter.column))
    }) {
        return Some(format!("`{}` is computed from a column whose type changes", column.name));
    }
    let used = before
        .tables
        .values()
        .flat_map(|other| other.foreign_keys.values().map(move |key| (other, key)))
        .find(|(other, key)| {
            (other.name == alter.table && key.columns.contains(&alter.column))
                || (key.references == alter.table && key.referenced_columns.contains(&alter.column))
        });
    used.map(|(_, key)| format!("foreign key `{}` uses a column whose type changes", key.name))
}

fn answer(random: &mut Random, question: &Question, answers: &mut Answers) {
    let subject = question.subject();
    match question {
        Question::Rename { candidates, .. } => match random.once_in(2) {
            true => answers.give(Flag::Rename, subject, random.pick(candidates)),
            false => answers.give(Flag::Drop, subject, ""),
        },
        Question::Fill { .. } => answers.give(Flag::Fill, subject, "0"),
        Question::Using { .. } => answers.give(Flag::Using, subject, random.pick(&["", "x"])),
        Question::Replace { values, .. } => answers.give(Flag::Replace, subject, random.pick(values)),
    }
}

fn random_renames(random: &mut Random, before: &Schema, after: &Schema) -> Answers {
    let mut answers = Answers::default();
    let names: Vec<QualifiedName> = before.tables.keys().cloned().collect();
    for (name, table) in &after.tables {
        if random.once_in(3) {
            answers.renames.tables.insert(name.clone(), random.pick(&names));
        }
        for column in &table.columns {
            if random.once_in(4) {
                answers
                    .renames
                    .columns
                    .insert((name.clone(), column.name.clone()), random.pick(&COLUMNS).into());
            }
        }
    }
    for (name, enum_type) in &after.enums {
        if random.once_in(3) {
            answers.renames.enums.insert(name.clone(), random.pick(&ENUMS).into());
        }
        for value in enum_type.values.iter() {
            if random.once_in(4) {
                answers
                    .renames
                    .enum_values
                    .insert((name.clone(), value.clone()), random.pick(&VALUES).into());
            }
        }
    }
    answers
}

fn answered(random: &mut Random, before: &Schema, after: &Schema, answers: &mut Answers) -> Diff {
    for _ in 0..200 {
        let found = diff(before, after, answers);
        match found.questions.as_slice() {
            [] => return found,
            // One rename may answer the next question, so each is answered by itself.
            [question @ Question::Rename { .. }, ..] => answer(random, question, answers),
            questions => questions.iter().for_each(|question| answer(random, question, answers)),
        }
    }
    panic!("it asks without end: {:?}", diff(before, after, answers).questions)
}

fn check_each_step(before: &Schema, operations: &[Operation]) {
    let mut schema = before.clone();
    for operation in operations {
        let previous = schema.clone();
        apply(&mut schema, std::slice::from_ref(operation));
        check_look_ups(&schema);
        if let Some(why) = unsound(&previous, operation, &schema) {
            panic!("{}: {why}", operation.describe());
        }
    }
}

#[test]
fn every_pair_of_schemas_is_bridged_and_back() {
    let cases =
        std::env::var("ALUDEL_PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(300);
    for seed in 0..cases {
        let mut random = Random(seed);
        let (before, after) = (random_schema(&mut random), random_schema(&mut random));
        let mut answers = match random.once_in(2) {
            true => random_renames(&mut random, &before, &after),
            false => Answers::default(),
        };
        let found = answered(&mut random, &before, &after, &mut answers);
        let checked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            assert_eq!(found, diff(&before, &after, &answers), "the same comparison gives something else");
            assert_eq!(found.unused, [""; 0]);
            check_each_step(&before, &found.operations);
            check_way(&before, &after, &answers.renames, &found);
            check_each_step(&after, &reverse_all(&before, &found.operations).expect("a diff can be undone"));
        }));
        if checked.is_err() {
            panic!("seed {seed} fails: {:#?}", lines(&found));
        }
    }
}
