//! Changing and renaming a column, with what stands in the way taken out and put back.

use super::Mysql;
use super::cast::plain_cast;
use super::column::{definition, draft, type_of};
use super::constraint::refuse_check_of_numbers;
use super::dependents::Dependents;
use super::keys::{Key, keys_of, with_implied};
use super::plan::{Planner, Sides, modify, stop_others};
use crate::database::shared::column_place;
use crate::dialect::{Dialect, DialectError};
use crate::operation::{AlterColumn, ColumnChange, RenameColumn};
use crate::schema::{Column, QualifiedName, Schema, Table, Text};

/// The column where new values are gathered before they take the place of those before.
const DRAFT: &str = "aludel_draft";

/// Keeps a zero that a row holds when its column begins to number itself: MySQL would put the next number in
/// its place (MySQL manual, section 7.1.11, `NO_AUTO_VALUE_ON_ZERO`). Not for the whole session, where an insert
/// of `DEFAULT` would then be a zero on MariaDB.
pub(super) const KEEP_ZEROS: &str = "SET @aludel_sql_mode = @@SESSION.sql_mode, \
     SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',NO_AUTO_VALUE_ON_ZERO')";

/// Sets the mode back that [`KEEP_ZEROS`] changed.
pub(super) const RESET_ZEROS: &str = "SET SESSION sql_mode = @aludel_sql_mode";

/// How a column gets from one definition to another.
enum Way {
    /// `MODIFY COLUMN` alone: rows keep their values, cast where the type changes.
    Modify,
    /// Dropped and added: its values are computed, and MySQL makes no column virtual in place
    /// (MySQL manual, ALTER TABLE and Generated Columns).
    Recompute,
    /// An expression over the columns before makes the values.
    Rewrite(String),
}

