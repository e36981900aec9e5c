//! The lock that lets one run at a time change a database: who holds it, and what a session is asked about it.

use std::fmt;

/// Who holds the lock of a database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Who it is: the session, and the user and machine where they are known.
    pub who: String,
    /// Since when, as far as the database tells: `YYYY-MM-DD HH:MM:SS UTC`.
    pub since: Option<String>,
    /// From where the session was opened, if the database tells.
    pub address: Option<String>,
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.who)?;
        if let Some(address) = &self.address {
            write!(f, ", from {address}")?;
        }
        match &self.since {
            Some(since) => write!(f, ", since {since}"),
            None => Ok(()),
        }
    }
}
