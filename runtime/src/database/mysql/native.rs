//! Types in the server's words, read back: the portable type that is spelled so, or the one that stands for it.
//!
//! Of the many words for one type (MySQL manual, chapter 13; MariaDB's are a few more) each has one form here,
//! so that `INTEGER`, `int(11)` and the portable type are equal. Display widths say nothing of values
//! (section 13.1.1) and are left out, but for `tinyint(1)` and beside `ZEROFILL`.

use super::words::{Word, words};
use crate::schema::{ColumnType, QualifiedName, Text};

/// A type in the server's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Native {
    /// The portable type; where `words` are given, the one that the values are read as.
    pub(super) ty: ColumnType,
    /// The words, in one form, where no portable type is spelled so.
    pub(super) words: Option<String>,
    /// The values of an enum.
    pub(super) values: Vec<Text>,
    /// A display width that the server keeps although it is not the type's own.
    pub(super) width: Option<u32>,
}

impl Native {
    /// Reads `sql`; an enum takes the name `enum_name`.
    pub(super) fn read(sql: &str, enum_name: &QualifiedName) -> Self {
        match words(sql).map(Parts::new) {
            Some(parts) => {
                parts.read(enum_name).unwrap_or_else(|| Self::opaque(parts.canonical(), ColumnType::Text))
            }
            None => Self::opaque(sql.to_owned(), ColumnType::Text),
        }
    }

    fn portable(ty: ColumnType) -> Self {
        Self { ty, words: None, values: Vec::new(), width: None }
    }

    fn opaque(words: String, ty: ColumnType) -> Self {
        Self { words: Some(words), ..Self::portable(ty) }
    }
}

/// A type as its name, the numbers or strings in parentheses, and the words after them.
struct Parts {
    name: String,
    arguments: Vec<Word>,
    rest: Vec<String>,
}

impl Parts {
    fn new(words: Vec<Word>) -> Self {
        let (mut name, mut arguments, mut rest) = (Vec::new(), Vec::new(), Vec::new());
        let mut depth = 0;
        for word in words {
            match word {
                Word::Sign('(') => depth += 1,
                Word::Sign(')') => depth -= 1,
                Word::Sign(',') if depth > 0 => {}
                argument if depth > 0 => arguments.push(argument),
                Word::Bare(word) if arguments.is_empty() && is_of_name(&name, &word) => name.push(word),
                Word::Bare(word) | Word::Name(word) | Word::Number(word) | Word::Text(word) => {
                    rest.push(word)
                }
                Word::Sign(sign) => rest.push(sign.into()),
            }
        }
        let name = name.join(" ");
        let one_name = NAMES.iter().find(|(other, _)| *other == name).map_or(&*name, |(_, name)| name);
        let mut parts = Self { name: one_name.to_owned(), arguments, rest };
        parts.complete();
        parts
    }

    /// Puts in what the server does when it is left out.
    fn complete(&mut self) {
        let argument = |number: &str| Word::Number(number.to_owned());
        match (self.name.as_str(), self.arguments.len()) {
            ("boolean", 0) => (self.name, self.arguments) = ("tinyint".into(), vec![argument("1")]),
            ("bit" | "binary" | "char", 0) => self.arguments = vec![argument("1")],
            ("decimal", 0) => self.arguments = vec![argument("10"), argument("0")],
            ("decimal", 1) => self.arguments.push(argument("0")),
            // More than 24 binary digits need a double (MySQL manual, section 13.1.4).
            ("float", 1) => {
                if self.number(0).is_some_and(|digits| digits > 24) {
                    self.name = "double".into();
                }
                self.arguments.clear();
            }
            ("year", _) => self.arguments.clear(),
            ("time" | "datetime" | "timestamp", 0) => self.arguments = vec![argument("0")],
            _ => {}
        }
        self.rest.retain(|word| word != "signed");
        if self.has("zerofill") && !self.has("unsigned") {
            self.rest.insert(0, "unsigned".into());
        }
    }

    fn has(&self, word: &str) -> bool {
        self.rest.iter().any(|other| other == word)
    }

    fn number(&self, at: usize) -> Option<u32> {
        match self.arguments.get(at) {
            Some(Word::Number(digits)) => digits.parse().ok(),
            Some(Word::Bare(_) | Word::Name(_) | Word::Text(_) | Word::Sign(_)) | None => None,
        }
    }

