//! The database that an adopted crate builds of nothing, beside the one that it was adopted from.

use aludel_tests::dump::{differences, dump, make};
use aludel_tests::servers::{Database, Server};

use super::Case;
use super::crates::Crates;

/// What an adopted database has that models do not say, so that it is not built anew, and why: a part of what differs.
///
/// All but the first two are comments in the models and lines of the report.
fn reasons(case: &Case) -> Vec<(&'static str, &'static str)> {
    let mut reasons = Vec::new();
    if case.server == Server::Sqlite {
        reasons.push((": + constraint ", "a constraint without a name is given the one by convention"));
    }
    reasons.extend_from_slice(match case.name.as_str() {
        "own_sqlite_names" => &[(
            "index camel Index: ",
            "an expression of an index is written in parentheses: the same to SQLite",
        )],
        "real_mysql_ranger" => &[
            ("`is_allowed` tinyint(", "the width that a number is shown with"),
            ("`priv_type` int(", "the width that a number is shown with"),
            ("`group_type` tinyint(", "the width that a number is shown with"),
            ("`user_type` tinyint(", "the width that a number is shown with"),
        ],
        "real_postgres_crates_io" => &[
            ("versions_num_max_length", "a constraint is NOT VALID"),
            ("versions_tar_sha256_len", "a constraint is NOT VALID"),
            ("index_version_downloads_date", "an index has storage parameters"),
            ("packages_id_seq", "a sequence has the name of a table of before"),
            ("crates_id_seq", "a sequence has the name of a table of before"),
        ],
        "real_postgres_pagila" => &[
            ("payment_p2022_0", "a table has partitions"),
            ("TABLE public.payment: ", "a table has partitions"),
        ],
        _ => &[],
    });
    reasons
}

/// The differences without a reason, and the reasons without a difference.
fn unexplained(case: &Case, differences: Vec<String>) -> Vec<String> {
    let reasons = reasons(case);
    let explains = |(part, _): &(&str, &str), line: &String| line.contains(part);
    let gone = reasons.iter().filter(|reason| !differences.iter().any(|line| explains(reason, line)));
    let mut left: Vec<String> = gone.map(|(part, _)| format!("no difference any more: {part}")).collect();
    for reason in &reasons {
        let lines = differences.iter().filter(|line| explains(reason, line)).count();
        eprintln!("adopt: {}: built anew, {lines} lines differ: {} ({})", case.name, reason.1, reason.0);
    }
    left.extend(differences.into_iter().filter(|line| !reasons.iter().any(|reason| explains(reason, line))));
    left
}

/// What differs between `original` and what `upgrade` builds in an empty database, an object a line.
///
/// What differs for one of the [`reasons`] is told and left out. What no model declares is made of the SQL that the original's server prints: what tables need before `upgrade`, what
/// needs tables after it. So nothing is left out of the comparison.
pub(super) async fn rebuilt(
    crates: &Crates,
    case: &Case,
    original: &mut Database,
) -> Result<Vec<String>, String> {
    let (expected, unmodelled) = dump(original).await?;
    let mut database = Database::create(case.server).await;
    let unmodelled = match case.server {
        // Types, functions and sequences that columns use.
        Server::Postgres => make(&mut database, unmodelled).await.into_iter().map(|(sql, _)| sql).collect(),
        Server::Sqlite | Server::Mysql => unmodelled,
    };
    let upgrade = crates.run(&case.name, &database.url, &["upgrade"]);
    if !upgrade.well {
        database.drop().await;
        return Err(format!("upgrade: {}", upgrade.text));
    }
    let left = make(&mut database, unmodelled).await;
    let left = left.into_iter().map(|(_, error)| format!("cannot be made: {error}"));
    let (actual, _) = dump(&mut database).await?;
    let check = crates.run(&case.name, &database.url, &["check", "--database"]);
    database.drop().await;
    let mut found: Vec<String> = left.collect();
    for (object, lines) in differences(&expected, &actual) {
        found.extend(lines.into_iter().map(|line| format!("{object}: {line}")));
    }
    if !check.well {
        found.push(format!("check --database: {}", check.text));
    }
    Ok(unexplained(case, found))
}
