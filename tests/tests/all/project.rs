//! A copy of an example in a workspace of its own, where tests edit models and run commands as a user does.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The workspace that the tests are in.
pub(crate) fn workspace() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests are in a workspace");
    folder.to_owned()
}

/// A project, alone as long as it lives: all share one folder, so that their dependencies are built once.
pub(crate) struct Project {
    /// The folder of its workspace.
    pub(crate) root: PathBuf,
    /// The example's name.
    example: &'static str,
    _alone: MutexGuard<'static, ()>,
}

/// What a command said, and how it ended.
pub(crate) struct Output {
    /// What it wrote, to whichever stream.
    pub(crate) text: String,
    /// Its exit code.
    pub(crate) code: i32,
}

/// The folder that projects are built in.
fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("project-target")
}

impl Project {
    /// An empty folder `{name}`, where `cargo aludel` is known; outside of this workspace, which would take it in.
    pub(crate) fn empty(name: &'static str) -> Self {
        let installer = Self::of("blog");
        installer.succeed("cargo build -q -p aludel-cli --bin cargo-aludel");
        let root = std::env::temp_dir().join(format!("aludel-tests-{}", std::process::id())).join(name);
        fs::create_dir_all(&root).expect("the folder is made");
        Self { root, ..installer }
    }

    /// A fresh copy of `examples/{example}`.
    pub(crate) fn of(example: &'static str) -> Self {
        static ALONE: Mutex<()> = Mutex::new(());
        let alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("project");
        if root.exists() {
            fs::remove_dir_all(&root).expect("the project before is removed");
        }
        let (origin, copy) =
            (workspace().join("examples").join(example), root.join("examples").join(example));
        copy_folder(&origin, &copy);
        let project = Self { root, example, _alone: alone };
        // The library stays where it is.
        let libraries = format!("path = \"{}/", workspace().display());
        project.edit("Cargo.toml", "path = \"../../", &libraries);
        let manifest =
            fs::read_to_string(workspace().join("Cargo.toml")).expect("the workspace has a manifest");
        let members = manifest.lines().find(|line| line.starts_with("members")).expect("it has members");
        let manifest = manifest.replace(members, &format!("members = [\"examples/{example}\"]"));
        fs::write(project.root.join("Cargo.toml"), manifest).expect("the manifest is written");
        fs::copy(workspace().join("Cargo.lock"), project.root.join("Cargo.lock"))
            .expect("the lock is copied");
        project
    }

    /// Puts the crate `tests/fixtures/{name}` beside the example.
    pub(crate) fn add(&self, name: &str) {
        let (origin, copy) =
            (workspace().join("tests/fixtures").join(name), self.root.join("examples").join(name));
        copy_folder(&origin, &copy);
        let manifest = fs::read_to_string(origin.join("Cargo.toml.in")).expect("the crate has a manifest");
        let manifest = manifest.replace("{workspace}", &workspace().display().to_string());
        fs::write(copy.join("Cargo.toml"), manifest).expect("the manifest is written");
        let members = fs::read_to_string(self.root.join("Cargo.toml")).expect("the workspace has a manifest");
        let members = members.replace("members = [", &format!("members = [\"examples/{name}\", "));
        fs::write(self.root.join("Cargo.toml"), members).expect("the manifest is written");
    }

    /// A file or folder of the example.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root.join("examples").join(self.example).join(path)
    }

    /// The text of a file of the example.
    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Puts `after` in place of `before` in a file of the example.
    pub(crate) fn edit(&self, path: &str, before: &str, after: &str) {
        let text = self.read(path);
        assert!(text.contains(before), "{path} does not hold {before}");
        fs::write(self.path(path), text.replace(before, after)).expect("the file is written");
    }

    /// Runs a line of shell in the workspace's folder.
    pub(crate) fn run(&self, line: &str) -> Output {
        let mut command = self.command("sh");
        command.args(["-c", &format!("exec 2>&1 </dev/null; {line}")]).env("NO_COLOR", "1");
        let output = command.output().expect("a shell runs");
        let code = output.status.code().expect("no signal ends the command");
        Output { text: String::from_utf8_lossy(&output.stdout).into_owned(), code }
    }

    /// A command in the workspace's folder, in the environment that a user has.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        for (variable, _) in std::env::vars_os() {
            let name = variable.to_string_lossy();
            // What the cargo of the tests says of itself, and what would point elsewhere.
            if name.starts_with("CARGO_PKG")
                || name.starts_with("CARGO_MANIFEST")
                || name.starts_with("ALUDEL")
            {
                command.env_remove(&variable);
            }
        }
        command.env_remove("DATABASE_URL").env("CARGO_TERM_COLOR", "never").env("CARGO_TARGET_DIR", target());
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders = std::iter::once(target().join("debug")).chain(std::env::split_paths(&path));
        command.env("PATH", std::env::join_paths(folders).expect("no folder has a colon"));
        command.env("SOURCES", workspace());
        command
    }

    /// Runs a line of shell that must end well, and gives what it wrote.
    pub(crate) fn succeed(&self, line: &str) -> String {
        let Output { text, code } = self.run(line);
        assert_eq!(code, 0, "{line}:\n{text}");
        text
    }
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the folder is made");
    for entry in fs::read_dir(from).expect("the folder is read") {
        let path = entry.expect("the entry is read").path();
        let name = path.file_name().expect("an entry has a name");
        let ignored =
            [".db", ".db-wal", ".db-shm", ".env"].iter().any(|end| name.to_string_lossy().ends_with(end));
        if path.is_dir() {
            copy_folder(&path, &to.join(name));
        } else if !ignored {
            fs::copy(&path, to.join(name)).expect("the file is copied");
        }
    }
}