    /// The type in one form of words.
    fn canonical(&self) -> String {
        let mut sql = self.name.clone();
        if !self.arguments.is_empty() {
            let arguments: Vec<String> = self.arguments.iter().map(spelled).collect();
            sql.push_str(&format!("({})", arguments.join(",")));
        }
        self.rest.iter().fold(sql, |sql, word| sql + " " + word)
    }

    fn read(&self, enum_name: &QualifiedName) -> Option<Native> {
        let unsigned = match self.rest.as_slice() {
            [] => false,
            [word] if word == "unsigned" => true,
            _ => return self.read_beyond(),
        };
        if let Some((ty, own_width)) = integer_type(&self.name, unsigned) {
            return Some(match self.number(0) {
                Some(1) if ty == ColumnType::TinyInt => Native::portable(ColumnType::Boolean),
                width => Native { width: width.filter(|width| *width != own_width), ..Native::portable(ty) },
            });
        }
        if unsigned {
            return self.read_beyond();
        }
        let sized = self.number(0);
        let digits = sized.filter(|digits| *digits <= 6);
        Some(Native::portable(match (self.name.as_str(), self.arguments.len()) {
            ("float", 0) => ColumnType::Real,
            ("double", 0) => ColumnType::Double,
            ("decimal", 2) => ColumnType::Decimal(Some((sized?, self.number(1)?))),
            ("char", 1) => ColumnType::Char(sized?),
            ("varchar", 1) => ColumnType::Varchar(sized?),
            ("longtext", 0) => ColumnType::Text,
            ("varbinary", 1) => ColumnType::Varbinary(sized?),
            ("longblob", 0) => ColumnType::Blob,
            ("date", 0) => ColumnType::Date,
            ("time", 1) => ColumnType::Time(Some(digits?)),
            ("datetime", 1) => ColumnType::Timestamp(Some(digits?)),
            ("timestamp", 1) => ColumnType::TimestampTz(Some(digits?)),
            ("binary", 1) if sized == Some(16) => ColumnType::Uuid,
            ("json", 0) => ColumnType::Json,
            ("enum", _) => {
                let ty = ColumnType::Enum(enum_name.clone());
                return Some(Native { values: self.texts()?, ..Native::portable(ty) });
            }
            _ => return self.read_beyond(),
        }))
    }

    /// A type that no portable one is spelled as: its words, and the type that its values are read as.
    fn read_beyond(&self) -> Option<Native> {
        let unsigned = self.has("unsigned");
        let sized = self.number(0);
        let ty = match self.name.as_str() {
            "mediumint" if unsigned => ColumnType::IntegerUnsigned,
            "mediumint" => ColumnType::Integer,
            "year" => ColumnType::SmallIntUnsigned,
            "bit" => ColumnType::BigIntUnsigned,
            "float" => ColumnType::Real,
            "double" => ColumnType::Double,
            "decimal" => ColumnType::Decimal(Some((sized?, self.number(1)?))),
            "binary" => ColumnType::Varbinary(sized?),
            name if name.ends_with("blob") || SHAPES.contains(&name) => ColumnType::Blob,
            name => integer_type(name, unsigned).map_or(ColumnType::Text, |(ty, _)| ty),
        };
        if self.name == "mediumint" && !self.has("zerofill") {
            let words = if unsigned { "mediumint unsigned" } else { "mediumint" };
            let own_width = if unsigned { 8 } else { 9 };
            let width = sized.filter(|width| *width != own_width);
            return Some(Native { width, ..Native::opaque(words.into(), ty) });
        }
        Some(Native::opaque(self.canonical(), ty))
    }

    fn texts(&self) -> Option<Vec<Text>> {
        let text = |word: &Word| match word {
            Word::Text(text) => Some(text.clone().into()),
            Word::Bare(_) | Word::Name(_) | Word::Number(_) | Word::Sign(_) => None,
        };
        self.arguments.iter().map(text).collect()
    }
}

/// An argument as it is written.
fn spelled(word: &Word) -> String {
    match word {
        Word::Text(text) => format!("'{}'", text.replace('\\', "\\\\").replace('\'', "''")),
        Word::Name(text) | Word::Bare(text) | Word::Number(text) => text.clone(),
        Word::Sign(sign) => sign.to_string(),
    }
}

/// Whether `word` belongs to the name of a type that began with `name`.
fn is_of_name(name: &[String], word: &str) -> bool {
    match name {
        [] => true,
        [.., last] => matches!(
            (last.as_str(), word),
            ("double", "precision")
                | ("char" | "character", "varying")
                | ("national", _)
                | ("long", "varchar" | "varbinary")
        ),
    }
}

