//! Rows of any schema, and which of their values a change must keep.

use std::collections::{BTreeMap, BTreeSet};

use aludel::connection::{Connection, DatabaseError};
use aludel::executor::ExecutorError;
use aludel::operation::{ColumnChange, Operation};
use aludel::schema::{Column, ColumnType, ForeignKey, QualifiedName, Schema, Table, Text};

use crate::reading::causes;

/// How many rows each table is offered; one that its constraints do not let in is passed over.
const OFFERED: usize = 3;

/// A column by its table and name.
type Place = (QualifiedName, Text);

/// The values of some columns in each row, as text, sorted.
type Values = Vec<Vec<Option<String>>>;

/// What the tables of a schema hold.
#[derive(Debug)]
pub(super) struct Rows {
    /// The rows of each table, as the server lets them in.
    counts: BTreeMap<QualifiedName, usize>,
}

impl Rows {
    /// Offers rows to every table of `schema`.
    pub(super) async fn insert(db: &mut Connection, schema: &Schema) -> Result<Self, String> {
        let mut counts = BTreeMap::new();
        for number in 0..OFFERED {
            for table in schema.tables.values() {
                let count: &mut usize = counts.entry(table.name.clone()).or_default();
                match db.execute(&insertion(db, schema, table, number)).await {
                    Ok(()) => *count += 1,
                    Err(error) if is_about_values(&error) => {}
                    Err(error) => return Err(causes(&error)),
                }
            }
        }
        Ok(Self { counts })
    }

    /// How many rows there are.
    pub(super) fn total(&self) -> usize {
        self.counts.values().sum()
    }

    /// Takes the rows away again, those that reference others first.
    pub(super) async fn delete(db: &mut Connection, schema: &Schema) -> Result<(), String> {
        let mut tables: Vec<&Table> = schema.tables.values().collect();
        let mut last = None;
        // As often as a chain of references is long; a circle is cut by a reference that is set to NULL.
        for _ in 0..=tables.len() {
            tables.reverse();
            last = None;
            for table in &tables {
                let keys = table.foreign_keys.values().flat_map(|key| key.columns.iter());
                let nulls: BTreeSet<String> =
                    keys.map(|column| format!("{} = NULL", db.dialect().quote(column))).collect();
                let name = written(db, &table.name);
                if !nulls.is_empty() {
                    let nulls: Vec<String> = nulls.into_iter().collect();
                    // A column that may not be NULL keeps its value, and goes with its row.
                    let _ = db.execute(&format!("UPDATE {name} SET {}", nulls.join(", "))).await;
                }
                if let Err(error) = db.execute(&format!("DELETE FROM {name}")).await {
                    last = Some(format!("{}\n  in: DELETE FROM {name}", causes(&error)));
                }
            }
            if last.is_none() {
                return Ok(());
            }
        }
        last.map_or(Ok(()), Err)
    }
}

/// Whether a revision was refused for the rows that are there.
pub(super) fn is_about_rows(error: &ExecutorError) -> bool {
    if matches!(error, ExecutorError::Violated { .. }) {
        return true;
    }
    let causes = std::iter::successors(Some(error as &dyn std::error::Error), |error| error.source());
    let mut answers = causes.filter_map(|error| match error.downcast_ref() {
        Some(aludel::Error::Database(answer)) => Some(answer),
        _ => None,
    });
    answers.any(is_about_values)
}

/// Whether the database refuses values, and not what is done with them.
fn is_about_values(error: &DatabaseError) -> bool {
    let DatabaseError::Refused { code: Some(code), .. } = error else { return false };
    match code.parse::<u32>() {
        // SQLite: SQLITE_CONSTRAINT and SQLITE_MISMATCH with what they say beside it.
        Ok(code @ 0..=9999) if matches!(code & 0xff, 19 | 20) && !(1000..5000).contains(&code) => true,
        // Its extended codes begin where MySQL's do not: 275 CHECK, 787 FOREIGN KEY, 1299 NOT NULL, 1555 and 2067 UNIQUE.
        Ok(1299 | 1555 | 2067) => true,
        // MySQL Error Reference: NULL, duplicates, out of range, wrong or too long values, no default, references, checks.
        Ok(
            1048 | 1062 | 1138 | 1216 | 1217 | 1264 | 1265 | 1292 | 1364 | 1366 | 1406 | 1451 | 1452 | 3819
            | 4025,
        ) => true,
        Ok(_) | Err(_) => code.len() == 5 && (code.starts_with("22") || code.starts_with("23")),
    }
}

fn insertion(db: &Connection, schema: &Schema, table: &Table, number: usize) -> String {
    let dialect = db.dialect();
    let given = table.columns.iter().filter(|column| column.identity.is_none() && column.generated.is_none());
    let (mut names, mut values) = (Vec::new(), Vec::new());
    for column in given {
        names.push(dialect.quote(&column.name));
        let key = table.foreign_keys.values().find(|key| key.columns.contains(&column.name));
        values.push(match key {
            Some(key) => reference(db, schema, key, column, number),
            None => value(db, schema, column, number),
        });
    }
    let name = written(db, &table.name);
    match names.is_empty() {
        false => format!("INSERT INTO {name} ({}) VALUES ({})", names.join(", "), values.join(", ")),
        true if dialect.name() == "mysql" => format!("INSERT INTO {name} () VALUES ()"),
        true => format!("INSERT INTO {name} DEFAULT VALUES"),
    }
}

