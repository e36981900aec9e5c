//! `schema.lock` as the derives see it: one block a table and an enum, cut into lines but not understood.
//!
//! The lines are written by the library's `schema::text`, which the compiler also runs over the
//! models; so all that is needed here is to find the line that belongs to a column.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

/// The format that this version reads.
const FORMAT: &str = "1";

/// A whole lock.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Lock {
    /// The tables by their qualified names, as the lock writes them.
    pub(crate) tables: BTreeMap<String, TableBlock>,
    /// The values of the enums by their qualified names, as the lock writes them.
    pub(crate) enums: BTreeMap<String, String>,
    /// The files of the revisions that it was written from.
    pub(crate) files: Vec<String>,
    /// The heads: one, unless branches wait for a merge.
    pub(crate) heads: Vec<String>,
}

/// A table's block.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct TableBlock {
    /// The columns: name and line, without `column` and name.
    pub(crate) columns: Vec<(String, String)>,
    /// The primary key's line.
    pub(crate) primary_key: Option<String>,
    /// Unique constraints, foreign keys and checks: name and line.
    pub(crate) constraints: Vec<(String, String)>,
    /// Indexes: name and line.
    pub(crate) indexes: Vec<(String, String)>,
    /// The comment, quoted.
    pub(crate) comment: Option<String>,
    /// The options' lines.
    pub(crate) options: Vec<String>,
}

/// What a lock file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// There is none: no migrations yet.
    Missing,
    /// It cannot be read, for the reason given.
    Broken(String),
    /// It can.
    Lock(Arc<Lock>),
}

/// Reads the lock; a derive a table asks for it, so the last one is kept.
pub(crate) fn read(file: &Path) -> Content {
    type Stamp = (std::path::PathBuf, Option<SystemTime>, u64);
    static LAST: Mutex<Option<(Stamp, Content)>> = Mutex::new(None);
    let Ok(metadata) = std::fs::metadata(file) else { return Content::Missing };
    let stamp = (file.to_owned(), metadata.modified().ok(), metadata.len());
    let Ok(mut last) = LAST.lock() else { return Content::Broken("its reader stopped".to_owned()) };
    match &*last {
        Some((known, content)) if *known == stamp => content.clone(),
        _ => {
            let content = match std::fs::read_to_string(file) {
                Ok(text) => match parse(&text) {
                    Ok(lock) => Content::Lock(Arc::new(lock)),
                    Err(reason) => Content::Broken(reason),
                },
                Err(error) => Content::Broken(error.to_string()),
            };
            *last = Some((stamp, content.clone()));
            content
        }
    }
}

enum Block {
    None,
    Table(String),
    Enum(String),
}

/// Cuts a lock's text into its lines.
fn parse(text: &str) -> Result<Lock, String> {
    let mut lock = Lock::default();
    let mut block = Block::None;
    for (number, line) in text.lines().enumerate() {
        let line = line.trim_end();
        if ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|mark| line.starts_with(mark)) {
            return Err(format!("line {} is the mark of a merge conflict", number + 1));
        }
        if line.starts_with('#') {
            check_format(line)?;
            continue;
        }
        let known = match line.strip_prefix("  ") {
            _ if line.is_empty() => Some(()),
            Some(item) => match &block {
                Block::Table(name) => lock.tables.entry(name.clone()).or_default().item(item),
                Block::Enum(name) => item
                    .strip_prefix("values ")
                    .map(|values| drop(lock.enums.insert(name.clone(), values.into()))),
                Block::None => None,
            },
            None => lock.heading(line).map(|heading| block = heading),
        };
        known.ok_or_else(|| format!("line {} is unknown: `{line}`", number + 1))?;
    }
    Ok(lock)
}

fn check_format(comment: &str) -> Result<(), String> {
    let Some(rest) = comment.strip_prefix("# aludel schema.lock, format ") else { return Ok(()) };
    let format = rest.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
    if format == FORMAT {
        return Ok(());
    }
    Err(format!("it has format {format}, and this version of aludel reads format {FORMAT}"))
}

