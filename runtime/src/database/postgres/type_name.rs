//! A type in anybody's words as the one that PostgreSQL means by them (manual, chapter 8, table 8.1).

use std::collections::BTreeMap;

use super::sql::quote;
use crate::schema::{ColumnType, EnumType, QualifiedName, Text};

/// What a type's text means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A portable type.
    Portable(ColumnType),
    /// A type that only PostgreSQL has, in the words of `format_type`.
    Native(String),
}

/// What `text` means in a schema that has `enums`.
///
/// Text that is no type at all is native as it is: the server refuses it where it is used.
pub(super) fn meaning(text: &str, enums: &BTreeMap<QualifiedName, EnumType>) -> Meaning {
    let Some(parsed) = TypeName::parse(text) else { return Meaning::Native(text.trim().to_owned()) };
    let element = parsed.element(enums);
    match (element, parsed.is_array) {
        (meaning, false) => meaning,
        (Meaning::Portable(element), true) => Meaning::Portable(ColumnType::Array(element.into())),
        (Meaning::Native(element), true) => Meaning::Native(format!("{element}[]")),
    }
}

/// The words of a type.
#[derive(Debug, Default)]
struct TypeName {
    /// The parts of the name: one, or several with points between; each as PostgreSQL folds it.
    path: Vec<String>,
    /// Whether a part was in quotes, so that it is no keyword.
    is_quoted: bool,
    /// What stands in parentheses.
    arguments: Vec<String>,
    is_array: bool,
}

impl TypeName {
    /// The words of `text`, if they are those of a type.
    fn parse(text: &str) -> Option<Self> {
        let mut parsed = Self::default();
        let mut rest = text.trim();
        let mut continues = false;
        while let Some(first) = rest.chars().next() {
            if first == '"' {
                let (name, after) = quoted(&rest[1..])?;
                parsed.is_quoted = true;
                parsed.part(name, continues)?;
                (rest, continues) = (after, false);
            } else if first.is_alphabetic() || first == '_' {
                let end =
                    rest.find(|c: char| !(c.is_alphanumeric() || "_$".contains(c))).unwrap_or(rest.len());
                let word = rest[..end].to_lowercase();
                if word == "array" && !parsed.path.is_empty() && !continues {
                    parsed.is_array = true;
                } else {
                    parsed.part(word, continues)?;
                }
                (rest, continues) = (&rest[end..], false);
            } else if first == '.' && !parsed.path.is_empty() && !continues {
                (rest, continues) = (&rest[1..], true);
            } else if first == '(' && parsed.arguments.is_empty() {
                let end = rest.find(')')?;
                parsed.arguments =
                    rest[1..end].split(',').map(|argument| argument.trim().to_owned()).collect();
                rest = &rest[end + 1..];
            } else if first == '[' {
                let end = rest.find(']')?;
                parsed.is_array = true;
                rest = &rest[end + 1..];
            } else {
                return None;
            }
            rest = rest.trim_start();
        }
        if parsed.path.first().is_some_and(|schema| schema == "pg_catalog") && parsed.path.len() == 2 {
            parsed.path.remove(0);
        }
        (!parsed.path.is_empty() && !continues).then_some(parsed)
    }

    /// A part of the name: after a point one of its own, else one more word of the last.
    fn part(&mut self, word: String, after_point: bool) -> Option<()> {
        match self.path.last_mut() {
            Some(_) if after_point => self.path.push(word),
            // `timestamp with time zone` is one name; words in quotes stand alone.
            Some(_) if self.is_quoted => return None,
            Some(last) => {
                last.push(' ');
                last.push_str(&word);
            }
            None => self.path.push(word),
        }
        Some(())
    }

    fn number(&self, at: usize) -> Option<u32> {
        self.arguments.get(at)?.parse().ok()
    }

    /// The type without the brackets of an array.
    fn element(&self, enums: &BTreeMap<QualifiedName, EnumType>) -> Meaning {
        use ColumnType::*;
        let numbers = || (self.number(0), self.number(1));
        let portable = match (self.keywords(), self.arguments.len()) {
            ("boolean" | "bool", 0) => Some(Boolean),
            ("smallint" | "int2", 0) => Some(SmallInt),
            ("integer" | "int" | "int4", 0) => Some(Integer),
            ("bigint" | "int8", 0) => Some(BigInt),
            ("real" | "float4", 0) => Some(Real),
            ("double precision" | "float8" | "float", 0) => Some(Double),
            // Manual, section 8.1.3.
            ("float", 1) => self.number(0).map(|bits| if bits <= 24 { Real } else { Double }),
            ("numeric" | "decimal" | "dec", 0) => Some(Decimal(None)),
            ("numeric" | "decimal" | "dec", 1) => self.number(0).map(|digits| Decimal(Some((digits, 0)))),
            ("numeric" | "decimal" | "dec", 2) => match numbers() {
                (Some(precision), Some(scale)) => Some(Decimal(Some((precision, scale)))),
                _ => None,
            },
            ("character varying" | "char varying" | "varchar", 1) => self.number(0).map(Varchar),
            ("character" | "char", 0) => Some(Char(1)),
            ("character" | "char" | "bpchar", 1) => self.number(0).map(Char),
            ("text", 0) => Some(Text),
            ("bytea", 0) => Some(Blob),
            ("date", 0) => Some(Date),
            ("time" | "time without time zone", 0 | 1) => Some(Time(self.number(0))),
            ("timestamp" | "timestamp without time zone", 0 | 1) => Some(Timestamp(self.number(0))),
            ("timestamptz" | "timestamp with time zone", 0 | 1) => Some(TimestampTz(self.number(0))),
            ("interval", 0) => Some(Interval),
            ("uuid", 0) => Some(Uuid),
            ("jsonb", 0) => Some(Json),
            ("inet", 0) => Some(Inet),
            ("cidr", 0) => Some(Cidr),
            ("macaddr", 0) => Some(MacAddr),
            _ if self.is_quoted && self.path == ["char"] && self.arguments.is_empty() => Some(TinyInt),
            _ => self.enum_type(enums).map(Enum),
        };
        portable.map_or_else(|| Meaning::Native(self.native()), Meaning::Portable)
    }

