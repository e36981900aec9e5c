//! Numbers, text, bytes, wrappers and arrays of the standard library.

use std::borrow::Cow;
use std::net::IpAddr;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use super::{ArrayElement, fields};
use crate::model::Field;
use crate::schema::{ColumnType, Element, Text};

fields! {
    bool => ColumnType::Boolean,
    i8 => ColumnType::TinyInt,
    i16 => ColumnType::SmallInt,
    i32 => ColumnType::Integer,
    i64 => ColumnType::BigInt,
    u16 => ColumnType::SmallIntUnsigned,
    u32 => ColumnType::IntegerUnsigned,
    u64 => ColumnType::BigIntUnsigned,
    f32 => ColumnType::Real,
    f64 => ColumnType::Double,
    str => ColumnType::Text,
    String => ColumnType::Text,
    [u8] => ColumnType::Blob,
    Vec<u8> => ColumnType::Blob,
    IpAddr => ColumnType::Inet,
    Duration => ColumnType::Interval,
}

impl Field for u8 {
    const TYPE: ColumnType = ColumnType::TinyIntUnsigned;
}

impl<const N: usize> Field for [u8; N] {
    const TYPE: ColumnType = ColumnType::Blob;
}

impl<const N: usize> ArrayElement for [u8; N] {}

/// Holds NULL; as an array's element, the array holds NULLs.
impl<T: Field> Field for Option<T> {
    const TYPE: ColumnType = T::TYPE;
    const NULLABLE: bool = true;
    const VALUES: &'static [Text] = T::VALUES;
}

impl<T: ArrayElement> ArrayElement for Option<T> {}

impl<T: ArrayElement> Field for Vec<T> {
    const TYPE: ColumnType = ColumnType::Array(Element::Static(&T::TYPE));
}

impl<T: ArrayElement> Field for Box<[T]> {
    const TYPE: ColumnType = ColumnType::Array(Element::Static(&T::TYPE));
}

impl<T: ArrayElement, const N: usize> Field for [T; N] {
    const TYPE: ColumnType = ColumnType::Array(Element::Static(&T::TYPE));
}

/// Gives wrappers the column of what they wrap.
macro_rules! wrappers {
    ($($wrapper:ty),+) => {$(
        impl<T: Field + ?Sized> Field for $wrapper {
            const TYPE: ColumnType = T::TYPE;
            const NULLABLE: bool = T::NULLABLE;
            const VALUES: &'static [Text] = T::VALUES;
        }

        impl<T: ArrayElement + ?Sized> ArrayElement for $wrapper {}
    )+};
}

wrappers!(&T, Arc<T>, Rc<T>);

impl<T: Field> Field for Box<T> {
    const TYPE: ColumnType = T::TYPE;
    const NULLABLE: bool = T::NULLABLE;
    const VALUES: &'static [Text] = T::VALUES;
}

impl<T: ArrayElement> ArrayElement for Box<T> {}

fields! {
    Box<str> => ColumnType::Text,
    Box<[u8]> => ColumnType::Blob,
}

impl<T: Field + ToOwned + ?Sized> Field for Cow<'_, T> {
    const TYPE: ColumnType = T::TYPE;
    const NULLABLE: bool = T::NULLABLE;
    const VALUES: &'static [Text] = T::VALUES;
}

impl<T: ArrayElement + ToOwned + ?Sized> ArrayElement for Cow<'_, T> {}
