//! Columns: added, dropped, renamed, changed.

use super::{check_sql, nothing};
use crate::database::mysql::alter::{KEEP_ZEROS, RESET_ZEROS};
use crate::revision::*;
use crate::schema::Identity;

/// A table in which much depends on `price`.
fn items(op: &mut Operations) {
    let mut items = table("items")
        .with(column("id", integer()))
        .with(column("price", integer()))
        .with(column("doubled", integer()).nullable().computed("price * 2"))
        .with(column("note", varchar(20)).nullable().comment("said"))
        .with(primary_key("pk_items", ["id"]))
        .with(unique("uq_items_price", ["price"]))
        .with(check("ck_items_price", "price > 0"));
    items.insert_index(index("ix_items_doubled").on("items", ["doubled"]).index);
    op.create_table(items);
    op.execute("INSERT INTO items (id, price, note) VALUES (1, 10, '5'), (2, 20, NULL)");
}

/// A parent and a child that references it.
fn family(op: &mut Operations) {
    op.create_table(table("parents").with(column("id", integer())).with(primary_key("pk_parents", ["id"])));
    op.create_table(
        table("children")
            .with(column("parent_id", integer()))
            .with(foreign_key("fk_children", ["parent_id"]).references("parents", ["id"])),
    );
    op.execute("INSERT INTO parents VALUES (1)");
    op.execute("INSERT INTO children VALUES (1)");
}

#[test]
fn added_and_dropped() {
    check_sql(
        items,
        |op| {
            op.add_column("items", column("phone", varchar(20)).nullable());
            op.add_column("items", column("seen", integer()).default(0));
            op.drop_column("items", "phone");
        },
        &[
            "ALTER TABLE `items` ADD COLUMN `phone` varchar(20) NULL",
            "ALTER TABLE `items` ADD COLUMN `seen` int NOT NULL DEFAULT 0",
            "ALTER TABLE `items` DROP COLUMN `phone`",
        ],
    );
}

#[test]
fn a_required_column_without_a_value_is_refused_where_rows_exist() {
    check_sql(
        |op| op.create_table(table("t").with(column("id", integer()))),
        |op| op.add_column("t", column("name", text()).comment("c")),
        &[
            "ALTER TABLE `t` ADD COLUMN `name` longtext NULL COMMENT 'c', \
             ADD CONSTRAINT `no value for name in rows that exist` CHECK (`name` IS NOT NULL)",
            "ALTER TABLE `t` DROP CONSTRAINT `no value for name in rows that exist`, \
             MODIFY COLUMN `name` longtext NOT NULL COMMENT 'c'",
        ],
    );
}

#[test]
fn a_change_states_the_whole_definition() {
    check_sql(
        items,
        |op| {
            op.alter_column("items", "note", [set_type(varchar(30))]);
            op.alter_column("items", "note", [set_default("none")]);
            op.alter_column("items", "note", [set_collation("utf8mb4_bin")]);
            op.fill("items", "note", "'x'");
            op.alter_column("items", "note", [set_not_null()]);
            op.alter_column("items", "note", [drop_comment(), drop_default(), drop_not_null()]);
            op.alter_column("items", "note", [set_native("mysql", "char(3)"), drop_collation()]);
            op.alter_column("items", "note", [drop_native("mysql"), set_type(text())]);
        },
        &[
            "ALTER TABLE `items` MODIFY COLUMN `note` varchar(30) NULL COMMENT 'said'",
            "ALTER TABLE `items` MODIFY COLUMN `note` varchar(30) NULL DEFAULT 'none' COMMENT 'said'",
            "ALTER TABLE `items` MODIFY COLUMN `note` varchar(30) COLLATE `utf8mb4_bin` NULL DEFAULT 'none' COMMENT 'said'",
            "UPDATE `items` SET `note` = 'x' WHERE `note` IS NULL",
            "ALTER TABLE `items` MODIFY COLUMN `note` varchar(30) COLLATE `utf8mb4_bin` NOT NULL DEFAULT 'none' COMMENT 'said'",
            "ALTER TABLE `items` MODIFY COLUMN `note` varchar(30) COLLATE `utf8mb4_bin` NULL",
            "ALTER TABLE `items` MODIFY COLUMN `note` char(3) NULL",
            "ALTER TABLE `items` MODIFY COLUMN `note` longtext NULL",
        ],
    );
}

