//! Foreign keys that PostgreSQL cannot check: over arrays of `varchar`, whose elements are compared as `text`, so that
//! it finds no operator of the arrays' own ("cannot determine element type of "anyarray" argument").

use super::NAME;
use crate::database::shared::{Refusal, constraint_place};
use crate::dialect::DialectError;
use crate::operation::{AddConstraint, CreateTable, Operation};
use crate::schema::{ColumnType, Constraint, ForeignKey, Schema, Table};

/// Refuses an operation that makes such a foreign key.
pub(super) fn check(schema: &Schema, operation: &Operation) -> Result<(), DialectError> {
    match operation {
        Operation::CreateTable(CreateTable { table }) => {
            table.foreign_keys.values().try_for_each(|key| refuse(table, key))
        }
        Operation::AddConstraint(AddConstraint { table, constraint: Constraint::ForeignKey(key) }) => {
            refuse(schema.expect_table(table)?, key)
        }
        Operation::AddConstraint(_)
        | Operation::DropTable(_)
        | Operation::RenameTable(_)
        | Operation::AlterTable(_)
        | Operation::AddColumn(_)
        | Operation::DropColumn(_)
        | Operation::RenameColumn(_)
        | Operation::AlterColumn(_)
        | Operation::Fill(_)
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
        | Operation::Run(_) => Ok(()),
    }
}

fn refuse(table: &Table, key: &ForeignKey) -> Result<(), DialectError> {
    let is_varchar = |ty: &ColumnType| matches!(ty, ColumnType::Array(element) if matches!(**element, ColumnType::Varchar(_)));
    match key.columns.iter().filter_map(|name| table.column(name)).any(|column| is_varchar(&column.ty)) {
        false => Ok(()),
        true => {
            let hint = "make the columns on both sides arrays of `text`";
            Err(Refusal::new("foreign key over an array of varchar", hint)
                .at(NAME, constraint_place(&table.name, &key.name)))
        }
    }
}
