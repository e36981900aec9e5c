//! JSON: `serde_json::Value`, and any type through `sqlx::types::Json`.

use sqlx::types::Json;

use super::{ArrayElement, fields};
use crate::model::Field;
use crate::schema::ColumnType;

fields! {
    serde_json::Value => ColumnType::Json,
}

impl<T> Field for Json<T> {
    const TYPE: ColumnType = ColumnType::Json;
}

impl<T> ArrayElement for Json<T> {}
