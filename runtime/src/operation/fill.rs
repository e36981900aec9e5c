//! Gives the rows that have none a value, so that a column can be tightened after.

use serde::Serialize;

use super::{Operation, OperationError};
use crate::schema::{Column, ColumnType, DefaultValue, Literal, QualifiedName, Schema, Text};

/// Sets a column to an SQL expression in the rows where it is NULL.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fill {
    /// The table's name.
    pub table: QualifiedName,
    /// The column's name.
    pub column: Text,
    /// The SQL expression of the value.
    pub value: Text,
}

impl Fill {
    /// The fill that lets rows survive the way back to a required `column` whose values are lost: its default, else
    /// what its type has for nothing (`0`, `''`, an enum's first value).
    ///
    /// `None` where a column fills itself, and where no value is spelled alike on every database: rows that there are
    /// then keep the database from going back.
    pub(super) fn way_back(table: &QualifiedName, column: &Column, before: &Schema) -> Option<Self> {
        if column.nullable || column.identity.is_some() || column.generated.is_some() {
            return None;
        }
        let default = column.default.as_ref().and_then(DefaultValue::expression);
        let value =
            default.or_else(|| if column.native.is_empty() { nothing(&column.ty, before) } else { None })?;
        Some(Self { table: table.clone(), column: column.name.clone(), value })
    }

    pub(super) fn apply(&self, schema: &mut Schema) -> Result<(), OperationError> {
        schema.expect_table(&self.table)?.expect_column(&self.column).map(drop)
    }

    pub(super) fn reverse(&self, _before: &Schema) -> Result<Vec<Operation>, OperationError> {
        Ok(Vec::new())
    }

    pub(super) fn describe(&self) -> String {
        format!("fill `{}.{}` with {} where it is null", self.table, self.column, self.value)
    }

    pub(super) fn loss(&self, _before: &Schema) -> Option<String> {
        None
    }

    pub(super) fn table(&self) -> Option<&QualifiedName> {
        Some(&self.table)
    }
}

/// What a type has for nothing, as an SQL expression that every database reads alike.
fn nothing(ty: &ColumnType, schema: &Schema) -> Option<Text> {
    Some(Text::Borrowed(match ty {
        ColumnType::Boolean => "FALSE",
        ColumnType::TinyInt
        | ColumnType::SmallInt
        | ColumnType::Integer
        | ColumnType::BigInt
        | ColumnType::TinyIntUnsigned
        | ColumnType::SmallIntUnsigned
        | ColumnType::IntegerUnsigned
        | ColumnType::BigIntUnsigned
        | ColumnType::Real
        | ColumnType::Double
        | ColumnType::Decimal(_) => "0",
        ColumnType::Char(_) | ColumnType::Varchar(_) | ColumnType::Text => "''",
        ColumnType::Date => "'2000-01-01'",
        ColumnType::Time(_) => "'00:00:00'",
        ColumnType::Timestamp(_) | ColumnType::TimestampTz(_) => "'2000-01-01 00:00:00'",
        ColumnType::Interval => "'0'",
        ColumnType::Json | ColumnType::Array(_) => "'{}'",
        ColumnType::Inet => "'0.0.0.0'",
        ColumnType::Cidr => "'0.0.0.0/0'",
        ColumnType::MacAddr => "'00:00:00:00:00:00'",
        ColumnType::Enum(name) => {
            let first = schema.enums.get(name)?.values.first()?.clone();
            return DefaultValue::Literal(Literal::Text(first)).expression();
        }
        // Bytes on some databases, text on others.
        ColumnType::Uuid | ColumnType::Varbinary(_) | ColumnType::Blob => return None,
    }))
}
