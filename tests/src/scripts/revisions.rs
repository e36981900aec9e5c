//! Revisions whose text is hard on a client: quotes, backslashes, semicolons, dollars, lines that look like commands.

use aludel::revision::*;

use crate::build;

const FIRST: Revision = Revision {
    id: "0a0000000001",
    revises: &[],
    depends_on: &[],
    branch_labels: &[],
    created: "2026-11-21 01:00:00 UTC",
};
const SECOND: Revision = Revision { id: "1e0000000002", revises: &["0a0000000001"], ..FIRST };
const THIRD: Revision = Revision { id: "0a0000000003", revises: &["1e0000000002"], ..FIRST };
const FOURTH: Revision = Revision { id: "0a0000000004", revises: &["0a0000000003"], ..FIRST };
const FIFTH: Revision = Revision { id: "0a0000000005", revises: &["0a0000000004"], ..FIRST };

/// The revisions, one after the other.
pub static MIGRATIONS: Migrations = build(&[
    Entry {
        revision: &FIRST,
        replaces: &[],
        upgrade: create,
        downgrade: |op| {
            op.drop_table("notes");
            op.drop_table("authors");
            op.drop_enum("mood");
        },
        file: "1_create.rs",
        source: "//! create it's \\ \"quoted\"; `notes` $$\n",
    },
    Entry {
        revision: &SECOND,
        replaces: &[],
        upgrade: fill,
        downgrade: |op| _ = op.execute("DELETE FROM notes; -- it's\nDELETE FROM authors -- all of them"),
        file: "2_fill.rs",
        source: "//! fill\n",
    },
    Entry {
        revision: &THIRD,
        replaces: &[],
        upgrade: make,
        downgrade: unmake,
        file: "3_make.rs",
        source: "//! make é 🦀\n",
    },
    Entry {
        revision: &FOURTH,
        replaces: &[],
        upgrade: rebuild,
        downgrade: rebuild_back,
        file: "4_rebuild.rs",
        source: "//! rebuild\n",
    },
    Entry {
        revision: &FIFTH,
        replaces: &[],
        upgrade: |_| {},
        downgrade: |_| {},
        file: "5_nothing.rs",
        source: "//! nothing\n",
    },
]);

fn create(op: &mut Operations) {
    op.create_enum("mood", ["it's", "so;so"]);
    op.create_table(
        table("authors")
            .with(column("id", bigint()))
            .with(column("name", varchar(80)).default("it's \\ \"a\"; $$ -- b"))
            .with(primary_key("pk_authors", ["id"])),
    );
    op.create_table(
        table("notes")
            .with(column("id", bigint()).identity())
            .with(column("author_id", bigint()))
            .with(column("body", varchar(200)).nullable().comment("what's \\ written; $1"))
            .with(column("mood", enumeration("mood")).default("it's"))
            .with(primary_key("pk_notes", ["id"]))
            .with(
                foreign_key("fk_notes_author_id", ["author_id"])
                    .references("authors", ["id"])
                    .on_delete(Action::Cascade),
            ),
    );
}

fn fill(op: &mut Operations) {
    op.execute("INSERT INTO authors (id) VALUES (1), (2)");
    op.execute(
        "INSERT INTO notes (author_id, body) VALUES\n(1, 'it''s; \"quoted\" -- no comment /* nor this */ # nor \
         this $1 ? :x :''y'' `b` é 🦀'),\n(2, 'one\n\ntwo\n.quit\nDELIMITER //\n\t-- three')",
    );
    let backslashes = |text: &str| format!("INSERT INTO notes (author_id, body) VALUES (1, '{text}')");
    op.execute(
        on("postgres", backslashes("C:\\dir\\new\n\\quit\n\\endif"))
            .on("sqlite", backslashes("C:\\dir\\new\n\\quit\n\\endif"))
            .on("mysql", backslashes("C:\\\\dir\\\\new\\n\\\\quit\\n\\\\endif")),
    );
    op.execute(
        "-- it's a comment; with a semicolon\nINSERT INTO notes (author_id, body) VALUES (2, ';');\n/* don't; */\n\
         UPDATE authors SET name = 'a;b' WHERE id = 2; -- the end",
    );
    // What a foreign key does is the session's to say.
    op.execute("INSERT INTO authors (id, name) VALUES (3, 'gone')");
    op.execute("INSERT INTO notes (author_id, body) VALUES (3, 'gone')");
    op.execute("DELETE FROM authors WHERE id = 3");
}

fn make(op: &mut Operations) {
    op.execute("INSERT INTO authors (id, name) VALUES (4, 'four')");
    op.execute(
        on("postgres", "CREATE INDEX CONCURRENTLY ix_notes_body ON notes (body)")
            .on("mysql", "CREATE INDEX ix_notes_body ON notes (body)")
            .on("sqlite", "CREATE INDEX ix_notes_body ON notes (body)"),
    )
    .outside_transaction()
    .effect(|op| op.create_index(index("ix_notes_body").on("notes", ["body"])));
    op.execute(on("postgres", "VACUUM notes").on("sqlite", "VACUUM")).outside_transaction();
    op.execute(
        on(
            "postgres",
            "CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN NEW.name := NEW.name || '!;'; \
             RETURN NEW; END $body$; CREATE TRIGGER shout BEFORE INSERT ON authors FOR EACH ROW EXECUTE FUNCTION \
             shout()",
        )
        .on(
            "mysql",
            "CREATE TRIGGER shout BEFORE INSERT ON authors FOR EACH ROW BEGIN\n  SET NEW.name = \
             CONCAT(NEW.name, '!');\n  SET NEW.name = CONCAT(NEW.name, ';');\nEND",
        )
        .on(
            "sqlite",
            "CREATE TRIGGER shout AFTER INSERT ON authors BEGIN\n  UPDATE authors SET name = name || '!' WHERE id = \
             NEW.id;\n  UPDATE authors SET name = name || ';' WHERE id = NEW.id;\nEND",
        ),
    );
    op.execute("INSERT INTO authors (id, name) VALUES (5, 'five')");
}

fn unmake(op: &mut Operations) {
    op.execute("DELETE FROM authors WHERE id > 3");
    op.execute(
        on("postgres", "DROP TRIGGER shout ON authors; DROP FUNCTION shout()")
            .on("mysql", "DROP TRIGGER shout")
            .on("sqlite", "DROP TRIGGER shout"),
    );
    op.execute(
        on("postgres", "DROP INDEX CONCURRENTLY ix_notes_body")
            .on("mysql", "DROP INDEX ix_notes_body ON notes")
            .on("sqlite", "DROP INDEX ix_notes_body"),
    )
    .outside_transaction()
    .effect(|op| op.drop_index("notes", "ix_notes_body"));
}

/// On SQLite both tables are made anew, one with a trigger that no model declares.
fn rebuild(op: &mut Operations) {
    op.alter_column("notes", "body", [set_type(varchar(300))]);
    op.add_constraint("authors", check("ck_authors_name", "name <> 'a;b''c'"));
    op.add_column("authors", column("born", date()).nullable());
    op.rename_column("notes", "body", "text");
}

fn rebuild_back(op: &mut Operations) {
    op.rename_column("notes", "text", "body");
    op.drop_column("authors", "born");
    op.drop_constraint("authors", ConstraintKind::Check, "ck_authors_name");
    op.alter_column("notes", "body", [set_type(varchar(200))]);
}
