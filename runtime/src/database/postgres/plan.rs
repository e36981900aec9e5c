//! Operations as statements: one function an operation.

use super::alter::alter_column;
use super::sql::{in_schema_of, literal, qualified, quote};
use super::{NAME, enums, foreign_key, index, names, options, table};
use crate::database::shared::walk;
use crate::dialect::{DialectError, Plan};
use crate::operation::{
    AlterTable, Fill, Operation, RenameColumn, RenameConstraint, RenameIndex, TableChange,
};
use crate::schema::{Deferrable, ForeignKey, QualifiedName, Schema, Table, Text};

/// The plan of `operations` over a database that holds `before`; every statement of it is transactional, but for SQL by
/// hand that says that it is not.
pub(super) fn plan<'a>(before: &Schema, operations: &'a [Operation]) -> Result<Plan<'a>, DialectError> {
    let mut plan = Plan::default();
    let mut later = operations;
    walk(before, operations, |schema, operation| {
        later = later.get(1..).unwrap_or_default();
        plan.starts.push(plan.steps.len());
        names::check(schema, operation)?;
        foreign_key::check(schema, operation)?;
        if let Operation::Run(run) = operation {
            plan.run(run);
        }
        if let Operation::Execute(execute) = operation {
            plan.execute(execute, NAME);
        }
        for statement in statements(schema, operation, later)? {
            plan.statement(statement);
        }
        Ok(())
    })?;
    Ok(plan)
}

fn statements(
    schema: &Schema,
    operation: &Operation,
    later: &[Operation],
) -> Result<Vec<String>, DialectError> {
    Ok(match operation {
        Operation::CreateTable(create) => {
            let mut statements = create_schema(schema, &create.table.name);
            statements.extend(table::create(&create.table)?);
            statements
        }
        Operation::DropTable(drop) => vec![format!("DROP TABLE {}", qualified(&drop.table))],
        Operation::RenameTable(rename) => rename_in("TABLE", schema, &rename.before, &rename.after),
        Operation::AlterTable(alter) => alter_table(alter)?,
        Operation::AddColumn(add) => table::add_column(&add.table, &add.column)?,
        Operation::DropColumn(drop) => vec![table::drop_column(&drop.table, &drop.column)],
        Operation::RenameColumn(rename) => vec![rename_column(rename)],
        Operation::AlterColumn(alter) => alter_column(schema, alter)?,
        Operation::Fill(fill) => self::fill(schema, fill)?,
        Operation::AddConstraint(add) => vec![table::add_constraint(&add.table, &add.constraint)],
        Operation::DropConstraint(drop) => vec![table::drop_constraint(&drop.table, &drop.name)],
        Operation::RenameConstraint(rename) => vec![rename_constraint(rename)],
        Operation::CreateIndex(create) => vec![index::create(&create.table, &create.index)?],
        Operation::DropIndex(drop) => vec![index::drop(&drop.table, &drop.index)],
        Operation::RenameIndex(rename) => vec![rename_index(rename)],
        Operation::CreateEnum(create) => {
            let mut statements = create_schema(schema, &create.enum_type.name);
            statements.push(enums::create(&create.enum_type));
            statements
        }
        Operation::DropEnum(drop) => vec![format!("DROP TYPE {}", qualified(&drop.name))],
        Operation::RenameEnum(rename) => rename_in("TYPE", schema, &rename.before, &rename.after),
        Operation::AlterEnum(alter) => enums::alter(schema, alter, later)?,
        // Neither is made here: the plan holds each as a step of its own.
        Operation::Execute(_) | Operation::Run(_) => Vec::new(),
    })
}

/// Creates the schema (namespace) that `name` lives in, if nothing in `schema` lives there yet.
fn create_schema(schema: &Schema, name: &QualifiedName) -> Vec<String> {
    let Some(namespace) = &name.schema else { return Vec::new() };
    // Names are ordered by schema first, so that the first name from here on tells.
    let start = QualifiedName { schema: name.schema.clone(), name: Text::Borrowed("") };
    let table = schema.tables.range(&start..).next().map(|(name, _)| name);
    let enum_type = schema.enums.range(&start..).next().map(|(name, _)| name);
    let known = [table, enum_type].into_iter().flatten().any(|first| first.schema == name.schema);
    // Every database has `public`, and not every user may create schemas.
    if known || namespace == "public" {
        return Vec::new();
    }
    vec![format!("CREATE SCHEMA IF NOT EXISTS {}", quote(namespace))]
}

