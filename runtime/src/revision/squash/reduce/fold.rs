//! What becomes of two operations that meet: the second has moved back until it is right after the first.

use super::Between;
use super::column;
use super::rename::{column_renamed, table_renamed};
use super::touched::Key;
use crate::operation::expression::names_identifier;
use crate::operation::{
    AddConstraint, AlterColumn, AlterEnum, CreateIndex, DropColumn, DropConstraint, DropEnum, DropIndex,
    DropTable, EnumChange, Operation, RenameColumn, TableChange,
};
use crate::schema::{Constraint, ConstraintKind, IndexKey, Table, Text};

/// What becomes of two operations that meet.
#[derive(Debug)]
pub(super) enum Met {
    /// The first, changed, is both.
    Folded,
    /// Nothing is left of either.
    Gone,
    /// Nothing is left of the first, and the second stays where it was.
    Absorbed,
    /// The second may stand before the first, as this.
    Passes(Box<Operation>),
    /// Neither can do without the other.
    Stops,
}

/// What becomes of `first` and `second`; `between` are the operations that the second moved over, or may yet.
pub(super) fn meet(first: &mut Operation, second: &Operation, between: &Between<'_>) -> Met {
    if let Operation::CreateTable(create) = first
        && second.table() == Some(&create.table.name)
    {
        return into_table(&mut create.table, second);
    }
    if let Some(met) = before_rename(first, second) {
        return met;
    }
    match second {
        Operation::DropTable(drop) => drop_table(first, drop, between),
        Operation::AlterTable(alter) => {
            let Operation::AlterTable(earlier) = first else { return Met::Stops };
            earlier.changes.retain(|change| !alter.changes.iter().any(|later| is_same(change, later)));
            earlier.changes.extend(alter.changes.iter().cloned());
            Met::Folded
        }
        Operation::DropColumn(drop) => drop_column(first, drop, between),
        Operation::AlterColumn(alter) => alter_column(first, alter, between),
        Operation::Fill(fill) => {
            // All that it may come to is a table that is empty, because it was just made.
            let own = first.table() == Some(&fill.table);
            if own && makes_part(first) { Met::Passes(Box::new(second.clone())) } else { Met::Stops }
        }
        Operation::DropConstraint(drop) => drop_constraint(first, drop),
        Operation::RenameConstraint(rename) => {
            if let Operation::AddConstraint(add) = first
                && is_constraint(add, rename.kind, &rename.before)
            {
                add.constraint = add.constraint.clone().with_name(rename.after.clone());
                return Met::Folded;
            }
            if let Operation::RenameConstraint(earlier) = first
                && earlier.kind == rename.kind
                && earlier.after == rename.before
            {
                earlier.after = rename.after.clone();
                return if earlier.before == earlier.after { Met::Gone } else { Met::Folded };
            }
            Met::Stops
        }
        Operation::DropIndex(drop) => drop_index(first, drop),
        Operation::RenameIndex(rename) => {
            if let Operation::CreateIndex(create) = first
                && create.index.name == rename.before
            {
                create.index.name = rename.after.clone();
                return Met::Folded;
            }
            if let Operation::RenameIndex(earlier) = first
                && earlier.after == rename.before
            {
                earlier.after = rename.after.clone();
                return if earlier.before == earlier.after { Met::Gone } else { Met::Folded };
            }
            Met::Stops
        }
        Operation::DropEnum(drop) => drop_enum(first, drop, between),
        Operation::AlterEnum(alter) => alter_enum(first, alter, between),
        Operation::CreateTable(_)
        | Operation::RenameTable(_)
        | Operation::AddColumn(_)
        | Operation::RenameColumn(_)
        | Operation::AddConstraint(_)
        | Operation::CreateIndex(_)
        | Operation::CreateEnum(_)
        | Operation::RenameEnum(_)
        | Operation::Execute(_)
        | Operation::Run(_) => Met::Stops,
    }
}

