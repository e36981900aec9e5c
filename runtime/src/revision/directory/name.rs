//! Names of revision files, and new identifiers.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

use crate::revision::graph::may_be_named;
use crate::revision::source::Header;

/// How revision files are called unless the project says otherwise.
pub const DEFAULT_TEMPLATE: &str = "{date}_{rev}_{slug}.rs";

/// The most characters of a message that go into a file's name.
const SLUG_LENGTH: usize = 40;

/// Why a revision file cannot be called as asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "each variant's message says what it and its fields are")]
pub enum NameError {
    #[error("the file template `{template}` has no `{{rev}}`, so two files could have one name")]
    NoRevision { template: String },
    #[error("the file template `{template}` does not name a `.rs` file of the folder itself")]
    NoFile { template: String },
    #[error("the file template `{template}` has an unknown part `{part}`")]
    UnknownPart { template: String, part: String },
    #[error("`{id}` cannot be an identifier")]
    UnusableId { id: String },
}

impl NameError {
    /// The edit that mends it.
    pub fn hint(&self) -> String {
        match self {
            Self::NoRevision { .. } | Self::NoFile { .. } | Self::UnknownPart { .. } => format!(
                "the parts are `{{date}}`, `{{time}}`, `{{rev}}` and `{{slug}}`, as in `{DEFAULT_TEMPLATE}`"
            ),
            Self::UnusableId { .. } => {
                "choose letters, digits, `_` and `.`, and none of `head`, `heads`, `base`, `current`".into()
            }
        }
    }
}

/// The name of the file of the revision `header`, by `template`.
///
/// # Errors
/// When the template or the identifier is unusable.
pub fn file_name(template: &str, header: &Header) -> Result<String, NameError> {
    let owned = || template.to_owned();
    if !may_be_named(&header.id) {
        return Err(NameError::UnusableId { id: header.id.clone() });
    }
    if !template.contains("{rev}") {
        return Err(NameError::NoRevision { template: owned() });
    }
    if !template.ends_with(".rs") || template.starts_with('.') || template.contains(['/', '\\']) {
        return Err(NameError::NoFile { template: owned() });
    }
    let digits =
        |range: std::ops::Range<usize>| header.created.get(range).unwrap_or_default().replace(['-', ':'], "");
    let mut name = String::new();
    let mut rest = template;
    while let Some(start) = rest.find('{') {
        let end = rest[start..].find('}').map_or(rest.len(), |length| start + length + 1);
        name.push_str(&rest[..start]);
        match &rest[start..end] {
            "{date}" => name.push_str(&digits(0..10)),
            "{time}" => name.push_str(&digits(11..19)),
            "{rev}" => name.push_str(&header.id),
            "{slug}" => name.push_str(&slug(&header.message)),
            part => return Err(NameError::UnknownPart { template: owned(), part: part.to_owned() }),
        }
        rest = &rest[end..];
    }
    name.push_str(rest);
    Ok(name)
}

/// A message as part of a file's name: lower case, `_` between words, cut after a whole word where there is one.
pub fn slug(message: &str) -> String {
    let lower = message.to_lowercase();
    let mut slug = String::new();
    for word in lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        let separator = usize::from(!slug.is_empty());
        if slug.len() + separator + word.len() > SLUG_LENGTH {
            if slug.is_empty() {
                slug.push_str(&word[..SLUG_LENGTH]);
            }
            break;
        }
        slug.push_str(&"_"[..separator]);
        slug.push_str(word);
    }
    if slug.is_empty() { "revision".to_owned() } else { slug }
}

/// A new identifier: 12 hexadecimal digits that no other machine chooses.
pub fn random_id() -> String {
    // The standard library seeds each hasher's keys from the system's randomness.
    format!("{:012x}", RandomState::new().hash_one(std::process::id()) >> 16)
}
