//! MariaDB and MySQL, by `SHOW CREATE …`.

use super::{Dump, Unmodelled};
use crate::servers::Database;

pub(super) async fn dump(database: &mut Database) -> Result<(Dump, Unmodelled), String> {
    let own = database.query("SELECT database()").await?.concat().concat();
    let (mut dump, mut unmodelled) = (Dump::new(), Unmodelled::new());
    for row in database.query("SHOW FULL TABLES").await? {
        let [name, kind] = row.as_slice() else { return Err(format!("not a table: {row:?}")) };
        if kind == "VIEW" {
            let sql = shown(database, "VIEW", name, "Create View", &own).await?;
            dump.insert(format!("VIEW {name}"), lines(&sql));
            unmodelled.push(sql);
        } else {
            let sql = shown(database, "TABLE", name, "Create Table", &own).await?;
            dump.insert(format!("TABLE {name}"), table_lines(&sql));
        }
    }
    let routines = "SELECT routine_type, routine_name FROM information_schema.routines WHERE routine_schema = database() \
                    ORDER BY 1, 2";
    let triggers = "SELECT 'TRIGGER', trigger_name FROM information_schema.triggers \
                    WHERE trigger_schema = database() ORDER BY action_order, trigger_name";
    for query in [routines, triggers] {
        for row in database.query(query).await? {
            let [kind, name] = row.as_slice() else { return Err(format!("not an object: {row:?}")) };
            let column = match kind.as_str() {
                "PROCEDURE" => "Create Procedure",
                "FUNCTION" => "Create Function",
                _ => "SQL Original Statement",
            };
            let sql = shown(database, kind, name, column, &own).await?;
            dump.insert(format!("{kind} {name}"), lines(&sql));
            unmodelled.push(sql);
        }
    }
    Ok((dump, unmodelled))
}

/// What `SHOW CREATE` prints, which may name the database.
async fn shown(
    database: &mut Database,
    kind: &str,
    name: &str,
    column: &str,
    own: &str,
) -> Result<String, String> {
    let quoted = name.replace('`', "``");
    let rows = database.query(&format!("SHOW CREATE {kind} `{quoted}`")).await?;
    // The statement is the second column of a table and of a view, the third of the others.
    let at = if ["TABLE", "VIEW"].contains(&kind) { 1 } else { 2 };
    let sql = rows.first().and_then(|row| row.get(at)).ok_or(format!("{column} of {name} is not shown"))?;
    Ok(sql.replace(&format!("`{own}`."), ""))
}

fn lines(sql: &str) -> Vec<String> {
    sql.lines().map(str::to_owned).collect()
}

/// The columns in order, then keys and constraints by name (their order says when each was made), then the options,
/// but for the number that the next row gets.
fn table_lines(sql: &str) -> Vec<String> {
    let mut lines = sql.lines().map(|line| line.trim().trim_end_matches(',').to_owned());
    let mut table: Vec<String> = lines.next().into_iter().collect();
    let (columns, others): (Vec<String>, Vec<String>) = lines.partition(|line| line.starts_with('`'));
    let (options, mut keys): (Vec<String>, Vec<String>) =
        others.into_iter().partition(|line| line.starts_with(')'));
    keys.sort();
    table.extend(columns);
    table.extend(keys);
    let without_number = |line: String| {
        line.split(' ').filter(|word| !word.starts_with("AUTO_INCREMENT=")).collect::<Vec<_>>().join(" ")
    };
    table.extend(options.into_iter().map(without_number));
    table
}
