//! What PostgreSQL refuses.

use aludel::connection::Connection;
use aludel_tests::servers::postgres_url;
use aludel_tests::servers::throwaway::Throwaway;

use super::{Example, as_user, connected, execute};

/// Whatever a change would change: every relation, column and constraint, and the history's rows.
async fn all(db: &mut Connection) -> Vec<Option<String>> {
    let query = "SELECT format('%s %s', relname, relkind) FROM pg_class WHERE relnamespace = 'public'::regnamespace
        UNION ALL SELECT format('%s %s %s', attrelid::regclass, attname, atttypid::regtype) FROM pg_attribute
            JOIN pg_class c ON c.oid = attrelid WHERE relnamespace = 'public'::regnamespace
        UNION ALL SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        UNION ALL SELECT h::text FROM aludel_history h ORDER BY 1";
    let rows = db.query(query).await.unwrap_or_else(|error| panic!("{error}"));
    rows.into_iter().flatten().collect()
}

/// A database that no other test has, because what is done to it outlasts its tables.
struct Own {
    name: String,
    url: String,
    admin: Connection,
}

impl Own {
    async fn create(word: &str, settings: &str) -> Self {
        let name = format!("trouble_{word}_{}", std::process::id());
        let mut admin = connected(&postgres_url()).await;
        execute(&mut admin, &format!("CREATE DATABASE {name} {settings}")).await;
        let url = postgres_url();
        let (place, parameters) = url.split_once('?').unwrap_or((&url, ""));
        let (server, _) = place.rsplit_once('/').expect("the URL names a database");
        Self { url: format!("{server}/{name}?{parameters}"), name, admin }
    }

    async fn drop(mut self, role: Option<&str>) {
        execute(&mut self.admin, &format!("DROP DATABASE {} WITH (FORCE)", self.name)).await;
        if let Some(role) = role {
            execute(&mut self.admin, &format!("DROP ROLE {role}")).await;
        }
        self.admin.close().await.expect("it ends in order");
    }
}

#[tokio::test]
async fn users_without_rights() {
    let shop = Example::of("shop");
    let mut own = Own::create("rights", "").await;
    let user = format!("troubled_{}", std::process::id());
    execute(&mut own.admin, &format!("CREATE ROLE {user} LOGIN")).await;
    let theirs = as_user(&own.url, &user);
    shop.succeeds(&own.url, "upgrade");
    let mut db = connected(&own.url).await;
    let before = all(&mut db).await;

    for command in ["check --database", "diff --database", "current", "upgrade", "downgrade -1 --yes"] {
        shop.refuses(&theirs, command, "permission denied for table aludel_history", "`GRANT`");
    }
    execute(&mut db, &format!("GRANT SELECT ON aludel_history TO {user}")).await;
    shop.succeeds(&theirs, "check --database");
    shop.refuses(&theirs, "stamp base --yes", "permission denied for table aludel_history", "`GRANT`");
    let downgrade = "downgrade -1 --yes --allow-destructive";
    shop.refuses(
        &theirs,
        downgrade,
        "must be owner of table products",
        "nothing of it was kept: let the user",
    );

    execute(&mut own.admin, &format!("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC", own.name)).await;
    shop.refuses(
        &theirs,
        "check --database",
        "permission denied to create temporary tables",
        "GRANT TEMPORARY",
    );
    execute(&mut own.admin, &format!("GRANT TEMPORARY ON DATABASE {} TO PUBLIC", own.name)).await;
    execute(&mut db, "REVOKE SELECT ON pg_catalog.pg_class FROM PUBLIC").await;
    shop.refuses(&theirs, "check --database", "permission denied for table pg_class", "let the user read");
    execute(&mut db, "GRANT SELECT ON pg_catalog.pg_class TO PUBLIC").await;
    // Whoever may not even see the tables is not told that they are missing.
    execute(&mut db, "REVOKE ALL ON SCHEMA public FROM PUBLIC").await;
    for command in ["check --database", "models --database", "generate --from-database -m nothing"] {
        shop.refuses(&theirs, command, "`search_path` names none", "GRANT USAGE ON SCHEMA");
    }
    shop.refuses(&theirs, "upgrade", "no schema has been selected to create in", "GRANT USAGE ON SCHEMA");

    assert_eq!(all(&mut db).await, before, "something was changed");
    db.close().await.expect("it ends in order");
    own.drop(Some(&user)).await;
}

