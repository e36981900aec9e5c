//! One column of a table: added, dropped, and everything of it altered.

use super::{Case, users};
use crate::revision::*;
use crate::schema::Table;

/// Compares a table whose second column is what each side says.
macro_rules! alter {
    ($before:expr => $after:expr) => {
        users(|users| users.with($before), |users| users.with($after))
    };
}

fn same(users: Table) -> Table {
    users
}

#[test]
fn added_and_dropped() {
    let added = |after| users(same, after);
    added(|t| t.with(column("a", text()).nullable())).gives(&["add column `users.a` text null"]);
    added(|t| t.with(column("a", text()).default("x")))
        .gives(&["add column `users.a` text not null default \"x\""]);
    added(|t| t.with(column("a", integer()).identity()))
        .gives(&["add column `users.a` integer not null identity"]);
    added(|t| t.with(column("a", text()).stored("id")))
        .gives(&["add column `users.a` text not null stored \"id\""]);
    added(|t| t.with(column("g", text()).stored("a")).with(column("a", text()).nullable()))
        .gives(&["add column `users.a` text null", "add column `users.g` text not null stored \"a\""]);
    users(|t| t.with(column("a", text())), same).gives(&["drop column `users.a`"]);
    users(|t| t.with(column("a", text())).with(column("g", text()).computed("a")), same)
        .gives(&["drop column `users.g`", "drop column `users.a`"]);
    users(
        |t| t.with(column("a", text())).with(column("b", text())),
        |t| t.with(column("b", text())).with(column("a", text())),
    )
    .gives(&[]);
}

#[test]
fn required_columns_are_filled() {
    let added = || users(same, |t| t.with(column("team_id", bigint())));
    added().gives(&[
        "? column `users.team_id` (bigint) is new, holds no NULL and has no default: what do rows get?",
    ]);
    added().answer("--fill users.team_id=1").gives(&[
        "add column `users.team_id` bigint null",
        "fill `users.team_id` with 1 where it is null",
        "alter column `users.team_id`: not null",
    ]);
    added().answer("--fill users.team_id=1").goes_back_by(&["drop column `users.team_id`"]);
    let tightened = || alter!(column("a", text()).nullable() => column("a", text()));
    tightened()
        .gives(&["? column `users.a` (text) holds NULL no longer: what do rows get that have no value?"]);
    tightened()
        .answer("--fill users.a='none'")
        .gives(&["fill `users.a` with 'none' where it is null", "alter column `users.a`: not null"]);
    tightened().answer("--fill users.a='none'").goes_back_by(&["alter column `users.a`: null"]);
    alter!(column("a", text()).nullable() => column("a", text()).default("it's")).gives(&[
        "fill `users.a` with 'it''s' where it is null",
        "// rows without a value get the default",
        "alter column `users.a`: not null, default \"it's\"",
    ]);
    alter!(column("a", text()).nullable() => column("a", text()).default("\\"))
        .gives(&["? column `users.a` (text) holds NULL no longer: what do rows get that have no value?"]);
    alter!(column("a", integer()).nullable() => column("a", bigint())).answer("--fill users.a=0").gives(&[
        "alter column `users.a`: type bigint",
        "fill `users.a` with 0 where it is null",
        "alter column `users.a`: not null",
    ]);
    alter!(column("a", text()).nullable().stored("id") => column("a", text()).stored("id"))
        .gives(&["alter column `users.a`: not null"]);
}

#[test]
fn the_way_back_fills_what_is_required_again() {
    let dropped = |before| users(before, same);
    dropped(|t| t.with(column("a", varchar(9)))).goes_back_by(&[
        "add column `users.a` varchar(9) null",
        "fill `users.a` with '' where it is null",
        "alter column `users.a`: not null",
    ]);
    dropped(|t| t.with(column("a", integer()).default(7)))
        .goes_back_by(&["add column `users.a` integer not null default 7"]);
    dropped(|t| t.with(column("a", uuid()))).goes_back_by(&["add column `users.a` uuid not null"]);
    alter!(column("a", integer()) => column("a", integer()).nullable())
        .goes_back_by(&["fill `users.a` with 0 where it is null", "alter column `users.a`: not null"]);
    alter!(column("a", integer()) => column("a", text()).nullable()).goes_back_by(&[
        "alter column `users.a`: type integer",
        "fill `users.a` with 0 where it is null",
        "alter column `users.a`: not null",
    ]);
}

#[test]
fn types() {
    let gives =
        |case: Case, expected: &str| drop(case.gives(&[&format!("alter column `users.a`: {expected}")]));
    gives(alter!(column("a", text()) => column("a", varchar(20))), "type varchar(20)");
    gives(alter!(column("a", varchar(20)) => column("a", varchar(50))), "type varchar(50)");
    gives(alter!(column("a", char(2)) => column("a", varchar(2))), "type varchar(2)");
    gives(alter!(column("a", decimal()) => column("a", decimal_of(10, 2))), "type decimal(10, 2)");
    gives(alter!(column("a", decimal_of(10, 2)) => column("a", decimal_of(12, 2))), "type decimal(12, 2)");
    gives(alter!(column("a", timestamp()) => column("a", timestamp_of(3))), "type timestamp(3)");
    gives(alter!(column("a", time_of(3)) => column("a", time())), "type time");
    gives(alter!(column("a", integer()) => column("a", bigint())), "type bigint");
    gives(alter!(column("a", integer()) => column("a", integer_unsigned())), "type integer unsigned");
    gives(
        alter!(column("a", integer()) => column("a", boolean()).default(true)),
        "type boolean, default true",
    );
    gives(alter!(column("a", uuid()) => column("a", text())), "type text");
    gives(alter!(column("a", json()) => column("a", text())), "type text");
    gives(alter!(column("a", array(integer())) => column("a", array(bigint()))), "type bigint[]");
    gives(alter!(column("a", text()).stored("id") => column("a", bigint()).stored("id")), "type bigint");
}

