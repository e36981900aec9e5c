//! Tables: created, dropped, commented; and the order of it all.

use super::{case, users};
use crate::revision::*;
use crate::schema::{ForeignKey, Table};

fn to(table: &'static str) -> ForeignKey {
    foreign_key(format!("fk_{table}"), ["ref"]).references(table, ["id"])
}

fn plain(name: &'static str) -> Table {
    table(name).with(column("id", bigint())).with(primary_key(format!("pk_{name}"), ["id"]))
}

fn referencing(name: &'static str, to_table: &'static str) -> Table {
    plain(name).with(column("ref", bigint()).nullable()).with(to(to_table))
}

fn nothing(_: &mut Operations) {}

#[test]
fn created_and_dropped() {
    let one = |op: &mut Operations| op.create_table(plain("a").with(index("ix").on("a", ["id"])));
    case(nothing, one).gives(&["create table `a`", "create index ix (id) on `a`"]);
    case(nothing, one).goes_back_by(&["drop table `a`"]);
    case(one, nothing).gives(&["drop table `a`"]);
    case(one, nothing).goes_back_by(&["create table `a`", "create index ix (id) on `a`"]);
}

#[test]
fn comment_and_options() {
    users(|t| t, |t| t.comment("people")).gives(&["alter table `users`: set comment"]);
    users(|t| t.comment("people"), |t| t).gives(&["alter table `users`: drop comment"]);
    users(|t| t.with_option("mysql", "engine", "InnoDB"), |t| t.with_option("sqlite", "strict", ""))
        .gives(&["alter table `users`: drop mysql option engine, set sqlite option strict"]);
}

#[test]
fn references_come_first_and_go_last() {
    let chain = |op: &mut Operations| {
        op.create_table(plain("c"));
        op.create_table(referencing("b", "c"));
        op.create_table(referencing("a", "b"));
    };
    case(nothing, chain).gives(&["create table `c`", "create table `b`", "create table `a`"]);
    case(chain, nothing).gives(&["drop table `a`", "drop table `b`", "drop table `c`"]);
    let itself = |op: &mut Operations| op.create_table(referencing("a", "a"));
    case(nothing, itself).gives(&["create table `a`"]);
    case(itself, nothing).gives(&["drop table `a`"]);
}

#[test]
fn circles_are_closed_last_and_opened_first() {
    let circle = |op: &mut Operations| {
        op.create_table(plain("a").with(column("ref", bigint()).nullable()));
        op.create_table(referencing("b", "a"));
        op.add_constraint("a", to("b"));
    };
    case(nothing, circle).gives(&[
        "create table `b`",
        "create table `a`",
        "add foreign_key fk_a (ref) references a (id) to `b`",
    ]);
    case(circle, nothing).gives(&["drop foreign key `fk_a` of `b`", "drop table `a`", "drop table `b`"]);
}

#[test]
fn a_table_that_stays_waits_for_one_that_comes_and_lets_go_of_one_that_goes() {
    case(
        |op| {
            op.create_table(plain("z_gone"));
            op.create_table(referencing("b", "z_gone"));
        },
        |op| {
            op.create_table(plain("z_new").with(column("name", text())));
            op.create_table(referencing("b", "z_new"));
        },
    )
    .gives(&[
        "create table `z_new`",
        "drop foreign key `fk_z_gone` of `b`",
        "add foreign_key fk_z_new (ref) references z_new (id) to `b`",
        "// refused while a row of `b` references no row of `z_new`",
        "drop table `z_gone`",
    ]);
    // A new table may reference what an old one only gets.
    case(
        |op| op.create_table(plain("z")),
        |op| {
            op.create_table(plain("z").with(column("code", text()).nullable()).with(unique("uq", ["code"])));
            op.create_table(
                plain("a")
                    .with(column("code", text()))
                    .with(foreign_key("fk", ["code"]).references("z", ["code"])),
            );
        },
    )
    .gives(&["add column `z.code` text null", "add unique uq (code) to `z`", "create table `a`"]);
    // A circle through a table that is there already is none.
    case(
        |op| op.create_table(plain("teams")),
        |op| {
            op.create_table(plain("teams").with(column("ref", bigint()).nullable()));
            op.create_table(referencing("users", "teams"));
            op.add_constraint("teams", to("users"));
        },
    )
    .gives(&[
        "create table `users`",
        "add column `teams.ref` bigint null",
        "add foreign_key fk_users (ref) references users (id) to `teams`",
    ]);
}

#[test]
fn dropped_tables_let_go_of_what_changes_under_them() {
    case(
        |op| {
            op.create_table(plain("teams"));
            op.create_table(referencing("gone", "teams"));
        },
        |op| {
            op.create_table(plain("teams").with(column("x", text()).nullable()));
            op.alter_column("teams", "id", [set_type(text())]);
        },
    )
    .gives(&[
        "drop foreign key `fk_teams` of `gone`",
        "add column `teams.x` text null",
        "alter column `teams.id`: type text",
        "drop table `gone`",
    ]);
}

#[test]
fn names_are_free_before_another_table_takes_them() {
    case(
        |op| {
            op.create_table(plain("a").with(index("ix").on("a", ["id"])));
            op.create_table(plain("b"));
            op.create_table(plain("gone").with(index("ix_gone").on("gone", ["id"])));
        },
        |op| {
            op.create_table(plain("a").with(index("ix_gone").on("a", ["id"])));
            op.create_table(plain("b").with(index("ix").on("b", ["id"])));
        },
    )
    .gives(&[
        "drop index `ix_gone` of `gone`",
        "rename index `ix` of `a` to `ix_gone`",
        "create index ix (id) on `b`",
        "drop table `gone`",
    ]);
}