#[test]
fn what_mysql_does_not_see_changes_nothing() {
    check_sql(
        |op| op.create_table(table("t").with(column("at", timestamp()).default(sql("now()")))),
        |op| {
            op.alter_column("t", "at", [set_default(sql("CURRENT_TIMESTAMP"))]);
            op.alter_column("t", "at", [set_native("postgres", "timestamptz")]);
            op.alter_column("t", "at", [set_type(timestamp_of(6))]);
        },
        &[],
    );
}

#[test]
fn an_expression_makes_the_values() {
    check_sql(
        items,
        |op| op.alter_column("items", "note", [set_type_using(integer(), "CAST(note AS SIGNED)")]),
        &[
            "ALTER TABLE `items` ADD COLUMN `aludel_draft` int NULL",
            "UPDATE `items` SET `aludel_draft` = CAST(note AS SIGNED)",
            "ALTER TABLE `items` DROP COLUMN `note`, \
             CHANGE COLUMN `aludel_draft` `note` int NULL COMMENT 'said' AFTER `doubled`",
        ],
    );
}

#[test]
fn an_expression_makes_the_values_of_a_column_with_dependents() {
    check_sql(
        items,
        |op| op.alter_column("items", "price", [set_type_using(bigint(), "price * 100")]),
        &[
            "ALTER TABLE `items` ADD COLUMN `aludel_draft` bigint NULL",
            "UPDATE `items` SET `aludel_draft` = price * 100",
            "ALTER TABLE `items` DROP CONSTRAINT `ck_items_price`, DROP KEY `ix_items_doubled`, DROP COLUMN `doubled`",
            "ALTER TABLE `items` DROP KEY `uq_items_price`, DROP COLUMN `price`, \
             CHANGE COLUMN `aludel_draft` `price` bigint NOT NULL AFTER `id`, \
             ADD UNIQUE KEY `uq_items_price` (`price`)",
            "ALTER TABLE `items` ADD COLUMN `doubled` int GENERATED ALWAYS AS (price * 2) VIRTUAL AFTER `price`, \
             ADD KEY `ix_items_doubled` (`doubled`), ADD CONSTRAINT `ck_items_price` CHECK (price > 0)",
        ],
    );
}

#[test]
fn an_expression_makes_the_values_of_a_primary_key() {
    check_sql(
        items,
        |op| op.alter_column("items", "id", [set_type_using(bigint(), "id + 5")]),
        &[
            "ALTER TABLE `items` ADD COLUMN `aludel_draft` bigint NULL",
            "UPDATE `items` SET `aludel_draft` = id + 5",
            "ALTER TABLE `items` DROP PRIMARY KEY, DROP COLUMN `id`, \
             CHANGE COLUMN `aludel_draft` `id` bigint NOT NULL FIRST, ADD PRIMARY KEY (`id`)",
        ],
    );
}

#[test]
fn uuids_are_cast() {
    check_sql(
        |op| {
            op.create_table(table("t").with(column("u", varchar(36)).nullable()));
            op.execute("INSERT INTO t VALUES ('550e8400-e29b-41d4-a716-446655440000'), (NULL)");
        },
        |op| {
            op.alter_column("t", "u", [set_type(uuid())]);
            op.alter_column("t", "u", [set_type(text())]);
        },
        &[
            "ALTER TABLE `t` ADD COLUMN `aludel_draft` binary(16) NULL",
            "UPDATE `t` SET `aludel_draft` = CASE WHEN `u` REGEXP \
             '^[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}$' THEN UNHEX(REPLACE(`u`, '-', '')) \
             WHEN `u` IS NOT NULL THEN REPEAT('?', 17) END",
            "ALTER TABLE `t` DROP COLUMN `u`, CHANGE COLUMN `aludel_draft` `u` binary(16) NULL FIRST",
            "ALTER TABLE `t` ADD COLUMN `aludel_draft` longtext NULL",
            "UPDATE `t` SET `aludel_draft` = \
             LOWER(INSERT(INSERT(INSERT(INSERT(HEX(`u`), 9, 0, '-'), 14, 0, '-'), 19, 0, '-'), 24, 0, '-'))",
            "ALTER TABLE `t` DROP COLUMN `u`, CHANGE COLUMN `aludel_draft` `u` longtext NULL FIRST",
        ],
    );
}

