//! Enum types and their values.

use expect_test::expect;

use super::{assert_sql, assert_sql_over};
use crate::revision::*;

fn users(op: &mut Operations) {
    op.create_enum("app.mood", ["happy", "sad", "mad"]);
    op.create_table(
        table("app.users")
            .with(column("id", integer()))
            .with(column("mood", enumeration("app.mood")).default("sad"))
            .with(column("moods", array(enumeration("app.mood"))).default(sql("ARRAY['sad']::app.mood[]")))
            .with(column("is_sad", boolean()).stored("mood = 'sad'"))
            .with(column("note", enumeration("app.mood")).native("postgres", "text"))
            .with(unique("uq_users_id_mood", ["id", "mood"]))
            .with(check("ck_users_mood", "mood <> 'mad'")),
    );
    op.create_index(index("ix_users_mood").on("app.users", ["mood"]));
    op.create_index(index("ix_users_sad").on("app.users", ["id"]).filter("mood = 'sad'"));
    op.create_table(
        table("logs")
            .with(column("id", integer()))
            .with(column("mood", enumeration("app.mood")))
            .with(foreign_key("fk_logs_users", ["id", "mood"]).references("app.users", ["id", "mood"])),
    );
}

#[test]
fn enums_are_created_renamed_and_dropped() {
    assert_sql(
        |op| {
            op.create_enum("mood", ["happy", "it's"]);
            op.create_enum::<&str>("nothing", []);
            op.rename_enum("mood", "feeling");
            op.drop_enum("feeling");
        },
        &expect![[r#"
            CREATE TYPE "mood" AS ENUM ('happy', 'it''s');
            CREATE TYPE "nothing" AS ENUM ();
            ALTER TYPE "mood" RENAME TO "feeling";
            DROP TYPE "feeling";
        "#]],
    );
}

#[test]
fn values_are_added_and_renamed_in_place() {
    assert_sql_over(
        users,
        |op| {
            op.alter_enum(
                "app.mood",
                [add_value("calm"), add_value_before("glad", "sad"), rename_value("mad", "it's \\mad")],
            );
            op.fill("app.users", "id", "1");
            op.create_table(table("other").with(column("id", integer())));
        },
        &expect![[r#"
            ALTER TYPE "app"."mood" ADD VALUE 'calm';
            ALTER TYPE "app"."mood" ADD VALUE 'glad' BEFORE 'sad';
            ALTER TYPE "app"."mood" RENAME VALUE 'mad' TO E'it''s \\mad';
            UPDATE "app"."users" SET "id" = 1 WHERE "id" IS NULL;
            CREATE TABLE "other" (
                "id" integer NOT NULL
            );
        "#]],
    );
}

#[test]
fn a_value_that_may_be_used_at_once_needs_a_new_type() {
    let simple: fn(&mut Operations) = |op| {
        op.create_enum("mood", ["happy", "sad"]);
        op.create_table(table("users").with(column("mood", enumeration("mood")).nullable()));
    };
    let expected = expect![[r#"
        ALTER TYPE "mood" RENAME TO "mood__before";
        CREATE TYPE "mood" AS ENUM ('happy', 'sad', 'calm');
        ALTER TABLE "users" ALTER COLUMN "mood" TYPE "mood" USING "mood"::text::"mood";
        DROP TYPE "mood__before";
        UPDATE "users" SET "mood" = 'calm' WHERE "mood" IS NULL;
    "#]];
    assert_sql_over(
        simple,
        |op| {
            op.alter_enum("mood", [add_value("calm")]);
            op.fill("users", "mood", "'calm'");
        },
        &expected,
    );
    assert_sql_over(
        simple,
        |op| {
            op.alter_enum("mood", [add_value("calm")]);
            op.alter_column("users", "mood", [set_default("calm")]);
        },
        &expect![[r#"
            ALTER TYPE "mood" RENAME TO "mood__before";
            CREATE TYPE "mood" AS ENUM ('happy', 'sad', 'calm');
            ALTER TABLE "users" ALTER COLUMN "mood" TYPE "mood" USING "mood"::text::"mood";
            DROP TYPE "mood__before";
            ALTER TABLE "users" ALTER COLUMN "mood" SET DEFAULT 'calm';
        "#]],
    );
    assert_sql_over(
        simple,
        |op| {
            op.alter_enum("mood", [add_value("calm")]);
            op.execute("UPDATE users SET mood = 'calm'");
        },
        &expect![[r#"
            ALTER TYPE "mood" RENAME TO "mood__before";
            CREATE TYPE "mood" AS ENUM ('happy', 'sad', 'calm');
            ALTER TABLE "users" ALTER COLUMN "mood" TYPE "mood" USING "mood"::text::"mood";
            DROP TYPE "mood__before";
            UPDATE users SET mood = 'calm';
        "#]],
    );
    assert_sql_over(
        simple,
        |op| {
            op.alter_enum("mood", [add_value("calm")]);
            op.add_column("users", column("other", text()).default("calm"));
            op.execute(on("mysql", "UPDATE users SET mood = 'calm'"));
        },
        &expect![[r#"
            ALTER TYPE "mood" RENAME TO "mood__before";
            CREATE TYPE "mood" AS ENUM ('happy', 'sad', 'calm');
            ALTER TABLE "users" ALTER COLUMN "mood" TYPE "mood" USING "mood"::text::"mood";
            DROP TYPE "mood__before";
            ALTER TABLE "users" ADD COLUMN "other" text NOT NULL DEFAULT 'calm';
        "#]],
    );
}

#[test]
fn values_are_dropped_and_reordered_by_a_new_type() {
    assert_sql_over(
        users,
        |op| op.alter_enum("app.mood", [replace_value("mad", "sad"), rename_value("sad", "gloomy")]),
        &expect![[r#"
            ALTER TABLE "logs" DROP CONSTRAINT "fk_logs_users";
            DROP INDEX "app"."ix_users_sad";
            ALTER TABLE "app"."users" DROP CONSTRAINT "ck_users_mood";
            ALTER TABLE "app"."users" DROP COLUMN "is_sad";
            ALTER TYPE "app"."mood" RENAME TO "mood__before";
            CREATE TYPE "app"."mood" AS ENUM ('happy', 'gloomy');
            ALTER TABLE "logs" ALTER COLUMN "mood" TYPE "app"."mood" USING (CASE "mood"::text WHEN 'mad' THEN 'gloomy' WHEN 'sad' THEN 'gloomy' ELSE "mood"::text END)::"app"."mood";
            ALTER TABLE "app"."users"
                ALTER COLUMN "mood" DROP DEFAULT,
                ALTER COLUMN "mood" TYPE "app"."mood" USING (CASE "mood"::text WHEN 'mad' THEN 'gloomy' WHEN 'sad' THEN 'gloomy' ELSE "mood"::text END)::"app"."mood",
                ALTER COLUMN "mood" SET DEFAULT 'gloomy',
                ALTER COLUMN "moods" DROP DEFAULT,
                ALTER COLUMN "moods" TYPE "app"."mood"[] USING array_replace(array_replace("moods"::text[], 'mad', 'sad'), 'sad', 'gloomy')::"app"."mood"[],
                ALTER COLUMN "moods" SET DEFAULT (ARRAY['sad']::app.mood[]);
            DROP TYPE "app"."mood__before";
            ALTER TABLE "app"."users" ADD COLUMN "is_sad" boolean NOT NULL GENERATED ALWAYS AS (mood = 'sad') STORED;
            ALTER TABLE "app"."users" ADD CONSTRAINT "ck_users_mood" CHECK (mood <> 'mad');
            CREATE INDEX "ix_users_sad" ON "app"."users" ("id") WHERE mood = 'sad';
            ALTER TABLE "logs" ADD CONSTRAINT "fk_logs_users" FOREIGN KEY ("id", "mood") REFERENCES "app"."users" ("id", "mood");
        "#]],
    );
    assert_sql_over(
        |op| {
            op.create_enum("mood", ["happy", "sad"]);
            op.create_table(table("users").with(column("mood", enumeration("mood")).default("sad")));
        },
        |op| {
            op.alter_enum("mood", [reorder_values(["sad", "happy"])]);
            op.alter_enum("mood", [drop_value("sad")]);
        },
        &expect![[r#"
            ALTER TYPE "mood" RENAME TO "mood__before";
            CREATE TYPE "mood" AS ENUM ('sad', 'happy');
            ALTER TABLE "users"
                ALTER COLUMN "mood" DROP DEFAULT,
                ALTER COLUMN "mood" TYPE "mood" USING "mood"::text::"mood",
                ALTER COLUMN "mood" SET DEFAULT 'sad';
            DROP TYPE "mood__before";
            ALTER TYPE "mood" RENAME TO "mood__before";
            CREATE TYPE "mood" AS ENUM ('happy');
            ALTER TABLE "users"
                ALTER COLUMN "mood" DROP DEFAULT,
                ALTER COLUMN "mood" TYPE "mood" USING "mood"::text::"mood";
            DROP TYPE "mood__before";
        "#]],
    );
}
