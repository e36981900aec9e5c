//! Constraints and indexes.

use super::check_sql;
use crate::revision::*;

fn family(op: &mut Operations) {
    op.create_table(table("parents").with(column("id", integer())).with(primary_key("pk_parents", ["id"])));
    op.create_table(
        table("children")
            .with(column("id", integer()))
            .with(column("parent_id", integer()).nullable())
            .with(column("name", varchar(20)))
            .with(column("body", text()).nullable()),
    );
}

fn key_to_parents() -> crate::schema::ForeignKey {
    foreign_key("fk_children", ["parent_id"]).references("parents", ["id"])
}

#[test]
fn a_primary_key_has_no_name_and_holds_no_null() {
    check_sql(
        family,
        |op| {
            op.add_constraint("children", primary_key("pk_children", ["id", "parent_id"]));
            op.rename_constraint("children", ConstraintKind::PrimaryKey, "pk_children", "pk_kids");
            op.drop_constraint("children", ConstraintKind::PrimaryKey, "pk_kids");
        },
        &[
            "ALTER TABLE `children` ADD PRIMARY KEY (`id`, `parent_id`)",
            "ALTER TABLE `children` DROP PRIMARY KEY, MODIFY COLUMN `parent_id` int NULL",
        ],
    );
}

#[test]
fn unique_constraints_are_keys() {
    check_sql(
        family,
        |op| {
            op.add_constraint("children", unique("uq_children", ["name", "parent_id"]));
            op.rename_constraint("children", ConstraintKind::Unique, "uq_children", "uq_kids");
            op.drop_constraint("children", ConstraintKind::Unique, "uq_kids");
        },
        &[
            "ALTER TABLE `children` ADD UNIQUE KEY `uq_children` (`name`, `parent_id`)",
            "ALTER TABLE `children` RENAME INDEX `uq_children` TO `uq_kids`",
            "ALTER TABLE `children` DROP KEY `uq_kids`",
        ],
    );
}

#[test]
fn checks() {
    check_sql(
        family,
        |op| {
            op.add_constraint("children", check("ck_children", "id > 0 AND name <> ''"));
            op.rename_constraint("children", ConstraintKind::Check, "ck_children", "ck_kids");
            op.drop_constraint("children", ConstraintKind::Check, "ck_kids");
        },
        &[
            "ALTER TABLE `children` ADD CONSTRAINT `ck_children` CHECK (id > 0 AND name <> '')",
            "ALTER TABLE `children` DROP CONSTRAINT `ck_children`, \
             ADD CONSTRAINT `ck_kids` CHECK (id > 0 AND name <> '')",
            "ALTER TABLE `children` DROP CONSTRAINT `ck_kids`",
        ],
    );
}

#[test]
fn a_foreign_key_brings_and_takes_its_key() {
    check_sql(
        family,
        |op| {
            op.add_constraint(
                "children",
                key_to_parents().on_delete(Action::SetNull).on_update(Action::Restrict),
            );
            op.rename_constraint("children", ConstraintKind::ForeignKey, "fk_children", "fk_kids");
            op.drop_constraint("children", ConstraintKind::ForeignKey, "fk_kids");
        },
        &[
            "ALTER TABLE `children` ADD KEY `fk_children` (`parent_id`), ADD CONSTRAINT `fk_children` \
             FOREIGN KEY (`parent_id`) REFERENCES `parents` (`id`) ON DELETE SET NULL ON UPDATE RESTRICT",
            "ALTER TABLE `children` DROP FOREIGN KEY `fk_children`",
            "ALTER TABLE `children` ADD KEY `fk_kids` (`parent_id`), ADD CONSTRAINT `fk_kids` \
             FOREIGN KEY (`parent_id`) REFERENCES `parents` (`id`) ON DELETE SET NULL ON UPDATE RESTRICT, \
             DROP KEY `fk_children`",
            "ALTER TABLE `children` DROP FOREIGN KEY `fk_kids`, DROP KEY `fk_kids`",
        ],
    );
}

#[test]
fn a_foreign_key_uses_the_keys_there_are() {
    check_sql(
        family,
        |op| {
            op.add_constraint("children", key_to_parents());
            op.create_index(index("ix_children").on("children", ["parent_id", "name"]));
            op.add_constraint(
                "children",
                foreign_key("fk_again", ["parent_id"]).references("parents", ["id"]),
            );
            op.drop_index("children", "ix_children");
            op.drop_constraint("children", ConstraintKind::ForeignKey, "fk_again");
            op.drop_constraint("children", ConstraintKind::ForeignKey, "fk_children");
        },
        &[
            "ALTER TABLE `children` ADD KEY `fk_children` (`parent_id`), ADD CONSTRAINT `fk_children` \
             FOREIGN KEY (`parent_id`) REFERENCES `parents` (`id`)",
            "ALTER TABLE `children` ADD KEY `ix_children` (`parent_id`, `name`), DROP KEY `fk_children`",
            "ALTER TABLE `children` ADD CONSTRAINT `fk_again` FOREIGN KEY (`parent_id`) REFERENCES `parents` (`id`)",
            "ALTER TABLE `children` ADD KEY `fk_again` (`parent_id`), DROP KEY `ix_children`",
            "ALTER TABLE `children` ADD KEY `fk_children` (`parent_id`), DROP FOREIGN KEY `fk_again`, DROP KEY `fk_again`",
            "ALTER TABLE `children` DROP FOREIGN KEY `fk_children`, DROP KEY `fk_children`",
        ],
    );
}

#[test]
fn indexes() {
    check_sql(
        family,
        |op| {
            op.create_index(index("ix_name").on("children", [key("name").desc(), key("id")]).unique());
            op.create_index(index("ix_body").on("children", [key("body").prefix(10)]));
            op.create_index(index("ix_hash").on("children", ["id"]).using("hash"));
            op.create_index(index("ix_words").on("children", ["body"]).using("FULLTEXT"));
            op.rename_index("children", "ix_hash", "ix_tree");
            op.drop_index("children", "ix_tree");
        },
        &[
            "ALTER TABLE `children` ADD UNIQUE KEY `ix_name` (`name` DESC, `id`)",
            "ALTER TABLE `children` ADD KEY `ix_body` (`body`(10))",
            "ALTER TABLE `children` ADD KEY `ix_hash` (`id`) USING HASH",
            "ALTER TABLE `children` ADD FULLTEXT KEY `ix_words` (`body`)",
            "ALTER TABLE `children` RENAME INDEX `ix_hash` TO `ix_tree`",
            "ALTER TABLE `children` DROP KEY `ix_tree`",
        ],
    );
}
