//! Databases that stand anywhere among revisions that were squashed since: all end up where a new one does.

use aludel::Migrations;
use aludel::executor::Record;
use aludel::migrator::Migrator;
use aludel::revision::graph::{Graph, Target};
use aludel::revision::squash::Squash;
use aludel::revision::{
    Direction, Entry, Operations, Revision, bigint, column, drop_not_null, enumeration, index, primary_key,
    set_not_null, set_type, table, text, varchar,
};
use aludel::schema::Schema;
use aludel_tests::build;
use aludel_tests::interrupted::Site;
use aludel_tests::servers::{Database, Server};

const ITEMS: Revision =
    Revision { id: "000000000001", revises: &[], depends_on: &[], branch_labels: &[], created: "1" };

/// One of the revisions, as it was written first.
const fn entry(
    revision: &'static Revision,
    upgrade: fn(&mut Operations),
    downgrade: fn(&mut Operations),
    file: &'static str,
) -> Entry {
    Entry { revision, replaces: &[], upgrade, downgrade, file, source: file }
}

const FIRST: Entry = entry(
    &ITEMS,
    |op| {
        op.create_table(
            table("items")
                .with(column("id", bigint()))
                .with(column("name", varchar(20)))
                .with(primary_key("pk_items", ["id"])),
        );
    },
    |op| op.drop_table("items"),
    "1_items.rs",
);

const SECOND: Entry = entry(
    &Revision { id: "000000000002", revises: &["000000000001"], created: "2", ..ITEMS },
    |op| {
        op.add_column("items", column("size", varchar(9)).nullable());
        op.fill("items", "size", "'small'");
        op.alter_column("items", "size", [set_not_null()]);
        op.create_index(index("ix_items_size").on("items", ["size"]));
    },
    |op| {
        op.drop_index("items", "ix_items_size");
        op.drop_column("items", "size");
    },
    "2_size.rs",
);

const THIRD: Entry = entry(
    &Revision { id: "000000000003", revises: &["000000000002"], created: "3", ..ITEMS },
    |op| {
        op.rename_column("items", "name", "title");
        op.alter_column("items", "title", [set_type(text())]);
        op.create_enum("size", ["small", "large"]);
        op.drop_index("items", "ix_items_size");
    },
    |op| {
        op.create_index(index("ix_items_size").on("items", ["size"]));
        op.drop_enum("size");
        op.alter_column("items", "title", [set_type(varchar(20))]);
        op.rename_column("items", "title", "name");
    },
    "3_title.rs",
);

const FOURTH: Entry = entry(
    &Revision { id: "000000000004", revises: &["000000000003"], created: "4", ..ITEMS },
    |op| {
        op.execute("UPDATE items SET title = 'none' WHERE title = ''").elidable();
        op.rename_table("items", "things");
        op.alter_column("things", "title", [drop_not_null()]);
    },
    |op| {
        op.fill("things", "title", "''");
        op.alter_column("things", "title", [set_not_null()]);
        op.rename_table("things", "items");
    },
    "4_things.rs",
);

/// After what is squashed first, and written before.
const FIFTH: Entry = entry(
    &Revision { id: "000000000005", revises: &["000000000004"], created: "5", ..ITEMS },
    |op| op.alter_column("things", "size", [set_type(enumeration("size"))]),
    |op| op.alter_column("things", "size", [set_type(varchar(9))]),
    "5_enum.rs",
);

const SIXTH: Entry = entry(
    &Revision { id: "000000000006", revises: &["000000000005"], created: "6", ..ITEMS },
    |op| op.add_column("things", column("note", text()).nullable()),
    |op| op.drop_column("things", "note"),
    "6_note.rs",
);

static ORIGINAL: Migrations = build(&[FIRST, SECOND, THIRD, FOURTH, FIFTH, SIXTH]);

/// What `squash` writes in place of the revisions `ids`.
fn squash(of: &Migrations, ids: &[&str]) -> Squash {
    let graph = Graph::new(of).expect("it is sound");
    let positions: Vec<_> = ids.iter().map(|id| graph.find(id).expect("it is there")).collect();
    Squash::new(&graph, &positions, true).unwrap_or_else(|error| panic!("{error}"))
}

fn record(op: &mut Operations, operations: Vec<aludel::operation::Operation>) {
    operations.into_iter().for_each(|operation| op.push(operation));
}