    /// The name, if it may be a keyword.
    fn keywords(&self) -> &str {
        match self.path.as_slice() {
            [name] if !self.is_quoted => name,
            _ => "",
        }
    }

    fn enum_type(&self, enums: &BTreeMap<QualifiedName, EnumType>) -> Option<QualifiedName> {
        let name = match self.path.as_slice() {
            [name] => QualifiedName { schema: None, name: name.clone().into() },
            [schema, name] => {
                QualifiedName { schema: Some(schema.clone().into()), name: name.clone().into() }
            }
            _ => return None,
        };
        (self.arguments.is_empty() && enums.contains_key(&name)).then_some(name)
    }

    /// The type in the words of `format_type`.
    fn native(&self) -> String {
        let (name, after) = match self.keywords() {
            "" => (self.path.iter().map(|part| written(part)).collect::<Vec<_>>().join("."), ""),
            "varchar" | "char varying" => ("character varying".into(), ""),
            "varbit" => ("bit varying".into(), ""),
            "timetz" => ("time".into(), " with time zone"),
            "serial4" => ("serial".into(), ""),
            "serial8" => ("bigserial".into(), ""),
            "serial2" => ("smallserial".into(), ""),
            "bit" if self.arguments.is_empty() => ("bit(1)".into(), ""),
            other => match other.strip_suffix(" with time zone") {
                Some(name) => (name.to_owned(), " with time zone"),
                None => (other.to_owned(), ""),
            },
        };
        let arguments = &self.arguments;
        let arguments =
            if arguments.is_empty() { String::new() } else { format!("({})", arguments.join(",")) };
        format!("{name}{arguments}{after}")
    }
}

/// The name that ends at the next quote, and what is after it.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut name = String::new();
    let mut rest = text;
    loop {
        let end = rest.find('"')?;
        name.push_str(&rest[..end]);
        rest = &rest[end + 1..];
        match rest.strip_prefix('"') {
            Some(after) => {
                name.push('"');
                rest = after;
            }
            None => return Some((name, rest)),
        }
    }
}

/// A name in quotes where it needs them.
fn written(name: &str) -> String {
    let plain = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if plain && !name.starts_with(|c: char| c.is_ascii_digit()) { name.to_owned() } else { quote(name) }
}

/// A name as a type's own text is compared with it.
pub(super) fn is_enum(text: &str, name: &QualifiedName) -> bool {
    let Some(parsed) = TypeName::parse(text) else { return false };
    let last: Option<Text> = parsed.path.last().cloned().map(Text::from);
    !parsed.is_array
        && last.as_ref() == Some(&name.name)
        && (parsed.path.len() == 1 || name.schema.as_deref() == Some(parsed.path[0].as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn means(text: &str) -> String {
        let status = QualifiedName::unqualified("status");
        let enums = BTreeMap::from([(status.clone(), EnumType { name: status, values: Vec::new().into() })]);
        match meaning(text, &enums) {
            Meaning::Portable(ty) => ty.to_string(),
            Meaning::Native(ty) => format!("native {ty}"),
        }
    }

    #[test]
    fn every_word_for_a_type_means_one() {
        let check = |texts: &[&str], expected: &str| {
            texts.iter().for_each(|text| assert_eq!(means(text), expected, "{text}"));
        };
        check(&["int4", "INT", "integer", "pg_catalog.int4"], "integer");
        check(&["character varying(20)", "varchar(20)", "VARCHAR ( 20 )", "char varying(20)"], "varchar(20)");
        check(&["varchar", "character varying"], "native character varying");
        check(&["char", "character(1)", "bpchar(1)"], "char(1)");
        check(&["\"char\""], "tinyint");
        check(&["numeric(10,2)", "decimal(10, 2)"], "decimal(10, 2)");
        check(&["timestamp with time zone", "timestamptz"], "timestamptz");
        check(&["timestamp(3) with time zone", "timestamptz(3)"], "timestamptz(3)");
        check(&["timestamp(3) without time zone", "TIMESTAMP(3)"], "timestamp(3)");
        check(&["time(0) with time zone", "timetz(0)"], "native time(0) with time zone");
        check(&["float(24)", "float4", "real"], "real");
        check(&["float", "float(25)", "double precision"], "double");
        check(&["text[]", "text ARRAY", "text[3]", "text[][]"], "text[]");
        check(&["status", "\"status\""], "enum(status)");
        check(&["status[]"], "enum(status)[]");
        check(&["public.status"], "native public.status");
        check(&["\"Status\""], "native \"Status\"");
        check(&["bit", "bit(1)"], "native bit(1)");
        check(&["varbit(3)", "bit varying(3)"], "native bit varying(3)");
        check(&["geometry(Point, 4326)"], "native geometry(Point,4326)");
        check(&["interval(3)"], "native interval(3)");
        check(&["numeric(10,-2)"], "native numeric(10,-2)");
        check(&["serial4", "SERIAL"], "native serial");
        check(&["\"odd name\".\"T\"\"x\""], "native \"odd name\".\"T\"\"x\"");
    }
}
