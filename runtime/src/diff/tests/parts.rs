//! Constraints and indexes: added, dropped, renamed, made anew.

use super::{Case, case, users};
use crate::revision::*;
use crate::schema::Table;

/// Compares a table with columns `a`, `b` that has what each side says.
macro_rules! parts {
    ($($before:expr),* => $($after:expr),*) => {
        users(|t| columns(t)$(.with($before))*, |t| columns(t)$(.with($after))*)
    };
}

fn columns(users: Table) -> Table {
    users.with(column("a", text())).with(column("b", text()))
}

#[test]
fn primary_keys() {
    parts!(=> primary_key("pk", ["id"])).gives(&[
        "add primary_key pk (id) to `users`",
        "// refused while two rows of `users` have the same id",
    ]);
    parts!(primary_key("pk", ["id"]) =>).gives(&["drop primary key `pk` of `users`"]);
    parts!(primary_key("pk", ["id"]) => primary_key("pk_users", ["id"]))
        .gives(&["rename primary key `pk` of `users` to `pk_users`"]);
    parts!(primary_key("pk", ["id", "a"]) => primary_key("pk", ["a", "id"])).gives(&[
        "drop primary key `pk` of `users`",
        "add primary_key pk (a, id) to `users`",
        "// refused while two rows of `users` have the same a, id",
    ]);
}

#[test]
fn uniques() {
    let anew = |case: Case, after: &str, columns: &str| {
        case.gives(&[
            "drop unique constraint `uq` of `users`",
            &format!("add unique uq {after} to `users`"),
            &format!("// refused while two rows of `users` have the same {columns}"),
        ]);
    };
    anew(parts!(unique("uq", ["a", "b"]) => unique("uq", ["b", "a"])), "(b, a)", "b, a");
    anew(
        parts!(unique("uq", ["a"]) => unique("uq", ["a"]).deferrable(Deferrable::InitiallyDeferred)),
        "(a) deferrable initially deferred",
        "a",
    );
    anew(
        parts!(unique("uq", ["a"]) => unique("uq", ["a"]).nulls_not_distinct()),
        "(a) nulls not distinct",
        "a",
    );
    parts!(unique("uq", ["a"]) => unique("uq_users_a", ["a"]))
        .gives(&["rename unique constraint `uq` of `users` to `uq_users_a`"]);
    parts!(unique("one", ["a"]), unique("two", ["b"]) => unique("two", ["a"]), unique("one", ["b"])).gives(
        &[
            "rename unique constraint `one` of `users` to `one_temporary`",
            "rename unique constraint `two` of `users` to `one`",
            "rename unique constraint `one_temporary` of `users` to `two`",
        ],
    );
    users(columns, |t| columns(t).with(column("c", text()).nullable()).with(unique("uq", ["c"])))
        .gives(&["add column `users.c` text null", "add unique uq (c) to `users`"]);
}

#[test]
fn checks() {
    parts!(=> check("ck", "a <> ''")).gives(&[
        "add check ck \"a <> ''\" to `users`",
        "// refused while a row of `users` does not meet a <> ''",
    ]);
    parts!(check("ck", "a <> ''") => check("ck", "a <> 'x'")).gives(&[
        "drop check `ck` of `users`",
        "add check ck \"a <> 'x'\" to `users`",
        "// refused while a row of `users` does not meet a <> 'x'",
    ]);
    parts!(check("ck", "a <> ''") => check("ck_a", "a <> ''"))
        .gives(&["rename check `ck` of `users` to `ck_a`"]);
    parts!(check("ck", "a <> ''") =>).gives(&["drop check `ck` of `users`"]);
}

#[test]
fn indexes() {
    parts!(=> index("ix").on("users", ["a"])).gives(&["create index ix (a) on `users`"]);
    parts!(index("ix").on("users", ["a"]) =>).gives(&["drop index `ix` of `users`"]);
    parts!(index("ix").on("users", ["a"]) => index("ix_a").on("users", ["a"]))
        .gives(&["rename index `ix` of `users` to `ix_a`"]);
    let anew = |case: Case, after: &str| {
        case.gives(&["drop index `ix` of `users`", &format!("create index ix {after} on `users`")]);
    };
    anew(parts!(index("ix").on("users", ["a"]) => index("ix").on("users", ["a", "b"])), "(a, b)");
    anew(parts!(index("ix").on("users", ["a", "b"]) => index("ix").on("users", ["b", "a"])), "(b, a)");
    anew(parts!(index("ix").on("users", ["a"]) => index("ix").on("users", [key("a").desc()])), "(a desc)");
    anew(
        parts!(index("ix").on("users", ["a"]) => index("ix").on("users", [key("a").nulls_first()])),
        "(a nulls first)",
    );
    anew(
        parts!(index("ix").on("users", ["a"]) => index("ix").on("users", [expression("lower(a)")])),
        "(\"lower(a)\")",
    );
    anew(
        parts!(index("ix").on("users", ["a"]) => index("ix").on("users", ["a"]).filter("b <> ''")),
        "(a) where \"b <> ''\"",
    );
    anew(
        parts!(index("ix").on("users", ["a"]) => index("ix").on("users", ["a"]).using("hash")),
        "(a) using hash",
    );
    anew(
        parts!(index("ix").on("users", ["a"]) => index("ix").on("users", ["a"]).include(["b"])),
        "(a) include (b)",
    );
    anew(
        parts!(index("ix").on("users", ["a"]) => index("ix").on("users", [key("a").operator_class("text_pattern_ops")])),
        "(a text_pattern_ops)",
    );
    anew(parts!(index("ix").on("users", ["a"]) => index("ix").on("users", [key("a").prefix(9)])), "(a(9))");
    parts!(index("ix").on("users", ["a"]) => index("ix").on("users", ["a"]).unique()).gives(&[
        "drop index `ix` of `users`",
        "create unique_index ix (a) on `users`",
        "// refused while two rows of `users` have the same a",
    ]);
}

