//! The way into sea-query: names, keys and checks.
//!
//! sea-query doubles a quote inside an owned identifier, but not inside the names of keys; those are
//! doubled here, with the database's own `quote`.

use sea_query::{Alias, Check as SeaCheck, Expr, Index as SeaIndex, IndexCreateStatement};

use crate::schema::{Check, PrimaryKey, Text, Unique};

/// A name that sea-query quotes, and doubles the quotes of.
pub(in crate::database) fn identifier(name: &str) -> Alias {
    Alias::new(name)
}

/// A primary key, to be written by `prepare_table_index_expression`.
pub(in crate::database) fn primary_key(key: &PrimaryKey, quote: char) -> IndexCreateStatement {
    let mut sea = key_columns(&key.name, &key.columns, quote);
    sea.primary();
    sea
}

/// A unique constraint, to be written by `prepare_table_index_expression`; sea-query has no word for deferrable.
pub(in crate::database) fn unique(unique: &Unique, quote: char) -> IndexCreateStatement {
    let mut sea = key_columns(&unique.name, &unique.columns, quote);
    sea.unique();
    if unique.nulls_not_distinct {
        sea.nulls_not_distinct();
    }
    sea
}

fn key_columns(name: &str, columns: &[Text], quote: char) -> IndexCreateStatement {
    let mut sea = SeaIndex::create();
    sea.name(name.replace(quote, &format!("{quote}{quote}")));
    for column in columns {
        sea.col(identifier(column));
    }
    sea
}

/// A check, to be written by `prepare_check_constraint`.
pub(in crate::database) fn check(check: &Check) -> SeaCheck {
    SeaCheck::named(identifier(&check.name), Expr::cust(check.expression.clone()))
}
