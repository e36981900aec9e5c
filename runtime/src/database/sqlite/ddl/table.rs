//! `CREATE TABLE`.

use super::column::column;
use super::constraint::{Draft, table_constraints};
use super::cursor::{Cursor, Unexpected, unexpected};
use super::token::tokens;
use crate::database::sqlite::NAME;
use crate::schema::{Column, List, QualifiedName, Table, TableOption, Text};

/// A table as its statement declares it: names as they are written there, constraints as yet without the names that
/// the statement leaves out.
#[derive(Debug)]
pub(in crate::database::sqlite) struct Declared {
    /// The table, without constraints.
    pub(in crate::database::sqlite) table: Table,
    /// The constraints, in order.
    pub(in crate::database::sqlite) constraints: Vec<Draft>,
    /// The columns that are enums, and their values.
    pub(in crate::database::sqlite) enums: Vec<(Text, List<Text>)>,
    /// What models cannot say of columns.
    pub(in crate::database::sqlite) details: Vec<(Text, Text)>,
}

/// Reads `CREATE TABLE` as it is kept.
///
/// # Errors
/// What is unexpected in it.
pub(in crate::database::sqlite) fn table(sql: &str) -> Result<Declared, Unexpected> {
    let tokens = tokens(sql);
    let mut cursor = Cursor::new(&tokens);
    if !cursor.eat(&["CREATE", "TABLE"]) {
        return Err(unexpected("CREATE TABLE", cursor.peek()));
    }
    let name = QualifiedName { schema: None, name: cursor.name()? };
    let mut declared =
        Declared { table: Table::new(name), constraints: Vec::new(), enums: Vec::new(), details: Vec::new() };
    let mut inner = Cursor::new(cursor.parenthesized()?);
    loop {
        column(&mut inner, &mut declared)?;
        if !inner.eat_symbol(',') || table_constraints(&mut inner, &mut declared)? {
            break;
        }
    }
    table_constraints(&mut inner, &mut declared)?;
    inner.done()?;
    options(&mut cursor, &mut declared)?;
    Ok(declared)
}

/// `WITHOUT ROWID` and `STRICT`, after the closing parenthesis.
fn options(cursor: &mut Cursor<'_, '_>, declared: &mut Declared) -> Result<(), Unexpected> {
    let mut options = Vec::new();
    while !cursor.is_done() {
        if cursor.eat(&["WITHOUT", "ROWID"]) {
            options.push("without_rowid");
        } else if cursor.eat(&["STRICT"]) {
            options.push("strict");
        } else {
            return Err(unexpected("a table option", cursor.peek()));
        }
        cursor.eat_symbol(',');
    }
    options.sort_unstable();
    options.dedup();
    let option =
        |name: &'static str| TableOption { database: NAME.into(), name: name.into(), value: "".into() };
    declared.table.options = options.into_iter().map(option).collect();
    Ok(())
}

impl Declared {
    /// The column that was declared last.
    pub(super) fn column(&mut self) -> &mut Column {
        self.table.columns.last_mut().expect("a column's constraints stand after its name")
    }

    /// Notes what models cannot say of the column that was declared last.
    pub(super) fn detail(&mut self, what: impl Into<Text>) {
        let name = self.column().name.clone();
        self.details.push((name, what.into()));
    }
}
