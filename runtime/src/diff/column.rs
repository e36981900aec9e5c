//! The columns of one table: added, altered and dropped, in an order that computed columns and rows survive.

use std::collections::{BTreeMap, BTreeSet};

use super::cast::{needs_expression, same_family};
use super::order::order;
use super::rename::column_subject;
use super::{Flag, Question, Recorder};
use crate::operation::expression::names_identifier;
use crate::operation::{AddColumn, AlterColumn, ColumnChange, DropColumn, Fill};
use crate::schema::{Column, QualifiedName, Schema, Table, Text};

/// What differs between the columns of one table.
#[derive(Debug)]
pub(super) struct ColumnsDiff<'a> {
    /// In the order of the table after.
    pub(super) added: Vec<&'a Column>,
    /// In the order of the table before.
    dropped: Vec<&'a Column>,
    /// Before and after, in the order of the table after.
    altered: Vec<Altered<'a>>,
    /// Computed columns that no database alters while a column changes that they are computed from: dropped and added
    /// again, which loses nothing.
    recreated: BTreeMap<&'a Text, (&'a Column, &'a Column)>,
}

#[derive(Debug)]
struct Altered<'a> {
    before: &'a Column,
    after: &'a Column,
}

impl<'a> ColumnsDiff<'a> {
    pub(super) fn new(before: &'a Table, after: &'a Table) -> Self {
        let mut added = Vec::new();
        let mut altered = Vec::new();
        for column in &after.columns {
            match before.column(&column.name) {
                None => added.push(column),
                Some(column_before) if column_before == column => {}
                Some(column_before) => altered.push(Altered { before: column_before, after: column }),
            }
        }
        let dropped = before.columns.iter().filter(|column| after.column(&column.name).is_none()).collect();
        let mut diff = Self { added, dropped, altered, recreated: BTreeMap::new() };
        diff.recreate(before, after);
        diff
    }

    /// Finds the computed columns to recreate, and those that are computed from them in turn.
    fn recreate(&mut self, before: &'a Table, after: &'a Table) {
        let retyped =
            self.altered.iter().filter(|altered| altered.retyped()).map(|altered| &altered.after.name);
        // Plain columns are dropped last, when no expression names them any more.
        let dropped =
            self.dropped.iter().filter(|column| column.generated.is_some()).map(|column| &column.name);
        let mut changed: Vec<&Text> = retyped.chain(dropped).collect();
        while let Some(name) = changed.pop() {
            for column in before.columns.iter().filter(|column| column.name != *name) {
                if let Some(generated) = &column.generated
                    && names_identifier(&generated.expression, name)
                    && let Some(column_after) = after.column(&column.name)
                    && column_after.generated.is_some()
                    && self.recreated.insert(&column.name, (column, column_after)).is_none()
                {
                    changed.push(&column.name);
                }
            }
        }
        self.altered.retain(|altered| !self.recreated.contains_key(&altered.after.name));
    }

