//! The walk of a user: a field is added, the compiler points at it, a revision is generated and run, and all is clean.

use aludel_tests::servers::{Database, Server};

use crate::project::Project;

/// What SQLite's `.schema` shows, or what the catalogue of another database says.
async fn schema(database: &mut Database) -> Vec<String> {
    if database.server() != Server::Sqlite {
        return aludel_tests::catalogue::catalogue(database).await.expect("the catalogue is read");
    }
    let query = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name";
    database.query(query).await.expect("the schema is read").concat()
}

/// A field to add to a model of an example.
struct Walk {
    example: &'static str,
    /// The model's file.
    file: &'static str,
    /// The field before it.
    after: &'static str,
    /// The field, and its column as a message names it.
    field: &'static str,
    column: &'static str,
}

impl Walk {
    async fn on(&self, servers: &[Server]) {
        let project = Project::of(self.example);
        let migrations = format!("cargo run -q -p {} --bin migrations --", self.example);
        let mut databases = Vec::new();
        for server in servers {
            databases.push(Database::create(*server).await);
        }
        // All that a release build is to the derive, without building the dependencies again.
        let release = format!("--config profile.dev.package.{}.debug-assertions=false", self.example);
        let builds = ["cargo test --no-run".to_owned(), format!("cargo check {release}")];

        assert!(!project.succeed("cargo check").contains("warning"), "the example drifts");
        let mut before = Vec::new();
        for database in &mut databases {
            project.succeed(&format!("{migrations} upgrade --database-url '{}'", database.url));
            before.push(schema(database).await);
        }

        // The compiler points at the field: a warning while it is mended, an error where it would be shipped.
        let field = format!("{}\n    /// Added.\n    {}", self.after, self.field);
        project.edit(self.file, self.after, &field);
        let model = project.read(self.file);
        let line = 1 + model.lines().position(|line| line.trim() == self.field).expect("the field is there");
        let place = format!("{}:{line}:", self.file);
        let warned = project.succeed("cargo check");
        for expected in ["warning", self.column, "is not in the migrations", &place] {
            assert!(warned.contains(expected), "no {expected} in {warned}");
        }
        for build in &builds {
            let refused = project.run(build);
            assert_ne!(refused.code, 0, "{build} passes in spite of the drift");
            for expected in ["error", self.column, &place] {
                assert!(refused.text.contains(expected), "no {expected} in {}", refused.text);
            }
        }
        assert_eq!(project.run(&format!("{migrations} check")).code, 1, "`check` finds no difference");

        project.succeed(&format!("{migrations} generate -m 'add a field' --rev-id 5ab71713ab1e"));
        for build in builds.iter().map(String::as_str).chain(["cargo check"]) {
            let clean = project.succeed(build);
            assert!(!clean.contains("warning"), "{build}: {clean}");
        }
        project.succeed(&format!("{migrations} check"));

        for (database, before) in databases.iter_mut().zip(before) {
            let to_database = format!("--database-url '{}'", database.url);
            project.succeed(&format!("{migrations} upgrade {to_database}"));
            let after = schema(database).await;
            assert_ne!(before, after, "the upgrade does nothing");
            project.succeed(&format!("{migrations} downgrade -1 {to_database}"));
            assert_eq!(schema(database).await, before, "after the downgrade");
            project.succeed(&format!("{migrations} upgrade {to_database}"));
            assert_eq!(schema(database).await, after, "after the upgrade again");
        }
        for database in databases {
            // The program itself is written for the first of the servers.
            if database.server() == servers[0] {
                project.succeed(&format!("DATABASE_URL='{}' cargo run -q -p {}", database.url, self.example));
            }
            database.drop().await;
        }
    }
}

#[tokio::test]
async fn a_field_of_the_blog() {
    let walk = Walk {
        example: "blog",
        file: "src/models.rs",
        after: "pub title: String,",
        field: "pub subtitle: Option<String>,",
        column: "`posts.subtitle`",
    };
    walk.on(&[Server::Sqlite]).await;
}

#[tokio::test]
async fn a_field_of_the_shop() {
    let walk = Walk {
        example: "shop",
        file: "src/models/catalogue.rs",
        after: "pub body: Option<String>,",
        field: "pub answer: Option<String>,",
        column: "`reviews.answer`",
    };
    walk.on(&[Server::Postgres, Server::Mysql]).await;
}
