//! PostgreSQL read back.

use std::collections::BTreeSet;

use aludel::introspection::{Introspection, Scope};
use aludel::revision::*;
use aludel::schema::{ColumnType, DefaultValue, Literal, Schema, Table, Text};
use aludel_tests::case::schema;
use aludel_tests::reading::{create, differences, real_schemas};
use aludel_tests::servers::Server;

use super::{leave, site};

/// What is read of a database in which `sql` was run.
async fn read(sql: &str) -> Introspection {
    let (mut database, mut connection) = site(Server::Postgres).await;
    database.execute(sql).await.unwrap_or_else(|error| panic!("{error}"));
    let read = connection.introspect(&Scope::default()).await.unwrap_or_else(|error| panic!("{error}"));
    leave(database, connection).await;
    read
}

/// That models which are brought to a database are read back as they are.
async fn comes_back(models: &Schema) {
    let (database, mut connection) = site(Server::Postgres).await;
    create(&mut connection, models).await.unwrap_or_else(|error| panic!("{error}"));
    let found = differences(&mut connection, models, &BTreeSet::new())
        .await
        .unwrap_or_else(|error| panic!("{error}"));
    leave(database, connection).await;
    assert_eq!(found, [] as [String; 0]);
}

/// The details that are read, a line each.
fn details(read: &Introspection) -> Vec<String> {
    read.details.iter().map(|detail| format!("{}: {}", detail.place, detail.what)).collect()
}

/// The objects that are read, a line each.
fn objects(read: &Introspection) -> Vec<String> {
    let on = |table: &aludel::schema::QualifiedName| format!(" on {table}");
    let line = |object: &aludel::introspection::Object| {
        format!("{} {}{}", object.kind, object.name, object.table.as_ref().map(on).unwrap_or_default())
    };
    read.objects.iter().map(line).collect()
}

