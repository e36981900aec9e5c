//! sqlx's own attributes, read and never repeated.

use aludel::{Columns, Field, Table};

use super::lines;

#[derive(Columns, sqlx::FromRow)]
#[sqlx(rename_all = "camelCase")]
struct Nested {
    first_name: String,
    #[sqlx(rename = "LAST")]
    last_name: String,
}

#[derive(Field, sqlx::Type)]
#[sqlx(transparent)]
struct UserId(i64);

type Document = std::collections::BTreeMap<String, String>;

#[derive(Table, sqlx::FromRow)]
#[sqlx(rename_all = "SCREAMING_SNAKE_CASE", default)]
#[derive(Default)]
struct Row {
    #[column(primary_key)]
    user_id: i64,
    #[sqlx(rename = "mail", default)]
    email: Option<String>,
    #[sqlx(json)]
    document: Document,
    #[sqlx(json(nullable))]
    perhaps: Option<Document>,
    #[sqlx(try_from = "i32")]
    counted: i64,
    #[sqlx(skip)]
    skipped: Vec<u16>,
}

#[derive(Table, sqlx::FromRow)]
struct Whole {
    id: UserId,
    #[sqlx(flatten)]
    nested: Nested,
}

#[test]
fn columns() {
    assert_eq!(
        lines::<Row>(),
        [
            "column USER_ID bigint not null",
            "column mail text null",
            "column DOCUMENT json not null",
            "column PERHAPS json null",
            "column COUNTED integer not null",
            "primary_key pk_row (\"USER_ID\")",
        ]
    );
}

#[test]
fn flattened_and_transparent() {
    assert_eq!(
        lines::<Whole>(),
        ["column id bigint not null", "column firstName text not null", "column LAST text not null"]
    );
}
