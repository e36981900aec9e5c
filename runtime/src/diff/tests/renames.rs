//! Renames of tables and columns: said by the model, told by a flag, asked about.

use super::{case, users};
use crate::revision::*;
use crate::schema::Table;

fn people(name: &'static str) -> Table {
    table(name)
        .with(column("id", bigint()))
        .with(column("email", text()))
        .with(primary_key(format!("pk_{name}"), ["id"]))
        .with(index(format!("ix_{name}_email")).on(name, ["email"]))
}

#[test]
fn columns() {
    let of = || users(|t| t.with(column("tel", text())), |t| t.with(column("phone", text())));
    of().gives(&["? column `users.tel` is gone and `phone` is new: was it renamed, or dropped?"]);
    of().answer("--rename users.tel=phone").gives(&["rename column `users.tel` to `phone`"]);
    of().renamed_column("users", "phone", "tel").gives(&["rename column `users.tel` to `phone`"]);
    of().answer("--drop users.tel").answer("--fill users.phone=''").gives(&[
        "add column `users.phone` text null",
        "fill `users.phone` with '' where it is null",
        "alter column `users.phone`: not null",
        "drop column `users.tel`",
    ]);
    users(|t| t.with(column("tel", text())), |t| t.with(column("phone", varchar(20)).nullable()))
        .renamed_column("users", "phone", "tel")
        .gives(&[
            "rename column `users.tel` to `phone`",
            "alter column `users.phone`: type varchar(20), null",
        ]);
    // Said of a rename that was made long ago, or never needed.
    users(|t| t.with(column("phone", text())), |t| t.with(column("phone", text())))
        .renamed_column("users", "phone", "tel")
        .gives(&[]);
    // A type of the same kind in the same place, or the same type anywhere; else nothing is asked.
    users(|t| t.with(column("tel", text())), |t| t.with(column("phone", varchar(9)).nullable()))
        .gives(&["? column `users.tel` is gone and `phone` is new: was it renamed, or dropped?"]);
    users(|t| t.with(column("tel", text())), |t| t.with(column("age", integer()).nullable()))
        .gives(&["add column `users.age` integer null", "drop column `users.tel`"]);
    users(
        |t| t.with(column("a", text())).with(column("x", bigint())),
        |t| {
            t.with(column("x", bigint()))
                .with(column("b", varchar(9)).nullable())
                .with(column("c", text()).nullable())
        },
    )
    .gives(&["? column `users.a` is gone and `c` is new: was it renamed, or dropped?"]);
    users(|t| t.with(column("tel", text())), |t| t.with(column("fax", text())).with(column("phone", text())))
        .gives(&["? column `users.tel` is gone and `fax`, `phone` is new: was it renamed, or dropped?"]);
}

#[test]
fn chains_and_circles_of_columns() {
    // a becomes b, and there is a new a.
    users(
        |t| t.with(column("a", text())),
        |t| t.with(column("b", text())).with(column("a", text()).nullable()),
    )
    .renamed_column("users", "b", "a")
    .gives(&["rename column `users.a` to `b`", "add column `users.a` text null"]);
    // The same when it has been done.
    users(
        |t| t.with(column("b", text())).with(column("a", text())),
        |t| t.with(column("b", text())).with(column("a", text())),
    )
    .renamed_column("users", "b", "a")
    .gives(&[]);
    users(
        |t| t.with(column("a", text())).with(column("b", text())),
        |t| t.with(column("b", text())).with(column("c", text())),
    )
    .renamed_column("users", "b", "a")
    .renamed_column("users", "c", "b")
    .gives(&["rename column `users.b` to `c`", "rename column `users.a` to `b`"]);
    let swap = || {
        users(
            |t| t.with(column("a", text())).with(column("b", integer())),
            |t| t.with(column("a", integer())).with(column("b", text())),
        )
    };
    let swapped = [
        "rename column `users.a` to `a_temporary`",
        "rename column `users.b` to `a`",
        "rename column `users.a_temporary` to `b`",
    ];
    swap().renamed_column("users", "a", "b").renamed_column("users", "b", "a").gives(&swapped);
    swap().answer("--rename users.a=b").answer("--rename users.b=a").gives(&swapped);
    // Two columns of one type look the same before a swap and after it: the model alone cannot ask for it, flags can.
    let alike = || {
        users(
            |t| t.with(column("a", text())).with(column("b", text())),
            |t| t.with(column("a", text())).with(column("b", text())),
        )
    };
    alike().renamed_column("users", "a", "b").renamed_column("users", "b", "a").gives(&[]);
    alike().answer("--rename users.a=b").answer("--rename users.b=a").gives(&swapped);
    // What is in the way goes aside until it is dropped.
    users(|t| t.with(column("a", text())).with(column("b", text())), |t| t.with(column("b", text())))
        .answer("--rename users.a=b")
        .gives(&[
            "rename column `users.b` to `b_temporary`",
            "rename column `users.a` to `b`",
            "drop column `users.b_temporary`",
        ]);
}