    /// The columns that an index or check cannot outlive: recreated, or of another kind of type after.
    pub(super) fn transformed(&self) -> Vec<&'a Text> {
        let altered = self.altered.iter().filter(|altered| altered.transformed());
        altered.map(|altered| &altered.after.name).chain(self.recreated.keys().copied()).collect()
    }

    /// The columns that no foreign key may use while they change.
    pub(super) fn disturbing(&self) -> Vec<&'a Text> {
        let altered = self.altered.iter().filter(|altered| altered.retyped() || altered.recollated());
        let dropped = self.dropped.iter().map(|column| &column.name);
        altered
            .map(|altered| &altered.after.name)
            .chain(self.recreated.keys().copied())
            .chain(dropped)
            .collect()
    }

    /// The computed columns that are made anew.
    pub(super) fn recreated(&self) -> impl Iterator<Item = &'a Text> {
        self.recreated.keys().copied()
    }

    /// The new columns that hold NULL in every row there is.
    pub(super) fn without_value(&self) -> Vec<&'a Text> {
        let empty =
            |column: &&&Column| column.nullable && column.default.is_none() && column.generated.is_none();
        self.added.iter().filter(empty).map(|column| &column.name).collect()
    }

    /// Records the changes; `after` is the table after, `schemas` the schema before and after.
    ///
    /// A computed column goes before what it is computed from, and comes after it.
    pub(super) fn record(&self, after: &'a Table, schemas: (&Schema, &Schema), recorder: &mut Recorder<'_>) {
        let table = &after.name;
        let drop = |name: &Text| DropColumn { table: table.clone(), column: name.clone() };
        let altered = |name: &Text| self.altered.iter().find(|altered| altered.after.name == *name);
        for column in self.unmade() {
            match altered(&column.name) {
                Some(altered) => altered.record(table, schemas, recorder),
                None => recorder.push(drop(&column.name)),
            }
        }
        for column in self.added.iter().filter(|column| column.generated.is_none()) {
            add(table, column, recorder);
        }
        for altered in self.altered.iter().filter(|altered| altered.stays_plain()) {
            altered.record(table, schemas, recorder);
        }
        for column in self.made() {
            match altered(&column.name) {
                Some(altered) => altered.record(table, schemas, recorder),
                None => recorder.push(AddColumn { table: table.clone(), column: column.clone() }),
            }
        }
        for column in self.dropped.iter().filter(|column| column.generated.is_none()) {
            recorder.push(drop(&column.name));
        }
    }

    /// The computed columns that are dropped or become plain, each before what it is computed from.
    fn unmade(&self) -> Vec<&'a Column> {
        let dropped = self.dropped.iter().copied().filter(|column| column.generated.is_some());
        let made_plain = self.altered.iter().filter(|altered| altered.becomes_plain());
        let recreated = self.recreated.values().map(|(before, _)| *before);
        let mut columns =
            by_dependency(dropped.chain(made_plain.map(|altered| altered.before)).chain(recreated).collect());
        columns.reverse();
        columns
    }

    /// The columns that are computed after and not as they were, each after what it is computed from.
    fn made(&self) -> Vec<&'a Column> {
        let added = self.added.iter().copied().filter(|column| column.generated.is_some());
        let altered =
            self.altered.iter().map(|altered| altered.after).filter(|column| column.generated.is_some());
        let recreated = self.recreated.values().map(|(_, after)| *after);
        by_dependency(added.chain(altered).chain(recreated).collect())
    }
}

/// `columns` in an order where each comes after those that its expression names.
fn by_dependency(columns: Vec<&Column>) -> Vec<&Column> {
    let columns: BTreeMap<&Text, &Column> =
        columns.into_iter().map(|column| (&column.name, column)).collect();
    let dependencies = columns.values().map(|column| {
        let generated = column.generated.as_ref();
        let names =
            |name: &&&Text| generated.is_some_and(|generated| names_identifier(&generated.expression, name));
        (&column.name, columns.keys().filter(names).copied().collect())
    });
    let order = order(&dependencies.collect());
    order.nodes.into_iter().map(|name| columns[name]).collect()
}

/// Records a new column; one that rows must have a value for is filled before it is tightened.
fn add(table: &QualifiedName, column: &Column, recorder: &mut Recorder<'_>) {
    if column.fills_itself() {
        recorder.push(AddColumn { table: table.clone(), column: column.clone() });
        return;
    }
    let subject = column_subject(table, &column.name);
    match recorder.answer(Flag::Fill, &subject) {
        None => recorder.questions.push(Question::Fill { subject, ty: column.ty.clone(), added: true }),
        Some(value) => {
            let nullable = Column { nullable: true, ..column.clone() };
            recorder.push(AddColumn { table: table.clone(), column: nullable });
            fill(table, &column.name, value.to_owned().into(), recorder);
            alter(table, &column.name, vec![ColumnChange::Nullable(false)], recorder);
        }
    }
}

fn fill(table: &QualifiedName, column: &Text, value: Text, recorder: &mut Recorder<'_>) {
    recorder.push(Fill { table: table.clone(), column: column.clone(), value });
}

fn alter(table: &QualifiedName, column: &Text, changes: Vec<ColumnChange>, recorder: &mut Recorder<'_>) {
    if !changes.is_empty() {
        recorder.push(AlterColumn { table: table.clone(), column: column.clone(), changes });
    }
}