/// Renames a table or a type, and moves it where its schema (namespace) changes.
fn rename_in(kind: &str, schema: &Schema, before: &QualifiedName, after: &QualifiedName) -> Vec<String> {
    let mut statements = Vec::new();
    if before.schema != after.schema {
        statements.extend(create_schema(schema, after));
        statements.push(match &after.schema {
            Some(namespace) => format!("ALTER {kind} {} SET SCHEMA {}", qualified(before), quote(namespace)),
            // Where names without a schema are made is known to the connection only.
            None => {
                let alter = literal(&format!("ALTER {kind} {} SET SCHEMA %I", qualified(before)));
                format!("DO $$ BEGIN EXECUTE format({alter}, current_schema()); END $$")
            }
        });
    }
    if before.name != after.name {
        let moved = in_schema_of(after, &before.name);
        statements.push(format!("ALTER {kind} {moved} RENAME TO {}", quote(&after.name)));
    }
    statements
}

fn alter_table(alter: &AlterTable) -> Result<Vec<String>, DialectError> {
    let mut statements = Vec::new();
    for change in &alter.changes {
        match change {
            TableChange::Comment(comment) => statements.push(table::comment(&alter.table, comment.as_ref())),
            TableChange::Option { database, name, value } if database == NAME => {
                statements.push(options::change(&alter.table, name, value.as_ref())?);
            }
            TableChange::Option { .. } => {}
        }
    }
    Ok(statements)
}

fn rename_column(rename: &RenameColumn) -> String {
    let (before, after) = (quote(&rename.before), quote(&rename.after));
    format!("ALTER TABLE {} RENAME COLUMN {before} TO {after}", qualified(&rename.table))
}

fn rename_constraint(rename: &RenameConstraint) -> String {
    let (before, after) = (quote(&rename.before), quote(&rename.after));
    format!("ALTER TABLE {} RENAME CONSTRAINT {before} TO {after}", qualified(&rename.table))
}

fn rename_index(rename: &RenameIndex) -> String {
    format!("ALTER INDEX {} RENAME TO {}", in_schema_of(&rename.table, &rename.before), quote(&rename.after))
}

/// Fills the rows that have no value, and lets deferred constraints see them at once: PostgreSQL
/// alters no table that has checks pending (manual, SET CONSTRAINTS).
fn fill(schema: &Schema, fill: &Fill) -> Result<Vec<String>, DialectError> {
    let table = schema.expect_table(&fill.table)?;
    let column = table.expect_column(&fill.column)?;
    let value =
        if table::is_tiny(column) { table::tiny(&fill.value) } else { fill.value.clone().into_owned() };
    let name = quote(&fill.column);
    let update = format!("UPDATE {} SET {name} = {value} WHERE {name} IS NULL", qualified(&fill.table));
    let deferred = deferred_constraints(schema, table, &fill.column);
    if deferred.is_empty() {
        return Ok(vec![update]);
    }
    let names = deferred.join(", ");
    Ok(vec![
        update,
        format!("SET CONSTRAINTS {names} IMMEDIATE"),
        format!("SET CONSTRAINTS {names} DEFERRED"),
    ])
}

/// The constraints over `column` that are checked when the transaction commits.
fn deferred_constraints(schema: &Schema, table: &Table, column: &Text) -> Vec<String> {
    let deferred = |deferrable| deferrable == Some(Deferrable::InitiallyDeferred);
    let uniques = table.uniques.values();
    let uniques = uniques.filter(|unique| deferred(unique.deferrable) && unique.columns.contains(column));
    let mut names: Vec<String> = uniques.map(|unique| in_schema_of(&table.name, &unique.name)).collect();
    let others = schema.tables.referencing(&table.name).filter(|other| other.name != table.name);
    for owner in std::iter::once(table).chain(others) {
        let concerned = |key: &&ForeignKey| {
            owner.name == table.name && key.columns.contains(column)
                || key.references == table.name && key.referenced_columns.contains(column)
        };
        let keys = owner.foreign_keys.values().filter(|key| deferred(key.deferrable)).filter(concerned);
        names.extend(keys.map(|key| in_schema_of(&owner.name, &key.name)));
    }
    names
}
