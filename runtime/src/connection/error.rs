//! What a database answers when it does not do what it was asked.

/// Why a database did not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "each variant's message says what it and its fields are")]
pub enum DatabaseError {
    #[error("{message}")]
    Refused {
        /// The database's own message.
        message: String,
        /// The SQLSTATE or the database's own code.
        code: Option<String>,
        /// Where in the statement, in characters from 1, if the database says so.
        position: Option<usize>,
        /// What mends it, where that follows from the code alone: a right that is missing, a database that is read-only.
        hint: Option<&'static str>,
    },
    #[error("{what} cannot be read: {message}")]
    Catalogue {
        /// What of the database's catalogue: a table, an object, a catalogue as a whole.
        what: String,
        /// Why, in the database's words or ours.
        message: String,
        /// What mends it.
        hint: String,
    },
    #[error("the server is {version}, and aludel reads the catalogue of {least} and later only")]
    TooOld { version: String, least: &'static str },
    #[error("no connection to the database: {message}")]
    Unreachable { message: String },
    #[error("the code asks for {asked}, but the connection is to {connected}")]
    OtherDatabase { asked: &'static str, connected: &'static str },
    #[error("this build cannot connect to `{url}`: its feature `{feature}` is off")]
    FeatureOff {
        /// The URL without its password.
        url: String,
        /// The feature of `aludel`, and of `aludel-cli`, that brings the database.
        feature: &'static str,
    },
    #[error("`{url}` is no database URL that aludel understands")]
    UnknownUrl {
        /// The URL without its password.
        url: String,
        /// The schemes that are understood.
        schemes: &'static [&'static str],
    },
}

impl DatabaseError {
    /// What mends it, where that can be said.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Unreachable { .. } => {
                Some("check the URL, and whether the server runs or the file is there".into())
            }
            Self::UnknownUrl { schemes, .. } => {
                let schemes: Vec<String> = schemes.iter().map(|scheme| format!("`{scheme}:`")).collect();
                Some(format!("a URL begins with {}", schemes.join(" or ")))
            }
            Self::FeatureOff { feature, .. } => {
                Some(format!("add the feature `{feature}` to `aludel` and `aludel-cli` in Cargo.toml"))
            }
            Self::Catalogue { hint, .. } => Some(hint.clone()),
            Self::TooOld { least, .. } => Some(format!("upgrade the server to {least}")),
            Self::Refused { hint, .. } => hint.map(Into::into),
            Self::OtherDatabase { .. } => None,
        }
    }
}
