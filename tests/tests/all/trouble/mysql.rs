//! What MariaDB refuses.

use aludel::connection::Connection;
use aludel::introspection::Scope;
use aludel::revision::*;
use aludel_tests::case::schema;
use aludel_tests::reading::create;
use aludel_tests::servers::throwaway::Throwaway;
use aludel_tests::servers::{Database, Server};

use super::{Example, as_user, connected, execute};

/// Whatever a change would change: every table's definition, and the history's rows.
async fn all(db: &mut Connection) -> Vec<Option<String>> {
    let tables = db.query("SHOW TABLES").await.unwrap_or_else(|error| panic!("{error}"));
    let mut lines = Vec::new();
    for table in tables.into_iter().flatten().flatten() {
        let shown = db.query(&format!("SHOW CREATE TABLE `{table}`")).await;
        lines.extend(shown.unwrap_or_else(|error| panic!("{error}")).into_iter().flatten());
    }
    let history = db
        .query("SELECT CONCAT_WS(' ', revision, checksum, COALESCE(journal, '')) FROM aludel_history")
        .await;
    lines.extend(history.unwrap_or_else(|error| panic!("{error}")).into_iter().flatten());
    lines
}

#[tokio::test]
async fn users_without_rights() {
    let shop = Example::of("shop");
    let mut database = Database::create(Server::Mysql).await;
    let name = database.query("SELECT DATABASE()").await.expect("its name").remove(0).remove(0);
    let user = format!("troubled_{}", std::process::id());
    let theirs = as_user(&database.url, &format!("{user}:x"));
    database.execute(&format!("CREATE USER {user} IDENTIFIED BY 'x'")).await.expect("the user is made");
    shop.succeeds(&database.url, "upgrade");
    let mut db = connected(&database.url).await;
    let before = all(&mut db).await;
    let mut grant = async |right: &str, on: &str| {
        database.execute(&format!("GRANT {right} ON {name}.{on} TO {user}")).await.expect("it is granted");
    };

    shop.refuses(&theirs, "check --database", "Access denied for user", "check the URL");
    grant("EXECUTE", "*").await;
    for command in ["check --database", "current", "upgrade"] {
        shop.refuses(&theirs, command, "SELECT command denied", "grant the user the right");
    }
    // Tables that the server hides are not told to be missing.
    grant("SELECT", "aludel_history").await;
    for command in ["check --database", "models --database", "generate --from-database -m nothing"] {
        shop.refuses(
            &theirs,
            command,
            "the server hides from this user",
            "grant the user SELECT and REFERENCES",
        );
    }
    grant("SELECT", "*").await;
    shop.refuses(&theirs, "check --database", "hides what its foreign keys do", "grant the user REFERENCES");
    grant("REFERENCES", "*").await;
    shop.succeeds(&theirs, "check --database");
    shop.refuses(&theirs, "stamp base --yes", "DELETE command denied", "grant the user the right");
    let downgrade = "downgrade -1 --yes --allow-destructive";
    shop.refuses(&theirs, downgrade, "UPDATE command denied", "grant the user the right");

    assert_eq!(all(&mut db).await, before, "something was changed");
    db.close().await.expect("it ends in order");
    database.execute(&format!("DROP USER {user}")).await.expect("the user is dropped");
    database.drop().await;
}

#[tokio::test]
async fn servers_that_are_not_there() {
    let shop = Example::of("shop");
    let database = Database::create(Server::Mysql).await;
    let (server, parameters) = database.url.split_once('?').unwrap_or((&database.url, ""));
    let (server, _) = server.rsplit_once('/').expect("the URL names a database");
    let missing = format!("{server}/no_such_database?{parameters}");
    shop.refuses(&missing, "check --database", "Unknown database", "check the URL");
    let none = format!("{server}/?{parameters}");
    shop.refuses(&none, "check --database", "No database selected", "end the URL with the database's name");
    shop.refuses("mysql://me@127.0.0.1:1/x", "check --database", "Connection refused", "check the URL");
    database.drop().await;
}

#[tokio::test]
async fn a_server_that_takes_no_changes_and_no_upper_case() {
    let server = Throwaway::mariadb(&["--lower-case-table-names=1"]);
    let mut admin = connected(&server.url).await;
    let user = "CREATE DATABASE shop; CREATE DATABASE other; CREATE USER app@localhost; GRANT ALL ON shop.* TO app@localhost";
    execute(&mut admin, user).await;
    let url = as_user(&server.url, "app").replace("/mysql?", "/shop?");
    let shop = Example::of("shop");
    shop.succeeds(&url, "upgrade");
    let before = all(&mut connected(&url).await).await;
    execute(&mut admin, "SET GLOBAL read_only = ON").await;
    shop.succeeds(&url, "check --database");
    for command in ["downgrade -1 --yes --allow-destructive", "stamp base --yes"] {
        shop.refuses(&url, command, "read-only", "connect to the primary server");
    }
    assert_eq!(all(&mut connected(&url).await).await, before, "something was changed");
    execute(&mut admin, "SET GLOBAL read_only = OFF").await;

    let mut db = connected(&server.url.replace("/mysql?", "/other?")).await;
    for (name, refused) in
        [("users", None), ("Users", Some("table `Users` cannot be read: the server takes upper case"))]
    {
        let models = schema(|op| op.create_table(table(name).with(column("id", integer()))));
        create(&mut db, &models).await.unwrap_or_else(|error| panic!("{error}"));
        let read = db.introspect(&Scope::default()).await.unwrap_or_else(|error| panic!("{error}")).schema;
        let told = db.canonicalize(&db.dialect().normalize(&models), &read).await.err();
        assert_eq!(told.is_some(), refused.is_some(), "{told:?}");
        if let (Some(error), Some(words)) = (told, refused) {
            assert!(error.to_string().contains(words), "{error}");
            assert!(error.hint().is_some_and(|hint| hint.contains("`lower_case_table_names`")), "{error}");
        }
        execute(&mut db, "DROP TABLE users").await;
    }
}
