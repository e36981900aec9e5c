//! A crate for each adopted database, in one workspace that is built with the dependencies of these tests.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use aludel::adopt::Models;
use aludel_tests::servers::Server;

use crate::project::workspace;

/// A workspace of crates that hold the models of one database each.
pub(super) struct Crates {
    root: PathBuf,
    names: Vec<String>,
}

/// How a command ended: what it wrote, and whether all was well.
pub(super) struct Ended {
    pub(super) text: String,
    pub(super) well: bool,
}

impl Crates {
    /// An empty workspace.
    pub(super) fn new() -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("adopted");
        if root.exists() {
            fs::remove_dir_all(&root).expect("the workspace before is removed");
        }
        fs::create_dir_all(&root).expect("the workspace's folder is made");
        fs::copy(workspace().join("Cargo.lock"), root.join("Cargo.lock")).expect("the lock is copied");
        Self { root, names: Vec::new() }
    }

    fn folder(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// Adds a crate that holds `models`, and denies every warning.
    pub(super) fn add(&mut self, name: &str, server: Server, models: &Models) {
        let folder = self.folder(name);
        fs::create_dir_all(folder.join("src/models")).expect("the crate's folder is made");
        let write = |path: &str, text: &str| fs::write(folder.join(path), text).expect("a file is written");
        for file in &models.files {
            write(&format!("src/models/{}", file.name), &file.source);
        }
        // The features of these tests, so that nothing is built that is built already.
        let manifest =
            fs::read_to_string(workspace().join("tests/Cargo.toml")).expect("the tests have a manifest");
        let (_, dependencies) = manifest.split_once("[dependencies]").expect("they have dependencies");
        let dependencies = dependencies.split("\n[").next().unwrap_or_default();
        let libraries = format!("path = \"{}/", workspace().display());
        let dependencies = dependencies.replace("path = \"../", &libraries);
        let cli =
            format!("aludel-cli = {{ {libraries}cli\", features = [\"sqlite\", \"postgres\", \"mysql\"] }}");
        write(
            "Cargo.toml",
            &format!(
                "[package]\nname = \"{name}\"\nedition = \"2024\"\n\n[[bin]]\nname = \"{name}\"\n\
                 path = \"src/main.rs\"\n\n[dependencies]\n{cli}\n{dependencies}"
            ),
        );
        write("src/lib.rs", &library(server, models));
        write(
            "src/main.rs",
            &format!(
                r#"fn main() -> std::process::ExitCode {{
    if std::env::args().nth(1).as_deref() != Some("rows") {{
        return aludel_cli::main(&{name}::MIGRATIONS);
    }}
    let url = std::env::var("DATABASE_URL").expect("the database is named");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on({name}::rows(&url)).expect("the rows are read");
    std::process::ExitCode::SUCCESS
}}
"#
            ),
        );
        self.names.push(name.to_owned());
        let manifest =
            fs::read_to_string(workspace().join("Cargo.toml")).expect("the workspace has a manifest");
        let members = manifest.lines().find(|line| line.starts_with("members")).expect("it has members");
        let manifest = manifest.replace(members, &format!("members = {:?}", self.names));
        fs::write(self.root.join("Cargo.toml"), manifest).expect("the manifest is written");
    }

    /// Builds all crates, with whatever migrations they have.
    pub(super) fn build(&self) -> Ended {
        let mut command = self.command("cargo");
        command.args(["build", "--quiet", "--bins", "--keep-going"]).env("ALUDEL_DRIFT", "allow");
        ended(command)
    }

    /// Runs the command line of the crate `name` on the database at `url`.
    pub(super) fn run(&self, name: &str, url: &str, arguments: &[&str]) -> Ended {
        let mut command = self.command(&target().join("debug").join(name).display().to_string());
        command.args(arguments).arg("--no-input").env("DATABASE_URL", url);
        ended(command)
    }

    /// Whether rustfmt, with its default settings, would leave the models of the crate `name` as they are.
    pub(super) fn check_formatting(&self, name: &str) -> Ended {
        let mut command = self.command("rustfmt");
        command.args(["--check", "--edition", "2024", "--config-path", "/dev/null"]);
        command.arg(self.folder(name).join("src/models/mod.rs"));
        ended(command)
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root).env("CARGO_TARGET_DIR", target());
        for (variable, _) in std::env::vars_os() {
            let name = variable.to_string_lossy();
            if name.starts_with("CARGO_PKG")
                || name.starts_with("CARGO_MANIFEST")
                || name.starts_with("ALUDEL_DRIFT")
            {
                command.env_remove(&variable);
            }
        }
        command.env("CARGO_TERM_COLOR", "never").env("NO_COLOR", "1");
        command
    }
}

/// The folder that these tests were built in.
fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("it is below the target folder").to_owned()
}

fn ended(mut command: Command) -> Ended {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let text =
        [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat();
    Ended { text, well: output.status.success() }
}

/// The crate's library: every model is read from the rows of its table.
fn library(server: Server, models: &Models) -> String {
    let (connection, row, quote) = match server {
        Server::Sqlite => ("sqlx::SqliteConnection", "sqlx::sqlite::SqliteRow", '"'),
        Server::Postgres => ("sqlx::PgConnection", "sqlx::postgres::PgRow", '"'),
        Server::Mysql => ("sqlx::MySqlConnection", "sqlx::mysql::MySqlRow", '`'),
    };
    let lines = models.files.iter().flat_map(|file| file.source.lines());
    let structs = lines.filter_map(|line| line.strip_prefix("pub struct ")?.strip_suffix(" {"));
    let reads: String =
        structs.map(|name| format!("    read::<models::{name}>(&mut db).await?;\n")).collect();
    format!(
        r#"#![deny(warnings)]

pub mod models;

aludel::migrations!();

/// Reads all rows of all tables, and says how many there are.
pub async fn rows(url: &str) -> Result<(), sqlx::Error> {{
    let mut db = <{connection} as sqlx::Connection>::connect(url).await?;
{reads}    Ok(())
}}

async fn read<T>(db: &mut {connection}) -> Result<(), sqlx::Error>
where
    T: aludel::Table + for<'r> sqlx::FromRow<'r, {row}> + Send + Unpin,
{{
    let name = T::NAME;
    let quoted = |name: &str| format!("{shown}{{}}{shown}", name.replace('{quote}', "{escaped}"));
    let schema = name.schema.iter().map(|schema| quoted(schema) + ".").collect::<String>();
    let sql = format!("SELECT * FROM {{schema}}{{}}", quoted(&name.name));
    let rows: Vec<T> = sqlx::query_as(sqlx::AssertSqlSafe(sql)).fetch_all(db).await?;
    println!("{{name}}: {{}} rows", rows.len());
    Ok(())
}}
"#,
        shown = quote.to_string().replace('"', "\\\""),
        escaped = format!("{quote}{quote}").replace('"', "\\\""),
    )
}
