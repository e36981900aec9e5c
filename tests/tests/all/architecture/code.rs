//! Rust text without its comments and strings, so that words in it are code.

/// The code of a file: as long as its text, line for line; comments, strings and inline tests are blank.
pub(super) struct Code(String);

impl Code {
    pub(super) fn new(text: &str) -> Self {
        let mut code = blank(text);
        if let Some(tests) = code.find("#[cfg(test)]\nmod tests {") {
            code.truncate(tests);
        }
        Self(code)
    }

    pub(super) fn text(&self) -> &str {
        &self.0
    }

    /// The words that follow `before` directly: identifiers.
    pub(super) fn words_after<'a>(&'a self, before: &'a str) -> impl Iterator<Item = (usize, &'a str)> {
        self.0.match_indices(before).filter_map(move |(at, _)| {
            let rest = &self.0[at + before.len()..];
            let word = &rest[..rest.find(|c: char| !is_word(c)).unwrap_or(rest.len())];
            (!word.is_empty() && !self.0[..at].ends_with(is_word)).then_some((at, word))
        })
    }

    /// Whether the code has `word` as a word of its own.
    pub(super) fn has(&self, word: &str) -> bool {
        self.0.match_indices(word).any(|(at, _)| {
            !self.0[..at].ends_with(is_word) && !self.0[at + word.len()..].starts_with(is_word)
        })
    }

    /// The line of a place, from 1.
    pub(super) fn line(&self, at: usize) -> usize {
        self.0[..at].matches('\n').count() + 1
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// `text` with the characters of comments and strings as blanks; line ends stay.
fn blank(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '"' => string_length(rest),
            'r' if !code.ends_with(is_word) && raw_length(rest).is_some() => raw_length(rest).unwrap_or(1),
            '\'' if rest.starts_with("'\\") => rest[2..].find('\'').map_or(1, |end| end + 3),
            '\'' => match rest.char_indices().nth(2) {
                Some((end, '\'')) => end + 1,
                _ => 0,
            },
            _ => 0,
        };
        if length == 0 {
            code.push(first);
            rest = &rest[first.len_utf8()..];
        } else {
            let (gone, after) = rest.split_at(length);
            code.extend(gone.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
            rest = after;
        }
    }
    code
}

fn string_length(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The length of a raw string at the start of `text`, if there is one.
fn raw_length(text: &str) -> Option<usize> {
    let hashes = text[1..].find(|c| c != '#')?;
    let body = text[1 + hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    Some(text.len() - body.len() + body.find(&end)? + end.len())
}

#[test]
fn comments_and_strings_are_blank() {
    let code = Code::new(
        "let a = \"crate::x \\\" y\"; // crate::y\nlet b: &'a str = r#\"crate::z\"#; '\"'; crate::w",
    );
    assert_eq!(code.words_after("crate::").map(|(_, word)| word).collect::<Vec<_>>(), ["w"]);
    assert_eq!(code.text().lines().count(), 2);
    assert!(code.has("str") && !code.has("st"));
}
