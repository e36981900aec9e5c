//! A column: its name, type, nullability, default and what else the database keeps beside it.

use std::borrow::Cow;
use std::fmt;

use serde::{Serialize, Serializer};

use super::{ColumnType, List, Text, text};

/// One column of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Column {
    /// The column's name.
    pub name: Text,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: ColumnType,
    /// Whether it holds NULL.
    pub nullable: bool,
    /// What an insert that leaves it out puts there.
    pub default: Option<DefaultValue>,
    /// Whether the database numbers the rows itself.
    pub identity: Option<Identity>,
    /// The expression that it is computed from.
    pub generated: Option<Generated>,
    /// The collation, by the database's own name for it.
    pub collation: Option<Text>,
    /// The comment kept in the database.
    pub comment: Option<Text>,
    /// Types in a database's own words, for the named database only, in order of the database's name.
    pub native: List<NativeType>,
}

/// A type in one database's own words, used there in place of the column's portable type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct NativeType {
    /// The database's name: `postgres`, `mysql` or `sqlite`.
    pub database: Text,
    /// The type as that database spells it.
    #[serde(rename = "type")]
    pub ty: Text,
}

/// What an insert that leaves a column out puts there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DefaultValue {
    /// A literal, quoted by each dialect in its own way.
    Literal(Literal),
    /// An SQL expression, taken as it is.
    Sql(Text),
}

/// A literal value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Literal {
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number, wide enough for every integer column.
    Integer(i128),
    /// A number with a point or an exponent, digits as written.
    Number(Text),
    /// Text, or the value of an enum.
    Text(Text),
}

/// Whether the values a statement gives for a self-numbering column are taken.
///
/// PostgreSQL manual, CREATE TABLE, `GENERATED … AS IDENTITY`. MySQL and SQLite know `ByDefault` only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Identity {
    /// A value given in an insert is taken.
    ByDefault,
    /// A value given in an insert is refused unless it says so.
    Always,
}

/// The expression a generated column is computed from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Generated {
    /// The SQL expression.
    pub expression: Text,
    /// Kept in the row (`STORED`), or computed when read (`VIRTUAL`).
    pub stored: bool,
}

impl Column {
    /// A column that holds no NULL and has no default, usable in a `const`.
    pub const fn new(name: Text, ty: ColumnType) -> Self {
        Self {
            name,
            ty,
            nullable: false,
            default: None,
            identity: None,
            generated: None,
            collation: None,
            comment: None,
            native: Cow::Borrowed(&[]),
        }
    }

    /// The type in the words of `database`, where the model gives one.
    pub fn native_type(&self, database: &str) -> Option<&str> {
        self.native.iter().find(|native| native.database == database).map(|native| &*native.ty)
    }

    /// Whether an insert may leave the column out although it holds no NULL.
    pub fn fills_itself(&self) -> bool {
        self.nullable || self.default.is_some() || self.identity.is_some() || self.generated.is_some()
    }
}

impl DefaultValue {
    /// The default as an SQL expression that every database reads alike.
    ///
    /// `None` for text with a backslash, which MySQL reads as an escape (manual, section 11.1.1) and others do not.
    pub fn expression(&self) -> Option<Text> {
        Some(match self {
            Self::Sql(expression) => expression.clone(),
            Self::Literal(Literal::Text(text)) if text.contains('\\') => return None,
            Self::Literal(Literal::Text(text)) => format!("'{}'", text.replace('\'', "''")).into(),
            Self::Literal(Literal::Boolean(true)) => "TRUE".into(),
            Self::Literal(Literal::Boolean(false)) => "FALSE".into(),
            Self::Literal(Literal::Integer(number)) => number.to_string().into(),
            Self::Literal(Literal::Number(number)) => number.clone(),
        })
    }
}

/// The column's line in `schema.lock`, without its name.
impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&text::render(|out| text::column(out, self)))
    }
}

impl fmt::Display for DefaultValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&text::render(|out| text::default_value(out, self)))
    }
}

impl Serialize for DefaultValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
