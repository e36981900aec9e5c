//! Indexes that no constraint made.

use super::{Fields, Reader, unreadable};
use crate::connection::DatabaseError;
use crate::database::shared::index_place;
use crate::schema::{Index, IndexColumn, IndexKey, NullsOrder, SortOrder, Text};

/// The bits of `pg_index.indoption`: the order, and where NULLs go.
const DESCENDING: i16 = 1;
const NULLS_FIRST: i16 = 2;

impl Reader<'_> {
    pub(super) fn index(&mut self, mut fields: Fields) -> Result<(), DatabaseError> {
        let (oid, table) = (fields.number()?, fields.number()?);
        let mut index = Index::new(fields.name()?, Vec::new().into());
        index.unique = fields.flag();
        index.method = Some(fields.name()?);
        index.nulls_not_distinct = fields.flag();
        index.predicate = fields.optional().map(Text::from);
        let (numbers, options) = (fields.numbers()?, fields.numbers()?);
        let key_length: usize = fields.number()?;
        let read = self.read(table)?;
        let (keys, include) = numbers.split_at(key_length.min(numbers.len()));
        let mut columns = Vec::new();
        for (number, options) in keys.iter().zip(&options) {
            let key = match number {
                // Its text comes in a row of its own.
                0 => IndexKey::Expression(Text::Borrowed("")),
                number => IndexKey::Column(read.column_names(&[*number])?.remove(0)),
            };
            let descending = options & DESCENDING != 0;
            let nulls = if options & NULLS_FIRST != 0 { NullsOrder::First } else { NullsOrder::Last };
            columns.push(IndexColumn {
                order: if descending { SortOrder::Descending } else { SortOrder::Ascending },
                nulls: Some(nulls),
                ..IndexColumn::new(key)
            });
        }
        index.columns = columns.into();
        index.include = read.column_names(include)?.into();
        let place = index_place(&read.table.name, &index.name);
        let said = [
            (!fields.flag()).then(|| "INVALID".to_owned()),
            fields.flag().then(|| "CLUSTER".to_owned()),
            fields.flag().then(|| "REPLICA IDENTITY".to_owned()),
            fields.optional().map(|options| format!("WITH ({options})")),
            fields.optional().map(|tablespace| format!("TABLESPACE {tablespace}")),
            fields.optional().map(|comment| format!("COMMENT {comment}")),
        ];
        for what in said.into_iter().flatten() {
            self.detail(place.clone(), what);
        }
        self.indexes.insert(oid, (table, index));
        Ok(())
    }

    /// A key that is more than a column as it is.
    pub(super) fn key(&mut self, mut fields: Fields) -> Result<(), DatabaseError> {
        let (oid, at): (u32, usize) = (fields.number()?, fields.number()?);
        // The index of a constraint has no such key that models could not say of the constraint.
        let Some((table, index)) = self.indexes.get_mut(&oid) else { return Ok(()) };
        let gone = || unreadable(format!("the key {at} of index `{}` has gone", index.name));
        let key = index.columns.to_mut().get_mut(at).ok_or_else(gone)?;
        if let Some(expression) = fields.optional() {
            key.key = IndexKey::Expression(expression.into());
        }
        let (class, parameters) = (fields.optional(), fields.optional());
        key.operator_class = class.map(|class| match parameters {
            Some(parameters) => format!("{class} ({parameters})").into(),
            None => class.into(),
        });
        if let Some(collation) = fields.optional() {
            let name = index.name.clone();
            let table = *table;
            let place = index_place(&self.read(table)?.table.name, &name);
            self.detail(place, format!("COLLATE {collation} of key {}", at + 1));
        }
        Ok(())
    }
}
