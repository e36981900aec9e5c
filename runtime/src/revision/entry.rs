//! What an embedded file says beside its operations.

use sha2::{Digest, Sha256};

use super::Entry;

impl Entry {
    /// The message: the first line of the file's documentation; empty without one.
    pub fn message(&self) -> &'static str {
        let first = self.source.lines().next().and_then(|line| line.strip_prefix("//!"));
        first.map_or("", str::trim)
    }

    /// The SHA-256 of the file, in hexadecimal digits; line ends count as `\n`, whatever git made of them.
    pub fn checksum(&self) -> String {
        checksum(self.source)
    }
}

/// The SHA-256 of a revision file's text, in hexadecimal digits.
pub(crate) fn checksum(source: &str) -> String {
    let digest = match source.contains('\r') {
        true => Sha256::digest(source.replace("\r\n", "\n")),
        false => Sha256::digest(source),
    };
    hexadecimal(&digest)
}

/// `bytes` in hexadecimal digits.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 0xf]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}

#[cfg(test)]
mod tests {
    use super::checksum;

    #[test]
    fn line_ends_do_not_count() {
        assert_eq!(checksum(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(checksum("a\r\nb"), checksum("a\nb"));
    }
}
