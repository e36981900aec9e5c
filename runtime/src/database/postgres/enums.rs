//! Enum types.
//!
//! Values are added and renamed in place where that is enough. Where a value is dropped, the order
//! changes, or a later operation of the same plan may use an added value, the type is made again and
//! every column is cast to it: PostgreSQL lets nobody use an added value before the transaction has
//! committed (manual, ALTER TYPE, notes), but anybody the values of a type made in the transaction.

use std::collections::BTreeMap;

use super::NAME;
use super::dependents::{Change, Dependents};
use super::sql::{alter_table, literal, literal_list, qualified, quote};
use super::table::default_sql;
use super::types::type_of;
use crate::database::shared::column_place;
use crate::dialect::DialectError;
use crate::operation::{AlterEnum, ColumnChange, EnumChange, EnumPosition, Operation};
use crate::schema::{
    Column, ColumnType, Constraint, DefaultValue, EnumType, Index, IndexKey, Literal, MAX_NAME_LENGTH,
    QualifiedName, Schema, Table, Text,
};

/// `CREATE TYPE … AS ENUM`.
pub(super) fn create(enum_type: &EnumType) -> String {
    format!("CREATE TYPE {} AS ENUM ({})", qualified(&enum_type.name), literal_list(&enum_type.values))
}

/// The statements that change an enum's values, before the operations `later` of the same plan.
pub(super) fn alter(
    schema: &Schema,
    operation: &AlterEnum,
    later: &[Operation],
) -> Result<Vec<String>, DialectError> {
    let mut added = Vec::new();
    let mut in_place = Vec::new();
    let name = qualified(&operation.name);
    for change in &operation.changes {
        match change {
            EnumChange::Add { value, position } => {
                let position = match position {
                    EnumPosition::Last => String::new(),
                    EnumPosition::Before(next) => format!(" BEFORE {}", literal(next)),
                };
                in_place.push(format!("ALTER TYPE {name} ADD VALUE {}{position}", literal(value)));
                added.push(value);
            }
            EnumChange::Rename { before, after } => {
                let (before, after) = (literal(before), literal(after));
                in_place.push(format!("ALTER TYPE {name} RENAME VALUE {before} TO {after}"));
            }
            EnumChange::Drop { .. } | EnumChange::Reorder { .. } => return recreate(schema, operation),
        }
    }
    let added = Added { name: &operation.name, values: &added, schema };
    if later.iter().any(|operation| added.used_by(operation, later)) {
        return recreate(schema, operation);
    }
    Ok(in_place)
}

/// Makes the type again under its name, and casts every column of it.
fn recreate(schema: &Schema, operation: &AlterEnum) -> Result<Vec<String>, DialectError> {
    let after = operation.enum_after(schema)?;
    let aside = aside(&after.name);
    let mut columns: BTreeMap<&QualifiedName, (&Table, Vec<&Column>)> = BTreeMap::new();
    for (table, column) in schema.columns_of_enum(&after.name) {
        if column.native_type(NAME).is_none() {
            columns.entry(&table.name).or_insert_with(|| (table, Vec::new())).1.push(column);
        }
    }
    let mut dependents = Dependents::default();
    for (table, columns) in columns.values() {
        let retyped = columns.iter().map(|column| &*column.name).collect();
        dependents.add(schema, table, Change { retyped, reread: true, unlinked: true, ..Change::default() });
    }
    let mut statements = dependents.drop();
    statements.push(format!("ALTER TYPE {} RENAME TO {}", qualified(&after.name), quote(&aside.name)));
    statements.push(create(&after));
    for (table, columns) in columns.values() {
        let mut clauses = Vec::new();
        for column in columns {
            recast(&mut clauses, table, column, &operation.changes, &after)?;
        }
        statements.push(alter_table(&table.name, &clauses));
    }
    statements.push(format!("DROP TYPE {}", qualified(&aside)));
    statements.extend(dependents.restore()?);
    Ok(statements)
}

