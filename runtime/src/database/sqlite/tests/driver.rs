//! The driver: text rows, errors, settings, pools, files.

use super::{message, pool};
use crate::connection::{Connect, DatabaseError};
use crate::database::sqlite::{connect, connect_existing};

#[tokio::test]
async fn a_pool_gets_its_connection_back_as_it_was() {
    let pool = pool().await;
    sqlx::query("PRAGMA foreign_keys = OFF").execute(&pool).await.expect("a setting");
    let mut db = pool.connect().await.expect("a connection");
    db.execute("CREATE TABLE t (a); PRAGMA foreign_keys = ON; PRAGMA legacy_alter_table = ON")
        .await
        .expect("SQL of several statements");
    db.read_only().await.expect("a setting");
    db.execute("DROP TABLE t").await.expect_err("it is read-only");
    db.close().await.expect("a good end");
    let settings: (i64, i64) = sqlx::query_as(
        "SELECT foreign_keys, legacy_alter_table FROM pragma_foreign_keys, pragma_legacy_alter_table",
    )
    .fetch_one(&pool)
    .await
    .expect("settings");
    assert_eq!(settings, (0, 0));
    let tables: i64 =
        sqlx::query_scalar("SELECT count(*) FROM t").fetch_one(&pool).await.expect("the same database");
    assert_eq!(tables, 0);
    sqlx::query("INSERT INTO t VALUES (1)").execute(&pool).await.expect("it may write again");
}

#[tokio::test]
async fn a_file_that_must_be_there_is_not_made() {
    let file = std::env::temp_dir().join(format!("aludel-sqlite-missing-{}.db", std::process::id()));
    for mode in ["", "?mode=rwc"] {
        let missing = connect_existing(&format!("sqlite:{}{mode}", file.display())).await;
        assert!(matches!(missing, Err(DatabaseError::Unreachable { .. })));
        assert!(!file.exists());
    }
}

#[tokio::test]
async fn a_connection_dropped_half_way_is_not_lent_again() {
    let folder = std::env::temp_dir().join(format!("aludel-sqlite-{}", std::process::id()));
    let url = format!("sqlite:{}", folder.with_extension("db").display());
    connect(&url).await.expect("the file is made").close().await.expect("a good end");
    let pool = sqlx::sqlite::SqlitePoolOptions::new().max_connections(1).connect(&url).await.expect("a pool");
    let mut db = pool.connect().await.expect("a connection");
    db.execute("PRAGMA foreign_keys = OFF").await.expect("a setting");
    db.begin().await.expect("a transaction");
    db.execute("CREATE TABLE t (a)").await.expect("a table");
    drop(db);
    let (keys, tables): (i64, i64) =
        sqlx::query_as("SELECT foreign_keys, (SELECT count(*) FROM sqlite_schema) FROM pragma_foreign_keys")
            .fetch_one(&pool)
            .await
            .expect("another connection");
    assert_eq!((keys, tables), (1, 0));
    pool.close().await;
    std::fs::remove_file(folder.with_extension("db")).expect("the file was there");
}

#[tokio::test]
async fn transactions_are_sqlx_s_own() {
    let mut db = pool().await.connect().await.expect("a connection");
    db.begin().await.expect("a transaction");
    {
        use sqlx::Connection as _;
        let sqlite = db.sqlite().expect("SQLite");
        let mut nested = sqlite.begin().await.expect("a savepoint");
        sqlx::query("CREATE TABLE nested (a)").execute(&mut *nested).await.expect("a table");
        nested.commit().await.expect("the savepoint's end");
    }
    db.rollback().await.expect("nothing is kept");
    assert!(db.query("SELECT name FROM sqlite_schema").await.expect("rows").is_empty());
}

#[tokio::test]
async fn rows_are_text_and_errors_say_what_and_why() {
    let mut db = connect("sqlite::memory:").await.expect("memory");
    let rows = db.query("SELECT 'a', CAST(1 AS TEXT), NULL").await.expect("a row");
    assert_eq!(rows, [[Some("a".to_owned()), Some("1".into()), None]]);
    let error = db.query("SELECT * FROM nowhere").await.expect_err("no table");
    assert!(db.dialect().is_missing_table(&error));
    db.execute("CREATE TABLE t (a UNIQUE); INSERT INTO t VALUES (1)").await.expect("a table");
    let error = db.execute("INSERT INTO t VALUES (1)").await.expect_err("twice");
    assert!(matches!(&error, DatabaseError::Refused { code: Some(code), .. } if code == "2067"), "{error:?}");
    assert_eq!(message(Err(error)), "UNIQUE constraint failed: t.a");
}

#[tokio::test]
async fn urls_are_checked() {
    assert!(matches!(connect("sqlite:x.db?mode=no").await, Err(DatabaseError::UnknownUrl { .. })));
    assert!(matches!(connect("sqlite:/no/such/folder/x.db").await, Err(DatabaseError::Unreachable { .. })));
    assert!(matches!(
        connect("sqlite:no-such-file.db?mode=ro").await,
        Err(DatabaseError::Unreachable { .. })
    ));
}
