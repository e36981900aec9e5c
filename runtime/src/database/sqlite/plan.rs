//! Operations to steps: natively where `ALTER TABLE` can, else as a part of their table's rebuild.
//!
//! Rebuilds wait until something needs the tables as they are after (hand-written SQL, Rust code, a
//! rename, an expression that reads what they change), so that a table is made anew once for all
//! that is changed about it; so does a new table that is given a constraint later, as in a cycle of
//! foreign keys. What happens meanwhile to other tables does not see the difference.

use std::collections::BTreeSet;

use super::rebuild::{Rebuild, refused};
use super::table::{column_definition, create, create_index, is_strict, table_name};
use super::waiting::Waiting;
use super::{NAME, literal, quote, types};
use crate::database::shared::{Refusal, column_place, walk};
use crate::dialect::{DialectError, Plan, Statement, Verification};
use crate::operation::{
    AddColumn, AddConstraint, AlterColumn, AlterEnum, AlterTable, ColumnChange, CreateIndex, CreateTable,
    DropColumn, DropConstraint, DropIndex, DropTable, EnumChange, Execute, Fill, Operation, OperationError,
    RenameColumn, RenameConstraint, RenameIndex, RenameTable, Run, TableChange,
};
use crate::schema::{Column, ColumnType, DefaultValue, EnumType, QualifiedName, Schema, Text};

/// See [`Dialect::plan`](crate::dialect::Dialect::plan).
pub(super) fn plan<'a>(before: &Schema, operations: &'a [Operation]) -> Result<Plan<'a>, DialectError> {
    let mut planner = Planner { constrained: constrained(operations), ..Planner::default() };
    let after = walk(before, operations, |before, operation| planner.operation(before, operation))?;
    planner.flush(&after)?;
    Ok(planner.finish())
}

#[derive(Default)]
struct Planner<'a> {
    plan: Plan<'a>,
    /// Tables that are made, or made anew, when something needs them as they are after.
    waiting: Waiting,
    /// Tables that some operation gives a constraint: made with it, if they are made here.
    constrained: BTreeSet<&'a QualifiedName>,
    /// How many steps stand before those of the operations that wait.
    start: usize,
    /// Whether tables are dropped, in a rebuild or for good.
    drops_tables: bool,
}

impl<'a> Planner<'a> {
    fn operation(&mut self, before: &Schema, operation: &'a Operation) -> Result<(), DialectError> {
        if self.waiting.is_empty() {
            self.start = self.plan.steps.len();
        }
        match operation {
            Operation::CreateTable(operation) => self.create_table(before, operation),
            Operation::DropTable(operation) => self.drop_table(operation),
            Operation::RenameTable(operation) => self.rename_table(before, operation),
            Operation::AlterTable(operation) => self.alter_table(before, operation),
            Operation::AddColumn(operation) => self.add_column(before, operation),
            Operation::DropColumn(operation) => self.drop_column(operation),
            Operation::RenameColumn(operation) => self.rename_column(before, operation),
            Operation::AlterColumn(operation) => self.alter_column(before, operation),
            Operation::Fill(operation) => self.fill(before, operation),
            Operation::AddConstraint(AddConstraint { table, constraint: _ })
            | Operation::DropConstraint(DropConstraint { table, kind: _, name: _ })
            | Operation::RenameConstraint(RenameConstraint { table, kind: _, before: _, after: _ }) => {
                self.rebuild(before, table).map(drop)
            }
            Operation::CreateIndex(operation) => self.create_index(before, operation),
            Operation::DropIndex(operation) => self.drop_index(operation),
            Operation::RenameIndex(operation) => self.rename_index(before, operation),
            // A type of a column only: there is nothing of its own to make, drop or rename.
            Operation::CreateEnum(_) | Operation::DropEnum(_) | Operation::RenameEnum(_) => Ok(()),
            Operation::AlterEnum(operation) => self.alter_enum(before, operation),
            Operation::Execute(operation) => self.execute(before, operation),
            Operation::Run(operation) => self.run(before, operation),
        }?;
        self.plan.starts.push(self.start);
        Ok(())
    }

    fn create_table(&mut self, before: &Schema, operation: &CreateTable) -> Result<(), DialectError> {
        let table = &operation.table;
        for index in table.indexes.keys() {
            self.free_index(before, index)?;
        }
        if self.constrained.contains(&table.name) {
            self.waiting.create(&table.name);
            return Ok(());
        }
        create(before, table, &mut self.plan)
    }