/// The integer type of that name, and the display width that MariaDB prints where none was said.
fn integer_type(name: &str, unsigned: bool) -> Option<(ColumnType, u32)> {
    Some(match (name, unsigned) {
        ("tinyint", false) => (ColumnType::TinyInt, 4),
        ("tinyint", true) => (ColumnType::TinyIntUnsigned, 3),
        ("smallint", false) => (ColumnType::SmallInt, 6),
        ("smallint", true) => (ColumnType::SmallIntUnsigned, 5),
        ("int", false) => (ColumnType::Integer, 11),
        ("int", true) => (ColumnType::IntegerUnsigned, 10),
        ("bigint", false) => (ColumnType::BigInt, 20),
        ("bigint", true) => (ColumnType::BigIntUnsigned, 20),
        _ => return None,
    })
}

/// Other names of types, and the one that the server prints (MySQL manual, section 13.9).
const NAMES: &[(&str, &str)] = &[
    ("bool", "boolean"),
    ("int1", "tinyint"),
    ("int2", "smallint"),
    ("int3", "mediumint"),
    ("middleint", "mediumint"),
    ("int4", "int"),
    ("integer", "int"),
    ("int8", "bigint"),
    ("dec", "decimal"),
    ("fixed", "decimal"),
    ("numeric", "decimal"),
    ("float4", "float"),
    ("float8", "double"),
    ("double precision", "double"),
    ("real", "double"),
    ("character", "char"),
    ("char varying", "varchar"),
    ("character varying", "varchar"),
    ("varcharacter", "varchar"),
    ("long", "mediumtext"),
    ("long varchar", "mediumtext"),
    ("long varbinary", "mediumblob"),
    ("geomcollection", "geometrycollection"),
];

/// Types of shapes (MySQL manual, section 13.4), whose values are read as bytes.
const SHAPES: &[&str] = &[
    "geometry",
    "point",
    "linestring",
    "polygon",
    "multipoint",
    "multilinestring",
    "multipolygon",
    "geometrycollection",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::revision::*;

    fn read(sql: &str) -> Native {
        Native::read(sql, &QualifiedName::unqualified("t_c"))
    }

    #[test]
    fn portable_types_in_any_words() {
        let expected = [
            ("BOOL", boolean()),
            ("tinyint(1)", boolean()),
            ("tinyint(4)", tinyint()),
            ("INTEGER", integer()),
            ("int(11) signed", integer()),
            ("int(10)  UNSIGNED", integer_unsigned()),
            ("double precision", double()),
            ("float(53)", double()),
            ("float(7)", real()),
            ("numeric(5)", decimal_of(5, 0)),
            ("dec", decimal_of(10, 0)),
            ("character varying (20)", varchar(20)),
            ("char", char(1)),
            ("datetime", timestamp_of(0)),
            ("timestamp(6)", timestamptz_of(6)),
            ("binary(16)", uuid()),
            ("longtext", text()),
            ("json", json()),
        ];
        for (sql, ty) in expected {
            assert_eq!((read(sql).ty, read(sql).words), (ty, None), "{sql}");
        }
        assert_eq!(read("int(4)").width, Some(4));
        let of_enum = read("ENUM('a', 'it''s','b\\\\s')");
        assert_eq!(of_enum.ty, enumeration("t_c"));
        assert_eq!(of_enum.values, ["a", "it's", "b\\s"]);
    }

    #[test]
    fn types_that_are_not_portable() {
        let expected = [
            ("MEDIUMINT(9)", "mediumint", integer()),
            ("mediumint(8) unsigned", "mediumint unsigned", integer_unsigned()),
            ("int(5) zerofill", "int(5) unsigned zerofill", integer_unsigned()),
            ("text", "text", text()),
            ("set('a','b''s')", "set('a','b''s')", text()),
            ("year(4)", "year", smallint_unsigned()),
            ("bit", "bit(1)", bigint_unsigned()),
            ("decimal(5,2) unsigned", "decimal(5,2) unsigned", decimal_of(5, 2)),
            ("float(7,2)", "float(7,2)", real()),
            ("binary(20)", "binary(20)", varbinary(20)),
            ("uuid", "uuid", text()),
            ("POINT", "point", blob()),
        ];
        for (sql, words, ty) in expected {
            assert_eq!(read(sql), Native { words: Some(words.into()), ..Native::portable(ty) }, "{sql}");
            assert_eq!(read(words), read(sql), "{sql}");
        }
    }
}
