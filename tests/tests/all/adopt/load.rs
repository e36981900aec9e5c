//! A file of SQL brought into a database, by the client that its author used.

use std::io::Write as _;
use std::process::{Command, Stdio};

use aludel_tests::servers::{Database, Server};

use super::Case;

/// An empty database, with the file of `case` loaded.
pub(super) async fn loaded(case: &Case) -> Database {
    let mut database = Database::create(case.server).await;
    let sql = std::fs::read_to_string(&case.file).expect("the schema is read");
    // A file may name the database that it was made for: its own.
    let stem = case.file.file_stem().expect("a schema has a name").to_string_lossy().into_owned();
    let sql = sql.replace(&format!(" {stem}."), " ");
    let done = match case.server {
        Server::Postgres | Server::Sqlite => database.execute(&sql).await,
        // Only the client knows `DELIMITER`.
        Server::Mysql => client(&database.url, &sql),
    };
    done.unwrap_or_else(|error| panic!("{}: {}", case.file.display(), &error[..error.len().min(2000)]));
    database
}

/// Runs `sql` by the command-line client of MariaDB or MySQL.
fn client(url: &str, sql: &str) -> Result<(), String> {
    let mut command = Command::new("mariadb");
    command.args(["--no-defaults", "--default-character-set=utf8mb4"]).args(arguments(url));
    let mut child = command
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("the client `mariadb` does not run: {error}"))?;
    let mut input = child.stdin.take().expect("its input is ours");
    input.write_all(sql.as_bytes()).map_err(|error| error.to_string())?;
    drop(input);
    let output = child.wait_with_output().map_err(|error| error.to_string())?;
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
}

/// The arguments by which the client reaches the database at `url`.
fn arguments(url: &str) -> Vec<String> {
    let (address, parameters) = url.split_once('?').unwrap_or((url, ""));
    let address = address.split_once("://").map_or(address, |(_, address)| address);
    let (place, database) = address.split_once('/').unwrap_or((address, ""));
    let (user, host) = place.rsplit_once('@').unwrap_or(("root", place));
    let (user, password) = user.split_once(':').unwrap_or((user, ""));
    let (host, port) = host.split_once(':').unwrap_or((host, ""));
    let socket = parameters.split('&').find_map(|parameter| parameter.strip_prefix("socket="));
    let mut arguments = vec![format!("--user={user}"), format!("--database={database}")];
    let given = [("password", password), ("port", port), ("host", host)];
    arguments.extend(match socket {
        Some(socket) => vec![format!("--socket={socket}")],
        None => given
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("--{name}={value}"))
            .collect(),
    });
    arguments
}

#[test]
fn a_url_becomes_arguments() {
    let socket = "mysql://root@localhost/case?socket=/tmp/a";
    assert_eq!(arguments(socket), ["--user=root", "--database=case", "--socket=/tmp/a"]);
    let host = "mysql://me:secret@db:3307/case";
    let expected = ["--user=me", "--database=case", "--password=secret", "--port=3307", "--host=db"];
    assert_eq!(arguments(host), expected);
}
