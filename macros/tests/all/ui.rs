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
    trybuild::TestCases::new().compile_fail("../tests/ui/*/*.rs");
}
