//! What is read from a database: every statement that SQLite keeps, whoever wrote it.

use expect_test::{Expect, expect};

use super::*;
use crate::introspection::{Introspection, Scope};

async fn introspected(sql: &[&str]) -> Introspection {
    let mut database = Database::new(|_| {}).await;
    for sql in sql {
        database.execute(sql).await;
    }
    database.connection.introspect(&Scope::default()).await.expect("the database can be read")
}

/// Checks the lines of what is read, as in the lock; and that a database made from it holds the same.
async fn check(sql: &[&str], expected: Expect) {
    let found = introspected(sql).await;
    expected.assert_eq(&lines(&found));
    assert_eq!(Sqlite.normalize(&found.schema), found.schema, "normalizing changes what was read");
    let operations = crate::diff::diff(&Schema::new(), &found.schema, &Default::default()).operations;
    let mut again = Database::new(|_| {}).await;
    again.run(&operations).await.expect("what was read can be made");
    let again = again.connection.introspect(&Scope::default()).await.expect("the database can be read");
    assert_eq!(again.schema, found.schema);
}

fn lines(found: &Introspection) -> String {
    let mut lines = Vec::new();
    for (name, table) in &found.schema.tables {
        let options: Vec<&str> = table.options.iter().map(|option| &*option.name).collect();
        lines.push(format!("{name} {}", options.join(" ")).trim_end().to_owned());
        lines.extend(table.columns.iter().map(|column| format!("{} {column}", column.name)));
        lines.extend(table.constraints().map(|constraint| constraint.to_string()));
        lines.extend(table.indexes.values().map(ToString::to_string));
    }
    lines.extend(found.schema.enums.values().map(|each| format!("{}: {}", each.name, each.values.join(" "))));
    lines.extend(found.details.iter().map(|detail| format!("{}: {}", detail.place, detail.what)));
    lines.extend(found.objects.iter().map(|object| match &object.table {
        Some(table) => format!("{} {} of {table}", object.kind, object.name),
        None => format!("{} {}", object.kind, object.name),
    }));
    lines.join("\n")
}

#[tokio::test]
async fn constraints_without_names_get_those_by_convention() {
    check(
        &[
            "CREATE TABLE Parent (id INTEGER PRIMARY KEY, code TEXT UNIQUE, CHECK (id > 0), CHECK (id < 9))",
            "CREATE TABLE child (a INT REFERENCES parent, b TEXT CHECK (b <> ''),
                FOREIGN KEY (B) REFERENCES PARENT (CODE) ON DELETE CASCADE)",
        ],
        expect![[r#"
            "Parent"
            id bigint not null
            code text null
            primary_key "pk_Parent" (id)
            unique "uq_Parent_code" (code)
            check "ck_Parent" "id > 0"
            check "ck_Parent_2" "id < 9"
            child
            a bigint null sqlite "INT"
            b text null
            foreign_key fk_child_a (a) references "Parent" (id)
            foreign_key fk_child_b (b) references "Parent" (code) on delete cascade
            check ck_child_b "b <> ''""#]],
    )
    .await;
}

#[tokio::test]
async fn every_word_of_a_column() {
    check(
        &["CREATE TABLE t (
            -- (a comment, 'with' a quote\"
            a INTEGER CONSTRAINT pk PRIMARY KEY AUTOINCREMENT,
            b double precision NOT NULL ON CONFLICT IGNORE DEFAULT -1.5 /* , */ COLLATE nocase,
            c GENERATED ALWAYS AS (a || ')' ) STORED UNIQUE ON CONFLICT REPLACE,
            [d e] varchar ( 20 ) AS (b),
            `f` DECIMAL(10, 2) NULL DEFAULT +5,
            'g' TEXT DEFAULT \"it's\" CHECK (('g' IN ('x', 'y'))),
            h TEXT CHECK ((\"h\" IN ('it''s', 'a'))) DEFAULT 'a',
            i DATETIME DEFAULT CURRENT_TIMESTAMP CONSTRAINT fk REFERENCES t MATCH FULL ON DELETE SET NULL NOT DEFERRABLE,
            \"select\" bool DEFAULT true CONSTRAINT ck CHECK (\"select\" <> 2) REFERENCES t (a) DEFERRABLE INITIALLY DEFERRED,
            j INTEGER,
            CONSTRAINT two UNIQUE (b COLLATE binary DESC, H) CHECK(a>0)
        )"],
        expect![[r#"
            t
            a bigint not null identity
            b double not null default -1.5 collate "NOCASE" sqlite "DOUBLE PRECISION"
            c blob null stored "a || ')'" sqlite ""
            d e varchar(20) null virtual "b"
            f double null default 5 sqlite "DECIMAL(10,2)"
            g text null default "it's"
            h enum(t_h) null default "a"
            i timestamp null default sql "CURRENT_TIMESTAMP"
            select boolean null default true sqlite "BOOL"
            j bigint null
            primary_key pk (a)
            unique two (b, h)
            unique uq_t_c (c)
            foreign_key fk (i) references t (a) on delete set null
            foreign_key fk_t_select (select) references t (a) deferrable initially deferred
            check ck "\"select\" <> 2"
            check ck_t "a>0"
            check ck_t_g "('g' IN ('x', 'y'))"
            t_h: a it's
            column `t.b`: NOT NULL ON CONFLICT IGNORE
            constraint `fk` of table `t`: MATCH FULL
            constraint `two` of table `t`: b COLLATE binary DESC
            constraint `uq_t_c` of table `t`: ON CONFLICT REPLACE"#]],
    )
    .await;
}
