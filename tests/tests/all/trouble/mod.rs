//! Databases that cannot be read or changed: a clear error, what mends it, exit code 2, and nothing changed.

mod moving;
mod mysql;
mod postgres;
mod sqlite;

use aludel::connection::Connection;
use aludel::database;

use crate::project::{Output, Project};

/// The command line of an example.
struct Example {
    project: Project,
    name: &'static str,
}

impl Example {
    fn of(name: &'static str) -> Self {
        Self { project: Project::of(name), name }
    }

    fn command(&self, url: &str, command: &str) -> String {
        format!("cargo run -q -p {} --bin migrations -- {command} --database-url '{url}'", self.name)
    }

    /// Runs a command that must end well.
    fn succeeds(&self, url: &str, command: &str) -> String {
        self.project.succeed(&self.command(url, command))
    }

    /// Runs a command that must be refused with those words, and with what mends it.
    fn refuses(&self, url: &str, command: &str, error: &str, hint: &str) {
        self.refuses_line(&self.command(url, command), error, hint);
    }

    fn refuses_line(&self, line: &str, error: &str, hint: &str) {
        let Output { text, code } = self.project.run(line);
        assert_eq!(code, 2, "{line}:\n{text}");
        let says = |start: &str, words: &str| {
            text.lines().any(|line| line.starts_with(start) && line.contains(words))
        };
        assert!(says("error: ", error) || says("caused by: ", error), "no `{error}` of {line} in\n{text}");
        assert!(says("hint: ", hint), "no hint `{hint}` of {line} in\n{text}");
    }
}

/// A connection for who prepares the trouble.
async fn connected(url: &str) -> Connection {
    database::connect(url).await.unwrap_or_else(|error| panic!("{error}"))
}

async fn execute(db: &mut Connection, sql: &str) {
    db.execute(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

/// `url` as another user.
fn as_user(url: &str, user: &str) -> String {
    let (scheme, place) = url.split_once("://").expect("a server's URL has a host");
    let (_, place) = place.rsplit_once('@').expect("the servers' URLs have a user");
    format!("{scheme}://{user}@{place}")
}
