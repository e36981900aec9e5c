//! Types of sqlx that stand for columns of PostgreSQL alone.

use sqlx::postgres::types::PgInterval;

use crate::model::{ArrayElement, Field};
use crate::schema::ColumnType;

impl Field for PgInterval {
    const TYPE: ColumnType = ColumnType::Interval;
}

impl ArrayElement for PgInterval {}
