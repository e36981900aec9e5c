//! What `SHOW CREATE TABLE` says of the parts of a temporary table (MySQL manual, section 15.7.7.11).
//!
//! A clause stands on a line of its own; strings in it hold no line end that is not escaped.

use super::server::Vendor;

/// The clauses of a table.
pub(super) struct Shown<'a> {
    vendor: Vendor,
    lines: Vec<&'a str>,
}

impl<'a> Shown<'a> {
    pub(super) fn new(vendor: Vendor, sql: &'a str) -> Self {
        Self { vendor, lines: sql.lines().map(|line| line.trim().trim_end_matches(',')).collect() }
    }

    fn after(&self, start: &str) -> Option<&'a str> {
        self.lines.iter().find_map(|line| line.strip_prefix(start))
    }

    /// The default of a column, whose name is quoted, together with its `ON UPDATE`.
    pub(super) fn default(&self, column: &str) -> Option<String> {
        let line = self.after(column)?;
        let text = &line[find(line, " DEFAULT ")? + " DEFAULT ".len()..];
        // What MariaDB keeps beside a column of JSON.
        let text = find(text, " CHECK (").map_or(text, |end| &text[..end]);
        let (default, update) = match find(text, " ON UPDATE ") {
            Some(at) => text.split_at(at),
            None => (text, ""),
        };
        let inner = match self.vendor {
            Vendor::Mysql => in_parentheses(default).filter(|inner| inner.len() + 2 == default.len()),
            Vendor::MariaDb => None,
        };
        Some(format!("{}{update}", inner.unwrap_or(default)))
    }

    /// What a column, whose name is quoted, is computed from.
    pub(super) fn generated(&self, column: &str) -> Option<&'a str> {
        let line = self.after(column)?;
        in_parentheses(&line[find(line, " GENERATED ALWAYS AS (")? + " GENERATED ALWAYS AS ".len()..])
    }

    /// The expression of a check, whose name is quoted.
    pub(super) fn check(&self, name: &str) -> Option<&'a str> {
        in_parentheses(self.after(&format!("CONSTRAINT {name} CHECK "))?)
    }
}

/// Where `words` stand in `sql`, outside of quotes.
fn find(sql: &str, words: &str) -> Option<usize> {
    outside_quotes(sql).find(|at| sql[*at..].starts_with(words))
}

/// What the first parentheses hold that `sql` begins with.
fn in_parentheses(sql: &str) -> Option<&str> {
    let mut depth = 0;
    for at in outside_quotes(sql) {
        match sql.as_bytes()[at] {
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return sql.get(1..at);
        }
    }
    None
}

/// The positions of the characters that stand in no quotes.
fn outside_quotes(sql: &str) -> impl Iterator<Item = usize> {
    let mut quote = None;
    let mut escaped = false;
    sql.char_indices().filter_map(move |(at, c)| {
        match quote {
            Some(_) if escaped => escaped = false,
            Some(quote) if c == '\\' && quote != '`' => escaped = true,
            Some(end) if c == end => quote = None,
            Some(_) => {}
            None if ['\'', '"', '`'].contains(&c) => quote = Some(c),
            None => return Some(at),
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_of_mariadb() {
        let sql = "CREATE TEMPORARY TABLE `t` (\n  `a` enum(' DEFAULT ','b)') NOT NULL DEFAULT 'b)',\n  \
            `j` longtext CHARACTER SET utf8mb4 DEFAULT '{\\'(}' CHECK (json_valid(`j`)),\n  \
            `at` datetime DEFAULT current_timestamp() ON UPDATE current_timestamp(),\n  \
            `g` int(11) GENERATED ALWAYS AS ((`a` + 1) * 2) STORED,\n  \
            CONSTRAINT `q` CHECK (`a` <> ')' and (1 or 2))\n) ENGINE=InnoDB";
        let shown = Shown::new(Vendor::MariaDb, sql);
        assert_eq!(shown.default("`a`").as_deref(), Some("'b)'"));
        assert_eq!(shown.default("`j`").as_deref(), Some("'{\\'(}'"));
        assert_eq!(
            shown.default("`at`").as_deref(),
            Some("current_timestamp() ON UPDATE current_timestamp()")
        );
        assert_eq!(shown.default("`g`"), None);
        assert_eq!(shown.generated("`g`"), Some("(`a` + 1) * 2"));
        assert_eq!(shown.check("`q`"), Some("`a` <> ')' and (1 or 2)"));
    }

    #[test]
    fn clauses_of_mysql() {
        let sql = "CREATE TEMPORARY TABLE `t` (\n  `a` varchar(9) DEFAULT (concat(_utf8mb4'a',_utf8mb4'b')),\n  \
            `b` int DEFAULT '5',\n  CONSTRAINT `q` CHECK ((`b` > 0))\n) ENGINE=InnoDB";
        let shown = Shown::new(Vendor::Mysql, sql);
        assert_eq!(shown.default("`a`").as_deref(), Some("concat(_utf8mb4'a',_utf8mb4'b')"));
        assert_eq!(shown.default("`b`").as_deref(), Some("'5'"));
        assert_eq!(shown.check("`q`"), Some("(`b` > 0)"));
    }
}
