//! Each operation's statements.

use super::{check_plan, users, with_keyless, with_users};
use crate::revision::*;
use crate::schema::Column;

fn nothing(_op: &mut Operations) {}

#[test]
fn create_table() {
    check_plan(
        nothing,
        |op| {
            op.create_enum("status", ["suspended", "active", "it's"]);
            op.create_table(
                table("teams").with(column("code", char(3))).with(primary_key("pk_teams", ["code"])),
            );
            op.create_table(
                users()
                    .with(column("status", enumeration("status")).default("active"))
                    .with(column("team", char(3)).nullable().collate("NOCASE"))
                    .with(column("born", date()).default(sql("CURRENT_DATE")))
                    .with(column("token", uuid()).default("550e8400-e29b-41d4-a716-446655440000"))
                    .with(column("rate", double()).default(number("-1.5")))
                    .with(column("admin", boolean()).default(false))
                    .with(column("doubled", bigint()).stored("age * 2"))
                    .with(column("lowered", text()).computed("lower(email)").nullable())
                    .with(column("location", text()).native("sqlite", "POINT").comment("where"))
                    .with(unique("uq_users_email", ["email", "team"]))
                    .with(
                        foreign_key("fk_users_team", ["team"])
                            .references("teams", ["code"])
                            .on_delete(Action::SetNull)
                            .on_update(Action::Cascade)
                            .deferrable(Deferrable::InitiallyDeferred),
                    )
                    .with(check("ck_users_age", "age > 0"))
                    .comment("people")
                    .with_option("mysql", "engine", "InnoDB"),
            );
            op.create_table(
                table("a \"b\"")
                    .with(column("x", varchar(20)))
                    .with(column("y", timestamptz()))
                    .with(column("z", boolean()))
                    .with(primary_key("pk \"b\"", ["x", "y"]))
                    .with_option("sqlite", "strict", "")
                    .with_option("sqlite", "without_rowid", ""),
            );
        },
        &[
            "CREATE TABLE \"teams\" (\n    \"code\" CHAR(3) NOT NULL,\n    CONSTRAINT \"pk_teams\" PRIMARY KEY (\"code\")\n)",
            "CREATE TABLE \"users\" (\n    \
             \"id\" INTEGER NOT NULL CONSTRAINT \"pk_users\" PRIMARY KEY AUTOINCREMENT,\n    \
             \"email\" VARCHAR(255) NOT NULL,\n    \
             \"age\" INT4,\n    \
             \"status\" TEXT NOT NULL DEFAULT 'active' CHECK ((\"status\" IN ('active', 'it''s', 'suspended'))),\n    \
             \"team\" CHAR(3) COLLATE \"NOCASE\",\n    \
             \"born\" DATE NOT NULL DEFAULT (CURRENT_DATE),\n    \
             \"token\" BLOB NOT NULL DEFAULT X'550e8400e29b41d4a716446655440000',\n    \
             \"rate\" REAL NOT NULL DEFAULT -1.5,\n    \
             \"admin\" BOOLEAN NOT NULL DEFAULT FALSE,\n    \
             \"doubled\" INTEGER NOT NULL GENERATED ALWAYS AS (age * 2) STORED,\n    \
             \"lowered\" TEXT GENERATED ALWAYS AS (lower(email)) VIRTUAL,\n    \
             \"location\" POINT NOT NULL,\n    \
             CONSTRAINT \"uq_users_email\" UNIQUE (\"email\", \"team\"),\n    \
             CONSTRAINT \"fk_users_team\" FOREIGN KEY (\"team\") REFERENCES \"teams\" (\"code\") \
             ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,\n    \
             CONSTRAINT \"ck_users_age\" CHECK (age > 0)\n)",
            "CREATE TABLE \"a \"\"b\"\"\" (\n    \"x\" TEXT NOT NULL,\n    \"y\" TEXT NOT NULL,\n    \"z\" INTEGER NOT NULL,\n    \
             CONSTRAINT \"pk \"\"b\"\"\" PRIMARY KEY (\"x\", \"y\")\n) STRICT, WITHOUT ROWID",
        ],
    );
}

#[test]
fn types() {
    let types: [(ColumnType, &str, &str); 22] = [
        (boolean(), "BOOLEAN", "INTEGER"),
        (tinyint(), "TINYINT", "INTEGER"),
        (smallint(), "SMALLINT", "INTEGER"),
        (integer(), "INT4", "INTEGER"),
        (bigint(), "INTEGER", "INTEGER"),
        (tinyint_unsigned(), "TINYINT UNSIGNED", "INTEGER"),
        (smallint_unsigned(), "SMALLINT UNSIGNED", "INTEGER"),
        (integer_unsigned(), "INTEGER UNSIGNED", "INTEGER"),
        (real(), "FLOAT4", "REAL"),
        (double(), "REAL", "REAL"),
        (char(2), "CHAR(2)", "TEXT"),
        (varchar(9), "VARCHAR(9)", "TEXT"),
        (text(), "TEXT", "TEXT"),
        (json(), "TEXT", "TEXT"),
        (varbinary(16), "BLOB(16)", "BLOB"),
        (blob(), "BLOB", "BLOB"),
        (uuid(), "BLOB", "BLOB"),
        (date(), "DATE", "TEXT"),
        (time_of(3), "TIME", "TEXT"),
        (timestamp(), "DATETIME", "TEXT"),
        (timestamptz_of(6), "DATETIME", "TEXT"),
        (enumeration("status"), "TEXT", "TEXT"),
    ];
    for (ty, plain, strict) in types {
        let column = Column::new("c".into(), ty.clone());
        let declared = |strict| super::super::types::declared(&column, strict).expect("a type").into_owned();
        assert_eq!((declared(false).as_str(), declared(true).as_str()), (plain, strict), "{ty}");
    }
}

