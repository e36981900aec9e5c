//! SQL text as MySQL reads it, in pieces: words, names, strings, numbers and signs.
//!
//! Backslashes escape, and `"` quotes text: what a session of aludel's own reads back (see [`super::SESSION`]).

/// One piece of SQL text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// A keyword or a bare name, in lower case.
    Bare(String),
    /// A name in backquotes, without them.
    Name(String),
    /// A string, without its quotes and escapes.
    Text(String),
    /// A number, as written.
    Number(String),
    /// Any other character.
    Sign(char),
}

/// `sql` in pieces, without blanks and comments; `None` where a quote or a comment does not end.
pub(super) fn words(sql: &str) -> Option<Vec<Word>> {
    let mut words = Vec::new();
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            c if c.is_whitespace() => c.len_utf8(),
            '/' if rest.starts_with("/*") => rest.find("*/")? + 2,
            '`' | '\'' | '"' => {
                let (text, length) = quoted(rest, first)?;
                words.push(if first == '`' { Word::Name(text) } else { Word::Text(text) });
                length
            }
            c if c.is_ascii_digit() => {
                let length = number(rest);
                words.push(Word::Number(rest[..length].to_owned()));
                length
            }
            c if is_of_word(c) => {
                let length = rest.find(|c| !is_of_word(c)).unwrap_or(rest.len());
                words.push(Word::Bare(rest[..length].to_lowercase()));
                length
            }
            c => {
                words.push(Word::Sign(c));
                c.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    Some(words)
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

/// The text that `sql` begins with, between two of `quote`, and how many bytes it takes.
fn quoted(sql: &str, quote: char) -> Option<(String, usize)> {
    let mut text = String::new();
    let mut chars = sql.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        if c == quote {
            if chars.next_if(|(_, next)| *next == quote).is_none() {
                return Some((text, at + 1));
            }
            text.push(quote);
        } else if c == '\\' && quote != '`' {
            text.push(unescaped(chars.next()?.1));
        } else {
            text.push(c);
        }
    }
    None
}

/// What a backslash and `c` stand for (MySQL manual, section 11.1.1).
fn unescaped(c: char) -> char {
    match c {
        '0' => '\0',
        'b' => '\u{8}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'Z' => '\u{1a}',
        other => other,
    }
}

/// How many bytes the number takes that `sql` begins with: `12`, `1.50`, `1e-3`, `0x1F`.
fn number(sql: &str) -> usize {
    let digits =
        |from: usize| sql[from..].find(|c: char| !c.is_ascii_digit()).map_or(sql.len(), |at| from + at);
    if let Some(rest) = sql.strip_prefix("0x") {
        return rest.find(|c: char| !c.is_ascii_hexdigit()).map_or(sql.len(), |at| at + 2);
    }
    let mut end = digits(0);
    if sql[end..].starts_with('.') {
        end = digits(end + 1);
    }
    if sql[end..].starts_with(['e', 'E']) {
        let sign = usize::from(sql[end + 1..].starts_with(['+', '-']));
        let exponent = digits(end + 1 + sign);
        if exponent > end + 1 + sign {
            end = exponent;
        }
    }
    end
}

/// What the server escaped once more when it printed an expression in a catalogue of MySQL: `_utf8mb4\'a\'`.
pub(super) fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => plain.extend(chars.next().map(unescaped)),
            c => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_in_pieces() {
        let found = words("Foo(`a``b`, 'it''s \\\\ \\'', -1.5e-3) /* x */ >= 0x1F").expect("whole text");
        let expected = [
            Word::Bare("foo".into()),
            Word::Sign('('),
            Word::Name("a`b".into()),
            Word::Sign(','),
            Word::Text("it's \\ '".into()),
            Word::Sign(','),
            Word::Sign('-'),
            Word::Number("1.5e-3".into()),
            Word::Sign(')'),
            Word::Sign('>'),
            Word::Sign('='),
            Word::Number("0x1F".into()),
        ];
        assert_eq!(found, expected);
        assert_eq!(words("'open"), None);
        assert_eq!(words("`open"), None);
        assert_eq!(words("a /* open"), None);
    }

    #[test]
    fn an_expression_of_the_catalogue_of_mysql() {
        assert_eq!(unescape(r"concat(_utf8mb4\'it\\\'s\',`a`)"), r"concat(_utf8mb4'it\'s',`a`)");
    }
}
