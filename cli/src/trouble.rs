//! What a command ends with when it cannot do what it was asked: `error:`, `caused by:`, `hint:`.

use std::error::Error;
use std::fmt;

/// The result of whatever may end in trouble.
pub(crate) type Result<T, E = Trouble> = std::result::Result<T, E>;

/// An error on its way to the terminal, with what mends it.
#[derive(Debug)]
pub(crate) struct Trouble {
    /// One message each for `caused by:`, after the first.
    messages: Vec<String>,
    /// The command or edit that mends it.
    hint: Option<String>,
}

impl Trouble {
    /// Trouble of the command line's own.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { messages: vec![message.into()], hint: None }
    }

    /// Trouble with `error` as its cause.
    pub(crate) fn caused(message: impl Into<String>, error: &(dyn Error + 'static)) -> Self {
        let mut trouble = Self::new(message);
        trouble.causes(Some(error));
        trouble
    }

    /// The same with what mends it.
    #[must_use]
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The error, then its causes.
    pub(crate) fn messages(&self) -> &[String] {
        &self.messages
    }

    /// The command or edit that mends it.
    pub(crate) fn remedy(&self) -> Option<&str> {
        self.hint.as_deref()
    }

    fn causes(&mut self, mut error: Option<&(dyn Error + 'static)>) {
        while let Some(cause) = error {
            let message = cause.to_string();
            // An error may say all that its cause says.
            if !self.messages.last().is_some_and(|last| last.ends_with(&message)) {
                self.messages.push(message);
            }
            error = cause.source();
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.messages.join(": "))
    }
}

impl<E: Into<aludel::Error>> From<E> for Trouble {
    fn from(error: E) -> Self {
        let error = error.into();
        let mut trouble = Self { messages: Vec::new(), hint: error.hint() };
        trouble.causes(Some(&error));
        trouble
    }
}
