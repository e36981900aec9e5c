//! What is told of two schemas, and how one is put in the words of the other.

use super::difference::differences;
use super::managed::Selection;
use super::restate::{Sides, restate};
use crate::diff::tests::property::random_pair;
use crate::introspection::{Introspection, Object};
use crate::revision::*;
use crate::schema::{QualifiedName, Schema, Table};

fn schema(record: impl Fn(&mut Operations)) -> Schema {
    let (mut schema, mut operations) = (Schema::new(), Operations::new());
    record(&mut operations);
    operations.list().iter().try_for_each(|operation| operation.apply(&mut schema)).expect("they apply");
    schema
}

fn users(with: impl Fn(Table) -> Table) -> Schema {
    let users = with(table("users").with(column("id", bigint())));
    schema(|op| op.create_table(users.clone()))
}

#[track_caller]
fn tells(before: &Schema, after: &Schema, expected: &[&str]) {
    let told: Vec<String> = differences(before, after).iter().map(ToString::to_string).collect();
    assert_eq!(told, expected);
}

#[test]
fn columns() {
    let before =
        users(|users| users.with(column("email", varchar(255))).with(column("phone", text()).nullable()));
    let after = users(|users| {
        users.with(column("email", varchar(20)).nullable().default("a@b")).with(column("tel", text()))
    });
    tells(
        &before,
        &after,
        &[
            "column `users.email` differs: type `varchar(255)` in the revisions, `varchar(20)` in the database; \
             nullability `not null` in the revisions, `null` in the database; \
             default none in the revisions, `\"a@b\"` in the database",
            "column `users.phone` is missing in the database",
            "column `users.tel` is in the database, but not in the revisions",
        ],
    );
}

#[test]
fn parts_and_comments() {
    let before = users(|users| {
        let users = users.comment("who writes").with(unique("uq_users_id", ["id"]));
        users.with(check("ck_users_id", "id > 0"))
    });
    let after = users(|users| users.with(check("ck_users_id", "id > 1")).with(unique("uq_id", ["id"])));
    tells(
        &before,
        &after,
        &[
            "table `users` differs: comment `\"who writes\"` in the revisions, none in the database",
            "constraint `ck_users_id` of table `users` differs: `check ck_users_id \"id > 0\"` in the revisions, `check \
             ck_users_id \"id > 1\"` in the database",
            "constraint `uq_id` of table `users` is in the database, but not in the revisions",
            "constraint `uq_users_id` of table `users` is missing in the database",
        ],
    );
}

#[test]
fn a_missing_table_says_it_all() {
    let before = schema(|op| {
        op.create_table(table("posts").with(column("id", bigint())).with(primary_key("pk_posts", ["id"])));
        op.create_index(index("ix_posts").on("posts", ["id"]));
    });
    tells(&before, &Schema::new(), &["table `posts` is missing in the database"]);
    tells(&Schema::new(), &before, &["table `posts` is in the database, but not in the revisions"]);
    let found = differences(&before, &Schema::new());
    let lines =
        "table posts\n  column id bigint not null\n  primary_key pk_posts (id)\n  index ix_posts (id)";
    assert_eq!((found[0].before.as_deref(), found[0].after.as_deref()), (Some(lines), None));
}

#[test]
fn what_is_lifted_out_of_the_way_is_no_difference() {
    let build = |ty: ColumnType| {
        schema(|op| {
            op.create_table(
                table("users").with(column("id", ty.clone())).with(primary_key("pk_users", ["id"])),
            );
            let key = foreign_key("fk_posts_user", ["user"]).references("users", ["id"]);
            op.create_table(table("posts").with(column("user", bigint())).with(key));
        })
    };
    tells(
        &build(bigint()),
        &build(integer()),
        &["column `users.id` differs: type `bigint` in the revisions, `integer` in the database"],
    );
}

/// What SQLite or MySQL would give back, for schemas that hold nothing that they cannot.
#[cfg(feature = "sqlite")]
mod on_sqlite {
    use super::*;
    use crate::database::dialect;

    fn restated(words: &Schema, database: &Schema) -> Schema {
        let dialect = dialect("sqlite").expect("the feature is on");
        let (expected, actual) = (dialect.normalize(words), dialect.normalize(database));
        restate(dialect, Sides { words, expected: &expected, actual: &actual })
    }

