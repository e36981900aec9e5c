//! The comparison of real databases with the revisions of the shop: what is done by hand is found at its place, and
//! nothing else; taken into the migrations, it is no difference any more.

use aludel::database;
use aludel_tests::servers::{Database, Server};
use serde_json::Value;

use crate::project::Project;

/// Something done to a database by hand.
struct Drift {
    /// On PostgreSQL and on MariaDB.
    make: [&'static str; 2],
    /// What undoes it; empty where nothing does.
    undo: [&'static str; 2],
    /// How the comparison tells it.
    told: &'static str,
}

const DRIFTS: [Drift; 12] = [
    Drift {
        make: ["ALTER TABLE customers ADD COLUMN phone VARCHAR(20)"; 2],
        undo: ["ALTER TABLE customers DROP COLUMN phone"; 2],
        told: "column `customers.phone` is in the database, but not in the revisions",
    },
    Drift {
        make: ["ALTER TABLE reviews DROP COLUMN body"; 2],
        undo: ["ALTER TABLE reviews ADD COLUMN body TEXT", "ALTER TABLE reviews ADD COLUMN body LONGTEXT"],
        told: "column `reviews.body` is missing in the database",
    },
    Drift {
        make: [
            "ALTER TABLE products ALTER COLUMN name TYPE VARCHAR(300)",
            "ALTER TABLE products MODIFY name VARCHAR(300) NOT NULL",
        ],
        undo: [
            "ALTER TABLE products ALTER COLUMN name TYPE VARCHAR(200)",
            "ALTER TABLE products MODIFY name VARCHAR(200) NOT NULL",
        ],
        told: "column `products.name` differs: type `varchar(200)` in the revisions, `varchar(300)` in the database",
    },
    Drift {
        make: ["ALTER TABLE orders ALTER COLUMN version SET DEFAULT 2"; 2],
        undo: ["ALTER TABLE orders ALTER COLUMN version SET DEFAULT 1"; 2],
        told: "column `orders.version` differs: default `1` in the revisions, `2` in the database",
    },
    Drift {
        make: [
            "ALTER TABLE reviews ALTER COLUMN stars DROP NOT NULL",
            "ALTER TABLE reviews MODIFY stars SMALLINT",
        ],
        undo: [
            "ALTER TABLE reviews ALTER COLUMN stars SET NOT NULL",
            "ALTER TABLE reviews MODIFY stars SMALLINT NOT NULL",
        ],
        told: "column `reviews.stars` differs: nullability `not null` in the revisions, `null` in the database",
    },
    Drift {
        make: [
            "COMMENT ON COLUMN customers.name IS 'what they are called'",
            "ALTER TABLE customers MODIFY name VARCHAR(100) NOT NULL COMMENT 'what they are called'",
        ],
        undo: [
            "COMMENT ON COLUMN customers.name IS NULL",
            "ALTER TABLE customers MODIFY name VARCHAR(100) NOT NULL",
        ],
        told: "column `customers.name` differs: comment none in the revisions, `\"what they are called\"` in the \
               database",
    },
    Drift {
        make: ["COMMENT ON TABLE products IS 'what we sell'", "ALTER TABLE products COMMENT 'what we sell'"],
        undo: ["COMMENT ON TABLE products IS NULL", "ALTER TABLE products COMMENT ''"],
        told: "table `products` differs: comment none in the revisions, `\"what we sell\"` in the database",
    },
    Drift {
        make: ["CREATE INDEX ix_products_name ON products (name)"; 2],
        undo: ["DROP INDEX ix_products_name", "DROP INDEX ix_products_name ON products"],
        told: "index `ix_products_name` of table `products` is in the database, but not in the revisions",
    },
    Drift {
        make: [
            "ALTER TABLE products DROP CONSTRAINT uq_products_sku",
            "ALTER TABLE products DROP INDEX uq_products_sku",
        ],
        undo: ["ALTER TABLE products ADD CONSTRAINT uq_products_sku UNIQUE (sku)"; 2],
        told: "constraint `uq_products_sku` of table `products` is missing in the database",
    },
    Drift {
        make: ["ALTER TABLE products DROP CONSTRAINT ck_products_price"; 2],
        undo: ["ALTER TABLE products ADD CONSTRAINT ck_products_price CHECK (price >= 0)"; 2],
        told: "constraint `ck_products_price` of table `products` is missing in the database",
    },
    Drift {
        make: [
            "ALTER TABLE order_lines DROP CONSTRAINT fk_order_lines_product_id",
            "ALTER TABLE order_lines DROP FOREIGN KEY fk_order_lines_product_id",
        ],
        undo: ["ALTER TABLE order_lines ADD CONSTRAINT fk_order_lines_product_id FOREIGN KEY (product_id) \
                REFERENCES products (id) ON DELETE RESTRICT"; 2],
        told: "constraint `fk_order_lines_product_id` of table `order_lines` is missing in the database",
    },
    // No database takes a value back.
    Drift {
        make: [
            "ALTER TYPE order_status ADD VALUE 'lost' BEFORE 'cancelled'",
            "ALTER TABLE orders MODIFY status ENUM('new', 'paid', 'shipped', 'lost', 'cancelled') NOT NULL \
             DEFAULT 'new'",
        ],
        undo: [
            "",
            "ALTER TABLE orders MODIFY status ENUM('new', 'paid', 'shipped', 'cancelled') NOT NULL \
                DEFAULT 'new'",
        ],
        told: "enum `order_status` differs: values `(\"new\", \"paid\", \"shipped\", \"cancelled\")` in the revisions, \
               `(\"new\", \"paid\", \"shipped\", \"lost\", \"cancelled\")` in the database",
    },
];

/// What `diff --database` tells.
fn told(project: &Project, url: &str) -> (Value, Vec<String>) {
    let command = format!("{MIGRATIONS} diff --database --format json --database-url '{url}'");
    let output = project.run(&command);
    let json: Value = serde_json::from_str(&output.text).unwrap_or_else(|_| panic!("{}", output.text));
    let differences = json["differences"].as_array().expect("a list of differences");
    let text = |difference: &Value| difference["message"].as_str().expect("a sentence").to_owned();
    let told: Vec<String> = differences.iter().map(text).collect();
    assert_eq!(output.code, i32::from(!told.is_empty()), "the exit code: {}", output.text);
    (json, told)
}

const MIGRATIONS: &str = "cargo run -q -p shop --bin migrations --";

async fn drifts_are_found_and_taken_in(server: Server) {
    let at = usize::from(server == Server::Mysql);
    let project = Project::of("shop");
    // What the compiler says of models that lag behind is another test's.
    let drift = format!("drift = \"allow\"\n{}", project.read("aludel.toml"));
    std::fs::write(project.path("aludel.toml"), drift).expect("the settings are written");
    let mut database = Database::create(server).await;
    let url = database.url.clone();
    let run = |command: &str| project.succeed(&format!("{MIGRATIONS} {command} --database-url '{url}'"));
    run("upgrade");
    assert_eq!(told(&project, &url).1, [""; 0], "nothing was done by hand");

    database.execute("CREATE TABLE legacy (id INTEGER PRIMARY KEY)").await.expect("it is made");
    for Drift { make, undo, told: expected } in &DRIFTS {
        database.execute(make[at]).await.expect("it drifts");
        assert_eq!(told(&project, &url).1, [*expected], "{}", make[at]);
        if !undo[at].is_empty() {
            database.execute(undo[at]).await.expect("it is undone");
            assert_eq!(told(&project, &url).1, [""; 0], "{}", undo[at]);
        }
    }
    let (json, _) = told(&project, &url);
    assert_eq!(json["unmanaged"]["tables"], serde_json::json!(["legacy"]));

    // All at once, and a table less.
    for Drift { make, .. } in DRIFTS.iter().filter(|drift| !drift.undo[at].is_empty()) {
        database.execute(make[at]).await.expect("it drifts");
    }
    let mut expected: Vec<&str> = DRIFTS.iter().map(|drift| drift.told).collect();
    let (_, mut all) = told(&project, &url);
    expected.sort_unstable();
    all.sort_unstable();
    assert_eq!(all, expected);
    database.execute("DROP TABLE order_lines").await.expect("it drifts");
    let (_, all) = told(&project, &url);
    assert!(all.contains(&"table `order_lines` is missing in the database".to_owned()), "{all:?}");
    let answers = "--drop customers.phone --table 'leg*' --no-input";
    let wrote = run(&format!("generate --from-database -m 'what was done by hand' {answers}"));
    assert!(wrote.contains("stamp head"), "{wrote}");
    run("stamp head");
    let (json, left) = told(&project, &url);
    assert_eq!(left, [""; 0], "taken into the migrations");
    assert_eq!(json["unmanaged"]["tables"], serde_json::json!([]));
    let again = run("generate --from-database -m again");
    assert!(again.contains("nothing to do"), "{again}");
    database.drop().await;

    // What was taken in makes the same of an empty database.
    let mut database = Database::create(server).await;
    project.succeed(&format!("{MIGRATIONS} upgrade --database-url '{}'", database.url));
    assert_eq!(told(&project, &database.url).1, [""; 0], "made by the migrations");
    database.execute("DROP TABLE legacy").await.expect("it is dropped");
    assert_eq!(told(&project, &database.url).1, ["table `legacy` is missing in the database"]);
    database.drop().await;
}

#[tokio::test]
async fn drift_of_postgres() {
    drifts_are_found_and_taken_in(Server::Postgres).await;
}

#[tokio::test]
async fn drift_of_mariadb() {
    drifts_are_found_and_taken_in(Server::Mysql).await;
}

/// A session that is read-only refuses a write on the server, whoever asks for it.
#[tokio::test]
async fn a_read_only_session_writes_nothing() {
    for server in Server::ALL {
        let mut database = Database::create(server).await;
        database.execute("CREATE TABLE t (id INTEGER PRIMARY KEY)").await.expect("it is made");
        let mut connection = database::connect(&database.url).await.expect("it is there");
        connection.read_only().await.expect("it can be set");
        for write in ["INSERT INTO t VALUES (1)", "CREATE TABLE u (id INTEGER)", "DROP TABLE t"] {
            let refusal = connection.execute(write).await.expect_err("the server refuses it").to_string();
            assert!(refusal.to_lowercase().replace('-', "").contains("read"), "{}: {refusal}", server.name());
        }
        let rows = connection.query("SELECT CAST(count(*) AS CHAR(9)) FROM t").await.expect("it reads");
        assert_eq!(rows[0][0].as_deref().map(str::trim), Some("0"));
        connection.close().await.expect("it ends in order");
        database.drop().await;
    }
}
