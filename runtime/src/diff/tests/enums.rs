//! Enums and their values.

use super::{Case, case};
use crate::revision::*;

/// Compares two sides of the enum `status`, which `users.status` is of.
macro_rules! values {
    ($($before:literal)* => $($after:literal)*) => {
        case(
            |op| {
                op.create_enum("status", [$($before),*]);
                op.create_table(table("users").with(column("status", enumeration("status"))));
            },
            |op| {
                op.create_enum("status", [$($after),*]);
                op.create_table(table("users").with(column("status", enumeration("status"))));
            },
        )
    };
}

fn gives(case: Case, expected: &str) {
    case.gives(&[&format!("alter enum `status`: {expected}")]);
}

#[test]
fn created_and_dropped() {
    let with = |op: &mut Operations| {
        op.create_enum("status", ["a"]);
        op.create_table(table("users").with(column("status", enumeration("status"))));
    };
    case(|_| {}, with).gives(&["create enum `status`", "create table `users`"]);
    case(with, |_| {}).gives(&["drop table `users`", "drop enum `status`"]);
    case(with, |op| op.create_table(table("users").with(column("status", varchar(9)))))
        .gives(&["alter column `users.status`: type varchar(9)", "drop enum `status`"]);
    case(|op| op.create_table(table("users").with(column("status", varchar(9)))), with)
        .answer("--using users.status=")
        .gives(&["create enum `status`", "alter column `users.status`: type enum(status)"]);
}

#[test]
fn values_added() {
    gives(values!("a" => "a" "b"), "add 'b'");
    gives(values!("a" => "b" "a"), "add 'b' before 'a'");
    gives(values!("a" "d" => "a" "b" "c" "d"), "add 'b' before 'd', add 'c' before 'd'");
    gives(values!("b" => "a" "b" "c"), "add 'a' before 'b', add 'c'");
}

#[test]
fn values_dropped() {
    values!("a" "b" => "a").gives(&["? enum value `status.b` is gone: what do rows get that hold it?"]);
    gives(values!("a" "b" => "a").answer("--replace status.b=a"), "drop 'b', replaced by 'a'");
    gives(values!("a" "b" => "a").answer("--drop status.b"), "drop 'b'");
    gives(
        values!("a" "b" "c" => "b").answer("--drop status.a").answer("--drop status.c"),
        "drop 'a', drop 'c'",
    );
    // Nothing holds a value of an enum that no column has.
    case(|op| op.create_enum("status", ["a", "b"]), |op| op.create_enum("status", ["a"]))
        .gives(&["alter enum `status`: drop 'b'"]);
}

#[test]
fn values_reordered() {
    gives(values!("a" "b" "c" => "c" "a" "b"), "reorder to c, a, b");
    values!("a" "b" => "c" "b" "a")
        .gives(&["alter enum `status`: add 'c' before 'b'", "alter enum `status`: reorder to c, b, a"]);
}

#[test]
fn values_renamed() {
    values!("a" "b" => "a" "c")
        .gives(&["? enum value `status.b` is gone and `c` is new: was it renamed, or dropped?"]);
    gives(values!("a" "b" => "a" "c").answer("--rename status.b=c"), "rename 'b' to 'c'");
    gives(values!("a" "b" => "a" "c").renamed_value("status", "c", "b"), "rename 'b' to 'c'");
    values!("a" "c" => "a" "c").renamed_value("status", "c", "b").gives(&[]);
    values!("a" "b" => "a" "c")
        .answer("--replace status.b=a")
        .gives(&["alter enum `status`: add 'c'", "alter enum `status`: drop 'b', replaced by 'a'"]);
    values!("a" "b" => "a" "c")
        .answer("--drop status.b")
        .gives(&["alter enum `status`: add 'c'", "alter enum `status`: drop 'b'"]);
    values!("a" "b" => "a" "b").answer("--rename status.a=b").answer("--rename status.b=a").gives(&[
        "alter enum `status`: rename 'a' to 'a_temporary', rename 'b' to 'a', rename 'a_temporary' to 'b'",
        "alter enum `status`: reorder to a, b",
    ]);
    values!("a" "b" => "a" "b")
        .renamed_value("status", "a", "b")
        .renamed_value("status", "b", "a")
        .gives(&[]);
    gives(
        values!("a" "b" "c" => "a" "x" "d").renamed_value("status", "x", "b").answer("--rename status.c=d"),
        "rename 'b' to 'x', rename 'c' to 'd'",
    );
}

#[test]
fn defaults_go_with_their_values() {
    macro_rules! defaults {
        ([$($before:literal)*] $default:literal => [$($after:literal)*] $default_after:literal) => {
            case(
                |op| {
                    op.create_enum("status", [$($before),*]);
                    op.create_table(table("users").with(column("status", enumeration("status")).default($default)));
                },
                |op| {
                    op.create_enum("status", [$($after),*]);
                    op.create_table(table("users").with(column("status", enumeration("status")).default($default_after)));
                },
            )
        };
    }
    gives(defaults!(["a" "b"] "b" => ["a" "c"] "c").answer("--rename status.b=c"), "rename 'b' to 'c'");
    defaults!(["a"] "a" => ["a" "b"] "b")
        .gives(&["alter enum `status`: add 'b'", "alter column `users.status`: default \"b\""]);
    defaults!(["a" "b"] "b" => ["a"] "a").answer("--replace status.b=a").gives(&[
        "alter column `users.status`: default \"a\"",
        "alter enum `status`: drop 'b', replaced by 'a'",
    ]);
}

#[test]
fn renamed() {
    let of = || {
        case(
            |op| {
                op.create_enum("status", ["a", "b"]);
                op.create_table(table("users").with(column("status", enumeration("status"))));
            },
            |op| {
                op.create_enum("user_status", ["a", "b", "c"]);
                op.create_table(table("users").with(column("status", enumeration("user_status"))));
            },
        )
    };
    let expected = ["rename enum `status` to `user_status`", "alter enum `user_status`: add 'c'"];
    of().renamed_enum("user_status", "status").gives(&expected);
    of().answer("--rename status=user_status").gives(&expected);
    of().gives(&["? enum `status` is gone and `user_status` is new: was it renamed, or dropped?"]);
    // All values of one are values of the other, so a plain cast will do.
    of().answer("--drop status").gives(&[
        "create enum `user_status`",
        "alter column `users.status`: type enum(user_status)",
        "drop enum `status`",
    ]);
}
