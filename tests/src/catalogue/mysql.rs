//! The catalogue of MariaDB and MySQL, by `SHOW CREATE …`.

use crate::servers::Database;

pub(super) async fn catalogue(database: &mut Database) -> Result<Vec<String>, String> {
    let mut lines = Vec::new();
    for table in database.query("SHOW FULL TABLES").await? {
        let [name, kind] = table.as_slice() else { return Err(format!("not a table: {table:?}")) };
        let quoted = name.replace('`', "``");
        let shown = database.query(&format!("SHOW CREATE TABLE `{quoted}`")).await?;
        let definition =
            shown.first().and_then(|row| row.get(1)).ok_or(format!("{kind} {name} is not shown"))?;
        lines.extend(definition.lines().map(|line| format!("{name}: {}", normalized(line))));
    }
    for trigger in database.query("SHOW TRIGGERS").await? {
        lines.push(format!("trigger {}", trigger[..5].join(" ")));
    }
    Ok(lines)
}

/// A line of a definition without what says where it stands or how many rows there were.
fn normalized(line: &str) -> String {
    let words = line.trim().trim_end_matches(',').split(' ');
    words.filter(|word| !word.starts_with("AUTO_INCREMENT=")).collect::<Vec<_>>().join(" ")
}
