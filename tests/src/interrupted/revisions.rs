//! Two revisions: what holds the rows, and one of every kind of step, whose repetition shows in the rows.

use aludel::connection::Connection;
use aludel::revision::*;

use crate::build;

const FIRST: Revision = Revision {
    id: "000000000001",
    revises: &[],
    depends_on: &[],
    branch_labels: &[],
    created: "2026-11-20 21:18:00 UTC",
};

const SECOND: Revision =
    Revision { id: "000000000002", revises: &["000000000001"], created: "2026-11-20 21:19:00 UTC", ..FIRST };

/// The rows that the second revision finds.
pub const ROWS: &str = "INSERT INTO items (id, n) VALUES (1, 1), (2, 2), (3, 3)";

/// The revisions.
pub static MIGRATIONS: Migrations = build(&[
    Entry {
        revision: &FIRST,
        replaces: &[],
        upgrade: create,
        downgrade: |op| op.drop_table("items"),
        file: "1_items.rs",
        source: "//! items\n",
    },
    Entry {
        revision: &SECOND,
        replaces: &[],
        upgrade,
        downgrade,
        file: "2_change.rs",
        source: "//! change\n",
    },
]);

fn create(op: &mut Operations) {
    op.create_table(
        table("items")
            .with(column("id", bigint()))
            .with(column("n", bigint()))
            .with(primary_key("pk_items", ["id"])),
    );
}

/// A statement that takes a while on servers, so that it can be cut off in its middle.
fn slowly(op: &mut Operations, change: &str) {
    let plain = format!("UPDATE items SET n = {change}");
    let slow = |sleep: &str| format!("{plain} WHERE {sleep}");
    op.execute(
        on("sqlite", plain.clone())
            .on("postgres", slow("pg_sleep(0.01) IS NOT NULL"))
            .on("mysql", slow("SLEEP(0.01) = 0")),
    );
}

fn upgrade(op: &mut Operations) {
    op.execute("UPDATE items SET n = n + 10");
    op.add_column("items", column("label", varchar(20)).nullable());
    op.create_table(
        table("parts")
            .with(column("id", bigint()))
            .with(column("item_id", bigint()))
            .with(primary_key("pk_parts", ["id"])),
    );
    slowly(op, "n * 2");
    op.run(multiply);
    op.create_index(index("ix_items_n").on("items", ["n"]));
    op.execute(
        on("postgres", "CREATE INDEX CONCURRENTLY ix_items_label ON items (label)")
            .on("mysql", "CREATE INDEX ix_items_label ON items (label)")
            .on("sqlite", "CREATE INDEX ix_items_label ON items (label)"),
    )
    .outside_transaction()
    .effect(|op| op.create_index(index("ix_items_label").on("items", ["label"])));
    op.execute("UPDATE items SET n = n + 100");
    op.execute(on("postgres", "VACUUM items").on("sqlite", "VACUUM")).outside_transaction();
    op.rename_column("parts", "item_id", "item");
    op.execute("INSERT INTO parts (id, item) SELECT id, n FROM items");
}

fn downgrade(op: &mut Operations) {
    op.execute("UPDATE items SET n = n - 100");
    op.execute(
        on("postgres", "DROP INDEX CONCURRENTLY ix_items_label")
            .on("mysql", "DROP INDEX ix_items_label ON items")
            .on("sqlite", "DROP INDEX ix_items_label"),
    )
    .outside_transaction()
    .effect(|op| op.drop_index("items", "ix_items_label"));
    op.drop_index("items", "ix_items_n");
    op.run(multiply);
    slowly(op, "n - 7");
    op.drop_table("parts");
    op.drop_column("items", "label");
}

async fn multiply(db: &mut Connection) -> aludel::Result<()> {
    Ok(db.execute("UPDATE items SET n = n * 3").await?)
}
