//! The `ipnetwork` crate.

use super::fields;
use crate::schema::ColumnType;

fields! {
    ipnetwork::IpNetwork => ColumnType::Inet,
}
