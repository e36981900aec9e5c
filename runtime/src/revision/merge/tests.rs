//! Branches that go together and branches that do not, in the words that a user reads.

use expect_test::{Expect, expect};

use super::*;
use crate::revision::{
    ColumnChange, Operations, Revision, add_value, check, column, enumeration, foreign_key, index, integer,
    sample, set_not_null, set_type, table, text, varchar,
};

type Direction = fn(&mut Operations);

const BASE: Revision =
    Revision { id: "base1", revises: &[], depends_on: &[], branch_labels: &[], created: "0" };

fn base(op: &mut Operations) {
    op.create_enum("mood", ["good"]);
    op.create_table(
        table("users")
            .with(column("id", integer()))
            .with(column("phone", varchar(20)))
            .with(column("mood", enumeration("mood"))),
    );
    op.create_table(table("posts").with(column("id", integer())).with(column("user_id", integer())));
}

/// The graph of one base, and a branch of one revision for each of `branches`: `aaaa`, `bbbb`, `cccc`.
fn graph(branches: &[Direction]) -> Graph {
    let ids = ["aaaa", "bbbb", "cccc"];
    let branch = |(id, up): (&&'static str, &Direction)| {
        sample::with(Revision { id, revises: &["base1"], created: id, ..BASE }, *up, |_| {})
    };
    let branches = ids.iter().zip(branches).map(branch);
    Graph::of([sample::with(BASE, base, |_| {})].into_iter().chain(branches)).expect("it is sound")
}

fn judge(branches: &[Direction], expected: Expect) {
    let merge = Merge::new(&graph(branches), &[]).expect("each branch replays");
    let conflicts = merge.conflicts.iter().map(|conflict| format!("conflict: {conflict}\n"));
    let doubts = merge.doubts.iter().map(|doubt| format!("doubt: {doubt}\n"));
    expected.assert_eq(&conflicts.chain(doubts).collect::<String>());
}

fn change(op: &mut Operations, change: ColumnChange) {
    op.alter_column("users", "phone", [change]);
}

#[test]
fn branches_that_touch_other_things_go_together() {
    judge(
        &[|op| op.add_column("users", column("a", text())), |op| op.add_column("users", column("b", text()))],
        expect![""],
    );
    judge(&[|op| change(op, set_type(text())), |op| change(op, set_not_null())], expect![""]);
    judge(
        &[
            |op| op.rename_column("users", "phone", "tel"),
            |op| op.create_index(index("ix").on("users", ["id"])),
        ],
        expect![""],
    );
    judge(&[|op| op.drop_table("posts"), |op| op.rename_table("users", "people"), |_| {}], expect![""]);
}

