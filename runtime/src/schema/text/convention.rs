//! The names by convention, of what a model leaves unnamed.

use super::{Writer, name, str};
use crate::schema::{IndexColumn, IndexKey, MAX_NAME_LENGTH, Text};

/// What a conventional name says after the table.
#[derive(Clone, Copy, Debug)]
pub enum Key<'a> {
    /// Nothing: there is one such thing a table.
    None,
    /// The columns of a constraint.
    Columns(&'a [Text]),
    /// The columns of an index's key.
    Index(&'a [IndexColumn]),
}

impl<'a> Key<'a> {
    const fn length(self) -> usize {
        match self {
            Self::None => 0,
            Self::Columns(columns) => columns.len(),
            Self::Index(columns) => columns.len(),
        }
    }

    const fn get(self, i: usize) -> &'a str {
        match self {
            Self::None => "",
            Self::Columns(columns) => str(&columns[i]),
            Self::Index(columns) => match &columns[i].key {
                IndexKey::Column(column) => str(column),
                IndexKey::Expression(_) => "expression",
            },
        }
    }
}

pub(super) const fn named(out: &mut Writer<'_>, prefix: &str, table: &str, own: &Text, key: Key<'_>) {
    if str(own).is_empty() {
        let mut buffer = [0; MAX_NAME_LENGTH];
        let mut written = Writer::write(&mut buffer);
        conventional_name(&mut written, prefix, table, key);
        let length = written.length();
        match std::str::from_utf8(buffer.split_at(length).0) {
            Ok(text) => name(out, text),
            Err(_) => panic!("a conventional name is cut between characters only"),
        }
    } else {
        name(out, str(own));
    }
}

/// The name by convention, at most [`MAX_NAME_LENGTH`] bytes; see the module's documentation.
pub const fn conventional_name(out: &mut Writer<'_>, prefix: &str, table: &str, key: Key<'_>) {
    let mut whole = Shortened::new(usize::MAX);
    pieces(&mut Writer::measure(), &mut whole, prefix, table, key);
    if whole.length <= MAX_NAME_LENGTH {
        pieces(out, &mut Shortened::new(usize::MAX), prefix, table, key);
        return;
    }
    pieces(out, &mut Shortened::new(MAX_NAME_LENGTH - 9), prefix, table, key);
    out.push("_");
    let mut digit = 8;
    while digit > 0 {
        digit -= 1;
        let value = (whole.hash >> (4 * digit)) & 0xf;
        out.bytes(&[b"0123456789abcdef"[value as usize]]);
    }
}

const fn pieces(out: &mut Writer<'_>, cut: &mut Shortened, prefix: &str, table: &str, key: Key<'_>) {
    cut.push(out, prefix);
    cut.push(out, "_");
    cut.push(out, table);
    let mut i = 0;
    while i < key.length() {
        cut.push(out, "_");
        cut.push(out, key.get(i));
        i += 1;
    }
}

/// Counts, hashes (FNV-1a, 32 bits) and cuts a name that is given in pieces.
struct Shortened {
    room: usize,
    length: usize,
    hash: u32,
}

impl Shortened {
    const fn new(room: usize) -> Self {
        Self { room, length: 0, hash: 0x811c_9dc5 }
    }

    const fn push(&mut self, out: &mut Writer<'_>, piece: &str) {
        let bytes = piece.as_bytes();
        let mut i = 0;
        while i < bytes.len() {
            self.hash = (self.hash ^ bytes[i] as u32).wrapping_mul(0x0100_0193);
            i += 1;
        }
        self.length += bytes.len();
        let kept = piece.floor_char_boundary(self.room);
        out.bytes(bytes.split_at(kept).0);
        self.room = if kept < bytes.len() { 0 } else { self.room - kept };
    }
}