/// Every type that PostgreSQL has, with defaults of every kind that it takes.
fn matrix() -> Vec<(ColumnType, Vec<DefaultValue>)> {
    use ColumnType::*;
    let text = |texts: &[&'static str]| -> Vec<DefaultValue> {
        texts.iter().map(|text| DefaultValue::Literal(Literal::Text((*text).into()))).collect()
    };
    let sql = |texts: &[&'static str]| -> Vec<DefaultValue> {
        texts.iter().map(|text| DefaultValue::Sql((*text).into())).collect()
    };
    let integers = |numbers: &[i128]| -> Vec<DefaultValue> {
        numbers.iter().map(|number| DefaultValue::Literal(Literal::Integer(*number))).collect()
    };
    let numbers = |texts: &[&'static str]| -> Vec<DefaultValue> {
        texts.iter().map(|text| DefaultValue::Literal(Literal::Number((*text).into()))).collect()
    };
    let booleans = [true, false].map(|value| DefaultValue::Literal(Literal::Boolean(value))).to_vec();
    let words = ["a", "", "it's", "a\\b", "1", "t", "é \u{1F600}", "two\nlines", "a::text", "(", "$$"];
    vec![
        (Boolean, [booleans, sql(&["1 = 1", "'t'::boolean"])].concat()),
        (TinyInt, [integers(&[0, -1, 127, -128]), sql(&["'a'::\"char\""])].concat()),
        (SmallInt, [integers(&[0, -32768, 32767]), sql(&["1 + 1"])].concat()),
        (Integer, [integers(&[0, -1, i32::MAX.into()]), sql(&["abs(-1)", "'7'"])].concat()),
        (BigInt, [integers(&[0, -1, i64::MAX.into(), i64::MIN.into()]), sql(&["1::bigint"])].concat()),
        (Real, [integers(&[0, -1]), numbers(&["1.5", "-0.25", "1e3", "1.5e-7"])].concat()),
        (Double, [integers(&[3]), numbers(&["1.5", "-0.1"]), sql(&["random()", "'NaN'"])].concat()),
        (Decimal(None), [integers(&[0]), numbers(&["1.50", "-1.5"])].concat()),
        (Decimal(Some((10, 2))), [integers(&[0, -5]), numbers(&["1.50", "99999999.99"])].concat()),
        (Char(1), text(&["a", ""])),
        (Char(9), [text(&["a", "it's"]), sql(&["'b'::bpchar", "upper('c')"])].concat()),
        (Varchar(20), [text(&words), sql(&["'a'::text", "lower('A')", "NULL", "CURRENT_USER"])].concat()),
        (Text, [text(&words), sql(&["'a'::varchar", "'a' || 'b'", "now()::text"])].concat()),
        (Blob, [text(&["\\x00ff", ""]), sql(&["'\\x01'::bytea"])].concat()),
        (Date, [text(&["2020-02-29"]), sql(&["CURRENT_DATE", "now()"])].concat()),
        (Time(None), [text(&["12:30:00"]), sql(&["localtime"])].concat()),
        (Time(Some(3)), text(&["12:30:00.123"])),
        (Timestamp(None), [text(&["2020-02-29 12:00:00", "2020-02-29"]), sql(&["now()"])].concat()),
        (Timestamp(Some(0)), sql(&["localtimestamp", "localtimestamp(0)"])),
        (
            TimestampTz(None),
            [text(&["2020-02-29 12:00:00+02"]), sql(&["current_timestamp", "NOW()"])].concat(),
        ),
        (TimestampTz(Some(6)), sql(&["now() + interval '1 day'"])),
        (Interval, [text(&["1 day", "PT36H"]), sql(&["interval '1 hour'"])].concat()),
        (Uuid, [text(&["00000000-0000-0000-0000-00000000000A"]), sql(&["gen_random_uuid()"])].concat()),
        (Json, [text(&["{}", "{\"b\":1,\"a\":[]}"]), sql(&["jsonb_build_object('a', 1)"])].concat()),
        (Inet, text(&["127.0.0.1", "::1/64"])),
        (Cidr, text(&["10.0.0.0/8"])),
        (MacAddr, text(&["08:00:2b:01:02:03", "08002B010203"])),
        (Enum("status".into()), [text(&["active", "it's \\ off"]), sql(&["'active'::status"])].concat()),
        (Array(Text.into()), [text(&["{}", "{a,b}"]), sql(&["ARRAY['a']", "ARRAY[]::text[]"])].concat()),
        (Array(Integer.into()), [text(&["{1,2}"]), sql(&["ARRAY[1, 2]"])].concat()),
        (Array(Varchar(5).into()), text(&["{}"])),
        (Array(Enum("status".into()).into()), [text(&["{active}"]), sql(&["'{}'"])].concat()),
    ]
}

#[tokio::test]
async fn every_type_with_every_default_comes_back() {
    let models = schema(|op| {
        op.create_enum("status", ["active", "it's \\ off"]);
        for (at, (ty, defaults)) in matrix().into_iter().enumerate() {
            let name = format!("t{at}");
            let mut made = Table::new(name.as_str());
            for nullable in [false, true] {
                for (number, default) in std::iter::once(None).chain(defaults.iter().map(Some)).enumerate() {
                    let name: Text = format!("c{number}_{nullable}").into();
                    let mut column = aludel::schema::Column::new(name, ty.clone());
                    (column.nullable, column.default) = (nullable, default.cloned());
                    made.columns.push(column);
                }
            }
            op.create_table(made);
        }
    });
    comes_back(&models).await;
}