impl Planner<'_> {
    pub(super) fn alter_column(
        &mut self,
        operation: &AlterColumn,
        sides: &Sides<'_>,
    ) -> Result<(), DialectError> {
        let AlterColumn { table: name, column, changes } = operation;
        let (before, after) = sides.table(name)?;
        let (column_before, column_after) = (before.expect_column(column)?, after.expect_column(column)?);
        let using = changes.iter().find_map(using).map(str::to_owned);
        let way = way(name, column_before, column_after, using)?;
        let in_place = matches!(way, Way::Modify);
        if in_place
            && definition(before, column_before, sides.before)?
                == definition(after, column_after, sides.after)?
        {
            return Ok(());
        }
        let same_type = type_of(name, column_before, sides.before)?
            == type_of(name, column_after, sides.after)?
            && column_before.collation == column_after.collation;
        if !(in_place && same_type) {
            self.suspend_foreign_keys(sides.before, name, column);
        }
        let numbers_before = column_before.identity.is_some() && in_place;
        let begins_to_number = column_after.identity.is_some() && !numbers_before;
        if begins_to_number {
            for check in after.checks.values() {
                refuse_check_of_numbers(after, check)?;
            }
            self.plan.statement(KEEP_ZEROS);
        }
        match way {
            Way::Modify => {
                // The keys must take the type after: a large one is refused here rather than half-way.
                keys_of(after, std::slice::from_ref(column), sides.after)?;
                let mut clauses = stop_others(after, column_after, sides.after)?;
                clauses.push(modify(after, column_after, sides.after)?);
                self.alter(name, &with_implied(before, after, clauses));
            }
            Way::Recompute => {
                let add = format!("ADD COLUMN {}", definition(after, column_after, sides.after)?);
                self.replace(before, after, column, &add, sides)?;
            }
            Way::Rewrite(value) => {
                self.alter(name, &[format!("ADD COLUMN {}", draft(name, column_after, DRAFT, sides.after)?)]);
                self.update(before, DRAFT, &value, "");
                let definition = definition(after, column_after, sides.after)?;
                let change = format!("CHANGE COLUMN {} {definition}", Mysql.quote(DRAFT));
                self.replace(before, after, column, &change, sides)?;
            }
        }
        if begins_to_number {
            self.plan.statement(RESET_ZEROS);
        }
        Ok(())
    }

    /// Drops a column and puts what `clause` makes in its place, with all that is made of it.
    fn replace(
        &mut self,
        before: &Table,
        after: &Table,
        column: &Text,
        clause: &str,
        sides: &Sides<'_>,
    ) -> Result<(), DialectError> {
        let dependents = Dependents::of(before, column);
        self.drop_dependents(before, &dependents, sides.before)?;
        let is_there = |key: &Key| !key.columns.iter().any(|name| dependents.columns.contains(name));
        let column = std::slice::from_ref(column);
        let dropped = keys_of(before, column, sides.before)?.into_iter().filter(is_there).map(|key| key.drop);
        let added = keys_of(after, column, sides.after)?.into_iter().filter(is_there).map(|key| key.add);
        let swap = [
            format!("DROP COLUMN {}", Mysql.quote(&column[0])),
            format!("{clause}{}", position(after, &column[0])),
        ];
        let clauses: Vec<String> = dropped.chain(swap).chain(added).collect();
        self.alter(&before.name, &clauses);
        self.add_dependents(after, &dependents, sides.after)
    }

    /// Renames a column; MySQL renames none that a check or a generated column names (errors 3959 and 3108).
    pub(super) fn rename_column(
        &mut self,
        operation: &RenameColumn,
        sides: &Sides<'_>,
    ) -> Result<(), DialectError> {
        let RenameColumn { table, before: name, after: name_after } = operation;
        let (before, after) = sides.table(table)?;
        let dependents = Dependents::of(before, name);
        self.drop_dependents(before, &dependents, sides.before)?;
        let (name, name_after) = (Mysql.quote(name), Mysql.quote(name_after));
        self.alter(table, &[format!("RENAME COLUMN {name} TO {name_after}")]);
        self.add_dependents(after, &dependents, sides.after)
    }

    fn drop_dependents(
        &mut self,
        table: &Table,
        dependents: &Dependents,
        schema: &Schema,
    ) -> Result<(), DialectError> {
        // A foreign key needs its columns, and may need a key that holds one of the dependents beside them.
        let keys = keys_of(table, &dependents.columns, schema)?;
        for column in dependents.columns.iter().chain(keys.iter().flat_map(|key| &key.columns)) {
            self.suspend_foreign_keys(schema, &table.name, column);
        }
        let clauses = dependents.drop_clauses(table, schema)?;
        self.alter(&table.name, &clauses);
        Ok(())
    }

    fn add_dependents(
        &mut self,
        table: &Table,
        dependents: &Dependents,
        schema: &Schema,
    ) -> Result<(), DialectError> {
        let clauses = dependents.add_clauses(table, schema)?;
        self.alter(&table.name, &clauses);
        Ok(())
    }
}

/// The expression that a change of type gives for the values after.
fn using(change: &ColumnChange) -> Option<&str> {
    match change {
        ColumnChange::Type { ty: _, using } => using.as_deref(),
        ColumnChange::Nullable(_)
        | ColumnChange::Default(_)
        | ColumnChange::Identity(_)
        | ColumnChange::Generated(_)
        | ColumnChange::Collation(_)
        | ColumnChange::Comment(_)
        | ColumnChange::Native { .. } => None,
    }
}

fn way(
    table: &QualifiedName,
    before: &Column,
    after: &Column,
    using: Option<String>,
) -> Result<Way, DialectError> {
    let is_virtual = |column: &Column| column.generated.as_ref().is_some_and(|generated| !generated.stored);
    if after.generated.is_some() {
        let in_place = is_virtual(before) == is_virtual(after);
        return Ok(if in_place { Way::Modify } else { Way::Recompute });
    }
    let place = || column_place(table, &before.name);
    let value = match using {
        Some(using) => Some(using),
        None => plain_cast(before, after).map_err(|refusal| refusal.at(Mysql.name(), place()))?,
    };
    let kept = is_virtual(before).then(|| Mysql.quote(&before.name));
    Ok(value.or(kept).map_or(Way::Modify, Way::Rewrite))
}

/// Where a column of `table` stands among the others, as `ADD COLUMN` and `CHANGE COLUMN` take it.
pub(super) fn position(table: &Table, column: &Text) -> String {
    let before = table.columns.iter().take_while(|other| other.name != *column).last();
    before.map_or_else(|| " FIRST".into(), |other| format!(" AFTER {}", Mysql.quote(&other.name)))
}
