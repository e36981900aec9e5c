//! A batch as one text for a server that takes several statements in a message, and which of them an error is of.
//!
//! A server answers the statements in order and stops at the first error (PostgreSQL manual, section 55.2.2.1;
//! MySQL manual, multi-statement execution): those that were answered are counted. A text that may hold several is
//! answered more than once, or never; it ends with a mark that is known again, or goes alone.

use std::ops::Range;

use futures_util::{Stream, TryStreamExt};
use sqlx::{Either, Error};

use crate::connection::{Batch, BatchError, DatabaseError, Part};

/// Several statements in one message.
#[derive(Debug, Default)]
pub(in crate::database) struct Message {
    pub(in crate::database) text: String,
    pieces: Vec<Piece>,
    characters: usize,
    /// The piece that runs.
    at: usize,
}

#[derive(Debug)]
struct Piece {
    part: Part,
    /// Where it stands in the text, in characters.
    place: Range<usize>,
    /// Whether it is answered once.
    single: bool,
    /// The value of the one row that it answers, where that is how it is known.
    mark: Option<String>,
    /// Whether it is the last of its batch.
    last: bool,
}

/// What servers say differently.
#[derive(Clone, Copy, Debug)]
pub(in crate::database) struct Words<'a> {
    /// A query that fails where the session does not hold the lock of the batch, if there is one.
    pub(in crate::database) lock: Option<&'a str>,
    /// What begins a transaction.
    pub(in crate::database) begin: &'a str,
    /// Whether a text of several statements may stand among others, with a mark behind it.
    pub(in crate::database) marks: bool,
}

