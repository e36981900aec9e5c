//! Which tables of a database are looked at: `include` and `exclude` of `aludel.toml`.
//!
//! A pattern is matched with a table's whole name, with its schema where it has one: `tmp_*`, `audit.*`.

use aludel::schema::{QualifiedName, Text};
use glob::Pattern;
use serde::{Deserialize, Deserializer};

/// `[tables]` of `aludel.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Tables {
    /// The tables that are looked at; all where it is left out.
    include: Option<Patterns>,
    /// Those of them that are not.
    #[serde(default)]
    exclude: Patterns,
}

/// Patterns of tables' names, where `*` is any text, `?` any character and `[…]` one of several.
#[derive(Clone, Debug, Default)]
pub(crate) struct Patterns(Vec<Pattern>);

impl Tables {
    /// Whether `table` is looked at.
    pub(crate) fn cover(&self, table: &QualifiedName) -> bool {
        self.include.as_ref().is_none_or(|include| include.match_any(table)) && !self.exclude.match_any(table)
    }

    /// The schemas (namespaces) that `include` names outright, as `audit.*` does.
    pub(crate) fn schemas(&self) -> impl Iterator<Item = Text> + '_ {
        self.include.iter().flat_map(Patterns::schemas)
    }
}

impl Patterns {
    /// Reads patterns.
    ///
    /// # Errors
    /// When one is no pattern: the message says which, and where it ends to be one.
    pub(crate) fn read(texts: &[String]) -> Result<Self, String> {
        let read = |text: &String| {
            Pattern::new(text).map_err(|error| {
                format!("`{text}` is no pattern of tables: {} at character {}", error.msg, error.pos + 1)
            })
        };
        texts.iter().map(read).collect::<Result<_, _>>().map(Self)
    }

    /// Whether one of them is the name of `table`.
    pub(crate) fn match_any(&self, table: &QualifiedName) -> bool {
        let schema = table.schema.iter().map(|schema| format!("{schema}."));
        let name: String = schema.chain([table.name.to_string()]).collect();
        self.0.iter().any(|pattern| pattern.matches(&name))
    }

    /// The schemas (namespaces) that they name outright.
    pub(crate) fn schemas(&self) -> impl Iterator<Item = Text> + '_ {
        let schema = |pattern: &Pattern| Some(pattern.as_str().split_once('.')?.0.to_owned());
        let plain = |schema: &String| !schema.contains(['*', '?', '[']);
        self.0.iter().filter_map(schema).filter(plain).map(Text::from)
    }
}

impl<'de> Deserialize<'de> for Patterns {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read(&Vec::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tables(text: &str) -> Result<Tables, String> {
        toml::from_str(text).map_err(|error| error.to_string())
    }

    #[test]
    fn what_is_excluded_is_not_looked_at() {
        let check = |text: &str, table: &str, expected: bool| {
            let tables = tables(text).expect("it is a setting");
            assert_eq!(tables.cover(&table.into()), expected, "{text}: {table}");
        };
        check("", "users", true);
        check("exclude = ['tmp_*']", "users", true);
        check("exclude = ['tmp_*']", "tmp_users", false);
        check("include = ['user?', 'audit.*']", "users", true);
        check("include = ['user?', 'audit.*']", "posts", false);
        check("include = ['user?', 'audit.*']", "audit.log", true);
        check("include = ['*']\nexclude = ['audit.*']", "audit.log", false);
        check("include = ['*']\nexclude = ['log']", "audit.log", true);
        check("include = []", "users", false);
    }

    #[test]
    fn schemas_that_patterns_name() {
        let tables = tables("include = ['audit.*', 'app_*.x', 'users']").expect("it is a setting");
        assert_eq!(tables.schemas().collect::<Vec<_>>(), ["audit"]);
    }

    #[test]
    fn what_is_no_setting_is_refused() {
        let refusal = |text: &str| tables(text).expect_err("it is refused");
        assert!(refusal("exlude = []").contains("unknown field `exlude`"));
        assert!(refusal("exclude = ['a***']").contains("`a***` is no pattern of tables"));
    }
}
