//! Tables, columns, enums and constraints as plain values; knows no database and does no I/O.
//!
//! Every type here can be built in a `const` (by the derive) and at run time (by replay), so that
//! one function, [`text`], writes the same line for the compiler and for `schema.lock`.

mod column;
mod column_type;
mod constraint;
mod enum_type;
mod index;
mod name;
mod place;
mod table;
mod tables;
pub mod text;

pub use column::{Column, DefaultValue, Generated, Identity, Literal, NativeType};
pub use column_type::{ColumnType, Element};
pub use constraint::{Action, Check, Constraint, ConstraintKind, Deferrable, ForeignKey, PrimaryKey, Unique};
pub use enum_type::EnumType;
pub use index::{Index, IndexColumn, IndexKey, NullsOrder, SortOrder};
pub use name::{MAX_NAME_LENGTH, QualifiedName};
pub use place::Place;
pub use table::{Table, TableOption};
pub use tables::Tables;

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;

/// A piece of text that is a constant in a model and owned everywhere else.
pub type Text = Cow<'static, str>;

/// A list that is a constant in a model and owned everywhere else.
pub type List<T> = Cow<'static, [T]>;

/// All tables and enums of one side of a comparison.
///
/// Ordered by name, so that whatever is made from a schema is the same bytes every time.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Schema {
    /// The tables by name.
    pub tables: Tables,
    /// The enum types by name.
    #[serde(serialize_with = "values")]
    pub enums: BTreeMap<QualifiedName, EnumType>,
}

impl Schema {
    /// A schema without tables or enums: what an empty database holds.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds `table`, or puts it in place of the one of the same name.
    pub fn insert_table(&mut self, table: Table) {
        self.tables.put(table);
    }

    /// Adds `enum_type`, or puts it in place of the one of the same name.
    pub fn insert_enum(&mut self, enum_type: EnumType) {
        self.enums.insert(enum_type.name.clone(), enum_type);
    }

    /// The columns that have the enum `name` as their type or as their array's element, in order of table and column.
    pub fn columns_of_enum<'a>(
        &'a self,
        name: &'a QualifiedName,
    ) -> impl Iterator<Item = (&'a Table, &'a Column)> {
        self.tables.using_enum(name).flat_map(move |table| {
            let uses = move |column: &&Column| column.ty.enum_name() == Some(name);
            table.columns.iter().filter(uses).map(move |column| (table, column))
        })
    }
}

/// Serialises a map as the list of its values, because each value holds its own name.
fn values<K, V: Serialize, S: serde::Serializer>(
    map: &BTreeMap<K, V>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(map.values())
}
