//! The `rust_decimal` crate.

use super::fields;
use crate::schema::ColumnType;

fields! {
    rust_decimal::Decimal => ColumnType::Decimal(None),
}
