//! Questions, on a terminal only; where nobody can answer, the caller refuses with the flags that do.

use std::io::{self, IsTerminal};

use inquire::{Confirm, InquireError, Select, Text};

use crate::trouble::{Result, Trouble};

/// Whether somebody is there to answer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Prompt {
    interactive: bool,
}

impl Prompt {
    /// Asks where input and output are a terminal, unless `no_input` forbids it.
    pub(crate) fn new(no_input: bool) -> Self {
        Self { interactive: !no_input && io::stdin().is_terminal() && io::stderr().is_terminal() }
    }

    /// Whether somebody is there to answer.
    pub(crate) fn is_interactive(self) -> bool {
        self.interactive
    }

    /// Lets the reader choose one of `options`, by its position.
    pub(crate) fn choose(self, question: &str, options: Vec<String>) -> Result<usize> {
        let choice = Select::new(question, options)
            .without_filtering()
            .with_help_message("↑↓ to move, enter to choose")
            .raw_prompt();
        Ok(choice.map_err(|error| unanswered(&error))?.index)
    }

    /// Lets the reader write a line that is not empty.
    pub(crate) fn line(self, question: &str, help: &str) -> Result<String> {
        loop {
            let answer = self.optional_line(question, help)?;
            if !answer.is_empty() {
                return Ok(answer);
            }
        }
    }

    /// Lets the reader write a line, or nothing.
    pub(crate) fn optional_line(self, question: &str, help: &str) -> Result<String> {
        let answer = Text::new(question).with_help_message(help).prompt();
        Ok(answer.map_err(|error| unanswered(&error))?.trim().to_owned())
    }

    /// Lets the reader edit `proposal`; where nobody can, it is taken as it is.
    pub(crate) fn edited(self, question: &str, proposal: &str) -> Result<String> {
        if !self.interactive {
            return Ok(proposal.to_owned());
        }
        let answer = Text::new(question).with_initial_value(proposal).prompt();
        let answer = answer.map_err(|error| unanswered(&error))?;
        Ok(if answer.trim().is_empty() { proposal.to_owned() } else { answer.trim().to_owned() })
    }

    /// Asks for a yes; `no` is what an empty answer means. `flag` answers where nobody can.
    pub(crate) fn confirm(self, question: &str, flag: &str) -> Result<()> {
        self.must_answer(question, flag)?;
        let answer = Confirm::new(question).with_default(false).prompt();
        match answer.map_err(|error| unanswered(&error))? {
            true => Ok(()),
            false => Err(Trouble::new("nothing was done")),
        }
    }

    /// Asks whether to go on with what was shown; an empty answer means yes.
    pub(crate) fn agree(self, question: &str) -> Result<()> {
        let answer = Confirm::new(question).with_default(true).prompt();
        match answer.map_err(|error| unanswered(&error))? {
            true => Ok(()),
            false => Err(Trouble::new("nothing was done")),
        }
    }

    /// Asks for `name` to be typed. `flags` answer where nobody can.
    pub(crate) fn typed(self, question: &str, name: &str, flags: &str) -> Result<()> {
        self.must_answer(question, flags)?;
        match self.optional_line(question, "anything else leaves all as it is")? == name {
            true => Ok(()),
            false => Err(Trouble::new("that is another name, and nothing was done")),
        }
    }

    /// Refuses `question` where nobody can answer.
    fn must_answer(self, question: &str, flags: &str) -> Result<()> {
        match self.interactive {
            true => Ok(()),
            false => Err(Trouble::new(format!("nobody can answer here: {question}"))
                .hint(format!("answer with `{flags}`"))),
        }
    }
}

fn unanswered(error: &InquireError) -> Trouble {
    match error {
        InquireError::OperationCanceled | InquireError::OperationInterrupted => {
            Trouble::new("the question was left unanswered, and nothing was done")
        }
        other => Trouble::caused("the question could not be asked", other),
    }
}
