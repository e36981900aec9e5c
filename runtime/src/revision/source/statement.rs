//! Operations as statements of a revision file: the inverse of [`Operations`](super::super::Operations).

use super::SourceError;
use super::layout::Expression;
use super::words::{
    call, column, column_change, constraint, constraint_kind, enum_change, index, name, table, table_change,
    text, texts,
};
use crate::operation::{
    AddColumn, AddConstraint, AlterColumn, AlterEnum, AlterTable, CreateEnum, CreateIndex, CreateTable,
    DropColumn, DropConstraint, DropEnum, DropIndex, DropTable, Execute, Fill, Operation, RenameColumn,
    RenameConstraint, RenameEnum, RenameIndex, RenameTable, Run, Sql,
};

/// The statement that records `operation`.
pub(super) fn statement(operation: &Operation) -> Result<Expression, SourceError> {
    Ok(match operation {
        Operation::CreateTable(CreateTable { table: created }) => call("op.create_table", [table(created)]),
        Operation::DropTable(DropTable { table }) => call("op.drop_table", [name(table)]),
        Operation::RenameTable(RenameTable { before, after }) => {
            call("op.rename_table", [name(before), name(after)])
        }
        Operation::AlterTable(AlterTable { table, changes }) => {
            call("op.alter_table", [name(table), list(changes, table_change)])
        }
        Operation::AddColumn(AddColumn { table, column: added }) => {
            call("op.add_column", [name(table), column(added)])
        }
        Operation::DropColumn(DropColumn { table, column }) => {
            call("op.drop_column", [name(table), text(column)])
        }
        Operation::RenameColumn(RenameColumn { table, before, after }) => {
            call("op.rename_column", [name(table), text(before), text(after)])
        }
        Operation::AlterColumn(AlterColumn { table, column, changes }) => {
            call("op.alter_column", [name(table), text(column), list(changes, column_change)])
        }
        Operation::Fill(Fill { table, column, value }) => {
            call("op.fill", [name(table), text(column), text(value)])
        }
        Operation::AddConstraint(AddConstraint { table, constraint: added }) => {
            call("op.add_constraint", [name(table), constraint(added)])
        }
        Operation::DropConstraint(DropConstraint { table, kind, name: own }) => {
            call("op.drop_constraint", [name(table), constraint_kind(*kind), text(own)])
        }
        Operation::RenameConstraint(RenameConstraint { table, kind, before, after }) => {
            call("op.rename_constraint", [name(table), constraint_kind(*kind), text(before), text(after)])
        }
        Operation::CreateIndex(CreateIndex { table, index: created }) => {
            call("op.create_index", [index(table, created)])
        }
        Operation::DropIndex(DropIndex { table, index }) => call("op.drop_index", [name(table), text(index)]),
        Operation::RenameIndex(RenameIndex { table, before, after }) => {
            call("op.rename_index", [name(table), text(before), text(after)])
        }
        Operation::CreateEnum(CreateEnum { enum_type }) => {
            call("op.create_enum", [name(&enum_type.name), texts(&enum_type.values)])
        }
        Operation::DropEnum(DropEnum { name: own }) => call("op.drop_enum", [name(own)]),
        Operation::RenameEnum(RenameEnum { before, after }) => {
            call("op.rename_enum", [name(before), name(after)])
        }
        Operation::AlterEnum(AlterEnum { name: own, changes }) => {
            call("op.alter_enum", [name(own), list(changes, enum_change)])
        }
        Operation::Execute(Execute { sql: run, effect, outside_transaction, elidable }) => {
            let mut words = call("op.execute", [sql(run)]);
            if *outside_transaction {
                words = words.then("outside_transaction", []);
            }
            if *elidable {
                words = words.then("elidable", []);
            }
            if effect.is_empty() {
                return Ok(words);
            }
            let effect: Result<Vec<Expression>, SourceError> = effect.iter().map(statement).collect();
            words.then("effect", [Expression::Closure(effect?)])
        }
        Operation::Run(Run { name, .. }) => return Err(SourceError::Code { name: name.clone() }),
    })
}

fn list<T>(items: &[T], word: fn(&T) -> Expression) -> Expression {
    Expression::Array(items.iter().map(word).collect())
}

fn sql(sql: &Sql) -> Expression {
    match sql {
        Sql::Any(sql) => text(sql),
        Sql::Each(list) => match list.split_first() {
            None => call("on_none", []),
            Some(((database, sql), others)) => {
                let first = call("on", [text(database), text(sql)]);
                others
                    .iter()
                    .fold(first, |words, (database, sql)| words.then("on", [text(database), text(sql)]))
            }
        },
    }
}
