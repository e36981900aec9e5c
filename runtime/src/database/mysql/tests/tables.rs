//! Tables as a whole, SQL by hand, and rows.

use super::{check_sql, nothing};
use crate::operation::Sql;
use crate::revision::*;

fn users(op: &mut Operations) {
    op.create_table(
        table("users").with(column("id", bigint()).identity()).with(primary_key("pk_users", ["id"])),
    );
}

fn notes(op: &mut Operations) {
    op.create_table(table("notes").with(column("body", varchar(40)).nullable()));
}

#[test]
fn a_table_with_all_its_parts() {
    let posts = |op: &mut Operations| {
        users(op);
        let mut posts = table("posts")
            .with(column("id", bigint()).identity())
            .with(column("user_id", bigint()))
            .with(column("slug", varchar(80)))
            .with(column("views", integer()).default(0))
            .with(primary_key("pk_posts", ["id"]))
            .with(unique("uq_posts_slug", ["slug"]))
            .with(
                foreign_key("fk_posts_user_id", ["user_id"])
                    .references("users", ["id"])
                    .on_delete(Action::Cascade),
            )
            .with(check("ck_posts_views", "views >= 0"))
            .comment("what users write")
            .with_option("mysql", "engine", "InnoDB")
            .with_option("mysql", "charset", "utf8mb4")
            .with_option("sqlite", "strict", "");
        posts.insert_index(index("ix_posts_views").on("posts", [key("views").desc(), key("id")]).index);
        op.create_table(posts);
    };
    check_sql(
        nothing,
        posts,
        &[
            "CREATE TABLE `users` (\n    `id` bigint NOT NULL AUTO_INCREMENT,\n    PRIMARY KEY (`id`)\n)",
            "CREATE TABLE `posts` (\n    `id` bigint NOT NULL AUTO_INCREMENT,\n    `user_id` bigint NOT NULL,\n    \
         `slug` varchar(80) NOT NULL,\n    `views` int NOT NULL DEFAULT 0,\n    PRIMARY KEY (`id`),\n    \
         UNIQUE KEY `uq_posts_slug` (`slug`),\n    KEY `ix_posts_views` (`views` DESC, `id`),\n    \
         KEY `fk_posts_user_id` (`user_id`),\n    CONSTRAINT `fk_posts_user_id` FOREIGN KEY (`user_id`) \
         REFERENCES `users` (`id`) ON DELETE CASCADE,\n    CONSTRAINT `ck_posts_views` CHECK (views >= 0)\n) \
         DEFAULT CHARACTER SET=utf8mb4 ENGINE=InnoDB COMMENT='what users write'",
        ],
    );
}

#[test]
fn a_table_of_another_database() {
    check_sql(
        nothing,
        |op| {
            op.create_table(table("t.logs").with(column("id", integer())).with(primary_key("pk", ["id"])));
            op.create_table(
                table("logs")
                    .with(column("log_id", integer()))
                    .with(foreign_key("fk", ["log_id"]).references("t.logs", ["id"])),
            );
            op.drop_table("logs");
        },
        &[
            "CREATE TABLE `t`.`logs` (\n    `id` int NOT NULL,\n    PRIMARY KEY (`id`)\n)",
            "CREATE TABLE `logs` (\n    `log_id` int NOT NULL,\n    KEY `fk` (`log_id`),\n    \
             CONSTRAINT `fk` FOREIGN KEY (`log_id`) REFERENCES `t`.`logs` (`id`)\n)",
            "DROP TABLE `logs`",
        ],
    );
}

#[test]
fn drops_and_renames() {
    check_sql(notes, |op| op.drop_table("notes"), &["DROP TABLE `notes`"]);
    check_sql(notes, |op| op.rename_table("notes", "memos"), &["RENAME TABLE `notes` TO `memos`"]);
}

