//! What an executor asks of a session beside its statements: its lock, its catalogue, and who is in its way.
//!
//! The lock is an advisory one, which is a database's own and goes with its session (manual, section 13.3.5). It is
//! tried and never waited for: a session that waits holds a snapshot, and `CREATE INDEX CONCURRENTLY` waits for that.

use sha2::{Digest, Sha256};

use super::PostgresDriver;
use super::sql::{literal, quote};
use crate::connection::{BatchError, DatabaseError, Driver, Holder, Part};
use crate::schema::QualifiedName;

/// The two halves of an advisory lock's number, as `pg_locks` shows them (manual, section 53.12).
struct Key {
    high: u32,
    low: u32,
}

impl Key {
    fn of(key: &str) -> Self {
        let digest = Sha256::digest(key);
        let half =
            |at: usize| u32::from_be_bytes([digest[at], digest[at + 1], digest[at + 2], digest[at + 3]]);
        Self { high: half(0), low: half(4) }
    }

    fn number(&self) -> i64 {
        ((u64::from(self.high) << 32) | u64::from(self.low)).cast_signed()
    }

    /// Whether the lock can be taken: twice, as a session may (manual, section 13.3.5), for [`Key::is_held`].
    fn take(&self) -> String {
        let number = self.number();
        format!("pg_try_advisory_lock({number}) AND pg_try_advisory_lock({number})")
    }

    /// Whether this session holds the lock that [`Key::take`] took: whether one of the two can be given back and taken
    /// again, while the other keeps everybody out. `pg_locks` would tell, too, but visits every lock of the server.
    fn is_held(&self) -> String {
        let number = self.number();
        // CASE, because AND may evaluate its sides in any order (manual, section 4.2.14).
        format!("CASE WHEN pg_advisory_unlock({number}) THEN pg_try_advisory_lock({number}) ELSE false END")
    }

    /// The condition that picks the lock from `pg_locks`.
    fn condition(&self) -> String {
        format!(
            "l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND l.classid = '{}'::oid AND l.objid = '{}'::oid \
             AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())",
            self.high, self.low
        )
    }
}

/// The number of the lock called `key`.
pub(super) fn lock_number(key: &str) -> i64 {
    Key::of(key).number()
}

pub(super) async fn lock(
    db: &mut PostgresDriver,
    key: &str,
    note: &str,
) -> Result<Option<Holder>, DatabaseError> {
    let key = Key::of(key);
    // A name has 63 bytes, and what is beyond is cut (manual, section 20.8).
    let name: String = format!("aludel: {note}").chars().take(63).collect();
    let lock = format!(
        "SELECT CASE WHEN {} THEN set_config('application_name', {}, false) END",
        key.take(),
        literal(&name)
    );
    let holder = format!(
        "SELECT a.pid::text, a.application_name::text, a.usename::text, host(a.client_addr), \
             to_char(a.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS \"UTC\"') \
         FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a USING (pid) WHERE {}",
        key.condition()
    );
    let taken = db.query(&lock).await?.into_iter().flatten().any(|name| name.is_some());
    if taken {
        return Ok(None);
    }
    let row = db.query(&holder).await?.into_iter().next().unwrap_or_default();
    let mut values = row.into_iter();
    let mut value = || values.next().flatten();
    let (pid, name, user, address, opened) = (value(), value(), value(), value(), value());
    let session = match (pid, user) {
        (Some(pid), Some(user)) => format!("session {pid} of {user}"),
        (Some(pid), None) => format!("session {pid}"),
        (None, _) => "a session that has just ended".into(),
    };
    // The name says who and since when; without one of ours, the session's beginning is all there is.
    Ok(Some(match name.as_deref().and_then(|name| name.strip_prefix("aludel: ")) {
        Some(note) => Holder { who: format!("{session}: {note}"), since: None, address },
        None => Holder { who: session, since: opened, address },
    }))
}

pub(super) async fn is_locked(db: &mut PostgresDriver, key: &str) -> Result<bool, DatabaseError> {
    let query = format!("SELECT 'held' WHERE {}", Key::of(key).is_held());
    Ok(!db.query(&query).await?.is_empty())
}

/// A query that divides by zero where the session does not hold the lock, so that nothing after it is run.
pub(super) fn must_hold(key: &str) -> String {
    format!("SELECT 1 / ({})::int", Key::of(key).is_held())
}

/// `error`, in plain words where it is the one of [`must_hold`].
pub(super) fn not_held(error: BatchError) -> BatchError {
    match error {
        // division_by_zero (manual, appendix A).
        BatchError::Failed { part: Part::Lock, source: DatabaseError::Refused { code: Some(code), .. } }
            if code == "22012" =>
        {
            BatchError::NotLocked
        }
        other => other,
    }
}

