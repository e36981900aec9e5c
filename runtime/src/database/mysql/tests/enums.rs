//! Enums, whose values stand in the columns.

use super::check_sql;
use crate::revision::*;

fn users(op: &mut Operations) {
    op.create_enum("status", ["active", "paused", "gone"]);
    op.create_table(
        table("users")
            .with(column("status", enumeration("status")).default("active").comment("state"))
            .with(column("before", enumeration("status")).nullable()),
    );
    op.execute("INSERT INTO users VALUES ('active', 'paused'), ('paused', NULL)");
}

#[test]
fn an_enum_alone_is_no_statement() {
    check_sql(
        |_| {},
        |op| {
            op.create_enum("mood", ["good"]);
            op.rename_enum("mood", "temper");
            op.alter_enum("temper", [add_value("bad")]);
            op.drop_enum("temper");
        },
        &[],
    );
}

#[test]
fn added_and_reordered_values() {
    check_sql(
        users,
        |op| {
            op.rename_enum("status", "state");
            op.alter_enum("state", [add_value_before("new", "paused")]);
            op.alter_enum("state", [reorder_values(["gone", "paused", "new", "active"])]);
        },
        &[
            "ALTER TABLE `users` MODIFY COLUMN `status` enum('active','new','paused','gone') NOT NULL \
             DEFAULT 'active' COMMENT 'state'",
            "ALTER TABLE `users` MODIFY COLUMN `before` enum('active','new','paused','gone') NULL",
            "ALTER TABLE `users` MODIFY COLUMN `status` enum('gone','paused','new','active') NOT NULL \
             DEFAULT 'active' COMMENT 'state'",
            "ALTER TABLE `users` MODIFY COLUMN `before` enum('gone','paused','new','active') NULL",
        ],
    );
}

#[test]
fn a_dropped_value_is_left_to_strict_mode() {
    check_sql(
        users,
        |op| op.alter_enum("status", [drop_value("gone")]),
        &[
            "ALTER TABLE `users` MODIFY COLUMN `status` enum('active','paused') NOT NULL DEFAULT 'active' COMMENT 'state'",
            "ALTER TABLE `users` MODIFY COLUMN `before` enum('active','paused') NULL",
        ],
    );
}

#[test]
fn renamed_and_replaced_values_take_rows_and_defaults_along() {
    check_sql(
        users,
        |op| op.alter_enum("status", [rename_value("active", "Active"), replace_value("paused", "gone")]),
        &[
            "ALTER TABLE `users` MODIFY COLUMN `status` varchar(6) NOT NULL COMMENT 'state'",
            "UPDATE `users` SET `status` = CASE `status` WHEN 'active' THEN 'Active' WHEN 'paused' THEN 'gone' END \
             WHERE `status` IN ('active', 'paused')",
            "ALTER TABLE `users` MODIFY COLUMN `status` enum('Active','gone') NOT NULL DEFAULT 'Active' COMMENT 'state'",
            "ALTER TABLE `users` MODIFY COLUMN `before` varchar(6) NULL",
            "UPDATE `users` SET `before` = CASE `before` WHEN 'active' THEN 'Active' WHEN 'paused' THEN 'gone' END \
             WHERE `before` IN ('active', 'paused')",
            "ALTER TABLE `users` MODIFY COLUMN `before` enum('Active','gone') NULL",
        ],
    );
}

#[test]
fn values_may_change_places() {
    check_sql(
        |op| {
            op.create_enum("side", ["left", "right"]);
            op.create_table(table("t").with(column("s", enumeration("side")).default("left")));
        },
        |op| {
            op.alter_enum(
                "side",
                [rename_value("left", "x"), rename_value("right", "left"), rename_value("x", "right")],
            );
            op.alter_enum("side", [drop_value("left"), rename_value("right", "left")]);
        },
        &[
            "ALTER TABLE `t` MODIFY COLUMN `s` varchar(5) NOT NULL",
            "UPDATE `t` SET `s` = CASE `s` WHEN 'left' THEN 'right' WHEN 'right' THEN 'left' END \
             WHERE `s` IN ('left', 'right')",
            "ALTER TABLE `t` MODIFY COLUMN `s` enum('right','left') NOT NULL DEFAULT 'right'",
            "ALTER TABLE `t` MODIFY COLUMN `s` varchar(16) NOT NULL",
            "UPDATE `t` SET `s` = CASE `s` WHEN 'left' THEN 'left was dropped' WHEN 'right' THEN 'left' END \
             WHERE `s` IN ('left', 'right')",
            "ALTER TABLE `t` MODIFY COLUMN `s` enum('left') NOT NULL DEFAULT 'left'",
        ],
    );
}
