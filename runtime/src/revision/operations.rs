//! The record that `upgrade` and `downgrade` write: replayed for state, rendered to SQL, printed offline.

use super::build::{ExecuteHandle, RunHandle};
use crate::operation::{
    AddColumn, AddConstraint, AlterColumn, AlterEnum, AlterTable, ColumnChange, CreateEnum, CreateIndex,
    CreateTable, DropColumn, DropConstraint, DropEnum, DropIndex, DropTable, EnumChange, Execute, Fill,
    Operation, RenameColumn, RenameConstraint, RenameEnum, RenameIndex, RenameTable, Run, Sql, TableChange,
};
use crate::schema::{Column, Constraint, ConstraintKind, EnumType, QualifiedName, Table, Text};

/// The operations of one direction of a revision, in order.
#[derive(Debug, Default)]
pub struct Operations {
    list: Vec<Operation>,
}

impl Operations {
    /// An empty record.
    pub fn new() -> Self {
        Self::default()
    }

    /// What one direction of a revision records.
    pub fn record(direction: fn(&mut Self)) -> Vec<Operation> {
        let mut operations = Self::new();
        direction(&mut operations);
        operations.list
    }

    /// The operations recorded so far.
    pub fn list(&self) -> &[Operation] {
        &self.list
    }

    /// Records `operation`.
    pub fn push(&mut self, operation: impl Into<Operation>) {
        self.list.push(operation.into());
    }

    /// Creates a table.
    pub fn create_table(&mut self, table: Table) {
        self.push(CreateTable { table });
    }

    /// Drops a table with all its rows.
    pub fn drop_table(&mut self, table: impl Into<QualifiedName>) {
        self.push(DropTable { table: table.into() });
    }

    /// Renames a table.
    pub fn rename_table(&mut self, before: impl Into<QualifiedName>, after: impl Into<QualifiedName>) {
        self.push(RenameTable { before: before.into(), after: after.into() });
    }

    /// Changes a table's comment and options.
    pub fn alter_table(
        &mut self,
        table: impl Into<QualifiedName>,
        changes: impl IntoIterator<Item = TableChange>,
    ) {
        self.push(AlterTable { table: table.into(), changes: changes.into_iter().collect() });
    }

    /// Adds a column.
    pub fn add_column(&mut self, table: impl Into<QualifiedName>, column: Column) {
        self.push(AddColumn { table: table.into(), column });
    }

    /// Drops a column with all its values.
    pub fn drop_column(&mut self, table: impl Into<QualifiedName>, column: impl Into<Text>) {
        self.push(DropColumn { table: table.into(), column: column.into() });
    }

    /// Renames a column.
    pub fn rename_column(
        &mut self,
        table: impl Into<QualifiedName>,
        before: impl Into<Text>,
        after: impl Into<Text>,
    ) {
        self.push(RenameColumn { table: table.into(), before: before.into(), after: after.into() });
    }

    /// Changes a column in place.
    pub fn alter_column(
        &mut self,
        table: impl Into<QualifiedName>,
        column: impl Into<Text>,
        changes: impl IntoIterator<Item = ColumnChange>,
    ) {
        self.push(AlterColumn {
            table: table.into(),
            column: column.into(),
            changes: changes.into_iter().collect(),
        });
    }

    /// Sets a column to an SQL expression in the rows where it is NULL.
    pub fn fill(&mut self, table: impl Into<QualifiedName>, column: impl Into<Text>, value: impl Into<Text>) {
        self.push(Fill { table: table.into(), column: column.into(), value: value.into() });
    }

    /// Adds a primary key, unique constraint, foreign key or check.
    pub fn add_constraint(&mut self, table: impl Into<QualifiedName>, constraint: impl Into<Constraint>) {
        self.push(AddConstraint { table: table.into(), constraint: constraint.into() });
    }

    /// Drops a constraint.
    pub fn drop_constraint(
        &mut self,
        table: impl Into<QualifiedName>,
        kind: ConstraintKind,
        name: impl Into<Text>,
    ) {
        self.push(DropConstraint { table: table.into(), kind, name: name.into() });
    }

    /// Renames a constraint.
    pub fn rename_constraint(
        &mut self,
        table: impl Into<QualifiedName>,
        kind: ConstraintKind,
        before: impl Into<Text>,
        after: impl Into<Text>,
    ) {
        self.push(RenameConstraint { table: table.into(), kind, before: before.into(), after: after.into() });
    }

    /// Creates an index: `op.create_index(index("ix_users_phone").on("users", ["phone"]))`.
    pub fn create_index(&mut self, index: CreateIndex) {
        self.push(index);
    }

    /// Drops an index.
    pub fn drop_index(&mut self, table: impl Into<QualifiedName>, index: impl Into<Text>) {
        self.push(DropIndex { table: table.into(), index: index.into() });
    }

    /// Renames an index.
    pub fn rename_index(
        &mut self,
        table: impl Into<QualifiedName>,
        before: impl Into<Text>,
        after: impl Into<Text>,
    ) {
        self.push(RenameIndex { table: table.into(), before: before.into(), after: after.into() });
    }

    /// Creates an enum type.
    pub fn create_enum<V: Into<Text>>(
        &mut self,
        name: impl Into<QualifiedName>,
        values: impl IntoIterator<Item = V>,
    ) {
        let values = values.into_iter().map(Into::into).collect();
        self.push(CreateEnum { enum_type: EnumType { name: name.into(), values } });
    }

    /// Drops an enum type.
    pub fn drop_enum(&mut self, name: impl Into<QualifiedName>) {
        self.push(DropEnum { name: name.into() });
    }

    /// Renames an enum type.
    pub fn rename_enum(&mut self, before: impl Into<QualifiedName>, after: impl Into<QualifiedName>) {
        self.push(RenameEnum { before: before.into(), after: after.into() });
    }

    /// Adds, renames, drops and reorders an enum's values.
    pub fn alter_enum(
        &mut self,
        name: impl Into<QualifiedName>,
        changes: impl IntoIterator<Item = EnumChange>,
    ) {
        self.push(AlterEnum { name: name.into(), changes: changes.into_iter().collect() });
    }

    /// Records code; the floor of connections makes it.
    pub(crate) fn push_run(&mut self, run: Run) -> RunHandle<'_> {
        self.push(run);
        let Some(Operation::Run(run)) = self.list.last_mut() else {
            unreachable!("it was pushed on the line before")
        };
        RunHandle::new(run)
    }

    /// Runs SQL written by hand.
    ///
    /// Where it changes modelled tables, say so: `op.execute("…").effect(|op| op.drop_table("old"))`.
    pub fn execute(&mut self, sql: impl Into<Sql>) -> ExecuteHandle<'_> {
        self.push(Execute {
            sql: sql.into(),
            effect: Vec::new(),
            outside_transaction: false,
            elidable: false,
        });
        let Some(Operation::Execute(execute)) = self.list.last_mut() else {
            unreachable!("it was pushed on the line before")
        };
        ExecuteHandle::new(execute)
    }
}