    fn drop_table(&mut self, operation: &DropTable) -> Result<(), DialectError> {
        if self.waiting.forget(&operation.table) {
            return Ok(());
        }
        self.drops_tables = true;
        self.plan.statement(format!("DROP TABLE {}", quote(table_name(&operation.table)?)));
        Ok(())
    }

    fn rename_table(&mut self, before: &Schema, operation: &RenameTable) -> Result<(), DialectError> {
        self.flush(before)?;
        let (name, after) = (table_name(&operation.before)?, table_name(&operation.after)?);
        let mut rename = |name: &str, after: &str| {
            self.plan.statement(format!("ALTER TABLE {} RENAME TO {}", quote(name), quote(after)));
        };
        if name.eq_ignore_ascii_case(after) {
            // SQLite tells no upper from lower case, and finds the name taken by the table itself.
            let between = format!("aludel_{name}");
            rename(name, &between);
            rename(&between, after);
        } else {
            rename(name, after);
        }
        Ok(())
    }

    fn alter_table(&mut self, before: &Schema, operation: &AlterTable) -> Result<(), DialectError> {
        let ours = operation.changes.iter().any(|change| match change {
            TableChange::Comment(_) => false,
            TableChange::Option { database, .. } => database == NAME,
        });
        if ours {
            self.rebuild(before, &operation.table)?;
        }
        Ok(())
    }

    fn add_column(&mut self, before: &Schema, operation: &AddColumn) -> Result<(), DialectError> {
        let AddColumn { table, column } = operation;
        if self.waiting(table).is_some() || !addable(column) {
            // The copy leaves it to its default.
            return self.rebuild(before, table).map(|rebuild| rebuild.clear_value(&column.name));
        }
        let schema_table = before.expect_table(table)?;
        let definition = column_definition(before, schema_table, column, is_strict(schema_table))?;
        self.plan.statement(format!("ALTER TABLE {} ADD COLUMN {definition}", quote(table_name(table)?)));
        Ok(())
    }

    fn drop_column(&mut self, operation: &DropColumn) -> Result<(), DialectError> {
        let DropColumn { table, column } = operation;
        if let Some(rebuild) = self.waiting(table) {
            rebuild.drop_column(column);
            return Ok(());
        }
        let table = quote(table_name(table)?);
        self.plan.statement(format!("ALTER TABLE {table} DROP COLUMN {}", quote(column)));
        Ok(())
    }

    fn rename_column(&mut self, before: &Schema, operation: &RenameColumn) -> Result<(), DialectError> {
        if self.waiting(&operation.table).is_some() {
            self.flush(before)?;
        }
        let (column, after) = (quote(&operation.before), quote(&operation.after));
        let table = quote(table_name(&operation.table)?);
        self.plan.statement(format!("ALTER TABLE {table} RENAME COLUMN {column} TO {after}"));
        Ok(())
    }

    fn alter_column(&mut self, before: &Schema, operation: &AlterColumn) -> Result<(), DialectError> {
        let AlterColumn { table, column: name, changes } = operation;
        let column = before.expect_table(table)?.expect_column(name)?;
        let after = operation.column_after(before)?;
        let refuse = |refusal: Refusal| refusal.at(NAME, column_place(table, name));

        let mut using = None;
        let mut generated = None;
        for change in changes {
            match change {
                ColumnChange::Type { ty: _, using: Some(expression) } => using = Some(expression),
                ColumnChange::Generated(expression) => generated = Some(expression.is_some()),
                ColumnChange::Type { ty: _, using: None }
                | ColumnChange::Nullable(_)
                | ColumnChange::Default(_)
                | ColumnChange::Identity(_)
                | ColumnChange::Collation(_)
                | ColumnChange::Comment(_)
                | ColumnChange::Native { .. } => {}
            }
        }
        if let Some(using) = using {
            self.read(before, table, using)?;
        } else if generated.is_none() {
            let converted = types::convert(column, &after, name).map_err(refuse)?;
            if converted.is_none() && same_definition(before, table, column, &after)? {
                return Ok(());
            }
        }
        let rebuild = self.rebuild(before, table)?;
        match (using, generated) {
            (_, Some(true)) => rebuild.clear_value(name),
            (Some(using), _) => {
                rebuild.set_value(name, format!("({using})"));
                rebuild.guard(name, None);
            }
            (None, generated) => {
                if generated == Some(false) {
                    rebuild.keep_generated(name);
                }
                let value = rebuild.value(name).map(|value| types::convert(column, &after, value));
                if let Some(value) = value.transpose().map_err(refuse)?.flatten() {
                    rebuild.set_value(name, value);
                    rebuild.guard(name, types::left_unconverted(column, &after));
                }
            }
        }
        Ok(())
    }