impl Lock {
    fn heading(&mut self, line: &str) -> Option<Block> {
        let (word, rest) = line.split_once(' ')?;
        match word {
            "table" => {
                self.tables.entry(rest.to_owned()).or_default();
                Some(Block::Table(rest.to_owned()))
            }
            "enum" => Some(Block::Enum(rest.to_owned())),
            "head" => {
                self.heads.push(rest.to_owned());
                Some(Block::None)
            }
            "revision" => {
                self.files.push(rest.splitn(3, ' ').nth(2)?.to_owned());
                Some(Block::None)
            }
            _ => None,
        }
    }
}

impl TableBlock {
    fn item(&mut self, item: &str) -> Option<()> {
        let (word, rest) = item.split_once(' ')?;
        match word {
            "column" => {
                let (name, line) = name_token(rest)?;
                self.columns.push((name.to_owned(), line.to_owned()));
            }
            "primary_key" => self.primary_key = Some(item.to_owned()),
            "unique" | "foreign_key" | "check" => {
                self.constraints.push((name_token(rest)?.0.to_owned(), item.to_owned()));
            }
            "index" | "unique_index" => {
                self.indexes.push((name_token(rest)?.0.to_owned(), item.to_owned()));
            }
            "comment" => self.comment = Some(rest.to_owned()),
            "option" => self.options.push(item.to_owned()),
            _ => return None,
        }
        Some(())
    }
}

/// A name, quoted or not, and what follows the blank after it.
fn name_token(text: &str) -> Option<(&str, &str)> {
    let (name, rest) = split_name(text)?;
    Some((name, rest.strip_prefix(' ')?))
}

/// The kind of thing that a constraint's or an index's line is about: things of two kinds may share a name.
pub(crate) fn kind(line: &str) -> &str {
    let word = line.split(' ').next().unwrap_or_default();
    // That its rows are unique is a detail of an index.
    if word == "unique_index" { "index" } else { word }
}

/// What a foreign key references, from `teams (id)` or `app.teams (a, b)`: schema, table and columns.
pub(crate) fn referenced(text: &str) -> Option<(Option<String>, String, Vec<String>)> {
    let (first, rest) = split_name(text)?;
    let (schema, table, rest) = match rest.strip_prefix('.') {
        Some(rest) => {
            let (table, rest) = split_name(rest)?;
            (Some(unquoted(first)), table, rest)
        }
        None => (None, first, rest),
    };
    let mut rest = rest.strip_prefix(" (")?;
    let mut columns = Vec::new();
    loop {
        let (column, after) = split_name(rest)?;
        columns.push(unquoted(column));
        match after.strip_prefix(", ") {
            Some(after) => rest = after,
            None => return (after == ")").then(|| (schema, unquoted(table), columns)),
        }
    }
}

/// A name, quoted or not, and all that follows it.
fn split_name(text: &str) -> Option<(&str, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find(|c: char| !matches!(c, 'a'..='z' | '_' | '0'..='9')).unwrap_or(text.len());
        return (end > 0).then(|| text.split_at(end));
    };
    let mut escaped = false;
    for (i, character) in quoted.char_indices() {
        match character {
            '"' if !escaped => return Some(text.split_at(i + 2)),
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    None
}

/// A name as the lock writes it: `schema::text::name`.
pub(crate) fn name(name: &str) -> String {
    let plain = |byte: u8| matches!(byte, b'a'..=b'z' | b'_' | b'0'..=b'9');
    let starts_plain = name.as_bytes().first().is_some_and(|first| !first.is_ascii_digit());
    if starts_plain && name.bytes().all(plain) { name.to_owned() } else { quoted(name) }
}

/// Text as the lock writes it: `schema::text::quoted`.
pub(crate) fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\r', "\\r");
    format!("\"{escaped}\"")
}

/// A name as it is, from the way the lock writes it.
pub(crate) fn unquoted(name: &str) -> String {
    let inner = name.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let Some(inner) = inner else { return name.to_owned() };
    let mut out = String::new();
    let mut escaped = false;
    for character in inner.chars() {
        match (escaped, character) {
            (false, '\\') => {
                escaped = true;
                continue;
            }
            (true, 'n') => out.push('\n'),
            (true, 'r') => out.push('\r'),
            (_, character) => out.push(character),
        }
        escaped = false;
    }
    out
}

