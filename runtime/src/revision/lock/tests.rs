//! The lock's text, both ways.

use expect_test::expect;

use super::*;
use crate::revision::{
    Operations, Revision, check, column, foreign_key, index, integer, primary_key, sample, table, text,
    unique,
};
use crate::schema::Schema;

const FIRST: Revision = Revision {
    id: "aaaa",
    revises: &[],
    depends_on: &[],
    branch_labels: &[],
    created: "2026-11-20 21:18:00 UTC",
};

fn upgrade(op: &mut Operations) {
    op.create_enum("mood", ["good", "say \"bad\""]);
    op.create_table(table("app.teams").with(column("id", integer())));
    op.create_table(
        table("users")
            .with(column("id", integer()).identity())
            .with(column("Odd \"name\"", text()).nullable().default("a\nb"))
            .with(column("email", text()))
            .with(primary_key("pk_users", ["id"]))
            .with(unique("uq_users_email", ["email"]))
            .with(foreign_key("fk_users_id", ["id"]).references("app.teams", ["id"]))
            .with(check("ck_users_id", "id > 0"))
            .with(index("ix_users_email").on("users", ["email"]).unique())
            .comment("people")
            .with_option("mysql", "engine", "InnoDB")
            .with_option("sqlite", "strict", ""),
    );
}

fn schema() -> Schema {
    let mut schema = Schema::new();
    for operation in Operations::record(upgrade) {
        operation.apply(&mut schema).expect("it applies");
    }
    schema
}

fn lock() -> Lock {
    let next = Revision { id: "bbbb", revises: &["aaaa"], ..FIRST };
    let graph = Graph::of([sample::entry(next), sample::entry(FIRST)]).expect("it is sound");
    Lock::new(&graph, &schema())
}

#[test]
fn is_written_and_read() {
    let text = lock().to_string();
    expect![[r##"
        # aludel schema.lock, format 1: the schema at the head, written by `generate` and `merge`. Review it; never edit it.
        head bbbb
        revision aaaa 2a2ec462e68a674a458ad1bd716be08c2edd078cb29bcffcd457cac9ceeafb3b aaaa.rs
        revision bbbb 81c8be298198bb60960aa32f4b56b298c496e85ce64eb62674a329c21fb6c6f1 bbbb.rs

        enum mood
          values ("good", "say \"bad\"")

        table users
          comment "people"
          option mysql engine "InnoDB"
          option sqlite strict
          column "Odd \"name\"" text null default "a\nb"
          column email text not null
          column id integer not null identity
          primary_key pk_users (id)
          unique uq_users_email (email)
          foreign_key fk_users_id (id) references app.teams (id)
          check ck_users_id "id > 0"
          unique_index ix_users_email (email)

        table app.teams
          column id integer not null
    "##]].assert_eq(&text);
    assert_eq!(Lock::parse(&text), Ok(lock()));
    assert_eq!(Lock::parse(&text.replace('\n', "\r\n")), Ok(lock()));
}

#[test]
fn a_revision_takes_the_place_of_the_heads_it_follows() {
    let revision = LockedRevision::new("cccc", "a.rs", "//! c");
    let after = lock().with_revision(revision, &["bbbb".to_owned()], &Schema::new());
    assert_eq!(after.heads, ["cccc"]);
    assert_eq!(after.revisions[0].file, "a.rs");
    let branch =
        lock().with_revision(LockedRevision::new("dddd", "z.rs", ""), &["aaaa".to_owned()], &schema());
    assert_eq!(branch.heads, ["bbbb", "dddd"]);
    assert_eq!(branch.differences(&lock()), []);
}

#[test]
fn bad_lines_are_named() {
    let text = lock().to_string();
    let message = |before: &str, after: &str| {
        let changed = text.replacen(before, after, 1);
        assert_ne!(text, changed, "nothing to replace");
        Lock::parse(&changed).expect_err("it is no lock").to_string()
    };
    assert_eq!(
        message("head bbbb", "=======\nhead bbbb"),
        "line 2 of `schema.lock` is the mark of a merge conflict"
    );
    assert_eq!(
        message("format 1", "format 2"),
        "`schema.lock` has format 2, which this version of aludel does not know"
    );
    assert_eq!(
        message("# aludel", "# some"),
        format!("line 1 of `schema.lock` cannot be read: `{}`", FIRST_LINE.replace("aludel", "some"))
    );
    assert_eq!(
        message("  values (", "  valves ("),
        "line 7 of `schema.lock` cannot be read: `  valves (\"good\", \"say \\\"bad\\\"\")`"
    );
    assert_eq!(
        message("  column id integer not null i", "column id integer not null i"),
        "line 15 of `schema.lock` cannot be read: `column id integer not null identity`"
    );
    assert_eq!(message("table users", "table"), "line 9 of `schema.lock` cannot be read: `table`");
    assert_eq!(
        Lock::parse("").map_err(|error| error.hint()),
        Err("bring it back from version control, or let `generate` write it again")
    );
}

#[test]
fn differences_are_said_in_words() {
    let text = lock().to_string();
    let difference = |before: &str, after: &str| {
        let changed = Lock::parse(&text.replacen(before, after, 1)).expect("it is a lock");
        let differences = lock().differences(&changed);
        let said = differences.iter().map(|difference| difference.describe("the models", "the migrations"));
        said.collect::<Vec<_>>()
    };
    for (before, after, words) in [
        (
            "email text",
            "email varchar(3)",
            "column `users.email` is `text not null` in the models and `varchar(3) not null` in the migrations",
        ),
        ("  comment \"people\"\n", "", "comment of table `users` is in the models and not in the migrations"),
        (
            "\"InnoDB\"",
            "\"Aria\"",
            "option `mysql engine` of table `users` is `\"InnoDB\"` in the models and `\"Aria\"` in the migrations",
        ),
        (
            "id integer not null\n",
            "id integer not null\n  column other text null\n",
            "column `app.teams.other` is in the migrations and not in the models",
        ),
        (
            "\"id > 0\"",
            "\"id > 1\"",
            "check `ck_users_id` of table `users` is `\"id > 0\"` in the models and `\"id > 1\"` in the migrations",
        ),
        (
            "\"good\", ",
            "",
            "values of enum `mood` is `(\"good\", \"say \\\"bad\\\"\")` in the models and `(\"say \\\"bad\\\"\")` in the migrations",
        ),
        ("table users", "table people", "table `people` is in the migrations and not in the models"),
        (
            "\"Odd \\\"name\\\"\" text null",
            "\"Odd \\\"name\\\"\" text not null",
            "column `users.\"Odd \\\"name\\\"\"` is `text null default \"a\\nb\"` in the models and `text not null default \"a\\nb\"` in the migrations",
        ),
    ] {
        assert_eq!(difference(before, after)[0], words);
    }
}
