//! The table rebuild: a table made anew beside the one before, filled from it and put in its place.
//!
//! The manual's procedure (ALTER TABLE, section 7): make the table under another name, copy, drop
//! the one before, rename. It runs with foreign keys off, so that the drop deletes no children, and
//! with `legacy_alter_table` on for the rename, so that views, triggers and foreign keys that name
//! the table are left as they are. SQLite drops the table's triggers and indexes with it: indexes
//! that the schema declares are made again from it, all others from the text that SQLite kept.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::client;
use super::table::{create, create_index, create_table, default_value, has_rowid, rowid_alias, table_name};
use super::{literal, quote};
use crate::dialect::{DialectError, Plan, Recreate};
use crate::operation::expression::names_identifier;
use crate::schema::{QualifiedName, Schema, Table, Text};

/// A rebuild that operations add up to.
pub(super) struct Rebuild {
    /// The table as the database holds it until the rebuild.
    before: Table,
    /// What the copy puts in each column of the table after, over the columns before; columns
    /// without an entry are left to their defaults.
    values: BTreeMap<Text, String>,
    /// Columns that the operations add, drop or give other values.
    changed: BTreeSet<Text>,
    /// Columns of the table after that must hold no text, and what text in them would be.
    guards: Vec<(Text, &'static str)>,
    /// Whether there is no table before, so that there is nothing to copy.
    creates: bool,
    /// Whether a column is dropped, so that views and triggers may name one that is gone.
    drops_column: bool,
}

impl Rebuild {
    pub(super) fn new(before: &Table) -> Self {
        let stored = before.columns.iter().filter(|column| column.generated.is_none());
        let values = stored.map(|column| (column.name.clone(), quote(&column.name))).collect();
        Self {
            before: before.clone(),
            values,
            changed: BTreeSet::new(),
            guards: Vec::new(),
            creates: false,
            drops_column: false,
        }
    }

    /// A table that is not made yet.
    pub(super) fn of_nothing(table: &QualifiedName) -> Self {
        Self { creates: true, ..Self::new(&Table::new(table)) }
    }

    /// Whether it makes a table where none is.
    pub(super) fn creates(&self) -> bool {
        self.creates
    }

    /// What the copy puts in `column`; `None` leaves it to its default.
    pub(super) fn value(&self, column: &Text) -> Option<&String> {
        self.values.get(column)
    }

    /// Sets what the copy puts in `column`.
    pub(super) fn set_value(&mut self, column: &Text, value: String) {
        self.changed.insert(column.clone());
        self.values.insert(column.clone(), value);
    }

    /// Leaves `column` to its default, or to be computed.
    pub(super) fn clear_value(&mut self, column: &Text) {
        self.changed.insert(column.clone());
        self.guard(column, None);
        self.values.remove(column);
    }

    /// Fails the copy if it leaves text in `column`; `what` says what that would be.
    pub(super) fn guard(&mut self, column: &Text, what: Option<&'static str>) {
        self.guards.retain(|(name, _)| name != column);
        self.guards.extend(what.map(|what| (column.clone(), what)));
    }

    /// Takes a dropped column out of the copy.
    pub(super) fn drop_column(&mut self, column: &Text) {
        self.clear_value(column);
        self.drops_column = true;
    }

    /// Keeps what a generated column holds, if the table before has it.
    pub(super) fn keep_generated(&mut self, column: &Text) {
        if self.before.column(column).is_some() {
            self.set_value(column, quote(column));
        }
    }

    /// Whether `expression`, over the columns as the operations so far leave them, means the same
    /// over the columns before: it names none that they change, nor one computed from those.
    pub(super) fn reads_before(&self, expression: &str) -> bool {
        let computed = self.before.columns.iter().filter(|column| {
            let generated = column.generated.as_ref();
            generated.is_some_and(|generated| !self.keeps(&generated.expression))
        });
        self.keeps(expression)
            && computed.into_iter().all(|column| !names_identifier(expression, &column.name))
    }

    fn keeps(&self, expression: &str) -> bool {
        self.changed.iter().all(|column| !names_identifier(expression, column))
    }

    /// Adds the rebuild's steps to `plan`; `schema` holds the table after.
    pub(super) fn run(self, schema: &Schema, plan: &mut Plan<'_>) -> Result<(), DialectError> {
        let after = schema.expect_table(&self.before.name)?;
        if self.creates {
            return create(schema, after, plan);
        }
        let name = table_name(&after.name)?;
        let beside = format!("aludel_{name}");

        self.save(name, plan);
        plan.statement(create_table(schema, after, &beside)?);
        plan.statement(self.copy(after, name, &beside));
        self.check_copy(&beside, plan);
        if is_autoincrement(&self.before) && is_autoincrement(after) {
            let (name, beside) = (literal(name), literal(&beside));
            plan.statement(format!("DELETE FROM main.sqlite_sequence WHERE name = {beside}"));
            plan.statement(format!(
                "INSERT INTO main.sqlite_sequence (name, seq)\n    \
                 SELECT {beside}, seq FROM main.sqlite_sequence WHERE name = {name}"
            ));
        }
        plan.statement(format!("DROP TABLE {}", quote(name)));
        plan.statement("PRAGMA legacy_alter_table = ON");
        plan.statement(format!("ALTER TABLE {} RENAME TO {}", quote(&beside), quote(name)));
        plan.statement("PRAGMA legacy_alter_table = OFF");
        for index in after.indexes.values() {
            plan.statement(create_index(&after.name, index)?);
        }
        plan.steps.push(recreate().into());
        plan.statement("DROP TABLE temp.aludel_kept");
        if self.drops_column {
            check_views(plan);
        }
        Ok(())
    }

