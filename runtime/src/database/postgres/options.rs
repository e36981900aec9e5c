//! Table options: storage parameters, `tablespace` and `unlogged` (manual, CREATE TABLE).

use super::NAME;
use super::sql::{qualified, quote};
use crate::database::shared::{Refusal, table_place};
use crate::dialect::DialectError;
use crate::schema::{QualifiedName, Text};

/// The storage parameters of tables (manual, CREATE TABLE, "Storage Parameters"), those of its
/// TOAST table under `toast.` left out: they have the same names.
const STORAGE_PARAMETERS: [&str; 22] = [
    "autovacuum_analyze_scale_factor",
    "autovacuum_analyze_threshold",
    "autovacuum_enabled",
    "autovacuum_freeze_max_age",
    "autovacuum_freeze_min_age",
    "autovacuum_freeze_table_age",
    "autovacuum_multixact_freeze_max_age",
    "autovacuum_multixact_freeze_min_age",
    "autovacuum_multixact_freeze_table_age",
    "autovacuum_vacuum_cost_delay",
    "autovacuum_vacuum_cost_limit",
    "autovacuum_vacuum_insert_scale_factor",
    "autovacuum_vacuum_insert_threshold",
    "autovacuum_vacuum_scale_factor",
    "autovacuum_vacuum_threshold",
    "fillfactor",
    "log_autovacuum_min_duration",
    "parallel_workers",
    "toast_tuple_target",
    "user_catalog_table",
    "vacuum_index_cleanup",
    "vacuum_truncate",
];

/// The option of a table that is not written ahead.
pub(super) const UNLOGGED: &str = "unlogged";

/// Sets the option `name` of `table`, or takes it away.
///
/// # Errors
/// When PostgreSQL has no such option.
pub(super) fn change(
    table: &QualifiedName,
    name: &Text,
    value: Option<&Text>,
) -> Result<String, DialectError> {
    let parameter = name.strip_prefix("toast.").unwrap_or(name);
    let action = match (&**name, value) {
        (UNLOGGED, Some(_)) => "SET UNLOGGED".into(),
        (UNLOGGED, None) => "SET LOGGED".into(),
        ("tablespace", Some(tablespace)) => format!("SET TABLESPACE {}", quote(tablespace)),
        ("tablespace", None) => "SET TABLESPACE pg_default".into(),
        (_, Some(value)) if STORAGE_PARAMETERS.contains(&parameter) => format!("SET ({name} = {value})"),
        (_, None) if STORAGE_PARAMETERS.contains(&parameter) => format!("RESET ({name})"),
        _ => {
            let hint = "an option is a storage parameter such as `fillfactor`, or `tablespace` or `unlogged`";
            return Err(Refusal::new(format!("table option `{name}`"), hint).at(NAME, table_place(table)));
        }
    };
    Ok(format!("ALTER TABLE {} {action}", qualified(table)))
}
