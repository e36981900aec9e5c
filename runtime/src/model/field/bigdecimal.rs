//! The `bigdecimal` crate.

use super::fields;
use crate::schema::ColumnType;

fields! {
    bigdecimal::BigDecimal => ColumnType::Decimal(None),
}
