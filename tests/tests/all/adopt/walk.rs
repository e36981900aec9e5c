//! What whoever adopts a database does: models, rustfmt, the compiler, a revision, a stamp, and no difference is left.

use std::time::Instant;

use aludel::adopt::{self, Options};
use aludel::introspection::{Introspection, Scope};
use aludel_tests::servers::Database;

use super::crates::{Crates, Ended};
use super::{Case, load};

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
        let unknown = without_known(&case.name, &check.text);
        if !unknown.is_empty() || check.well == check.text.contains('✗') {
            must(
                Ended { well: false, ..check },
                case,
                &format!("check --database: {unknown:?}"),
                &mut troubles,
            );
        }
    }
    for Adopted { database, .. } in adopted {
        database.drop().await;
    }
    assert!(troubles.is_empty(), "{}", troubles.join("\n\n"));
}

/// The differences that an adopted database is known to keep, by the words that each begins with, and why.
///
/// A foreign key of a model needs columns of one type: one from `BIGINT` to `INTEGER`, which SQLite takes for the same,
/// is a comment in the models. On MySQL an index may have the name of a foreign key, which the lock cannot tell apart.
fn known(case: &str) -> &'static [&'static str] {
    match case {
        "own_sqlite_names" => &["constraint `fk_options_id`"],
        "real_sqlite_lnd" | "real_sqlite_sakila" => &["constraint `fk_"],
        "real_mysql_ranger" => &["index `x_group_users_FK_user_id`"],
        _ => &[],
    }
}

/// The differences in a report of `check --database` that are not known, and what is known and not there any more.
fn without_known(case: &str, report: &str) -> Vec<String> {
    let differences: Vec<&str> = report.lines().filter_map(|line| line.strip_prefix("✗ ")).collect();
    let known = known(case);
    let new = differences.iter().filter(|line| !known.iter().any(|start| line.starts_with(start)));
    let gone = known.iter().filter(|start| !differences.iter().any(|line| line.starts_with(**start)));
    new.map(ToString::to_string).chain(gone.map(|start| format!("no difference any more: {start}"))).collect()
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
