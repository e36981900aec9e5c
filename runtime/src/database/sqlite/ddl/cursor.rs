//! A place among tokens, and the small steps that a parser takes from it.

use super::token::{Kind, Token, text};
use crate::schema::Text;

/// What is left of a statement.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'t, 'a> {
    rest: &'t [Token<'a>],
}

/// Where the text is no statement that the parser knows.
pub(in crate::database::sqlite) type Unexpected = String;

impl<'t, 'a> Cursor<'t, 'a> {
    pub(super) fn new(rest: &'t [Token<'a>]) -> Self {
        Self { rest }
    }

    pub(super) fn rest(&self) -> &'t [Token<'a>] {
        self.rest
    }

    pub(super) fn is_done(&self) -> bool {
        self.rest.is_empty()
    }

    pub(super) fn peek(&self) -> Option<&'t Token<'a>> {
        self.rest.first()
    }

    pub(super) fn next(&mut self) -> Option<&'t Token<'a>> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(first)
    }

    /// Steps over `words`, if they are next.
    pub(super) fn eat(&mut self, words: &[&str]) -> bool {
        let next = self.rest.len() >= words.len()
            && words.iter().zip(self.rest).all(|(word, token)| token.is_word(word));
        if next {
            self.rest = &self.rest[words.len()..];
        }
        next
    }

    /// Steps over `symbol`, if it is next.
    pub(super) fn eat_symbol(&mut self, symbol: char) -> bool {
        let next = self.peek().is_some_and(|token| token.is(symbol));
        if next {
            self.rest = &self.rest[1..];
        }
        next
    }

    /// The name that is next, in any quotes.
    pub(super) fn name(&mut self) -> Result<Text, Unexpected> {
        match self.next() {
            Some(token) if token.is_name() => Ok(token.unquoted().into_owned().into()),
            other => Err(unexpected("a name", other)),
        }
    }

    /// What is between the parenthesis that is next and the one that closes it.
    pub(super) fn parenthesized(&mut self) -> Result<&'t [Token<'a>], Unexpected> {
        let first = self.next();
        if !first.is_some_and(|token| token.is('(')) {
            return Err(unexpected("`(`", first));
        }
        let inner = self.rest;
        let mut depth = 1;
        for (i, token) in inner.iter().enumerate() {
            depth += i32::from(token.is('(')) - i32::from(token.is(')'));
            if depth == 0 {
                self.rest = &inner[i + 1..];
                return Ok(&inner[..i]);
            }
        }
        Err("a parenthesis is never closed".into())
    }

    /// That nothing is left.
    pub(super) fn done(&self) -> Result<(), Unexpected> {
        match self.peek() {
            None => Ok(()),
            other => Err(unexpected("the end", other)),
        }
    }
}

pub(super) fn unexpected(expected: &str, found: Option<&Token<'_>>) -> Unexpected {
    match found {
        Some(token) => format!("{expected} is expected, and not `{}`", token.text),
        None => format!("{expected} is expected, and not the end"),
    }
}

/// `tokens` split at the commas outside of parentheses.
pub(super) fn split<'t, 'a>(tokens: &'t [Token<'a>]) -> Vec<&'t [Token<'a>]> {
    let mut depth = 0;
    let parts = tokens.split(|token| {
        depth += i32::from(token.is('(')) - i32::from(token.is(')'));
        depth == 0 && token.is(',')
    });
    parts.collect()
}

/// The text of an expression: as written, without comments.
pub(super) fn expression(tokens: &[Token<'_>]) -> Text {
    text(tokens).into()
}

/// The one name that `tokens` are, if they are one.
pub(super) fn only_name(tokens: &[Token<'_>]) -> Option<Text> {
    match tokens {
        [token] if matches!(token.kind, Kind::Word | Kind::Quoted) => {
            Some(token.unquoted().into_owned().into())
        }
        _ => None,
    }
}