    fn fill(&mut self, before: &Schema, operation: &Fill) -> Result<(), DialectError> {
        let Fill { table, column: name, value } = operation;
        self.read(before, table, value)?;
        let column = before.expect_table(table)?.expect_column(name)?;
        let filled = match self.waiting(table).map(|rebuild| rebuild.value(name).cloned()) {
            Some(Some(copied)) => Some(format!("coalesce({copied}, ({value}))")),
            // Added by the rebuild: NULL in every row, or what its default makes of each.
            Some(None) if column.default.is_none() => Some(format!("({value})")),
            Some(None) => {
                self.flush(before)?;
                None
            }
            None => None,
        };
        match filled {
            Some(filled) => self.rebuild(before, table)?.set_value(name, filled),
            None => {
                let (table, name) = (quote(table_name(table)?), quote(name));
                self.plan.statement(format!("UPDATE {table} SET {name} = ({value}) WHERE {name} IS NULL"));
            }
        }
        Ok(())
    }

    fn create_index(&mut self, before: &Schema, operation: &CreateIndex) -> Result<(), DialectError> {
        let CreateIndex { table, index } = operation;
        if self.waiting(table).is_none() {
            self.free_index(before, &index.name)?;
        }
        if self.waiting(table).is_none() {
            self.plan.statement(create_index(table, index)?);
        }
        Ok(())
    }

    fn drop_index(&mut self, operation: &DropIndex) -> Result<(), DialectError> {
        if self.waiting(&operation.table).is_none() {
            self.plan.statement(format!("DROP INDEX {}", quote(&operation.index)));
        }
        Ok(())
    }

    fn rename_index(&mut self, before: &Schema, operation: &RenameIndex) -> Result<(), DialectError> {
        let RenameIndex { table, before: name, after } = operation;
        if self.waiting(table).is_some() {
            return Ok(());
        }
        self.free_index(before, after)?;
        let index = before.expect_table(table)?.indexes.get(name);
        let mut index = index
            .cloned()
            .ok_or_else(|| OperationError::NoIndex { table: table.clone(), index: name.clone() })?;
        index.name = after.clone();
        self.plan.statement(format!("DROP INDEX {}", quote(name)));
        self.plan.statement(create_index(table, &index)?);
        Ok(())
    }

    fn alter_enum(&mut self, before: &Schema, operation: &AlterEnum) -> Result<(), DialectError> {
        let after = operation.enum_after(before)?;
        let enum_type = before.expect_enum(&operation.name)?;
        if sorted(enum_type) == sorted(&after) && moved(enum_type, &operation.changes).is_empty() {
            return Ok(());
        }
        let moved = moved(enum_type, &operation.changes);
        let columns = before.columns_of_enum(&operation.name);
        for (table, column) in columns.filter(|(_, column)| column.native_type(NAME).is_none()) {
            let rebuild = self.rebuild(before, &table.name)?;
            if let Some(value) = rebuild.value(&column.name).filter(|_| !moved.is_empty()) {
                let cases = moved
                    .iter()
                    .map(|(value, after)| format!("WHEN {} THEN {} ", literal(value), literal(after)));
                let case = format!("CASE {value} {}ELSE {value} END", cases.collect::<String>());
                rebuild.set_value(&column.name, case);
            }
        }
        Ok(())
    }

    fn execute(&mut self, before: &Schema, operation: &Execute) -> Result<(), DialectError> {
        self.flush(before)?;
        self.plan.execute(operation, NAME);
        Ok(())
    }

    fn run(&mut self, before: &Schema, operation: &'a Run) -> Result<(), DialectError> {
        self.flush(before)?;
        self.plan.run(operation);
        Ok(())
    }

    /// What waits for `table`, if anything.
    fn waiting(&mut self, table: &QualifiedName) -> Option<&mut Rebuild> {
        self.waiting.get(table)
    }

    /// What waits for `table`: a rebuild, if nothing did.
    fn rebuild(&mut self, before: &Schema, table: &QualifiedName) -> Result<&mut Rebuild, DialectError> {
        Ok(self.waiting.rebuild(before.expect_table(table)?))
    }

