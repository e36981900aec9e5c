//! The answers of the catalogue as tables, enums, objects and details.

mod column;
mod constraint;
mod index;
mod object;
mod table;

use std::collections::BTreeMap;

use super::row::{Fields, unreadable};
use crate::connection::DatabaseError;
use crate::introspection::{Detail, Introspection};
use crate::schema::{Index, Place, QualifiedName, Table, Text};

/// What is read so far.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    /// The schema (namespace) whose names stand without it.
    own: Option<&'a str>,
    introspection: Introspection,
    /// The tables by their object identifiers.
    tables: BTreeMap<u32, ReadTable>,
    /// The indexes by their object identifiers, each with its table's.
    indexes: BTreeMap<u32, (u32, Index)>,
    /// The columns that foreign keys reference in other tables, by table and number.
    referenced: BTreeMap<(u32, i16), Text>,
}

/// A table, and its columns by their numbers.
#[derive(Debug)]
struct ReadTable {
    table: Table,
    columns: BTreeMap<i16, Text>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(own: Option<&'a str>) -> Self {
        Self {
            own,
            introspection: Introspection::default(),
            tables: BTreeMap::new(),
            indexes: BTreeMap::new(),
            referenced: BTreeMap::new(),
        }
    }

    /// Reads one row; tables come before what is of them.
    pub(super) fn row(&mut self, mut fields: Fields) -> Result<(), DatabaseError> {
        match fields.text()?.as_str() {
            "table" => self.table(fields),
            "enum" => self.enum_value(fields),
            "column" => self.column(fields),
            "sequence" => self.sequence(fields),
            "referenced" => {
                let place = (fields.number()?, fields.number()?);
                self.referenced.insert(place, fields.name()?);
                Ok(())
            }
            "constraint" => self.constraint(fields),
            "index" => self.index(fields),
            "key" => self.key(fields),
            "object" => self.object(fields),
            other => Err(unreadable(format!("nothing was asked about `{other}`"))),
        }
    }

    /// Everything that was read.
    pub(super) fn finish(mut self) -> Introspection {
        for (table, index) in std::mem::take(&mut self.indexes).into_values() {
            if let Some(read) = self.tables.get_mut(&table) {
                read.table.insert_index(index);
            }
        }
        for read in self.tables.into_values() {
            self.introspection.schema.insert_table(read.table);
        }
        self.introspection
    }

    /// A name in the schema (namespace) that it stands in.
    fn name(&self, schema: Option<String>, name: String) -> QualifiedName {
        let schema = schema.filter(|schema| self.own != Some(schema.as_str()));
        QualifiedName { schema: schema.map(Text::from), name: name.into() }
    }

    fn detail(&mut self, place: Place, what: impl Into<Text>) {
        self.introspection.details.insert(Detail { place, what: what.into() });
    }

    /// The table with the object identifier `oid`.
    fn read(&mut self, oid: u32) -> Result<&mut ReadTable, DatabaseError> {
        self.tables
            .get_mut(&oid)
            .ok_or_else(|| unreadable(format!("the table with the number {oid} has gone")))
    }
}

impl ReadTable {
    /// The names of the columns with those numbers.
    fn column_names(&self, numbers: &[i16]) -> Result<Vec<Text>, DatabaseError> {
        let name = |number| {
            let name = self.columns.get(number).cloned();
            name.ok_or_else(|| unreadable(format!("column {number} of table `{}` has gone", self.table.name)))
        };
        numbers.iter().map(name).collect()
    }
}