/// What becomes of a table that is made, and of `second`, which changes it.
fn into_table(table: &mut Table, second: &Operation) -> Met {
    match second {
        Operation::DropTable(_) => return Met::Gone,
        // A table that was just made is empty.
        Operation::Fill(_) => {}
        Operation::AlterTable(alter) => alter.changes.iter().for_each(|change| change.apply(table)),
        Operation::AddColumn(add) => table.columns.push(add.column.clone()),
        Operation::DropColumn(drop) => {
            if names_column(table, &drop.column) {
                return Met::Stops;
            }
            table.columns.retain(|column| column.name != drop.column);
        }
        Operation::AlterColumn(alter) => match table.column_mut(&alter.column) {
            Some(column) => alter.changes.iter().for_each(|change| change.apply(column)),
            None => return Met::Stops,
        },
        Operation::AddConstraint(add) => {
            if add.constraint.kind() == ConstraintKind::PrimaryKey && table.primary_key.is_some() {
                return Met::Stops;
            }
            table.insert_constraint(add.constraint.clone());
        }
        Operation::DropConstraint(drop) => {
            if table.remove_constraint(drop.kind, &drop.name).is_none() {
                return Met::Stops;
            }
        }
        Operation::RenameConstraint(rename) => match table.remove_constraint(rename.kind, &rename.before) {
            Some(constraint) => table.insert_constraint(constraint.with_name(rename.after.clone())),
            None => return Met::Stops,
        },
        Operation::DropIndex(drop) => {
            if table.indexes.remove(&drop.index).is_none() {
                return Met::Stops;
            }
        }
        Operation::RenameIndex(rename) => match table.indexes.remove(&rename.before) {
            Some(mut index) => {
                index.name = rename.after.clone();
                table.insert_index(index);
            }
            None => return Met::Stops,
        },
        // An index reads better beside its table than in it, and a rename was tried before.
        Operation::CreateIndex(_)
        | Operation::CreateTable(_)
        | Operation::RenameTable(_)
        | Operation::RenameColumn(_)
        | Operation::CreateEnum(_)
        | Operation::DropEnum(_)
        | Operation::RenameEnum(_)
        | Operation::AlterEnum(_)
        | Operation::Execute(_)
        | Operation::Run(_) => return Met::Stops,
    }
    Met::Folded
}

/// Whether a part of `table` other than the column itself names `column`.
fn names_column(table: &Table, column: &Text) -> bool {
    let named = |names: &[Text]| names.contains(column);
    let constraint = table.constraints().any(|constraint| match constraint {
        Constraint::PrimaryKey(key) => named(&key.columns),
        Constraint::Unique(unique) => named(&unique.columns),
        Constraint::ForeignKey(key) => {
            named(&key.columns) || key.references == table.name && named(&key.referenced_columns)
        }
        Constraint::Check(check) => names_identifier(&check.expression, column),
    });
    let index = table.indexes.values().any(|index| {
        let keys = index.columns.iter().any(|key| match &key.key {
            IndexKey::Column(name) => name == column,
            IndexKey::Expression(expression) => names_identifier(expression, column),
        });
        keys || named(&index.include)
            || index.predicate.iter().any(|predicate| names_identifier(predicate, column))
    });
    let generated = table.columns.iter().filter_map(|column| column.generated.as_ref());
    constraint
        || index
        || generated.into_iter().any(|generated| names_identifier(&generated.expression, column))
}

/// What becomes of a rename and of a change of what it renamed, which can as well come before it.
fn before_rename(first: &mut Operation, second: &Operation) -> Option<Met> {
    let changes = match second {
        Operation::AddColumn(_)
        | Operation::AlterTable(_)
        | Operation::AlterColumn(_)
        | Operation::AddConstraint(_)
        | Operation::Fill(_) => true,
        Operation::CreateTable(_)
        | Operation::DropTable(_)
        | Operation::RenameTable(_)
        | Operation::DropColumn(_)
        | Operation::RenameColumn(_)
        | Operation::DropConstraint(_)
        | Operation::RenameConstraint(_)
        | Operation::CreateIndex(_)
        | Operation::DropIndex(_)
        | Operation::RenameIndex(_)
        | Operation::CreateEnum(_)
        | Operation::DropEnum(_)
        | Operation::RenameEnum(_)
        | Operation::AlterEnum(_)
        | Operation::Execute(_)
        | Operation::Run(_) => false,
    };
    if !changes {
        return None;
    }
    if let Operation::RenameTable(rename) = &*first
        && second.table() == Some(&rename.after)
    {
        return Some(Met::Passes(Box::new(table_renamed(second.clone(), &rename.after, &rename.before))));
    }
    if let (Operation::RenameColumn(rename), Operation::AlterColumn(alter)) = (&*first, second)
        && alter.table == rename.table
        && alter.column == rename.after
    {
        let RenameColumn { table, before, after } = rename.clone();
        let back = RenameColumn { table, before: after, after: before };
        return Some(Met::Passes(Box::new(column_renamed(second.clone(), &back))));
    }
    None
}

