//! What is noticed before anything runs: files and rows that are not as they were applied.

use aludel::migrator::Migrator;
use aludel::revision::{Entry, Migrations};
use aludel_tests::build;
use aludel_tests::interrupted::{MIGRATIONS, Site};
use aludel_tests::servers::{Database, Server};

/// The revisions with the first one's file changed.
static EDITED: Migrations = build(&[Entry { source: "//! other items\n", ..FIRST_ENTRY }]);

const FIRST_ENTRY: Entry = Entry {
    revision: &aludel::revision::Revision {
        id: "000000000001",
        revises: &[],
        depends_on: &[],
        branch_labels: &[],
        created: "2026-11-20 21:18:00 UTC",
    },
    replaces: &[],
    upgrade: |_| {},
    downgrade: |_| {},
    file: "1_items.rs",
    source: "",
};

/// Applies all, changes the history by `sql`, and gives what the next run says, and its remedy.
async fn after(server: Server, sql: &str, migrations: &'static Migrations) -> (String, String) {
    let mut database = Database::create(server).await;
    let site = Site { url: database.url.clone(), fault: None };
    MIGRATIONS.upgrade(&site).await.expect("all run");
    if !sql.is_empty() {
        database.execute(sql).await.expect("the history is changed");
    }
    let error = Migrator::new(migrations).upgrade(&site).await.expect_err("it is noticed");
    let verified = Migrator::new(migrations).verify(&site).await.expect_err("it is noticed");
    assert_eq!(error.to_string(), verified.to_string());
    database.drop().await;
    (error.to_string(), error.hint().expect("there is a remedy"))
}

#[tokio::test]
async fn a_row_changed_by_hand() {
    let columns = ["message", "checksum", "applied_at", "applied_by", "tool_version", "downgrade_checksum"];
    for server in Server::ALL {
        for column in columns {
            let sql = format!("UPDATE aludel_history SET {column} = 'x' WHERE revision = '000000000001'");
            let (error, hint) = after(server, &sql, &MIGRATIONS).await;
            assert!(
                error.starts_with("the row of 000000000001 in the history was changed by hand"),
                "{column}: {error}"
            );
            assert!(hint.contains("stamp current"), "{hint}");
        }
    }
}

#[tokio::test]
async fn a_row_taken_out_a_file_changed_and_a_revision_missing() {
    for server in Server::ALL {
        let sql = "DELETE FROM aludel_history WHERE revision = '000000000001'";
        let (error, _) = after(server, sql, &MIGRATIONS).await;
        assert_eq!(error, "the history has `2_change.rs`, but not 000000000001, which that follows");
        let (error, _) = after(server, "", &EDITED).await;
        assert!(error.starts_with("the database has revision 000000000002"), "{error}");
        let sql = "DELETE FROM aludel_history WHERE revision = '000000000002'";
        let (error, _) = after(server, sql, &EDITED).await;
        assert!(error.starts_with("`1_items.rs` was changed after it was applied"), "{error}");
    }
}

#[tokio::test]
async fn a_database_that_is_behind() {
    for server in Server::ALL {
        let database = Database::create(server).await;
        let site = Site { url: database.url.clone(), fault: None };
        let migrator = Migrator::new(&MIGRATIONS);
        let error = migrator.verify(&site).await.expect_err("nothing is applied");
        let expected = "is not at the head: it lacks 2 of the revisions, 000000000001 first";
        assert!(error.to_string().ends_with(expected), "{error}");
        migrator.upgrade(&site).await.expect("all run");
        let state = migrator.verify(&site).await.expect("all is applied");
        let sequence: Vec<u64> = state.records().iter().map(|record| record.sequence).collect();
        assert_eq!(sequence, [1, 2]);
        database.drop().await;
    }
}
