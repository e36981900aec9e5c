//! The `mac_address` crate.

use super::fields;
use crate::schema::ColumnType;

fields! {
    mac_address::MacAddress => ColumnType::MacAddr,
}