#[test]
fn a_rename_takes_what_names_the_column_along() {
    check_sql(
        items,
        |op| {
            op.rename_column("items", "note", "remark");
            op.rename_column("items", "price", "cost");
        },
        &[
            "ALTER TABLE `items` RENAME COLUMN `note` TO `remark`",
            "ALTER TABLE `items` DROP CONSTRAINT `ck_items_price`, DROP KEY `ix_items_doubled`, DROP COLUMN `doubled`",
            "ALTER TABLE `items` RENAME COLUMN `price` TO `cost`",
            "ALTER TABLE `items` ADD COLUMN `doubled` int GENERATED ALWAYS AS (cost * 2) VIRTUAL AFTER `cost`, \
             ADD KEY `ix_items_doubled` (`doubled`), ADD CONSTRAINT `ck_items_price` CHECK (cost > 0)",
        ],
    );
    check_sql(
        family,
        |op| {
            op.rename_column("parents", "id", "key");
            op.rename_column("children", "parent_id", "parent_key");
        },
        &[
            "ALTER TABLE `parents` RENAME COLUMN `id` TO `key`",
            "ALTER TABLE `children` RENAME COLUMN `parent_id` TO `parent_key`",
        ],
    );
}

#[test]
fn generated_columns_change_in_place_where_mysql_can() {
    check_sql(
        items,
        |op| {
            op.alter_column("items", "doubled", [set_computed("price * 3")]);
            op.alter_column("items", "note", [set_type(integer()), set_stored("price + 1")]);
            op.alter_column("items", "note", [set_stored("price + 2")]);
            op.alter_column("items", "note", [drop_generated()]);
        },
        &[
            "ALTER TABLE `items` MODIFY COLUMN `doubled` int GENERATED ALWAYS AS (price * 3) VIRTUAL",
            "ALTER TABLE `items` MODIFY COLUMN `note` int GENERATED ALWAYS AS (price + 1) STORED COMMENT 'said'",
            "ALTER TABLE `items` MODIFY COLUMN `note` int GENERATED ALWAYS AS (price + 2) STORED COMMENT 'said'",
            "ALTER TABLE `items` MODIFY COLUMN `note` int NULL COMMENT 'said'",
        ],
    );
}

#[test]
fn virtual_columns_are_made_anew() {
    check_sql(
        items,
        |op| {
            op.alter_column("items", "doubled", [set_stored("price * 2")]);
            op.alter_column("items", "doubled", [set_computed("price * 2")]);
            op.alter_column("items", "doubled", [drop_generated(), set_not_null()]);
        },
        &[
            "ALTER TABLE `items` DROP KEY `ix_items_doubled`, DROP COLUMN `doubled`, \
             ADD COLUMN `doubled` int GENERATED ALWAYS AS (price * 2) STORED AFTER `price`, \
             ADD KEY `ix_items_doubled` (`doubled`)",
            "ALTER TABLE `items` DROP KEY `ix_items_doubled`, DROP COLUMN `doubled`, \
             ADD COLUMN `doubled` int GENERATED ALWAYS AS (price * 2) VIRTUAL AFTER `price`, \
             ADD KEY `ix_items_doubled` (`doubled`)",
            "ALTER TABLE `items` ADD COLUMN `aludel_draft` int NULL",
            "UPDATE `items` SET `aludel_draft` = `doubled`",
            "ALTER TABLE `items` DROP KEY `ix_items_doubled`, DROP COLUMN `doubled`, \
             CHANGE COLUMN `aludel_draft` `doubled` int NOT NULL AFTER `price`, ADD KEY `ix_items_doubled` (`doubled`)",
        ],
    );
}