/// A name for the type before while the one after is made, no longer than PostgreSQL keeps.
fn aside(name: &QualifiedName) -> QualifiedName {
    const SUFFIX: &str = "__before";
    let kept = name.name.floor_char_boundary(MAX_NAME_LENGTH - SUFFIX.len());
    name.with_name(format!("{}{SUFFIX}", &name.name[..kept]))
}

/// The clauses that cast one column to the type after.
fn recast(
    clauses: &mut Vec<String>,
    table: &Table,
    column: &Column,
    changes: &[EnumChange],
    after: &EnumType,
) -> Result<(), DialectError> {
    let name = quote(&column.name);
    let ty = type_of(column).map_err(|refusal| refusal.at(NAME, column_place(&table.name, &column.name)))?;
    if column.default.is_some() {
        clauses.push(format!("ALTER COLUMN {name} DROP DEFAULT"));
    }
    let text = match column.ty {
        ColumnType::Array(_) => recast_array(&name, changes),
        _ => recast_value(&name, changes),
    };
    let using = if column.generated.is_some() { String::new() } else { format!(" USING {text}::{ty}") };
    clauses.push(format!("ALTER COLUMN {name} TYPE {ty}{using}"));
    if let Some(default) = default_after(column, changes, after) {
        clauses.push(format!("ALTER COLUMN {name} SET DEFAULT {}", default_sql(column, &default)));
    }
    Ok(())
}

/// The text of a value after, as an expression; a value that is dropped stays, for the cast to refuse.
fn recast_value(name: &str, changes: &[EnumChange]) -> String {
    let whens: Vec<String> = replacements(changes)
        .into_iter()
        .map(|(before, after)| format!("WHEN {} THEN {}", literal(before), literal(after)))
        .collect();
    if whens.is_empty() {
        return format!("{name}::text");
    }
    format!("(CASE {name}::text {} ELSE {name}::text END)", whens.join(" "))
}

/// The same for an array, change by change: PostgreSQL takes no subquery there.
fn recast_array(name: &str, changes: &[EnumChange]) -> String {
    changes.iter().fold(format!("{name}::text[]"), |array, change| match change {
        EnumChange::Rename { before, after }
        | EnumChange::Drop { value: before, replacement: Some(after) } => {
            format!("array_replace({array}, {}, {})", literal(before), literal(after))
        }
        EnumChange::Add { .. } | EnumChange::Drop { replacement: None, .. } | EnumChange::Reorder { .. } => {
            array
        }
    })
}

/// What becomes of each value before that does not stay itself, through all changes.
fn replacements(changes: &[EnumChange]) -> BTreeMap<&str, &str> {
    let mut replaced: BTreeMap<&str, &str> = BTreeMap::new();
    for change in changes {
        match change {
            EnumChange::Rename { before, after }
            | EnumChange::Drop { value: before, replacement: Some(after) } => {
                replaced.values_mut().filter(|value| **value == before).for_each(|value| *value = after);
                replaced.entry(before).or_insert(after);
            }
            EnumChange::Add { .. }
            | EnumChange::Drop { replacement: None, .. }
            | EnumChange::Reorder { .. } => {}
        }
    }
    replaced
}

/// The column's default under the type after; none for one whose value is gone, since only a later
/// operation can say another.
fn default_after(column: &Column, changes: &[EnumChange], after: &EnumType) -> Option<DefaultValue> {
    match &column.default {
        Some(DefaultValue::Literal(Literal::Text(value))) if matches!(column.ty, ColumnType::Enum(_)) => {
            let value =
                replacements(changes).get(&**value).map_or(value.clone(), |after| (*after).to_owned().into());
            after.values.contains(&value).then_some(DefaultValue::Literal(Literal::Text(value)))
        }
        default => default.clone(),
    }
}

/// Values added to an enum, which nobody may use before the transaction has committed.
struct Added<'a> {
    name: &'a QualifiedName,
    values: &'a [&'a Text],
    schema: &'a Schema,
}

