//! The files of the cases: none is left behind when its case goes.

use std::fs;
use std::path::Path;

/// The text of all files below `folder`, or their paths, whichever `read` makes of them.
fn collect(folder: &Path, read: &impl Fn(&Path) -> String, into: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("a folder is read") {
        let path = entry.expect("an entry is read").path();
        if path.is_dir() { collect(&path, read, into) } else { into.push(read(&path)) }
    }
}

#[test]
fn every_file_has_its_case() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = Vec::new();
    let text = |path: &Path| fs::read_to_string(path).expect("a source file is read");
    collect(&root.join("tests/all/cases"), &text, &mut sources);
    let sources = sources.concat();
    let snapshots = root.join("cases");
    let mut names = Vec::new();
    let name = |path: &Path| {
        let path = path.strip_prefix(&snapshots).expect("it is below the folder").with_extension("");
        path.to_string_lossy().replace('\\', "/")
    };
    collect(&snapshots, &name, &mut names);
    // What Alembic answers about graphs is no case of a schema.
    names.retain(|name| name != "graph");
    names.retain(|name| {
        let mut parts = name.rsplitn(3, '/');
        let (case, topic) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        // `models!` names its file after the module that it makes.
        !sources.contains(&format!("\"{name}\"")) && !sources.contains(&format!("{case} in \"{topic}\""))
    });
    assert!(names.is_empty(), "files without a case: {}", names.join(", "));
}
