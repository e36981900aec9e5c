//! What a database holds, as its own catalogue says: plain values, in the words of models.
//!
//! [`Connection::introspect`](crate::Connection::introspect) makes them, in a number of round trips that does not
//! grow with the schema.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::schema::{Place, QualifiedName, Schema, Text};

/// Which part of a database is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// The schemas (namespaces) that are read beside the connection's own, whose tables are unqualified.
    pub schemas: BTreeSet<Text>,
}

/// What a database holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Introspection {
    /// The tables and enums, as models would declare them; [`Dialect::normalize`](crate::dialect::Dialect::normalize)
    /// leaves them as they are.
    pub schema: Schema,
    /// What models do not declare, by kind and name: seen, and left alone.
    pub objects: BTreeSet<Object>,
    /// What models cannot say of the tables that they could declare, by place.
    pub details: BTreeSet<Detail>,
}

/// Something in a database that models do not declare: a view, a trigger, a function.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Object {
    /// What it is, in the database's words: `view`, `materialized view`, `trigger`, `partition`.
    pub kind: Text,
    /// Its name.
    pub name: QualifiedName,
    /// The table that it goes with, if it goes with one.
    pub table: Option<QualifiedName>,
}

/// A property of a table, or of a part of one, that models cannot say.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Detail {
    /// What has it.
    pub place: Place,
    /// The property, in the database's words: `NOT VALID`, `PARTITION BY RANGE (payment_date)`.
    pub what: Text,
}