/// The value that the row before has in the column that is referenced; the first row references nothing.
fn reference(db: &Connection, schema: &Schema, key: &ForeignKey, column: &Column, number: usize) -> String {
    let target = schema.tables.get(&key.references);
    let at =
        key.columns.iter().position(|own| *own == column.name).and_then(|at| key.referenced_columns.get(at));
    let target = target.zip(at).and_then(|(table, name)| table.column(name));
    match target {
        Some(target) if number > 0 => match target.identity {
            Some(_) => "1".into(),
            None => value(db, schema, &Column { nullable: false, ..target.clone() }, number - 1),
        },
        _ => "NULL".into(),
    }
}

fn value(db: &Connection, schema: &Schema, column: &Column, number: usize) -> String {
    if column.nullable && number == 2 {
        return "NULL".into();
    }
    let database = db.dialect().name();
    // What a native type holds only its database knows; the portable type is near enough to be tried.
    of_type(db, schema, &column.ty, number, database)
}

fn of_type(db: &Connection, schema: &Schema, ty: &ColumnType, number: usize, database: &str) -> String {
    use ColumnType::*;
    let dialect = db.dialect();
    let text = |values: [&str; OFFERED]| dialect.literal(values[number]);
    match ty {
        Boolean => ["TRUE", "FALSE", "TRUE"][number].into(),
        TinyInt if database == "postgres" => format!("CAST({} AS \"char\")", ["1", "3", "9"][number]),
        TinyInt | SmallInt | Integer | BigInt | TinyIntUnsigned | SmallIntUnsigned | IntegerUnsigned
        | BigIntUnsigned | Real | Double | Decimal(_) => ["1", "3", "9"][number].into(),
        Char(_) | Varchar(_) | Text => text(["a", "b", "a\\'ü"]),
        Varbinary(_) | Blob if database == "postgres" => text(["\\x6131", "\\x62", "\\x"]),
        Varbinary(_) | Blob => ["X'6131'", "X'62'", "X''"][number].into(),
        Date => text(["2024-02-29", "1999-12-31", "2000-01-01"]),
        Time(_) => text(["10:11:12", "00:00:00", "23:59:59"]),
        Timestamp(_) => text(["2024-02-29 10:11:12", "1999-12-31 23:59:59", "2000-01-01 00:00:00"]),
        TimestampTz(_) if database == "mysql" => {
            text(["2024-02-29 10:11:12", "1999-12-31 23:59:59", "2000-01-01 00:00:00"])
        }
        TimestampTz(_) => {
            text(["2024-02-29 10:11:12+00:00", "1999-12-31 23:59:59+00:00", "2000-01-01 00:00:00+00:00"])
        }
        Interval => text(["1 day", "2 hours", "1 month"]),
        Uuid => text([
            "00000000-0000-0000-0000-000000000001",
            "00000000-0000-0000-0000-000000000002",
            "00000000-0000-0000-0000-000000000003",
        ]),
        Json => text(["{\"a\": 1}", "[]", "\"x\""]),
        Inet => text(["10.0.0.1", "10.0.0.2", "::1"]),
        Cidr => text(["10.0.0.0/8", "10.1.0.0/16", "::/0"]),
        MacAddr => text(["08:00:2b:01:02:03", "08:00:2b:01:02:04", "08:00:2b:01:02:05"]),
        Enum(name) => match schema.enums.get(name) {
            Some(found) => dialect.literal(&found.values[number % found.values.len()]),
            None => "NULL".into(),
        },
        Array(element) => {
            let values = format!("ARRAY[{}]", of_type(db, schema, element, number, database));
            match &**element {
                Enum(name) => format!("CAST({values} AS {}[])", written(db, name)),
                _ => values,
            }
        }
    }
}

fn written(db: &Connection, name: &QualifiedName) -> String {
    let schema = name.schema.iter().map(|schema| db.dialect().quote(schema) + ".");
    schema.chain([db.dialect().quote(&name.name)]).collect()
}

/// The values of `columns` in every row of `table`.
async fn values(db: &mut Connection, table: &QualifiedName, columns: &[Text]) -> Result<Values, String> {
    let database = db.dialect().name();
    let value = |column: &Text| {
        let column = db.dialect().quote(column);
        if database == "sqlite" { format!("quote({column})") } else { column }
    };
    let list: Vec<String> = columns.iter().map(value).collect();
    let list = if list.is_empty() { "'a row'".into() } else { list.join(", ") };
    let query = format!("SELECT {list} FROM {}", written(db, table));
    let mut rows = db.query(&query).await.map_err(|error| format!("{}\n  in: {query}", causes(&error)))?;
    rows.sort();
    Ok(rows)
}