    fn moods(values: &[&'static str], more: impl Fn(Table) -> Table) -> Schema {
        schema(|op| {
            op.create_enum("mood", values.to_vec());
            let users = table("users").with(column("mood", enumeration("mood")));
            op.create_table(more(users.with(column("at", timestamptz()))));
        })
    }

    #[test]
    fn what_is_the_same_keeps_its_words() {
        let words = moods(&["good", "bad"], |users| users.comment("people"));
        assert_eq!(restated(&words, &words), words);
        let after = restated(&words, &moods(&["good", "bad"], |users| users.with(column("n", integer()))));
        tells(&words, &after, &["column `users.n` is in the database, but not in the revisions"]);
    }

    #[test]
    fn an_enum_is_found_behind_its_columns() {
        let words = moods(&["good", "bad"], |users| users);
        let after = restated(&words, &moods(&["good", "awful", "bad"], |users| users));
        tells(
            &words,
            &after,
            &[
                "enum `mood` differs: values `(\"good\", \"bad\")` in the revisions, `(\"good\", \"bad\", \"awful\")` in the \
               database",
            ],
        );
        let more = |users: Table| users.with(column("next", enumeration("mood")).nullable());
        let after = restated(&words, &moods(&["good", "bad"], more));
        assert_eq!(after, moods(&["good", "bad"], more));
    }

    #[test]
    fn a_column_that_goes_its_own_way_gets_an_enum_of_its_own() {
        let two = |users: Table| users.with(column("next", enumeration("mood")));
        let words = moods(&["good", "bad"], two);
        let database = schema(|op| {
            op.create_enum("mood", ["good", "bad"]);
            op.create_enum("other", ["good"]);
            let users =
                table("users").with(column("mood", enumeration("mood"))).with(column("at", timestamptz()));
            op.create_table(users.with(column("next", enumeration("other"))));
        });
        tells(
            &words,
            &restated(&words, &database),
            &[
                "enum `users_next` is in the database, but not in the revisions",
                "column `users.next` differs: type `enum(mood)` in the revisions, `enum(users_next)` in the database",
            ],
        );
    }
}

#[test]
fn random_pairs_are_restated() {
    for dialect in crate::database::dialects() {
        for seed in 0..300 {
            let (words, database) = random_pair(seed);
            let (expected, actual) = (dialect.normalize(&words), dialect.normalize(&database));
            let same = restate(*dialect, Sides { words: &words, expected: &expected, actual: &expected });
            assert_eq!(same, words, "{} {seed}: what is the same is told as different", dialect.name());
            let mut after = words.clone();
            for _ in 0..4 {
                let expected = dialect.normalize(&after);
                after = restate(*dialect, Sides { words: &after, expected: &expected, actual: &actual });
            }
            let left = differences(&dialect.normalize(&after), &actual);
            assert_eq!(left, [], "{} {seed}: what differs is not all told", dialect.name());
            assert_eq!(
                differences(&words, &after).is_empty(),
                expected == actual,
                "{} {seed}",
                dialect.name()
            );
        }
    }
}

#[test]
fn what_nobody_manages_is_parted() {
    let mut read = Introspection {
        schema: schema(|op| {
            op.create_enum("mood", ["good"]);
            op.create_enum("alone", ["one"]);
            op.create_enum("used", ["one"]);
            for name in ["users", "legacy", "tmp_a", "aludel_history"] {
                op.create_table(table(name).with(column("id", bigint())));
            }
            op.add_column("users", column("mood", enumeration("mood")).nullable());
            op.add_column("legacy", column("used", enumeration("used")).nullable());
        }),
        ..Introspection::default()
    };
    for table in ["users", "tmp_a"] {
        let name = QualifiedName::from(format!("tr_{table}"));
        read.objects.insert(Object { kind: "trigger".into(), name, table: Some(table.into()) });
    }
    let covers = |name: &QualifiedName| !name.name.starts_with("tmp_");
    let selection = Selection { covers: std::sync::Arc::new(covers), ..Selection::default() };
    let managed = |name: &QualifiedName| name.name == "users";
    let own = "aludel_history".into();
    let unmanaged = selection.part(&mut read, &own, managed, &Default::default());
    assert_eq!(unmanaged.tables, ["legacy".into()].into());
    assert_eq!(unmanaged.enums, ["alone".into()].into());
    assert_eq!(read.schema.tables.keys().map(ToString::to_string).collect::<Vec<_>>(), ["users"]);
    assert_eq!(read.schema.enums.keys().map(ToString::to_string).collect::<Vec<_>>(), ["mood"]);
    assert_eq!(read.objects.len(), 1);
}