pub(super) async fn unlock(db: &mut PostgresDriver, key: &str) -> Result<(), DatabaseError> {
    let number = Key::of(key).number();
    db.execute(&format!("SELECT pg_advisory_unlock({number}), pg_advisory_unlock({number})")).await
}

/// An index that is not valid counts as none: it is what an interrupted `CREATE INDEX CONCURRENTLY` leaves.
pub(super) async fn definitions(
    db: &mut PostgresDriver,
    names: &[QualifiedName],
) -> Result<String, DatabaseError> {
    let mut text = Vec::new();
    for name in names {
        let name = literal(&qualified(name));
        let query = format!(
            "SELECT d.part FROM (VALUES (to_regclass({name}), to_regtype({name}))) n (class, type), LATERAL (\
             SELECT 'column ' || a.attnum || ' ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || ' ' \
                 || a.attnotnull || ' ' || a.attidentity::text || a.attgenerated::text || ' ' \
                 || coalesce(pg_get_expr(f.adbin, f.adrelid), '') AS part \
             FROM pg_catalog.pg_attribute a \
             LEFT JOIN pg_catalog.pg_attrdef f ON f.adrelid = a.attrelid AND f.adnum = a.attnum \
             WHERE a.attrelid = n.class AND a.attnum > 0 AND NOT a.attisdropped \
             UNION ALL SELECT 'constraint ' || c.conname || ' ' || c.convalidated || ' ' || pg_get_constraintdef(c.oid) \
             FROM pg_catalog.pg_constraint c WHERE c.conrelid = n.class \
             UNION ALL SELECT 'index ' || pg_get_indexdef(i.indexrelid) \
             FROM pg_catalog.pg_index i WHERE i.indrelid = n.class AND i.indisvalid \
             UNION ALL SELECT 'value ' || e.enumsortorder || ' ' || e.enumlabel \
             FROM pg_catalog.pg_enum e WHERE e.enumtypid = n.type \
             UNION ALL SELECT 'options ' || coalesce(c.reloptions::text, '') || ' ' || c.reltablespace || ' ' \
                 || coalesce(obj_description(c.oid, 'pg_class'), '') \
             FROM pg_catalog.pg_class c WHERE c.oid = n.class) d ORDER BY 1"
        );
        text.push(name);
        text.extend(db.query(&query).await?.into_iter().flatten().flatten());
    }
    Ok(text.join("\n"))
}

/// Drops the indexes that `sql` names and that are not valid: they cost every write and help no query (manual,
/// CREATE INDEX, Building Indexes Concurrently).
pub(super) async fn sweep(db: &mut PostgresDriver, sql: &str) -> Result<(), DatabaseError> {
    if !sql.to_ascii_lowercase().contains("concurrently") {
        return Ok(());
    }
    let query = "SELECT n.nspname::text, c.relname::text FROM pg_catalog.pg_index i \
         JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid \
         JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE NOT i.indisvalid AND c.relkind = 'i'";
    for row in db.query(query).await? {
        let [Some(schema), Some(index)] = &row[..] else { continue };
        if crate::operation::expression::names_identifier(sql, index) {
            let index = format!("{}.{}", quote(schema), quote(index));
            db.execute(&format!("DROP INDEX CONCURRENTLY IF EXISTS {index}")).await?;
        }
    }
    Ok(())
}

pub(super) async fn blockers(
    db: &mut PostgresDriver,
    tables: &[QualifiedName],
) -> Result<Vec<String>, DatabaseError> {
    if tables.is_empty() {
        return Ok(Vec::new());
    }
    let classes: Vec<String> =
        tables.iter().map(|name| format!("to_regclass({})", literal(&qualified(name)))).collect();
    let query = format!(
        "SELECT DISTINCT 'session ' || a.pid || ' of ' || a.usename || coalesce(', from ' || host(a.client_addr), '') \
             || coalesce(', ' || nullif(a.application_name, ''), '') || ': ' || l.mode || ' on ' || l.relation::regclass \
             || ', ' || coalesce(a.state, '') || coalesce(' since ' || to_char(a.xact_start AT TIME ZONE 'UTC', \
             'YYYY-MM-DD HH24:MI:SS \"UTC\"'), '') || coalesce(', ' || left(a.query, 200), '') \
         FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a USING (pid) \
         WHERE l.granted AND l.pid <> pg_backend_pid() AND l.locktype = 'relation' \
             AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()) \
             AND l.relation IN ({}) ORDER BY 1",
        classes.join(", ")
    );
    Ok(db.query(&query).await?.into_iter().flatten().flatten().collect())
}

fn qualified(name: &QualifiedName) -> String {
    let schema = name.schema.iter().map(|schema| quote(schema) + ".");
    schema.chain([quote(&name.name)]).collect()
}
