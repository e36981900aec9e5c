//! Items of Rust as files: one an item, or all in one.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::attribute::import;
use super::identifier::written;

/// Into which files models are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// A file for each table and enum, and a `mod.rs` that names them all.
    #[default]
    Folder,
    /// All in one file.
    File,
}

/// A file of Rust.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct File {
    /// The file's name, below the folder of the models; `mod.rs` for that of them all.
    pub name: String,
    /// The text.
    pub source: String,
}

/// A struct or an enum.
pub(super) struct SourceItem {
    pub(super) ident: String,
    /// The name of a module of its own, without `r#`.
    pub(super) module: String,
    /// Other items that it names.
    pub(super) uses: BTreeSet<String>,
    pub(super) source: String,
}

/// `items` as files.
pub(super) fn files(
    items: Vec<SourceItem>,
    layout: Layout,
    features: &BTreeMap<&'static str, &'static str>,
) -> Vec<File> {
    let mut root = "//! The models of a database that was there before them.\n".to_owned();
    if !features.is_empty() {
        let features: Vec<String> = features.keys().map(|feature| format!("`{feature}`")).collect();
        root += &format!("//!\n//! Features of aludel and sqlx: {}.\n", features.join(", "));
    }
    let file = |name: String, source: String| File { name, source };
    match layout {
        Layout::File => {
            items.iter().for_each(|item| root += &format!("\n{}", item.source));
            vec![file("mod.rs".into(), root)]
        }
        Layout::Folder => {
            let mut items = items;
            items.sort_by(|a, b| a.module.cmp(&b.module));
            root += "\n";
            items.iter().for_each(|item| root += &format!("mod {};\n", written(&item.module)));
            root += "\n";
            items.sort_by(|a, b| version_order(&a.module, &b.module));
            for item in &items {
                root += &format!("pub use {}::{};\n", written(&item.module), item.ident);
            }
            let mut files = vec![file("mod.rs".into(), root)];
            files.extend(items.into_iter().map(|item| {
                let mut uses: Vec<&str> = item.uses.iter().map(String::as_str).collect();
                uses.sort_by(|a, b| version_order(a, b));
                let imports = import("super", &uses);
                let blank = if imports.is_empty() { "" } else { "\n" };
                file(format!("{}.rs", item.module), format!("{imports}{blank}{}", item.source))
            }));
            files.sort_by(|a, b| a.name.cmp(&b.name));
            files
        }
    }
}

/// The order that rustfmt brings imports into: numbers by their value, `_` before all else (style guide, sorting).
fn version_order(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a, b);
    loop {
        let (x, y) = match (left.chars().next(), right.chars().next()) {
            (None, None) => return a.cmp(b),
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(x), Some(y)) => (x, y),
        };
        let order = if x.is_ascii_digit() && y.is_ascii_digit() {
            let (x, rest) = number(left);
            left = rest;
            let (y, rest) = number(right);
            right = rest;
            x.len().cmp(&y.len()).then(x.cmp(y))
        } else {
            left = &left[x.len_utf8()..];
            right = &right[y.len_utf8()..];
            (x != '_').cmp(&(y != '_')).then(x.cmp(&y))
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

/// The digits that `text` begins with, without zeros before them, and the rest.
fn number(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    (text[..end].trim_start_matches('0'), &text[end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_ordered_as_rustfmt_orders_them() {
        let mut names = ["user10", "user2", "user_role", "users", "user", "AB", "Ab", "user02"];
        names.sort_by(|a, b| version_order(a, b));
        assert_eq!(names, ["AB", "Ab", "user", "user_role", "user02", "user2", "user10", "users"]);
    }
}
