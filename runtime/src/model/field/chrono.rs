//! The `chrono` crate.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone};

use super::{ArrayElement, fields};
use crate::model::Field;
use crate::schema::ColumnType;

fields! {
    NaiveDate => ColumnType::Date,
    NaiveTime => ColumnType::Time(None),
    NaiveDateTime => ColumnType::Timestamp(None),
    TimeDelta => ColumnType::Interval,
}

impl<Z: TimeZone> Field for DateTime<Z> {
    const TYPE: ColumnType = ColumnType::TimestampTz(None);
}

impl<Z: TimeZone> ArrayElement for DateTime<Z> {}