fn drop_table(first: &mut Operation, drop: &DropTable, between: &Between<'_>) -> Met {
    if let Operation::RenameTable(rename) = &*first
        && rename.after == drop.table
        && between.is_free_of(&Key::Freed)
    {
        *first = DropTable { table: rename.before.clone() }.into();
        return Met::Folded;
    }
    if first.table() != Some(&drop.table) {
        return Met::Stops;
    }
    let is_idle = match first {
        Operation::AlterTable(_)
        | Operation::AddColumn(_)
        | Operation::RenameColumn(_)
        | Operation::Fill(_)
        | Operation::AddConstraint(_)
        | Operation::CreateIndex(_) => true,
        // What these leave free, a name, an enum or a table, may be what those between need.
        Operation::AlterColumn(_) | Operation::DropColumn(_) => between.has_no_enum(),
        Operation::DropConstraint(drop) => {
            drop.kind != ConstraintKind::ForeignKey && between.is_free_of(&Key::Name)
        }
        Operation::RenameConstraint(_) | Operation::DropIndex(_) | Operation::RenameIndex(_) => {
            between.is_free_of(&Key::Name)
        }
        Operation::CreateTable(_)
        | Operation::DropTable(_)
        | Operation::RenameTable(_)
        | Operation::CreateEnum(_)
        | Operation::DropEnum(_)
        | Operation::RenameEnum(_)
        | Operation::AlterEnum(_)
        | Operation::Execute(_)
        | Operation::Run(_) => false,
    };
    if is_idle { Met::Absorbed } else { Met::Stops }
}

fn drop_column(first: &mut Operation, drop: &DropColumn, between: &Between<'_>) -> Met {
    if first.table() != Some(&drop.table) {
        return Met::Stops;
    }
    if let Operation::AddColumn(add) = &*first {
        return if add.column.name == drop.column { Met::Gone } else { Met::Stops };
    }
    if let Operation::RenameColumn(rename) = &*first
        && rename.after == drop.column
        && between.is_free_of(&Key::Freed)
    {
        *first = DropColumn { table: rename.table.clone(), column: rename.before.clone() }.into();
        return Met::Folded;
    }
    if let Operation::AlterColumn(alter) = &*first
        && alter.column == drop.column
        && between.has_no_enum()
    {
        return Met::Absorbed;
    }
    if let Operation::Fill(fill) = &*first
        && fill.column == drop.column
    {
        return Met::Absorbed;
    }
    Met::Stops
}

fn alter_column(first: &mut Operation, alter: &AlterColumn, between: &Between<'_>) -> Met {
    if first.table() != Some(&alter.table) {
        return Met::Stops;
    }
    // What hung on the type before may have kept it.
    if alter.changes.iter().any(column::changes_type) && !between.is_free_of(&Key::Freed) {
        return Met::Stops;
    }
    if let Operation::AddColumn(add) = first {
        let fits = add.column.name == alter.column && column::add_with(&mut add.column, &alter.changes);
        return if fits { Met::Folded } else { Met::Stops };
    }
    if let Operation::AlterColumn(earlier) = first
        && earlier.column == alter.column
    {
        return match column::merge(&earlier.changes, &alter.changes) {
            Some(changes) => {
                earlier.changes = changes;
                Met::Folded
            }
            None => Met::Stops,
        };
    }
    if let Operation::CreateIndex(_) = first
        && column::passes_indexes(&alter.changes)
    {
        return Met::Passes(Box::new(alter.clone().into()));
    }
    Met::Stops
}

fn is_constraint(add: &AddConstraint, kind: ConstraintKind, name: &Text) -> bool {
    add.constraint.kind() == kind && add.constraint.name() == name
}

