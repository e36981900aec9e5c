//! How often a run speaks with its server: not more often where there are more revisions, and once for each that it
//! brings to PostgreSQL, three times to MySQL.

use aludel::migrator::Migrator;
use aludel::revision::graph::Target;
use aludel_tests::interrupted::Site;
use aludel_tests::many::{MOST, many};
use aludel_tests::relay::Relay;
use aludel_tests::servers::{Database, Server};
use sqlx::mysql::MySqlPoolOptions;
use sqlx::postgres::PgPoolOptions;

/// Connections, and round trips beyond those that opening one takes, of `upgrade` through a pool that has none yet.
async fn counted(server: Server, url: &str, revisions: usize) -> (usize, usize) {
    macro_rules! through {
        ($options:ident) => {{
            let open = |url: &str| $options::new().max_connections(1).connect_lazy(url).expect("a URL");
            let relay = Relay::open(url).expect("a server with a socket");
            let pool = open(&relay.url);
            drop(pool.acquire().await.expect("the server is there"));
            pool.close().await;
            let opening = relay.round_trips();

            let relay = Relay::open(url).expect("a server with a socket");
            let pool = open(&relay.url);
            many(revisions).upgrade(&pool).await.expect("it runs");
            pool.close().await;
            (relay.connections(), relay.round_trips() - opening)
        }};
    }
    match server {
        Server::Postgres => through!(PgPoolOptions),
        Server::Mysql => through!(MySqlPoolOptions),
        Server::Sqlite => panic!("there is no wire"),
    }
}

async fn of_a_start(server: Server) {
    for revisions in [10, MOST] {
        let database = Database::create(server).await;
        let site = Site { url: database.url.clone(), fault: None };
        let stamped = Migrator::new(many(revisions)).stamp(&site, &[Target::HEAD], false).await;
        stamped.expect("all are recorded");
        let (connections, trips) = counted(server, &database.url, revisions).await;
        assert_eq!(connections, 1, "at {revisions} revisions");
        assert!((1..=2).contains(&trips), "{trips} round trips at {revisions} revisions");
        database.drop().await;
    }
}

#[tokio::test]
async fn of_a_start_with_nothing_to_do_on_postgres() {
    of_a_start(Server::Postgres).await;
}

#[tokio::test]
async fn of_a_start_with_nothing_to_do_on_mysql() {
    of_a_start(Server::Mysql).await;
}

/// Of 30 revisions more than 30.
async fn of_thirty(server: Server) -> usize {
    let mut trips = Vec::new();
    for revisions in [30, 60] {
        let database = Database::create(server).await;
        trips.push(counted(server, &database.url, revisions).await.1);
        database.drop().await;
    }
    trips[1] - trips[0]
}

#[tokio::test]
async fn of_a_revision_on_postgres() {
    assert_eq!(of_thirty(Server::Postgres).await, 30);
}

/// The session's settings, what the catalogue says before, and the statements with the journal.
#[tokio::test]
async fn of_a_revision_on_mysql() {
    assert_eq!(of_thirty(Server::Mysql).await, 3 * 30);
}