    /// Saves the text of what SQLite drops with the table and the schema does not declare, and
    /// refuses to go on where the table has a column that the schema does not know.
    fn save(&self, name: &str, plan: &mut Plan<'_>) {
        let mut columns = vec!["\"sql\" TEXT".to_owned()];
        columns.push(refused("column", &format!("table {name} has a column that no revision declares")));
        for (i, (column, what)) in self.guards.iter().enumerate() {
            columns.push(refused(&format!("text_{i}"), &format!("{name}.{column} holds {what}")));
        }
        plan.statement(format!("CREATE TEMP TABLE aludel_kept (\n    {}\n)", columns.join(",\n    ")));
        let table = literal(name);
        plan.statement(format!(
            "INSERT INTO temp.aludel_kept (\"column\") SELECT name FROM pragma_table_xinfo({table}, 'main')\n    \
             WHERE name COLLATE NOCASE NOT IN ({})",
            literals(self.before.columns.iter().map(|column| &column.name))
        ));
        plan.statement(format!(
            "INSERT INTO temp.aludel_kept (\"sql\") SELECT sql FROM main.sqlite_schema\n    \
             WHERE tbl_name = {table} COLLATE NOCASE AND type IN ('index', 'trigger') AND sql IS NOT NULL\n    \
             AND (type = 'trigger' OR name COLLATE NOCASE NOT IN ({})) ORDER BY rowid",
            literals(self.before.indexes.keys())
        ));
    }

    /// Fails where the copy left text that it should have converted.
    fn check_copy(&self, beside: &str, plan: &mut Plan<'_>) {
        for (i, (column, _)) in self.guards.iter().enumerate() {
            let (column, beside) = (quote(column), quote(beside));
            plan.statement(format!(
                "INSERT INTO temp.aludel_kept (\"text_{i}\") SELECT {column} FROM {beside} WHERE typeof({column}) = 'text'"
            ));
        }
    }

    /// The copy of all rows, under their rowids where those have no name of their own.
    fn copy(&self, after: &Table, name: &str, beside: &str) -> String {
        let filled = after.columns.iter().filter_map(|column| {
            let value = self.values.get(&column.name)?;
            Some((quote(&column.name), value.as_str()))
        });
        let rowid = self.rowid(after).map(|rowid| (rowid.to_owned(), rowid));
        let (mut into, mut values): (Vec<String>, Vec<Cow<'_, str>>) =
            rowid.into_iter().chain(filled).map(|(into, value)| (into, Cow::Borrowed(value))).unzip();
        if into.is_empty()
            && let Some(column) = after.columns.iter().find(|column| column.generated.is_none())
        {
            // Nothing is kept of the rows but that they are there.
            into.push(quote(&column.name));
            let default = column.default.as_ref().map(|default| default_value(&column.ty, default));
            values.push(default.map_or("NULL".into(), Cow::Owned));
        }
        format!(
            "INSERT INTO {} ({}) SELECT {} FROM {}",
            quote(beside),
            into.join(", "),
            values.join(", "),
            quote(name)
        )
    }

    /// A name of the rowid that no column takes, where both tables have one without another name.
    fn rowid(&self, after: &Table) -> Option<&'static str> {
        let hidden = |table: &Table| has_rowid(table) && rowid_alias(table).is_none();
        if !hidden(&self.before) || !hidden(after) {
            return None;
        }
        let columns = || self.before.columns.iter().chain(&after.columns);
        ["rowid", "_rowid_", "oid"]
            .into_iter()
            .find(|rowid| columns().all(|column| !column.name.eq_ignore_ascii_case(rowid)))
    }
}

/// A column that refuses every value, with `message`: a statement that puts one there fails.
pub(super) fn refused(column: &str, message: &str) -> String {
    let column = quote(column);
    format!("{column} CONSTRAINT {} CHECK ({column} IS NULL)", quote(message))
}

fn is_autoincrement(table: &Table) -> bool {
    table.columns.iter().any(|column| column.identity.is_some())
}

/// Makes again what [`Rebuild::save`] kept. In a script, the client writes the statements to a file and reads them:
/// SQL cannot run text, and writing into `sqlite_schema` is off there.
fn recreate() -> Recreate {
    const FILE: &str = "aludel_kept.sql";
    let query = "SELECT sql FROM temp.aludel_kept ORDER BY rowid";
    let text =
        format!("(SELECT COALESCE(GROUP_CONCAT(sql || char(10) || ';' || char(10), ''), '') FROM ({query}))");
    let script = format!("SELECT 1 WHERE {} < 0;\n{}", client::written(FILE, &text), client::read(FILE));
    Recreate { query: query.into(), script }
}

/// Lets SQLite read every view and trigger, which it does before it renames any column: one that
/// names a dropped column fails here, as with `DROP COLUMN`, and not when the application uses it.
fn check_views(plan: &mut Plan<'_>) {
    plan.statement("CREATE TABLE aludel_check (\"before\" INTEGER)");
    plan.statement("ALTER TABLE aludel_check RENAME COLUMN \"before\" TO \"after\"");
    plan.statement("DROP TABLE aludel_check");
}

fn literals<'a>(names: impl Iterator<Item = &'a Text>) -> String {
    names.map(|name| literal(name)).collect::<Vec<_>>().join(", ")
}
