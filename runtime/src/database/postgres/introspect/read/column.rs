//! Columns, and the sequences that number them.

use super::{Fields, Reader, unreadable};
use crate::connection::DatabaseError;
use crate::database::postgres::{NAME, types};
use crate::database::shared::column_place;
use crate::introspection::Object;
use crate::schema::{Column, ColumnType, DefaultValue, Generated, Identity, NativeType, QualifiedName, Text};

/// The largest values of the types that a sequence counts in.
const LARGEST: [(&str, i64); 3] =
    [("smallint", i16::MAX as i64), ("integer", i32::MAX as i64), ("bigint", i64::MAX)];

impl Reader<'_> {
    pub(super) fn column(&mut self, mut fields: Fields) -> Result<(), DatabaseError> {
        let (oid, number) = (fields.number()?, fields.number()?);
        let mut column = Column::new(fields.name()?, ColumnType::Text);
        let ty = fields.text()?;
        let (schema, name, is_array) = (fields.optional(), fields.optional(), fields.flag());
        match name.map(|name| self.name(schema, name)) {
            Some(name) if is_array => column.ty = ColumnType::Array(ColumnType::Enum(name).into()),
            Some(name) => column.ty = ColumnType::Enum(name),
            // Made portable where it can be, when the schema is normalized.
            None => column.native = vec![NativeType { database: NAME.into(), ty: ty.into() }].into(),
        }
        column.nullable = !fields.flag();
        let expression = fields.optional().map(Text::from);
        column.identity = match fields.optional().as_deref() {
            Some("a") => Some(Identity::Always),
            Some("d") => Some(Identity::ByDefault),
            Some(_) | None => None,
        };
        match (fields.optional().as_deref(), expression) {
            (Some(kind @ ("s" | "v")), Some(expression)) => {
                column.generated = Some(Generated { expression, stored: kind == "s" });
            }
            (_, expression) => column.default = expression.map(DefaultValue::Sql),
        }
        column.collation = fields.optional().map(Text::from);
        let elsewhere = fields.optional();
        column.comment = fields.optional().map(Text::from);
        let said = [
            elsewhere.map(|collation| format!("COLLATE {collation}")),
            fields.optional().map(|target| format!("STATISTICS {target}")),
            fields.optional().map(|storage| format!("STORAGE {storage}")),
            fields.optional().map(|method| match method.as_str() {
                "p" => "COMPRESSION pglz".into(),
                "l" => "COMPRESSION lz4".into(),
                other => format!("COMPRESSION {other}"),
            }),
            fields.optional().map(|options| format!("({options})")),
        ];
        let read = self.read(oid)?;
        let place = column_place(&read.table.name, &column.name);
        read.columns.insert(number, column.name.clone());
        read.table.columns.push(column);
        for what in said.into_iter().flatten() {
            self.detail(place.clone(), what);
        }
        Ok(())
    }

    /// A sequence: the one behind an identity or a serial column is the column's, any other an object.
    pub(super) fn sequence(&mut self, mut fields: Fields) -> Result<(), DatabaseError> {
        let name = self.name(fields.optional(), fields.text()?);
        let owner = fields.optional();
        let number = fields.optional();
        let (default, ty) = (fields.text()?, fields.text()?);
        let options = options(&ty, &mut fields)?;
        let Some((oid, number)) = owner.zip(number) else {
            self.sequence_object(name, None);
            return Ok(());
        };
        let oid = oid.parse().map_err(|_| unreadable(format!("`{oid}` is no object identifier")))?;
        // A sequence that belongs to what is not read here, a view or a partition, is an object of its own.
        let Some(read) = self.tables.get_mut(&oid) else {
            self.sequence_object(name, None);
            return Ok(());
        };
        let number = number.parse().map_err(|_| unreadable(format!("`{number}` is no column's number")))?;
        let column = read.column_names(&[number])?.remove(0);
        let table = read.table.name.clone();
        let column = read.table.column_mut(&column).expect("a column that has a number was read");
        let place = column_place(&table, &column.name);
        let mut said = options;
        // The name that the server gives it, unless it cuts it to make it fit.
        let by_itself = format!("{}_{}_seq", table.name, column.name);
        if by_itself.len() <= crate::schema::MAX_NAME_LENGTH && by_itself != *name.name {
            said.insert(0, format!("called `{}`", name.name));
        }
        if column.identity.is_none() {
            let numbers = column.default == Some(DefaultValue::Sql(default.into())) && !column.nullable;
            let serial = column.native_type(NAME).and_then(types::serial_of).filter(|_| numbers);
            let Some((integer, serial)) = serial else {
                self.sequence_object(name, Some(table));
                return Ok(());
            };
            if integer != ty {
                said.insert(0, format!("AS {ty}"));
            }
            column.default = None;
            column.native = vec![NativeType { database: NAME.into(), ty: serial.into() }].into();
        }
        if !said.is_empty() {
            self.detail(place, format!("sequence {}", said.join(" ")));
        }
        Ok(())
    }

    fn sequence_object(&mut self, name: QualifiedName, table: Option<QualifiedName>) {
        self.introspection.objects.insert(Object { kind: "sequence".into(), name, table });
    }
}

/// What a sequence does otherwise than one that is only said (manual, CREATE SEQUENCE).
fn options(ty: &str, fields: &mut Fields) -> Result<Vec<String>, DatabaseError> {
    let mut said = Vec::new();
    let largest = LARGEST.iter().find(|(name, _)| *name == ty).map_or(i64::MAX, |(_, largest)| *largest);
    let words =
        [("START WITH", 1), ("INCREMENT BY", 1), ("MINVALUE", 1), ("MAXVALUE", largest), ("CACHE", 1)];
    for (word, by_itself) in words {
        let value: i64 = fields.number()?;
        if value != by_itself {
            said.push(format!("{word} {value}"));
        }
    }
    if fields.flag() {
        said.push("CYCLE".into());
    }
    Ok(said)
}
