//! Tables, their comments and options.

use super::*;

#[test]
fn created() {
    case("tables/created").after(|op| op.create_table(things())).check();
}

#[test]
fn dropped() {
    case("tables/dropped")
        .before(|op| op.create_table(things()))
        .rows("INSERT INTO things (id) VALUES (1)")
        .check();
}

#[test]
fn without_a_key() {
    case("tables/without_a_key")
        .after(|op| op.create_table(table("things").with(column("x", integer()).nullable())))
        .check();
}

#[test]
fn with_everything() {
    case("tables/with_everything")
        .after(|op| {
            op.create_enum("status", ["active", "suspended"]);
            op.create_table(
                table("teams").with(column("id", bigint()).identity()).with(primary_key("pk_teams", ["id"])),
            );
            op.create_table(
                table("users")
                    .with(column("id", bigint()).identity())
                    .with(column("email", varchar(255)).comment("where to write"))
                    .with(column("status", enumeration("status")).default("active"))
                    .with(column("team_id", bigint()).nullable())
                    .with(column("age", integer()).default(0))
                    .with(column("next_age", integer()).nullable().stored("age + 1"))
                    .with(column("created_at", timestamp()).default(sql("CURRENT_TIMESTAMP")))
                    .with(primary_key("pk_users", ["id"]))
                    .with(unique("uq_users_email", ["email"]))
                    .with(check("ck_users_email", "email LIKE '%@%'"))
                    .with(check("ck_users_age", "age >= 0"))
                    .with(
                        foreign_key("fk_users_team_id", ["team_id"])
                            .references("teams", ["id"])
                            .on_delete(Action::SetNull),
                    )
                    .comment("who uses it"),
            );
            op.create_index(index("ix_users_age").on("users", [key("age").desc(), key("email")]));
        })
        .check();
}

#[test]
fn comment_added() {
    becomes("tables/comment_added", things(), things().comment("what it's for")).check();
}

#[test]
fn comment_changed() {
    becomes("tables/comment_changed", things().comment("before"), things().comment("after")).check();
}

#[test]
fn comment_dropped() {
    becomes("tables/comment_dropped", things().comment("before"), things()).check();
}

#[test]
fn comment_of_several_lines() {
    becomes("tables/comment_of_several_lines", things(), things().comment("one\n\"two\" \\n 'three'"))
        .check();
}

#[test]
fn mysql_engine_and_charset() {
    case("tables/mysql_engine_and_charset")
        .after(|op| {
            op.create_table(
                things()
                    .with(column("x", varchar(20)))
                    .with_option("mysql", "engine", "Aria")
                    .with_option("mysql", "charset", "latin1")
                    .with_option("mysql", "collate", "latin1_swedish_ci"),
            );
        })
        .only_on(Server::Mysql)
        .check();
}

#[test]
fn mysql_engine_changed() {
    becomes("tables/mysql_engine_changed", things(), things().with_option("mysql", "engine", "MyISAM"))
        .rows("INSERT INTO things (id) VALUES (1)")
        .finds("SELECT id FROM things", &["1"])
        .check();
}

#[test]
fn mysql_charset_changed() {
    let table = |charset, collation| {
        things()
            .with(column("x", varchar(20)))
            .with_option("mysql", "charset", charset)
            .with_option("mysql", "collate", collation)
    };
    becomes(
        "tables/mysql_charset_changed",
        table("latin1", "latin1_swedish_ci"),
        table("utf8mb4", "utf8mb4_unicode_ci"),
    )
    .only_on(Server::Mysql)
    .rows("INSERT INTO things (id, x) VALUES (1, 'ø')")
    .finds("SELECT x FROM things", &["ø"])
    .check();
}

#[test]
fn sqlite_strict() {
    let table = || things().with(column("x", integer()));
    becomes("tables/sqlite_strict", table(), table().with_option("sqlite", "strict", ""))
        .rows("INSERT INTO things (id, x) VALUES (1, 7)")
        .finds("SELECT x FROM things", &["7"])
        .check();
}

