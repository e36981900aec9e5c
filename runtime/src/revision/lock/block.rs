//! One table or enum of the lock, as lines.

use std::fmt;

use crate::schema::{Column, EnumType, Schema, Table, text};

/// One table or enum of the lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Which of the two it is.
    pub kind: BlockKind,
    /// The name, as [`text::qualified_name`] writes it.
    pub name: String,
    /// The lines under the heading, without their indentation.
    pub lines: Vec<String>,
}

/// Whether a block is a table's or an enum's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BlockKind {
    /// `enum`
    Enum,
    /// `table`
    Table,
}

impl Block {
    /// The blocks of a schema: the enums, then the tables, each in order of their names.
    pub fn of_schema(schema: &Schema) -> Vec<Self> {
        schema.enums.values().map(Self::from).chain(schema.tables.values().map(Self::from)).collect()
    }
}

/// The line of an enum's values.
pub fn values_line(enum_type: &EnumType) -> String {
    text::render(|out| {
        out.push("values ");
        text::enum_values(out, enum_type);
    })
}

/// The lines of a table's comment and options.
pub fn own_lines(table: &Table) -> Vec<String> {
    let comment = table.comment.iter().map(|comment| {
        text::render(|out| {
            out.push("comment ");
            text::quoted(out, comment);
        })
    });
    let options = table.options.iter().map(|option| text::render(|out| text::table_option(out, option)));
    comment.chain(options).collect()
}

/// The line of a column.
pub fn column_line(column: &Column) -> String {
    text::render(|out| {
        out.push("column ");
        text::name(out, &column.name);
        out.push(" ");
        text::column(out, column);
    })
}

impl From<&EnumType> for Block {
    fn from(enum_type: &EnumType) -> Self {
        Self { kind: BlockKind::Enum, name: enum_type.name.to_string(), lines: vec![values_line(enum_type)] }
    }
}

impl From<&Table> for Block {
    fn from(table: &Table) -> Self {
        let mut lines = own_lines(table);
        lines.extend(table.columns_by_name().into_iter().map(column_line));
        lines.extend(table.constraints().map(|constraint| constraint.to_string()));
        lines.extend(table.indexes.values().map(ToString::to_string));
        Self { kind: BlockKind::Table, name: table.name.to_string(), lines }
    }
}

/// The heading and the lines, each with its line end.
impl fmt::Display for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} {}", self.kind, self.name)?;
        self.lines.iter().try_for_each(|line| writeln!(f, "  {line}"))
    }
}

impl fmt::Display for BlockKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Enum => "enum",
            Self::Table => "table",
        })
    }
}
