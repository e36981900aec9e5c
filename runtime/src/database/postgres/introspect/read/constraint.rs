//! Primary keys, uniques, foreign keys, checks, and what models cannot say of them.

use super::{Fields, Reader, unreadable};
use crate::connection::DatabaseError;
use crate::database::shared::constraint_place;
use crate::schema::{
    Action, Check, Constraint, Deferrable, ForeignKey, PrimaryKey, QualifiedName, Text, Unique,
};

impl Reader<'_> {
    pub(super) fn constraint(&mut self, mut fields: Fields) -> Result<(), DatabaseError> {
        let (oid, name, kind) = (fields.number()?, fields.name()?, fields.text()?);
        let key = fields.numbers()?;
        let read = self.read(oid)?;
        let table = read.table.name.clone();
        // An exclusion of expressions names column 0, and stays what it is.
        let columns = if kind == "x" { Vec::new() } else { read.column_names(&key)? };
        let place = constraint_place(&table, &name);
        let target: u32 = fields.number()?;
        let (schema, target_name) = (fields.optional(), fields.optional());
        let references = target_name.map(|name| self.name(schema, name));
        let target_key = fields.numbers()?;
        let actions = (fields.text()?, fields.text()?);
        let mut said: Vec<String> = Vec::new();
        let match_full = fields.text()? == "f";
        let deferrable = match (fields.flag(), fields.flag()) {
            (false, _) => None,
            (true, false) => Some(Deferrable::InitiallyImmediate),
            (true, true) => Some(Deferrable::InitiallyDeferred),
        };
        if !fields.flag() {
            said.push("NOT VALID".into());
        }
        if fields.flag() {
            said.push("NO INHERIT".into());
        }
        let expression = fields.optional();
        let nulls_not_distinct = fields.flag();
        let set_only = fields.numbers()?;
        let exclusion = fields.optional();
        let included = fields.numbers()?;
        let key_length: Option<usize> = fields.optional().and_then(|length| length.parse().ok());
        said.extend(fields.optional().map(|options| format!("WITH ({options})")));
        said.extend(fields.optional().map(|tablespace| format!("USING INDEX TABLESPACE {tablespace}")));
        said.extend(fields.optional().map(|comment| format!("COMMENT {comment}")));
        said.extend(fields.flag().then(|| "CLUSTER".into()));
        said.extend(fields.flag().then(|| "REPLICA IDENTITY".into()));
        let read = self.read(oid)?;
        let included = key_length.and_then(|length| included.get(length..)).unwrap_or_default();
        if !included.is_empty() {
            said.push(format!("INCLUDE ({})", read.column_names(included)?.join(", ")));
        }
        let constraint: Option<Constraint> = match kind.as_str() {
            "p" => {
                said.extend(deferrable.map(|_| "DEFERRABLE".into()));
                Some(PrimaryKey { name, columns: columns.into() }.into())
            }
            "u" => Some(Unique { name, columns: columns.into(), deferrable, nulls_not_distinct }.into()),
            "f" => {
                if !set_only.is_empty() {
                    said.push(format!("SET ({})", read.column_names(&set_only)?.join(", ")));
                }
                let references =
                    references.ok_or_else(|| unreadable(format!("what `{name}` references has gone")))?;
                let referenced_columns = self.columns_of(target, &references, &target_key)?;
                let key = ForeignKey {
                    name,
                    columns: columns.into(),
                    references,
                    referenced_columns: referenced_columns.into(),
                    match_full,
                    on_delete: action(&actions.0),
                    on_update: action(&actions.1),
                    deferrable,
                };
                Some(key.into())
            }
            "c" => {
                let expression =
                    expression.ok_or_else(|| unreadable(format!("the check `{name}` has gone")))?;
                Some(Check { name, expression: expression.into() }.into())
            }
            _ => {
                said.extend(exclusion);
                None
            }
        };
        if let Some(constraint) = constraint {
            self.read(oid)?.table.insert_constraint(constraint);
        }
        for what in said {
            self.detail(place.clone(), what);
        }
        Ok(())
    }

    /// The columns with those numbers of a table that may be read or not.
    fn columns_of(
        &self,
        oid: u32,
        table: &QualifiedName,
        numbers: &[i16],
    ) -> Result<Vec<Text>, DatabaseError> {
        if let Some(read) = self.tables.get(&oid) {
            return read.column_names(numbers);
        }
        let name = |number: &i16| self.referenced.get(&(oid, *number)).cloned();
        let names = numbers.iter().map(name).collect::<Option<_>>();
        names.ok_or_else(|| unreadable(format!("a column of table `{table}` has gone")))
    }
}

/// Manual, section 53.13, `confdeltype`.
fn action(code: &str) -> Action {
    match code {
        "r" => Action::Restrict,
        "c" => Action::Cascade,
        "n" => Action::SetNull,
        "d" => Action::SetDefault,
        _ => Action::NoAction,
    }
}
