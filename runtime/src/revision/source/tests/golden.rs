//! everything, "quoted"
//! and on two lines
use aludel::revision::*;

pub const REVISION: Revision = Revision {
    id: "a1b2c3d4e5f6",
    revises: &["0819a425f7fd"],
    depends_on: &[],
    branch_labels: &["accounts"],
    created: "2026-11-20 21:18:00 UTC",
};

pub fn upgrade(op: &mut Operations) {
    op.create_enum("user_status", ["active", "suspended"]);
    op.create_enum("app.mood", [] as [&str; 0]);
    op.create_table(
        table("app.users")
            .with(column("c00", boolean()))
            .with(column("c01", tinyint()))
            .with(column("c02", smallint()))
            .with(column("c03", integer()))
            .with(column("c04", bigint()))
            .with(column("c05", tinyint_unsigned()))
            .with(column("c06", smallint_unsigned()))
            .with(column("c07", integer_unsigned()))
            .with(column("c08", bigint_unsigned()))
            .with(column("c09", real()))
            .with(column("c10", double()))
            .with(column("c11", decimal()))
            .with(column("c12", decimal_of(10, 2)))
            .with(column("c13", char(2)))
            .with(column("c14", varchar(20)))
            .with(column("c15", text()))
            .with(column("c16", varbinary(16)))
            .with(column("c17", blob()))
            .with(column("c18", date()))
            .with(column("c19", time()))
            .with(column("c20", time_of(3)))
            .with(column("c21", timestamp()))
            .with(column("c22", timestamp_of(0)))
            .with(column("c23", timestamptz()))
            .with(column("c24", timestamptz_of(6)))
            .with(column("c25", interval()))
            .with(column("c26", uuid()))
            .with(column("c27", json()))
            .with(column("c28", inet()))
            .with(column("c29", cidr()))
            .with(column("c30", macaddr()))
            .with(column("c31", enumeration("user_status")))
            .with(column("c32", array(array(varchar(5)))))
            .with(column("c33", array(enumeration("app.mood"))))
            .with(column("d00", text()).nullable().default(true))
            .with(column("d01", text()).nullable().default(-7))
            .with(column("d02", text()).nullable().default(3000000000_i64))
            .with(
                column("d03", text())
                    .nullable()
                    .default(18446744073709551615_i128),
            )
            .with(column("d04", text()).nullable().default(number("1.50")))
            .with(column("d05", text()).nullable().default("active"))
            .with(column("d06", text()).nullable().default(r#"{"a": "\n"}"#))
            .with(column("d07", text()).nullable().default(r##"a "# mark"##))
            .with(
                column("d08", text())
                    .nullable()
                    .default("two\nlines\r\tand 'quotes' é \u{200b}"),
            )
            .with(column("d09", text()).nullable().default(""))
            .with(
                column("d10", text())
                    .nullable()
                    .default(sql("now() + interval '1 day'")),
            )
            .with(column("id", bigint()).identity())
            .with(column("number", bigint()).identity_always())
            .with(column("twice", bigint()).stored("c03 * 2"))
            .with(column("twice again", bigint()).computed("c03 * 2"))
            .with(
                column("Name", bigint())
                    .collate("de-x-icu")
                    .comment(r#"what "it" is"#),
            )
            .with(
                column("place", bigint())
                    .native("mysql", "geometry")
                    .native("postgres", "tsvector"),
            )
            .with(primary_key("pk_users", ["id", "number"]))
            .with(unique("uq_users_id", ["id"]))
            .with(unique("uq_users_late", ["id"]).deferrable(Deferrable::InitiallyDeferred))
            .with(
                unique("uq_users_number", ["number", "id"])
                    .nulls_not_distinct()
                    .deferrable(Deferrable::InitiallyImmediate),
            )
            .with(
                foreign_key("fk_a", ["id"])
                    .references("teams", ["id"])
                    .on_delete(Action::Cascade)
                    .on_update(Action::Restrict),
            )
            .with(
                foreign_key("fk_b", ["id"])
                    .references("teams", ["id"])
                    .match_full()
                    .on_delete(Action::SetNull)
                    .on_update(Action::SetDefault)
                    .deferrable(Deferrable::InitiallyDeferred),
            )
            .with(foreign_key("fk_users_id", ["id"]).references("teams", ["id"]))
            .with(check("ck_users_id", r#"id > 0 AND "Name" <> 'x'"#))
            .with(index("ix_users_id").on("app.users", ["id"]))
            .comment("people")
            .with_option("mysql", "engine", "InnoDB")
            .with_option("sqlite", "strict", ""),
    );
    op.create_table(table(name("odd.name")));
    op.rename_table(name("odd.name"), name_in("a.b", "odd name"));
    op.add_column(name_in("a.b", "odd name"), column("Odd column", date()));
    op.alter_table(
        "app.users",
        [
            set_table_comment("everyone"),
            drop_table_comment(),
            set_table_option("mysql", "charset", "utf8mb4"),
            drop_table_option("mysql", "engine"),
        ],
    );
    op.alter_table("app.users", []);
    op.fill("app.users", "c15", "'unknown'");
    // loses data: values of `app.users.c15` that do not fit integer are cut or refused
    op.alter_column(
        "app.users",
        "c15",
        [
            set_type(text()),
            set_type_using(integer(), "c15::integer"),
            drop_not_null(),
            set_not_null(),
            set_default(1),
            drop_default(),
            set_identity(Identity::ByDefault),
            set_identity(Identity::Always),
            drop_identity(),
            set_stored("c03 * 3"),
            set_computed("c03 * 3"),
            drop_generated(),
            set_collation("C"),
            drop_collation(),
            set_comment("text"),
            drop_comment(),
            set_native("mysql", "geometry"),
            drop_native("mysql"),
        ],
    );
    op.alter_column("app.users", "c14", [drop_not_null()]);
    op.rename_column("teams", "title", "name");
    op.rename_column("teams", "name", "title");
    op.add_constraint("teams", check("ck_teams_title", "length(title) > 1"));
    op.rename_constraint(
        "teams",
        ConstraintKind::Check,
        "ck_teams_title",
        "ck_teams_title_is_long_enough",
    );
    op.rename_enum("user_status", "status");
    // loses data: rows with 'new' get 'active'
    op.alter_enum(
        "status",
        [
            add_value("banned"),
            add_value_before("new", "active"),
            rename_value("suspended", "paused"),
            replace_value("new", "active"),
            drop_value("banned"),
            reorder_values(["paused", "active"]),
        ],
    );
    op.rename_index("app.users", "ix_users_id", "ix_users");
    op.create_index(index("ix_plain").on("app.users", ["id", "number"]));
    op.create_index(
        index("ix_unique")
            .on("app.users", ["number"])
            .unique()
            .nulls_not_distinct(),
    );
    op.create_index(
        index("ix_keys")
            .on(
                "app.users",
                [
                    key("id").desc().nulls_first(),
                    key("number").nulls_last(),
                    key("c15").prefix(10).operator_class("text_pattern_ops"),
                    expression("lower(c14)"),
                ],
            )
            .using("gist")
            .include(["c01", "c02"])
            .filter("id > 10"),
    );
    op.create_index(index("ix_lower").on("app.users", [expression("lower(c15)")]));
    op.drop_constraint("app.users", ConstraintKind::ForeignKey, "fk_a");
    op.drop_constraint("app.users", ConstraintKind::PrimaryKey, "pk_users");
    op.drop_constraint("app.users", ConstraintKind::Unique, "uq_users_number");
    op.drop_constraint("app.users", ConstraintKind::Check, "ck_users_id");
    op.execute(r"UPDATE teams SET motto = 'a\b'");
    op.execute(
        on("postgres", r#"DELETE FROM users WHERE "Name" = ''"#)
            .on("mysql", "DELETE FROM users WHERE name = ''"),
    )
    .outside_transaction()
    .elidable();
    op.execute("ALTER TABLE teams DROP COLUMN motto")
        .effect(|op| {
            op.drop_column("teams", "motto");
        });
    op.execute(on_none());
    op.drop_index("app.users", "ix_users");
    // loses data: all values of `app.users.c00` are lost
    op.drop_column("app.users", "c00");
    // loses data: all rows of `app.users` are lost
    op.drop_table("app.users");
    // loses data: all rows of `"a.b"."odd name"` are lost
    op.drop_table(name_in("a.b", "odd name"));
    op.drop_enum("app.mood");
}

pub fn downgrade(op: &mut Operations) {
    op.create_enum("app.mood", [] as [&str; 0]);
    op.create_table(table(name_in("a.b", "odd name")).with(column("Odd column", date())));
    op.create_table(
        table("app.users")
            .with(column("c01", tinyint()))
            .with(column("c02", smallint()))
            .with(column("c03", integer()))
            .with(column("c04", bigint()))
            .with(column("c05", tinyint_unsigned()))
            .with(column("c06", smallint_unsigned()))
            .with(column("c07", integer_unsigned()))
            .with(column("c08", bigint_unsigned()))
            .with(column("c09", real()))
            .with(column("c10", double()))
            .with(column("c11", decimal()))
            .with(column("c12", decimal_of(10, 2)))
            .with(column("c13", char(2)))
            .with(column("c14", varchar(20)).nullable())
            .with(column("c15", integer()))
            .with(column("c16", varbinary(16)))
            .with(column("c17", blob()))
            .with(column("c18", date()))
            .with(column("c19", time()))
            .with(column("c20", time_of(3)))
            .with(column("c21", timestamp()))
            .with(column("c22", timestamp_of(0)))
            .with(column("c23", timestamptz()))
            .with(column("c24", timestamptz_of(6)))
            .with(column("c25", interval()))
            .with(column("c26", uuid()))
            .with(column("c27", json()))
            .with(column("c28", inet()))
            .with(column("c29", cidr()))
            .with(column("c30", macaddr()))
            .with(column("c31", enumeration("status")))
            .with(column("c32", array(array(varchar(5)))))
            .with(column("c33", array(enumeration("app.mood"))))
            .with(column("d00", text()).nullable().default(true))
            .with(column("d01", text()).nullable().default(-7))
            .with(column("d02", text()).nullable().default(3000000000_i64))
            .with(
                column("d03", text())
                    .nullable()
                    .default(18446744073709551615_i128),
            )
            .with(column("d04", text()).nullable().default(number("1.50")))
            .with(column("d05", text()).nullable().default("active"))
            .with(column("d06", text()).nullable().default(r#"{"a": "\n"}"#))
            .with(column("d07", text()).nullable().default(r##"a "# mark"##))
            .with(
                column("d08", text())
                    .nullable()
                    .default("two\nlines\r\tand 'quotes' é \u{200b}"),
            )
            .with(column("d09", text()).nullable().default(""))
            .with(
                column("d10", text())
                    .nullable()
                    .default(sql("now() + interval '1 day'")),
            )
            .with(column("id", bigint()).identity())
            .with(column("number", bigint()).identity_always())
            .with(column("twice", bigint()).stored("c03 * 2"))
            .with(column("twice again", bigint()).computed("c03 * 2"))
            .with(
                column("Name", bigint())
                    .collate("de-x-icu")
                    .comment(r#"what "it" is"#),
            )
            .with(
                column("place", bigint())
                    .native("mysql", "geometry")
                    .native("postgres", "tsvector"),
            )
            .with(unique("uq_users_id", ["id"]))
            .with(unique("uq_users_late", ["id"]).deferrable(Deferrable::InitiallyDeferred))
            .with(
                foreign_key("fk_b", ["id"])
                    .references("teams", ["id"])
                    .match_full()
                    .on_delete(Action::SetNull)
                    .on_update(Action::SetDefault)
                    .deferrable(Deferrable::InitiallyDeferred),
            )
            .with(foreign_key("fk_users_id", ["id"]).references("teams", ["id"]))
            .with_option("mysql", "charset", "utf8mb4")
            .with_option("sqlite", "strict", ""),
    );
    op.create_index(
        index("ix_keys")
            .on(
                "app.users",
                [
                    key("id").desc().nulls_first(),
                    key("number").nulls_last(),
                    key("c15").prefix(10).operator_class("text_pattern_ops"),
                    expression("lower(c14)"),
                ],
            )
            .using("gist")
            .include(["c01", "c02"])
            .filter("id > 10"),
    );
    op.create_index(index("ix_lower").on("app.users", [expression("lower(c15)")]));
    op.create_index(index("ix_plain").on("app.users", ["id", "number"]));
    op.create_index(
        index("ix_unique")
            .on("app.users", ["number"])
            .unique()
            .nulls_not_distinct(),
    );
    op.add_column("app.users", column("c00", boolean()).nullable());
    op.fill("app.users", "c00", "FALSE");
    op.alter_column("app.users", "c00", [set_not_null()]);
    op.create_index(index("ix_users").on("app.users", ["id"]));
    op.add_column("teams", column("motto", text()).nullable());
    op.fill("teams", "motto", "''");
    op.alter_column("teams", "motto", [set_not_null()]);
    op.add_constraint(
        "app.users",
        check("ck_users_id", r#"id > 0 AND "Name" <> 'x'"#),
    );
    op.add_constraint(
        "app.users",
        unique("uq_users_number", ["number", "id"])
            .nulls_not_distinct()
            .deferrable(Deferrable::InitiallyImmediate),
    );
    op.add_constraint("app.users", primary_key("pk_users", ["id", "number"]));
    op.add_constraint(
        "app.users",
        foreign_key("fk_a", ["id"])
            .references("teams", ["id"])
            .on_delete(Action::Cascade)
            .on_update(Action::Restrict),
    );
    op.drop_index("app.users", "ix_lower");
    op.drop_index("app.users", "ix_keys");
    op.drop_index("app.users", "ix_unique");
    op.drop_index("app.users", "ix_plain");
    op.rename_index("app.users", "ix_users", "ix_users_id");
    op.alter_enum(
        "status",
        [
            reorder_values(["active", "paused"]),
            add_value("banned"),
            add_value_before("new", "active"),
            rename_value("paused", "suspended"),
            drop_value("new"),
            drop_value("banned"),
        ],
    );
    op.rename_enum("status", "user_status");
    op.rename_constraint(
        "teams",
        ConstraintKind::Check,
        "ck_teams_title_is_long_enough",
        "ck_teams_title",
    );
    op.drop_constraint("teams", ConstraintKind::Check, "ck_teams_title");
    op.rename_column("teams", "title", "name");
    op.rename_column("teams", "name", "title");
    op.fill("app.users", "c14", "''");
    op.alter_column("app.users", "c14", [set_not_null()]);
    op.alter_column(
        "app.users",
        "c15",
        [
            set_type(text()),
            set_type(text()),
            drop_default(),
            drop_default(),
            drop_identity(),
            drop_identity(),
            drop_identity(),
            drop_generated(),
            drop_generated(),
            drop_generated(),
            drop_collation(),
            drop_collation(),
            drop_comment(),
            drop_comment(),
            drop_native("mysql"),
            drop_native("mysql"),
        ],
    );
    op.fill("app.users", "c15", "''");
    op.alter_column("app.users", "c15", [set_not_null(), set_not_null()]);
    op.alter_table("app.users", []);
    op.alter_table(
        "app.users",
        [
            set_table_comment("people"),
            set_table_comment("people"),
            drop_table_option("mysql", "charset"),
            set_table_option("mysql", "engine", "InnoDB"),
        ],
    );
    // loses data: all values of `"a.b"."odd name".Odd column` are lost
    op.drop_column(name_in("a.b", "odd name"), "Odd column");
    op.rename_table(name_in("a.b", "odd name"), name("odd.name"));
    // loses data: all rows of `"odd.name"` are lost
    op.drop_table(name("odd.name"));
    // loses data: all rows of `app.users` are lost
    op.drop_table("app.users");
    op.drop_enum("app.mood");
    op.drop_enum("user_status");
}
