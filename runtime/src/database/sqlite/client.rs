//! The words of the client `sqlite3` (manual, Command Line Shell), which has no conditions: what depends on one is
//! written to a file or not, and read back through a shell of POSIX that takes the file away.

use std::time::Duration;

use sha2::{Digest, Sha256};

use super::literal;
use super::rebuild::refused;
use crate::dialect::{Client, Line};

/// `sqlite3`.
#[derive(Debug)]
pub(super) struct Shell;

impl Client for Shell {
    fn start(&self) -> String {
        // sqlx turns foreign keys on, the client does not.
        ".bail on\nPRAGMA foreign_keys = ON;\n".into()
    }

    fn now(&self) -> &'static str {
        "strftime('%Y-%m-%d %H:%M:%S UTC', 'now')"
    }

    fn begin(&self) -> &'static str {
        "BEGIN IMMEDIATE"
    }

    fn lock(&self, _key: &str, timeout: Duration) -> String {
        format!(".timeout {}\n", timeout.as_millis())
    }

    fn unlock(&self, _key: &str) -> String {
        String::new()
    }

    /// The file is named by what it holds, so that whoever writes another one at the same time is not in the way.
    fn only_if(&self, condition: &str, lines: &[Line]) -> String {
        let text: String = lines.iter().map(|line| line.text(self)).collect();
        let digest: String = Sha256::digest(&text).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let file = format!("aludel-{digest}.sql");
        let write = written(&file, &literal(&text));
        format!("SELECT 1 WHERE CASE WHEN {condition} THEN {write} END < 0;\n{}", read(&file))
    }

    fn stop_if(&self, condition: &str, message: &str) -> String {
        format!(
            "CREATE TEMP TABLE aludel_stop ({});\n\
             INSERT INTO temp.aludel_stop SELECT 1 WHERE {condition};\n\
             DROP TABLE temp.aludel_stop;\n",
            refused("stop", message)
        )
    }
}

/// The expression that writes the text of `expression` to `file`, and is never below zero.
pub(super) fn written(file: &str, expression: &str) -> String {
    format!("writefile('{file}', {expression})")
}

/// The line that runs what is in `file`, if it is there, and takes it away, whatever comes of it.
pub(super) fn read(file: &str) -> String {
    format!(".read '|cat {file} 2>/dev/null; rm -f {file}'\n")
}
