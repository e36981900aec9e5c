//! What PostgreSQL cannot tell apart.

use super::schema;
use crate::database::postgres::Postgres;
use crate::dialect::Dialect;
use crate::revision::*;

#[test]
fn what_postgres_does_not_keep_is_left_out() {
    let said = schema(|op| {
        op.create_table(
            table("users")
                .with(column("id", bigint()).nullable().comment(""))
                .with(column("name", text()).native("mysql", "longtext").native("postgres", "citext"))
                .with(primary_key("pk_users", ["id"]))
                .comment("")
                .with_option("mysql", "engine", "InnoDB")
                .with_option("postgres", "fillfactor", "70"),
        );
        op.create_index(
            index("ix")
                .on("users", [key("id").nulls_last(), key("name").desc().nulls_first()])
                .using("BTREE")
                .nulls_not_distinct(),
        );
    });
    let kept = schema(|op| {
        op.create_table(
            table("users")
                .with(column("id", bigint()))
                .with(column("name", text()).native("postgres", "citext"))
                .with(primary_key("pk_users", ["id"]))
                .with_option("postgres", "fillfactor", "70"),
        );
        op.create_index(index("ix").on("users", [key("id"), key("name").desc()]));
    });
    assert_eq!(Postgres.normalize(&said), kept);
    assert_eq!(Postgres.normalize(&kept), kept);
}

#[test]
fn where_nulls_go_against_the_order_is_kept() {
    let said = schema(|op| {
        op.create_table(table("users").with(column("id", bigint())));
        op.create_index(index("ix").on("users", [key("id").nulls_first()]).unique().nulls_not_distinct());
    });
    assert_eq!(Postgres.normalize(&said), said);
}