    /// Makes sure that `expression`, of a row of `table`, finds what it reads as it is by now.
    fn read(&mut self, before: &Schema, table: &QualifiedName, expression: &str) -> Result<(), DialectError> {
        match self.waiting.changes_what_is_read(table, expression) {
            true => self.flush(before),
            false => Ok(()),
        }
    }

    /// Makes sure that no table that waits still holds an index `name`.
    fn free_index(&mut self, before: &Schema, name: &Text) -> Result<(), DialectError> {
        match self.waiting.holds_index(name) {
            true => self.flush(before),
            false => Ok(()),
        }
    }

    /// Makes what waits; `schema` is what it leads to.
    fn flush(&mut self, schema: &Schema) -> Result<(), DialectError> {
        for rebuild in self.waiting.take() {
            self.drops_tables |= !rebuild.creates();
            rebuild.run(schema, &mut self.plan)?;
        }
        self.start = self.plan.steps.len();
        Ok(())
    }

    /// Turns foreign keys off around a plan that drops tables: the drop would delete children.
    fn finish(mut self) -> Plan<'a> {
        if self.drops_tables {
            self.plan.before_transaction.push(Statement::new("PRAGMA foreign_keys = OFF"));
            self.plan.after_transaction.push(Statement::new("PRAGMA foreign_keys = ON"));
            self.plan.verifications.push(foreign_keys());
        }
        self.plan
    }
}

/// The tables that are given a constraint.
fn constrained(operations: &[Operation]) -> BTreeSet<&QualifiedName> {
    let mut tables = BTreeSet::new();
    for operation in operations {
        if let Operation::AddConstraint(AddConstraint { table, constraint: _ }) = operation {
            tables.insert(table);
        }
    }
    tables
}

/// The check of all foreign keys; a script puts what it finds where nothing may be.
fn foreign_keys() -> Verification {
    let found = "FROM pragma_foreign_key_check";
    let guard = refused("table", "a row references a row that is not there");
    Verification {
        sql: format!("SELECT \"table\", CAST(rowid AS TEXT), parent, CAST(fkid AS TEXT) {found}"),
        violation: "a row (its table, its rowid) references a row of another table that is not there".into(),
        script: Some(format!(
            "CREATE TEMP TABLE aludel_check ({guard});\n\
             INSERT INTO temp.aludel_check SELECT \"table\" {found};\n\
             DROP TABLE temp.aludel_check;"
        )),
    }
}

/// Whether `ADD COLUMN` takes the column whatever rows there are (ALTER TABLE, section 4).
fn addable(column: &Column) -> bool {
    let default = match &column.default {
        None => column.nullable || column.generated.is_some(),
        Some(DefaultValue::Literal(_)) => true,
        Some(DefaultValue::Sql(_)) => false,
    };
    let stored = column.generated.as_ref().is_some_and(|generated| generated.stored);
    default && !stored && column.identity.is_none()
}

/// Whether SQLite declares both columns, of the same name, with the same text.
fn same_definition(
    schema: &Schema,
    table: &QualifiedName,
    before: &Column,
    after: &Column,
) -> Result<bool, DialectError> {
    if before.identity.is_some() != after.identity.is_some() {
        return Ok(false);
    }
    let table = schema.expect_table(table)?;
    let strict = is_strict(table);
    // The primary key that an identity needs may be on its way; SQLite has one type for all widths of it.
    let plain = |column: &Column| match column.identity {
        Some(_) => Column { identity: None, ty: ColumnType::BigInt, ..column.clone() },
        None => column.clone(),
    };
    let definition = |column: &Column| column_definition(schema, table, &plain(column), strict);
    Ok(definition(before)? == definition(after)?)
}

fn sorted(enum_type: &EnumType) -> Vec<&Text> {
    let mut values: Vec<&Text> = enum_type.values.iter().collect();
    values.sort();
    values
}

/// The values that rows hold in another spelling after the changes: before, after.
fn moved(enum_type: &EnumType, changes: &[EnumChange]) -> Vec<(Text, Text)> {
    let after = |value: &Text| {
        changes.iter().fold(value.clone(), |value, change| match change {
            EnumChange::Rename { before, after } if *before == value => after.clone(),
            EnumChange::Drop { value: dropped, replacement: Some(replacement) } if *dropped == value => {
                replacement.clone()
            }
            EnumChange::Rename { .. }
            | EnumChange::Drop { .. }
            | EnumChange::Add { .. }
            | EnumChange::Reorder { .. } => value,
        })
    };
    let all = enum_type.values.iter().map(|value| (value.clone(), after(value)));
    all.filter(|(value, after)| value != after).collect()
}
