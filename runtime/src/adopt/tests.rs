//! What is written, as a whole; that it compiles and says the same is proven on real databases.

use expect_test::{Expect, expect};

use super::{Layout, Options, Times, models};
use crate::introspection::{Detail, Introspection, Object};
use crate::operation::Operation;
use crate::revision::*;
use crate::schema::{Place, Schema};

fn introspection(record: fn(&mut Operations)) -> Introspection {
    let mut schema = Schema::new();
    for operation in Operations::record(record) {
        Operation::apply(&operation, &mut schema).expect("the operation applies");
    }
    Introspection { schema, ..Introspection::default() }
}

fn written(introspection: &Introspection, options: Options) -> String {
    let models = models(introspection, options);
    let mut text = String::new();
    for file in &models.files {
        text += &format!("==== {}\n{}", file.name, file.source);
    }
    for detail in &models.unsaid {
        text += &format!("---- {}: {}\n", detail.place, detail.what);
    }
    for object in &models.objects {
        text += &format!("---- {} `{}`\n", object.kind, object.name);
    }
    text
}

fn check_models(record: fn(&mut Operations), expected: Expect) {
    let options = Options { layout: Layout::File, ..Options::default() };
    expected.assert_eq(&written(&introspection(record), options));
}

#[test]
fn conventional_names_are_left_out() {
    check_models(
        |op| {
            op.create_table(
                table("teams").with(column("id", bigint()).identity()).with(primary_key("pk_teams", ["id"])),
            );
            op.create_table(
                table("users")
                    .with(column("id", bigint()).identity())
                    .with(column("email", varchar(255)).comment("for the newsletter"))
                    .with(column("phone", varchar(20)).nullable())
                    .with(column("team_id", bigint()))
                    .with(column("type", text()).default("plain"))
                    .with(primary_key("pk_users", ["id"]))
                    .with(unique("uq_users_email", ["email"]))
                    .with(check("ck_users_email", "email LIKE '%@%'"))
                    .with(
                        foreign_key("fk_users_team_id", ["team_id"])
                            .references("teams", ["id"])
                            .on_delete(Action::Cascade),
                    )
                    .with(index("ix_users_phone").on("users", ["phone"])),
            );
        },
        expect![[r#"
            ==== mod.rs
            //! The models of a database that was there before them.

            #[derive(aludel::Table, sqlx::FromRow)]
            #[table(name = "teams")]
            pub struct Team {
                #[column(primary_key, identity)]
                pub id: i64,
            }

            #[derive(aludel::Table, sqlx::FromRow)]
            #[table(name = "users")]
            pub struct User {
                #[column(primary_key, identity)]
                pub id: i64,
                #[column(
                    length = 255,
                    unique,
                    check("email LIKE '%@%'"),
                    comment = "for the newsletter"
                )]
                pub email: String,
                #[column(length = 20, index)]
                pub phone: Option<String>,
                #[column(references(Team::id, on_delete = cascade))]
                pub team_id: i64,
                #[column(default = "plain")]
                pub r#type: String,
            }
        "#]],
    );
}

