//! The names that operations give: each database has its own limit for them.

use super::{column_place, constraint_place, enum_place, index_place, table_place};
use crate::operation::{EnumChange, Operation};
use crate::schema::{Place, QualifiedName, Text};

/// The names and labels that an operation gives, each with its place.
pub(in crate::database) fn names_given(operation: &Operation) -> Vec<(&Text, Place)> {
    match operation {
        Operation::CreateTable(create) => {
            let table = &create.table;
            let mut names = vec![(&table.name.name, table_place(&table.name))];
            names.extend(table.columns.iter().map(|column| column_name(&table.name, &column.name)));
            let own = table.primary_key.iter().map(|key| &key.name);
            let others = table.uniques.keys().chain(table.foreign_keys.keys()).chain(table.checks.keys());
            names.extend(own.chain(others).map(|name| (name, constraint_place(&table.name, name))));
            names.extend(table.indexes.keys().map(|name| (name, index_place(&table.name, name))));
            names
        }
        Operation::RenameTable(rename) => vec![(&rename.after.name, table_place(&rename.after))],
        Operation::AddColumn(add) => vec![column_name(&add.table, &add.column.name)],
        Operation::RenameColumn(rename) => vec![column_name(&rename.table, &rename.after)],
        Operation::AddConstraint(add) => {
            let name = add.constraint.name();
            vec![(name, constraint_place(&add.table, name))]
        }
        Operation::RenameConstraint(rename) => {
            vec![(&rename.after, constraint_place(&rename.table, &rename.after))]
        }
        Operation::CreateIndex(create) => {
            vec![(&create.index.name, index_place(&create.table, &create.index.name))]
        }
        Operation::RenameIndex(rename) => vec![(&rename.after, index_place(&rename.table, &rename.after))],
        Operation::CreateEnum(create) => {
            let name = &create.enum_type.name;
            let values = create.enum_type.values.iter().map(|value| (value, enum_place(name)));
            std::iter::once((&name.name, enum_place(name))).chain(values).collect()
        }
        Operation::RenameEnum(rename) => vec![(&rename.after.name, enum_place(&rename.after))],
        Operation::AlterEnum(alter) => alter
            .changes
            .iter()
            .filter_map(|change| match change {
                EnumChange::Add { value, .. } | EnumChange::Rename { after: value, .. } => {
                    Some((value, enum_place(&alter.name)))
                }
                EnumChange::Drop { .. } | EnumChange::Reorder { .. } => None,
            })
            .collect(),
        Operation::DropTable(_)
        | Operation::AlterTable(_)
        | Operation::DropColumn(_)
        | Operation::AlterColumn(_)
        | Operation::Fill(_)
        | Operation::DropConstraint(_)
        | Operation::DropIndex(_)
        | Operation::DropEnum(_)
        | Operation::Execute(_)
        | Operation::Run(_) => Vec::new(),
    }
}

fn column_name<'a>(table: &QualifiedName, column: &'a Text) -> (&'a Text, Place) {
    (column, column_place(table, column))
}