#[test]
fn what_one_branch_takes_away_the_other_cannot_use() {
    judge(
        &[|op| op.rename_table("users", "people"), |op| op.add_column("users", column("a", text()))],
        expect![[r#"
            conflict: column `users.a`: `aaaa.rs` (rename table `users` to `people`) and `bbbb.rs` (add column `users.a` text not null): after the first, the second is refused: there is no table `users`
        "#]],
    );
    judge(
        &[
            |op| op.drop_column("users", "phone"),
            |op| {
                op.create_index(index("ix_users_phone").on("users", ["phone"]));
                op.rename_index("users", "ix_users_phone", "ix");
            },
        ],
        expect![[r#"
            conflict: index `ix_users_phone` of table `users`: `aaaa.rs` (drop column `users.phone`) and `bbbb.rs` (create index ix_users_phone (phone) on `users`): after the first, the second is refused: table `users` has no column `phone`
        "#]],
    );
    judge(
        &[
            |op| op.drop_table("users"),
            |op| op.add_constraint("posts", foreign_key("fk", ["user_id"]).references("users", ["id"])),
        ],
        expect![[r#"
            conflict: constraint `fk` of table `posts`: `aaaa.rs` (drop table `users`) and `bbbb.rs` (add foreign_key fk (user_id) references users (id) to `posts`): after the first, the second is refused: there is no table `users`
        "#]],
    );
    judge(
        &[
            |op| {
                op.drop_column("users", "mood");
                op.drop_enum("mood");
            },
            |op| op.add_column("posts", column("mood", enumeration("mood"))),
        ],
        expect![[r#"
            conflict: column `posts.mood`: `aaaa.rs` (drop enum `mood`) and `bbbb.rs` (add column `posts.mood` enum(mood) not null): after the first, the second is refused: there is no enum `mood`
        "#]],
    );
}

#[test]
fn what_both_add_or_change_is_one_or_the_other() {
    judge(
        &[
            |op| op.add_column("users", column("a", text())),
            |op| op.add_column("users", column("a", integer())),
        ],
        expect![[r#"
            conflict: column `users.a`: `aaaa.rs` (add column `users.a` text not null) and `bbbb.rs` (add column `users.a` integer not null): after the first, the second is refused: table `users` has a column `a` already
        "#]],
    );
    judge(
        &[|op| change(op, set_type(text())), |op| change(op, set_type(varchar(50)))],
        expect![[r#"
        conflict: column `users.phone`: `aaaa.rs` (alter column `users.phone`: type text) and `bbbb.rs` (alter column `users.phone`: type varchar(50)): one way round it is `varchar(50) not null`, the other way round `text not null`
    "#]],
    );
    judge(
        &[|op| op.alter_enum("mood", [add_value("bad")]), |op| op.alter_enum("mood", [add_value("so so")])],
        expect![[r#"
            conflict: enum `mood`: `aaaa.rs` (alter enum `mood`: add 'bad') and `bbbb.rs` (alter enum `mood`: add 'so so'): one way round it is `("good", "bad", "so so")`, the other way round `("good", "so so", "bad")`
        "#]],
    );
}

#[test]
fn expressions_are_looked_into_where_a_column_is_dropped() {
    judge(
        &[
            |op| op.drop_column("users", "phone"),
            |op| op.add_constraint("users", check("ck_users_phone", "phone <> ''")),
        ],
        expect![[r#"
            conflict: column `users.phone`: `aaaa.rs` (drop column `users.phone`) and `bbbb.rs` (add check ck_users_phone "phone <> ''" to `users`): the expression of the second names the column that the first drops
        "#]],
    );
    judge(
        &[
            |op| op.rename_column("users", "phone", "tel"),
            |op| op.add_constraint("users", check("ck_users_phone", "phone <> ''")),
        ],
        expect![[r#"
            conflict: constraint `ck_users_phone` of table `users`: `bbbb.rs` (add check ck_users_phone "phone <> ''" to `users`) and `aaaa.rs` (rename column `users.phone` to `tel`): one way round it is `check ck_users_phone "phone <> ''"`, the other way round `check ck_users_phone "tel <> ''"`
        "#]],
    );
}

#[test]
fn a_replay_takes_the_branches_mixed() {
    let away: Direction = |op| op.rename_column("users", "phone", "tmp");
    let again: Direction = |op| op.rename_column("users", "tmp", "phone");
    let between: Direction = |op| change(op, set_not_null());
    let revision = |id, revises, created| Revision { id, revises, created, ..BASE };
    let graph = Graph::of([
        sample::with(BASE, base, |_| {}),
        sample::with(revision("aaaa", &["base1"], "1"), away, |_| {}),
        sample::with(revision("bbbb", &["base1"], "2"), between, |_| {}),
        sample::with(revision("cccc", &["aaaa"], "3"), again, |_| {}),
    ]);
    let merge = Merge::new(&graph.expect("it is sound"), &[]).expect("each branch replays");
    assert_eq!(merge.revises, ["bbbb", "cccc"]);
    let conflicts: Vec<String> = merge.conflicts.iter().map(ToString::to_string).collect();
    expect!["column `users.phone`: `aaaa.rs` (rename column `users.phone` to `tmp`) and `bbbb.rs` (alter column `users.phone`: not null): after the first, the second is refused: table `users` has no column `phone`"].assert_eq(&conflicts.join("\n"));
}

#[test]
fn of_three_branches_any_two_may_be_at_odds() {
    judge(
        &[
            |op| op.drop_column("users", "phone"),
            |op| op.add_column("users", column("a", text())),
            |op| op.rename_column("users", "phone", "tel"),
        ],
        expect![[r#"
            conflict: column `users.phone`: `aaaa.rs` (drop column `users.phone`) and `cccc.rs` (rename column `users.phone` to `tel`): after the first, the second is refused: table `users` has no column `phone`
        "#]],
    );
}

#[test]
fn sql_and_code_are_doubts() {
    judge(
        &[
            |op| {
                op.execute("UPDATE users SET phone = ''");
                op.execute("ALTER …").effect(|op| op.drop_table("posts"));
            },
            |op| op.fill("users", "phone", "'-'"),
            |op| op.fill("users", "phone", "'+'"),
        ],
        expect![[r#"
            doubt: `aaaa.rs` (execute UPDATE users SET phone = ''): what it changes is not known, nor whether it goes with the other branches
            doubt: `bbbb.rs` (fill `users.phone` with '-' where it is null): `cccc.rs` (fill `users.phone` with '+' where it is null) fills it too, and rows keep what they get first
            doubt: `cccc.rs` (fill `users.phone` with '+' where it is null): `bbbb.rs` (fill `users.phone` with '-' where it is null) fills it too, and rows keep what they get first
        "#]],
    );
}

#[test]
fn one_head_is_no_merge() {
    let graph = graph(&[|_| {}]);
    let error = Merge::new(&graph, &[]).expect_err("there is one");
    assert_eq!(error.to_string(), "there is nothing to merge: `aaaa` is the only head");
    let targets = ["aaaa", "base1"].map(|id| id.parse().expect("it is a target"));
    assert!(matches!(
        Merge::new(&graph, &targets),
        Err(MergeError::Target(TargetError::NoHead { id: "base1" }))
    ));
    let empty = Graph::of([]).expect("it is sound");
    assert_eq!(
        Merge::new(&empty, &[]).expect_err("there is none").to_string(),
        "there is nothing to merge: there are no revisions"
    );
}

#[test]
fn a_branch_that_does_not_replay_is_no_conflict() {
    let graph = graph(&[|op| op.drop_table("nothing"), |_| {}]);
    let error = Merge::new(&graph, &[]).expect_err("it does not replay");
    assert_eq!(
        error.to_string(),
        "`aaaa.rs`, operation 1 of `upgrade`: cannot drop table `nothing`: there is no table `nothing`"
    );
}
