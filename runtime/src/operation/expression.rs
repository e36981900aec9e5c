//! The little that aludel reads in SQL expressions: which identifiers they name.
//!
//! String literals and longer identifiers that merely hold a name are left alone.

use std::borrow::Cow;

/// `expression` with the identifier `before`, bare or quoted, as `after`.
pub fn rename_identifier<'a>(expression: &'a str, before: &str, after: &str) -> Cow<'a, str> {
    let mut renamed = String::new();
    let mut kept = 0;
    for token in identifiers(expression).filter(|token| token.name == before) {
        renamed.push_str(&expression[kept..token.start]);
        renamed.push_str(after);
        kept = token.end;
    }
    if kept == 0 {
        return Cow::Borrowed(expression);
    }
    renamed.push_str(&expression[kept..]);
    Cow::Owned(renamed)
}

/// Whether `expression` names the identifier `name`, bare or quoted.
pub fn names_identifier(expression: &str, name: &str) -> bool {
    identifiers(expression).any(|token| token.name == name)
}

/// The identifiers that `expression` names; words of SQL are among them.
pub fn identifiers_of(expression: &str) -> impl Iterator<Item = &str> {
    identifiers(expression).map(|token| token.name)
}

/// An identifier and where its characters stand, without its quotes.
struct Identifier<'a> {
    name: &'a str,
    start: usize,
    end: usize,
}

fn identifiers(expression: &str) -> impl Iterator<Item = Identifier<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = &expression[at..];
            let first = rest.chars().next()?;
            let start = at;
            if first == '\'' {
                at += quoted_length(rest, '\'');
            } else if first == '"' || first == '`' {
                at += quoted_length(rest, first);
                let (start, end) = (start + 1, at - 1);
                if let Some(name) = expression.get(start..end) {
                    return Some(Identifier { name, start, end });
                }
            } else if first.is_alphabetic() || first == '_' {
                at += rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '$').unwrap_or(rest.len());
                return Some(Identifier { name: &expression[start..at], start, end: at });
            } else if first.is_numeric() {
                at += rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '.').unwrap_or(rest.len());
            } else {
                at += first.len_utf8();
            }
        }
    })
}

/// The length of the quoted piece that `text` starts with, both quotes included; a doubled quote stays inside.
fn quoted_length(text: &str, quote: char) -> usize {
    let mut at = 1;
    loop {
        match text[at..].find(quote) {
            None => return text.len(),
            Some(end) if text[at + end + 1..].starts_with(quote) => at += end + 2,
            Some(end) => return at + end + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn renames_identifiers_only() {
        let renamed = rename_identifier(
            "age > 0 AND \"age\" < page AND note <> 'age' OR age2 = 'it''s age'",
            "age",
            "years",
        );
        assert_eq!(renamed, "years > 0 AND \"years\" < page AND note <> 'age' OR age2 = 'it''s age'");
        assert_eq!(rename_identifier("lower(email)", "mail", "x"), "lower(email)");
    }

    #[test]
    fn finds_identifiers() {
        assert!(names_identifier("coalesce(`total`, 0)", "total"));
        assert!(!names_identifier("'total' || subtotal", "total"));
        assert!(!names_identifier("'unclosed total", "total"));
    }
}
