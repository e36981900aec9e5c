//! Which parts of a schema an operation changes or counts on, by name: enough to say who is at odds with whom.

use crate::operation::expression::names_identifier;
use crate::operation::{ColumnChange, CreateIndex, Operation};
use crate::schema::{Column, ColumnType, Constraint, IndexKey, Place, QualifiedName, Table, Text};

/// What `operation` changes, first, and what it counts on; nothing for code, and for SQL that does not say.
pub(super) fn places(operation: &Operation) -> Vec<Place> {
    match operation {
        Operation::CreateTable(create) => of_table(&create.table),
        Operation::DropTable(drop) => vec![table(&drop.table)],
        Operation::RenameTable(rename) => vec![table(&rename.before), table(&rename.after)],
        Operation::AlterTable(alter) => vec![table(&alter.table)],
        Operation::AddColumn(add) => of_column(&add.table, &add.column),
        Operation::DropColumn(drop) => vec![column(&drop.table, &drop.column)],
        Operation::RenameColumn(rename) => {
            vec![column(&rename.table, &rename.before), column(&rename.table, &rename.after)]
        }
        Operation::AlterColumn(alter) => {
            let mut places = vec![column(&alter.table, &alter.column)];
            places.extend(alter.changes.iter().filter_map(changed_enum));
            places
        }
        Operation::Fill(fill) => vec![column(&fill.table, &fill.column)],
        Operation::AddConstraint(add) => of_constraint(&add.table, &add.constraint),
        Operation::DropConstraint(drop) => vec![constraint(&drop.table, &drop.name)],
        Operation::RenameConstraint(rename) => {
            vec![constraint(&rename.table, &rename.before), constraint(&rename.table, &rename.after)]
        }
        Operation::CreateIndex(create) => of_index(create),
        Operation::DropIndex(drop) => vec![index(&drop.table, &drop.index)],
        Operation::RenameIndex(rename) => {
            vec![index(&rename.table, &rename.before), index(&rename.table, &rename.after)]
        }
        Operation::CreateEnum(create) => vec![enumeration(&create.enum_type.name)],
        Operation::DropEnum(drop) => vec![enumeration(&drop.name)],
        Operation::RenameEnum(rename) => vec![enumeration(&rename.before), enumeration(&rename.after)],
        Operation::AlterEnum(alter) => vec![enumeration(&alter.name)],
        Operation::Execute(execute) => execute.effect.iter().flat_map(places).collect(),
        Operation::Run(_) => Vec::new(),
    }
}

/// Whether an SQL expression of `operation`, which replay does not look into, names the column `name` of its table.
pub(super) fn expression_names(operation: &Operation, name: &str) -> bool {
    let names = |expression: &Text| names_identifier(expression, name);
    match operation {
        Operation::AddColumn(add) => {
            add.column.generated.iter().any(|generated| names(&generated.expression))
        }
        Operation::AlterColumn(alter) => alter.changes.iter().any(|change| match change {
            ColumnChange::Type { using, .. } => using.iter().any(names),
            ColumnChange::Generated(generated) => {
                generated.iter().any(|generated| names(&generated.expression))
            }
            ColumnChange::Nullable(_)
            | ColumnChange::Default(_)
            | ColumnChange::Identity(_)
            | ColumnChange::Collation(_)
            | ColumnChange::Comment(_)
            | ColumnChange::Native { .. } => false,
        }),
        Operation::Fill(fill) => names(&fill.value),
        Operation::AddConstraint(add) => match &add.constraint {
            Constraint::Check(check) => names(&check.expression),
            Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::ForeignKey(_) => false,
        },
        Operation::CreateIndex(create) => {
            let keys = create.index.columns.iter().filter_map(|column| match &column.key {
                IndexKey::Column(_) => None,
                IndexKey::Expression(expression) => Some(expression),
            });
            keys.chain(&create.index.predicate).any(names)
        }
        Operation::CreateTable(_)
        | Operation::DropTable(_)
        | Operation::RenameTable(_)
        | Operation::AlterTable(_)
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

/// Whether two places are one, or one is in the other.
pub(super) fn overlap(a: &Place, b: &Place) -> bool {
    let whole = |place: &Place| matches!(place, Place::Table { .. });
    a == b || (whole(a) || whole(b)) && table_of(a).is_some() && table_of(a) == table_of(b)
}

/// The table that a place is, or is in.
pub(super) fn table_of(place: &Place) -> Option<&QualifiedName> {
    match place {
        Place::Table { table }
        | Place::Column { table, .. }
        | Place::Index { table, .. }
        | Place::Constraint { table, .. } => Some(table),
        Place::Enum { .. } => None,
    }
}

pub(super) fn table(name: &QualifiedName) -> Place {
    Place::Table { table: name.clone() }
}

pub(super) fn column(table: &QualifiedName, name: &Text) -> Place {
    Place::Column { table: table.clone(), column: name.clone() }
}

pub(super) fn index(table: &QualifiedName, name: &Text) -> Place {
    Place::Index { table: table.clone(), index: name.clone() }
}

pub(super) fn constraint(table: &QualifiedName, name: &Text) -> Place {
    Place::Constraint { table: table.clone(), constraint: name.clone() }
}

pub(super) fn enumeration(name: &QualifiedName) -> Place {
    Place::Enum { name: name.clone() }
}

fn of_table(created: &Table) -> Vec<Place> {
    let mut places = vec![table(&created.name)];
    places.extend(created.columns.iter().filter_map(|column| column_enum(&column.ty)));
    places.extend(created.foreign_keys.values().map(|key| table(&key.references)));
    places
}

fn of_column(table: &QualifiedName, added: &Column) -> Vec<Place> {
    [column(table, &added.name)].into_iter().chain(column_enum(&added.ty)).collect()
}

fn of_constraint(table: &QualifiedName, added: &Constraint) -> Vec<Place> {
    let mut places = vec![constraint(table, added.name())];
    match added {
        Constraint::PrimaryKey(key) => places.extend(key.columns.iter().map(|name| column(table, name))),
        Constraint::Unique(unique) => places.extend(unique.columns.iter().map(|name| column(table, name))),
        Constraint::ForeignKey(key) => {
            places.extend(key.columns.iter().map(|name| column(table, name)));
            places.extend(key.referenced_columns.iter().map(|name| column(&key.references, name)));
        }
        Constraint::Check(_) => {}
    }
    places
}

fn of_index(create: &CreateIndex) -> Vec<Place> {
    let columns = create.index.column_names().map(|name| column(&create.table, name));
    [index(&create.table, &create.index.name)].into_iter().chain(columns).collect()
}

fn column_enum(ty: &ColumnType) -> Option<Place> {
    ty.enum_name().map(enumeration)
}

fn changed_enum(change: &ColumnChange) -> Option<Place> {
    match change {
        ColumnChange::Type { ty, .. } => column_enum(ty),
        ColumnChange::Nullable(_)
        | ColumnChange::Default(_)
        | ColumnChange::Identity(_)
        | ColumnChange::Generated(_)
        | ColumnChange::Collation(_)
        | ColumnChange::Comment(_)
        | ColumnChange::Native { .. } => None,
    }
}
