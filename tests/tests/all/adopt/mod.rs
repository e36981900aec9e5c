//! Databases that were there before their models: models are written of them, compile, and go into a revision.
//!
//! The schemas of real projects are read from the folder that `ALUDEL_SCHEMAS` names, else from `../shared/cases/schemas`
//! beside the workspace; without it they are passed over, and the test says so. Those in `fixtures/adopt` always run.

mod crates;
mod load;
mod rebuild;
mod walk;

use std::path::{Path, PathBuf};

use aludel_tests::servers::Server;

use crate::project::workspace;

/// A database's schema, as a file of SQL.
struct Case {
    /// What its crate is called.
    name: String,
    server: Server,
    file: PathBuf,
}

/// The cases below `folder`, a folder of files for each database, in order.
fn cases(folder: &Path, prefix: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    for server in Server::ALL {
        let files = std::fs::read_dir(folder.join(server.name())).into_iter().flatten();
        for file in files.map(|entry| entry.expect("a schema's folder is read").path()) {
            let stem = file.file_stem().expect("a schema has a name").to_string_lossy().into_owned();
            cases.push(Case { name: format!("{prefix}_{}_{stem}", server.name()), server, file });
        }
    }
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    cases
}

/// The schemas that are kept in the repository.
fn own_cases() -> Vec<Case> {
    cases(&workspace().join("tests/fixtures/adopt"), "own")
}

/// The schemas of real projects.
fn real_cases() -> Vec<Case> {
    let folder = std::env::var_os("ALUDEL_SCHEMAS")
        .map_or_else(|| workspace().join("../shared/cases/schemas"), PathBuf::from);
    let cases = cases(&folder, "real");
    if cases.is_empty() {
        eprintln!(
            "PASSED OVER: no schema of a real project is in {}; name their folder with ALUDEL_SCHEMAS",
            folder.display()
        );
    }
    cases
}

#[tokio::test(flavor = "multi_thread")]
async fn databases_are_adopted() {
    let own = own_cases();
    assert_eq!(own.len(), 6, "each database has two schemas in fixtures/adopt: of names, and of types");
    walk::walk(own.into_iter().chain(real_cases()).collect()).await;
}
