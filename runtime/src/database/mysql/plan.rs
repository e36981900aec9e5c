//! Operations to steps: a method an operation.

use super::column::{definition, updates_itself};
use super::constraint::{constraint_clause, drop_clause};
use super::foreign_keys::Suspended;
use super::index::index_clause;
use super::keys::with_implied;
use super::options::{alter_options, convert, has_own_collation};
use super::table::create_table;
use super::types::has_collation;
use super::{Mysql, SESSION, names};
use crate::dialect::{Dialect, DialectError, Plan, Statement};
use crate::operation::{
    AddColumn, AddConstraint, AlterTable, CreateIndex, CreateTable, DropColumn, DropConstraint, DropIndex,
    DropTable, Fill, Operation, RenameConstraint, RenameIndex, RenameTable,
};
use crate::schema::{Column, ConstraintKind, QualifiedName, Schema, Table, Text};

/// The steps of `operations`, with the session prepared for them.
pub(super) fn plan<'a>(before: &Schema, operations: &'a [Operation]) -> Result<Plan<'a>, DialectError> {
    let mut planner = Planner::default();
    let (mut before, mut after) = (before.clone(), before.clone());
    for operation in operations {
        names::check(operation)?;
        operation.apply(&mut after)?;
        planner.plan.starts.push(planner.plan.steps.len());
        planner.operation(operation, &Sides { before: &before, after: &after })?;
        planner.resume_foreign_keys(&after)?;
        operation.apply(&mut before)?;
    }
    planner.resume_all_foreign_keys(&after)?;
    if !planner.plan.steps.is_empty() {
        planner.plan.before_transaction.push(Statement::new(SESSION));
    }
    Ok(planner.plan)
}

/// The schemas before and after one operation.
pub(super) struct Sides<'s> {
    pub(super) before: &'s Schema,
    pub(super) after: &'s Schema,
}

impl<'s> Sides<'s> {
    /// A table that keeps its name, on both sides.
    pub(super) fn table(&self, name: &QualifiedName) -> Result<(&'s Table, &'s Table), DialectError> {
        Ok((self.before.expect_table(name)?, self.after.expect_table(name)?))
    }
}

/// A plan as it grows, and the foreign keys that are put aside meanwhile.
#[derive(Default)]
pub(super) struct Planner<'a> {
    pub(super) plan: Plan<'a>,
    pub(super) suspended: Suspended,
}

impl<'a> Planner<'a> {
    fn operation(&mut self, operation: &'a Operation, sides: &Sides<'_>) -> Result<(), DialectError> {
        match operation {
            Operation::CreateTable(CreateTable { table }) => {
                self.plan.statement(create_table(table, sides.after)?);
                Ok(())
            }
            Operation::DropTable(DropTable { table }) => {
                self.plan.statement(format!("DROP TABLE {}", table_name(table)));
                Ok(())
            }
            Operation::RenameTable(operation) => {
                self.rename_table(operation);
                Ok(())
            }
            Operation::AlterTable(operation) => self.alter_table(operation, sides),
            Operation::AddColumn(operation) => self.add_column(operation, sides),
            Operation::DropColumn(operation) => self.drop_column(operation, sides),
            Operation::RenameColumn(operation) => self.rename_column(operation, sides),
            Operation::AlterColumn(operation) => self.alter_column(operation, sides),
            Operation::Fill(operation) => self.fill(operation, sides),
            Operation::AddConstraint(operation) => self.add_constraint(operation, sides),
            Operation::DropConstraint(operation) => self.drop_constraint(operation, sides),
            Operation::RenameConstraint(operation) => self.rename_constraint(operation, sides),
            Operation::CreateIndex(operation) => self.create_index(operation, sides),
            Operation::DropIndex(operation) => self.drop_index(operation, sides),
            Operation::RenameIndex(operation) => {
                self.rename_index(operation);
                Ok(())
            }
            // An enum has no type of its own: its values stand in its columns, by no name.
            Operation::CreateEnum(_) | Operation::DropEnum(_) | Operation::RenameEnum(_) => Ok(()),
            Operation::AlterEnum(operation) => self.alter_enum(operation, sides),
            Operation::Execute(execute) => {
                self.plan.execute(execute, Mysql.name());
                Ok(())
            }
            Operation::Run(run) => {
                self.plan.run(run);
                Ok(())
            }
        }
    }

