//! The tokens of SQLite's SQL, as its own tokenizer splits them (manual, SQL As Understood By SQLite, Keywords).

use std::borrow::Cow;

/// A token and where it starts in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::database::sqlite) struct Token<'a> {
    pub(in crate::database::sqlite) kind: Kind,
    /// The token as it is written.
    pub(in crate::database::sqlite) text: &'a str,
    start: usize,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::database::sqlite) enum Kind {
    /// A keyword or a bare name.
    Word,
    /// A name in double quotes, backticks or brackets.
    Quoted,
    /// Text in single quotes.
    String,
    /// A number without its sign.
    Number,
    /// `X'…'`.
    Blob,
    /// One character of anything else.
    Symbol,
}

impl Token<'_> {
    /// The name that the token is, or the text that it holds, without quotes.
    pub(in crate::database::sqlite) fn unquoted(&self) -> Cow<'_, str> {
        let (Kind::Quoted | Kind::String) = self.kind else { return self.text.into() };
        let mut chars = self.text.chars();
        let quote = chars.next().unwrap_or_default();
        let inner = &self.text[quote.len_utf8()..];
        if quote == '[' {
            return inner.strip_suffix(']').unwrap_or(inner).into();
        }
        let inner = inner.strip_suffix(quote).unwrap_or(inner);
        inner.replace(&format!("{quote}{quote}"), &quote.to_string()).into()
    }

    /// Whether it is the keyword `word`.
    pub(in crate::database::sqlite) fn is_word(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.text.eq_ignore_ascii_case(word)
    }

    /// Whether it is the character `symbol`.
    pub(in crate::database::sqlite) fn is(&self, symbol: char) -> bool {
        self.kind == Kind::Symbol && self.text.starts_with(symbol)
    }

    /// Whether it may be a name: bare, in any quotes, or as text, which SQLite takes for one where only a name can stand.
    pub(in crate::database::sqlite) fn is_name(&self) -> bool {
        matches!(self.kind, Kind::Word | Kind::Quoted | Kind::String)
    }

    fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Whether SQLite takes both for the same: names whatever their quotes and case, keywords whatever their case.
    fn means(&self, other: &Token<'_>) -> bool {
        match (self.kind, other.kind) {
            (Kind::Word | Kind::Quoted, Kind::Word | Kind::Quoted) => {
                self.unquoted().eq_ignore_ascii_case(&other.unquoted())
            }
            (kind, other_kind) if kind != other_kind => false,
            (Kind::Number | Kind::Blob, _) => self.text.eq_ignore_ascii_case(other.text),
            _ => self.text == other.text,
        }
    }
}

/// The tokens of `sql`, without comments.
pub(in crate::database::sqlite) fn tokens(sql: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = sql[at..].chars().next() {
        let rest = &sql[at..];
        let (kind, length) = match first {
            _ if first.is_ascii_whitespace() || first == '\u{feff}' => (None, first.len_utf8()),
            '-' if rest.starts_with("--") => (None, rest.find('\n').unwrap_or(rest.len())),
            '/' if rest.starts_with("/*") => (None, rest[2..].find("*/").map_or(rest.len(), |end| end + 4)),
            '\'' => (Some(Kind::String), quoted_length(rest, '\'')),
            '"' | '`' => (Some(Kind::Quoted), quoted_length(rest, first)),
            '[' => (Some(Kind::Quoted), rest.find(']').map_or(rest.len(), |end| end + 1)),
            'x' | 'X' if rest[1..].starts_with('\'') => {
                (Some(Kind::Blob), 1 + quoted_length(&rest[1..], '\''))
            }
            '0'..='9' => (Some(Kind::Number), number_length(rest)),
            '.' if rest[1..].starts_with(|c: char| c.is_ascii_digit()) => {
                (Some(Kind::Number), number_length(rest))
            }
            _ if is_word(first) => (Some(Kind::Word), rest.find(|c| !is_word(c)).unwrap_or(rest.len())),
            _ => (Some(Kind::Symbol), first.len_utf8()),
        };
        tokens.extend(kind.map(|kind| Token { kind, text: &rest[..length], start: at }));
        at += length;
    }
    tokens
}