#[test]
fn a_foreign_key_waits_until_both_sides_have_changed() {
    check_sql(
        family,
        |op| {
            op.alter_column("parents", "id", [set_type(bigint())]);
            op.rename_table("children", "kids");
            op.rename_constraint("kids", ConstraintKind::ForeignKey, "fk_children", "fk_kids");
            op.alter_column("kids", "parent_id", [set_type(bigint())]);
            op.alter_column("kids", "parent_id", [drop_not_null()]);
        },
        &[
            "ALTER TABLE `children` DROP FOREIGN KEY `fk_children`",
            "ALTER TABLE `parents` MODIFY COLUMN `id` bigint NOT NULL",
            "RENAME TABLE `children` TO `kids`",
            "ALTER TABLE `kids` ADD KEY `fk_kids` (`parent_id`), DROP KEY `fk_children`",
            "ALTER TABLE `kids` MODIFY COLUMN `parent_id` bigint NOT NULL",
            "ALTER TABLE `kids` ADD CONSTRAINT `fk_kids` FOREIGN KEY (`parent_id`) REFERENCES `parents` (`id`)",
            "ALTER TABLE `kids` MODIFY COLUMN `parent_id` bigint NULL",
        ],
    );
}

#[test]
fn a_foreign_key_that_waits_may_be_dropped() {
    check_sql(
        family,
        |op| {
            op.alter_column("parents", "id", [set_type(bigint())]);
            op.drop_constraint("children", ConstraintKind::ForeignKey, "fk_children");
        },
        &[
            "ALTER TABLE `children` DROP FOREIGN KEY `fk_children`",
            "ALTER TABLE `parents` MODIFY COLUMN `id` bigint NOT NULL",
            "ALTER TABLE `children` DROP KEY `fk_children`",
        ],
    );
}

#[test]
fn numbering_comes_and_goes() {
    check_sql(
        items,
        |op| {
            op.alter_column("items", "id", [set_identity(Identity::Always)]);
            op.alter_column("items", "id", [set_identity(Identity::ByDefault)]);
            op.alter_column("items", "id", [drop_identity()]);
        },
        &[
            KEEP_ZEROS,
            "ALTER TABLE `items` MODIFY COLUMN `id` int NOT NULL AUTO_INCREMENT",
            RESET_ZEROS,
            "ALTER TABLE `items` MODIFY COLUMN `id` int NOT NULL",
        ],
    );
    check_sql(
        nothing,
        |op| {
            op.create_table(table("t").with(column("n", integer())));
            op.execute("INSERT INTO t VALUES (0), (1)");
            op.add_column("t", column("id", bigint()).identity());
            op.add_constraint("t", primary_key("pk_t", ["id"]));
            op.drop_constraint("t", ConstraintKind::PrimaryKey, "pk_t");
            op.drop_column("t", "id");
            op.alter_column("t", "n", [set_identity(Identity::ByDefault)]);
        },
        &[
            "CREATE TABLE `t` (\n    `n` int NOT NULL\n)",
            "INSERT INTO t VALUES (0), (1)",
            "ALTER TABLE `t` ADD KEY `auto_increment` (`id`), ADD COLUMN `id` bigint NOT NULL AUTO_INCREMENT",
            "ALTER TABLE `t` ADD PRIMARY KEY (`id`), DROP KEY `auto_increment`",
            "ALTER TABLE `t` ADD KEY `auto_increment` (`id`), DROP PRIMARY KEY",
            "ALTER TABLE `t` DROP COLUMN `id`, DROP KEY `auto_increment`",
            KEEP_ZEROS,
            "ALTER TABLE `t` ADD KEY `auto_increment` (`n`), MODIFY COLUMN `n` int NOT NULL AUTO_INCREMENT",
            RESET_ZEROS,
        ],
    );
}