#[test]
fn what_names_a_column_follows_or_goes_first() {
    users(|t| columns(t).with(index("ix").on("users", ["a", "b"])), |t| t.with(column("b", text())))
        .gives(&["drop index `ix` of `users`", "drop column `users.a`"]);
    users(
        |t| t.with(column("a", text())).with(check("ck", "a <> 'a'")).with(index("ix_a").on("users", ["a"])),
        |t| t.with(column("z", text())).with(check("ck", "z <> 'a'")).with(index("ix_z").on("users", ["z"])),
    )
    .renamed_column("users", "z", "a")
    .gives(&["rename column `users.a` to `z`", "rename index `ix_a` of `users` to `ix_z`"]);
}

#[test]
fn a_change_of_kind_makes_checks_and_indexes_anew() {
    users(
        |t| {
            let t = t.with(column("a", integer())).with(check("ck", "a > 0")).with(unique("uq", ["a"]));
            t.with(index("ix").on("users", ["id"]).filter("a > 0"))
        },
        |t| {
            let t = t.with(column("a", decimal())).with(check("ck", "a > 0")).with(unique("uq", ["a"]));
            t.with(index("ix").on("users", ["id"]).filter("a > 0"))
        },
    )
    .gives(&[
        "drop index `ix` of `users`",
        "drop check `ck` of `users`",
        "alter column `users.a`: type decimal",
        "add check ck \"a > 0\" to `users`",
        "create index ix (id) where \"a > 0\" on `users`",
    ]);
}

/// Compares `posts`, whose foreign key to `teams` is what each side says.
macro_rules! foreign_key_case {
    ($before:expr => $after:expr) => {
        case(
            |op| {
                teams(op);
                op.create_table(table("posts").with(column("team_id", bigint())).with($before));
            },
            |op| {
                teams(op);
                op.create_table(table("posts").with(column("team_id", bigint())).with($after));
            },
        )
    };
}

fn teams(op: &mut Operations) {
    op.create_table(table("teams").with(column("id", bigint())).with(primary_key("pk_teams", ["id"])));
}

fn to_team(name: &'static str) -> crate::schema::ForeignKey {
    foreign_key(name, ["team_id"]).references("teams", ["id"])
}

#[test]
fn foreign_keys() {
    foreign_key_case!(to_team("fk") => to_team("fk_posts"))
        .gives(&["rename foreign key `fk` of `posts` to `fk_posts`"]);
    let anew = |case: Case, after: &str| {
        case.gives(&[
            "drop foreign key `fk` of `posts`",
            &format!("add foreign_key fk (team_id) references teams (id){after} to `posts`"),
            "// refused while a row of `posts` references no row of `teams`",
        ]);
    };
    anew(foreign_key_case!(to_team("fk") => to_team("fk").on_delete(Action::Cascade)), " on delete cascade");
    anew(foreign_key_case!(to_team("fk") => to_team("fk").on_update(Action::SetNull)), " on update set null");
    anew(foreign_key_case!(to_team("fk") => to_team("fk").match_full()), " match full");
    anew(
        foreign_key_case!(to_team("fk") => to_team("fk").deferrable(Deferrable::InitiallyImmediate)),
        " deferrable initially immediate",
    );
}

#[test]
fn foreign_keys_step_aside_for_what_they_rest_on() {
    case(
        |op| {
            teams(op);
            op.create_table(table("posts").with(column("team_id", bigint())).with(to_team("fk")));
        },
        |op| {
            op.create_table(
                table("teams").with(column("id", integer())).with(primary_key("pk_teams", ["id"])),
            );
            op.create_table(table("posts").with(column("team_id", integer())).with(to_team("fk")));
        },
    )
    .gives(&[
        "drop foreign key `fk` of `posts`",
        "alter column `teams.id`: type integer",
        "alter column `posts.team_id`: type integer",
        "add foreign_key fk (team_id) references teams (id) to `posts`",
    ]);
    case(
        |op| {
            teams(op);
            op.create_table(table("posts").with(column("team_id", bigint())).with(to_team("fk")));
        },
        |op| {
            let teams = table("teams").with(column("id", bigint())).with(column("x", text()).nullable());
            op.create_table(teams.with(primary_key("pk_teams", ["x"])).with(unique("uq", ["id"])));
            op.create_table(table("posts").with(column("team_id", bigint())).with(to_team("fk")));
        },
    )
    .gives(&[
        "drop foreign key `fk` of `posts`",
        "drop primary key `pk_teams` of `teams`",
        "add column `teams.x` text null",
        "add primary_key pk_teams (x) to `teams`",
        "// refused while two rows of `teams` have the same x",
        "add unique uq (id) to `teams`",
        "// refused while two rows of `teams` have the same id",
        "add foreign_key fk (team_id) references teams (id) to `posts`",
    ]);
    users(
        |t| {
            t.with(primary_key("pk", ["id"]))
                .with(column("boss", bigint()))
                .with(foreign_key("fk", ["boss"]).references("users", ["id"]))
        },
        |t| {
            let users = t.with(primary_key("pk", ["id"])).with(column("boss", integer()));
            let mut users = users.with(foreign_key("fk", ["boss"]).references("users", ["id"]));
            users.columns[0].ty = integer();
            users
        },
    )
    .gives(&[
        "drop foreign key `fk` of `users`",
        "alter column `users.id`: type integer",
        "alter column `users.boss`: type integer",
        "add foreign_key fk (boss) references users (id) to `users`",
    ]);
}
