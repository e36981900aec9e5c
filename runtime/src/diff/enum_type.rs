//! Values of enums: renamed and added before columns change, dropped and reordered after.

use std::collections::BTreeSet;

use super::matching::Matching;
use super::rename::{Sides, column_subject, of_owner, record};
use super::{Flag, Question, Recorder, RenameKind, similar, temporary_name};
use crate::operation::{AlterEnum, CreateEnum, DropEnum, EnumChange, EnumPosition};
use crate::schema::{EnumType, QualifiedName, Schema, Text};

/// Records the enums that are new, and the values that are renamed or new: columns and defaults may need them.
pub(super) fn extend(current: &mut Schema, after: &Schema, recorder: &mut Recorder<'_>) {
    for enum_after in after.enums.values() {
        match current.enums.get(&enum_after.name) {
            None => record(CreateEnum { enum_type: enum_after.clone() }.into(), current, recorder),
            Some(enum_type) => {
                let mut enum_type = enum_type.clone();
                let mut changes = renamed_values(&enum_type, enum_after, recorder);
                apply(&changes, &mut enum_type);
                changes.extend(added_values(&enum_type, enum_after));
                if !changes.is_empty() {
                    let name = enum_after.name.clone();
                    record(AlterEnum { name, changes }.into(), current, recorder);
                }
            }
        }
    }
}

/// Records the values that are dropped or reordered, then the enums that are dropped: no column needs them any more.
pub(super) fn reduce(current: &Schema, after: &Schema, recorder: &mut Recorder<'_>) {
    let used = used_on_both_sides(current, after);
    for enum_after in after.enums.values() {
        let Some(enum_type) = current.enums.get(&enum_after.name).filter(|before| *before != enum_after)
        else {
            continue;
        };
        let mut changes = Vec::new();
        for value in enum_type.values.iter().filter(|value| !enum_after.values.contains(value)) {
            let replacement = replacement(enum_after, value, used.contains(&enum_after.name), recorder);
            changes.push(EnumChange::Drop { value: value.clone(), replacement });
        }
        let mut enum_type = enum_type.clone();
        apply(&changes, &mut enum_type);
        if enum_type.values != enum_after.values {
            changes.push(EnumChange::Reorder { values: enum_after.values.to_vec() });
        }
        if !changes.is_empty() {
            recorder.push(AlterEnum { name: enum_after.name.clone(), changes });
        }
    }
    for name in current.enums.keys().filter(|name| !after.enums.contains_key(name)) {
        recorder.push(DropEnum { name: name.clone() });
    }
}

/// The enums that a column has as its type before and after: its rows may hold any value.
fn used_on_both_sides<'a>(current: &'a Schema, after: &Schema) -> BTreeSet<&'a QualifiedName> {
    let tables = current.tables.values().filter_map(|table| Some((table, after.tables.get(&table.name)?)));
    let used = tables.flat_map(|(table, table_after)| {
        table.columns.iter().filter_map(|column| {
            let enum_name = column.ty.enum_name()?;
            let stays = table_after.column(&column.name)?.ty.enum_name() == Some(enum_name);
            stays.then_some(enum_name)
        })
    });
    used.collect()
}

fn apply(changes: &[EnumChange], enum_type: &mut EnumType) {
    for change in changes {
        change.apply(enum_type).expect("changes of values are ordered so that each applies");
    }
}

fn renamed_values(before: &EnumType, after: &EnumType, recorder: &mut Recorder<'_>) -> Vec<EnumChange> {
    let sides = Sides {
        kind: RenameKind::EnumValue,
        before: before.values.iter().cloned().collect(),
        after: after.values.iter().cloned().collect(),
    };
    let said = of_owner(&recorder.answers.renames.enum_values, &after.name);
    let place = |enum_type: &EnumType, name: &Text| enum_type.values.iter().position(|value| value == name);
    let alike = |name: &Text, name_after: &Text| place(before, name) == place(after, name_after);
    let subject = |name: &Text| column_subject(&after.name, name);
    let candidates = |found: &Matching<Text>| similar::enum_values(found, before, after);
    let renamed = sides.settle(recorder, &said, subject, Text::to_string, alike, candidates);
    let temporary = |name: &Text, taken: &dyn Fn(&Text) -> bool| {
        temporary_name(name, |temporary| taken(&temporary.to_owned().into()))
    };
    let steps = sides.sequence(&renamed, temporary);
    steps.into_iter().map(|(before, after)| EnumChange::Rename { before, after }).collect()
}

/// Each value that is new, before the first that follows it after and is there already.
fn added_values(before: &EnumType, after: &EnumType) -> Vec<EnumChange> {
    let there: BTreeSet<&Text> = before.values.iter().collect();
    let mut next = None;
    let mut changes = Vec::new();
    for value in after.values.iter().rev() {
        if there.contains(value) {
            next = Some(value);
        } else {
            let position = next.map_or(EnumPosition::Last, |next| EnumPosition::Before(next.clone()));
            changes.push(EnumChange::Add { value: value.clone(), position });
        }
    }
    changes.reverse();
    changes
}

/// What rows get instead of `value`, which is dropped; asks where nobody has said it.
fn replacement(after: &EnumType, value: &Text, used: bool, recorder: &mut Recorder<'_>) -> Option<Text> {
    let subject = column_subject(&after.name, value);
    if let Some(answer) = recorder.answers.get(Flag::Replace, &subject)
        && after.values.iter().any(|value| value == answer)
    {
        return recorder.answer(Flag::Replace, &subject).map(|answer| answer.to_owned().into());
    }
    if used && recorder.answer(Flag::Drop, &subject).is_none() {
        recorder.questions.push(Question::Replace { subject, values: after.values.to_vec() });
    }
    None
}