#[test]
fn other_names_are_given() {
    check_models(
        |op| {
            op.create_enum("mpaa_rating", ["G", "PG-13", "NC-17"]);
            op.create_table(
                table("film")
                    .with(column("filmId", integer()).identity_always())
                    .with(column("Title", varchar(255)).collate("C"))
                    .with(column("rating", enumeration("mpaa_rating")).nullable().default("G"))
                    .with(column("length in minutes", smallint()).default(-1))
                    .with(column("rate", decimal_of(4, 2)).default(number("4.99")))
                    .with(column("total", decimal()).stored("rate * 2").nullable())
                    .with(column("words", array(text())).default(sql("'{}'::text[]")))
                    .with(column("fulltext", text()).native("postgres", "tsvector"))
                    .with(column("updated", timestamptz_of(3)).default(sql("now()")))
                    .with(primary_key("film_pkey", ["filmId"]))
                    .with(unique("film_title_key", ["Title"]).deferrable(Deferrable::InitiallyDeferred))
                    .with(check("positive", "rate > 0 AND \"Title\" <> ''"))
                    .with(index("film_fulltext_idx").on("film", ["fulltext"]).using("gist"))
                    .with(
                        index("film_title_lower_idx")
                            .on("film", [expression("lower(\"Title\")"), key("rating").desc().nulls_last()])
                            .unique()
                            .filter("rate > 0"),
                    )
                    .comment("what is rented")
                    .with_option("postgres", "fillfactor", "70"),
            );
        },
        expect![[r##"
            ==== mod.rs
            //! The models of a database that was there before them.
            //!
            //! Features of aludel and sqlx: `bigdecimal`, `chrono`, `rust_decimal`.

            #[derive(Clone, Copy, Debug, PartialEq, Eq, aludel::Enum, sqlx::Type)]
            #[sqlx(type_name = "mpaa_rating")]
            pub enum MpaaRating {
                G,
                #[sqlx(rename = "PG-13")]
                Pg13,
                #[sqlx(rename = "NC-17")]
                Nc17,
            }

            #[derive(aludel::Table, sqlx::FromRow)]
            #[table(
                comment = "what is rented",
                primary_key(name = "film_pkey"),
                check(name = "positive", r#"rate > 0 AND "Title" <> ''"#),
                index(
                    columns(expression(r#"lower("Title")"#), rating desc nulls last),
                    name = "film_title_lower_idx",
                    unique,
                    where = "rate > 0"
                ),
                postgres(fillfactor = 70)
            )]
            pub struct Film {
                #[sqlx(rename = "filmId")]
                #[column(primary_key, identity = always)]
                pub film_id: i32,
                #[sqlx(rename = "Title")]
                #[column(
                    length = 255,
                    collation = "C",
                    unique(name = "film_title_key", deferrable = initially_deferred)
                )]
                pub title: String,
                #[column(default = "G")]
                pub rating: Option<MpaaRating>,
                #[sqlx(rename = "length in minutes")]
                #[column(default = -1)]
                pub length_in_minutes: i16,
                #[column(precision = 4, scale = 2, default = 4.99)]
                pub rate: rust_decimal::Decimal,
                #[column(generated = stored("rate * 2"))]
                pub total: Option<bigdecimal::BigDecimal>,
                #[column(default = sql("'{}'::text[]"))]
                pub words: Vec<String>,
                // In the database only: a tsvector, which sqlx may not read as String; then give the field a type of yours
                #[column(
                    type = postgres("tsvector"),
                    index(name = "film_fulltext_idx", method = "gist")
                )]
                pub fulltext: String,
                #[column(precision = 3, default = sql("now()"))]
                pub updated: chrono::DateTime<chrono::Utc>,
            }
            ---- column `film.fulltext`: a tsvector, which sqlx may not read as String; then give the field a type of yours
        "##]],
    );
}

