//! Renames of what the list itself makes or renames: it has the last name from its start.

use super::List;
use super::touched::{Key, column};
use crate::operation::expression::rename_identifier;
use crate::operation::{AddColumn, ColumnChange, Operation, RenameColumn, RenameEnum, RenameTable};
use crate::schema::{Column, Constraint, ForeignKey, Index, IndexKey, QualifiedName, Text};

/// A name that becomes another wherever it stands.
enum Rename<'a> {
    Table(&'a RenameTable),
    Column(&'a RenameColumn),
    Enum(&'a RenameEnum),
}

impl List {
    /// Lets what `operation` renames have its name from the start, where the list makes or renames it; whether it did.
    pub(super) fn rename(&mut self, operation: &Operation, at: i64) -> bool {
        let rename = match operation {
            Operation::RenameTable(rename) => Rename::Table(rename),
            Operation::RenameColumn(rename) => Rename::Column(rename),
            Operation::RenameEnum(rename) => Rename::Enum(rename),
            Operation::CreateTable(_)
            | Operation::DropTable(_)
            | Operation::AlterTable(_)
            | Operation::AddColumn(_)
            | Operation::DropColumn(_)
            | Operation::AlterColumn(_)
            | Operation::Fill(_)
            | Operation::AddConstraint(_)
            | Operation::DropConstraint(_)
            | Operation::RenameConstraint(_)
            | Operation::CreateIndex(_)
            | Operation::DropIndex(_)
            | Operation::RenameIndex(_)
            | Operation::CreateEnum(_)
            | Operation::DropEnum(_)
            | Operation::AlterEnum(_)
            | Operation::Execute(_)
            | Operation::Run(_) => return false,
        };
        let Some(start) = rename.start(self) else { return false };
        let touching: Vec<i64> = rename.before().iter().flat_map(|key| self.touching(key)).collect();
        let mut positions: Vec<i64> =
            touching.into_iter().filter(|position| (start..at).contains(position)).collect();
        positions.sort_unstable();
        positions.dedup();
        for position in positions {
            let operation = self.remove(position);
            if let Some(operation) = rename.apply(operation, position == start) {
                self.insert(position, operation);
            }
        }
        true
    }
}

impl Rename<'_> {
    /// The keys of the name before.
    fn before(&self) -> Vec<Key> {
        match self {
            Self::Table(rename) => vec![Key::In(rename.before.clone())],
            Self::Column(rename) => {
                vec![column(&rename.table, &rename.before), Key::Table(rename.table.clone())]
            }
            Self::Enum(rename) => vec![Key::Enum(rename.before.clone())],
        }
    }

    /// The keys of the name after.
    fn after(&self) -> Key {
        match self {
            Self::Table(rename) => Key::In(rename.after.clone()),
            Self::Column(rename) => column(&rename.table, &rename.after),
            Self::Enum(rename) => Key::Enum(rename.after.clone()),
        }
    }

    /// Where the list makes it, or renames it, if nothing after has to do with the name after.
    fn start(&self, list: &List) -> Option<i64> {
        let touching = self.before().into_iter().flat_map(|key| list.touching(&key).collect::<Vec<_>>());
        let mut positions: Vec<i64> = touching.collect();
        positions.sort_unstable();
        for position in positions.into_iter().rev() {
            match self.is_start(&list.operations[&position]) {
                Some(true) => {
                    let taken = list.touching(&self.after()).any(|other| other > position);
                    return (!taken).then_some(position);
                }
                Some(false) => {}
                None => return None,
            }
        }
        None
    }

    /// Whether `operation` makes it, or renames it; `None` where the way to its start ends.
    fn is_start(&self, operation: &Operation) -> Option<bool> {
        match self {
            Self::Table(rename) => {
                if let Operation::RenameTable(earlier) = operation {
                    return (earlier.after == rename.before).then_some(true);
                }
                if let Operation::DropTable(drop) = operation {
                    return (drop.table != rename.before).then_some(false);
                }
                let made = if let Operation::CreateTable(create) = operation { Some(create) } else { None };
                Some(made.is_some_and(|create| create.table.name == rename.before))
            }
            Self::Column(rename) => {
                if let Operation::CreateTable(create) = operation
                    && create.table.name == rename.table
                {
                    let has = |name: &Text| create.table.column(name).is_some();
                    return (has(&rename.before) && !has(&rename.after)).then_some(true);
                }
                if let Operation::RenameColumn(earlier) = operation {
                    let of_table = earlier.table == rename.table;
                    return (of_table && earlier.after == rename.before).then_some(true);
                }
                if let Operation::DropColumn(_) | Operation::DropTable(_) | Operation::RenameTable(_) =
                    operation
                {
                    return None;
                }
                let added = if let Operation::AddColumn(add) = operation { Some(add) } else { None };
                let is_it = |add: &AddColumn| add.table == rename.table && add.column.name == rename.before;
                Some(added.is_some_and(is_it))
            }
            Self::Enum(rename) => {
                if let Operation::RenameEnum(earlier) = operation {
                    return (earlier.after == rename.before).then_some(true);
                }
                if let Operation::DropEnum(_) = operation {
                    return None;
                }
                let made = if let Operation::CreateEnum(create) = operation { Some(create) } else { None };
                Some(made.is_some_and(|create| create.enum_type.name == rename.before))
            }
        }
    }

    /// `operation` with the name after; nothing where that leaves a rename to the same name. `is_start` says whether
    /// it is the one that made or renamed it.
    fn apply(&self, operation: Operation, is_start: bool) -> Option<Operation> {
        let operation = match (self, operation) {
            (Self::Table(rename), Operation::RenameTable(mut earlier)) if is_start => {
                earlier.after = rename.after.clone();
                return (earlier.before != earlier.after).then(|| earlier.into());
            }
            (Self::Column(rename), Operation::RenameColumn(mut earlier)) if is_start => {
                earlier.after = rename.after.clone();
                return (earlier.before != earlier.after).then(|| earlier.into());
            }
            (Self::Enum(rename), Operation::RenameEnum(mut earlier)) if is_start => {
                earlier.after = rename.after.clone();
                return (earlier.before != earlier.after).then(|| earlier.into());
            }
            (_, operation) => operation,
        };
        Some(match self {
            Self::Table(rename) => table_renamed(operation, &rename.before, &rename.after),
            Self::Column(rename) => column_renamed(operation, rename),
            Self::Enum(rename) => enum_renamed(operation, rename),
        })
    }
}

/// `operation` where the table `before` is called `after`.
pub(super) fn table_renamed(
    mut operation: Operation,
    before: &QualifiedName,
    after: &QualifiedName,
) -> Operation {
    let name = |name: &mut QualifiedName| {
        if name == before {
            name.clone_from(after);
        }
    };
    match &mut operation {
        Operation::CreateTable(create) => {
            name(&mut create.table.name);
            create.table.foreign_keys.values_mut().for_each(|key| name(&mut key.references));
        }
        Operation::DropTable(drop) => name(&mut drop.table),
        Operation::RenameTable(rename) => {
            name(&mut rename.before);
            name(&mut rename.after);
        }
        Operation::AlterTable(alter) => name(&mut alter.table),
        Operation::AddColumn(add) => name(&mut add.table),
        Operation::DropColumn(drop) => name(&mut drop.table),
        Operation::RenameColumn(rename) => name(&mut rename.table),
        Operation::AlterColumn(alter) => name(&mut alter.table),
        Operation::Fill(fill) => name(&mut fill.table),
        Operation::AddConstraint(add) => {
            name(&mut add.table);
            if let Constraint::ForeignKey(key) = &mut add.constraint {
                name(&mut key.references);
            }
        }
        Operation::DropConstraint(drop) => name(&mut drop.table),
        Operation::RenameConstraint(rename) => name(&mut rename.table),
        Operation::CreateIndex(create) => name(&mut create.table),
        Operation::DropIndex(drop) => name(&mut drop.table),
        Operation::RenameIndex(rename) => name(&mut rename.table),
        Operation::CreateEnum(_)
        | Operation::DropEnum(_)
        | Operation::RenameEnum(_)
        | Operation::AlterEnum(_)
        | Operation::Execute(_)
        | Operation::Run(_) => {}
    }
    operation
}

/// `operation` where the column that `rename` renames has its name after.
pub(super) fn column_renamed(mut operation: Operation, rename: &RenameColumn) -> Operation {
    let of_table = operation.table() == Some(&rename.table);
    let name = |name: &mut Text| {
        if *name == rename.before {
            name.clone_from(&rename.after);
        }
    };
    let expression = |text: &mut Text| {
        *text = rename_identifier(text, &rename.before, &rename.after).into_owned().into();
    };
    let referenced = |key: &mut ForeignKey| {
        if key.references == rename.table {
            key.referenced_columns.to_mut().iter_mut().for_each(name);
        }
    };
    match &mut operation {
        Operation::CreateTable(create) => {
            create.table.foreign_keys.values_mut().for_each(referenced);
            if of_table {
                rename.rename_in(&mut create.table);
            }
        }
        Operation::AddConstraint(add) => {
            if let Constraint::ForeignKey(key) = &mut add.constraint {
                referenced(key);
            }
            if of_table {
                match &mut add.constraint {
                    Constraint::PrimaryKey(key) => key.columns.to_mut().iter_mut().for_each(name),
                    Constraint::Unique(unique) => unique.columns.to_mut().iter_mut().for_each(name),
                    Constraint::ForeignKey(key) => key.columns.to_mut().iter_mut().for_each(name),
                    Constraint::Check(check) => expression(&mut check.expression),
                }
            }
        }
        Operation::AddColumn(add) if of_table => {
            name(&mut add.column.name);
            in_generated(&mut add.column, expression);
        }
        Operation::DropColumn(drop) if of_table => name(&mut drop.column),
        Operation::RenameColumn(other) if of_table => {
            name(&mut other.before);
            name(&mut other.after);
        }
        Operation::AlterColumn(alter) if of_table => {
            name(&mut alter.column);
            for change in &mut alter.changes {
                match change {
                    ColumnChange::Type { using, .. } => using.iter_mut().for_each(expression),
                    ColumnChange::Generated(generated) => {
                        generated.iter_mut().for_each(|generated| expression(&mut generated.expression));
                    }
                    ColumnChange::Nullable(_)
                    | ColumnChange::Default(_)
                    | ColumnChange::Identity(_)
                    | ColumnChange::Collation(_)
                    | ColumnChange::Comment(_)
                    | ColumnChange::Native { .. } => {}
                }
            }
        }
        Operation::Fill(fill) if of_table => {
            name(&mut fill.column);
            expression(&mut fill.value);
        }
        Operation::CreateIndex(create) if of_table => in_index(&mut create.index, name, expression),
        Operation::AddColumn(_)
        | Operation::DropColumn(_)
        | Operation::RenameColumn(_)
        | Operation::AlterColumn(_)
        | Operation::Fill(_)
        | Operation::CreateIndex(_)
        | Operation::DropTable(_)
        | Operation::RenameTable(_)
        | Operation::AlterTable(_)
        | Operation::DropConstraint(_)
        | Operation::RenameConstraint(_)
        | Operation::DropIndex(_)
        | Operation::RenameIndex(_)
        | Operation::CreateEnum(_)
        | Operation::DropEnum(_)
        | Operation::RenameEnum(_)
        | Operation::AlterEnum(_)
        | Operation::Execute(_)
        | Operation::Run(_) => {}
    }
    operation
}

fn in_generated(column: &mut Column, expression: impl Fn(&mut Text)) {
    if let Some(generated) = &mut column.generated {
        expression(&mut generated.expression);
    }
}

fn in_index(index: &mut Index, name: impl Fn(&mut Text), expression: impl Fn(&mut Text)) {
    index.include.to_mut().iter_mut().for_each(&name);
    index.predicate.iter_mut().for_each(&expression);
    for column in index.columns.to_mut() {
        match &mut column.key {
            IndexKey::Column(column) => name(column),
            IndexKey::Expression(text) => expression(text),
        }
    }
}

/// `operation` where the enum that `rename` renames has its name after.
fn enum_renamed(mut operation: Operation, rename: &RenameEnum) -> Operation {
    let name = |name: &mut QualifiedName| {
        if *name == rename.before {
            name.clone_from(&rename.after);
        }
    };
    let column = |column: &mut Column| {
        if column.ty.enum_name() == Some(&rename.before) {
            column.ty = column.ty.with_enum_name(&rename.after);
        }
    };
    match &mut operation {
        Operation::CreateTable(create) => create.table.columns.iter_mut().for_each(column),
        Operation::AddColumn(add) => column(&mut add.column),
        Operation::AlterColumn(alter) => {
            for change in &mut alter.changes {
                if let ColumnChange::Type { ty, .. } = change
                    && ty.enum_name() == Some(&rename.before)
                {
                    *ty = ty.with_enum_name(&rename.after);
                }
            }
        }
        Operation::CreateEnum(create) => name(&mut create.enum_type.name),
        Operation::DropEnum(drop) => name(&mut drop.name),
        Operation::RenameEnum(other) => {
            name(&mut other.before);
            name(&mut other.after);
        }
        Operation::AlterEnum(alter) => name(&mut alter.name),
        Operation::DropTable(_)
        | Operation::RenameTable(_)
        | Operation::AlterTable(_)
        | Operation::DropColumn(_)
        | Operation::RenameColumn(_)
        | Operation::Fill(_)
        | Operation::AddConstraint(_)
        | Operation::DropConstraint(_)
        | Operation::RenameConstraint(_)
        | Operation::CreateIndex(_)
        | Operation::DropIndex(_)
        | Operation::RenameIndex(_)
        | Operation::Execute(_)
        | Operation::Run(_) => {}
    }
    operation
}
