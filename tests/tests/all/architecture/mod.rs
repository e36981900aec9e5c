//! The rules of `ARCHITECTURE.md` that the compiler does not check: who may import whom, and how files are kept.

/// Rust text without its comments and strings.
mod code;
/// Who may import whom.
mod floors;
/// How files are kept.
mod rules;

use std::fs;
use std::path::{Path, PathBuf};

use code::Code;

/// A source file of the workspace.
struct File {
    /// The path from the workspace's folder, with `/` between its parts.
    path: String,
    text: String,
    code: Code,
}

impl File {
    /// Whether the whole file is tests.
    fn is_test(&self) -> bool {
        self.path.split('/').any(|part| matches!(part, "tests" | "tests.rs" | "benches"))
    }
}

/// The Rust files below `folder` of the workspace, in order of their paths.
fn files(folder: &str) -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut paths = Vec::new();
    collect(&root.join(folder), &mut paths);
    paths.sort();
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("a source file is read");
        let path =
            path.strip_prefix(&root).expect("it is below the root").to_string_lossy().replace('\\', "/");
        File { path, code: Code::new(&text), text }
    };
    let files: Vec<File> = paths.into_iter().map(read).collect();
    assert!(!files.is_empty(), "{folder} holds no Rust file");
    files
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a source folder is read") {
        let path = entry.expect("an entry is read").path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            paths.push(path);
        }
    }
}

/// Fails with all `violations`.
fn assert_none(rule: &str, violations: &[String]) {
    assert!(violations.is_empty(), "{rule}:\n{}", violations.join("\n"));
}