#[test]
fn keys_of_several_columns_and_circles() {
    check_models(
        |op| {
            op.create_table(
                table("app.order_lines")
                    .with(column("number", integer()))
                    .with(column("order_id", bigint()))
                    .with(column("before_order", bigint()).nullable())
                    .with(column("before_number", integer()).nullable())
                    .with(primary_key("pk_order_lines", ["order_id", "number"]))
                    .with(
                        foreign_key("before", ["before_order", "before_number"])
                            .references("app.order_lines", ["order_id", "number"])
                            .on_delete(Action::SetNull)
                            .deferrable(Deferrable::InitiallyImmediate),
                    ),
            );
            op.create_table(
                table("orders")
                    .with(column("id", bigint()).identity())
                    .with(column("options", bigint()).nullable())
                    .with(column("createdAt", timestamp()))
                    .with(column("created_at", timestamp()))
                    .with(primary_key("pk_orders", ["id"])),
            );
            op.create_table(
                table("options")
                    .with(column("id", bigint()).identity())
                    .with(column("order_id", bigint()))
                    .with(primary_key("pk_options", ["id"]))
                    .with(foreign_key("fk_options_order_id", ["order_id"]).references("orders", ["id"]))
                    .with(foreign_key("second", ["order_id"]).references("orders", ["id"])),
            );
            op.add_constraint(
                "orders",
                foreign_key("fk_orders_options", ["options"]).references("options", ["id"]),
            );
        },
        expect![[r#"
            ==== mod.rs
            //! The models of a database that was there before them.
            //!
            //! Features of aludel and sqlx: `chrono`.

            #[derive(aludel::Table, sqlx::FromRow)]
            #[table(foreign_key(columns(order_id), references(Order::id), name = "second"))]
            pub struct Options {
                #[column(primary_key, identity)]
                pub id: i64,
                #[column(references(Order::id))]
                pub order_id: i64,
            }

            #[derive(aludel::Table, sqlx::FromRow)]
            #[table(name = "orders")]
            pub struct Order {
                #[column(primary_key, identity)]
                pub id: i64,
                #[column(references(Options::id))]
                pub options: Option<i64>,
                #[sqlx(rename = "createdAt")]
                pub created_at_2: chrono::NaiveDateTime,
                pub created_at: chrono::NaiveDateTime,
            }

            #[derive(aludel::Table, sqlx::FromRow)]
            #[table(
                name = "order_lines",
                schema = "app",
                primary_key(columns(order_id, number)),
                foreign_key(
                    columns(before_order, before_number),
                    references(OrderLine::order_id, OrderLine::number),
                    name = "before",
                    on_delete = set_null,
                    deferrable
                )
            )]
            pub struct OrderLine {
                pub number: i32,
                pub order_id: i64,
                pub before_order: Option<i64>,
                pub before_number: Option<i32>,
            }
        "#]],
    );
}

#[test]
fn what_models_cannot_say_is_said_beside_them() {
    let mut introspection = introspection(|op| {
        op.create_enum("unused", ["a"]);
        op.create_table(table("nothing"));
    });
    introspection.schema.insert_table(
        table("payments")
            .with(column("id", integer()))
            .with(column("net", cidr()).nullable())
            .with(column("user_id", bigint()).default("a\\b"))
            .with(foreign_key("payments_user", ["user_id"]).references("users", ["id"])),
    );
    let payments = Place::Table { table: "payments".into() };
    let detail = |place, what: &'static str| Detail { place, what: what.into() };
    introspection.details = [
        detail(payments, "PARTITION BY RANGE (paid_at)"),
        detail(Place::Column { table: "payments".into(), column: "id".into() }, "STORAGE plain"),
        detail(Place::Index { table: "payments".into(), index: "i".into() }, "WITH (fillfactor = 70)"),
    ]
    .into();
    let object = |kind: &'static str, name: &str, table: Option<&str>| Object {
        kind: kind.into(),
        name: name.into(),
        table: table.map(Into::into),
    };
    introspection.objects =
        [object("trigger", "paid", Some("payments")), object("view", "sums", None)].into();
    expect![[r#"
        ==== mod.rs
        //! The models of a database that was there before them.
        //!
        //! Features of aludel and sqlx: `ipnetwork`.

        mod payment;

        pub use payment::Payment;
        ==== payment.rs
        // In the database only: PARTITION BY RANGE (paid_at)
        // In the database only: trigger `paid`
        // In the database only: index `i`: WITH (fillfactor = 70)
        // In the database only: constraint `payments_user`: it references `users`, which is no model
        #[derive(aludel::Table, sqlx::FromRow)]
        #[table(name = "payments")]
        pub struct Payment {
            // In the database only: STORAGE plain
            pub id: i32,
            #[column(type = postgres("cidr"))]
            pub net: Option<ipnetwork::IpNetwork>,
            // In the database only: default "a\\b"
            pub user_id: i64,
        }
        ---- table `nothing`: the table: a model needs a column, and names of 1 to 63 bytes
        ---- table `payments`: PARTITION BY RANGE (paid_at)
        ---- table `payments`: trigger `paid`
        ---- column `payments.id`: STORAGE plain
        ---- column `payments.user_id`: default "a\\b"
        ---- index `i` of table `payments`: WITH (fillfactor = 70)
        ---- constraint `payments_user` of table `payments`: it references `users`, which is no model
        ---- enum `unused`: the enum: no model uses it
        ---- view `sums`
    "#]]
    .assert_eq(&written(&introspection, Options { times: Times::Time, ..Options::default() }));
}
