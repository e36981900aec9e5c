//! What somebody changed behind aludel's back, told by the command line on the real servers, each with its remedy.

use aludel_tests::servers::{Database, Server};

use crate::project::Project;

const MIGRATIONS: &str = "cargo run -q -p shop --bin migrations --";
const FIRST: &str = "migrations/20261121_65275a6481cd_create_customers_products_and_orders.rs";

/// Runs a command on each database; it must end with `code` and say all of `expected`.
fn says(project: &Project, databases: &[Database], command: &str, code: i32, expected: &[&str]) {
    for database in databases {
        let output = project.run(&format!("{MIGRATIONS} {command} --database-url '{}'", database.url));
        assert_eq!(output.code, code, "{command}: {}", output.text);
        for expected in expected {
            assert!(output.text.contains(expected), "{command}: no {expected} in {}", output.text);
        }
    }
}

async fn by_hand(databases: &mut [Database], sql: &str) {
    for database in databases {
        database.execute(sql).await.expect("the history is changed");
    }
}

#[tokio::test]
async fn behind_its_back() {
    let project = Project::of("shop");
    let mut databases = vec![Database::create(Server::Postgres).await, Database::create(Server::Mysql).await];
    let remedied = |databases: &[Database]| {
        says(&project, databases, "stamp current", 0, &[]);
        says(&project, databases, "upgrade", 0, &["nothing to do"]);
    };
    says(&project, &databases, "upgrade", 0, &["4 revisions applied"]);

    by_hand(&mut databases, "UPDATE aludel_history SET message = 'x' WHERE revision = '65275a6481cd'").await;
    let changed = ["the row of 65275a6481cd in the history was changed by hand", "`stamp current`"];
    says(&project, &databases, "upgrade", 2, &changed);
    remedied(&databases);

    by_hand(&mut databases, "DELETE FROM aludel_history WHERE revision = '65275a6481cd'").await;
    says(
        &project,
        &databases,
        "upgrade",
        2,
        &["but not 65275a6481cd, which that follows", "`stamp current`"],
    );
    remedied(&databases);

    project.edit(FIRST, "pub fn downgrade", "// Changed since.\npub fn downgrade");
    let edited = ["was changed after it was applied", "bring the file back as it was", "`stamp current`"];
    says(&project, &databases, "upgrade", 2, &edited);
    remedied(&databases);

    let last = project.path("migrations/20261121_ae26d5785572_give_products_a_slug.rs");
    std::fs::remove_file(last).expect("the file is removed");
    let missing = ["the database has revision ae26d5785572", "build from sources that have it"];
    says(&project, &databases, "upgrade", 2, &missing);
    for database in databases {
        database.drop().await;
    }
}
