//! Where the catalogue shows whether an operation took effect: a rule for each operation.

use std::collections::BTreeSet;

use crate::operation::Operation;
use crate::schema::{QualifiedName, Schema};

/// The tables and enums, before and after, whose definitions `operation` changes; `None` where no definition tells:
/// what changes rows only, and what nobody can see into. `database` is the dialect's name.
pub(super) fn places(
    operation: &Operation,
    before: &Schema,
    database: &str,
) -> Option<BTreeSet<QualifiedName>> {
    let one = |name: &QualifiedName| Some(BTreeSet::from([name.clone()]));
    match operation {
        Operation::CreateTable(create) => one(&create.table.name),
        Operation::DropTable(drop) => one(&drop.table),
        Operation::RenameTable(rename) => Some(BTreeSet::from([rename.before.clone(), rename.after.clone()])),
        Operation::AlterTable(alter) => one(&alter.table),
        Operation::AddColumn(add) => one(&add.table),
        Operation::DropColumn(drop) => one(&drop.table),
        Operation::RenameColumn(rename) => one(&rename.table),
        Operation::AlterColumn(alter) => one(&alter.table),
        Operation::AddConstraint(add) => one(&add.table),
        Operation::DropConstraint(drop) => one(&drop.table),
        Operation::RenameConstraint(rename) => one(&rename.table),
        Operation::CreateIndex(create) => one(&create.table),
        Operation::DropIndex(drop) => one(&drop.table),
        Operation::RenameIndex(rename) => one(&rename.table),
        Operation::CreateEnum(create) => one(&create.enum_type.name),
        Operation::DropEnum(drop) => Some(with_users(&drop.name, before)),
        Operation::RenameEnum(rename) => {
            let mut places = with_users(&rename.before, before);
            places.insert(rename.after.clone());
            Some(places)
        }
        Operation::AlterEnum(alter) => Some(with_users(&alter.name, before)),
        Operation::Fill(_) | Operation::Run(_) => None,
        // It has nothing to say to this database.
        Operation::Execute(execute) if execute.sql.text(database).is_none() => Some(BTreeSet::new()),
        // SQL says by its effect what it changes; several statements in one text are more than one change.
        Operation::Execute(execute) if execute.effect.is_empty() => None,
        Operation::Execute(execute) => {
            let each = execute.effect.iter().map(|effect| places(effect, before, database));
            each.collect::<Option<Vec<_>>>().map(|each| each.into_iter().flatten().collect())
        }
    }
}

/// An enum, and the tables whose columns hold it: some databases keep it in each of them.
fn with_users(name: &QualifiedName, schema: &Schema) -> BTreeSet<QualifiedName> {
    let tables = schema
        .tables
        .values()
        .filter(|table| table.columns.iter().any(|column| column.ty.enum_name() == Some(name)));
    tables.map(|table| table.name.clone()).chain([name.clone()]).collect()
}