impl Message {
    /// The messages that bring `batches` to a server, one after the other.
    pub(in crate::database) fn of(batches: &[Batch<'_>], words: Words<'_>) -> Vec<Self> {
        let mut messages = vec![Self::default()];
        for batch in batches {
            Self::add(&mut messages, batch, words);
            let mut pieces = messages.iter_mut().flat_map(|message| &mut message.pieces);
            if let Some(piece) = pieces.next_back() {
                piece.last = true;
            }
        }
        messages.retain(|message| !message.pieces.is_empty());
        messages
    }

    fn add(messages: &mut Vec<Self>, batch: &Batch<'_>, words: Words<'_>) {
        if let Some(lock) = words.lock {
            last(messages).push(Part::Lock, lock, true);
        }
        if batch.begin {
            last(messages).push(Part::Begin, words.begin, true);
        }
        for (at, sql) in batch.statements.iter().enumerate() {
            let single = sql.is_one || is_one_statement(sql.text);
            if !single && !words.marks {
                messages.push(Self::default());
            }
            last(messages).push(Part::Statement(at), sql.text, single);
            if !single {
                match words.marks {
                    true => last(messages).push_mark(Part::Statement(at)),
                    false => messages.push(Self::default()),
                }
            }
        }
        if batch.commit {
            last(messages).push(Part::Commit, "COMMIT", true);
        }
    }

    fn push(&mut self, part: Part, sql: &str, single: bool) {
        let sql = sql.trim_end().trim_end_matches(';');
        let start = self.characters;
        self.text.push_str(sql);
        // On a line of its own, because a comment may end the text.
        self.text.push_str("\n;\n");
        self.characters += sql.chars().count() + 3;
        self.pieces.push(Piece { part, place: start..self.characters, single, mark: None, last: false });
    }

    fn push_mark(&mut self, part: Part) {
        let mark = format!("aludel {}", self.pieces.len());
        self.push(part, &format!("SELECT '{mark}'"), true);
        if let Some(piece) = self.pieces.last_mut() {
            piece.mark = Some(mark);
        }
    }

    /// Reads the `answers` of the server to their end, and calls `done` at that of each batch; `first` is the first value
    /// of a row, as text.
    pub(in crate::database) async fn read<Done, R>(
        &mut self,
        mut answers: impl Stream<Item = Result<Either<Done, R>, Error>> + Unpin,
        first: impl Fn(&R) -> Option<&str>,
        error: impl Fn(Error) -> DatabaseError,
        done: &mut (dyn FnMut() + Send),
    ) -> Result<(), BatchError> {
        let mut ended = false;
        while !ended {
            let before = self.at;
            match answers.try_next().await {
                Ok(Some(Either::Right(row))) => self.row(first(&row)),
                Ok(Some(Either::Left(_))) => self.answered(),
                Ok(None) => {
                    ended = true;
                    self.at = self.pieces.len();
                }
                Err(source) => return Err(self.failed(error(source))),
            }
            let passed = &self.pieces[before..self.at];
            passed.iter().filter(|piece| piece.last).for_each(|_| done());
        }
        Ok(())
    }

    /// The server has answered a row whose first value is `value`.
    fn row(&mut self, value: Option<&str>) {
        let next = self.pieces.get(self.at + 1);
        if value.is_some() && next.is_some_and(|piece| piece.mark.as_deref() == value) {
            self.at += 1;
        }
    }

    /// The server has answered a statement to its end.
    fn answered(&mut self) {
        if self.pieces.get(self.at).is_some_and(|piece| piece.single) {
            self.at += 1;
        }
    }

    /// The error `source` of the message, as one of its part.
    fn failed(&self, source: DatabaseError) -> BatchError {
        let DatabaseError::Refused { message, code, position, hint } = source else {
            return BatchError::Failed { part: self.part(self.at), source };
        };
        // A position is one in the whole text, and of a text that cannot be read nothing is answered.
        let found = position
            .and_then(|position| self.pieces.iter().position(|piece| piece.place.contains(&(position - 1))));
        let at = found.unwrap_or(self.at);
        let start = self.pieces.get(at).map_or(0, |piece| piece.place.start);
        let position = position.and_then(|position| position.checked_sub(start));
        BatchError::Failed {
            part: self.part(at),
            source: DatabaseError::Refused { message, code, position, hint },
        }
    }

    fn part(&self, at: usize) -> Part {
        // What comes after the last answer is the end's.
        self.pieces.get(at).or(self.pieces.last()).map_or(Part::Commit, |piece| piece.part)
    }
}

fn last(messages: &mut [Message]) -> &mut Message {
    messages.last_mut().expect("there is one from the beginning")
}

/// Whether `sql` is surely one statement: neither several, nor a comment and none.
fn is_one_statement(sql: &str) -> bool {
    let sql = sql.trim().trim_end_matches(';');
    !sql.is_empty() && ![";", "--", "/*", "#"].iter().any(|sign| sql.contains(sign))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection::Sql;

    const WORDS: Words<'_> = Words { lock: None, begin: "BEGIN", marks: true };

    fn refused(position: Option<usize>) -> DatabaseError {
        DatabaseError::Refused { message: "no".into(), code: None, position, hint: None }
    }

    fn fault(message: &Message, position: Option<usize>) -> (Part, Option<usize>) {
        match message.failed(refused(position)) {
            BatchError::Failed { part, source: DatabaseError::Refused { position, .. } } => (part, position),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_error_is_that_of_the_statement_after_the_answered_ones() {
        let batch = Batch {
            lock: Some("key"),
            begin: true,
            statements: &["one;", "two"].map(Sql::any),
            commit: true,
        };
        let words = Words { lock: Some("SELECT lock"), ..WORDS };
        let [mut message] = <[Message; 1]>::try_from(Message::of(&[batch], words)).expect("one message");
        assert_eq!(message.text, "SELECT lock\n;\nBEGIN\n;\none\n;\ntwo\n;\nCOMMIT\n;\n");
        let parts =
            [Part::Lock, Part::Begin, Part::Statement(0), Part::Statement(1), Part::Commit, Part::Commit];
        for part in parts {
            assert_eq!(fault(&message, None), (part, None));
            message.answered();
        }
    }

    #[test]
    fn a_position_says_which_statement_it_is() {
        let batch = Batch { statements: &["é é", "SELECT x"].map(Sql::any), ..Batch::default() };
        let [message] = <[Message; 1]>::try_from(Message::of(&[batch], WORDS)).expect("one message");
        assert_eq!(fault(&message, Some(3)), (Part::Statement(0), Some(3)));
        assert_eq!(fault(&message, Some(14)), (Part::Statement(1), Some(8)));
    }

    #[test]
    fn several_in_one_text_end_with_a_mark() {
        let batch = Batch { statements: &["a; b", "-- nothing", "c"].map(Sql::any), ..Batch::default() };
        let [mut message] = <[Message; 1]>::try_from(Message::of(&[batch], WORDS)).expect("one message");
        let expected = "a; b\n;\nSELECT 'aludel 1'\n;\n-- nothing\n;\nSELECT 'aludel 3'\n;\nc\n;\n";
        assert_eq!(message.text, expected);
        for _ in ["a", "b"] {
            message.answered();
            assert_eq!(fault(&message, None).0, Part::Statement(0));
        }
        message.row(Some("aludel 3"));
        message.row(None);
        assert_eq!(fault(&message, None).0, Part::Statement(0));
        message.row(Some("aludel 1"));
        message.answered();
        assert_eq!(fault(&message, None).0, Part::Statement(1));
        message.row(Some("aludel 3"));
        message.answered();
        assert_eq!(fault(&message, None).0, Part::Statement(2));
    }

    #[test]
    fn the_last_of_each_batch_is_known() {
        let batch = |statements| Batch { begin: true, statements, commit: true, ..Batch::default() };
        let (first, second) = (["a"].map(Sql::one), ["b; c"].map(Sql::any));
        let batches = [batch(&first), batch(&second)];
        let [message] = <[Message; 1]>::try_from(Message::of(&batches, WORDS)).expect("one message");
        let last: Vec<bool> = message.pieces.iter().map(|piece| piece.last).collect();
        assert_eq!(last, [false, false, true, false, false, false, true]);
        // In three messages, the first two end within a batch.
        let messages = Message::of(&batches, Words { marks: false, ..WORDS });
        let last = messages.iter().map(|message| message.pieces.iter().filter(|piece| piece.last).count());
        assert_eq!(last.collect::<Vec<_>>(), [1, 0, 1]);
    }

    #[test]
    fn several_in_one_text_go_alone_where_there_are_no_marks() {
        let batch =
            Batch { begin: true, statements: &["a; b", "c"].map(Sql::any), commit: true, ..Batch::default() };
        let messages = Message::of(&[batch], Words { marks: false, ..WORDS });
        let texts: Vec<&str> = messages.iter().map(|message| &*message.text).collect();
        assert_eq!(texts, ["BEGIN\n;\n", "a; b\n;\n", "c\n;\nCOMMIT\n;\n"]);
    }
}
