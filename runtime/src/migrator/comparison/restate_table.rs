//! One table of a database in the words of the revisions, part by part.

use std::collections::BTreeMap;

use super::restate::{Types, keep};
use super::restate_enums::Enums;
use crate::schema::{
    Check, Column, Constraint, ConstraintKind, ForeignKey, Index, IndexColumn, IndexKey, List, NativeType,
    PrimaryKey, Table, Text, Unique,
};

/// `actual` in the words of `words`, which the database would give back as `expected`.
pub(super) fn restate_table(words: &Table, expected: &Table, actual: &Table, enums: &Enums) -> Table {
    let mut table = words.clone();
    table.columns = columns(words, expected, actual, enums);
    table.comment = keep(&words.comment, &expected.comment, &actual.comment);
    for option in expected.options.iter().chain(&actual.options) {
        let value = actual.option(&option.database, &option.name);
        if value != expected.option(&option.database, &option.name) {
            let value = value.map(|value| value.to_owned().into());
            table.set_option(&option.database, &option.name, value);
        }
    }
    restate_parts(&mut table, words, expected, actual);
    table
}

fn columns(words: &Table, expected: &Table, actual: &Table, enums: &Enums) -> Vec<Column> {
    let restated = |column: &Column| match (words.column(&column.name), expected.column(&column.name)) {
        (Some(words), Some(expected)) => restate_column(words, expected, column, enums),
        (None, _) | (_, None) => Column { ty: enums.restate(&column.ty), ..column.clone() },
    };
    let known = words.columns.iter().filter_map(|column| actual.column(&column.name));
    let added = actual.columns.iter().filter(|column| words.column(&column.name).is_none());
    known.chain(added).map(restated).collect()
}

fn restate_column(words: &Column, expected: &Column, actual: &Column, enums: &Enums) -> Column {
    let types = Types { words: &words.ty, expected: &expected.ty, actual: &actual.ty };
    Column {
        name: words.name.clone(),
        ty: enums.keep(&types),
        nullable: keep(&words.nullable, &expected.nullable, &actual.nullable),
        default: keep(&words.default, &expected.default, &actual.default),
        identity: keep(&words.identity, &expected.identity, &actual.identity),
        generated: keep(&words.generated, &expected.generated, &actual.generated),
        collation: keep(&words.collation, &expected.collation, &actual.collation),
        comment: keep(&words.comment, &expected.comment, &actual.comment),
        native: native(words, expected, actual),
    }
}

/// The types in databases' own words: those of other databases stay.
fn native(words: &Column, expected: &Column, actual: &Column) -> List<NativeType> {
    if expected.native == actual.native {
        return words.native.clone();
    }
    let other = |native: &&NativeType| expected.native_type(&native.database).is_none();
    let others = words.native.iter().filter(other);
    let others = others.filter(|native| actual.native_type(&native.database).is_none());
    let mut natives: Vec<NativeType> = others.chain(actual.native.iter()).cloned().collect();
    natives.sort();
    natives.into()
}

/// A constraint or an index, by its place in the table.
type Parts = BTreeMap<(Option<ConstraintKind>, Text), Part>;

#[derive(Clone, PartialEq)]
enum Part {
    Constraint(Constraint),
    Index(Index),
}

fn parts(table: &Table) -> Parts {
    let constraints = table.constraints().map(|constraint| {
        ((Some(constraint.kind()), constraint.name().clone()), Part::Constraint(constraint))
    });
    let indexes =
        table.indexes.values().map(|index| ((None, index.name.clone()), Part::Index(index.clone())));
    constraints.chain(indexes).collect()
}

/// Makes the parts of `table`, which are those of `words`, those of `actual` where it is not as expected.
///
/// What `words` have and the database would not give back, such as an index that a key implies, stays.
fn restate_parts(table: &mut Table, words: &Table, expected: &Table, actual: &Table) {
    let (expected, actual) = (parts(expected), parts(actual));
    let mut restated = Vec::new();
    for (key, part) in expected.iter().filter(|(key, part)| actual.get(*key) != Some(*part)) {
        let origin = take_origin(table, words, key);
        if let Some(actual) = actual.get(key) {
            restated
                .push(origin.and_then(|words| restate_part(&words, part, actual)).unwrap_or(actual.clone()));
        }
    }
    restated.extend(actual.into_iter().filter(|(key, _)| !expected.contains_key(key)).map(|(_, part)| part));
    for part in restated {
        match part {
            Part::Constraint(constraint) => table.insert_constraint(constraint),
            Part::Index(index) => table.insert_index(index),
        }
    }
}

/// Takes out of `table` what the database gives back as the part at `key`: the same, the unique index that is a
/// constraint to some databases, or the one primary key, whose name some do not keep.
fn take_origin(table: &mut Table, words: &Table, key: &(Option<ConstraintKind>, Text)) -> Option<Part> {
    let (kind, name) = key;
    let same = kind.and_then(|kind| table.remove_constraint(kind, name)).map(Part::Constraint);
    let index = |table: &mut Table| table.indexes.remove(name).map(Part::Index);
    same.or_else(|| index(table)).or_else(|| match kind {
        Some(ConstraintKind::PrimaryKey) => table
            .primary_key
            .take()
            .filter(|_| words.primary_key.is_some())
            .map(|key| Part::Constraint(key.into())),
        Some(ConstraintKind::Unique | ConstraintKind::ForeignKey | ConstraintKind::Check) | None => None,
    })
}

