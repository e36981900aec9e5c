//! The `ipnet` crate.

use super::fields;
use crate::schema::ColumnType;

fields! {
    ipnet::IpNet => ColumnType::Inet,
}