#[tokio::test]
async fn databases_that_take_no_changes() {
    let shop = Example::of("shop");
    let mut own = Own::create("readonly", "").await;
    shop.succeeds(&own.url, "upgrade");
    let mut db = connected(&own.url).await;
    let before = all(&mut db).await;
    execute(&mut own.admin, &format!("ALTER DATABASE {} SET default_transaction_read_only = on", own.name))
        .await;
    shop.succeeds(&own.url, "check --database");
    for command in
        ["downgrade -1 --yes --allow-destructive", "reset --yes --allow-destructive", "stamp base --yes"]
    {
        shop.refuses(&own.url, command, "in a read-only transaction", "`default_transaction_read_only`");
    }
    assert_eq!(all(&mut db).await, before, "something was changed");
    db.close().await.expect("it ends in order");
    own.drop(None).await;

    let standby = Throwaway::standby(|url| drop(shop.succeeds(url, "upgrade")));
    let mut db = connected(&standby.url).await;
    let before = all(&mut db).await;
    shop.succeeds(&standby.url, "current");
    let asked = "how the server spells expressions cannot be read";
    shop.refuses(&standby.url, "check --database", asked, "connect to the primary server");
    for command in ["downgrade -1 --yes --allow-destructive", "stamp base --yes"] {
        shop.refuses(&standby.url, command, "in a read-only transaction", "connect to the primary server");
    }
    assert_eq!(all(&mut db).await, before, "something was changed");
    db.close().await.expect("it ends in order");
}

#[tokio::test]
async fn text_that_is_no_utf_8() {
    let shop = Example::of("shop");
    let odd =
        Own::create("text", "TEMPLATE template0 ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'").await;
    shop.succeeds(&odd.url, "upgrade");
    let mut db = connected(&odd.url).await;
    let before = all(&mut db).await;
    let hint = "rename or correct the object";
    for (make, undo) in [
        (r"COMMENT ON TABLE products IS E'caf\xe9'", "COMMENT ON TABLE products IS NULL"),
        (
            r"DO $$ BEGIN EXECUTE E'CREATE TABLE \x22caf\xe9\x22 (id integer)'; END $$",
            r"DO $$ BEGIN EXECUTE E'DROP TABLE \x22caf\xe9\x22'; END $$",
        ),
    ] {
        execute(&mut db, make).await;
        shop.refuses(&odd.url, "check --database", "the catalogue cannot be read", hint);
        execute(&mut db, undo).await;
        shop.succeeds(&odd.url, "check --database");
    }
    assert_eq!(all(&mut db).await, before, "something was changed");
    db.close().await.expect("it ends in order");
    odd.drop(None).await;
}

#[test]
fn databases_that_are_not_there() {
    let shop = Example::of("shop");
    let (server, parameters) = postgres_url().split_once('?').map_or_else(
        || (postgres_url(), String::new()),
        |(server, parameters)| (server.to_owned(), parameters.to_owned()),
    );
    let (server, _) = server.rsplit_once('/').expect("the URL names a database");
    let missing = format!("{server}/no_such_database?{parameters}");
    for command in ["check --database", "upgrade", "models --database"] {
        shop.refuses(&missing, command, "database \"no_such_database\" does not exist", "check the URL");
        shop.refuses("postgres://me@127.0.0.1:1/x", command, "Connection refused", "check the URL");
    }
}