#[test]
fn a_swap_takes_what_names_the_columns_along() {
    users(
        |t| {
            let t = t.with(column("a", text())).with(column("b", integer()));
            t.with(index("ix_a").on("users", ["a"]))
                .with(index("ix_b").on("users", ["b"]))
                .with(check("ck", "b > 0"))
        },
        |t| {
            let t = t.with(column("a", integer())).with(column("b", text()));
            t.with(index("ix_a").on("users", ["a"]))
                .with(index("ix_b").on("users", ["b"]))
                .with(check("ck", "a > 0"))
        },
    )
    .renamed_column("users", "a", "b")
    .renamed_column("users", "b", "a")
    .gives(&[
        "rename column `users.a` to `a_temporary`",
        "rename column `users.b` to `a`",
        "rename column `users.a_temporary` to `b`",
        "rename index `ix_a` of `users` to `ix_a_temporary`",
        "rename index `ix_b` of `users` to `ix_a`",
        "rename index `ix_a_temporary` of `users` to `ix_b`",
    ]);
}

#[test]
fn tables() {
    let of = || case(|op| op.create_table(people("people")), |op| op.create_table(people("users")));
    let expected = [
        "rename table `people` to `users`",
        "rename primary key `pk_people` of `users` to `pk_users`",
        "rename index `ix_people_email` of `users` to `ix_users_email`",
    ];
    of().gives(&["? table `people` is gone and `users` is new: was it renamed, or dropped?"]);
    of().renamed_table("users", "people").gives(&expected);
    of().answer("--rename people=users").gives(&expected);
    of().answer("--drop people").gives(&[
        "create table `users`",
        "create index ix_users_email (email) on `users`",
        "drop table `people`",
    ]);
    case(|op| op.create_table(people("users")), |op| op.create_table(people("users")))
        .renamed_table("users", "people")
        .gives(&[]);
    case(
        |op| op.create_table(people("people")),
        |op| op.create_table(table("logs").with(column("at", timestamp()))),
    )
    .gives(&["create table `logs`", "drop table `people`"]);
    case(
        |op| op.create_table(table("a.t").with(column("x", text()))),
        |op| op.create_table(table("b.t").with(column("x", text()))),
    )
    .answer("--rename a.t=b.t")
    .gives(&["rename table `a.t` to `b.t`"]);
}

#[test]
fn a_renamed_table_keeps_who_references_it_and_has_renamed_columns() {
    case(
        |op| {
            op.create_table(people("people"));
            let posts = table("posts").with(column("person_id", bigint()));
            op.create_table(posts.with(foreign_key("fk", ["person_id"]).references("people", ["id"])));
        },
        |op| {
            let users = table("users").with(column("key", bigint())).with(column("email", text()));
            let users = users.with(primary_key("pk_users", ["key"]));
            op.create_table(users.with(index("ix_users_email").on("users", ["email"])));
            let posts = table("posts").with(column("person_id", bigint()));
            op.create_table(posts.with(foreign_key("fk", ["person_id"]).references("users", ["key"])));
        },
    )
    .renamed_table("users", "people")
    .renamed_column("users", "key", "id")
    .gives(&[
        "rename table `people` to `users`",
        "rename column `users.id` to `key`",
        "rename primary key `pk_people` of `users` to `pk_users`",
        "rename index `ix_people_email` of `users` to `ix_users_email`",
    ]);
}

#[test]
fn chains_and_circles_of_tables() {
    // a becomes b, and there is a new a, which takes the names of the indexes.
    case(
        |op| op.create_table(people("a")),
        |op| {
            op.create_table(people("a"));
            op.create_table(people("b"));
        },
    )
    .renamed_table("b", "a")
    .gives(&[
        "rename table `a` to `b`",
        "rename primary key `pk_a` of `b` to `pk_b`",
        "rename index `ix_a_email` of `b` to `ix_b_email`",
        "create table `a`",
        "create index ix_a_email (email) on `a`",
    ]);
    let both = |op: &mut Operations| {
        op.create_table(people("a"));
        op.create_table(people("b"));
    };
    case(both, both).renamed_table("a", "b").renamed_table("b", "a").gives(&[]);
    case(both, both).answer("--rename a=b").answer("--rename b=a").gives(&[
        "rename table `a` to `a_temporary`",
        "rename table `b` to `a`",
        "rename table `a_temporary` to `b`",
        "rename primary key `pk_b` of `a` to `pk_a_temporary`",
        "rename index `ix_b_email` of `a` to `ix_a_email_temporary`",
        "rename primary key `pk_a` of `b` to `pk_b`",
        "rename index `ix_a_email` of `b` to `ix_b_email`",
        "rename primary key `pk_a_temporary` of `a` to `pk_a`",
        "rename index `ix_a_email_temporary` of `a` to `ix_a_email`",
    ]);
}
