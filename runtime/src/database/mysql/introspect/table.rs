//! Tables put together from the rows of the catalogue, and what is beside them.

use std::collections::BTreeMap;

use super::blank::Blanks;
use super::catalogue::{Catalogue, CheckRow, ColumnRow, PartitionRow, TableRow};
use super::column::{Described, column, is_json};
use super::key::{add_key, foreign_key, with_actions};
use super::option::{Collations, add_options};
use super::server::{Server, Vendor};
use crate::connection::DatabaseError;
use crate::database::mysql::normalize::enum_name;
use crate::database::mysql::words::unescape;
use crate::database::shared::{column_place, constraint_place, index_place, table_place};
use crate::introspection::{Detail, Introspection, Object};
use crate::schema::{Check, Place, QualifiedName, Table, Text};

/// What has been read, and what is still to be asked.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub(super) introspection: Introspection,
    pub(super) blanks: Blanks,
}

/// Rows by the database and table that they are of, in their order.
struct ByTable<'a, T>(BTreeMap<(&'a str, &'a str), &'a [T]>);

impl<'a, T> ByTable<'a, T> {
    fn new(rows: &'a mut [T], table: impl Fn(&T) -> (&str, &str)) -> Self {
        rows.sort_by(|a, b| table(a).cmp(&table(b)));
        let rows: &'a [T] = rows;
        let groups = rows.chunk_by(|a, b| table(a) == table(b));
        Self(groups.map(|group| (table(&group[0]), group)).collect())
    }

    fn of(&self, table: &TableRow) -> &'a [T] {
        self.0.get(&(table.schema.as_str(), table.name.as_str())).copied().unwrap_or_default()
    }
}

impl Reading {
    /// Puts together what the catalogue says.
    ///
    /// # Errors
    /// When it hides something from the user.
    pub(super) fn of(server: &Server, mut catalogue: Catalogue) -> Result<Self, DatabaseError> {
        let mut reading = Self::default();
        let collations = Collations::of(&catalogue);
        let columns = ByTable::new(&mut catalogue.columns, |row| (&row.schema, &row.table));
        let key_parts = ByTable::new(&mut catalogue.key_parts, |row| (&row.schema, &row.table));
        let references = ByTable::new(&mut catalogue.references, |row| (&row.schema, &row.table));
        let rules = ByTable::new(&mut catalogue.rules, |row| (&row.schema, &row.table));
        let checks = ByTable::new(&mut catalogue.checks, |row| (&row.schema, &row.table));
        let partitions = ByTable::new(&mut catalogue.partitions, |row| (&row.schema, &row.table));
        for row in &catalogue.tables {
            let name = server.name(&row.schema, &row.name);
            if row.kind != "BASE TABLE" && row.kind != "SYSTEM VERSIONED" {
                reading.object(&row.kind.to_lowercase(), name, None);
                continue;
            }
            let mut table = Table::new(name.clone());
            table.comment = Some(row.comment.clone().into()).filter(|comment: &Text| !comment.is_empty());
            let details = add_options(server, &collations, &mut table, row);
            reading.details(table_place(&name), details);
            reading.add_columns(server, &mut table, &row.collation, columns.of(row), checks.of(row));
            reading.add_checks(server, &mut table, columns.of(row), checks.of(row));
            for parts in key_parts.of(row).chunk_by(|a, b| a.index == b.index) {
                let details = add_key(server, &mut table, parts);
                reading.details(index_place(&name, &parts[0].index.clone().into()), details);
            }
            for parts in references.of(row).chunk_by(|a, b| a.constraint == b.constraint) {
                let rule = rules.of(row).iter().find(|rule| rule.constraint == parts[0].constraint);
                let Some(key) = foreign_key(parts, &server.database) else { continue };
                let Some(rule) = rule else { return Err(hidden_rules(&name)) };
                let key = with_actions(key, rule);
                table.foreign_keys.insert(key.name.clone(), key);
            }
            reading.add_partitions(&name, partitions.of(row));
            reading.introspection.schema.insert_table(table);
        }
        for row in &catalogue.objects {
            let table = row.table.as_ref().map(|table| server.name(&row.schema, table));
            reading.object(&row.kind, server.name(&row.schema, &row.name), table);
        }
        Ok(reading)
    }

    fn add_columns(
        &mut self,
        server: &Server,
        table: &mut Table,
        collation: &str,
        rows: &[ColumnRow],
        checks: &[CheckRow],
    ) {
        let mut blanks = Vec::new();
        for row in rows {
            let place = column_place(&table.name, &row.name.clone().into());
            // The times of a row's versions (MariaDB documentation, System-Versioned Tables).
            if ["ROW START", "ROW END"].contains(&row.generation.as_str()) {
                self.details(place, [format!("GENERATED ALWAYS AS {}", row.generation)]);
                continue;
            }
            let enum_name = enum_name(&self.introspection.schema, &table.name, &row.name);
            let Described { column, enum_type, details, is_blank } =
                column(server, collation, row, checks, enum_name);
            self.details(place, details);
            if is_blank {
                blanks.push(column.name.clone());
            }
            enum_type.into_iter().for_each(|enum_type| self.introspection.schema.insert_enum(enum_type));
            table.columns.push(column);
        }
        if !blanks.is_empty() {
            self.blanks.push((table.name.clone(), blanks));
        }
    }

    fn add_checks(&mut self, server: &Server, table: &mut Table, columns: &[ColumnRow], checks: &[CheckRow]) {
        for row in checks.iter().filter(|check| !columns.iter().any(|column| is_json(column, check))) {
            let expression = match server.vendor {
                Vendor::Mysql => unescape(&row.expression),
                Vendor::MariaDb => row.expression.clone(),
            };
            let check = Check { name: row.name.clone().into(), expression: expression.into() };
            let place = constraint_place(&table.name, &check.name);
            if row.level == "Column" {
                self.details(place.clone(), ["CHECK in the definition of the column".into()]);
            }
            if row.enforced == "NO" {
                self.details(place, ["NOT ENFORCED".into()]);
            }
            table.checks.insert(check.name.clone(), check);
        }
    }

    fn add_partitions(&mut self, table: &QualifiedName, rows: &[PartitionRow]) {
        if let [first, ..] = rows {
            let expression = first.expression.as_deref().unwrap_or_default();
            self.details(table_place(table), [format!("PARTITION BY {} ({expression})", first.method)]);
        }
        for row in rows {
            self.object("partition", table.with_name(row.name.clone()), Some(table.clone()));
        }
    }

    fn object(&mut self, kind: &str, name: QualifiedName, table: Option<QualifiedName>) {
        self.introspection.objects.insert(Object { kind: kind.to_owned().into(), name, table });
    }

    fn details(&mut self, place: Place, details: impl IntoIterator<Item = String>) {
        for what in details {
            self.introspection.details.insert(Detail { place: place.clone(), what: what.into() });
        }
    }
}

/// MariaDB shows the actions of foreign keys to those only who may do more with a table than read it, and says
/// nothing of it.
fn hidden_rules(table: &QualifiedName) -> DatabaseError {
    DatabaseError::Catalogue {
        what: format!("table `{table}`"),
        message: "the server hides what its foreign keys do from a user who may only read it".into(),
        hint: "grant the user REFERENCES on the database".into(),
    }
}
