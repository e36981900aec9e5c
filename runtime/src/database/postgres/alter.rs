//! `ALTER TABLE … ALTER COLUMN`: all changes of a column in as few statements as PostgreSQL takes.
//!
//! One statement carries default, type and nullability, because PostgreSQL drops defaults before it
//! changes types and sets them after, whatever the order they are written in (manual, ALTER TABLE).
//! Identity and generated expressions are read against the type before, so they stand apart.

use super::NAME;
use super::dependents::{Change, Dependents};
use super::sql::{alter_table, literal, qualified, quote};
use super::table::{add_column, comment_column, default_sql, drop_column, identity_kind, type_and_collation};
use super::types::{cast, same_but_for_size, type_of};
use crate::database::shared::{Refusal, column_place};
use crate::dialect::DialectError;
use crate::operation::{AlterColumn, ColumnChange};
use crate::schema::{Column, Identity, QualifiedName, Schema, Table, Text};

/// The statements that make all changes of one column.
pub(super) fn alter_column(schema: &Schema, operation: &AlterColumn) -> Result<Vec<String>, DialectError> {
    let table = schema.expect_table(&operation.table)?;
    let before = table.expect_column(&operation.column)?;
    let after = &operation.column_after(schema)?;
    if after.generated.is_some() && after.generated != before.generated {
        return replace(schema, table, before, after);
    }
    Alteration { table: &table.name, before, after, touched: Touched::by(&operation.changes) }
        .statements(schema, table)
}

/// Drops the column and adds it again: PostgreSQL before 17 cannot compute one that is there.
fn replace(
    schema: &Schema,
    table: &Table,
    before: &Column,
    after: &Column,
) -> Result<Vec<String>, DialectError> {
    let mut dependents = Dependents::default();
    let replaced = [&*before.name].into();
    dependents.add(schema, table, Change { replaced, ..Change::default() });
    let mut statements = dependents.drop();
    statements.push(drop_column(&table.name, &before.name));
    statements.extend(add_column(&table.name, after)?);
    statements.extend(dependents.restore()?);
    Ok(statements)
}

/// Which parts of a column an operation speaks of.
#[derive(Debug, Default)]
struct Touched<'a> {
    using: Option<&'a Text>,
    nullable: bool,
    default: bool,
    identity: bool,
    generated: bool,
    comment: bool,
}

impl<'a> Touched<'a> {
    fn by(changes: &'a [ColumnChange]) -> Self {
        let mut touched = Self::default();
        for change in changes {
            match change {
                ColumnChange::Type { ty: _, using } => touched.using = using.as_ref(),
                ColumnChange::Nullable(_) => touched.nullable = true,
                ColumnChange::Default(_) => touched.default = true,
                ColumnChange::Identity(_) => touched.identity = true,
                ColumnChange::Generated(_) => touched.generated = true,
                ColumnChange::Comment(_) => touched.comment = true,
                // Seen by comparing the types before and after.
                ColumnChange::Collation(_) | ColumnChange::Native { .. } => {}
            }
        }
        touched
    }
}

struct Alteration<'a> {
    table: &'a QualifiedName,
    before: &'a Column,
    after: &'a Column,
    touched: Touched<'a>,
}

impl Alteration<'_> {
    fn statements(&self, schema: &Schema, table: &Table) -> Result<Vec<String>, DialectError> {
        let Self { before, after, touched, .. } = self;
        let retyping = self.retyping()?;
        let same = same_but_for_size(before, after);
        let mut dependents = Dependents::default();
        if retyping.is_some() {
            let retyped = [&*before.name].into();
            dependents.add(schema, table, Change { retyped, reread: !same, ..Change::default() });
        }
        let mut statements = dependents.drop();
        if touched.generated && before.generated.is_some() {
            statements.push(self.alter(&[self.clause("DROP EXPRESSION")]));
        }
        if touched.identity && before.identity.is_some() && after.identity.is_none() {
            statements.push(self.alter(&[self.clause("DROP IDENTITY")]));
        }
        let mut clauses = Vec::new();
        let reset = retyping.is_some() && !same && before.default.is_some();
        if reset || touched.default && after.default.is_none() {
            clauses.push(self.clause("DROP DEFAULT"));
        }
        clauses.extend(retyping.map(|retyping| self.clause(&retyping)));
        if touched.nullable {
            clauses.push(self.clause(if after.nullable { "DROP NOT NULL" } else { "SET NOT NULL" }));
        }
        if let Some(default) = after.default.as_ref().filter(|_| reset || touched.default) {
            clauses.push(self.clause(&format!("SET DEFAULT {}", default_sql(after, default))));
        }
        if !clauses.is_empty() {
            statements.push(self.alter(&clauses));
        }
        if let Some(identity) = after.identity.filter(|_| touched.identity) {
            statements.extend(self.identity(identity)?);
        }
        if touched.comment {
            statements.push(comment_column(self.table, after));
        }
        statements.extend(dependents.restore()?);
        Ok(statements)
    }

    /// `TYPE …`, if the type or the collation changes or the values are made anew.
    fn retyping(&self) -> Result<Option<String>, DialectError> {
        let Self { before, after, touched, .. } = self;
        let refused = |refusal| self.refused(refusal);
        let ty = type_and_collation(after).map_err(refused)?;
        if touched.using.is_none() && ty == type_and_collation(before).map_err(refused)? {
            return Ok(None);
        }
        // A computed value is computed again; PostgreSQL takes no expression for it.
        if after.generated.is_some() {
            return Ok(Some(format!("TYPE {ty}")));
        }
        let using = match touched.using {
            Some(using) => Some(using.clone().into_owned()),
            None => cast(&quote(&before.name), before, after, &type_of(after).map_err(refused)?),
        };
        Ok(Some(using.map_or_else(|| format!("TYPE {ty}"), |using| format!("TYPE {ty} USING {using}"))))
    }

    /// Numbers the rows, going on after the largest number that is there.
    fn identity(&self, identity: Identity) -> Result<Vec<String>, DialectError> {
        let kind = identity_kind(self.after, identity).map_err(|refusal| self.refused(refusal))?;
        if self.before.identity.is_some() {
            return Ok(vec![self.alter(&[self.clause(&format!("SET GENERATED {kind}"))])]);
        }
        let (table, column) = (qualified(self.table), quote(&self.after.name));
        let sequence = format!("pg_get_serial_sequence({}, {})", literal(&table), literal(&self.after.name));
        Ok(vec![
            self.alter(&[self.clause(&format!("ADD GENERATED {kind} AS IDENTITY"))]),
            format!("SELECT setval({sequence}, COALESCE(MAX({column}), 0) + 1, false) FROM {table}"),
        ])
    }

    fn clause(&self, action: &str) -> String {
        format!("ALTER COLUMN {} {action}", quote(&self.before.name))
    }

    fn alter(&self, clauses: &[String]) -> String {
        alter_table(self.table, clauses)
    }

    fn refused(&self, refusal: Refusal) -> DialectError {
        refusal.at(NAME, column_place(self.table, &self.before.name))
    }
}
