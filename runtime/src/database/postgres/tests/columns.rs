//! Columns added, changed, filled, renamed and dropped.

use expect_test::expect;

use super::assert_sql_over;
use crate::revision::*;

fn users(op: &mut Operations) {
    op.create_enum("mood", ["happy", "sad"]);
    op.create_table(
        table("users")
            .with(column("id", integer()))
            .with(column("name", varchar(20)).default("x"))
            .with(column("age", integer()).default(7).nullable())
            .with(column("tiny", tinyint()).nullable())
            .with(column("double_age", integer()).nullable().stored("age * 2"))
            .with(primary_key("pk_users", ["id"]))
            .with(unique("uq_users_name", ["name"]))
            .with(check("ck_users_age", "age > 0"))
            .with(check("ck_users_double", "double_age > 0")),
    );
    op.create_index(index("ix_users_age").on("users", ["age"]));
    op.create_index(index("ix_users_adults").on("users", ["name"]).filter("age > 17"));
    op.create_index(index("ix_users_double").on("users", ["double_age"]));
}

#[test]
fn columns_are_added_renamed_filled_and_dropped() {
    assert_sql_over(
        users,
        |op| {
            op.add_column("users", column("phone", varchar(20)).nullable().comment("with country"));
            op.add_column("users", column("number", bigint()).identity_always());
            op.add_column("users", column("upper", text()).stored("upper(name)"));
            op.fill("users", "phone", "'none'");
            op.fill("users", "tiny", "1");
            op.rename_column("users", "phone", "telephone");
            op.drop_column("users", "telephone");
        },
        &expect![[r#"
            ALTER TABLE "users" ADD COLUMN "phone" varchar(20);
            COMMENT ON COLUMN "users"."phone" IS 'with country';
            ALTER TABLE "users" ADD COLUMN "number" bigint NOT NULL GENERATED ALWAYS AS IDENTITY;
            ALTER TABLE "users" ADD COLUMN "upper" text NOT NULL GENERATED ALWAYS AS (upper(name)) STORED;
            UPDATE "users" SET "phone" = 'none' WHERE "phone" IS NULL;
            UPDATE "users" SET "tiny" = (1)::"char" WHERE "tiny" IS NULL;
            ALTER TABLE "users" RENAME COLUMN "phone" TO "telephone";
            ALTER TABLE "users" DROP COLUMN "telephone";
        "#]],
    );
}

#[test]
fn a_fill_lets_deferred_constraints_see_it() {
    assert_sql_over(
        |op| {
            op.create_table(
                table("teams").with(column("id", bigint())).with(primary_key("pk_teams", ["id"])),
            );
            op.create_table(
                table("app.users").with(column("team_id", bigint()).nullable()).with(
                    foreign_key("fk_users_team", ["team_id"])
                        .references("teams", ["id"])
                        .deferrable(Deferrable::InitiallyDeferred),
                ),
            );
        },
        |op| {
            op.fill("app.users", "team_id", "1");
            op.alter_column("app.users", "team_id", [set_not_null()]);
        },
        &expect![[r#"
            UPDATE "app"."users" SET "team_id" = 1 WHERE "team_id" IS NULL;
            SET CONSTRAINTS "app"."fk_users_team" IMMEDIATE;
            SET CONSTRAINTS "app"."fk_users_team" DEFERRED;
            ALTER TABLE "app"."users" ALTER COLUMN "team_id" SET NOT NULL;
        "#]],
    );
}

#[test]
fn all_changes_of_a_column_are_one_statement() {
    assert_sql_over(
        users,
        |op| {
            op.alter_column(
                "users",
                "name",
                [
                    set_type(text()),
                    drop_not_null(),
                    set_default("y"),
                    set_collation("C"),
                    set_comment("it's a name"),
                ],
            );
            op.alter_column(
                "users",
                "name",
                [drop_collation(), set_not_null(), drop_default(), drop_comment()],
            );
        },
        &expect![[r#"
            ALTER TABLE "users"
                ALTER COLUMN "name" DROP DEFAULT,
                ALTER COLUMN "name" TYPE text COLLATE "C",
                ALTER COLUMN "name" DROP NOT NULL,
                ALTER COLUMN "name" SET DEFAULT 'y';
            COMMENT ON COLUMN "users"."name" IS 'it''s a name';
            ALTER TABLE "users"
                ALTER COLUMN "name" DROP DEFAULT,
                ALTER COLUMN "name" TYPE text,
                ALTER COLUMN "name" SET NOT NULL;
            COMMENT ON COLUMN "users"."name" IS NULL;
        "#]],
    );
}

#[test]
fn a_change_of_length_carries_all_along() {
    assert_sql_over(
        users,
        |op| op.alter_column("users", "name", [set_type(varchar(30))]),
        &expect![[r#"
        ALTER TABLE "users" ALTER COLUMN "name" TYPE varchar(30);
    "#]],
    );
}

#[test]
fn what_reads_a_column_is_made_again_when_its_type_changes() {
    assert_sql_over(
        users,
        |op| op.alter_column("users", "age", [set_type(bigint())]),
        &expect![[r#"
            DROP INDEX "ix_users_adults";
            DROP INDEX "ix_users_double";
            ALTER TABLE "users" DROP CONSTRAINT "ck_users_age";
            ALTER TABLE "users" DROP CONSTRAINT "ck_users_double";
            ALTER TABLE "users" DROP COLUMN "double_age";
            ALTER TABLE "users"
                ALTER COLUMN "age" DROP DEFAULT,
                ALTER COLUMN "age" TYPE bigint,
                ALTER COLUMN "age" SET DEFAULT 7;
            ALTER TABLE "users" ADD COLUMN "double_age" integer GENERATED ALWAYS AS (age * 2) STORED;
            ALTER TABLE "users" ADD CONSTRAINT "ck_users_age" CHECK (age > 0);
            ALTER TABLE "users" ADD CONSTRAINT "ck_users_double" CHECK (double_age > 0);
            CREATE INDEX "ix_users_adults" ON "users" ("name") WHERE age > 17;
            CREATE INDEX "ix_users_double" ON "users" ("double_age");
        "#]],
    );
    assert_sql_over(
        users,
        |op| op.alter_column("users", "age", [set_type(boolean())]),
        &expect![[r#"
            DROP INDEX "ix_users_adults";
            DROP INDEX "ix_users_double";
            ALTER TABLE "users" DROP CONSTRAINT "ck_users_age";
            ALTER TABLE "users" DROP CONSTRAINT "ck_users_double";
            ALTER TABLE "users" DROP COLUMN "double_age";
            ALTER TABLE "users"
                ALTER COLUMN "age" DROP DEFAULT,
                ALTER COLUMN "age" TYPE boolean USING "age" <> 0,
                ALTER COLUMN "age" SET DEFAULT 7;
            ALTER TABLE "users" ADD COLUMN "double_age" integer GENERATED ALWAYS AS (age * 2) STORED;
            ALTER TABLE "users" ADD CONSTRAINT "ck_users_age" CHECK (age > 0);
            ALTER TABLE "users" ADD CONSTRAINT "ck_users_double" CHECK (double_age > 0);
            CREATE INDEX "ix_users_adults" ON "users" ("name") WHERE age > 17;
            CREATE INDEX "ix_users_double" ON "users" ("double_age");
        "#]],
    );
    assert_sql_over(
        users,
        |op| op.alter_column("users", "double_age", [set_type(bigint())]),
        &expect![[r#"
            ALTER TABLE "users" DROP CONSTRAINT "ck_users_double";
            ALTER TABLE "users" ALTER COLUMN "double_age" TYPE bigint;
            ALTER TABLE "users" ADD CONSTRAINT "ck_users_double" CHECK (double_age > 0);
        "#]],
    );
}

#[test]
fn casts_where_postgres_has_none_of_its_own() {
    assert_sql_over(
        |op| {
            op.create_enum("mood", ["happy", "sad"]);
            op.create_enum("feeling", ["happy"]);
            op.create_table(
                table("t")
                    .with(column("a", boolean()))
                    .with(column("b", tinyint()))
                    .with(column("c", text()))
                    .with(column("d", enumeration("mood")))
                    .with(column("e", array(enumeration("mood"))))
                    .with(column("f", blob()))
                    .with(column("g", double())),
            );
        },
        |op| {
            op.alter_column("t", "a", [set_type(bigint())]);
            op.alter_column("t", "a", [set_type(boolean())]);
            op.alter_column("t", "a", [set_type(text())]);
            op.alter_column("t", "b", [set_type(bigint())]);
            op.alter_column("t", "b", [set_type(tinyint())]);
            op.alter_column("t", "b", [set_type(varchar(4))]);
            op.alter_column("t", "b", [set_type(tinyint())]);
            op.alter_column("t", "b", [set_type(boolean())]);
            op.alter_column("t", "b", [set_type(tinyint())]);
            op.alter_column("t", "c", [set_type(uuid())]);
            op.alter_column("t", "c", [set_type(json())]);
            op.alter_column("t", "c", [set_type(text())]);
            op.alter_column("t", "c", [set_type(array(text()))]);
            op.alter_column("t", "c", [set_type(array(varchar(9)))]);
            op.alter_column("t", "c", [set_type(text())]);
            op.alter_column("t", "c", [set_type(blob())]);
            op.alter_column("t", "d", [set_type(enumeration("feeling"))]);
            op.alter_column("t", "d", [set_type(varchar(9))]);
            op.alter_column("t", "e", [set_type(array(enumeration("feeling")))]);
            op.alter_column("t", "f", [set_type(text())]);
            op.alter_column("t", "g", [set_type(json())]);
            op.alter_column("t", "g", [set_type_using(integer(), "length(c)")]);
            op.alter_column("t", "g", [set_type_using(integer(), "g + 1")]);
            op.alter_column("t", "g", [set_native("postgres", "oid"), set_native("mysql", "int")]);
            op.alter_column("t", "g", [drop_native("postgres")]);
            op.alter_column("t", "g", [drop_native("mysql")]);
        },
        &expect![[r#"
            ALTER TABLE "t" ALTER COLUMN "a" TYPE bigint USING "a"::integer::bigint;
            ALTER TABLE "t" ALTER COLUMN "a" TYPE boolean USING "a" <> 0;
            ALTER TABLE "t" ALTER COLUMN "a" TYPE text;
            ALTER TABLE "t" ALTER COLUMN "b" TYPE bigint USING "b"::integer::bigint;
            ALTER TABLE "t" ALTER COLUMN "b" TYPE "char" USING "b"::integer::"char";
            ALTER TABLE "t" ALTER COLUMN "b" TYPE varchar(4) USING "b"::integer;
            ALTER TABLE "t" ALTER COLUMN "b" TYPE "char" USING "b"::integer::"char";
            ALTER TABLE "t" ALTER COLUMN "b" TYPE boolean USING "b"::integer <> 0;
            ALTER TABLE "t" ALTER COLUMN "b" TYPE "char" USING "b"::integer::"char";
            ALTER TABLE "t" ALTER COLUMN "c" TYPE uuid USING "c"::uuid;
            ALTER TABLE "t" ALTER COLUMN "c" TYPE jsonb USING to_jsonb("c");
            ALTER TABLE "t" ALTER COLUMN "c" TYPE text;
            ALTER TABLE "t" ALTER COLUMN "c" TYPE text[] USING CASE WHEN "c" IS NOT NULL THEN ARRAY["c"]::text[] END;
            ALTER TABLE "t" ALTER COLUMN "c" TYPE varchar(9)[];
            ALTER TABLE "t" ALTER COLUMN "c" TYPE text;
            ALTER TABLE "t" ALTER COLUMN "c" TYPE bytea USING convert_to("c", 'UTF8');
            ALTER TABLE "t" ALTER COLUMN "d" TYPE "feeling" USING "d"::text::"feeling";
            ALTER TABLE "t" ALTER COLUMN "d" TYPE varchar(9);
            ALTER TABLE "t" ALTER COLUMN "e" TYPE "feeling"[] USING "e"::text[]::"feeling"[];
            ALTER TABLE "t" ALTER COLUMN "f" TYPE text USING convert_from("f", 'UTF8');
            ALTER TABLE "t" ALTER COLUMN "g" TYPE jsonb USING to_jsonb("g");
            ALTER TABLE "t" ALTER COLUMN "g" TYPE integer USING length(c);
            ALTER TABLE "t" ALTER COLUMN "g" TYPE integer USING g + 1;
            ALTER TABLE "t" ALTER COLUMN "g" TYPE oid USING "g"::oid;
            ALTER TABLE "t" ALTER COLUMN "g" TYPE integer USING "g"::integer;
        "#]],
    );
}

#[test]
fn identity_comes_changes_and_goes() {
    assert_sql_over(
        |op| op.create_table(table("app.users").with(column("id", integer()).default(1))),
        |op| {
            op.alter_column(
                "app.users",
                "id",
                [drop_default(), set_type(bigint()), set_identity(Identity::ByDefault)],
            );
            op.alter_column("app.users", "id", [set_identity(Identity::Always)]);
            op.alter_column("app.users", "id", [drop_identity(), set_type(text()), set_default("none")]);
        },
        &expect![[r#"
            ALTER TABLE "app"."users"
                ALTER COLUMN "id" DROP DEFAULT,
                ALTER COLUMN "id" TYPE bigint;
            ALTER TABLE "app"."users" ALTER COLUMN "id" ADD GENERATED BY DEFAULT AS IDENTITY;
            SELECT setval(pg_get_serial_sequence('"app"."users"', 'id'), COALESCE(MAX("id"), 0) + 1, false) FROM "app"."users";
            ALTER TABLE "app"."users" ALTER COLUMN "id" SET GENERATED ALWAYS;
            ALTER TABLE "app"."users" ALTER COLUMN "id" DROP IDENTITY;
            ALTER TABLE "app"."users"
                ALTER COLUMN "id" TYPE text,
                ALTER COLUMN "id" SET DEFAULT 'none';
        "#]],
    );
}

#[test]
fn a_computed_column_is_made_again_or_keeps_its_values() {
    assert_sql_over(
        |op| {
            users(op);
            op.create_table(
                table("posts")
                    .with(column("name", varchar(20)))
                    .with(foreign_key("fk_posts_name", ["name"]).references("users", ["name"])),
            );
        },
        |op| {
            op.alter_column("users", "double_age", [set_stored("age * 3"), set_comment("thrice")]);
            op.alter_column("users", "double_age", [drop_generated(), set_default(3), set_type(text())]);
            op.alter_column("users", "name", [drop_default(), set_stored("'n' || id")]);
        },
        &expect![[r#"
            DROP INDEX "ix_users_double";
            ALTER TABLE "users" DROP CONSTRAINT "ck_users_double";
            ALTER TABLE "users" DROP COLUMN "double_age";
            ALTER TABLE "users" ADD COLUMN "double_age" integer GENERATED ALWAYS AS (age * 3) STORED;
            COMMENT ON COLUMN "users"."double_age" IS 'thrice';
            ALTER TABLE "users" ADD CONSTRAINT "ck_users_double" CHECK (double_age > 0);
            CREATE INDEX "ix_users_double" ON "users" ("double_age");
            ALTER TABLE "users" DROP CONSTRAINT "ck_users_double";
            ALTER TABLE "users" ALTER COLUMN "double_age" DROP EXPRESSION;
            ALTER TABLE "users"
                ALTER COLUMN "double_age" TYPE text,
                ALTER COLUMN "double_age" SET DEFAULT 3;
            ALTER TABLE "users" ADD CONSTRAINT "ck_users_double" CHECK (double_age > 0);
            ALTER TABLE "posts" DROP CONSTRAINT "fk_posts_name";
            DROP INDEX "ix_users_adults";
            ALTER TABLE "users" DROP CONSTRAINT "uq_users_name";
            ALTER TABLE "users" DROP COLUMN "name";
            ALTER TABLE "users" ADD COLUMN "name" varchar(20) NOT NULL GENERATED ALWAYS AS ('n' || id) STORED;
            ALTER TABLE "users" ADD CONSTRAINT "uq_users_name" UNIQUE ("name");
            CREATE INDEX "ix_users_adults" ON "users" ("name") WHERE age > 17;
            ALTER TABLE "posts" ADD CONSTRAINT "fk_posts_name" FOREIGN KEY ("name") REFERENCES "users" ("name");
        "#]],
    );
}