/// A part that both sides have, field by field; `None` where it is of another kind in the words.
fn restate_part(words: &Part, expected: &Part, actual: &Part) -> Option<Part> {
    match (words, expected, actual) {
        (Part::Index(words), Part::Index(expected), Part::Index(actual)) => {
            Some(Part::Index(restate_index(words, expected, actual)))
        }
        (Part::Constraint(words), Part::Constraint(expected), Part::Constraint(actual)) => {
            restate_constraint(words, expected, actual).map(Part::Constraint)
        }
        (Part::Index(words), _, Part::Constraint(Constraint::Unique(actual))) => {
            Some(Part::Index(Index { columns: plain_columns(words, &actual.columns), ..words.clone() }))
        }
        (Part::Index(_) | Part::Constraint(_), ..) => None,
    }
}

/// The columns of an index that some databases give back as a unique constraint.
fn plain_columns(words: &Index, actual: &[Text]) -> List<IndexColumn> {
    let column = |name: &Text| {
        let key = IndexKey::Column(name.clone());
        let known = words.columns.iter().find(|column| column.key == key).cloned();
        known.unwrap_or_else(|| IndexColumn::new(key))
    };
    actual.iter().map(column).collect()
}

fn restate_constraint(words: &Constraint, expected: &Constraint, actual: &Constraint) -> Option<Constraint> {
    Some(match (words, expected, actual) {
        (Constraint::PrimaryKey(w), Constraint::PrimaryKey(e), Constraint::PrimaryKey(a)) => PrimaryKey {
            name: keep(&w.name, &e.name, &a.name),
            columns: keep(&w.columns, &e.columns, &a.columns),
        }
        .into(),
        (Constraint::Unique(w), Constraint::Unique(e), Constraint::Unique(a)) => Unique {
            name: a.name.clone(),
            columns: keep(&w.columns, &e.columns, &a.columns),
            deferrable: keep(&w.deferrable, &e.deferrable, &a.deferrable),
            nulls_not_distinct: keep(&w.nulls_not_distinct, &e.nulls_not_distinct, &a.nulls_not_distinct),
        }
        .into(),
        (Constraint::ForeignKey(w), Constraint::ForeignKey(e), Constraint::ForeignKey(a)) => ForeignKey {
            name: a.name.clone(),
            columns: keep(&w.columns, &e.columns, &a.columns),
            references: keep(&w.references, &e.references, &a.references),
            referenced_columns: keep(&w.referenced_columns, &e.referenced_columns, &a.referenced_columns),
            match_full: keep(&w.match_full, &e.match_full, &a.match_full),
            on_delete: keep(&w.on_delete, &e.on_delete, &a.on_delete),
            on_update: keep(&w.on_update, &e.on_update, &a.on_update),
            deferrable: keep(&w.deferrable, &e.deferrable, &a.deferrable),
        }
        .into(),
        (Constraint::Check(w), Constraint::Check(e), Constraint::Check(a)) => {
            Check { name: a.name.clone(), expression: keep(&w.expression, &e.expression, &a.expression) }
                .into()
        }
        (
            Constraint::PrimaryKey(_)
            | Constraint::Unique(_)
            | Constraint::ForeignKey(_)
            | Constraint::Check(_),
            ..,
        ) => return None,
    })
}

fn restate_index(words: &Index, expected: &Index, actual: &Index) -> Index {
    let same_length =
        words.columns.len() == expected.columns.len() && expected.columns.len() == actual.columns.len();
    let columns = match same_length {
        true => {
            let sides = words.columns.iter().zip(expected.columns.iter()).zip(actual.columns.iter());
            sides.map(|((words, expected), actual)| restate_index_column(words, expected, actual)).collect()
        }
        false => actual.columns.clone(),
    };
    Index {
        name: actual.name.clone(),
        columns,
        unique: keep(&words.unique, &expected.unique, &actual.unique),
        predicate: keep(&words.predicate, &expected.predicate, &actual.predicate),
        method: keep(&words.method, &expected.method, &actual.method),
        include: keep(&words.include, &expected.include, &actual.include),
        nulls_not_distinct: keep(
            &words.nulls_not_distinct,
            &expected.nulls_not_distinct,
            &actual.nulls_not_distinct,
        ),
    }
}

fn restate_index_column(words: &IndexColumn, expected: &IndexColumn, actual: &IndexColumn) -> IndexColumn {
    IndexColumn {
        key: keep::<IndexKey>(&words.key, &expected.key, &actual.key),
        order: keep(&words.order, &expected.order, &actual.order),
        nulls: keep(&words.nulls, &expected.nulls, &actual.nulls),
        operator_class: keep(&words.operator_class, &expected.operator_class, &actual.operator_class),
        prefix_length: keep(&words.prefix_length, &expected.prefix_length, &actual.prefix_length),
    }
}