    /// `ALTER TABLE` with `clauses`, if there are any.
    pub(super) fn alter(&mut self, table: &QualifiedName, clauses: &[String]) {
        if !clauses.is_empty() {
            self.plan.statement(format!("ALTER TABLE {} {}", table_name(table), clauses.join(", ")));
        }
    }

    /// `UPDATE`, in which columns that update themselves keep their values.
    pub(super) fn update(&mut self, table: &Table, column: &str, value: &str, condition: &str) {
        let kept = table.columns.iter().filter(|other| other.name != column && updates_itself(other));
        let kept: String = kept.map(|other| format!(", {0} = {0}", Mysql.quote(&other.name))).collect();
        let (table, column) = (table_name(&table.name), Mysql.quote(column));
        self.plan.statement(format!("UPDATE {table} SET {column} = {value}{kept}{condition}"));
    }

    fn rename_table(&mut self, RenameTable { before, after }: &RenameTable) {
        self.plan.statement(format!("RENAME TABLE {} TO {}", table_name(before), table_name(after)));
        self.suspended.rename_table(before, after);
    }

    fn alter_table(&mut self, operation: &AlterTable, sides: &Sides<'_>) -> Result<(), DialectError> {
        let (before, after) = sides.table(&operation.table)?;
        self.alter(&operation.table, &alter_options(before, after)?);
        if let Some(convert) = convert(before, after) {
            for column in after.columns.iter().filter(|column| has_collation(column, sides.after)) {
                self.suspend_foreign_keys(sides.before, &operation.table, &column.name);
            }
            self.alter(&operation.table, &[convert]);
            let own = after.columns.iter().filter(|column| has_own_collation(column));
            let own: Result<Vec<String>, _> = own.map(|column| modify(after, column, sides.after)).collect();
            self.alter(&operation.table, &own?);
        }
        Ok(())
    }

    fn add_column(&mut self, operation: &AddColumn, sides: &Sides<'_>) -> Result<(), DialectError> {
        let AddColumn { table: name, column } = operation;
        let (before, after) = sides.table(name)?;
        if column.fills_itself() {
            let mut clauses = stop_others(after, column, sides.after)?;
            clauses.push(format!("ADD COLUMN {}", definition(after, column, sides.after)?));
            self.alter(name, &with_implied(before, after, clauses));
            return Ok(());
        }
        // MySQL would give the rows that exist a zero or an empty text, even in strict mode; the check,
        // added together with the column, refuses them instead and leaves the table as it was.
        let empty = definition(after, &Column { nullable: true, ..column.clone() }, sides.after)?;
        let guard = Mysql.quote(&names::fitting(&format!("no value for {} in rows that exist", column.name)));
        let check = format!("ADD CONSTRAINT {guard} CHECK ({} IS NOT NULL)", Mysql.quote(&column.name));
        self.alter(name, &[format!("ADD COLUMN {empty}"), check]);
        self.alter(name, &[format!("DROP CONSTRAINT {guard}"), modify(after, column, sides.after)?]);
        Ok(())
    }

    fn drop_column(&mut self, operation: &DropColumn, sides: &Sides<'_>) -> Result<(), DialectError> {
        let (before, after) = sides.table(&operation.table)?;
        let clause = format!("DROP COLUMN {}", Mysql.quote(&operation.column));
        self.alter(&operation.table, &with_implied(before, after, vec![clause]));
        Ok(())
    }

    fn fill(&mut self, operation: &Fill, sides: &Sides<'_>) -> Result<(), DialectError> {
        let Fill { table, column, value } = operation;
        let table = sides.before.expect_table(table)?;
        self.update(table, column, value, &format!(" WHERE {} IS NULL", Mysql.quote(column)));
        Ok(())
    }

    fn add_constraint(&mut self, operation: &AddConstraint, sides: &Sides<'_>) -> Result<(), DialectError> {
        let (before, after) = sides.table(&operation.table)?;
        let clause = constraint_clause(after, &operation.constraint, sides.after)?;
        self.alter(&operation.table, &with_implied(before, after, vec![format!("ADD {clause}")]));
        Ok(())
    }