#[test]
fn comment_and_options() {
    check_sql(
        notes,
        |op| {
            op.alter_table(
                "notes",
                [
                    set_table_comment("it's"),
                    set_table_option("mysql", "row_format", "dynamic"),
                    set_table_option("mysql", "engine", "InnoDB"),
                    set_table_option("postgres", "fillfactor", "70"),
                ],
            );
            op.alter_table(
                "notes",
                [
                    drop_table_comment(),
                    drop_table_option("mysql", "row_format"),
                    drop_table_option("mysql", "engine"),
                ],
            );
            op.alter_table("notes", [set_table_option("mysql", "auto_increment", "7")]);
            op.alter_table("notes", [drop_table_option("mysql", "auto_increment")]);
        },
        &[
            "ALTER TABLE `notes` ENGINE=InnoDB, ROW_FORMAT=dynamic, COMMENT='it\\'s'",
            "ALTER TABLE `notes` ENGINE=InnoDB, ROW_FORMAT=DEFAULT, COMMENT=''",
            "ALTER TABLE `notes` AUTO_INCREMENT=7",
        ],
    );
}

#[test]
fn a_character_set_is_given_to_the_columns_too() {
    check_sql(
        |op| {
            op.create_table(
                table("notes")
                    .with(column("body", varchar(40)))
                    .with(column("code", varchar(8)).collate("utf8mb4_bin"))
                    .with(column("data", json())),
            );
        },
        |op| {
            op.alter_table("notes", [set_table_option("mysql", "collate", "utf8mb4_unicode_ci")]);
            op.alter_table("notes", [drop_table_option("mysql", "collate")]);
        },
        &[
            "ALTER TABLE `notes` CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci",
            "ALTER TABLE `notes` MODIFY COLUMN `code` varchar(8) COLLATE `utf8mb4_bin` NOT NULL, \
             MODIFY COLUMN `data` json NOT NULL",
            "ALTER TABLE `notes` CONVERT TO CHARACTER SET DEFAULT",
            "ALTER TABLE `notes` MODIFY COLUMN `code` varchar(8) COLLATE `utf8mb4_bin` NOT NULL, \
             MODIFY COLUMN `data` json NOT NULL",
        ],
    );
}

#[test]
fn sql_by_hand_runs_as_it_is() {
    check_sql(
        notes,
        |op| {
            op.execute("UPDATE notes SET body = ''");
            op.execute(Sql::Each(Vec::new()).on("mysql", "DO 1").on("sqlite", "SELECT 2"));
            op.execute(Sql::Each(Vec::new()).on("sqlite", "SELECT 2"));
        },
        &["UPDATE notes SET body = ''", "DO 1"],
    );
}

#[test]
fn a_fill_leaves_columns_that_update_themselves() {
    check_sql(
        |op| {
            op.create_table(
                table("notes")
                    .with(column("body", varchar(40)).nullable())
                    .with(column("changed", timestamp()).default(sql("now() on update now()"))),
            );
        },
        |op| op.fill("notes", "body", "'none'"),
        &["UPDATE `notes` SET `body` = 'none', `changed` = `changed` WHERE `body` IS NULL"],
    );
}

#[test]
fn a_foreign_key_over_text_waits_until_both_tables_have_one_character_set() {
    check_sql(
        |op| {
            let code = || column("code", varchar(8));
            let parents = table("parents").with(code()).with(primary_key("pk_parents", ["code"]));
            op.create_table(parents.with_option("mysql", "charset", "latin1"));
            let key = foreign_key("fk_children", ["code"]).references("parents", ["code"]);
            op.create_table(
                table("children").with(code()).with(key).with_option("mysql", "charset", "latin1"),
            );
        },
        |op| {
            op.alter_table("children", [set_table_option("mysql", "charset", "utf8mb4")]);
            op.alter_table("parents", [set_table_option("mysql", "charset", "utf8mb4")]);
        },
        &[
            "ALTER TABLE `children` DROP FOREIGN KEY `fk_children`",
            "ALTER TABLE `children` CONVERT TO CHARACTER SET utf8mb4",
            "ALTER TABLE `parents` CONVERT TO CHARACTER SET utf8mb4",
            "ALTER TABLE `children` ADD CONSTRAINT `fk_children` FOREIGN KEY (`code`) REFERENCES `parents` (`code`)",
        ],
    );
}
