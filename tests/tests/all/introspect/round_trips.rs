//! A database is read in as many round trips as one of its tables, and few; a relay counts them on the wire.

use aludel::introspection::Scope;
use aludel::revision::*;
use aludel::schema::Schema;
use aludel_tests::case::schema;
use aludel_tests::reading::create;
use aludel_tests::relay::Relay;
use aludel_tests::servers::{Database, Server};

/// The most that a reading may take, whatever the number of tables.
const MOST: usize = 8;

/// Tables with something in each of the catalogues, numbered on from `first`; among them defaults of bytes, for which
/// MySQL is asked beside the catalogue.
fn models(server: Server, first: usize, count: usize) -> Schema {
    let bytes = if server == Server::Mysql { varbinary(9) } else { blob() };
    schema(|op| {
        for number in first..first + count {
            let name = format!("table_{number}");
            let made = table(name.as_str())
                .with(column("id", bigint()).identity())
                .with(column("word", varchar(9)).default("a"))
                .with(column("bytes", bytes.clone()).nullable())
                .with(column("parent", bigint()).nullable())
                .with(primary_key(format!("pk_{name}"), ["id"]))
                .with(check(format!("ck_{name}"), "word <> 'it'"))
                .with(foreign_key(format!("fk_{name}"), ["parent"]).references(name.as_str(), ["id"]));
            op.create_table(made);
            op.create_index(index(format!("ix_{name}")).on(name.as_str(), ["word"]));
        }
    })
}

async fn do_not_grow(server: Server) {
    let mut database = Database::create(server).await;
    let relay = Relay::open(&database.url).expect("the servers of the tests are named by their sockets");
    let mut direct = aludel::database::connect(&database.url).await.expect("the server is there");
    let mut relayed = aludel::database::connect(&relay.url).await.expect("the server is there");
    let mut counts = Vec::new();
    let (mut first, mut tables) = (0, 0);
    for count in [1, 4, 45] {
        create(&mut direct, &models(server, first, count)).await.unwrap_or_else(|error| panic!("{error}"));
        if server == Server::Mysql {
            let name = format!("table_{first}");
            let bytes = format!("ALTER TABLE {name} ALTER bytes SET DEFAULT X'00ff'");
            database.execute(&bytes).await.unwrap_or_else(|error| panic!("{error}"));
        }
        first += count;
        tables += count;
        let before = relay.round_trips();
        let read = relayed.introspect(&Scope::default()).await.unwrap_or_else(|error| panic!("{error}"));
        counts.push(relay.round_trips() - before);
        assert_eq!(read.schema.tables.len(), tables, "what was counted was not a whole reading");
    }
    assert!(counts.windows(2).all(|pair| pair[1] <= pair[0]), "round trips grow: {counts:?}");
    assert!((1..=MOST).contains(&counts[0]), "{} round trips", counts[0]);
    relayed.close().await.expect("it ends in order");
    direct.close().await.expect("it ends in order");
    database.drop().await;
}

#[tokio::test]
async fn of_postgres_do_not_grow() {
    do_not_grow(Server::Postgres).await;
}

#[tokio::test]
async fn of_mysql_do_not_grow() {
    do_not_grow(Server::Mysql).await;
}