impl Added<'_> {
    /// Whether `operation` may use one of the values; where that cannot be known, it may.
    fn used_by(&self, operation: &Operation, later: &[Operation]) -> bool {
        match operation {
            _ if self.values.is_empty() => false,
            Operation::Execute(execute) => execute.sql.text(NAME).is_some(),
            Operation::Run(_) => true,
            Operation::Fill(fill) => {
                let added = later.iter().find_map(|operation| {
                    let Operation::AddColumn(add) = operation else { return None };
                    (add.table == fill.table && add.column.name == fill.column).then_some(&add.column)
                });
                let there = self.schema.tables.get(&fill.table).and_then(|table| table.column(&fill.column));
                let other = added.or(there).is_some_and(|column| column.ty.enum_name() != Some(self.name));
                !other || self.named_in(&fill.value)
            }
            Operation::CreateTable(create) => {
                create.table.columns.iter().any(|column| self.named_in_column(column))
                    || create.table.checks.values().any(|check| self.named_in(&check.expression))
                    || create.table.indexes.values().any(|index| self.named_in_index(index))
            }
            Operation::AddColumn(add) => self.named_in_column(&add.column),
            Operation::AlterColumn(alter) => alter.changes.iter().any(|change| self.used_by_change(change)),
            Operation::AddConstraint(add) => match &add.constraint {
                Constraint::Check(check) => self.named_in(&check.expression),
                Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::ForeignKey(_) => false,
            },
            Operation::CreateIndex(create) => self.named_in_index(&create.index),
            Operation::DropTable(_)
            | Operation::RenameTable(_)
            | Operation::AlterTable(_)
            | Operation::DropColumn(_)
            | Operation::RenameColumn(_)
            | Operation::DropConstraint(_)
            | Operation::RenameConstraint(_)
            | Operation::DropIndex(_)
            | Operation::RenameIndex(_)
            | Operation::CreateEnum(_)
            | Operation::DropEnum(_)
            | Operation::RenameEnum(_)
            | Operation::AlterEnum(_) => false,
        }
    }

    fn used_by_change(&self, change: &ColumnChange) -> bool {
        match change {
            ColumnChange::Type { ty, using } => {
                ty.enum_name() == Some(self.name)
                    || using.as_deref().is_some_and(|using| self.named_in(using))
            }
            ColumnChange::Default(default) => {
                default.as_ref().is_some_and(|default| self.named_in_default(default))
            }
            ColumnChange::Generated(generated) => {
                generated.as_ref().is_some_and(|generated| self.named_in(&generated.expression))
            }
            ColumnChange::Nullable(_)
            | ColumnChange::Identity(_)
            | ColumnChange::Collation(_)
            | ColumnChange::Comment(_)
            | ColumnChange::Native { .. } => false,
        }
    }

    fn named_in_column(&self, column: &Column) -> bool {
        column.default.as_ref().is_some_and(|default| self.named_in_default(default))
            || column.generated.as_ref().is_some_and(|generated| self.named_in(&generated.expression))
    }

    fn named_in_default(&self, default: &DefaultValue) -> bool {
        match default {
            DefaultValue::Literal(Literal::Text(text)) | DefaultValue::Sql(text) => self.named_in(text),
            DefaultValue::Literal(Literal::Boolean(_) | Literal::Integer(_) | Literal::Number(_)) => false,
        }
    }

    fn named_in_index(&self, index: &Index) -> bool {
        let key = |key: &IndexKey| match key {
            IndexKey::Column(_) => false,
            IndexKey::Expression(expression) => self.named_in(expression),
        };
        index.columns.iter().any(|column| key(&column.key))
            || index.predicate.as_deref().is_some_and(|predicate| self.named_in(predicate))
    }

    fn named_in(&self, text: &str) -> bool {
        self.values.iter().any(|value| text.contains(&***value))
    }
}
