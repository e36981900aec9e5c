//! Changing an enum's values, in every column that has it as its type.

use std::collections::BTreeMap;

use super::Mysql;
use super::plan::{Planner, Sides, modify};
use crate::dialect::{Dialect, DialectError};
use crate::operation::{AlterEnum, EnumChange};
use crate::schema::{Column, ColumnType, DefaultValue, EnumType, Literal, Table, Text};

impl Planner<'_> {
    pub(super) fn alter_enum(
        &mut self,
        operation: &AlterEnum,
        sides: &Sides<'_>,
    ) -> Result<(), DialectError> {
        let before = sides.before.expect_enum(&operation.name)?;
        let after = sides.after.expect_enum(&operation.name)?;
        let moved = moved(before, after, &operation.changes);
        for (table, column) in sides.after.columns_of_enum(&operation.name) {
            if column.native_type(Mysql.name()).is_some() {
                continue;
            }
            self.suspend_foreign_keys(sides.before, &table.name, &column.name);
            if !moved.is_empty() && column.generated.is_none() {
                self.move_values(table, column, &moved, sides)?;
            }
            let column = Column { default: default(column, after), ..column.clone() };
            self.alter(&table.name, &[modify(table, &column, sides.after)?]);
        }
        Ok(())
    }

    /// Gives the rows their values after, in a text column: an `ENUM` cannot hold two values that differ in
    /// case only, nor a value twice while rows move from one to the other.
    fn move_values(
        &mut self,
        table: &Table,
        column: &Column,
        moved: &BTreeMap<Text, Text>,
        sides: &Sides<'_>,
    ) -> Result<(), DialectError> {
        let enums =
            [sides.before, sides.after].map(|schema| column.ty.enum_name().and_then(|e| schema.enums.get(e)));
        let values = enums.into_iter().flatten().flat_map(|enum_type| &*enum_type.values);
        let longest =
            values.chain(moved.values()).map(|value| value.chars().count()).max().unwrap_or_default();
        let length = u32::try_from(longest).unwrap_or(u32::MAX);
        let text = Column { ty: ColumnType::Varchar(length), default: None, ..column.clone() };
        self.alter(&table.name, &[modify(table, &text, sides.after)?]);
        let name = Mysql.quote(&column.name);
        let cases = moved
            .iter()
            .map(|(before, after)| format!(" WHEN {} THEN {}", Mysql.literal(before), Mysql.literal(after)));
        let value = format!("CASE {name}{} END", cases.collect::<String>());
        let values: Vec<String> = moved.keys().map(|value| Mysql.literal(value)).collect();
        self.update(table, &column.name, &value, &format!(" WHERE {name} IN ({})", values.join(", ")));
        Ok(())
    }
}

/// The values of rows that change, and what they change to.
///
/// A value that is dropped without a replacement stays, and the `ENUM` after refuses it in strict mode; where
/// another value takes its name, it is moved out of the way to one that is refused just so.
fn moved(before: &EnumType, after: &EnumType, changes: &[EnumChange]) -> BTreeMap<Text, Text> {
    let mut moved = BTreeMap::new();
    for value in &*before.values {
        let mut current = Some(value.clone());
        for change in changes {
            current = match (change, current) {
                (EnumChange::Rename { before, after }, Some(held)) if held == *before => Some(after.clone()),
                (EnumChange::Drop { value, replacement }, Some(held)) if held == *value => {
                    replacement.clone()
                }
                (
                    EnumChange::Rename { .. }
                    | EnumChange::Drop { .. }
                    | EnumChange::Add { .. }
                    | EnumChange::Reorder { .. },
                    current,
                ) => current,
            };
        }
        let current = match current {
            None if after.values.contains(value) => format!("{value} was dropped").into(),
            None => value.clone(),
            Some(current) => current,
        };
        if current != *value {
            moved.insert(value.clone(), current);
        }
    }
    moved
}

/// The column's default, unless its value was dropped.
fn default(column: &Column, after: &EnumType) -> Option<DefaultValue> {
    column.default.clone().filter(|default| match default {
        DefaultValue::Literal(Literal::Text(value)) => after.values.contains(value),
        DefaultValue::Literal(_) | DefaultValue::Sql(_) => true,
    })
}
