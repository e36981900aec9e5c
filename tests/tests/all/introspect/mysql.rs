//! MySQL and MariaDB read back.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::process::{Command, Stdio};

use aludel::introspection::{Introspection, Scope};
use aludel::revision::*;
use aludel::schema::{ColumnType, DefaultValue, Literal, Schema, Table, Text};
use aludel_tests::case::schema;
use aludel_tests::reading::{create, differences, real_schemas};
use aludel_tests::servers::{Database, Server, mysql_url};

use super::{leave, site};

/// What is read of a database in which `sql` was run.
async fn read(sql: &str) -> Introspection {
    let (mut database, mut connection) = site(Server::Mysql).await;
    database.execute(sql).await.unwrap_or_else(|error| panic!("{error}"));
    let read = connection.introspect(&Scope::default()).await.unwrap_or_else(|error| panic!("{error}"));
    leave(database, connection).await;
    read
}

/// That models which are brought to a database, by a session prepared with `setup`, are read back as they are.
async fn comes_back_after(setup: &str, models: &Schema) {
    let (database, mut connection) = site(Server::Mysql).await;
    connection.execute(setup).await.unwrap_or_else(|error| panic!("{error}"));
    create(&mut connection, models).await.unwrap_or_else(|error| panic!("{error}"));
    connection.read_only().await.unwrap_or_else(|error| panic!("{error}"));
    let found = differences(&mut connection, models, &BTreeSet::new())
        .await
        .unwrap_or_else(|error| panic!("{error}"));
    leave(database, connection).await;
    assert_eq!(found, [] as [String; 0]);
}

/// That models which are brought to a database are read back as they are.
async fn comes_back(models: &Schema) {
    comes_back_after("DO 0", models).await;
}

/// The details that are read, a line each.
fn details(read: &Introspection) -> Vec<String> {
    read.details.iter().map(|detail| format!("{}: {}", detail.place, detail.what)).collect()
}

/// Every type that MySQL has, with defaults of every kind that it takes.
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
    let words =
        ["a", "", "it's", "a\\b", "1", "NULL", "é \u{1F600}", "two\nlines", "`a`", "(", "now()", "\""];
    let now = ["now()", "CURRENT_TIMESTAMP", "localtime()", "now() ON UPDATE now()"];
    vec![
        (Boolean, [booleans, integers(&[0, 1, 5]), sql(&["1 = 1", "TRUE"])].concat()),
        (TinyInt, [integers(&[0, -1, 127, -128]), text(&["7"])].concat()),
        (SmallInt, [integers(&[0, -32768, 32767]), sql(&["1 + 1"])].concat()),
        (Integer, [integers(&[0, -1, i32::MAX.into()]), sql(&["abs(-1)", "'7'", "(8)"])].concat()),
        (BigInt, integers(&[0, -1, i64::MAX.into(), i64::MIN.into()])),
        (TinyIntUnsigned, integers(&[0, 255])),
        (SmallIntUnsigned, integers(&[0, 65535])),
        (IntegerUnsigned, integers(&[0, u32::MAX.into()])),
        (BigIntUnsigned, integers(&[0, u64::MAX.into()])),
        (Real, [integers(&[0, -1]), numbers(&["1.5", "-0.25", "1e3", "1.5e-7"])].concat()),
        (Double, [integers(&[3]), numbers(&["1.5", "-0.1", "1.50", "1e20"]), sql(&["pi()"])].concat()),
        (Decimal(None), [integers(&[0]), numbers(&["1.50", "-1.5"])].concat()),
        (Decimal(Some((10, 2))), [integers(&[0, -5]), numbers(&["1.5", "99999999.99"])].concat()),
        (Decimal(Some((5, 0))), [integers(&[7]), text(&["8"])].concat()),
        (Char(1), text(&["a", ""])),
        (Char(9), [text(&["a", "it's"]), sql(&["upper('c')", "'b'"])].concat()),
        (
            Varchar(20),
            [text(&words), sql(&["lower('A')", "NULL", "concat('a', 'b')", "'a' || 'b'"])].concat(),
        ),
        (Text, [text(&words), sql(&["concat('a', \"b\")", "uuid()"])].concat()),
        (Varbinary(20), [text(&["", "abc", "it's"]), sql(&["X'00ff'", "X'616263'"])].concat()),
        (Blob, [text(&["abc"]), sql(&["X'00ff'", "unhex('00')"])].concat()),
        (Date, [text(&["2020-02-29"]), sql(&["CURRENT_DATE", "curdate() + interval 1 day"])].concat()),
        (Time(None), [text(&["12:30:00", "-01:00:00.5"]), sql(&["current_time"])].concat()),
        (Time(Some(3)), text(&["12:30:00.123", "12:30:00"])),
        (Timestamp(None), [text(&["2020-02-29 12:00:00", "2020-02-29"]), sql(&now)].concat()),
        (Timestamp(Some(0)), [text(&["2020-02-29T12:00:00"]), sql(&now)].concat()),
        (Timestamp(Some(3)), sql(&["now(3)", "NULL ON UPDATE now(3)", "now() + interval 1 day"])),
        (TimestampTz(None), [text(&["2020-02-29 12:00:00.25"]), sql(&now)].concat()),
        (TimestampTz(Some(0)), [text(&["2020-02-29 12:00:00"]), sql(&now)].concat()),
        (Uuid, [text(&["00000000-0000-0000-0000-00000000000A"]), sql(&["unhex(repeat('0f', 16))"])].concat()),
        (Json, [text(&["{}", "{\"b\": 1, \"a\": []}"]), sql(&["json_object('a', 1)"])].concat()),
        (Enum("status".into()), [text(&["active", "it's \\ off"]), sql(&["'active'"])].concat()),
    ]
}

