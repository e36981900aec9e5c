//! Operations: the steps between two schemas, as a closed set.
//!
//! Each operation is one file: its values, `apply` to a schema, `reverse` given the schema before it,
//! and `describe` in one line. There is no wildcard arm on [`Operation`] anywhere, so a new
//! operation fails to compile until every floor above knows it.

mod add_column;
mod add_constraint;
mod alter_column;
mod alter_enum;
mod alter_table;
mod create_enum;
mod create_index;
mod create_table;
mod drop_column;
mod drop_constraint;
mod drop_enum;
mod drop_index;
mod drop_table;
mod error;
mod execute;
pub mod expression;
mod fill;
mod rename_column;
mod rename_constraint;
mod rename_enum;
mod rename_index;
mod rename_table;
mod reverse;
mod run;

pub use add_column::AddColumn;
pub use add_constraint::AddConstraint;
pub use alter_column::{AlterColumn, ColumnChange};
pub use alter_enum::{AlterEnum, EnumChange, EnumPosition};
pub use alter_table::{AlterTable, TableChange};
pub use create_enum::CreateEnum;
pub use create_index::CreateIndex;
pub use create_table::CreateTable;
pub use drop_column::DropColumn;
pub use drop_constraint::DropConstraint;
pub use drop_enum::DropEnum;
pub use drop_index::DropIndex;
pub use drop_table::DropTable;
pub use error::OperationError;
pub use execute::{Execute, Sql};
pub use fill::Fill;
pub use rename_column::RenameColumn;
pub use rename_constraint::RenameConstraint;
pub use rename_enum::RenameEnum;
pub use rename_index::RenameIndex;
pub use rename_table::RenameTable;
pub use reverse::reverse_all;
pub use run::Run;

use serde::Serialize;

use crate::schema::{QualifiedName, Schema, Table};

/// The names of `tables`, to change them after the look-up.
fn names<'a>(tables: impl Iterator<Item = &'a Table>) -> Vec<QualifiedName> {
    tables.map(|table| table.name.clone()).collect()
}

/// One step between two schemas.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "operation")]
#[expect(missing_docs, reason = "each variant is the struct of its name, documented there")]
pub enum Operation {
    CreateTable(CreateTable),
    DropTable(DropTable),
    RenameTable(RenameTable),
    AlterTable(AlterTable),
    AddColumn(AddColumn),
    DropColumn(DropColumn),
    RenameColumn(RenameColumn),
    AlterColumn(AlterColumn),
    Fill(Fill),
    AddConstraint(AddConstraint),
    DropConstraint(DropConstraint),
    RenameConstraint(RenameConstraint),
    CreateIndex(CreateIndex),
    DropIndex(DropIndex),
    RenameIndex(RenameIndex),
    CreateEnum(CreateEnum),
    DropEnum(DropEnum),
    RenameEnum(RenameEnum),
    AlterEnum(AlterEnum),
    Execute(Execute),
    Run(Run),
}

/// Calls the same method of whichever struct `self` holds, and makes each convert into [`Operation`].
macro_rules! operations {
    ($($name:ident),* $(,)?) => {
        impl Operation {
            /// Makes the change to `schema`.
            ///
            /// # Errors
            /// When `schema` lacks what the operation names, already has what it adds, or still
            /// uses what it drops; `schema` is unchanged then.
            pub fn apply(&self, schema: &mut Schema) -> Result<(), OperationError> {
                match self { $(Self::$name(operation) => operation.apply(schema),)* }
            }

            /// The operations that lead back from after this one to `before`.
            ///
            /// # Errors
            /// When the operation cannot be undone, or does not apply to `before`.
            pub fn reverse(&self, before: &Schema) -> Result<Vec<Operation>, OperationError> {
                match self { $(Self::$name(operation) => operation.reverse(before),)* }
            }

            /// What the operation does, in one line of plain words.
            pub fn describe(&self) -> String {
                match self { $(Self::$name(operation) => operation.describe(),)* }
            }

            /// What rows lose by it, in one line, if anything.
            pub fn loss(&self, before: &Schema) -> Option<String> {
                match self { $(Self::$name(operation) => operation.loss(before),)* }
            }

            /// The table that it changes, by its name before; `None` for enums, SQL and code.
            pub fn table(&self) -> Option<&QualifiedName> {
                match self { $(Self::$name(operation) => operation.table(),)* }
            }
        }

        $(impl From<$name> for Operation {
            fn from(operation: $name) -> Self {
                Self::$name(operation)
            }
        })*
    };
}

operations!(
    CreateTable,
    DropTable,
    RenameTable,
    AlterTable,
    AddColumn,
    DropColumn,
    RenameColumn,
    AlterColumn,
    Fill,
    AddConstraint,
    DropConstraint,
    RenameConstraint,
    CreateIndex,
    DropIndex,
    RenameIndex,
    CreateEnum,
    DropEnum,
    RenameEnum,
    AlterEnum,
    Execute,
    Run,
);
