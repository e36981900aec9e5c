//! Servers of one test, for what a server that others use cannot be: a standby, or read-only as a whole.
//!
//! They are made by the programs that are installed, in a temporary folder; a program that is missing fails the test.

use std::env;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::unique_name;

/// How long a server may take to answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server that ends with the test.
#[derive(Debug)]
pub struct Throwaway {
    /// The URL of its superuser, at a database that is there.
    pub url: String,
    folder: PathBuf,
    process: Child,
}

impl Throwaway {
    /// A PostgreSQL server that takes no changes, as a standby does: what `prepare` did, given its URL, is there.
    ///
    /// # Panics
    /// When it does not start.
    pub fn standby(prepare: impl FnOnce(&str)) -> Self {
        let owner = Owner::new("postgres");
        let folder = owner.folder();
        let programs = postgres_programs();
        let data = folder.join("data");
        let data = data.to_str().expect("a temporary folder's name is text");
        let init =
            ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "-D", data];
        owner.run(&programs.join("initdb"), &init);
        let place = folder.display().to_string();
        let url = format!("postgres://postgres@localhost/postgres?host={place}");
        let settings = ["-D", data, "-k", &place, "-c", "listen_addresses=", "-c", "fsync=off"];
        let start = || owner.start(&programs.join("postgres"), &settings, &folder);
        let wait = || wait_for(Command::new(programs.join("pg_isready")).args(["-q", "-h", &place]));
        // From here on, whatever happens ends the server.
        let mut this = Self { process: start(), url, folder: folder.clone() };
        wait();
        prepare(&this.url);
        // A cluster that was shut down in order is one that a standby can begin with (manual, section 27.2.3).
        signal("INT", &this.process);
        this.process.wait().expect("the server ends");
        owner.run(Path::new("touch"), &[&format!("{data}/standby.signal")]);
        this.process = start();
        wait();
        this
    }

    /// A MariaDB server with `settings`.
    ///
    /// # Panics
    /// When it does not start.
    pub fn mariadb(settings: &[&str]) -> Self {
        let owner = Owner::new("mysql");
        let folder = owner.folder();
        let data = format!("--datadir={}/data", folder.display());
        // A server that starts removes the temporary tables of every other in the same folder.
        let scratch = format!("--tmpdir={}", folder.display());
        let init =
            ["--no-defaults", &data, &scratch, "--auth-root-authentication-method=normal", "--skip-test-db"];
        owner.run(&program("mariadb-install-db"), &init);
        let socket = format!("{}/socket", folder.display());
        let (at, process_file) =
            (format!("--socket={socket}"), format!("--pid-file={}/pid", folder.display()));
        let plain = [
            "--no-defaults",
            &data,
            &scratch,
            &at,
            &process_file,
            "--skip-networking",
            "--innodb-buffer-pool-size=16M",
        ];
        let process = owner.start(&program("mariadbd"), &[&plain, settings].concat(), &folder);
        let url = format!("mysql://root@localhost/mysql?socket={socket}");
        let this = Self { url, folder, process };
        wait_for(Command::new(program("mariadb-admin")).args(["--no-defaults", "--user=root", &at, "ping"]));
        this
    }
}

impl Drop for Throwaway {
    fn drop(&mut self) {
        // Nobody needs what it holds.
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Whom the server's files belong to: the servers refuse to run as root.
struct Owner {
    user: Option<&'static str>,
}

impl Owner {
    fn new(user: &'static str) -> Self {
        let is_root = fs::metadata("/proc/self").is_ok_and(|this| this.uid() == 0);
        Self { user: is_root.then_some(user) }
    }

    /// A folder of its own, whose name is short enough for a socket in it.
    fn folder(&self) -> PathBuf {
        let folder = env::temp_dir().join(unique_name());
        fs::create_dir(&folder).expect("the folder is made");
        if let Some(user) = self.user {
            let status = Command::new("chown").arg(user).arg(&folder).status();
            assert!(status.expect("`chown` runs").success(), "there is no user {user}");
        }
        folder
    }

    fn command(&self, program: &Path) -> Command {
        match self.user {
            None => Command::new(program),
            Some(user) => {
                let mut command = Command::new("setpriv");
                command
                    .args([&format!("--reuid={user}"), &format!("--regid={user}"), "--init-groups"])
                    .arg(program);
                command
            }
        }
    }

    fn run(&self, program: &Path, arguments: &[&str]) {
        let output = self.command(program).args(arguments).current_dir("/").output();
        let output = output.unwrap_or_else(|error| panic!("{} does not run: {error}", program.display()));
        assert!(
            output.status.success(),
            "{}: {}",
            program.display(),
            String::from_utf8_lossy(&output.stderr)
        );
    }

    fn start(&self, program: &Path, arguments: &[&str], folder: &Path) -> Child {
        let mut command = self.command(program);
        command
            .args(arguments)
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command.spawn().unwrap_or_else(|error| panic!("{} does not start: {error}", program.display()))
    }
}

fn signal(name: &str, process: &Child) {
    let status = Command::new("kill").args(["-s", name, &process.id().to_string()]).status();
    assert!(status.expect("`kill` runs").success(), "the process is gone");
}

fn wait_for(question: &mut Command) {
    let start = Instant::now();
    loop {
        let answer = question.stdout(Stdio::null()).stderr(Stdio::null()).status();
        if answer.is_ok_and(|status| status.success()) {
            return;
        }
        assert!(start.elapsed() < PATIENCE, "the server does not answer");
        thread::sleep(Duration::from_millis(50));
    }
}

/// The folder of PostgreSQL's programs, which no `PATH` holds on Debian.
fn postgres_programs() -> PathBuf {
    let folders = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = folders.map(|version| version.path().join("bin")).collect();
    folders.sort();
    folders.reverse();
    folders.extend(program("initdb").parent().map(Path::to_owned));
    let found = folders.into_iter().find(|folder| folder.join("initdb").is_file());
    found.expect("this test starts a PostgreSQL server of its own: install `postgresql`")
}

/// A program in the folders of `PATH`, and in those of administrators.
fn program(name: &str) -> PathBuf {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = env::split_paths(&path).chain(["/usr/sbin".into(), "/usr/local/sbin".into()]);
    folders.map(|folder| folder.join(name)).find(|file| file.is_file()).unwrap_or_else(|| name.into())
}
