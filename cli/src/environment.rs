//! The named environments of `aludel.toml`, and the commands that run around an upgrade.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::trouble::{Result, Trouble};

/// What may be set for the whole project, and anew for an environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hook {
    /// Runs before revisions are applied; when it fails, none is.
    BeforeUpgrade,
    /// Runs after revisions were applied.
    AfterUpgrade,
}

impl Hook {
    /// Its name in `aludel.toml`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::BeforeUpgrade => "before_upgrade",
            Self::AfterUpgrade => "after_upgrade",
        }
    }
}

/// `[environments.NAME]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Environment {
    /// What it is called.
    #[serde(skip)]
    pub(crate) name: String,
    /// Its database; a SQLite file is relative to `aludel.toml`.
    pub(crate) database_url: Option<String>,
    /// The variable that holds the URL of its database, in the environment of the process or in `.env`.
    pub(crate) database_url_env: Option<String>,
    /// Whether a change wants its name, and one that loses rows a flag.
    #[serde(default)]
    pub(crate) protected: bool,
    /// The shell command before an upgrade, in place of the project's.
    before_upgrade: Option<String>,
    /// The shell command after an upgrade, in place of the project's.
    after_upgrade: Option<String>,
}

impl Environment {
    /// The shell command that is set for `hook` here.
    pub(crate) fn hook(&self, hook: Hook) -> Option<&str> {
        match hook {
            Hook::BeforeUpgrade => self.before_upgrade.as_deref(),
            Hook::AfterUpgrade => self.after_upgrade.as_deref(),
        }
    }
}

/// The environment called `name`.
pub(crate) fn find<'a>(
    environments: &'a BTreeMap<String, Environment>,
    name: &str,
) -> Result<&'a Environment> {
    environments.get(name).ok_or_else(|| {
        let trouble = Trouble::new(format!("there is no environment `{name}`"));
        match environments.is_empty() {
            true => trouble.hint(format!(
                "name it in `aludel.toml`: `[environments.{name}]`, and under it `database_url_env = \"…\"`"
            )),
            false => {
                let names: Vec<&str> = environments.keys().map(String::as_str).collect();
                trouble.hint(format!("`aludel.toml` has `{}`", names.join("`, `")))
            }
        }
    })
}

/// Whether two URLs lead to one database: the same but for users and passwords.
pub(crate) fn same_place(one: &str, other: &str) -> bool {
    fn place(url: &str) -> (&str, String) {
        let url = url.split_once("://").or_else(|| url.split_once(':'));
        let (scheme, rest) = url.unwrap_or_default();
        let rest = rest.rsplit_once('@').map_or(rest, |(_, place)| place);
        let (place, parameters) = rest.split_once('?').unwrap_or((rest, ""));
        let secret = |parameter: &&str| parameter.starts_with("password=") || parameter.starts_with("user=");
        let parameters: Vec<&str> = parameters.split('&').filter(|parameter| !secret(parameter)).collect();
        (scheme, format!("{place}?{}", parameters.join("&")))
    }
    place(one) == place(other)
}

#[cfg(test)]
mod tests {
    use super::same_place;

    #[test]
    fn a_place_is_the_same_for_all_users() {
        let url = "postgres://app:secret@db.example/shop";
        assert!(same_place(url, "postgres://admin:o@ther@db.example/shop?password=x"));
        assert!(!same_place(url, "postgres://app:secret@db.example/shop_test"));
        assert!(!same_place(url, "mysql://app:secret@db.example/shop"));
        assert!(same_place("sqlite:app.db", "sqlite://app.db"));
        assert!(!same_place("postgres://a@localhost/a?host=/run/1", "postgres://a@localhost/a?host=/run/2"));
    }
}
