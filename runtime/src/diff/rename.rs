//! The first stage: what was renamed, so that everything after can compare by name alone.

use std::collections::{BTreeMap, BTreeSet};

use super::matching::{Matching, matching, sequence};
use super::{Flag, Question, Recorder, RenameKind, enum_type, similar, spell, temporary_name};
use crate::operation::{Operation, RenameColumn, RenameEnum, RenameTable};
use crate::schema::{QualifiedName, Schema, Table, Text};

/// Records the renames of enums, tables, columns and values of enums, and the values that enums gain.
///
/// What comes back is `before` after them: what has a name there and in `after` is the same thing.
pub(super) fn rename(before: &Schema, after: &Schema, recorder: &mut Recorder<'_>) -> Schema {
    let mut current = before.clone();
    rename_enums(&mut current, after, recorder);
    rename_tables(&mut current, after, recorder);
    for table_after in after.tables.values() {
        rename_columns(&mut current, table_after, recorder);
    }
    enum_type::extend(&mut current, after, recorder);
    current
}

/// Makes `operation`, which was ordered so that it applies.
pub(super) fn record(operation: Operation, current: &mut Schema, recorder: &mut Recorder<'_>) {
    operation.apply(current).expect("renames are ordered so that each finds its name free");
    recorder.push(operation);
}

fn rename_enums(current: &mut Schema, after: &Schema, recorder: &mut Recorder<'_>) {
    let sides = Sides {
        kind: RenameKind::Enum,
        before: current.enums.keys().cloned().collect(),
        after: after.enums.keys().cloned().collect(),
    };
    let alike = |name: &QualifiedName, name_after: &QualifiedName| {
        current.enums[name].values == after.enums[name_after].values
    };
    let candidates = |found: &Matching<QualifiedName>| similar::enums(found, current, after);
    let renamed = sides.settle(recorder, &recorder.answers.renames.enums, spell, spell, alike, candidates);
    for (before, after) in sides.sequence(&renamed, qualified_temporary) {
        record(RenameEnum { before, after }.into(), current, recorder);
    }
}

fn rename_tables(current: &mut Schema, after: &Schema, recorder: &mut Recorder<'_>) {
    let sides = Sides {
        kind: RenameKind::Table,
        before: current.tables.keys().cloned().collect(),
        after: after.tables.keys().cloned().collect(),
    };
    let alike = |name: &QualifiedName, name_after: &QualifiedName| {
        let columns =
            |table: &Table| -> BTreeSet<Text> { table.columns.iter().map(|c| c.name.clone()).collect() };
        columns(&current.tables[name]) == columns(&after.tables[name_after])
    };
    let candidates = |found: &Matching<QualifiedName>| similar::tables(found, current, after);
    let renamed = sides.settle(recorder, &recorder.answers.renames.tables, spell, spell, alike, candidates);
    for (before, after) in sides.sequence(&renamed, qualified_temporary) {
        record(RenameTable { before, after }.into(), current, recorder);
    }
}

fn qualified_temporary(name: &QualifiedName, taken: &dyn Fn(&QualifiedName) -> bool) -> QualifiedName {
    name.with_name(temporary_name(&name.name, |temporary| taken(&name.with_name(temporary.to_owned()))))
}

fn rename_columns(current: &mut Schema, after: &Table, recorder: &mut Recorder<'_>) {
    let Some(before) = current.tables.get(&after.name) else { return };
    let said = of_owner(&recorder.answers.renames.columns, &after.name);
    let names_after = after.columns.iter().map(|column| &column.name);
    let same_names = before.columns.iter().map(|column| &column.name).eq(names_after);
    if same_names && said.is_empty() && recorder.answers.given().next().is_none() {
        return;
    }
    let sides = Sides {
        kind: RenameKind::Column,
        before: before.columns.iter().map(|column| column.name.clone()).collect(),
        after: after.columns.iter().map(|column| column.name.clone()).collect(),
    };
    let alike = |name: &Text, name_after: &Text| {
        before.column(name).map(|column| &column.ty) == after.column(name_after).map(|column| &column.ty)
    };
    let subject = |name: &Text| column_subject(&after.name, name);
    let candidates = |found: &Matching<Text>| similar::columns(found, before, after);
    let renamed = sides.settle(recorder, &said, subject, Text::to_string, alike, candidates);
    let temporary = |name: &Text, taken: &dyn Fn(&Text) -> bool| {
        temporary_name(name, |temporary| taken(&temporary.to_owned().into()))
    };
    for (before, after_name) in sides.sequence(&renamed, temporary) {
        let rename = RenameColumn { table: after.name.clone(), before, after: after_name };
        record(rename.into(), current, recorder);
    }
}

