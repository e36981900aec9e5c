//! Names of tables and enums, with the schema (namespace) that holds them.

use std::borrow::Cow;
use std::fmt;

use serde::{Serialize, Serializer};

use super::{Text, text};

/// The longest name, in bytes, that every supported database keeps whole.
///
/// PostgreSQL truncates at 63 bytes (manual, section 4.1.1), MySQL refuses above 64 characters
/// (manual, section 11.2.1), SQLite has no limit.
pub const MAX_NAME_LENGTH: usize = 63;

/// The name of a table or an enum type, perhaps qualified with a schema (namespace).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QualifiedName {
    /// The schema (namespace) on databases that have one; `None` is the connection's default.
    pub schema: Option<Text>,
    /// The name itself.
    pub name: Text,
}

impl QualifiedName {
    /// An unqualified name, usable in a `const`.
    pub const fn unqualified(name: &'static str) -> Self {
        Self { schema: None, name: Cow::Borrowed(name) }
    }

    /// A name within `schema`, usable in a `const`.
    pub const fn qualified(schema: &'static str, name: &'static str) -> Self {
        Self { schema: Some(Cow::Borrowed(schema)), name: Cow::Borrowed(name) }
    }

    /// The same schema with another name.
    pub fn with_name(&self, name: impl Into<Text>) -> Self {
        Self { schema: self.schema.clone(), name: name.into() }
    }
}

impl fmt::Display for QualifiedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&text::render(|out| text::qualified_name(out, self)))
    }
}

/// Reads `name` or `schema.name`; a name that itself holds a dot is built with
/// [`QualifiedName::unqualified`] or [`QualifiedName::qualified`].
impl From<&str> for QualifiedName {
    fn from(name: &str) -> Self {
        match name.split_once('.') {
            Some((schema, name)) => {
                Self { schema: Some(schema.to_owned().into()), name: name.to_owned().into() }
            }
            None => Self { schema: None, name: name.to_owned().into() },
        }
    }
}

impl From<String> for QualifiedName {
    fn from(name: String) -> Self {
        Self::from(name.as_str())
    }
}

impl From<&QualifiedName> for QualifiedName {
    fn from(name: &QualifiedName) -> Self {
        name.clone()
    }
}

impl Serialize for QualifiedName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
