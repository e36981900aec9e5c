//! Names of a database as identifiers of Rust, which a lint-free crate can hold.

use std::collections::BTreeSet;

use heck::{ToSnakeCase, ToUpperCamelCase};
use unicode_ident::{is_xid_continue, is_xid_start};
use unicode_normalization::UnicodeNormalization;
use unicode_security::GeneralSecurityProfile;
use unicode_security::mixed_script::{AugmentedScriptSet, is_potential_mixed_script_confusable_char};

/// The words that Rust keeps for itself (reference, section 2.3, edition 2024).
const KEYWORDS: &str = " abstract as async await become box break const continue do dyn else enum extern false \
    final fn for gen if impl in let loop macro match mod move mut override priv pub ref return static struct trait \
    true try type typeof unsafe unsized use virtual where while yield ";

/// Keywords that even `r#` does not make names.
const NEVER_NAMES: &str = " self Self super crate ";

/// Types that a file of models names without a path: a model of that name would stand before them.
const TAKEN: [&str; 12] =
    ["Box", "Err", "None", "Ok", "Option", "Result", "Self", "Some", "String", "Vec", "Send", "Sized"];

/// The names of one scope that are given already.
#[derive(Debug, Default)]
pub(super) struct Scope(BTreeSet<String>);

impl Scope {
    /// A scope of types, where those that a file needs by their bare names are given.
    pub(super) fn of_types() -> Self {
        Self(TAKEN.map(str::to_owned).into())
    }

    /// The first of `candidates` that is free, or the last one with a number.
    pub(super) fn give(&mut self, candidates: &[String], separator: &str) -> String {
        let numbered = candidates.last().into_iter().flat_map(|last| {
            // `Line1` and a second one are `Line1` and `Line1_2`.
            let separator = match last.chars().next_back() {
                Some('_') => "",
                Some(c) if c.is_numeric() => "_",
                _ => separator,
            };
            (2_u64..).map(move |number| format!("{last}{separator}{number}"))
        });
        let free = |name: &String| !self.0.contains(name);
        let name = candidates.iter().cloned().chain(numbered).find(free);
        let name = name.expect("there are more numbers than names");
        self.0.insert(name.clone());
        name
    }
}

/// `name` as a field's or a module's name, without `r#`.
pub(super) fn snake_case(name: &str, otherwise: &str) -> String {
    let cleaned = cleaned(name);
    let plain = !cleaned.trim_matches('_').contains("__") && !cleaned.contains(char::is_uppercase);
    let name = if plain && cleaned == name { cleaned } else { cleaned.to_snake_case() };
    whole(name, otherwise)
}

/// `name` as the name of a type or a variant.
pub(super) fn camel_case(name: &str, otherwise: &str) -> String {
    whole(cleaned(name).to_upper_camel_case(), otherwise)
}

/// One thing of the many that `name`, the name of a table, speaks of: its last word in the singular.
pub(super) fn singular(name: &str) -> String {
    let start = name.rfind('_').map_or(0, |at| at + 1);
    let (before, last) = name.split_at(start);
    // Words that are no plurals although the rules of spelling make them some.
    const SINGULAR: [&str; 9] =
        ["basis", "bias", "caches", "data", "media", "metadata", "sms", "species", "us"];
    let one = match last {
        "caches" => "cache".to_owned(),
        last if SINGULAR.contains(&last) => last.to_owned(),
        last => pluralizer::pluralize(last, 1, false),
    };
    format!("{before}{one}")
}

/// An identifier as the code writes it: with `r#` where it is a keyword.
pub(super) fn written(identifier: &str) -> String {
    if is_in(identifier, KEYWORDS) { format!("r#{identifier}") } else { identifier.to_owned() }
}

fn is_in(word: &str, words: &str) -> bool {
    words.contains(&format!(" {word} "))
}

/// `name` with all that no identifier holds, or that the compiler warns of, as blanks; in the form (NFC) that the
/// compiler gives identifiers.
fn cleaned(name: &str) -> String {
    // The compiler takes Latin letters for granted, and warns of others that look like them.
    let latin = AugmentedScriptSet::for_char('a');
    let clear = |c| AugmentedScriptSet::for_char(c) == latin || !is_potential_mixed_script_confusable_char(c);
    let safe = |c: char| match c.is_ascii() {
        true => c.is_ascii_alphanumeric() || c == '_',
        false => is_xid_continue(c) && c.identifier_allowed() && clear(c),
    };
    let name: String = name.nfc().map(|c| if safe(c) { c } else { ' ' }).collect();
    if name.contains(' ') { name.trim().replace(' ', "_") } else { name }
}

/// `name` made an identifier by its beginning, or `otherwise` where nothing of it is left.
fn whole(name: String, otherwise: &str) -> String {
    if name.trim_matches('_').is_empty() {
        return otherwise.to_owned();
    }
    if is_in(&name, NEVER_NAMES) {
        return name + "_";
    }
    let starts = name.starts_with(|c| is_xid_start(c) || c == '_');
    if starts { name } else { format!("_{name}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields() {
        let check = |name: &str, expected: &str| {
            assert_eq!(written(&snake_case(name, "column")), expected, "{name}");
        };
        check("user_id", "user_id");
        check("_id", "_id");
        check("type", "r#type");
        check("gen", "r#gen");
        check("self", "self_");
        check("createdAt", "created_at");
        check("HTTPStatus", "http_status");
        check("user__id", "user_id");
        check("2fa", "_2fa");
        check("first name", "first_name");
        check("größe", "größe");
        check("gro\u{308}ße", "größe");
        check("Größe (cm)", "größe_cm");
        check("用户", "用户");
        check("%", "column");
        check("__", "column");
        check("a\"b", "a_b");
        // Confusable with Latin letters.
        check("сор", "column");
    }

    #[test]
    fn types() {
        let check = |name: &str, expected: &str| {
            assert_eq!(camel_case(&singular(&snake_case(name, "table")), "Table"), expected, "{name}");
        };
        check("users", "User");
        check("order_items", "OrderItem");
        check("categories", "Category");
        check("film_category", "FilmCategory");
        check("user_data", "UserData");
        check("statuses", "Status");
        check("status", "Status");
        check("people", "Person");
        check("bonuses", "Bonus");
        check("caches", "Cache");
        check("Order Details", "OrderDetail");
        check("select", "Select");
        check("self", "Self_");
        check("2fa_codes", "_2faCode");
        check("größen", "Größen");
        check("", "Table");
    }

    #[test]
    fn names_are_given_once() {
        let mut scope = Scope::of_types();
        let mut give = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            scope.give(&names, "")
        };
        assert_eq!(give(&["Option", "Options"]), "Options");
        assert_eq!(give(&["User"]), "User");
        assert_eq!(give(&["User", "AppUser"]), "AppUser");
        assert_eq!(give(&["User"]), "User2");
        assert_eq!(give(&["Line1"]), "Line1");
        assert_eq!(give(&["Line1"]), "Line1_2");
    }
}
