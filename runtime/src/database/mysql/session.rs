//! What an executor asks of a session beside its statements: its lock, its catalogue, and who is in its way.
//!
//! The lock is `GET_LOCK`'s, which is the whole server's, so that its name holds the database's; it goes with its
//! session, after the statement that the session still runs (MySQL manual, section 14.14).

use sea_query::{EscapeBuilder, MysqlQueryBuilder};

use super::{Mysql, MysqlDriver};
use crate::connection::{BatchError, DatabaseError, Driver, Holder, Part};
use crate::dialect::Dialect;
use crate::schema::QualifiedName;

/// The lock's name, of at most 64 characters, as an expression.
pub(super) fn lock_name(key: &str) -> String {
    let key = MysqlQueryBuilder.escape_string(key);
    format!("CONCAT('aludel:', MD5(CONCAT(COALESCE(DATABASE(), ''), '.', '{key}')))")
}

pub(super) async fn lock(
    db: &mut MysqlDriver,
    key: &str,
    _note: &str,
) -> Result<Option<Holder>, DatabaseError> {
    let name = lock_name(key);
    let answer = db.query(&format!("SELECT CAST(GET_LOCK({name}, 0) AS CHAR)")).await?;
    if answer.into_iter().flatten().flatten().any(|answer| answer == "1") {
        return Ok(None);
    }
    // Nothing tells when a lock was taken: since when it runs its statement is what the server knows.
    let query = format!(
        "SELECT CAST(ID AS CHAR), USER, HOST, DATE_FORMAT(UTC_TIMESTAMP() - INTERVAL TIME SECOND, \
         '%Y-%m-%d %H:%i:%s UTC') FROM information_schema.PROCESSLIST WHERE ID = IS_USED_LOCK({name})"
    );
    let row = db.query(&query).await?.into_iter().next().unwrap_or_default();
    let mut values = row.into_iter();
    let mut value = || values.next().flatten();
    let (id, user, address, since) = (value(), value(), value(), value());
    let who = match (id, user) {
        (Some(id), Some(user)) => format!("session {id} of {user}"),
        _ => "a session that this user may not see, or that has just ended".into(),
    };
    Ok(Some(Holder { who, since, address }))
}

pub(super) async fn is_locked(db: &mut MysqlDriver, key: &str) -> Result<bool, DatabaseError> {
    let query = format!("SELECT CAST(IS_USED_LOCK({}) = CONNECTION_ID() AS CHAR)", lock_name(key));
    Ok(db.query(&query).await?.into_iter().flatten().flatten().any(|answer| answer == "1"))
}

/// A query whose value would be two rows where the session does not hold the lock, so that nothing after it is run.
pub(super) fn must_hold(key: &str) -> String {
    format!("SELECT IF(IS_USED_LOCK({}) = CONNECTION_ID(), 1, (SELECT 1 UNION SELECT 2))", lock_name(key))
}

/// `error`, in plain words where it is the one of [`must_hold`].
pub(super) fn not_held(error: BatchError) -> BatchError {
    match error {
        // ER_SUBQUERY_NO_1_ROW
        BatchError::Failed { part: Part::Lock, source: DatabaseError::Refused { code: Some(code), .. } }
            if code == "1242" =>
        {
            BatchError::NotLocked
        }
        other => other,
    }
}

pub(super) async fn unlock(db: &mut MysqlDriver, key: &str) -> Result<(), DatabaseError> {
    db.query(&format!("SELECT CAST(RELEASE_LOCK({}) AS CHAR)", lock_name(key))).await.map(drop)
}

pub(super) async fn definitions(
    db: &mut MysqlDriver,
    names: &[QualifiedName],
) -> Result<String, DatabaseError> {
    let mut text = String::new();
    for name in names {
        match db.query(&format!("SHOW CREATE TABLE {}", qualified(name))).await {
            Ok(rows) => {
                rows.into_iter()
                    .flatten()
                    .flatten()
                    .for_each(|line| text.push_str(&without_next_number(&line)));
            }
            Err(error) if Mysql.is_missing_table(&error) => text.push_str("nothing"),
            Err(error) => return Err(error),
        }
        text.push('\n');
    }
    Ok(text)
}

/// A table's text without the next number of its AUTO_INCREMENT, which rows change and no definition does.
fn without_next_number(text: &str) -> String {
    let Some((before, after)) = text.rsplit_once(" AUTO_INCREMENT=") else { return text.to_owned() };
    format!("{before}{}", after.trim_start_matches(|c: char| c.is_ascii_digit()))
}

/// The sessions with an open transaction: which of them holds the table's definition no table of both MySQL and
/// MariaDB tells.
pub(super) async fn blockers(
    db: &mut MysqlDriver,
    _tables: &[QualifiedName],
) -> Result<Vec<String>, DatabaseError> {
    let query = "SELECT CONCAT('session ', p.ID, ' of ', p.USER, ', from ', p.HOST, ', in a transaction since ', \
             DATE_FORMAT(t.trx_started, '%Y-%m-%d %H:%i:%s'), ' (the server''s time)', \
             COALESCE(CONCAT(', ', LEFT(p.INFO, 200)), '')) \
         FROM information_schema.INNODB_TRX t JOIN information_schema.PROCESSLIST p ON p.ID = t.trx_mysql_thread_id \
         WHERE p.ID <> CONNECTION_ID() AND p.DB = DATABASE() ORDER BY t.trx_started, p.ID";
    Ok(db.query(query).await?.into_iter().flatten().flatten().collect())
}

fn qualified(name: &QualifiedName) -> String {
    let schema = name.schema.iter().map(|schema| Mysql.quote(schema) + ".");
    schema.chain([Mysql.quote(&name.name)]).collect()
}

#[cfg(test)]
mod tests {
    use super::without_next_number;

    #[test]
    fn rows_change_no_definition() {
        let table = |next: &str| format!("CREATE TABLE `a` (\n) ENGINE=InnoDB{next} DEFAULT CHARSET=utf8mb4");
        assert_eq!(without_next_number(&table(" AUTO_INCREMENT=42")), table(""));
        assert_eq!(without_next_number(&table("")), table(""));
    }
}
