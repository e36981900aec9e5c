//! Names that are too long: PostgreSQL cuts them, and would then hold others than the models declare
//! (manual, section 4.1.1); labels of enums it refuses (manual, section 8.7.4).

use super::NAME;
use crate::database::shared::{Refusal, enum_place, names_given, table_place};
use crate::dialect::DialectError;
use crate::operation::{CreateEnum, CreateTable, Operation, RenameEnum, RenameTable};
use crate::schema::{MAX_NAME_LENGTH, Place, QualifiedName, Schema, Text};

/// Refuses an operation that gives a name which PostgreSQL cannot keep whole, or has taken.
pub(super) fn check(schema: &Schema, operation: &Operation) -> Result<(), DialectError> {
    shared(schema, operation)?;
    let too_long = |(name, _): &(&Text, Place)| name.len() > MAX_NAME_LENGTH;
    match names_given(operation).into_iter().find(too_long) {
        None => Ok(()),
        Some((name, place)) => {
            let what = format!("name of {} bytes", name.len());
            let hint = format!("give it another name, of at most {MAX_NAME_LENGTH} bytes");
            Err(Refusal::new(what, hint).at(NAME, place))
        }
    }
}

/// Refuses a table and an enum of one name: a table is a type too (manual, CREATE TABLE, Description).
fn shared(schema: &Schema, operation: &Operation) -> Result<(), DialectError> {
    let place: Option<Place> = match operation {
        Operation::CreateEnum(CreateEnum { enum_type }) => is_table(schema, &enum_type.name),
        Operation::RenameEnum(RenameEnum { after, .. }) => is_table(schema, after),
        Operation::CreateTable(CreateTable { table }) => is_enum(schema, &table.name),
        Operation::RenameTable(RenameTable { after, .. }) => is_enum(schema, after),
        Operation::DropTable(_)
        | Operation::AlterTable(_)
        | Operation::AddColumn(_)
        | Operation::DropColumn(_)
        | Operation::RenameColumn(_)
        | Operation::AlterColumn(_)
        | Operation::Fill(_)
        | Operation::AddConstraint(_)
        | Operation::DropConstraint(_)
        | Operation::RenameConstraint(_)
        | Operation::CreateIndex(_)
        | Operation::DropIndex(_)
        | Operation::RenameIndex(_)
        | Operation::DropEnum(_)
        | Operation::AlterEnum(_)
        | Operation::Execute(_)
        | Operation::Run(_) => None,
    };
    match place {
        None => Ok(()),
        Some(place) => {
            let hint = "give one of them another name; or, if one goes and the other comes, make two revisions of it";
            Err(Refusal::new("table and enum of one name", hint).at(NAME, place))
        }
    }
}

fn is_table(schema: &Schema, name: &QualifiedName) -> Option<Place> {
    schema.tables.contains_key(name).then(|| enum_place(name))
}

fn is_enum(schema: &Schema, name: &QualifiedName) -> Option<Place> {
    schema.enums.contains_key(name).then(|| table_place(name))
}
