//! The words of the clients `mariadb` and `mysql`, which have no conditions: a statement that depends on one is
//! prepared, or `DO 0` in its place.
//!
//! MariaDB prepares every statement (manual, PREPARE Statement, from 10.6); MySQL neither makes triggers, routines and
//! events so, nor locks tables (manual, section 15.5): there the script stops at it. The client takes comments out of
//! what it sends, in the body of a trigger too, unless it is run with `--comments`.

use std::time::Duration;

use super::SESSION;
use super::script::split;
use super::session::lock_name;
use crate::dialect::{Client, Line, terminated};

/// `mariadb`, or `mysql`.
#[derive(Debug)]
pub(super) struct Mariadb;

impl Client for Mariadb {
    fn start(&self) -> String {
        // The client stops by itself (manual, mysql Client Options, --force). Characters are as in sqlx's sessions.
        format!("SET NAMES utf8mb4 COLLATE utf8mb4_unicode_ci;\n{SESSION};\n")
    }

    fn now(&self) -> &'static str {
        "DATE_FORMAT(UTC_TIMESTAMP(), '%Y-%m-%d %H:%i:%s UTC')"
    }

    fn begin(&self) -> &'static str {
        "START TRANSACTION"
    }

    fn statements(&self, sql: &str) -> String {
        split(sql).into_iter().map(delimited).collect()
    }

    fn lock(&self, key: &str, timeout: Duration) -> String {
        let seconds = timeout.as_secs() + u64::from(timeout.subsec_nanos() > 0);
        let granted = format!("COALESCE(GET_LOCK({}, {seconds}), 0) = 1", lock_name(key));
        prepared(&format!("IF({granted}, 'DO 0', 'another run holds the turn at this database')"))
    }

    fn unlock(&self, key: &str) -> String {
        format!("DO RELEASE_LOCK({});\n", lock_name(key))
    }

    fn only_if(&self, condition: &str, lines: &[Line]) -> String {
        let mut text = format!("SET @aludel_if = {condition};\n");
        for line in lines {
            match line {
                Line::Comment(_) => text.push_str(&line.text(self)),
                Line::Sql(sql) | Line::Client(sql) => {
                    for sql in split(sql) {
                        text.push_str(&prepared(&format!("IF(@aludel_if, {}, 'DO 0')", literal(sql))));
                    }
                }
            }
        }
        text
    }

    /// What cannot be prepared is told with its text: the one way to a message that both servers have outside of routines.
    fn stop_if(&self, condition: &str, message: &str) -> String {
        prepared(&format!("IF({condition}, {}, 'DO 0')", literal(message)))
    }
}

/// Prepares and runs the statement that `expression` gives.
fn prepared(expression: &str) -> String {
    format!("SET @aludel_sql = {expression};\nPREPARE aludel_step FROM @aludel_sql;\nEXECUTE aludel_step;\n")
}

/// `text` as a literal that keeps its lines, for people to read; no line of it ends as the client would change it.
fn literal(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('\'', "''").replace('\r', "\\r").replace('\0', "\\0");
    format!("'{escaped}'")
}

/// One statement with its end, which is another than the semicolon where it holds one.
fn delimited(sql: &str) -> String {
    if !sql.contains(';') {
        return terminated(sql);
    }
    let mut delimiter = "//".to_owned();
    while sql.contains(&delimiter) {
        delimiter.push('/');
    }
    format!("DELIMITER {delimiter}\n{sql}\n{delimiter}\nDELIMITER ;\n")
}