/// Every character beyond ASCII is a letter to SQLite.
fn is_word(char: char) -> bool {
    char.is_ascii_alphanumeric() || char == '_' || char == '$' || !char.is_ascii()
}

/// The length of a number: the sign of its exponent belongs to it.
fn number_length(text: &str) -> usize {
    let hexadecimal = text.starts_with("0x") || text.starts_with("0X");
    let mut previous = '0';
    for (at, char) in text.char_indices() {
        let exponent = !hexadecimal && matches!(previous, 'e' | 'E') && matches!(char, '+' | '-');
        if !(char.is_ascii_alphanumeric() || matches!(char, '.' | '_') || exponent) {
            return at;
        }
        previous = char;
    }
    text.len()
}

/// The length of the quoted piece that `text` starts with, both quotes included; a doubled quote stays inside.
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

/// The text of `tokens`, as written but without comments, and with one blank where there was any room.
pub(in crate::database::sqlite) fn text(tokens: &[Token<'_>]) -> String {
    let mut text = String::new();
    let mut end = None;
    for token in tokens {
        if end.is_some_and(|end| end < token.start) {
            text.push(' ');
        }
        text.push_str(token.text);
        end = Some(token.end());
    }
    text
}

/// `tokens` without the parentheses around them all.
pub(in crate::database::sqlite) fn bare<'t, 'a>(mut tokens: &'t [Token<'a>]) -> &'t [Token<'a>] {
    while let [first, inner @ .., last] = tokens
        && first.is('(')
        && last.is(')')
        && closes_at_end(tokens)
    {
        tokens = inner;
    }
    tokens
}

/// Whether the first parenthesis is closed by the last token alone.
fn closes_at_end(tokens: &[Token<'_>]) -> bool {
    let mut depth = 0;
    for (i, token) in tokens.iter().enumerate() {
        depth += i32::from(token.is('(')) - i32::from(token.is(')'));
        if depth == 0 {
            return i + 1 == tokens.len();
        }
    }
    false
}

/// Whether two expressions differ in nothing that SQLite looks at: blanks, comments, quotes around names, letter case
/// of names and keywords, parentheses around it all.
pub(in crate::database::sqlite) fn same_expression(before: &str, after: &str) -> bool {
    let (before, after) = (tokens(before), tokens(after));
    let (before, after) = (bare(&before), bare(&after));
    before.len() == after.len() && before.iter().zip(after).all(|(before, after)| before.means(after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sql: &str, expected: &[&str]) {
        let tokens = tokens(sql);
        assert_eq!(tokens.iter().map(|token| token.text).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn text_is_split() {
        check("a>=1.5e-3--c\n-b", &["a", ">", "=", "1.5e-3", "-", "b"]);
        check("/* ( */ [a b]`c``d`\"e\"\"f\"'g''h'", &["[a b]", "`c``d`", "\"e\"\"f\"", "'g''h'"]);
        check("x'0a' X x 0x1E+2 .5.a", &["x'0a'", "X", "x", "0x1E", "+", "2", ".5.a"]);
        check("größe$1", &["größe$1"]);
        check("'open", &["'open"]);
        check("/*", &[]);
    }

    #[test]
    fn names_lose_their_quotes() {
        let names: Vec<String> =
            tokens("a [b c] `d``e` \"f\"\"g\" 'h''i'").iter().map(|token| token.unquoted().into()).collect();
        assert_eq!(names, ["a", "b c", "d`e", "f\"g", "h'i"]);
    }

    #[test]
    fn text_keeps_one_blank() {
        assert_eq!(text(&tokens("a  -- why\n + lower( b )/**/||c")), "a + lower( b ) ||c");
    }

    #[test]
    fn expressions_are_compared_by_tokens() {
        assert!(same_expression("a > 0 AND \"b\" < 'X'", "((A>0 and b<'X'))"));
        assert!(!same_expression("a < 'X'", "a < 'x'"));
        assert!(!same_expression("(a) + (b)", "a) + (b"));
        assert!(!same_expression("'a'", "a"));
    }
}
