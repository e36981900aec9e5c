//! Each kind of operation, and how they go together.

use aludel::revision::*;
use aludel::schema::ConstraintKind;

use super::{LENGTH, message};

type Record = fn(&mut Operations);

fn of(record: Record) -> String {
    message(&Operations::record(record))
}

fn check(cases: &[(&str, Record)]) {
    for (expected, record) in cases {
        assert_eq!(of(*record), *expected);
    }
}

#[test]
fn single_operations_are_named() {
    check(&[
        ("create users", |op| op.create_table(table("users"))),
        ("create invoices", |op| op.create_table(table("billing.invoices"))),
        ("drop users", |op| op.drop_table("users")),
        ("rename users to people", |op| op.rename_table("users", "people")),
        ("change options of users", |op| op.alter_table("users", [set_table_comment("who")])),
        ("add phone to users", |op| op.add_column("users", column("phone", text()))),
        ("drop phone from users", |op| op.drop_column("users", "phone")),
        ("rename tel to phone in users", |op| op.rename_column("users", "tel", "phone")),
        ("change type of age in users", |op| op.alter_column("users", "age", [set_type(bigint())])),
        ("require age in users", |op| op.alter_column("users", "age", [set_not_null()])),
        ("no longer require age in users", |op| op.alter_column("users", "age", [drop_not_null()])),
        ("change default of age in users", |op| op.alter_column("users", "age", [drop_default()])),
        ("alter age in users", |op| op.alter_column("users", "age", [drop_default(), set_not_null()])),
        ("fill age in users", |op| op.fill("users", "age", "0")),
        ("add uq_users_tel to users", |op| op.add_constraint("users", unique("uq_users_tel", ["tel"]))),
        ("drop ck_a from users", |op| op.drop_constraint("users", ConstraintKind::Check, "ck_a")),
        ("rename a to b in users", |op| op.rename_constraint("users", ConstraintKind::Check, "a", "b")),
        ("add ix_users_tel to users", |op| op.create_index(index("ix_users_tel").on("users", ["tel"]))),
        ("drop ix_a from users", |op| op.drop_index("users", "ix_a")),
        ("rename a to b in users", |op| op.rename_index("users", "a", "b")),
        ("create status", |op| op.create_enum("status", ["on", "off"])),
        ("drop status", |op| op.drop_enum("status")),
        ("rename status to state", |op| op.rename_enum("status", "state")),
        ("add idle to status", |op| op.alter_enum("status", [add_value("idle")])),
        ("drop idle from status", |op| op.alter_enum("status", [drop_value("idle")])),
        ("rename on to up in status", |op| op.alter_enum("status", [rename_value("on", "up")])),
        ("reorder status", |op| op.alter_enum("status", [reorder_values(["on", "off"])])),
        ("alter status", |op| op.alter_enum("status", [add_value("idle"), drop_value("on")])),
        ("run SQL", |op| {
            op.execute("DELETE FROM users");
        }),
    ]);
}

#[test]
fn what_is_alike_is_joined() {
    check(&[
        ("create users and posts", |op| {
            op.create_table(table("users"));
            op.create_table(table("posts"));
        }),
        ("create users, posts and tags", |op| {
            ["users", "posts", "tags"].iter().for_each(|name| op.create_table(table(*name)));
        }),
        ("create 4 tables", |op| {
            ["users", "posts", "tags", "teams"].iter().for_each(|name| op.create_table(table(*name)));
        }),
        ("add phone and fax to users", |op| {
            ["phone", "fax"].iter().for_each(|name| op.add_column("users", column(*name, text())));
        }),
        ("add idle and gone to status", |op| {
            op.alter_enum("status", [add_value("idle"), add_value("gone")]);
        }),
        ("add phone to users and add phone to teams", |op| {
            ["users", "teams"].iter().for_each(|table| op.add_column(*table, column("phone", text())));
        }),
        ("add a to users and 2 more", |op| {
            ["users", "teams", "tags"].iter().for_each(|table| op.add_column(*table, column("a", text())));
        }),
    ]);
}

#[test]
fn what_goes_with_another_is_left_out() {
    check(&[
        ("add words to posts", |op| {
            op.add_column("posts", column("words", integer()).nullable());
            op.fill("posts", "words", "0");
            op.alter_column("posts", "words", [set_not_null()]);
            op.create_index(index("ix_posts_words").on("posts", ["words"]));
        }),
        ("create users", |op| {
            op.create_enum("status", ["on", "off"]);
            op.create_table(table("users").with(column("status", enumeration("status"))));
            op.create_index(index("ix_users_status").on("users", ["status"]));
        }),
        ("rename users to people", |op| {
            op.rename_table("users", "people");
            op.rename_index("people", "ix_users_tel", "ix_people_tel");
        }),
        ("create tags and add ix_users_tel to users", |op| {
            op.create_index(index("ix_users_tel").on("users", ["tel"]));
            op.create_table(table("tags"));
        }),
    ]);
}

#[test]
fn the_weightiest_comes_first() {
    check(&[
        ("drop posts and add phone to users", |op| {
            op.add_column("users", column("phone", text()));
            op.drop_table("posts");
        }),
        ("create tags and 2 more", |op| {
            op.drop_column("users", "phone");
            op.add_column("teams", column("phone", text()));
            op.create_table(table("tags"));
        }),
    ]);
}

#[test]
fn messages_are_short() {
    let long = "a_column_whose_name_is_as_long_as_databases_allow_it_to_be_63_c";
    let mut operations = Operations::new();
    operations.add_column("users", column(long, text()));
    assert_eq!(message(operations.list()), "add a_column_whose_name_is_as_long_as_databases_allow_it_to_");
    operations.drop_table("posts");
    operations.drop_column("teams", long);
    assert_eq!(message(operations.list()), "drop posts and 2 more");
    let two: Record = |op| {
        op.drop_column("users", "the_first_of_two_columns_here");
        op.drop_column("users", "the_second_of_two_columns_here");
    };
    assert_eq!(of(two), "drop 2 columns from users");
    assert!(message(operations.list()).len() <= LENGTH);
    assert_eq!(of(|_| {}), "change nothing");
}