fn drop_constraint(first: &mut Operation, drop: &DropConstraint) -> Met {
    if let Operation::AddConstraint(add) = &*first
        && is_constraint(add, drop.kind, &drop.name)
    {
        return Met::Gone;
    }
    if let Operation::RenameConstraint(rename) = &*first
        && rename.kind == drop.kind
        && rename.after == drop.name
    {
        let DropConstraint { table, kind, .. } = drop.clone();
        *first = DropConstraint { table, kind, name: rename.before.clone() }.into();
        return Met::Folded;
    }
    Met::Stops
}

fn drop_index(first: &mut Operation, drop: &DropIndex) -> Met {
    if let Operation::CreateIndex(CreateIndex { index, .. }) = &*first
        && index.name == drop.index
    {
        return Met::Gone;
    }
    if let Operation::RenameIndex(rename) = &*first
        && rename.after == drop.index
    {
        *first = DropIndex { table: drop.table.clone(), index: rename.before.clone() }.into();
        return Met::Folded;
    }
    Met::Stops
}

fn drop_enum(first: &mut Operation, drop: &DropEnum, between: &Between<'_>) -> Met {
    if let Operation::CreateEnum(_) = &*first {
        return Met::Gone;
    }
    if let Operation::AlterEnum(_) = &*first {
        return Met::Absorbed;
    }
    if let Operation::RenameEnum(rename) = &*first
        && rename.after == drop.name
        && between.is_free_of(&Key::Freed)
    {
        *first = DropEnum { name: rename.before.clone() }.into();
        return Met::Folded;
    }
    Met::Stops
}

fn alter_enum(first: &mut Operation, alter: &AlterEnum, between: &Between<'_>) -> Met {
    if let Operation::CreateEnum(create) = first
        && create.enum_type.name == alter.name
    {
        let mut after = create.enum_type.clone();
        if alter.changes.iter().try_for_each(|change| change.apply(&mut after)).is_err() {
            return Met::Stops;
        }
        create.enum_type = after;
        return Met::Folded;
    }
    // Nothing minds that there are more values than before.
    let adds = alter.changes.iter().all(|change| match change {
        EnumChange::Add { .. } | EnumChange::Reorder { .. } => true,
        EnumChange::Rename { .. } | EnumChange::Drop { .. } => false,
    });
    if let Operation::AlterEnum(earlier) = &mut *first {
        if earlier.name != alter.name {
            return Met::Passes(Box::new(alter.clone().into()));
        }
        if !adds && !between.is_free_of(&Key::Freed) {
            return Met::Stops;
        }
        earlier.changes.extend(alter.changes.iter().cloned());
        return Met::Folded;
    }
    if adds && makes_part(first) { Met::Passes(Box::new(alter.clone().into())) } else { Met::Stops }
}

/// Whether `operation` makes or changes a table or a part of it, and neither drops nor renames.
fn makes_part(operation: &Operation) -> bool {
    match operation {
        Operation::CreateTable(_)
        | Operation::AlterTable(_)
        | Operation::AddColumn(_)
        | Operation::AlterColumn(_)
        | Operation::Fill(_)
        | Operation::AddConstraint(_)
        | Operation::CreateIndex(_) => true,
        Operation::DropTable(_)
        | Operation::RenameTable(_)
        | Operation::DropColumn(_)
        | Operation::RenameColumn(_)
        | Operation::DropConstraint(_)
        | Operation::RenameConstraint(_)
        | Operation::DropIndex(_)
        | Operation::RenameIndex(_)
        | Operation::CreateEnum(_)
        | Operation::DropEnum(_)
        | Operation::RenameEnum(_)
        | Operation::AlterEnum(_)
        | Operation::Execute(_)
        | Operation::Run(_) => false,
    }
}

/// Whether the later of two changes leaves nothing of the earlier.
fn is_same(earlier: &TableChange, later: &TableChange) -> bool {
    match (earlier, later) {
        (TableChange::Comment(_), TableChange::Comment(_)) => true,
        (
            TableChange::Option { database, name, .. },
            TableChange::Option { database: other, name: same, .. },
        ) => database == other && name == same,
        (TableChange::Comment(_), TableChange::Option { .. })
        | (TableChange::Option { .. }, TableChange::Comment(_)) => false,
    }
}
