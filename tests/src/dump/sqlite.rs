//! SQLite, by its pragmas; what they do not tell by the words of `sqlite_schema`.

use super::{Dump, Unmodelled};
use crate::catalogue::sqlite_tokens;
use crate::servers::Database;

/// The columns in order. The rowid never holds NULL, whatever is declared (CREATE TABLE, section 3.5); a type's letter
/// case and blanks are nothing to SQLite; a default of NULL is none.
const COLUMNS: &str = "SELECT name, upper(replace(type, ' ', '')),
        CASE WHEN \"notnull\" OR (pk AND (upper(type) = 'INTEGER' AND (SELECT max(pk) FROM pragma_table_xinfo({table})) = 1
            OR (SELECT wr FROM pragma_table_list({table}) WHERE schema = 'main'))) THEN 'NOT NULL' END,
        'DEFAULT ' || nullif(dflt_value, 'NULL'), 'KEY ' || nullif(pk, 0), 'HIDDEN ' || nullif(hidden, 0)
    FROM pragma_table_xinfo({table}) ORDER BY cid";

/// The indexes, by name where they have one of their own, by columns where a constraint made them.
const INDEXES: &str = "SELECT 'index', CASE origin WHEN 'c' THEN name ELSE origin END, 'unique ' || \"unique\", 'partial ' || partial,
        (SELECT group_concat(coalesce(name, 'expression') || ' ' || coll || iif(desc, ' desc', ''), ', ')
            FROM (SELECT * FROM pragma_index_xinfo(list.name) WHERE key ORDER BY seqno))
    FROM pragma_index_list({table}) list ORDER BY 5, 1, 2, 3, 4";

/// The foreign keys; one that names no columns references the primary key.
const FOREIGN_KEYS: &str = "SELECT 'references', \"table\", group_concat(\"from\" || ' -> ' || target, ', '), on_update, on_delete
    FROM (SELECT fk.*, coalesce(\"to\", (SELECT name FROM pragma_table_xinfo(fk.\"table\") WHERE pk = fk.seq + 1)) AS target
        FROM pragma_foreign_key_list({table}) fk ORDER BY id, seq)
    GROUP BY id ORDER BY 3, 2, 4, 5";

pub(super) async fn dump(database: &mut Database) -> Result<(Dump, Unmodelled), String> {
    let query = "SELECT type, name, sql FROM sqlite_schema
        WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type = 'trigger', name";
    let (mut dump, mut unmodelled) = (Dump::new(), Unmodelled::new());
    for row in database.query(query).await? {
        let [kind, name, sql] = row.as_slice() else { return Err(format!("not a schema's row: {row:?}")) };
        let lines = match kind.as_str() {
            "table" => table_lines(database, name, sql).await?,
            "index" => vec![sqlite_tokens(sql).join(" ").to_uppercase()],
            _ => {
                unmodelled.push(sql.clone());
                vec![sql.clone()]
            }
        };
        dump.insert(format!("{kind} {name}"), lines);
    }
    Ok((dump, unmodelled))
}

async fn table_lines(database: &mut Database, name: &str, sql: &str) -> Result<Vec<String>, String> {
    let quoted = format!("'{}'", name.replace('\'', "''"));
    let mut lines = Vec::new();
    let options = "SELECT 'strict ' || strict, 'without rowid ' || wr FROM pragma_table_list({table}) WHERE schema = 'main'";
    for query in [options, COLUMNS, INDEXES, FOREIGN_KEYS] {
        for row in database.query(&query.replace("{table}", &quoted)).await? {
            lines.push(row.into_iter().filter(|value| value != "NULL").collect::<Vec<_>>().join(" "));
        }
    }
    lines.extend(words(sql));
    Ok(lines)
}

/// What the pragmas do not tell: names of constraints, checks, collations, expressions, and what is deferred.
fn words(sql: &str) -> Vec<String> {
    let tokens = sqlite_tokens(sql);
    let is = |at: usize, word: &str| tokens.get(at).is_some_and(|token| token.eq_ignore_ascii_case(word));
    let mut lines = Vec::new();
    for at in 0..tokens.len() {
        if is(at, "CONSTRAINT") {
            lines.push(format!("constraint {}", tokens.get(at + 1).map_or("", String::as_str)));
        } else if is(at, "CHECK") || is(at, "AS") {
            lines.push(format!(
                "{} {}",
                tokens[at].to_uppercase(),
                bare(parenthesized(&tokens[at + 1..])).join(" ")
            ));
        } else if is(at, "COLLATE") {
            lines.push(format!("COLLATE {}", tokens.get(at + 1).map_or("", String::as_str).to_uppercase()));
        } else if is(at, "AUTOINCREMENT") || is(at, "STORED") || is(at, "DEFERRABLE") || is(at, "DEFERRED") {
            lines.push(tokens[at].to_uppercase());
        }
    }
    lines.sort();
    lines
}

/// What stands from the first parenthesis to the one that closes it.
fn parenthesized(tokens: &[String]) -> &[String] {
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate() {
        match token.as_str() {
            "(" => depth += 1,
            ")" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &tokens[..=at];
        }
    }
    tokens
}

/// `tokens` without parentheses around all of them.
fn bare(tokens: &[String]) -> &[String] {
    match tokens {
        [open, inner @ .., close]
            if open == "(" && close == ")" && parenthesized(tokens).len() == tokens.len() =>
        {
            bare(inner)
        }
        _ => tokens,
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn what_pragmas_do_not_tell() {
        let sql =
            "CREATE TABLE t (a TEXT COLLATE nocase CONSTRAINT c CHECK ((a <> '')), b AS (a || 'x') STORED)";
        assert_eq!(
            words(sql),
            ["AS a | | 'x'", "CHECK a < > ''", "COLLATE NOCASE", "STORED", "constraint c"]
        );
    }
}