#[test]
fn types_that_need_an_expression() {
    let asks = |case: Case, types: &str| {
        case.gives(&[&format!("? column `users.a` changes from {types}: how is the value after made?")]);
    };
    asks(alter!(column("a", text()) => column("a", integer())), "text to integer");
    asks(alter!(column("a", text()) => column("a", array(text()))), "text to text[]");
    asks(alter!(column("a", text()) => column("a", uuid())), "text to uuid");
    asks(alter!(column("a", text()) => column("a", json())), "text to json");
    asks(alter!(column("a", timestamp()) => column("a", timestamptz())), "timestamp to timestamptz");
    let case = || alter!(column("a", text()) => column("a", integer()));
    case()
        .answer("--using users.a=CAST(a AS INTEGER)")
        .gives(&["alter column `users.a`: type integer using CAST(a AS INTEGER)"]);
    case().answer("--using users.a=").gives(&["alter column `users.a`: type integer"]);
    case().answer("--using users.a=").goes_back_by(&["alter column `users.a`: type text"]);
}

#[test]
fn the_rest_of_a_column() {
    let gives =
        |case: Case, expected: &str| drop(case.gives(&[&format!("alter column `users.a`: {expected}")]));
    gives(alter!(column("a", text()) => column("a", text()).nullable()), "null");
    gives(alter!(column("a", text()) => column("a", text()).default("x")), "default \"x\"");
    gives(
        alter!(column("a", text()).default("x") => column("a", text()).default(sql("x()"))),
        "default sql \"x()\"",
    );
    gives(alter!(column("a", text()).default("x") => column("a", text())), "no default");
    gives(alter!(column("a", text()) => column("a", text()).identity()), "identity");
    gives(alter!(column("a", text()).identity() => column("a", text()).identity_always()), "identity always");
    gives(alter!(column("a", text()).identity() => column("a", text())), "no identity");
    gives(alter!(column("a", text()) => column("a", text()).collate("C")), "collation C");
    gives(alter!(column("a", text()).collate("C") => column("a", text())), "no collation");
    gives(alter!(column("a", text()) => column("a", text()).comment("x")), "comment");
    gives(alter!(column("a", text()).comment("y") => column("a", text())), "no comment");
    gives(
        alter!(column("a", text()) => column("a", text()).native("postgres", "citext")),
        "postgres type citext",
    );
    gives(alter!(column("a", text()).native("mysql", "longtext") => column("a", text())), "no mysql type");
    gives(alter!(column("a", text()) => column("a", text()).stored("id")), "generated as id");
    gives(alter!(column("a", text()).stored("id") => column("a", text())), "not generated");
    gives(alter!(column("a", text()).stored("id") => column("a", text()).computed("id")), "generated as id");
    gives(
        alter!(column("a", text()).stored("id") => column("a", text()).stored("id + 1")),
        "generated as id + 1",
    );
}

#[test]
fn a_default_goes_with_a_type_of_another_kind() {
    alter!(column("a", integer()).default(1) => column("a", boolean()).default(true))
        .gives(&["alter column `users.a`: type boolean, default true"]);
    alter!(column("a", integer()).default(1) => column("a", text()).default(1))
        .gives(&["alter column `users.a`: type text, default 1"]);
    alter!(column("a", integer()).default(1) => column("a", bigint()).default(1))
        .gives(&["alter column `users.a`: type bigint"]);
}

#[test]
fn computed_columns_are_made_anew_around_a_change_of_type() {
    users(
        |t| {
            t.with(column("a", integer()))
                .with(column("g", text()).stored("a"))
                .with(index("ix_g").on("users", ["g"]))
        },
        |t| {
            t.with(column("a", bigint()))
                .with(column("g", text()).stored("a"))
                .with(index("ix_g").on("users", ["g"]))
        },
    )
    .gives(&[
        "drop index `ix_g` of `users`",
        "drop column `users.g`",
        "alter column `users.a`: type bigint",
        "add column `users.g` text not null stored \"a\"",
        "create index ix_g (g) on `users`",
    ]);
    users(
        |t| t.with(column("a", text()).stored("b")).with(column("b", text()).stored("id")),
        |t| t.with(column("a", text())),
    )
    .gives(&["alter column `users.a`: not generated", "drop column `users.b`"]);
}

#[test]
fn loss_is_told() {
    let loss = |case: Case| {
        let found = super::diff(&case.before, &case.after, &case.answers);
        found.operations.iter().filter_map(|operation| operation.loss(&case.before)).collect::<Vec<_>>()
    };
    assert_eq!(loss(users(|t| t.with(column("a", text())), same)), ["all values of `users.a` are lost"]);
    assert_eq!(loss(alter!(column("a", text()) => column("a", text()).stored("id"))).len(), 1);
    assert_eq!(loss(alter!(column("a", varchar(20)) => column("a", varchar(10)))).len(), 1);
    assert_eq!(loss(alter!(column("a", varchar(10)) => column("a", varchar(20)))), [""; 0]);
    assert_eq!(loss(users(|t| t.with(column("a", text()).stored("id")), same)), [""; 0]);
}
