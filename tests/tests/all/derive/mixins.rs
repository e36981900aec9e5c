//! Structs of columns that tables flatten.

use aludel::{Columns, Field, Table};

use super::lines;

#[derive(Columns)]
struct Key<T> {
    #[column(primary_key)]
    id: T,
}

#[derive(Columns)]
struct Audit {
    #[column(index)]
    created_at: i64,
    // A mixin may reference the very table that flattens it.
    #[column(references(Document::id), check("created_by > 0"))]
    created_by: i64,
}

#[derive(Columns)]
#[table(unique(columns(first, second)), index(columns(second desc)))]
struct Both {
    first: i64,
    second: i64,
    #[column(flatten)]
    audit: Audit,
}

#[derive(Field)]
struct Id<T>(i64, std::marker::PhantomData<T>);

#[derive(Table)]
#[table(index(columns(title, created_at)), unique(columns(first)), primary_key(name = "key"))]
struct Document {
    #[column(flatten)]
    key: Key<Id<Document>>,
    title: String,
    #[column(flatten)]
    both: Both,
}

#[test]
fn nested() {
    assert_eq!(
        lines::<Document>(),
        [
            "column id bigint not null",
            "column title text not null",
            "column first bigint not null",
            "column second bigint not null",
            "column created_at bigint not null",
            "column created_by bigint not null",
            "primary_key key (id)",
            "unique uq_document_first (first)",
            "unique uq_document_first_second (first, second)",
            "foreign_key fk_document_created_by (created_by) references document (id)",
            "check ck_document_created_by \"created_by > 0\"",
            "index ix_document_created_at (created_at)",
            "index ix_document_second (second desc)",
            "index ix_document_title_created_at (title, created_at)",
        ]
    );
}
