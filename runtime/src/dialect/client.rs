//! The words of a database's own client, for scripts of SQL that it runs.

use std::fmt::Debug;
use std::time::Duration;

/// How a script says to the database's own client what SQL alone cannot; each text ends with a line's end.
///
/// Pure: it writes, and runs nothing.
pub trait Client: Debug + Send + Sync {
    /// What a script begins with, so that the client stops at the first error and its session is as that of a run.
    fn start(&self) -> String;

    /// The expression for the time now, as the history keeps it: `YYYY-MM-DD HH:MM:SS UTC`.
    fn now(&self) -> &'static str;

    /// The statement that begins a transaction that writes.
    fn begin(&self) -> &'static str;

    /// `sql`, one or several statements.
    fn statements(&self, sql: &str) -> String {
        terminated(sql)
    }

    /// Takes the lock called `key` that a run takes, and waits for it no longer than `timeout`; where the client cannot,
    /// every transaction waits as long for those of others.
    fn lock(&self, key: &str, timeout: Duration) -> String;

    /// Gives the lock called `key` back.
    fn unlock(&self, key: &str) -> String;

    /// What runs `lines` where `condition` holds, which is asked once, before the first of them.
    fn only_if(&self, condition: &str, lines: &[Line]) -> String;

    /// What stops the script with `message` where `condition` holds.
    fn stop_if(&self, condition: &str, message: &str) -> String;
}

/// A part of a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// What is said to whoever reads the script.
    Comment(String),
    /// One or several statements.
    Sql(String),
    /// Lines in the client's own words.
    Client(String),
}

impl Line {
    /// The text, as it stands where nothing depends on a condition.
    pub fn text(&self, client: &dyn Client) -> String {
        match self {
            Self::Comment(text) => text.lines().map(|line| format!("-- {line}\n")).collect(),
            Self::Sql(sql) => client.statements(sql),
            Self::Client(lines) => lines.lines().map(|line| line.to_owned() + "\n").collect(),
        }
    }
}

/// `sql` with a semicolon after it; on a line of its own where a comment would hide it.
pub fn terminated(sql: &str) -> String {
    let sql = sql.trim_end().trim_end_matches(';');
    let last = sql.lines().next_back().unwrap_or_default();
    let end = if last.contains("--") || last.contains('#') { "\n;\n" } else { ";\n" };
    sql.to_owned() + end
}

#[cfg(test)]
mod tests {
    use super::terminated;

    #[test]
    fn no_comment_hides_the_end() {
        assert_eq!(terminated("SELECT 1;\n"), "SELECT 1;\n");
        assert_eq!(terminated("SELECT 1 -- one"), "SELECT 1 -- one\n;\n");
        assert_eq!(terminated("-- one\nSELECT 1"), "-- one\nSELECT 1;\n");
    }
}
