//! Every compile error that a user can meet, by its whole text: `tests/ui`, a folder a topic.
//!
//! `TRYBUILD=overwrite cargo test -p aludel-macros` writes the texts anew; review them.

use std::path::Path;

#[test]
fn errors() {
    // The models of these files have no migrations.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("tests");
    std::fs::create_dir_all(&folder).expect("the target folder can be written");
    std::fs::write(folder.join("aludel.toml"), "drift = \"allow\"\n").expect("so can this file");
    // The files of `graph` name the folders beside them from where their crate is made.
    let graph = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("tests/ui/graph");
    for name in ["mistakes", "dependency_circle", "squash", "squash/replaced"] {
        let copy = folder.join("graph").join(name);
        std::fs::create_dir_all(&copy).expect("so can this folder");
        for file in std::fs::read_dir(graph.join(name)).expect("the revisions are there").flatten() {
            if file.path().is_dir() {
                continue;
            }
            std::fs::copy(file.path(), copy.join(file.file_name())).expect("the revision is copied");
        }
    }
    trybuild::TestCases::new().compile_fail("../tests/ui/*/*.rs");
}
