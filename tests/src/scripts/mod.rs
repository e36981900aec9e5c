//! Scripts of SQL, run by the databases' own clients: `psql`, `mariadb` and `sqlite3`.

mod revisions;

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

pub use revisions::MIGRATIONS;

use crate::servers::Server;

/// Runs `script` by the client of `server` on the database at `url`, and gives what it wrote.
///
/// # Errors
/// What the client wrote, when it did not end well.
///
/// # Panics
/// When the client is not installed, or leaves files behind.
pub fn run(server: Server, url: &str, script: &str) -> Result<String, String> {
    let (outcome, left) = run_in_a_folder(server, url, script);
    assert!(left.is_empty(), "the script leaves {left:?}: {outcome:?}");
    outcome
}

/// Runs `script` up to the byte `end`, as by a client that is killed there; what comes of it is nobody's to foresee.
pub fn cut_off_at(server: Server, url: &str, script: &str, end: usize) {
    drop(run_in_a_folder(server, url, &script[..end]));
}

/// What the client wrote, well or not, and the files that it left.
fn run_in_a_folder(server: Server, url: &str, script: &str) -> (Result<String, String>, Vec<PathBuf>) {
    let folder = Folder::new();
    let mut command = client(server, url);
    // Not by a pipe: the client may end before it has read all.
    let file = folder.0.join("script");
    fs::write(&file, script).expect("the script is written");
    let input = fs::File::open(&file).expect("the script is read");
    fs::remove_file(&file).expect("only its name is removed");
    command.current_dir(&folder.0).stdin(input).stdout(Stdio::piped()).stderr(Stdio::piped());
    let output = command.output().unwrap_or_else(|error| {
        panic!("this test needs {command:?}: {error}; `tests/run` installs the clients")
    });
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text).into_owned();
    let left = fs::read_dir(&folder.0).expect("it is read").map(|entry| entry.expect("it is read").path());
    (if output.status.success() { Ok(text) } else { Err(text) }, left.collect())
}

/// The client of `server`, connected to the database at `url`, without its user's settings.
fn client(server: Server, url: &str) -> Command {
    match server {
        Server::Sqlite => {
            let path = url.trim_start_matches("sqlite://");
            let mut command = Command::new("sqlite3");
            command.args(["-init", "/dev/null", "-batch", path.split('?').next().unwrap_or(path)]);
            command
        }
        Server::Postgres => {
            let mut command = Command::new("psql");
            command.args(["-X", "-q", "-d", url]);
            command
        }
        Server::Mysql => mariadb(url),
    }
}

fn mariadb(url: &str) -> Command {
    let (place, parameters) = url.split_once('?').unwrap_or((url, ""));
    let (address, database) =
        place.trim_start_matches("mysql://").rsplit_once('/').expect("the URL names a database");
    let (user, host) = address.rsplit_once('@').unwrap_or(("root", address));
    let (user, password) = user.split_once(':').unwrap_or((user, ""));
    let (host, port) = host.split_once(':').unwrap_or((host, "3306"));
    let mut command = Command::new("mariadb");
    command.arg("--no-defaults").arg(format!("--user={user}")).env("MYSQL_PWD", password);
    match parameters.split('&').find_map(|parameter| parameter.strip_prefix("socket=")) {
        Some(socket) => command.arg(format!("--socket={socket}")),
        None => command.args([format!("--host={host}"), format!("--port={port}")]),
    };
    command.arg(database);
    command
}

/// An empty folder, which goes with it.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static GIVEN: AtomicU32 = AtomicU32::new(0);
        let name = format!("aludel_script_{}_{}", std::process::id(), GIVEN.fetch_add(1, Ordering::Relaxed));
        let path = env::temp_dir().join(name);
        fs::create_dir(&path).expect("the folder is made");
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left in it was told before.
        let _ = fs::remove_dir_all(&self.0);
    }
}
