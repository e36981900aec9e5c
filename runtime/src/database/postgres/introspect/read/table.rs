//! Tables and enums.

use std::collections::BTreeMap;

use super::{Fields, ReadTable, Reader};
use crate::connection::DatabaseError;
use crate::database::postgres::{NAME, options};
use crate::database::shared::{enum_place, table_place};
use crate::schema::{EnumType, Table, Text};

impl Reader<'_> {
    pub(super) fn table(&mut self, mut fields: Fields) -> Result<(), DatabaseError> {
        let oid = fields.number()?;
        let name = self.name(fields.optional(), fields.text()?);
        let mut table = Table::new(&name);
        let place = table_place(&name);
        let mut set = |name: Text, value: String| {
            table.set_option(&Text::Borrowed(NAME), &name, Some(value.into()));
        };
        if fields.text()? == "u" {
            set(options::UNLOGGED.into(), String::new());
        }
        if let Some(tablespace) = fields.optional() {
            set(options::TABLESPACE.into(), tablespace);
        }
        for prefix in ["", options::TOAST] {
            for option in fields.optional().unwrap_or_default().lines() {
                let (name, value) = option.split_once('=').unwrap_or((option, ""));
                if options::is_storage_parameter(name) {
                    set(format!("{prefix}{name}").into(), value.to_owned());
                } else {
                    self.detail(place.clone(), format!("WITH ({prefix}{option})"));
                }
            }
        }
        table.comment = fields.optional().map(Text::from);
        let said = [
            fields.optional().map(|key| format!("PARTITION BY {key}")),
            fields.optional().map(|parents| format!("INHERITS ({parents})")),
            fields.optional(),
            fields.optional(),
            fields.optional().map(|method| format!("USING {method}")),
            fields.optional().map(|ty| format!("OF {ty}")),
        ];
        for what in said.into_iter().flatten() {
            self.detail(place.clone(), what);
        }
        self.tables.insert(oid, ReadTable { table, columns: BTreeMap::new() });
        Ok(())
    }

    /// One value of an enum, in the order of the values; an enum without any comes as one row.
    pub(super) fn enum_value(&mut self, mut fields: Fields) -> Result<(), DatabaseError> {
        let name = self.name(fields.optional(), fields.text()?);
        let (value, comment) = (fields.optional(), fields.optional());
        let empty = || EnumType { name: name.clone(), values: Vec::new().into() };
        let enum_type = self.introspection.schema.enums.entry(name.clone()).or_insert_with(empty);
        enum_type.values.to_mut().extend(value.map(Text::from));
        if let Some(comment) = comment {
            self.detail(enum_place(&name), format!("COMMENT {comment}"));
        }
        Ok(())
    }
}
