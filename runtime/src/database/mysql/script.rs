//! Where a text of several statements is cut, as MySQL reads it (manual, sections 11.1.1 and 11.7).

use std::ops::Range;

/// What makes something whose body holds semicolons of its own.
const COMPOUND: [&str; 5] = ["TRIGGER", "PROCEDURE", "FUNCTION", "EVENT", "PACKAGE"];
/// What begins such a body.
const BODY: [&str; 6] = ["BEGIN", "CASE", "IF", "LOOP", "REPEAT", "WHILE"];

/// The statements of `sql`, without the semicolons and comments between them.
///
/// From the body of a trigger or routine on, all is one statement.
pub(super) fn split(sql: &str) -> Vec<&str> {
    let mut statements = Vec::new();
    let mut statement: Option<Range<usize>> = None;
    let (mut words, mut compound, mut body) = (0, false, false);
    for (token, range) in tokens(sql) {
        let text = &sql[range.clone()];
        match token {
            Token::Comment => continue,
            Token::Semicolon if !body => {
                statements.extend(statement.take().map(|range| &sql[range]));
                (words, compound) = (0, false);
                continue;
            }
            Token::Word => {
                let is = |word: &&str| text.eq_ignore_ascii_case(word);
                // `BEGIN NOT ATOMIC` of MariaDB is a body by itself.
                compound |= COMPOUND.iter().any(is) || (words == 0 && is(&"BEGIN"));
                body |= compound && BODY.iter().any(is);
                words += 1;
            }
            Token::Semicolon | Token::Other => {}
        }
        statement.get_or_insert(range.clone()).end = range.end;
    }
    statements.extend(statement.map(|range| &sql[range]));
    let end = |sql: &'_ str| sql.trim_end_matches(|c: char| c == ';' || c.is_whitespace()).len();
    statements.into_iter().map(|sql| &sql[..end(sql)]).collect()
}

enum Token {
    Word,
    Semicolon,
    Comment,
    /// A quoted text, an operator, or what only a server reads of a comment.
    Other,
}

fn tokens(sql: &str) -> impl Iterator<Item = (Token, Range<usize>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        at += sql[at..].len() - sql[at..].trim_start().len();
        let rest = &sql[at..];
        let first = rest.chars().next()?;
        let (token, length) = match first {
            '\'' | '"' | '`' => (Token::Other, quoted(rest, first)),
            ';' => (Token::Semicolon, 1),
            '#' => (Token::Comment, line(rest)),
            '-' if is_dashes(rest) => (Token::Comment, line(rest)),
            '/' if rest.starts_with("/*") => {
                let token = match rest.starts_with("/*!") || rest.starts_with("/*M!") {
                    true => Token::Other,
                    false => Token::Comment,
                };
                (token, rest.find("*/").map_or(rest.len(), |end| end + 2))
            }
            c if is_word(c) => (Token::Word, rest.find(|c| !is_word(c)).unwrap_or(rest.len())),
            c => (Token::Other, c.len_utf8()),
        };
        let range = at..at + length;
        at = range.end;
        Some((token, range))
    })
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

/// Two dashes begin a comment before white space only (manual, section 1.7.2.4).
fn is_dashes(rest: &str) -> bool {
    rest.strip_prefix("--")
        .is_some_and(|rest| rest.chars().next().is_none_or(|c| c.is_whitespace() || c.is_control()))
}

fn line(rest: &str) -> usize {
    rest.find('\n').unwrap_or(rest.len())
}

/// The length of the quoted text that `rest` begins with; one with the quote doubled counts as two.
fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        if escaped {
            escaped = false;
        } else if c == '\\' && quote != '`' {
            escaped = true;
        } else if c == quote {
            return at + 1;
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn statements_end_where_the_server_ends_them() {
        assert_eq!(split("SELECT 1;\n-- it's two\nSELECT 2; # three;\n"), ["SELECT 1", "SELECT 2"]);
        assert_eq!(split(r"SELECT 'a\';b', ';', '''', `;` -- c"), [r"SELECT 'a\';b', ';', '''', `;`"]);
        assert_eq!(split("SELECT 1--1; /* ; */ SELECT /*! ; */ 2"), ["SELECT 1--1", "SELECT /*! ; */ 2"]);
        assert_eq!(split(" ;; -- nothing"), [""; 0]);
    }

    #[test]
    fn a_body_is_one_statement() {
        let trigger =
            "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET NEW.b = 1; SET NEW.c = 2; END";
        assert_eq!(split(&format!("SELECT 1; {trigger};\n")), ["SELECT 1", trigger]);
        let plain = "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.b = 1";
        assert_eq!(split(&format!("{plain}; SELECT 1")), [plain, "SELECT 1"]);
        assert_eq!(
            split("BEGIN NOT ATOMIC SELECT 1; SELECT 2; END"),
            ["BEGIN NOT ATOMIC SELECT 1; SELECT 2; END"]
        );
    }
}
