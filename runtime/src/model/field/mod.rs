//! The Rust types that are columns: the standard library's here, each foreign crate's in its own file.

#[cfg(feature = "bigdecimal")]
mod bigdecimal;
#[cfg(feature = "chrono")]
mod chrono;
#[cfg(feature = "ipnet")]
mod ipnet;
#[cfg(feature = "ipnetwork")]
mod ipnetwork;
#[cfg(feature = "json")]
mod json;
#[cfg(feature = "mac_address")]
mod mac_address;
#[cfg(feature = "rust_decimal")]
mod rust_decimal;
mod standard;
#[cfg(feature = "time")]
mod time;
#[cfg(feature = "uuid")]
mod uuid;

use super::Field;

/// A column type that can be the element of an array: everything but `u8`, because `Vec<u8>` holds bytes.
#[diagnostic::on_unimplemented(
    message = "`Vec<{Self}>` is not a column type",
    note = "implement `aludel::ArrayElement` for `{Self}`, or derive it with `aludel::Enum` or `aludel::Field`"
)]
pub trait ArrayElement: Field {}

/// Gives Rust types their column types; all but `u8` may be elements of arrays.
macro_rules! fields {
    ($($type:ty => $column_type:expr),+ $(,)?) => {$(
        impl crate::model::Field for $type {
            const TYPE: crate::schema::ColumnType = $column_type;
        }

        impl crate::model::ArrayElement for $type {}
    )+};
}

pub(crate) use fields;
