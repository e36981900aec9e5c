//! The words for changes of columns, tables and enums in place.

use crate::operation::{ColumnChange, EnumChange, EnumPosition, TableChange};
use crate::schema::{ColumnType, DefaultValue, Generated, Identity, Text};

/// Sets a column's type, by a plain cast.
pub fn set_type(ty: ColumnType) -> ColumnChange {
    ColumnChange::Type { ty, using: None }
}

/// Sets a column's type; `using` makes the new value of the columns before.
pub fn set_type_using(ty: ColumnType, using: impl Into<Text>) -> ColumnChange {
    ColumnChange::Type { ty, using: Some(using.into()) }
}

/// Refuses NULL.
pub const fn set_not_null() -> ColumnChange {
    ColumnChange::Nullable(false)
}

/// Allows NULL.
pub const fn drop_not_null() -> ColumnChange {
    ColumnChange::Nullable(true)
}

/// Sets a column's default.
pub fn set_default(default: impl Into<DefaultValue>) -> ColumnChange {
    ColumnChange::Default(Some(default.into()))
}

/// Takes a column's default away.
pub const fn drop_default() -> ColumnChange {
    ColumnChange::Default(None)
}

/// Lets the database number the rows.
pub const fn set_identity(identity: Identity) -> ColumnChange {
    ColumnChange::Identity(Some(identity))
}

/// Lets the database number the rows no longer.
pub const fn drop_identity() -> ColumnChange {
    ColumnChange::Identity(None)
}

/// Computes a column from `expression`, kept in the row.
pub fn set_stored(expression: impl Into<Text>) -> ColumnChange {
    ColumnChange::Generated(Some(Generated { expression: expression.into(), stored: true }))
}

/// Computes a column from `expression` when it is read.
pub fn set_computed(expression: impl Into<Text>) -> ColumnChange {
    ColumnChange::Generated(Some(Generated { expression: expression.into(), stored: false }))
}

/// Makes a computed column a plain one.
pub const fn drop_generated() -> ColumnChange {
    ColumnChange::Generated(None)
}

/// Sets a column's collation.
pub fn set_collation(collation: impl Into<Text>) -> ColumnChange {
    ColumnChange::Collation(Some(collation.into()))
}

/// Takes a column's collation away.
pub const fn drop_collation() -> ColumnChange {
    ColumnChange::Collation(None)
}

/// Sets a column's comment.
pub fn set_comment(comment: impl Into<Text>) -> ColumnChange {
    ColumnChange::Comment(Some(comment.into()))
}

/// Takes a column's comment away.
pub const fn drop_comment() -> ColumnChange {
    ColumnChange::Comment(None)
}

/// Sets a column's type in the words of `database`.
pub fn set_native(database: impl Into<Text>, ty: impl Into<Text>) -> ColumnChange {
    ColumnChange::Native { database: database.into(), ty: Some(ty.into()) }
}

/// Goes back to the portable type on `database`.
pub fn drop_native(database: impl Into<Text>) -> ColumnChange {
    ColumnChange::Native { database: database.into(), ty: None }
}

/// Sets a table's comment.
pub fn set_table_comment(comment: impl Into<Text>) -> TableChange {
    TableChange::Comment(Some(comment.into()))
}

/// Takes a table's comment away.
pub const fn drop_table_comment() -> TableChange {
    TableChange::Comment(None)
}

/// Sets a table's option of `database`.
pub fn set_table_option(
    database: impl Into<Text>,
    name: impl Into<Text>,
    value: impl Into<Text>,
) -> TableChange {
    TableChange::Option { database: database.into(), name: name.into(), value: Some(value.into()) }
}

/// Takes a table's option of `database` away.
pub fn drop_table_option(database: impl Into<Text>, name: impl Into<Text>) -> TableChange {
    TableChange::Option { database: database.into(), name: name.into(), value: None }
}

/// Adds a value to an enum, after all others.
pub fn add_value(value: impl Into<Text>) -> EnumChange {
    EnumChange::Add { value: value.into(), position: EnumPosition::Last }
}

/// Adds a value to an enum, before another.
pub fn add_value_before(value: impl Into<Text>, next: impl Into<Text>) -> EnumChange {
    EnumChange::Add { value: value.into(), position: EnumPosition::Before(next.into()) }
}

/// Renames a value of an enum; rows follow.
pub fn rename_value(before: impl Into<Text>, after: impl Into<Text>) -> EnumChange {
    EnumChange::Rename { before: before.into(), after: after.into() }
}

/// Drops a value of an enum; it does not run while a row holds the value.
pub fn drop_value(value: impl Into<Text>) -> EnumChange {
    EnumChange::Drop { value: value.into(), replacement: None }
}

/// Drops a value of an enum; rows that hold it get `replacement`.
pub fn replace_value(value: impl Into<Text>, replacement: impl Into<Text>) -> EnumChange {
    EnumChange::Drop { value: value.into(), replacement: Some(replacement.into()) }
}

/// Puts all values of an enum in another order.
pub fn reorder_values<T: Into<Text>>(values: impl IntoIterator<Item = T>) -> EnumChange {
    EnumChange::Reorder { values: values.into_iter().map(Into::into).collect() }
}
