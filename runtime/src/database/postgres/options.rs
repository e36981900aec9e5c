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
/// The option of a table whose rows stand elsewhere.
pub(super) const TABLESPACE: &str = "tablespace";
/// What stands before the storage parameters of a table's TOAST table.
pub(super) const TOAST: &str = "toast.";

/// Whether `name` is a storage parameter of tables, without `toast.` before it.
pub(super) fn is_storage_parameter(name: &str) -> bool {
    STORAGE_PARAMETERS.contains(&name)
}

/// Sets the option `name` of `table`, or takes it away.
///
/// # Errors
/// When PostgreSQL has no such option.
pub(super) fn change(
    table: &QualifiedName,
    name: &Text,
    value: Option<&Text>,
) -> Result<String, DialectError> {
    let parameter = name.strip_prefix(TOAST).unwrap_or(name);
    let action = match (&**name, value) {
        (UNLOGGED, Some(_)) => "SET UNLOGGED".into(),
        (UNLOGGED, None) => "SET LOGGED".into(),
        (TABLESPACE, Some(tablespace)) => format!("SET TABLESPACE {}", quote(tablespace)),
        (TABLESPACE, None) => "SET TABLESPACE pg_default".into(),
        (_, Some(value)) if is_storage_parameter(parameter) => format!("SET ({name} = {value})"),
        (_, None) if is_storage_parameter(parameter) => format!("RESET ({name})"),
        _ => {
            let hint = "an option is a storage parameter such as `fillfactor`, or `tablespace` or `unlogged`";
            return Err(Refusal::new(format!("table option `{name}`"), hint).at(NAME, table_place(table)));
        }
    };
    Ok(format!("ALTER TABLE {} {action}", qualified(table)))
}