const MIDDLE: [&str; 3] = ["000000000002", "000000000003", "000000000004"];

const ONE: Entry = Entry {
    replaces: &MIDDLE,
    ..entry(
        &Revision { id: "00000000000a", revises: &["000000000001"], created: "4", ..ITEMS },
        |op| record(op, squash(&ORIGINAL, &MIDDLE).upgrade.operations),
        |op| record(op, squash(&ORIGINAL, &MIDDLE).downgrade.operations),
        "a_squash.rs",
    )
};

static SQUASHED: Migrations =
    Migrations { replaced: &[SECOND, THIRD, FOURTH], ..build(&[FIRST, ONE, FIFTH, SIXTH]) };

const WHOLE: [&str; 3] = ["000000000001", "00000000000a", "000000000005"];

const TWO: Entry = Entry {
    replaces: &WHOLE,
    ..entry(
        &Revision { id: "00000000000b", created: "5", ..ITEMS },
        |op| record(op, squash(&SQUASHED, &WHOLE).upgrade.operations),
        |op| record(op, squash(&SQUASHED, &WHOLE).downgrade.operations),
        "b_squash.rs",
    )
};

/// The squash of a squash.
static AGAIN: Migrations =
    Migrations { replaced: &[FIRST, ONE, FIFTH, SECOND, THIRD, FOURTH], ..build(&[TWO, SIXTH]) };

/// The same once what is replaced was deleted.
static FORGOTTEN: Migrations = build(&[TWO, SIXTH]);

/// A database that has the revisions of `build` up to `target`, and a row that was there from the first on.
struct Standing {
    site: Site,
    database: Database,
}

impl Standing {
    async fn at_nothing(server: Server) -> Self {
        let database = Database::create(server).await;
        let site = Site { url: database.url.clone(), fault: None };
        Self { site, database }
    }

    async fn at(server: Server, build: &'static Migrations, target: &str) -> Self {
        let mut standing = Self::at_nothing(server).await;
        standing.run(&ORIGINAL, Direction::Up, "000000000001").await;
        standing.execute("INSERT INTO items (id, name) VALUES (1, 'first')").await;
        standing.run(build, Direction::Up, target).await;
        standing
    }

