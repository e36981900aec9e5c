//! The `uuid` crate.

use super::fields;
use crate::schema::ColumnType;

fields! {
    uuid::Uuid => ColumnType::Uuid,
    uuid::fmt::Hyphenated => ColumnType::Char(36),
    uuid::fmt::Simple => ColumnType::Char(32),
}
