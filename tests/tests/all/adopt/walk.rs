//! What whoever adopts a database does: models, rustfmt, the compiler, a revision, a stamp, and no difference is left.

use std::time::Instant;

use aludel::adopt::{self, Options};
use aludel::introspection::{Introspection, Scope};
use aludel_tests::servers::Database;

use super::crates::{Crates, Ended};
use super::{Case, load, rebuild};

/// A case on its way.
struct Adopted {
    case: Case,
    database: Database,
}

/// Adopts the database of each case; all troubles are told at once.
pub(super) async fn walk(cases: Vec<Case>) {
    let mut crates = Crates::new();
    let mut troubles = Vec::new();
    let mut adopted = Vec::new();
    for case in cases {
        let database = load::loaded(&case).await;
        match introspected(&database).await {
            Ok(introspection) => {
                let models = adopt::models(&introspection, Options::default());
                crates.add(&case.name, case.server, &models);
                must(crates.check_formatting(&case.name), &case, "rustfmt --check", &mut troubles);
                adopted.push(Adopted { case, database });
            }
            Err(error) => troubles.push(format!("{}: {error}", case.name)),
        }
    }
    let started = Instant::now();
    let built = crates.build();
    assert!(built.well, "the models compile without a warning:\n{}", built.text);
    eprintln!("adopt: models compiled in {:?}", started.elapsed());
    for Adopted { case, database, .. } in &adopted {
        let generate = crates.run(&case.name, &database.url, &["generate", "-m", "adopt"]);
        must(generate, case, "generate", &mut troubles);
    }
    let started = Instant::now();
    let built = crates.build();
    assert!(built.well, "the models compile beside their migrations:\n{}", built.text);
    eprintln!("adopt: models and migrations compiled in {:?}", started.elapsed());
    for Adopted { case, database, .. } in &adopted {
        let stamp = crates.run(&case.name, &database.url, &["stamp", "head"]);
        must(stamp, case, "stamp head", &mut troubles);
        let check = crates.run(&case.name, &database.url, &["check", "--database"]);
        must(check, case, "check --database", &mut troubles);
    }
    for Adopted { case, database } in &adopted {
        let rows = crates.run(&case.name, &database.url, &["rows"]);
        if rows.well && case.name.ends_with("_types") && rows.text.contains(": 0 rows") {
            troubles.push(format!("{}: no row is read: {}", case.name, rows.text));
        }
        must(rows, case, "rows", &mut troubles);
    }
    for Adopted { case, mut database } in adopted {
        match rebuild::rebuilt(&crates, &case, &mut database).await {
            Ok(found) if found.is_empty() => {}
            Ok(found) => troubles.push(format!("{}: built anew:\n{}", case.name, found.join("\n"))),
            Err(error) => troubles.push(format!("{}: built anew: {error}", case.name)),
        }
        database.drop().await;
    }
    assert!(troubles.is_empty(), "{}", troubles.join("\n\n"));
}

async fn introspected(database: &Database) -> Result<Introspection, aludel::Error> {
    let mut connection = aludel::database::connect(&database.url).await?;
    connection.read_only().await?;
    let introspection = connection.introspect(&Scope::default()).await?;
    connection.close().await?;
    Ok(introspection)
}

fn must(ended: Ended, case: &Case, what: &str, troubles: &mut Vec<String>) {
    if !ended.well {
        let shown: String = ended.text.chars().take(6000).collect();
        troubles.push(format!("{}: {what}:\n{shown}", case.name));
    }
}