#[tokio::test]
async fn every_feature_comes_back() {
    let models = schema(|op| {
        op.create_enum("status", ["active", "off"]);
        op.create_enum("app.kind", ["x"]);
        op.create_enum("Odd \"name\"", ["y"]);
        op.create_table(
            table("teams")
                .with(column("id", bigint()).identity())
                .with(column("region", text()))
                .with(column("odd", enumeration("Odd \"name\"")).nullable())
                .with(primary_key("pk_teams", ["id"]))
                .with(unique("uq_teams_region", ["region", "id"]).deferrable(Deferrable::InitiallyDeferred))
                .with_option("postgres", "fillfactor", "70")
                .with_option("postgres", "toast.autovacuum_enabled", "false")
                .with_option("postgres", "unlogged", "")
                .comment("it's a \\ team"),
        );
        op.create_table(
            table("app.users")
                .with(column("id", integer()).identity_always().comment("the key"))
                .with(column("email", varchar(50)).collate("C").native("mysql", "longtext"))
                .with(column("kind", enumeration("app.kind")).default("x"))
                .with(
                    column("status", array(enumeration("status"))).default(sql("ARRAY['active']::status[]")),
                )
                .with(column("words", text()).native("postgres", "tsvector").nullable())
                .with(column("length", integer()).stored("char_length(email) * 2"))
                .with(column("price", decimal_of(10, 2)))
                .with(column("payload", json()))
                .with(column("since", text()).native("postgres", "TIMETZ").default(sql("now()")))
                .with(column("number", integer()).native("postgres", "serial"))
                .with(column("large", bigint()).native("postgres", "BIGSERIAL"))
                .with(column("small", integer()).native("postgres", "int2"))
                .with(column("team", bigint()).nullable())
                .with(column("region", text()).nullable())
                .with(primary_key("pk_users", ["email", "id"]))
                .with(unique("uq_users_team", ["team"]).nulls_not_distinct())
                .with(check("ck_price", "price > 0 and users.price<1000"))
                .with(check("ck_kind", "kind IN ('x') OR email LIKE '%@%'"))
                .with(check("ck_payload", "(payload ->> 'a') IS NOT NULL")),
        );
        op.create_table(
            table("keys")
                .with(column("a", bigint()).nullable())
                .with(column("email", varchar(50)).collate("C").nullable())
                .with(column("id", integer()).nullable())
                .with(
                    foreign_key("fk_teams", ["a"])
                        .references("teams", ["id"])
                        .on_delete(Action::SetNull)
                        .on_update(Action::Cascade)
                        .deferrable(Deferrable::InitiallyImmediate),
                )
                .with(
                    foreign_key("fk_users", ["email", "id"])
                        .references("app.users", ["email", "id"])
                        .on_delete(Action::Restrict)
                        .on_update(Action::SetDefault),
                )
                .with_option("postgres", "unlogged", ""),
        );
        op.create_index(
            index("ix_expression")
                .on("app.users", [expression("lower(email)").desc(), expression("(price*2)"), key("id")])
                .unique()
                .filter("price>0 AND status IS NOT NULL"),
        );
        op.create_index(
            index("ix_gin").on("app.users", [key("payload").operator_class("jsonb_path_ops")]).using("GIN"),
        );
        op.create_index(index("ix_words").on("app.users", [key("words")]).using("gist"));
        op.create_index(
            index("ix_like").on("app.users", [key("email").operator_class("varchar_pattern_ops")]),
        );
        op.create_index(index("ix_default").on("app.users", [key("region").operator_class("text_ops")]));
        op.create_index(
            index("ix_order")
                .on("teams", [key("region").desc().nulls_last(), key("id").nulls_first()])
                .include(["odd"])
                .unique()
                .nulls_not_distinct(),
        );
    });
    comes_back(&models).await;
}

#[tokio::test]
async fn foreign_names_come_back() {
    let long = format!("{}m", "n".repeat(62));
    let names =
        ["select", "Mixed Case", "a.b", "quo\"te", "naïve_ключ", "'single'", "$1", "back\\slash", &long];
    for name in names {
        let own = |text: &str| aludel::schema::QualifiedName { schema: None, name: Text::Owned(text.into()) };
        let label = |text: &str| Text::Owned(text.to_owned());
        let quoted = format!("\"{}\"", name.replace('"', "\"\""));
        let models = schema(|op| {
            op.create_enum(own(name), [label(name)]);
            op.create_table(
                table(own("t"))
                    .with(
                        column(label(name), enumeration(own(name)))
                            .default(DefaultValue::Literal(Literal::Text(label(name)))),
                    )
                    .with(primary_key("pk_t", [label(name)])),
            );
            let other: String = name.chars().rev().collect();
            op.create_table(
                table(own(&other))
                    .with(column(label(name), enumeration(own(name))))
                    .with(column("x", integer()))
                    .with(check(label(name), format!("{quoted} IS NOT NULL AND x > 1")))
                    .with(foreign_key(label("fk"), [label(name)]).references(own("t"), [label(name)])),
            );
        });
        comes_back(&models).await;
    }
}

