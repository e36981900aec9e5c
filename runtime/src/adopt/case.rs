//! The case styles of sqlx's `rename_all`, by the crate that sqlx uses.

use heck::{ToKebabCase, ToLowerCamelCase, ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

/// A style: its name, and a name in it.
type Case = (&'static str, fn(&str) -> String);

/// The styles, the likeliest first.
const CASES: [Case; 7] = [
    ("snake_case", |name| name.to_snake_case()),
    ("lowercase", |name| name.to_lowercase()),
    ("SCREAMING_SNAKE_CASE", |name| name.to_shouty_snake_case()),
    ("UPPERCASE", |name| name.to_uppercase()),
    ("camelCase", |name| name.to_lower_camel_case()),
    ("PascalCase", |name| name.to_upper_camel_case()),
    ("kebab-case", |name| name.to_kebab_case()),
];

/// How Rust names are told the names that the database has.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Renames {
    /// They are the same.
    None,
    /// All are by one style.
    All(&'static str),
    /// Each that differs says its own.
    Each,
}

/// How pairs of a name in Rust and one in the database are told.
pub(super) fn renames<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)> + Clone) -> Renames {
    if pairs.clone().all(|(rust, database)| rust == database) {
        return Renames::None;
    }
    let fits = |(_, case): &&Case| pairs.clone().all(|(rust, database)| case(rust) == database);
    let all = CASES.iter().find(fits).map(|(name, _)| Renames::All(name));
    // One name does not make a style.
    all.filter(|_| pairs.clone().nth(1).is_some()).unwrap_or(Renames::Each)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_is_found() {
        let check = |pairs: &[(&str, &str)], expected| assert_eq!(renames(pairs.iter().copied()), expected);
        check(&[("id", "id"), ("name", "name")], Renames::None);
        check(&[("Active", "active"), ("OnHold", "on_hold")], Renames::All("snake_case"));
        check(&[("Active", "ACTIVE"), ("OnHold", "ON_HOLD")], Renames::All("SCREAMING_SNAKE_CASE"));
        check(&[("id", "id"), ("team_id", "teamId")], Renames::All("camelCase"));
        check(&[("id", "ID"), ("team_id", "TeamId")], Renames::Each);
        check(&[("team_id", "teamId")], Renames::Each);
    }
}