impl Altered<'_> {
    /// Whether its type changes, on any database.
    fn retyped(&self) -> bool {
        self.before.ty != self.after.ty || self.before.native != self.after.native
    }

    const fn becomes_plain(&self) -> bool {
        self.before.generated.is_some() && self.after.generated.is_none()
    }

    const fn stays_plain(&self) -> bool {
        self.before.generated.is_none() && self.after.generated.is_none()
    }

    fn recollated(&self) -> bool {
        self.before.collation != self.after.collation
    }

    /// Whether its type becomes one of another kind, on any database.
    fn transformed(&self) -> bool {
        !same_family(&self.before.ty, &self.after.ty) || self.before.native != self.after.native
    }

    fn record(&self, table: &QualifiedName, schemas: (&Schema, &Schema), recorder: &mut Recorder<'_>) {
        let Self { before, after } = self;
        let subject = column_subject(table, &after.name);
        let mut changes = Vec::new();
        if before.ty != after.ty {
            let using = self.using(&subject, schemas, recorder);
            changes.push(ColumnChange::Type { ty: after.ty.clone(), using });
        }
        let retyped = !changes.is_empty();
        // Where the kind of type changes, the default is said again: a database does not cast it along.
        let said_again = self.transformed() && after.default.is_some();
        if before.default != after.default || said_again {
            changes.push(ColumnChange::Default(after.default.clone()));
        }
        self.other_changes(&mut changes);
        if before.nullable == after.nullable {
            alter(table, &after.name, changes, recorder);
            return;
        }
        let computed = after.generated.is_some();
        let value = if after.nullable || computed { None } else { self.fill_value(subject, recorder) };
        let nullable = ColumnChange::Nullable(after.nullable);
        match value {
            Some((value, note)) => {
                // The value is one of the type after.
                if retyped {
                    // A column that numbers the rows has no NULL: not before they are filled.
                    let numbers =
                        |change: &mut ColumnChange| matches!(change, ColumnChange::Identity(Some(_)));
                    let later = changes.extract_if(.., numbers).collect();
                    alter(table, &after.name, std::mem::replace(&mut changes, later), recorder);
                }
                let operation = Fill { table: table.clone(), column: after.name.clone(), value };
                recorder.push_noted(operation, note);
                changes.insert(0, nullable);
            }
            None => changes.insert(usize::from(retyped), nullable),
        }
        alter(table, &after.name, changes, recorder);
    }

    fn other_changes(&self, changes: &mut Vec<ColumnChange>) {
        let Self { before, after } = self;
        if before.identity != after.identity {
            changes.push(ColumnChange::Identity(after.identity));
        }
        if before.generated != after.generated {
            changes.push(ColumnChange::Generated(after.generated.clone()));
        }
        if before.collation != after.collation {
            changes.push(ColumnChange::Collation(after.collation.clone()));
        }
        if before.comment != after.comment {
            changes.push(ColumnChange::Comment(after.comment.clone()));
        }
        let databases: BTreeSet<&Text> =
            before.native.iter().chain(after.native.iter()).map(|native| &native.database).collect();
        for database in databases {
            let ty = after.native_type(database);
            if ty != before.native_type(database) {
                let ty = ty.map(|ty| ty.to_owned().into());
                changes.push(ColumnChange::Native { database: database.clone(), ty });
            }
        }
    }

    /// The expression of the value after; `None` for a plain cast.
    fn using(
        &self,
        subject: &str,
        (before, after): (&Schema, &Schema),
        recorder: &mut Recorder<'_>,
    ) -> Option<Text> {
        if let Some(answer) = recorder.answer(Flag::Using, subject) {
            return (!answer.is_empty()).then(|| answer.to_owned().into());
        }
        let (ty_before, ty_after) = (&self.before.ty, &self.after.ty);
        // Every value of the enum before may be one of the enum after.
        let values_kept = match (ty_before.enum_name(), ty_after.enum_name()) {
            (Some(name), Some(name_after)) => {
                let values = before.enums.get(name).map(|enum_type| &enum_type.values);
                let values_after = after.enums.get(name_after).map(|enum_type| &enum_type.values);
                values
                    .zip(values_after)
                    .is_some_and(|(values, after)| values.iter().all(|v| after.contains(v)))
            }
            _ => false,
        };
        let computed = self.before.generated.is_some() || self.after.generated.is_some();
        if !computed && !values_kept && needs_expression(ty_before, ty_after) {
            let (before, after) = (ty_before.clone(), ty_after.clone());
            recorder.questions.push(Question::Using { subject: subject.to_owned(), before, after });
        }
        None
    }

    /// The value for rows that have none, with a note where nobody was asked.
    fn fill_value(&self, subject: String, recorder: &mut Recorder<'_>) -> Option<(Text, Option<String>)> {
        if let Some(answer) = recorder.answer(Flag::Fill, &subject) {
            return Some((answer.to_owned().into(), None));
        }
        if let Some(value) = self.after.default.as_ref().and_then(|default| default.expression()) {
            return Some((value, Some("rows without a value get the default".into())));
        }
        recorder.questions.push(Question::Fill { subject, ty: self.after.ty.clone(), added: false });
        None
    }
}