#[tokio::test]
async fn every_type_with_every_default_comes_back() {
    let models = schema(|op| {
        op.create_enum("status", ["active", "it's \\ off"]);
        for (at, (ty, defaults)) in matrix().into_iter().enumerate() {
            let mut made = Table::new(format!("t{at}"));
            for nullable in [false, true] {
                for (number, default) in std::iter::once(None).chain(defaults.iter().map(Some)).enumerate() {
                    let null = matches!(default, Some(DefaultValue::Sql(sql)) if sql.starts_with("NULL"));
                    if null && !nullable {
                        continue;
                    }
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

/// Native types as a model may write them.
const NATIVE: &[&str] = &[
    "INT(11)",
    "integer unsigned",
    "bool",
    "tinyint(1) unsigned",
    "mediumint",
    "MEDIUMINT UNSIGNED",
    "int(5) zerofill",
    "year",
    "bit(3)",
    "bit",
    "tinytext",
    "text",
    "mediumtext",
    "longtext",
    "tinyblob",
    "blob",
    "binary(20)",
    "set('a','b''s')",
    "ENUM('x', 'y')",
    "decimal(5,2) unsigned",
    "numeric(7)",
    "float(7,2)",
    "double precision",
    "character varying(7)",
    "datetime",
    "timestamp(3)",
    "point",
    "geometry",
    "uuid",
    "inet6",
    "inet4",
    "json",
];

#[tokio::test]
async fn native_types_come_back() {
    let mut made = table("natives");
    for (at, ty) in NATIVE.iter().enumerate() {
        made = made.with(column(format!("c{at}"), text()).nullable().native("mysql", *ty));
    }
    comes_back(&schema(|op| op.create_table(made))).await;
}

#[tokio::test]
async fn names_and_texts_of_every_kind_come_back() {
    let long = "n".repeat(63);
    let odd = "Mixed `quoted` \"select\" \u{e9}\u{1F600}".replace('\u{1F600}', "\u{263a}");
    let models = schema(|op| {
        op.create_enum("mood", ["it's", "back\\slash", "\"", "\u{e9}"]);
        for name in [long.as_str(), odd.as_str(), "select"] {
            let name = name.to_owned();
            op.create_table(
                table(aludel::schema::QualifiedName { schema: None, name: name.clone().into() })
                    .with(column(name.clone(), bigint()).comment("it's \\ \"so\"\nhere"))
                    .with(column("Group", enumeration("mood")).default("back\\slash"))
                    .with(column("order", varchar(40)).default("it's \\ \"so\""))
                    .with(column("twice", varchar(40)).stored("concat(`order`, '\\\\', 'it''s')"))
                    .with(primary_key("pk", [name]))
                    .with(check("ck", "`Group` <> 'a\\\\b' AND `order` <> 'it''s (x)'"))
                    .comment("it's \\ \"so\""),
            );
        }
    });
    comes_back(&models).await;
    for mode in ["ANSI_QUOTES", "NO_BACKSLASH_ESCAPES", "ANSI"] {
        let mode = format!("SET SESSION sql_mode = CONCAT(@@sql_mode, ',{mode}')");
        // A session of ours lets a backslash escape, whatever the server's mode is.
        let mode = format!("{mode}; SET SESSION sql_mode = REPLACE(@@sql_mode, 'NO_BACKSLASH_ESCAPES', '')");
        comes_back_after(&mode, &models).await;
    }
}

#[tokio::test]
async fn what_the_server_chooses_by_itself_may_be_said() {
    let models = schema(|op| {
        op.create_table(
            table("said")
                .with(column("id", bigint()))
                .with(column("name", varchar(9)).collate("utf8mb4_general_ci"))
                .with(column("other", varchar(9)).collate("utf8mb4_bin"))
                .with(primary_key("own_name", ["id"]))
                .with_option("mysql", "engine", "InnoDB")
                .with_option("mysql", "charset", "utf8mb4")
                .with_option("mysql", "row_format", "Compressed")
                .with_option("mysql", "stats_persistent", "1"),
        );
        op.create_table(
            table("latin")
                .with(column("name", varchar(9)))
                .with(column("plain", varchar(9)).collate("latin1_swedish_ci"))
                .with_option("mysql", "charset", "latin1")
                .with_option("mysql", "collate", "latin1_swedish_ci")
                .with_option("mysql", "engine", "MyISAM"),
        );
    });
    let default = "ALTER DATABASE CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci";
    comes_back_after(default, &models).await;
}

#[tokio::test]
async fn what_models_cannot_say_is_listed() {
    let read = read(
        "CREATE TABLE t (id bigint PRIMARY KEY, hidden int INVISIBLE,
             n int CHECK (n > 0), narrow int(4), packed longtext COMPRESSED, KEY ix (n) COMMENT 'why' IGNORED);
         CREATE TABLE parts (id int PRIMARY KEY) PARTITION BY HASH (id) PARTITIONS 2;
         CREATE TABLE versions (id int PRIMARY KEY) WITH SYSTEM VERSIONING;
         CREATE VIEW v AS SELECT id FROM t; CREATE TABLE gone (id int); CREATE VIEW broken AS SELECT * FROM gone;
         DROP TABLE gone; CREATE SEQUENCE s; CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET NEW.n = 1;
         CREATE PROCEDURE p() SELECT 1; CREATE FUNCTION f() RETURNS int RETURN 1;
         CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO SELECT 1",
    )
    .await;
    let expected = [
        "table `parts`: PARTITION BY HASH (`id`)",
        "table `versions`: WITH SYSTEM VERSIONING",
        "column `t.hidden`: INVISIBLE",
        "column `t.narrow`: display width 4",
        "column `t.packed`: COMPRESSED",
        "index `ix` of table `t`: COMMENT \"why\"",
        "index `ix` of table `t`: IGNORED",
        "constraint `n` of table `t`: CHECK in the definition of the column",
    ];
    assert_eq!(details(&read), expected);
    let line = |object: &aludel::introspection::Object| match &object.table {
        Some(table) => format!("{} {} of {table}", object.kind, object.name),
        None => format!("{} {}", object.kind, object.name),
    };
    let objects: Vec<String> = read.objects.iter().map(line).collect();
    let expected = [
        "event e",
        "function f",
        "partition p0 of parts",
        "partition p1 of parts",
        "procedure p",
        "sequence s",
        "trigger tr of t",
        "view broken",
        "view v",
    ];
    assert_eq!(objects, expected);
}

/// A model whose expressions are written otherwise than a server prints them, with a check of `odd`.
fn checked(odd: &'static str) -> Schema {
    schema(|op| {
        let y = column("y", varchar(9)).stored("x || 'a'");
        let made = table("t").with(column("x", varchar(9))).with(y);
        op.create_table(made.with(check("ck_odd", odd)).with(check("ck_plain", "length(x) > (1 + 2)")));
    })
}

#[tokio::test]
async fn what_the_server_refuses_stays_as_it_is() {
    let (database, mut connection) = site(Server::Mysql).await;
    create(&mut connection, &checked("x <> 'b'")).await.unwrap_or_else(|error| panic!("{error}"));
    connection.read_only().await.unwrap_or_else(|error| panic!("{error}"));
    let actual =
        connection.introspect(&Scope::default()).await.unwrap_or_else(|error| panic!("{error}")).schema;
    let expected = connection.dialect().normalize(&checked("no_such_function(x)"));
    let asked = connection.canonicalize(&expected, &actual).await.unwrap_or_else(|error| panic!("{error}"));
    let (asked, actual) = (&asked.tables[&"t".into()], &actual.tables[&"t".into()]);
    assert_eq!(asked.checks["ck_odd"].expression, "no_such_function(x)");
    assert_ne!(actual.checks["ck_plain"].expression, "length(x) > (1 + 2)");
    assert_eq!(asked.checks["ck_plain"], actual.checks["ck_plain"]);
    assert_eq!(asked.columns, actual.columns);
    for refused in ["SHOW CREATE TABLE aludel_canonical_0", "CREATE TABLE other (id int)"] {
        assert!(connection.execute(refused).await.is_err(), "{refused}");
    }
    leave(database, connection).await;
}

#[tokio::test]
async fn whoever_may_not_ask_is_told() {
    let mut database = Database::create(Server::Mysql).await;
    let user = format!("aludel_asker_{}", std::process::id());
    let mut connection = connect_as(&user, "SELECT, REFERENCES", &mut database).await;
    let refused = connection.canonicalize(&checked("x <> 'b'"), &checked("x <> 'c'")).await.map(|_| ());
    let refused = refused.map_err(|error| error.hint().unwrap_or_default());
    assert_eq!(refused, Err("grant the user CREATE TEMPORARY TABLES on the database".to_owned()));
    connection.close().await.unwrap_or_else(|error| panic!("{error}"));
    database.execute(&format!("DROP USER {user}")).await.unwrap_or_else(|error| panic!("{error}"));
    database.drop().await;
}

/// A connection by a new user of the server, who has been granted `rights` on the database.
async fn connect_as(user: &str, rights: &str, database: &mut Database) -> aludel::connection::Connection {
    let name = database.query("SELECT DATABASE()").await.expect("its name").remove(0).remove(0);
    let grant =
        format!("CREATE OR REPLACE USER {user} IDENTIFIED BY 'x'; GRANT {rights} ON {name}.* TO {user}");
    database.execute(&grant).await.unwrap_or_else(|error| panic!("{error}"));
    let url = database.url.replacen("root@", &format!("{user}:x@"), 1);
    aludel::database::connect(&url).await.unwrap_or_else(|error| panic!("{error}"))
}

/// What a user reads who has been granted `rights` on a new database in which `sql` was run.
async fn introspected_by_user(user: &str, rights: &str, sql: &str) -> Result<Introspection, String> {
    let mut database = Database::create(Server::Mysql).await;
    database.execute(sql).await.unwrap_or_else(|error| panic!("{error}"));
    let mut connection = connect_as(user, rights, &mut database).await;
    let found = connection.introspect(&Scope::default()).await;
    let found = found.map_err(|error| format!("{error}; {}", error.hint().unwrap_or_default()));
    connection.close().await.unwrap_or_else(|error| panic!("{error}"));
    database.execute(&format!("DROP USER {user}")).await.unwrap_or_else(|error| panic!("{error}"));
    database.drop().await;
    found
}

#[tokio::test]
async fn a_user_from_whom_constraints_are_hidden_is_told() {
    let user = format!("aludel_reader_{}", std::process::id());
    let sql =
        "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a (id))";
    let refused = introspected_by_user(&user, "SELECT", sql).await;
    assert_eq!(
        refused.map(|_| ()),
        Err("table `b` cannot be read: the server hides what its foreign keys do from a user who may only read \
             it; grant the user REFERENCES on the database"
            .to_owned())
    );
    let read = introspected_by_user(&user, "SELECT, REFERENCES", sql)
        .await
        .unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(read.schema.tables.len(), 2);
    assert_eq!(read.schema.tables[&"b".into()].foreign_keys.len(), 1);
}

#[tokio::test]
async fn tables_of_other_databases_are_read_by_their_names() {
    let (mut other, mut connection) = site(Server::Mysql).await;
    let (mut database, own) = site(Server::Mysql).await;
    let name =
        other.query("SELECT DATABASE()").await.unwrap_or_else(|error| panic!("{error}")).remove(0).remove(0);
    other.execute("CREATE TABLE a (id int PRIMARY KEY)").await.unwrap_or_else(|error| panic!("{error}"));
    let sql = format!("CREATE TABLE b (a int, CONSTRAINT fk FOREIGN KEY (a) REFERENCES {name}.a (id))");
    database.execute(&sql).await.unwrap_or_else(|error| panic!("{error}"));
    connection.close().await.unwrap_or_else(|error| panic!("{error}"));
    connection = own;
    let scope = Scope { schemas: [name.clone().into()].into() };
    let read = connection.introspect(&scope).await.unwrap_or_else(|error| panic!("{error}"));
    let names: Vec<String> = read.schema.tables.keys().map(ToString::to_string).collect();
    assert_eq!(names, ["b".to_owned(), format!("{name}.a")]);
    let references = &read.schema.tables[&"b".into()].foreign_keys["fk"].references;
    assert_eq!(references.to_string(), format!("{name}.a"));
    connection.close().await.unwrap_or_else(|error| panic!("{error}"));
    database.drop().await;
    other.drop().await;
}

/// A site whose tables have the collation that the schemas of real projects were loaded with; a session keeps the
/// collation that its database had when it began.
async fn unicode_site() -> (Database, aludel::connection::Connection) {
    let (mut database, connection) = site(Server::Mysql).await;
    let sql = "ALTER DATABASE CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci";
    database.execute(sql).await.unwrap_or_else(|error| panic!("{error}"));
    connection.close().await.unwrap_or_else(|error| panic!("{error}"));
    let connection = aludel::database::connect(&database.url).await;
    (database, connection.unwrap_or_else(|error| panic!("{error}")))
}

/// Loads a file of the command-line client, which alone knows its `DELIMITER`.
fn load(file: &std::path::Path, database: &str) {
    let url = mysql_url();
    let socket = url.split_once("socket=").map(|(_, socket)| format!("--socket={socket}"));
    // Views name the database that they were written for.
    let sql = std::fs::read_to_string(file).expect("the file of a schema").replace("sakila.", "");
    let mut client = Command::new("mariadb");
    client
        .args(["--no-defaults", "-uroot"])
        .args(socket)
        .arg(database)
        .stdin(Stdio::piped())
        .stderr(Stdio::piped());
    let mut client = client.spawn().expect("the client `mariadb` is installed");
    client.stdin.take().expect("its input").write_all(sql.as_bytes()).expect("it reads");
    let done = client.wait_with_output().expect("it ends");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// What `SHOW CREATE TABLE` says of every table that was read, but for the display widths that its details name.
async fn shown(database: &mut Database, read: &Introspection) -> BTreeMap<String, Vec<String>> {
    let mut shown = BTreeMap::new();
    for name in read.schema.tables.keys() {
        let rows = database.query(&format!("SHOW CREATE TABLE `{name}`")).await;
        let sql = rows.unwrap_or_else(|error| panic!("{error}")).remove(0).remove(1);
        let has_width = |line: &str| {
            read.details.iter().any(|detail| {
                let place = detail.place.to_string();
                let column = line.trim_start().split('`').nth(1).unwrap_or_default();
                detail.what.starts_with("display width") && place == format!("column `{name}.{column}`")
            })
        };
        // The order of keys and constraints is that of their making, and NO ACTION is what happens without it.
        let lines = sql.lines().map(|line| line.trim_end_matches(',').replace(" ON UPDATE NO ACTION", ""));
        let lines = lines.map(|line| line.replace(" ON DELETE NO ACTION", "").replace(" USING BTREE", ""));
        let lines = lines.map(|line| match (has_width(&line), line.split_once('('), line.split_once(')')) {
            (true, Some((start, _)), Some((_, end))) => format!("{start}{end}"),
            _ => line,
        });
        let mut lines: Vec<String> = lines.collect();
        lines.sort();
        shown.insert(name.to_string(), lines);
    }
    shown
}

#[tokio::test]
async fn schemas_of_real_projects_are_read_and_rebuilt() {
    let Some(folder) = real_schemas() else { return };
    for (file, tables, columns, foreign_keys) in [("sakila", 16, 89, 22), ("ranger", 85, 889, 213)] {
        let (mut database, mut connection) = unicode_site().await;
        let name = database.query("SELECT DATABASE()").await.expect("its name").remove(0).remove(0);
        load(&folder.join(format!("mysql/{file}.sql")), &name);
        let read = connection.introspect(&Scope::default()).await.unwrap_or_else(|error| panic!("{error}"));
        let of = |count: fn(&Table) -> usize| read.schema.tables.values().map(count).sum::<usize>();
        assert_eq!(read.schema.tables.len(), tables, "{file}");
        assert_eq!(of(|table| table.columns.len()), columns, "{file}");
        assert_eq!(of(|table| table.foreign_keys.len()), foreign_keys, "{file}");

        let (mut rebuilt, mut other) = unicode_site().await;
        create(&mut other, &read.schema).await.unwrap_or_else(|error| panic!("{file}: {error}"));
        assert_eq!(differences(&mut other, &read.schema, &BTreeSet::new()).await, Ok(Vec::new()), "{file}");
        let (before, after) = (shown(&mut database, &read).await, shown(&mut rebuilt, &read).await);
        let unlike: Vec<String> = before
            .iter()
            .filter(|(table, lines)| after[*table] != **lines)
            .map(|(table, lines)| {
                format!("{table}\n{}", aludel_tests::catalogue::difference(lines, &after[table]).join("\n"))
            })
            .collect();
        assert_eq!(unlike.join("\n"), "", "{file}: {:#?}", details(&read));
        leave(database, connection).await;
        leave(rebuilt, other).await;
    }
}