#[tokio::test]
async fn what_models_cannot_say_is_listed() {
    let read = read(
        "CREATE TABLE parent (id int PRIMARY KEY DEFERRABLE, a text, b int) WITH (fillfactor = 50);
         CREATE TABLE child (c int) INHERITS (parent);
         CREATE TABLE log (at date, id int, UNIQUE (at, id)) PARTITION BY RANGE (at);
         CREATE TABLE log_2020 PARTITION OF log FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
         CREATE INDEX ix_log ON log (id);
         CREATE DOMAIN year AS int CHECK (VALUE > 1900);
         CREATE TYPE pair AS (a int, b int);
         CREATE TYPE span AS RANGE (subtype = int);
         CREATE SEQUENCE counter;
         CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';
         CREATE FUNCTION t() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
         CREATE TABLE things (
             id serial, y year, p pair, n int DEFAULT nextval('counter'), s span,
             i int GENERATED BY DEFAULT AS IDENTITY (START 10 INCREMENT 5),
             big bigserial, r int4range, c text COMPRESSION pglz,
             CONSTRAINT excluded EXCLUDE USING gist (r WITH &&),
             CONSTRAINT included UNIQUE (id) INCLUDE (y) WITH (fillfactor = 60),
             CONSTRAINT fk FOREIGN KEY (n) REFERENCES things (id) MATCH SIMPLE ON DELETE SET NULL (n)
         );
         ALTER SEQUENCE things_big_seq CACHE 7 CYCLE;
         ALTER TABLE things ADD CONSTRAINT unchecked CHECK (n > 0) NO INHERIT NOT VALID;
         ALTER TABLE things ALTER COLUMN n SET STATISTICS 7, ALTER COLUMN n SET (n_distinct = 5);
         ALTER TABLE things ALTER COLUMN c SET STORAGE EXTERNAL; ALTER TABLE things ENABLE ROW LEVEL SECURITY; ALTER TABLE things REPLICA IDENTITY FULL;
         CREATE POLICY mine ON things USING (true);
         CREATE TRIGGER watch BEFORE INSERT ON things FOR EACH ROW EXECUTE FUNCTION t();
         CREATE RULE skip AS ON DELETE TO things DO INSTEAD NOTHING;
         CREATE STATISTICS correlated ON n, id FROM things;
         CREATE INDEX ix ON things (c COLLATE \"C\") WITH (fillfactor = 80);
         COMMENT ON INDEX ix IS 'why'; COMMENT ON CONSTRAINT fk ON things IS 'because';
         CLUSTER things USING included; CREATE VIEW seen AS SELECT 1 AS one;
         CREATE MATERIALIZED VIEW kept AS SELECT 1 AS one;
         CREATE EXTENSION citext; CREATE TABLE soft (name citext DEFAULT 'a');",
    )
    .await;
    assert_eq!(
        objects(&read),
        [
            "composite type pair",
            "domain year",
            "extension citext",
            "function \"f(a integer)\"",
            "function \"t()\"",
            "materialized view kept",
            "partition log_2020 on log",
            "policy mine on things",
            "range type span",
            "rule skip on things",
            "sequence counter",
            "statistics correlated on things",
            "trigger watch on things",
            "view seen",
        ]
    );
    expect_test::expect![[r#"
        table `child`: INHERITS (parent)
        table `log`: PARTITION BY RANGE (at)
        table `things`: ENABLE ROW LEVEL SECURITY
        table `things`: REPLICA IDENTITY FULL
        column `things.big`: sequence CACHE 7 CYCLE
        column `things.c`: COMPRESSION pglz
        column `things.c`: STORAGE EXTERNAL
        column `things.i`: sequence START WITH 10 INCREMENT BY 5
        column `things.n`: (n_distinct=5)
        column `things.n`: STATISTICS 7
        index `ix` of table `things`: COLLATE "C" of key 1
        index `ix` of table `things`: COMMENT why
        index `ix` of table `things`: WITH (fillfactor=80)
        constraint `parent_pkey` of table `parent`: DEFERRABLE
        constraint `excluded` of table `things`: EXCLUDE USING gist (r WITH &&)
        constraint `fk` of table `things`: COMMENT because
        constraint `fk` of table `things`: SET (n)
        constraint `included` of table `things`: CLUSTER
        constraint `included` of table `things`: INCLUDE (y)
        constraint `included` of table `things`: WITH (fillfactor=60)
        constraint `unchecked` of table `things`: NO INHERIT
        constraint `unchecked` of table `things`: NOT VALID"#]]
    .assert_eq(&details(&read).join("\n"));
    let text: Vec<String> = read.schema.tables[&"things".into()]
        .columns
        .iter()
        .map(|column| format!("{} {column}", column.name))
        .collect();
    expect_test::expect![[r#"
        id integer not null postgres "serial"
        y text null postgres "year"
        p text null postgres "pair"
        n integer null default sql "nextval('counter'::regclass)"
        s text null postgres "span"
        i integer not null identity
        big bigint not null postgres "bigserial"
        r text null postgres "int4range"
        c text null"#]]
    .assert_eq(&text.join("\n"));
}

#[tokio::test]
async fn names_are_written_alike_whatever_the_search_path() {
    let (mut database, mut connection) = site(Server::Postgres).await;
    database
        .execute(
            "CREATE SCHEMA other; CREATE FUNCTION other.f() RETURNS int LANGUAGE sql AS 'SELECT 1';
             CREATE FUNCTION g() RETURNS int LANGUAGE sql AS 'SELECT 1';
             CREATE TABLE t (a int DEFAULT other.f(), b int DEFAULT g(), at timestamptz DEFAULT '2020-01-01 00:00+00');",
        )
        .await
        .expect("PostgreSQL makes the table");
    let first = connection.introspect(&Scope::default()).await.expect("the database is read");
    let odd = "SET search_path = public, other; SET timezone = 'Asia/Tokyo'; SET datestyle = 'SQL, DMY';
               SET standard_conforming_strings = off; CREATE TEMP TABLE t (z int)";
    connection.execute(odd).await.expect("the session is set");
    let second = connection.introspect(&Scope::default()).await.expect("the database is read");
    assert_eq!(first, second);
    let kept = connection.query("SELECT current_setting('search_path')").await.expect("the session answers");
    assert_eq!(kept, [[Some("public, other".to_owned())]], "the session's own path is not kept");
    leave(database, connection).await;
}

#[tokio::test]
async fn a_refusal_leaves_the_session_as_it_was() {
    let (mut database, mut connection) = site(Server::Postgres).await;
    database.execute("CREATE TABLE t (a int, CONSTRAINT ck CHECK (a > 0))").await.expect("a table is made");
    connection.read_only().await.expect("the session is set");
    let models = schema(|op| {
        op.create_table(
            table("t").with(column("a", integer()).nullable()).with(check("ck", "nothing(a) > 0")),
        )
    });
    let found = differences(&mut connection, &models, &BTreeSet::new()).await.expect("the database is read");
    assert_eq!(found.len(), 2, "the check that the server refuses differs as it is written: {found:?}");
    let refused = connection.execute("CREATE TABLE u ()").await.expect_err("the session may only read");
    assert!(refused.to_string().contains("read-only transaction"), "{refused}");
    connection.execute("SET statement_timeout = 1").await.expect("the session is set");
    let error = connection.introspect(&Scope::default()).await;
    if let Err(error) = error {
        assert!(error.hint().is_some_and(|hint| hint.contains("statement_timeout")), "{error}");
    }
    connection.execute("SET statement_timeout = 0").await.expect("the session is in order after a refusal");
    connection.introspect(&Scope::default()).await.expect("the database is read");
    leave(database, connection).await;
}

#[tokio::test]
async fn the_own_schema_may_be_named() {
    let models = schema(|op| {
        op.create_enum("public.status", ["active"]);
        op.create_table(
            table("public.t")
                .with(column("id", bigint()))
                .with(column("status", array(enumeration("public.status"))))
                .with(column("again", text()).native("postgres", "public.status").nullable())
                .with(primary_key("pk_t", ["id"]))
                .with(foreign_key("fk", ["id"]).references("public.t", ["id"]).match_full()),
        );
    });
    comes_back(&models).await;
}

/// What the README beside the schemas of real projects says of one of them.
struct Counts {
    file: &'static str,
    tables: usize,
    columns: usize,
    foreign_keys: usize,
    checks: usize,
    indexes: usize,
}

/// Reads `postgres/{file}` and counts what is in it, in the tables that are read and in all: partitions are objects.
async fn counts(counts: &Counts) -> Introspection {
    let Some(folder) = real_schemas() else { return Introspection::default() };
    let path = folder.join("postgres").join(counts.file);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let read = read(&text).await;
    let tables: Vec<&Table> = read.schema.tables.values().collect();
    let found = [
        read.schema.tables.len(),
        tables.iter().map(|table| table.columns.len()).sum(),
        tables.iter().map(|table| table.foreign_keys.len()).sum(),
        tables.iter().map(|table| table.checks.len()).sum(),
        tables
            .iter()
            .map(|table| table.indexes.len() + table.uniques.len() + table.primary_key.iter().len())
            .sum(),
    ];
    let Counts { tables, columns, foreign_keys, checks, indexes, .. } = *counts;
    assert_eq!(found, [tables, columns, foreign_keys, checks, indexes], "{}", counts.file);
    read
}

/// How many objects of `kind` there are.
fn of_kind(read: &Introspection, kind: &str) -> usize {
    read.objects.iter().filter(|object| object.kind == kind).count()
}

#[tokio::test]
async fn pagila_is_read() {
    // Of 22 tables 7 are partitions, of 6 columns each; 25 indexes are theirs, and 1 is a materialized view's.
    let counted =
        Counts { file: "pagila.sql", tables: 15, columns: 87, foreign_keys: 18, checks: 0, indexes: 30 };
    let read = counts(&counted).await;
    if real_schemas().is_some() {
        assert_eq!(of_kind(&read, "partition"), 7);
        assert_eq!(of_kind(&read, "domain"), 2);
        assert_eq!(of_kind(&read, "view"), 7);
        assert_eq!(of_kind(&read, "trigger"), 15);
        assert_eq!(of_kind(&read, "sequence"), 13);
    }
}

#[tokio::test]
async fn crates_io_is_read() {
    // 2 indexes of 84 are a materialized view's.
    let counted =
        Counts { file: "crates_io.sql", tables: 35, columns: 206, foreign_keys: 35, checks: 5, indexes: 82 };
    let read = counts(&counted).await;
    if real_schemas().is_some() {
        assert_eq!(of_kind(&read, "function"), 31);
        assert_eq!(of_kind(&read, "extension"), 3);
        assert_eq!(of_kind(&read, "composite type"), 1);
        assert_eq!(of_kind(&read, "trigger"), 25);
        assert_eq!(details(&read).iter().filter(|detail| detail.ends_with("NOT VALID")).count(), 2);
    }
}

#[tokio::test]
async fn dhis2_is_read() {
    let counted =
        Counts { file: "dhis2.sql", tables: 473, columns: 2647, foreign_keys: 989, checks: 0, indexes: 955 };
    counts(&counted).await;
}
