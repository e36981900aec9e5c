//! Revisions that the database has and the build does not: undone by the SQL that the history kept.

use aludel::migrator::{Migrator, Report};
use aludel::revision::graph::Target;
use aludel::revision::{
    Direction, Entry, Migrations, Operations, Revision, bigint, column, foreign_key, primary_key, table,
};
use aludel_tests::build;
use aludel_tests::interrupted::Site;
use aludel_tests::servers::{Database, Server};

const ITEMS: Revision =
    Revision { id: "000000000001", revises: &[], depends_on: &[], branch_labels: &[], created: "1" };
const NOTES: Revision = Revision { id: "000000000002", revises: &["000000000001"], created: "2", ..ITEMS };
const TAGS: Revision = Revision { id: "000000000003", revises: &["000000000001"], created: "3", ..ITEMS };

fn child(op: &mut Operations, name: &'static str) {
    op.create_table(
        table(name)
            .with(column("id", bigint()))
            .with(primary_key(format!("pk_{name}"), ["id"]))
            .with(foreign_key(format!("fk_{name}"), ["id"]).references("items", ["id"])),
    );
}

const FIRST_ENTRY: Entry = Entry {
    revision: &ITEMS,
    replaces: &[],
    upgrade: |op| {
        let items = table("items").with(column("id", bigint()));
        op.create_table(items.with(primary_key("pk_items", ["id"])));
    },
    downgrade: |op| op.drop_table("items"),
    file: "1_items.rs",
    source: "//! items\n",
};

const SECOND_ENTRY: Entry = Entry {
    revision: &NOTES,
    replaces: &[],
    upgrade: |op| child(op, "notes"),
    downgrade: |op| {
        op.execute("DELETE FROM notes");
        op.drop_table("notes");
    },
    file: "2_notes.rs",
    source: "//! notes\n",
};

const THIRD_ENTRY: Entry = Entry {
    revision: &TAGS,
    replaces: &[],
    upgrade: |op| child(op, "tags"),
    downgrade: |op| op.drop_table("tags"),
    file: "3_tags.rs",
    source: "//! tags\n",
};

static ALL: Migrations = build(&[FIRST_ENTRY, SECOND_ENTRY, THIRD_ENTRY]);
static FIRST: Migrations = build(&[FIRST_ENTRY]);
/// A build that has what was applied last, and not what was applied before it.
static GAP: Migrations = build(&[FIRST_ENTRY, THIRD_ENTRY]);

struct Applied {
    site: Site,
    database: Database,
}

impl Applied {
    /// A database that has all, one after the other.
    async fn on(server: Server) -> Self {
        let database = Database::create(server).await;
        let site = Site { url: database.url.clone(), fault: None };
        let migrator = Migrator::new(&ALL);
        for revision in [NOTES, TAGS] {
            let target: Target = revision.id.parse().expect("it is a target");
            migrator.run(&site, Direction::Up, &target).await.expect("it runs");
        }
        Self { site, database }
    }

    async fn downgrade(&self, build: &'static Migrations, target: &str) -> Result<Report, aludel::Error> {
        build.downgrade(&self.site, target).await
    }

    async fn undone(&self, build: &'static Migrations, target: &str) -> Vec<String> {
        let report = self.downgrade(build, target).await.unwrap_or_else(|error| panic!("{target}: {error}"));
        let unknown = report.unknown.into_iter().map(|record| record.revision);
        unknown.chain(report.revisions.iter().map(|done| done.entry.revision.id.to_owned())).collect()
    }
}

#[tokio::test]
async fn are_undone_the_last_applied_first() {
    for server in Server::ALL {
        let applied = Applied::on(server).await;
        assert_eq!(applied.undone(&FIRST, "000000000003").await, [""; 0]);
        assert_eq!(applied.undone(&FIRST, "-1").await, [TAGS.id]);
        assert_eq!(applied.undone(&FIRST, "-2").await, [NOTES.id, ITEMS.id]);
        let state = FIRST.current(&applied.site).await.expect("the history is read");
        assert_eq!(state.records(), []);
        // Nothing of them is left in the database, either.
        ALL.upgrade(&applied.site).await.expect_err("there are two heads");
        let again = Migrator::new(&ALL).run(&applied.site, Direction::Up, &Target::HEADS).await;
        let again = again.expect("all run again").revisions;
        let latest_first: Vec<&str> = again.iter().rev().map(|done| done.entry.revision.id).collect();
        assert_eq!(applied.undone(&FIRST, ITEMS.id).await, latest_first[..2]);
        applied.database.drop().await;
    }
}

#[tokio::test]
async fn are_refused_where_a_later_one_may_count_on_them() {
    for server in Server::ALL {
        let applied = Applied::on(server).await;
        let error = applied.downgrade(&GAP, "base").await.expect_err("it was applied before");
        assert_eq!(
            error.to_string(),
            "000000000002 (`notes`), which this build does not have, was applied before 000000000003, which may \
             count on it"
        );
        assert!(applied.downgrade(&GAP, "-1").await.is_err(), "its plan would not know of the other");
        assert_eq!(ALL.current(&applied.site).await.expect("the history is read").records().len(), 3);
        applied.database.drop().await;
    }
}

#[tokio::test]
async fn are_refused_where_no_sql_was_kept() {
    for server in Server::ALL {
        let database = Database::create(server).await;
        let site = Site { url: database.url.clone(), fault: None };
        let target: Target = NOTES.id.parse().expect("it is a target");
        Migrator::new(&ALL).stamp(&site, &[target], false).await.expect("the history is written");
        let error = FIRST.downgrade(&site, "-1").await.expect_err("nothing was kept");
        assert!(
            error.to_string().starts_with("the history keeps no SQL that undoes 000000000002"),
            "{error}"
        );
        assert!(error.hint().expect("there is a remedy").contains("build from sources"), "{error}");
        database.drop().await;
    }
}

/// A downgrade and a message that are longer than 64 KiB, with characters of four bytes.
#[tokio::test]
async fn are_undone_by_sql_of_any_length() {
    let long: &'static str =
        Box::leak(format!("//! {}\n", "a long message 🦀 ".repeat(6_000)).into_boxed_str());
    let entry = Entry {
        source: long,
        downgrade: |op| {
            op.execute(format!("DELETE FROM notes WHERE '🦀' <> '{}'", "0123456789".repeat(10_000)));
            op.drop_table("notes");
        },
        ..SECOND_ENTRY
    };
    let build: &'static Migrations = Box::leak(Box::new(build(Vec::leak(vec![FIRST_ENTRY, entry]))));
    for server in Server::ALL {
        let database = Database::create(server).await;
        let site = Site { url: database.url.clone(), fault: None };
        build.upgrade(&site).await.expect("all run");
        let undone = FIRST.downgrade(&site, "-1").await.expect("the history kept it");
        assert_eq!(undone.unknown.len(), 1);
        assert!(undone.unknown[0].message.len() > 65_535, "the message is kept whole");
        database.drop().await;
    }
}