/// What the flags call a column, or a value of an enum.
pub(super) fn column_subject(owner: &QualifiedName, name: &str) -> String {
    format!("{}.{name}", spell(owner))
}

/// The names (after, before) that `renames` gives for things of `owner`.
pub(super) fn of_owner(
    renames: &BTreeMap<(QualifiedName, Text), Text>,
    owner: &QualifiedName,
) -> BTreeMap<Text, Text> {
    if renames.is_empty() {
        return BTreeMap::new();
    }
    let range = renames.range((owner.clone(), Text::Borrowed(""))..);
    let own = range.take_while(|((table, _), _)| table == owner);
    own.map(|((_, after), before)| (after.clone(), before.clone())).collect()
}

/// The names of one kind of thing, before and after.
pub(super) struct Sides<N> {
    pub(super) kind: RenameKind,
    pub(super) before: BTreeSet<N>,
    pub(super) after: BTreeSet<N>,
}

impl<N: Ord + Clone> Sides<N> {
    /// Which names are renamed (before, after): by what the models say and flags tell; asks where neither does and
    /// something gone is like something new.
    pub(super) fn settle(
        &self,
        recorder: &mut Recorder<'_>,
        said: &BTreeMap<N, N>,
        subject: impl Fn(&N) -> String,
        spell_after: impl Fn(&N) -> String,
        alike: impl Fn(&N, &N) -> bool,
        candidates: impl FnOnce(&Matching<N>) -> Vec<(N, Vec<N>)>,
    ) -> BTreeMap<N, N> {
        let told = self.told(recorder, &subject, &spell_after);
        let found = matching(&self.before, &self.after, said, &told, alike);
        for name in told.keys().filter(|name| found.renamed.contains_key(name)) {
            recorder.answer(Flag::Rename, &subject(name));
        }
        let dropped: BTreeSet<&N> = found
            .removed
            .iter()
            .filter(|name| recorder.answer(Flag::Drop, &subject(name)).is_some())
            .collect();
        for (name, candidates) in candidates(&found) {
            if !dropped.contains(&name) && !candidates.is_empty() {
                let subject = subject(&name);
                if self.kind == RenameKind::EnumValue
                    && recorder.answers.get(Flag::Replace, &subject).is_some()
                {
                    continue;
                }
                let candidates = candidates.iter().map(&spell_after).collect();
                recorder.questions.push(Question::Rename { kind: self.kind, subject, candidates });
            }
        }
        found.renamed
    }

    fn told(
        &self,
        recorder: &Recorder<'_>,
        subject: impl Fn(&N) -> String,
        spell_after: impl Fn(&N) -> String,
    ) -> BTreeMap<N, N> {
        if recorder.answers.given().next().is_none() {
            return BTreeMap::new();
        }
        let told = self.before.iter().filter_map(|name| {
            let answer = recorder.answers.get(Flag::Rename, &subject(name))?;
            let after = self.after.iter().find(|after| spell_after(after) == answer)?;
            Some((name.clone(), after.clone()))
        });
        told.collect()
    }

    /// The steps that make all of `renamed`.
    pub(super) fn sequence(
        &self,
        renamed: &BTreeMap<N, N>,
        temporary: impl Fn(&N, &dyn Fn(&N) -> bool) -> N,
    ) -> Vec<(N, N)> {
        let taken = |name: &N| self.before.contains(name) || self.after.contains(name);
        sequence(renamed, |name| self.before.contains(name), |name| temporary(name, &taken))
    }
}