    async fn run(&self, build: &'static Migrations, direction: Direction, target: &str) -> Vec<&'static str> {
        let target: Target = target.parse().expect("it is a target");
        let report = Migrator::new(build).run(&self.site, direction, &target).await;
        let report =
            report.unwrap_or_else(|error| panic!("{}: {direction} {target}: {error:?}", self.site.url));
        report.revisions.iter().map(|done| done.entry.revision.id).collect()
    }

    async fn execute(&mut self, sql: &str) {
        self.database.execute(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    async fn schema(&self, build: &'static Migrations) -> Schema {
        Migrator::new(build).introspect(&self.site).await.expect("it is read").schema
    }

    /// The history, in the order of application.
    async fn history(&self, build: &'static Migrations) -> Vec<String> {
        let state = build.current(&self.site).await.expect("the history is read");
        let mut records: Vec<&Record> = state.records().iter().collect();
        records.sort_by_key(|record| record.sequence);
        assert!(state.tampered().is_empty(), "its rows are as aludel writes them");
        records.iter().map(|record| record.revision.clone()).collect()
    }
}

#[tokio::test]
async fn end_up_where_a_new_one_does() {
    for server in Server::ALL {
        let fresh = Standing::at_nothing(server).await;
        assert_eq!(fresh.run(&SQUASHED, Direction::Up, "head").await.len(), 4);
        let expected = (fresh.schema(&SQUASHED).await, fresh.history(&SQUASHED).await);
        for revision in ORIGINAL.entries {
            let mut standing = Standing::at(server, &ORIGINAL, revision.revision.id).await;
            standing.run(&SQUASHED, Direction::Up, "head").await;
            let place = format!("{} at {}", server.name(), revision.file);
            assert_eq!(standing.schema(&SQUASHED).await, expected.0, "{place}");
            assert_eq!(standing.history(&SQUASHED).await, expected.1, "{place}");
            Migrator::new(&SQUASHED).verify(&standing.site).await.expect("it is at the head");
            let rows = standing
                .database
                .query("SELECT title, CAST(size AS CHAR(5)) FROM things")
                .await
                .expect("it is read");
            assert_eq!(rows, [["first", "small"]], "{place}");
            assert_eq!(standing.run(&SQUASHED, Direction::Up, "head").await, [""; 0], "{place}");
            // The way back leads over the squashed one, as a whole.
            let undone = standing.run(&SQUASHED, Direction::Down, "000000000001").await;
            assert_eq!(undone, ["000000000006", "000000000005", "00000000000a"], "{place}");
            let rows = standing.database.query("SELECT name FROM items").await.expect("it is read");
            assert_eq!(rows, [["first"]], "{place}");
            standing.database.drop().await;
        }
        fresh.database.drop().await;
    }
}

#[tokio::test]
async fn end_up_there_after_a_squash_of_the_squash() {
    for server in Server::ALL {
        let fresh = Standing::at_nothing(server).await;
        assert_eq!(fresh.run(&AGAIN, Direction::Up, "head").await, ["00000000000b", "000000000006"]);
        let expected = (fresh.schema(&AGAIN).await, fresh.history(&AGAIN).await);
        let original = ORIGINAL.entries.iter().map(|entry| (&ORIGINAL, entry.revision.id));
        let squashed = SQUASHED.entries.iter().map(|entry| (&SQUASHED, entry.revision.id));
        for (build, id) in original.chain(squashed) {
            let standing = Standing::at(server, build, id).await;
            let place = format!("{} at {id}", server.name());
            standing.run(&AGAIN, Direction::Up, "head").await;
            assert_eq!(standing.schema(&AGAIN).await, expected.0, "{place}");
            assert_eq!(standing.history(&AGAIN).await, expected.1, "{place}");
            assert_eq!(standing.run(&FORGOTTEN, Direction::Up, "head").await, [""; 0], "{place}");
            standing.database.drop().await;
        }
        fresh.database.drop().await;
    }
}

#[tokio::test]
async fn go_only_as_far_as_they_are_asked_to() {
    for server in Server::ALL {
        let standing = Standing::at(server, &ORIGINAL, "000000000002").await;
        assert_eq!(standing.run(&SQUASHED, Direction::Up, "000000000003").await, ["000000000003"]);
        assert_eq!(standing.run(&SQUASHED, Direction::Down, "-1").await, ["000000000003"]);
        assert_eq!(
            standing.history(&SQUASHED).await,
            ["000000000001", "000000000002"],
            "a database that stands among them goes both ways"
        );
        let ran = standing.run(&SQUASHED, Direction::Up, "00000000000a").await;
        assert_eq!(ran, ["000000000003", "000000000004"]);
        assert_eq!(standing.history(&SQUASHED).await, ["000000000001", "00000000000a"]);
        standing.database.drop().await;
    }
}

#[tokio::test]
async fn are_told_what_is_missing_once_it_was_forgotten() {
    for server in Server::ALL {
        let standing = Standing::at(server, &SQUASHED, "00000000000a").await;
        let error = FORGOTTEN.upgrade(&standing.site).await.expect_err("it stands in the midst");
        assert_eq!(
            error.to_string(),
            "the database has revision 000000000001 (``), and not `000000000005`: all of them are what \
             `00000000000b` replaces, and this build no longer has their files"
        );
        assert!(error.hint().expect("there is a remedy").contains("from version control"), "{error}");
        standing.database.drop().await;
    }
}

#[tokio::test]
async fn are_the_proof_that_a_squash_does_the_same() {
    let graph = Graph::new(&ORIGINAL).expect("the revisions are sound");
    let positions: Vec<_> = graph.order()[1..5].to_vec();
    let squash = Squash::new(&graph, &positions, true).expect("they can be squashed");
    for server in Server::ALL {
        let standing = Standing::at_nothing(server).await;
        let migrator = Migrator::new(&ORIGINAL);
        // Again, for it is empty afterwards.
        for _ in 0..2 {
            let proven = migrator.prove(&standing.site, &squash).await;
            proven.unwrap_or_else(|error| panic!("{}: {error:?}", server.name()));
        }
        let mut other = squash.clone();
        other.upgrade.operations.pop();
        let error = migrator.prove(&standing.site, &other).await.expect_err("an operation is missing");
        assert!(error.to_string().contains("the squash"), "{}: {error}", server.name());
        let error = migrator.prove(&standing.site, &squash).await.expect_err("it keeps what was built");
        assert!(error.to_string().contains("is not empty: it has table `"), "{}: {error}", server.name());
        standing.database.drop().await;
    }
}
