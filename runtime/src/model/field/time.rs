//! The `time` crate.

use time::{Date, Duration, OffsetDateTime, PrimitiveDateTime, Time};

use super::fields;
use crate::schema::ColumnType;

fields! {
    Date => ColumnType::Date,
    Time => ColumnType::Time(None),
    PrimitiveDateTime => ColumnType::Timestamp(None),
    OffsetDateTime => ColumnType::TimestampTz(None),
    Duration => ColumnType::Interval,
}