/// A qualified name as the lock writes it: `schema::text::qualified_name`.
pub(crate) fn qualified_name(schema: Option<&str>, table: &str) -> String {
    match schema {
        Some(schema) => format!("{}.{}", name(schema), name(table)),
        None => name(table),
    }
}

/// An enum's values as the lock writes them: `schema::text::enum_values`.
pub(crate) fn enum_values<'a>(values: impl Iterator<Item = &'a str>) -> String {
    format!("({})", values.map(quoted).collect::<Vec<_>>().join(", "))
}

/// The name by convention: `schema::text::conventional_name`.
pub(crate) fn conventional_name(prefix: &str, table: &str, columns: &[&str]) -> String {
    const MAX_NAME_LENGTH: usize = 63;
    let whole = [&[prefix, table], columns].concat().join("_");
    if whole.len() <= MAX_NAME_LENGTH {
        return whole;
    }
    let fnv = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    let hash = whole.bytes().fold(0x811c_9dc5, fnv);
    format!("{}_{hash:08x}", &whole[..whole.floor_char_boundary(MAX_NAME_LENGTH - 9)])
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = r#"# aludel schema.lock, format 1: the schema at the head, written by `generate` and `merge`.
head a1b2c3d4e5f6
revision 0819a425f7fd 00ff 20261120_0819a425f7fd_create_users.rs
revision a1b2c3d4e5f6 11ee 20261121_a1b2c3d4e5f6_add phone.rs

enum user_status
  values ("active", "suspended")

table app."Users"
  comment "people \"and\" others"
  option mysql engine "InnoDB"
  column email varchar(255) not null
  column "the \" id" bigint not null identity
  primary_key pk_users ("the \" id")
  unique uq_users_email (email)
  unique_index ix_users_phone (phone)
"#;

    #[test]
    fn cuts_blocks_into_lines() {
        let lock = parse(LOCK).expect("it is valid");
        assert_eq!(lock.heads, ["a1b2c3d4e5f6"]);
        assert_eq!(lock.files[1], "20261121_a1b2c3d4e5f6_add phone.rs");
        assert_eq!(lock.enums["user_status"], "(\"active\", \"suspended\")");
        let table = &lock.tables[&qualified_name(Some("app"), "Users")];
        assert_eq!(table.columns[0], ("email".to_owned(), "varchar(255) not null".to_owned()));
        assert_eq!(table.columns[1], (name("the \" id"), "bigint not null identity".to_owned()));
        assert_eq!(table.constraints[0].0, "uq_users_email");
        assert_eq!(table.indexes[0].1, "unique_index ix_users_phone (phone)");
        assert_eq!(table.comment, Some(quoted("people \"and\" others")));
        assert_eq!(table.options, ["option mysql engine \"InnoDB\""]);
    }

    #[test]
    fn reads_names_back() {
        for plain in ["users", "the \" id", "a\\n", "line\nend\r"] {
            assert_eq!(unquoted(&name(plain)), plain);
        }
    }

    #[test]
    fn reads_what_a_foreign_key_references() {
        let read = |text: &str| {
            let (schema, table, columns) = referenced(text)?;
            Some(format!("{schema:?} {table} {columns:?}"))
        };
        assert_eq!(read("teams (id)").as_deref(), Some("None teams [\"id\"]"));
        let quoted = read("app.\"My \\\"teams\\\"\" (a, \"B c\")");
        assert_eq!(quoted.as_deref(), Some("Some(\"app\") My \"teams\" [\"a\", \"B c\"]"));
        assert_eq!(read("teams (id) on delete cascade"), None);
        assert_eq!(read("teams"), None);
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        let conflict = parse("table users\n<<<<<<< HEAD\n").expect_err("it is refused");
        assert_eq!(conflict, "line 2 is the mark of a merge conflict");
        let unknown = parse("table users\n  colunm id bigint not null\n").expect_err("it is refused");
        assert_eq!(unknown, "line 2 is unknown: `  colunm id bigint not null`");
        let newer =
            parse("# aludel schema.lock, format 2: written by `generate`.\n").expect_err("it is refused");
        assert_eq!(newer, "it has format 2, and this version of aludel reads format 1");
    }
}
