//! What one operation does, in a few words that others like it can join.

use aludel::operation::{AlterColumn, AlterEnum, ColumnChange, EnumChange, Operation};
use aludel::schema::QualifiedName;

use super::fits;

/// One thing that is done, to one or several of a kind.
pub(super) struct Phrase {
    pub(super) weight: Weight,
    /// What is done, such as `add`.
    verb: &'static str,
    /// What it is done to.
    pub(super) objects: Vec<String>,
    /// What `objects` are called where there are too many to name them.
    kind: &'static str,
    /// Where, such as ` to users`; empty for what stands in no table.
    place: String,
}

/// How much a phrase says about a revision: the least first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    /// Of a table's parts, options and rows, of enums: named where nothing weightier is done there.
    Detail,
    Column,
    Table,
}

impl Phrase {
    fn of(weight: Weight, verb: &'static str, object: &str, kind: &'static str) -> Self {
        Self { weight, verb, objects: vec![object.to_owned()], kind, place: String::new() }
    }

    /// The same, standing where `word` and the name of `table` say.
    fn at(self, word: &str, table: &QualifiedName) -> Self {
        Self { place: format!(" {word} {}", table.name), ..self }
    }

    /// What phrases have in common that differ in their objects alone.
    pub(super) fn key(&self) -> (&'static str, &'static str, String) {
        (self.verb, self.kind, self.place.clone())
    }

    pub(super) fn text(&self) -> String {
        let Self { weight: _, verb, objects, kind, place } = self;
        let count = objects.len();
        let counted = format!("{verb} {count} {kind}{place}");
        let named = match &**objects {
            [first @ .., last] if (1..=2).contains(&first.len()) => {
                format!("{verb} {} and {last}{place}", first.join(", "))
            }
            [one] => return format!("{verb} {one}{place}"),
            _ => return counted,
        };
        if fits(&named) { named } else { counted }
    }
}

/// What `operation` does.
pub(super) fn phrase(operation: &Operation) -> Phrase {
    use Weight::{Column, Detail, Table};
    let of = Phrase::of;
    match operation {
        Operation::CreateTable(create) => of(Table, "create", &create.table.name.name, "tables"),
        Operation::DropTable(drop) => of(Table, "drop", &drop.table.name, "tables"),
        Operation::RenameTable(rename) => {
            of(Table, "rename", &became(&rename.before.name, &rename.after.name), "tables")
        }
        Operation::AlterTable(alter) => of(Detail, "change options of", &alter.table.name, "tables"),
        Operation::AddColumn(add) => of(Column, "add", &add.column.name, "columns").at("to", &add.table),
        Operation::DropColumn(drop) => of(Column, "drop", &drop.column, "columns").at("from", &drop.table),
        Operation::RenameColumn(rename) => {
            of(Column, "rename", &became(&rename.before, &rename.after), "columns").at("in", &rename.table)
        }
        Operation::AlterColumn(alter) => {
            of(Column, alteration(alter), &alter.column, "columns").at("in", &alter.table)
        }
        Operation::Fill(fill) => of(Detail, "fill", &fill.column, "columns").at("in", &fill.table),
        Operation::AddConstraint(add) => {
            of(Detail, "add", add.constraint.name(), "constraints").at("to", &add.table)
        }
        Operation::DropConstraint(drop) => {
            of(Detail, "drop", &drop.name, "constraints").at("from", &drop.table)
        }
        Operation::RenameConstraint(rename) => {
            of(Detail, "rename", &became(&rename.before, &rename.after), "constraints")
                .at("in", &rename.table)
        }
        Operation::CreateIndex(create) => {
            of(Detail, "add", &create.index.name, "indexes").at("to", &create.table)
        }
        Operation::DropIndex(drop) => of(Detail, "drop", &drop.index, "indexes").at("from", &drop.table),
        Operation::RenameIndex(rename) => {
            of(Detail, "rename", &became(&rename.before, &rename.after), "indexes").at("in", &rename.table)
        }
        Operation::CreateEnum(create) => of(Detail, "create", &create.enum_type.name.name, "enums"),
        Operation::DropEnum(drop) => of(Detail, "drop", &drop.name.name, "enums"),
        Operation::RenameEnum(rename) => {
            of(Detail, "rename", &became(&rename.before.name, &rename.after.name), "enums")
        }
        Operation::AlterEnum(alter) => enum_alteration(alter),
        Operation::Execute(_) => of(Detail, "run", "SQL", "statements"),
        Operation::Run(run) => of(Detail, "run", &run.name, "functions"),
    }
}

fn became(before: &str, after: &str) -> String {
    format!("{before} to {after}")
}

/// What is done to a column that was there and stays.
fn alteration(alter: &AlterColumn) -> &'static str {
    let [change] = &*alter.changes else { return "alter" };
    match change {
        ColumnChange::Type { .. } | ColumnChange::Native { .. } => "change type of",
        ColumnChange::Nullable(true) => "no longer require",
        ColumnChange::Nullable(false) => "require",
        ColumnChange::Default(_) => "change default of",
        ColumnChange::Identity(_) => "change numbering of",
        ColumnChange::Generated(_) => "change generation of",
        ColumnChange::Collation(_) => "change collation of",
        ColumnChange::Comment(_) => "change comment of",
    }
}

/// What is done to an enum that was there and stays; to its values, where one kind of thing is done to them all.
fn enum_alteration(alter: &AlterEnum) -> Phrase {
    let name = &alter.name;
    let of = |verb, object: &str| Phrase::of(Weight::Detail, verb, object, "values");
    let changes = alter.changes.iter().map(|change| match change {
        EnumChange::Add { value, .. } => of("add", value).at("to", name),
        EnumChange::Drop { value, .. } => of("drop", value).at("from", name),
        EnumChange::Rename { before, after } => of("rename", &became(before, after)).at("in", name),
        EnumChange::Reorder { .. } => Phrase::of(Weight::Detail, "reorder", &name.name, "enums"),
    });
    let joined = changes.map(Some).reduce(|one, other| match (one, other) {
        (Some(mut one), Some(other)) if one.key() == other.key() => {
            one.objects.extend(other.objects);
            Some(one)
        }
        (_, _) => None,
    });
    joined.flatten().unwrap_or_else(|| Phrase::of(Weight::Detail, "alter", &name.name, "enums"))
}
