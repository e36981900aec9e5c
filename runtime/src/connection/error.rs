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
    },
    #[error("no connection to the database: {message}")]
    Unreachable { message: String },
    #[error("the code asks for {asked}, but the connection is to {connected}")]
    OtherDatabase { asked: &'static str, connected: &'static str },
    #[error("`{url}` is no database URL that this build understands")]
    UnknownUrl {
        /// The URL without its password.
        url: String,
        /// The schemes that it does understand.
        schemes: &'static [&'static str],
    },
}
