//! Which places of a schema an operation is about.

use crate::operation::Operation;
use crate::schema::{Place, QualifiedName, Schema, Text};

/// The places that `operation` changes.
pub(super) fn places(operation: &Operation) -> Vec<Place> {
    match operation {
        Operation::CreateTable(create) => vec![table(&create.table.name)],
        Operation::DropTable(drop) => vec![table(&drop.table)],
        Operation::RenameTable(rename) => vec![table(&rename.before), table(&rename.after)],
        Operation::AlterTable(alter) => vec![table(&alter.table)],
        Operation::AddColumn(add) => vec![column(&add.table, &add.column.name)],
        Operation::DropColumn(drop) => vec![column(&drop.table, &drop.column)],
        Operation::RenameColumn(rename) => {
            [&rename.before, &rename.after].map(|name| column(&rename.table, name)).into()
        }
        Operation::AlterColumn(alter) => vec![column(&alter.table, &alter.column)],
        Operation::Fill(fill) => vec![column(&fill.table, &fill.column)],
        Operation::AddConstraint(add) => vec![constraint(&add.table, add.constraint.name())],
        Operation::DropConstraint(drop) => vec![constraint(&drop.table, &drop.name)],
        Operation::RenameConstraint(rename) => {
            [&rename.before, &rename.after].map(|name| constraint(&rename.table, name)).into()
        }
        Operation::CreateIndex(create) => vec![index(&create.table, &create.index.name)],
        Operation::DropIndex(drop) => vec![index(&drop.table, &drop.index)],
        Operation::RenameIndex(rename) => {
            [&rename.before, &rename.after].map(|name| index(&rename.table, name)).into()
        }
        Operation::CreateEnum(create) => vec![enumeration(&create.enum_type.name)],
        Operation::DropEnum(drop) => vec![enumeration(&drop.name)],
        Operation::RenameEnum(rename) => vec![enumeration(&rename.before), enumeration(&rename.after)],
        Operation::AlterEnum(alter) => vec![enumeration(&alter.name)],
        Operation::Execute(execute) => execute.effect.iter().flat_map(places).collect(),
        Operation::Run(_) => Vec::new(),
    }
}

/// `place`, or its table where that is on one side only: what is in a table that is missing is missing with it.
pub(super) fn outermost(place: Place, before: &Schema, after: &Schema) -> Place {
    let whole = match &place {
        Place::Column { table, .. } | Place::Index { table, .. } | Place::Constraint { table, .. } => {
            let both = before.tables.contains_key(table) && after.tables.contains_key(table);
            (!both).then(|| table.clone())
        }
        Place::Table { .. } | Place::Enum { .. } => None,
    };
    whole.map_or(place, |table| Place::Table { table })
}

fn table(table: &QualifiedName) -> Place {
    Place::Table { table: table.clone() }
}

fn column(table: &QualifiedName, column: &Text) -> Place {
    Place::Column { table: table.clone(), column: column.clone() }
}

fn constraint(table: &QualifiedName, constraint: &Text) -> Place {
    Place::Constraint { table: table.clone(), constraint: constraint.clone() }
}

fn index(table: &QualifiedName, index: &Text) -> Place {
    Place::Index { table: table.clone(), index: index.clone() }
}

fn enumeration(name: &QualifiedName) -> Place {
    Place::Enum { name: name.clone() }
}