    fn drop_constraint(&mut self, operation: &DropConstraint, sides: &Sides<'_>) -> Result<(), DialectError> {
        let DropConstraint { table, kind, name } = operation;
        let (before, after) = sides.table(table)?;
        let mut clauses = Vec::new();
        if *kind != ConstraintKind::ForeignKey || !self.suspended.contains(table, name) {
            clauses.push(drop_clause(*kind, name));
        }
        if *kind == ConstraintKind::PrimaryKey {
            // The key took NULL away from its columns, and does not give it back.
            let columns = before.primary_key_columns().iter().filter_map(|name| after.column(name));
            for column in columns.filter(|column| column.nullable) {
                clauses.push(modify(after, column, sides.after)?);
            }
        }
        self.alter(table, &with_implied(before, after, clauses));
        Ok(())
    }

    fn rename_constraint(
        &mut self,
        operation: &RenameConstraint,
        sides: &Sides<'_>,
    ) -> Result<(), DialectError> {
        let RenameConstraint { table, kind, before: name, after: name_after } = operation;
        let (before, after) = sides.table(table)?;
        match kind {
            // It is called PRIMARY, whatever the schema says.
            ConstraintKind::PrimaryKey => {}
            ConstraintKind::Unique => self.rename_key(table, name, name_after),
            ConstraintKind::Check => {
                let added = self.added(after, *kind, name_after, sides.after)?;
                self.alter(table, &[drop_clause(*kind, name), added]);
            }
            // One statement must not drop and add (MySQL manual, ALTER TABLE, foreign keys).
            ConstraintKind::ForeignKey if self.suspended.rename(table, name, name_after) => {
                self.alter(table, &with_implied(before, after, Vec::new()));
            }
            ConstraintKind::ForeignKey => {
                self.alter(table, &[drop_clause(*kind, name)]);
                let added = self.added(after, *kind, name_after, sides.after)?;
                self.alter(table, &with_implied(before, after, vec![added]));
            }
        }
        Ok(())
    }

    /// The clause that adds a constraint which `table` has.
    fn added(
        &self,
        table: &Table,
        kind: ConstraintKind,
        name: &Text,
        schema: &Schema,
    ) -> Result<String, DialectError> {
        let constraint = table.constraint(kind, name).expect("the operation was applied to this table");
        Ok(format!("ADD {}", constraint_clause(table, &constraint, schema)?))
    }

    fn create_index(&mut self, operation: &CreateIndex, sides: &Sides<'_>) -> Result<(), DialectError> {
        let (before, after) = sides.table(&operation.table)?;
        let clause = index_clause(after, &operation.index, sides.after)?;
        self.alter(&operation.table, &with_implied(before, after, vec![format!("ADD {clause}")]));
        Ok(())
    }

    fn drop_index(&mut self, operation: &DropIndex, sides: &Sides<'_>) -> Result<(), DialectError> {
        let (before, after) = sides.table(&operation.table)?;
        let clause = drop_clause(ConstraintKind::Unique, &operation.index);
        self.alter(&operation.table, &with_implied(before, after, vec![clause]));
        Ok(())
    }

    fn rename_index(&mut self, RenameIndex { table, before, after }: &RenameIndex) {
        self.rename_key(table, before, after);
    }

    fn rename_key(&mut self, table: &QualifiedName, before: &str, after: &str) {
        self.alter(table, &[format!("RENAME INDEX {} TO {}", Mysql.quote(before), Mysql.quote(after))]);
    }
}

/// A table's name, with its database's where the schema says so.
pub(super) fn table_name(name: &QualifiedName) -> String {
    match &name.schema {
        Some(schema) => format!("{}.{}", Mysql.quote(schema), Mysql.quote(&name.name)),
        None => Mysql.quote(&name.name),
    }
}

/// The clauses by which other columns stop to number themselves when `column` begins: a table has one that does (MySQL
/// manual, CREATE TABLE, AUTO_INCREMENT), and what ends the other's numbering may be a later operation.
pub(super) fn stop_others(
    table: &Table,
    column: &Column,
    schema: &Schema,
) -> Result<Vec<String>, DialectError> {
    let others = table
        .columns
        .iter()
        .filter(|other| column.identity.is_some() && other.identity.is_some() && other.name != column.name);
    others.map(|other| modify(table, &Column { identity: None, ..other.clone() }, schema)).collect()
}

/// `MODIFY COLUMN` with the whole definition.
pub(super) fn modify(table: &Table, column: &Column, schema: &Schema) -> Result<String, DialectError> {
    Ok(format!("MODIFY COLUMN {}", definition(table, column, schema)?))
}