#[test]
fn sqlite_without_rowid() {
    becomes("tables/sqlite_without_rowid", things(), things().with_option("sqlite", "without_rowid", ""))
        .rows("INSERT INTO things (id) VALUES (1)")
        .finds("SELECT id FROM things", &["1"])
        .check();
}

#[test]
fn postgres_fillfactor() {
    becomes("tables/postgres_fillfactor", things(), things().with_option("postgres", "fillfactor", "70"))
        .check();
}

#[test]
fn postgres_fillfactor_changed() {
    becomes(
        "tables/postgres_fillfactor_changed",
        things().with_option("postgres", "fillfactor", "70"),
        things().with_option("postgres", "fillfactor", "80"),
    )
    .check();
}

/// A table, and an enum that it uses, in a schema of their own.
fn in_schema(op: &mut Operations, extra: impl IntoIterator<Item = Column>) {
    op.create_enum("sales.status", ["a", "b"]);
    let mut orders = table("sales.orders")
        .with(column("id", bigint()).identity())
        .with(column("status", enumeration("sales.status")).default("a"))
        .with(primary_key("pk_orders", ["id"]))
        .with(unique("uq_orders_status", ["status", "id"]));
    for column in extra {
        orders = orders.with(column);
    }
    op.create_table(orders);
    op.create_index(index("ix_orders_status").on("sales.orders", ["status"]));
    op.create_table(
        table("sales.lines")
            .with(column("id", bigint()))
            .with(column("order_id", bigint()))
            .with(primary_key("pk_lines", ["id"]))
            .with(foreign_key("fk_lines_order_id", ["order_id"]).references("sales.orders", ["id"])),
    );
}

#[test]
fn in_a_schema() {
    case("tables/in_a_schema")
        // MySQL's schemas are databases, which a case has one of.
        .except(Server::Mysql)
        .setup(on("postgres", "CREATE SCHEMA sales"))
        .after(|op| in_schema(op, []))
        .check();
}

#[test]
fn in_a_schema_changes() {
    case("tables/in_a_schema_changes")
        // MySQL's schemas are databases, which a case has one of.
        .except(Server::Mysql)
        .setup(on("postgres", "CREATE SCHEMA sales"))
        .before(|op| in_schema(op, []))
        .after(|op| in_schema(op, [column("note", text()).nullable().comment("said by the buyer")]))
        .check();
}

#[test]
fn one_name_in_two_schemas() {
    case("tables/one_name_in_two_schemas")
        // MySQL's schemas are databases, which a case has one of.
        .except(Server::Mysql)
        .setup(on("postgres", "CREATE SCHEMA sales; CREATE SCHEMA stock"))
        .before(|op| {
            for name in ["sales.things", "stock.things"] {
                op.create_table(
                    table(name).with(column("id", bigint())).with(primary_key("pk_things", ["id"])),
                );
                op.create_index(index("ix_things").on(name, [key("id").desc()]));
            }
        })
        .after(|op| {
            for name in ["sales.things", "stock.things"] {
                op.create_table(
                    table(name).with(column("id", bigint())).with(primary_key("pk_things", ["id"])),
                );
            }
            op.create_index(index("ix_things").on("sales.things", [key("id").desc()]));
        })
        .check();
}

#[test]
fn several_dropped_and_created() {
    let table = |name: &'static str, column: &'static str, ty| {
        table(name)
            .with(super::column("id", bigint()))
            .with(super::column(column, ty))
            .with(primary_key(format!("pk_{name}"), ["id"]))
    };
    case("tables/several_dropped_and_created")
        .before(|op| {
            op.create_table(table("a", "x", integer()));
            op.create_table(table("b", "y", date()));
        })
        .after(|op| {
            op.create_table(table("c", "z", blob()));
            op.create_table(table("d", "w", boolean()));
        })
        .check();
}
