//! SQLite's catalogue: the texts of `sqlite_schema`, taken apart, because pragmas do not tell names of
//! constraints, checks, collations and generated expressions.

use crate::servers::Database;

pub(super) async fn catalogue(database: &mut Database) -> Result<Vec<String>, String> {
    let query = "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
    let mut lines = Vec::new();
    for row in database.query(query).await? {
        let [kind, name, sql] = row.as_slice() else { return Err(format!("not a schema's row: {row:?}")) };
        let tokens = tokens(sql);
        if kind == "table" {
            lines.extend(table_lines(&tokens).into_iter().map(|line| format!("{name}: {line}")));
        } else {
            lines.push(format!("{kind} {}", tokens.join(" ")));
        }
    }
    Ok(lines)
}

/// The columns and constraints between the outermost parentheses, and what stands after them.
fn table_lines(tokens: &[String]) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut depth = 0;
    for token in tokens {
        match token.as_str() {
            "(" => depth += 1,
            ")" => depth -= 1,
            _ => {}
        }
        if (depth, token.as_str()) == (1, ",")
            || (depth, token.as_str()) == (1, "(")
            || (depth, token.as_str()) == (0, ")")
        {
            lines.push(String::new());
        } else if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(token);
        }
    }
    // The first is `CREATE TABLE name`: a renamed table's is quoted.
    lines.remove(0);
    lines.retain(|line| !line.is_empty());
    lines
}

/// The tokens of `sql`, names without their quotes.
pub(crate) fn tokens(sql: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = sql.trim_start();
    while let Some(first) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("--") {
            rest = comment.split_once('\n').map_or("", |(_, after)| after.trim_start());
            continue;
        }
        let end = match first {
            '[' => rest.find(']').map_or(rest.len(), |end| end + 1),
            '\'' | '"' | '`' => quoted_length(rest, first),
            _ if first.is_alphanumeric() || first == '_' => {
                rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '.').unwrap_or(rest.len())
            }
            _ => first.len_utf8(),
        };
        let token = &rest[..end];
        tokens.push(match first {
            '"' | '`' | '[' => token[1..end - 1].to_owned(),
            _ => token.to_owned(),
        });
        rest = rest[end..].trim_start();
    }
    tokens
}

fn quoted_length(text: &str, quote: char) -> usize {
    let mut at = 1;
    while let Some(end) = text[at..].find(quote) {
        at += end + 1;
        if !text[at..].starts_with(quote) {
            return at;
        }
        at += 1;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::{table_lines, tokens};

    #[test]
    fn a_table_is_taken_apart() {
        let sql = r#"CREATE TABLE "users" ( "id" integer PRIMARY KEY, name text DEFAULT 'it''s, (so)', CHECK(id > 0)) STRICT"#;
        let expected =
            ["id integer PRIMARY KEY", "name text DEFAULT 'it''s, (so)'", "CHECK ( id > 0 )", "STRICT"];
        assert_eq!(table_lines(&tokens(sql)), expected);
    }
}