/// Compares what tables hold with what they held.
pub(super) fn equal_rows(
    expected: &BTreeMap<QualifiedName, Values>,
    actual: &BTreeMap<QualifiedName, Values>,
) -> Result<(), String> {
    match expected.iter().find(|(table, rows)| actual.get(*table) != Some(rows)) {
        None => Ok(()),
        Some((table, rows)) => {
            Err(format!("the rows of `{table}` were {rows:?}, and are {:?}", actual.get(table)))
        }
    }
}

/// Where each column of a schema is after operations, and whether its values are what they were.
#[derive(Clone, Debug)]
pub(super) struct Course {
    schema: Schema,
    tables: BTreeMap<QualifiedName, QualifiedName>,
    columns: BTreeMap<Place, Place>,
}

impl Course {
    pub(super) fn new(schema: &Schema) -> Self {
        let tables = schema.tables.keys().map(|name| (name.clone(), name.clone())).collect();
        let places = schema
            .tables
            .values()
            .flat_map(|table| table.columns.iter().map(|column| (table.name.clone(), column.name.clone())));
        Self { schema: schema.clone(), tables, columns: places.map(|place| (place.clone(), place)).collect() }
    }

    /// The same after `operations`. A table or column is followed as long as no operation of it declares a loss;
    /// where `strict`, also as long as its type stays.
    ///
    /// # Panics
    /// When an operation does not apply.
    pub(super) fn over(mut self, operations: &[Operation], strict: bool) -> Self {
        for operation in operations {
            let loses = operation.loss(&self.schema).is_some();
            self.follow(operation, loses, strict);
            operation
                .apply(&mut self.schema)
                .unwrap_or_else(|error| panic!("{}: {error}", operation.describe()));
        }
        self
    }

    fn follow(&mut self, operation: &Operation, loses: bool, strict: bool) {
        match operation {
            Operation::RenameTable(rename) => {
                let place = |name: &mut QualifiedName| {
                    if *name == rename.before {
                        *name = rename.after.clone();
                    }
                };
                self.tables.values_mut().for_each(place);
                self.columns.values_mut().for_each(|(table, _)| place(table));
            }
            Operation::RenameColumn(rename) => {
                for (table, column) in self.columns.values_mut() {
                    if *table == rename.table && *column == rename.before {
                        *column = rename.after.clone();
                    }
                }
            }
            Operation::DropTable(drop) => {
                self.tables.retain(|_, after| *after != drop.table);
                self.columns.retain(|_, (table, _)| *table != drop.table);
            }
            Operation::DropColumn(drop) => self.forget(&drop.table, &drop.column),
            Operation::Fill(fill) => self.forget(&fill.table, &fill.column),
            Operation::AlterColumn(alter) => {
                let changes = |change: &ColumnChange| match change {
                    ColumnChange::Type { using, .. } => loses || strict || using.is_some(),
                    ColumnChange::Generated(_) | ColumnChange::Identity(_) => true,
                    ColumnChange::Native { .. } | ColumnChange::Collation(_) => strict,
                    ColumnChange::Nullable(_) | ColumnChange::Default(_) | ColumnChange::Comment(_) => false,
                };
                if alter.changes.iter().any(changes) {
                    self.forget(&alter.table, &alter.column);
                    // What is computed from it is computed again.
                    self.forget(&alter.table, "computed");
                }
            }
            Operation::AlterEnum(alter) => {
                let uses = |ty: &ColumnType| ty.enum_name() == Some(&alter.name);
                let tables = self.schema.tables.values();
                let places: Vec<Place> = tables
                    .flat_map(|table| {
                        let columns = table.columns.iter().filter(|column| uses(&column.ty));
                        columns.map(|column| (table.name.clone(), column.name.clone()))
                    })
                    .collect();
                places.iter().for_each(|(table, column)| self.forget(table, column));
            }
            Operation::CreateTable(_)
            | Operation::AlterTable(_)
            | Operation::AddColumn(_)
            | Operation::AddConstraint(_)
            | Operation::DropConstraint(_)
            | Operation::RenameConstraint(_)
            | Operation::CreateIndex(_)
            | Operation::DropIndex(_)
            | Operation::RenameIndex(_)
            | Operation::CreateEnum(_)
            | Operation::DropEnum(_)
            | Operation::RenameEnum(_)
            | Operation::Execute(_)
            | Operation::Run(_) => {}
        }
    }

    fn forget(&mut self, table: &QualifiedName, column: &str) {
        self.columns.retain(|_, place| place.0 != *table || place.1 != column);
    }

    /// What the database holds of what was followed, by the tables' names at the beginning; the columns are those that
    /// `kept` follows too.
    pub(super) async fn read(
        &self,
        db: &mut Connection,
        kept: &Self,
    ) -> Result<BTreeMap<QualifiedName, Values>, String> {
        let mut found = BTreeMap::new();
        for (before, after) in self.tables.iter().filter(|(before, _)| kept.tables.contains_key(before)) {
            let columns = self
                .columns
                .iter()
                .filter(|(place, _)| place.0 == *before && kept.columns.contains_key(place));
            let columns: Vec<Text> = columns.map(|(_, (_, column))| column.clone()).collect();
            found.insert(before.clone(), values(db, after, &columns).await?);
        }
        Ok(found)
    }
}