#[test]
fn tables_and_columns_natively() {
    check_plan(with_users, |op| op.drop_table("users"), &["DROP TABLE \"users\""]);
    check_plan(
        with_users,
        |op| op.rename_table("users", "people"),
        &["ALTER TABLE \"users\" RENAME TO \"people\""],
    );
    check_plan(
        with_users,
        |op| op.rename_table("users", "Users"),
        &[
            "ALTER TABLE \"users\" RENAME TO \"aludel_users\"",
            "ALTER TABLE \"aludel_users\" RENAME TO \"Users\"",
        ],
    );
    check_plan(
        with_users,
        |op| op.rename_column("users", "email", "mail"),
        &["ALTER TABLE \"users\" RENAME COLUMN \"email\" TO \"mail\""],
    );
    check_plan(
        with_users,
        |op| {
            op.create_enum("status", ["active"]);
            op.add_column("users", column("phone", varchar(20)).nullable());
            op.add_column("users", column("status", enumeration("status")).default("active"));
            op.add_column("users", column("lowered", text()).computed("lower(email)"));
            op.fill("users", "phone", "'none'");
            op.drop_column("users", "age");
        },
        &[
            "ALTER TABLE \"users\" ADD COLUMN \"phone\" VARCHAR(20)",
            "ALTER TABLE \"users\" ADD COLUMN \"status\" TEXT NOT NULL DEFAULT 'active' CHECK ((\"status\" IN ('active')))",
            "ALTER TABLE \"users\" ADD COLUMN \"lowered\" TEXT NOT NULL GENERATED ALWAYS AS (lower(email)) VIRTUAL",
            "UPDATE \"users\" SET \"phone\" = ('none') WHERE \"phone\" IS NULL",
            "ALTER TABLE \"users\" DROP COLUMN \"age\"",
        ],
    );
}

#[test]
fn indexes() {
    check_plan(
        with_users,
        |op| {
            op.create_index(
                index("ix_age").on("users", [key("age").desc().nulls_last(), key("email").nulls_first()]),
            );
            op.create_index(
                index("ix_mail").on("users", [expression("lower(email)")]).unique().filter("age > 3"),
            );
            op.rename_index("users", "ix_age", "ix \"age\"");
            op.drop_index("users", "ix_mail");
        },
        &[
            "CREATE INDEX \"ix_age\" ON \"users\" (\"age\" DESC, \"email\")",
            "CREATE UNIQUE INDEX \"ix_mail\" ON \"users\" ((lower(email))) WHERE age > 3",
            "DROP INDEX \"ix_age\"",
            "CREATE INDEX \"ix \"\"age\"\"\" ON \"users\" (\"age\" DESC, \"email\")",
            "DROP INDEX \"ix_mail\"",
        ],
    );
}

#[test]
fn what_sqlite_does_not_keep_takes_no_statement() {
    check_plan(
        with_keyless,
        |op| {
            op.alter_table("t", [set_table_comment("c"), set_table_option("mysql", "engine", "x")]);
            op.alter_column("t", "b", [set_comment("c"), set_native("postgres", "citext"), set_type(json())]);
            op.alter_enum("color", [reorder_values(["blue", "red", "green"])]);
            op.rename_enum("color", "colour");
            op.create_enum("unused", ["x"]);
            op.drop_enum("unused");
        },
        &[],
    );
    check_plan(
        |op| {
            op.create_table(
                table("t")
                    .with(column("id", integer()).identity())
                    .with(column("at", timestamp()))
                    .with(primary_key("pk_t", ["id"])),
            );
        },
        |op| {
            op.alter_column("t", "id", [set_type(bigint()), set_identity(Identity::Always)]);
            op.alter_column("t", "at", [set_type(timestamptz_of(3))]);
        },
        &[],
    );
}

#[test]
fn sql_of_one_s_own() {
    check_plan(
        with_users,
        |op| {
            op.execute("DELETE FROM users");
            op.execute(on("postgres", "SELECT 1").on("sqlite", "SELECT 2"));
            op.execute(on("mysql", "SELECT 3"));
        },
        &["DELETE FROM users", "SELECT 2"],
    );
}
