//! What SQLite's catalogue says of a database: two queries, whatever it holds.
//!
//! `sqlite_schema` keeps the text of every statement, and that text is all there is: it is parsed. What SQLite itself
//! reads from it (`pragma_table_list`, `pragma_table_xinfo`) says which tables are what, and proves each parse.

mod canonicalize;
mod resolve;

pub(super) use canonicalize::canonicalize;

use std::collections::BTreeMap;

use super::driver::SqliteDriver;
use super::{ddl, normalize};
use crate::connection::{DatabaseError, Driver as _, Row};
use crate::introspection::{Introspection, Object, Scope};
use crate::schema::{Index, QualifiedName, Text};

/// The first version with `pragma_table_list`, and with `STRICT`.
const LEAST: (u32, u32) = (3, 37);

/// Everything that somebody has created, tables first, in one statement and so at one moment: its type, name, table,
/// text, what kind of table it is, and the columns that SQLite finds in it.
///
/// The list of tables is made once and searched by an index: in the join itself it would be made for each table.
const CATALOGUE: &str = "WITH l AS MATERIALIZED (SELECT name, type FROM pragma_table_list WHERE schema = 'main') \
     SELECT s.type, s.name, s.tbl_name, s.sql, l.type, CASE l.type WHEN 'table' THEN \
         (SELECT group_concat(name, char(31)) FROM pragma_table_xinfo(s.name, 'main')) END \
     FROM main.sqlite_schema AS s \
     LEFT JOIN l ON s.type = 'table' AND l.name = s.name \
     WHERE s.sql IS NOT NULL AND s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
     ORDER BY s.type <> 'table', s.name";

/// Where a column ends in the list of columns.
const UNIT_SEPARATOR: char = '\u{1f}';

pub(super) async fn introspect(
    driver: &mut SqliteDriver,
    scope: &Scope,
) -> Result<Introspection, DatabaseError> {
    if let Some(schema) = scope.schemas.first() {
        return Err(DatabaseError::Catalogue {
            what: format!("schema `{schema}`"),
            message: "SQLite has no schemas".into(),
            hint: "take the schema away: a SQLite database has one namespace".into(),
        });
    }
    let version = driver.query("SELECT sqlite_version()").await?;
    check_version(&version.into_iter().flatten().flatten().next().unwrap_or_default())?;
    let rows = driver.query(CATALOGUE).await.map_err(unreadable)?;
    read(&rows)
}

/// What the driver does not take for text is no UTF-8; the file's own errors say so themselves.
fn unreadable(error: DatabaseError) -> DatabaseError {
    match error {
        DatabaseError::Refused { message, code: None, .. } => DatabaseError::Catalogue {
            what: "the catalogue `sqlite_schema`".into(),
            message,
            hint: "it holds a name or a statement that is no UTF-8: drop what has it, and make it again"
                .into(),
        },
        other => other,
    }
}

fn check_version(version: &str) -> Result<(), DatabaseError> {
    let mut numbers = version.split('.').map(|number| number.parse().unwrap_or(0));
    let found: (u32, u32) = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    match found < LEAST {
        true => Err(DatabaseError::TooOld { version: format!("SQLite {version}"), least: "SQLite 3.37" }),
        false => Ok(()),
    }
}

fn read(rows: &[Row]) -> Result<Introspection, DatabaseError> {
    let mut found = Introspection::default();
    let mut tables = BTreeMap::new();
    let mut indexes: BTreeMap<Text, Vec<Index>> = BTreeMap::new();
    let mut virtual_tables = Vec::new();
    let mut objects = Vec::new();
    for row in rows {
        let text = |i: usize| row.get(i).and_then(Option::as_deref).unwrap_or_default();
        let (kind, name, table, sql) = (text(0), text(1), text(2), text(3));
        match (kind, text(4)) {
            ("table", "virtual") => virtual_tables.push(name),
            ("table", "shadow") => objects.push(("shadow table", name, shadowed(&virtual_tables, name))),
            ("table", _) => {
                let declared = ddl::table(sql).map_err(|why| unparsed(kind, name, &why))?;
                let columns = declared.table.columns.iter().map(|column| &*column.name);
                if !columns.eq(text(5).split(UNIT_SEPARATOR)) {
                    return Err(unparsed(kind, name, "SQLite finds other columns in it"));
                }
                tables.insert(name.to_owned(), declared);
            }
            ("index", _) => {
                let index = ddl::index(sql).map_err(|why| unparsed(kind, name, &why))?;
                indexes.entry(table.to_owned().into()).or_default().push(index);
            }
            ("trigger", _) => objects.push(("trigger", name, Some(table))),
            _ => objects.push((if kind == "view" { "view" } else { "object" }, name, None)),
        }
    }
    objects.extend(virtual_tables.iter().map(|name| ("virtual table", *name, None)));
    found.objects = objects
        .into_iter()
        .map(|(kind, name, table)| Object { kind: kind.into(), name: named(name), table: table.map(named) })
        .collect();
    resolve::resolve(tables, indexes, &mut found);
    found.schema = normalize::schema(&found.schema);
    Ok(found)
}

fn named(name: &str) -> QualifiedName {
    QualifiedName { schema: None, name: name.to_owned().into() }
}

/// The virtual table whose rows the table `name` keeps: its name begins with the other's.
fn shadowed<'a>(virtual_tables: &[&'a str], name: &str) -> Option<&'a str> {
    let owns = |table: &&str| name.strip_prefix(table).is_some_and(|rest| rest.starts_with('_'));
    virtual_tables.iter().copied().filter(owns).max_by_key(|table| table.len())
}

fn unparsed(kind: &str, name: &str, why: &str) -> DatabaseError {
    DatabaseError::Catalogue {
        what: format!("{kind} `{name}`"),
        message: format!("its statement in `sqlite_schema` is not understood: {why}"),
        hint: format!("make the {kind} again with a plain statement, and report this one to aludel"),
    }
}
