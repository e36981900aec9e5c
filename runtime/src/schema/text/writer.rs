//! Where the text of an item goes: counted, kept, or compared with what is expected.

/// Where the text of an item goes.
#[derive(Debug)]
pub struct Writer<'a> {
    sink: Sink<'a>,
    length: usize,
}

#[derive(Debug)]
enum Sink<'a> {
    /// Only counts.
    Measure,
    /// Keeps what fits.
    Write(&'a mut [u8]),
    /// Compares with what was expected; `None` after the first difference.
    Compare(Option<&'a [u8]>),
}

impl<'a> Writer<'a> {
    /// A writer that only counts bytes.
    pub const fn measure() -> Self {
        Self { sink: Sink::Measure, length: 0 }
    }

    /// A writer into `buffer`; what does not fit is counted but not kept.
    pub const fn write(buffer: &'a mut [u8]) -> Self {
        Self { sink: Sink::Write(buffer), length: 0 }
    }

    /// A writer that compares what it is given with `expected`.
    pub const fn compare(expected: &'a str) -> Self {
        Self { sink: Sink::Compare(Some(expected.as_bytes())), length: 0 }
    }

    /// The bytes written so far, kept or not.
    pub const fn length(&self) -> usize {
        self.length
    }

    /// Whether a comparing writer was given exactly what it expected.
    pub const fn equal(&self) -> bool {
        matches!(self.sink, Sink::Compare(Some([])))
    }

    /// Writes `text`.
    pub const fn push(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    pub(super) const fn bytes(&mut self, text: &[u8]) {
        match &mut self.sink {
            Sink::Measure => {}
            Sink::Write(buffer) => {
                if self.length + text.len() <= buffer.len() {
                    let (_, rest) = buffer.split_at_mut(self.length);
                    rest.split_at_mut(text.len()).0.copy_from_slice(text);
                }
            }
            Sink::Compare(expected) => {
                *expected = match *expected {
                    Some(rest) => strip(rest, text),
                    None => None,
                }
            }
        }
        self.length += text.len();
    }

    pub(super) const fn number(&mut self, number: u32) {
        self.integer(number as i128);
    }

    pub(super) const fn integer(&mut self, number: i128) {
        let mut digits = [0; 40];
        let mut at = digits.len();
        let mut rest = number.unsigned_abs();
        loop {
            at -= 1;
            digits[at] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        if number < 0 {
            at -= 1;
            digits[at] = b'-';
        }
        self.bytes(digits.split_at(at).1);
    }
}

const fn strip<'a>(text: &'a [u8], prefix: &[u8]) -> Option<&'a [u8]> {
    if text.len() < prefix.len() {
        return None;
    }
    let (start, rest) = text.split_at(prefix.len());
    let mut i = 0;
    while i < prefix.len() {
        if start[i] != prefix[i] {
            return None;
        }
        i += 1;
    }
    Some(rest)
}
