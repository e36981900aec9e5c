//! What is asked of `information_schema`, and the rows that answer (MySQL manual, chapter 28).
//!
//! One text of several queries, so that it costs one round trip; each row begins with the kind of thing it is.
//! Every query names its databases by constants, which lets MariaDB look up rather than scan.

use crate::connection::{DatabaseError, Row};
use crate::database::mysql::Mysql;
use crate::dialect::Dialect;

use super::server::{Server, Vendor};

/// The rows of one reading.
#[derive(Debug, Default)]
pub(super) struct Catalogue {
    pub(super) databases: Vec<DatabaseRow>,
    pub(super) charsets: Vec<CharsetRow>,
    pub(super) tables: Vec<TableRow>,
    pub(super) columns: Vec<ColumnRow>,
    pub(super) key_parts: Vec<KeyPartRow>,
    pub(super) references: Vec<ReferenceRow>,
    pub(super) rules: Vec<RuleRow>,
    pub(super) checks: Vec<CheckRow>,
    pub(super) objects: Vec<ObjectRow>,
    pub(super) partitions: Vec<PartitionRow>,
    /// The tables and when each was last defined, at the end of the reading.
    pub(super) witnesses: Vec<Vec<String>>,
}

/// Declares a row's struct, and how it is made of the texts of a query.
macro_rules! rows {
    ($($(#[$doc:meta])* $name:ident { $($field:ident: $ty:ty),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub(super) struct $name { $(pub(super) $field: $ty),+ }

        impl $name {
            fn read(values: &mut impl Iterator<Item = Option<String>>) -> Self {
                Self { $($field: Value::of(values.next().flatten())),+ }
            }
        }
    )+};
}

/// What a value of a row is kept as.
trait Value {
    fn of(text: Option<String>) -> Self;
}

impl Value for String {
    fn of(text: Option<String>) -> Self {
        text.unwrap_or_default()
    }
}

impl Value for Option<String> {
    fn of(text: Self) -> Self {
        text
    }
}

impl Value for Option<u32> {
    fn of(text: Option<String>) -> Self {
        text?.parse().ok()
    }
}

rows! {
    /// A database, and the collation of tables that name none.
    DatabaseRow { name: String, collation: String }
    /// A character set, and the collation of text that names none.
    CharsetRow { name: String, collation: String }
    /// A table, a view or a sequence.
    TableRow {
        schema: String, name: String, kind: String, engine: String, collation: String, options: String,
        comment: String, created: String,
    }
    /// A column of a table or a view.
    ColumnRow {
        schema: String, table: String, name: String, default: Option<String>, nullable: String, ty: String,
        collation: Option<String>, extra: String, comment: String, generation: String,
    }
    /// A column of a key or an index.
    KeyPartRow {
        schema: String, table: String, index: String, non_unique: String, column: Option<String>,
        order: Option<String>, length: Option<u32>, method: String, comment: String, expression: Option<String>,
        hidden: String,
    }
    /// A column of a constraint, and the one that it references if the constraint is a foreign key.
    ReferenceRow {
        schema: String, table: String, constraint: String, column: String, referenced_schema: Option<String>,
        referenced_table: Option<String>, referenced_column: Option<String>,
    }
    /// A foreign key's actions.
    RuleRow { schema: String, table: String, constraint: String, on_update: String, on_delete: String }
    /// A check; `level` is `Column` for one that stands in a column's definition (MariaDB only).
    CheckRow { schema: String, table: String, name: String, level: String, enforced: String, expression: String }
    /// A trigger, a routine or an event.
    ObjectRow { schema: String, name: String, kind: String, table: Option<String> }
    /// A partition.
    PartitionRow { schema: String, table: String, name: String, method: String, expression: Option<String> }
}

/// A condition that a column is one of `schemas`.
fn is_of(column: &str, schemas: &[String]) -> String {
    let schemas: Vec<String> = schemas.iter().map(|schema| Mysql.literal(schema)).collect();
    format!("{column} IN ({})", schemas.join(", "))
}

/// The text of the queries for the collations that hold where none is named.
pub(super) fn defaults(schemas: &[String]) -> String {
    format!(
        "SELECT 'charset', CHARACTER_SET_NAME, DEFAULT_COLLATE_NAME FROM information_schema.CHARACTER_SETS;\n\
         SELECT 'database', SCHEMA_NAME, DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA WHERE {}",
        is_of("SCHEMA_NAME", schemas)
    )
}

/// The text of all queries for the databases `schemas`.
pub(super) fn queries(server: &Server, schemas: &[String]) -> String {
    let of = |column: &str| is_of(column, schemas);
    let (hidden, expression) = match server.vendor {
        Vendor::MariaDb => ("IF(IGNORED = 'YES', 'IGNORED', '')", "NULL"),
        Vendor::Mysql => ("IF(IS_VISIBLE = 'NO', 'INVISIBLE', '')", "EXPRESSION"),
    };
    let checks = match server.vendor {
        Vendor::MariaDb => format!(
            "SELECT 'check', CONSTRAINT_SCHEMA, TABLE_NAME, CONSTRAINT_NAME, LEVEL, 'YES', CHECK_CLAUSE \
             FROM information_schema.CHECK_CONSTRAINTS WHERE {}",
            of("CONSTRAINT_SCHEMA")
        ),
        // A name of a check is unique in its database (MySQL manual, section 15.1.20.6).
        Vendor::Mysql => format!(
            "SELECT 'check', t.TABLE_SCHEMA, t.TABLE_NAME, t.CONSTRAINT_NAME, 'Table', t.ENFORCED, c.CHECK_CLAUSE \
             FROM information_schema.TABLE_CONSTRAINTS t JOIN information_schema.CHECK_CONSTRAINTS c \
             ON c.CONSTRAINT_SCHEMA = t.CONSTRAINT_SCHEMA AND c.CONSTRAINT_NAME = t.CONSTRAINT_NAME \
             WHERE t.CONSTRAINT_TYPE = 'CHECK' AND {}",
            of("t.TABLE_SCHEMA")
        ),
    };
    let queries = [
        defaults(schemas),
        format!(
            "SELECT 'table', TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE, ENGINE, TABLE_COLLATION, CREATE_OPTIONS, \
             TABLE_COMMENT, CREATE_TIME FROM information_schema.TABLES WHERE {}",
            of("TABLE_SCHEMA")
        ),
        format!(
            "SELECT 'column', TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, COLUMN_DEFAULT, IS_NULLABLE, COLUMN_TYPE, \
             COLLATION_NAME, EXTRA, COLUMN_COMMENT, GENERATION_EXPRESSION FROM information_schema.COLUMNS \
             WHERE {} ORDER BY TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION",
            of("TABLE_SCHEMA")
        ),
        format!(
            "SELECT 'key part', TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, NON_UNIQUE, COLUMN_NAME, COLLATION, SUB_PART, \
             INDEX_TYPE, INDEX_COMMENT, {expression}, {hidden} FROM information_schema.STATISTICS \
             WHERE {} ORDER BY TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX",
            of("TABLE_SCHEMA")
        ),
        format!(
            "SELECT 'reference', TABLE_SCHEMA, TABLE_NAME, CONSTRAINT_NAME, COLUMN_NAME, REFERENCED_TABLE_SCHEMA, \
             REFERENCED_TABLE_NAME, REFERENCED_COLUMN_NAME FROM information_schema.KEY_COLUMN_USAGE \
             WHERE {} ORDER BY TABLE_SCHEMA, TABLE_NAME, CONSTRAINT_NAME, ORDINAL_POSITION",
            of("TABLE_SCHEMA")
        ),
        format!(
            "SELECT 'rule', CONSTRAINT_SCHEMA, TABLE_NAME, CONSTRAINT_NAME, UPDATE_RULE, DELETE_RULE \
             FROM information_schema.REFERENTIAL_CONSTRAINTS WHERE {}",
            of("CONSTRAINT_SCHEMA")
        ),
        checks,
        format!(
            "SELECT 'object', TRIGGER_SCHEMA, TRIGGER_NAME, 'trigger', EVENT_OBJECT_TABLE \
             FROM information_schema.TRIGGERS WHERE {}",
            of("TRIGGER_SCHEMA")
        ),
        format!(
            "SELECT 'object', ROUTINE_SCHEMA, ROUTINE_NAME, LOWER(ROUTINE_TYPE), NULL \
             FROM information_schema.ROUTINES WHERE {}",
            of("ROUTINE_SCHEMA")
        ),
        format!(
            "SELECT 'object', EVENT_SCHEMA, EVENT_NAME, 'event', NULL FROM information_schema.EVENTS WHERE {}",
            of("EVENT_SCHEMA")
        ),
        format!(
            "SELECT 'partition', TABLE_SCHEMA, TABLE_NAME, PARTITION_NAME, PARTITION_METHOD, PARTITION_EXPRESSION \
             FROM information_schema.PARTITIONS WHERE PARTITION_NAME IS NOT NULL AND {}",
            of("TABLE_SCHEMA")
        ),
        format!(
            "SELECT 'witness', TABLE_SCHEMA, TABLE_NAME, CREATE_TIME FROM information_schema.TABLES WHERE {}",
            of("TABLE_SCHEMA")
        ),
    ];
    queries.join(";\n")
}

impl Catalogue {
    /// The answers to [`queries`].
    pub(super) fn read(rows: Vec<Row>) -> Result<Self, DatabaseError> {
        let mut catalogue = Self::default();
        for row in rows {
            let mut values = row.into_iter();
            let kind = values.next().flatten().unwrap_or_default();
            match kind.as_str() {
                "charset" => catalogue.charsets.push(CharsetRow::read(&mut values)),
                "database" => catalogue.databases.push(DatabaseRow::read(&mut values)),
                "table" => catalogue.tables.push(TableRow::read(&mut values)),
                "column" => catalogue.columns.push(ColumnRow::read(&mut values)),
                "key part" => catalogue.key_parts.push(KeyPartRow::read(&mut values)),
                "reference" => catalogue.references.push(ReferenceRow::read(&mut values)),
                "rule" => catalogue.rules.push(RuleRow::read(&mut values)),
                "check" => catalogue.checks.push(CheckRow::read(&mut values)),
                "object" => catalogue.objects.push(ObjectRow::read(&mut values)),
                "partition" => catalogue.partitions.push(PartitionRow::read(&mut values)),
                "witness" => catalogue.witnesses.push(values.map(Option::unwrap_or_default).collect()),
                other => return Err(malformed(other)),
            }
        }
        Ok(catalogue)
    }

    /// Whether no table was made, changed or dropped while the rows were read, as far as seconds tell: the catalogue knows
    /// nothing finer of a definition.
    pub(super) fn is_of_one_moment(&self) -> bool {
        let of_table = |row: &TableRow| vec![row.schema.clone(), row.name.clone(), row.created.clone()];
        let mut first: Vec<Vec<String>> = self.tables.iter().map(of_table).collect();
        let mut last = self.witnesses.clone();
        first.sort();
        last.sort();
        first == last
    }
}

fn malformed(row: &str) -> DatabaseError {
    DatabaseError::Catalogue {
        what: "the catalogue `information_schema`".into(),
        message: format!("it answers with a row of `{row}`"),
        hint: "use a server of MySQL 8 or MariaDB".into(),
    }
}
