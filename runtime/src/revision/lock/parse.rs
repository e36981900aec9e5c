//! Reads `schema.lock`, and says on which line it is not one.

use super::block::{Block, BlockKind};
use super::{Lock, LockedRevision};

/// Why a text is no `schema.lock`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "each variant's message says what it and its fields are")]
pub enum LockError {
    #[error("line {line} of `schema.lock` is the mark of a merge conflict")]
    Conflict { line: usize },
    #[error("`schema.lock` has format {format}, which this version of aludel does not know")]
    Format { format: String },
    #[error("line {line} of `schema.lock` cannot be read: `{text}`")]
    Syntax { line: usize, text: String },
}

impl LockError {
    /// The command that mends it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Conflict { .. } => {
                "`merge` joins the branches and writes it again; where there is one head, `generate` does"
            }
            Self::Format { .. } => "build with the version of aludel that wrote it, or a newer one",
            Self::Syntax { .. } => "bring it back from version control, or let `generate` write it again",
        }
    }
}

/// What begins a line that git leaves in a file with conflicts.
const CONFLICT_MARKS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

impl Lock {
    /// Reads the text of a lock; line ends may be `\r\n`.
    ///
    /// # Errors
    /// When git left the marks of a conflict in it, it has another format, or a line is none of a lock's.
    pub fn parse(text: &str) -> Result<Self, LockError> {
        let mut lock = Self::default();
        for (number, line) in (1..).zip(text.lines()) {
            if CONFLICT_MARKS.iter().any(|mark| line.starts_with(mark)) {
                return Err(LockError::Conflict { line: number });
            }
            let read = match number {
                1 => read_format(line)?,
                _ => lock.read(line),
            };
            read.ok_or_else(|| LockError::Syntax { line: number, text: line.to_owned() })?;
        }
        match text.is_empty() {
            true => Err(LockError::Syntax { line: 1, text: String::new() }),
            false => Ok(lock),
        }
    }

    fn read(&mut self, line: &str) -> Option<()> {
        if line.is_empty() {
            return Some(());
        }
        if let Some(line) = line.strip_prefix("  ") {
            let block = self.blocks.last_mut()?;
            let (word, ..) = item(line)?;
            let fits = match block.kind {
                BlockKind::Enum => word == "values",
                BlockKind::Table => word != "values",
            };
            return fits.then(|| block.lines.push(line.to_owned()));
        }
        let (word, rest) = line.split_once(' ').filter(|(_, rest)| !rest.is_empty())?;
        let mut block = |kind| self.blocks.push(Block { kind, name: rest.to_owned(), lines: Vec::new() });
        match word {
            "enum" => block(BlockKind::Enum),
            "table" => block(BlockKind::Table),
            "head" => self.heads.push(rest.to_owned()),
            "revision" => {
                let mut words = rest.splitn(3, ' ').map(str::to_owned);
                let (id, checksum, file) = (words.next()?, words.next()?, words.next()?);
                self.revisions.push(LockedRevision { id, checksum, file });
            }
            _ => return None,
        }
        Some(())
    }
}

fn read_format(line: &str) -> Result<Option<()>, LockError> {
    let Some(rest) = line.strip_prefix("# aludel schema.lock, format ") else { return Ok(None) };
    match rest.split(':').next() {
        Some("1") | None => Ok(Some(())),
        Some(format) => Err(LockError::Format { format: format.to_owned() }),
    }
}

/// A line's first word, the name after it, and the rest; the name is empty where there is one such line only.
pub(super) fn item(line: &str) -> Option<(&str, &str, &str)> {
    let (word, rest) = line.split_once(' ')?;
    match word {
        "values" | "comment" => Some((word, "", rest)),
        "option" => {
            let database = rest.find(' ')?;
            let end = database + 1 + name_length(&rest[database + 1..])?;
            Some((word, &rest[..end], rest[end..].trim_start()))
        }
        "column" | "primary_key" | "unique" | "foreign_key" | "check" | "index" | "unique_index" => {
            let end = name_length(rest)?;
            Some((word, &rest[..end], rest[end..].strip_prefix(' ')?))
        }
        _ => None,
    }
}

/// The length of the name, quoted or not, that `text` starts with.
fn name_length(text: &str) -> Option<usize> {
    let Some(quoted) = text.strip_prefix('"') else { return Some(text.find(' ').unwrap_or(text.len())) };
    let mut escaped = false;
    let end = quoted.find(|c| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    });
    end.map(|end| end + 2)
}
