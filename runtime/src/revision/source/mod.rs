//! Writes the Rust text of a revision, in the words of `build`: what is read back records what was written.
//!
//! Deterministic, and laid out as rustfmt lays it out, so that a reviewer reads it and a format on save keeps it.

mod layout;
mod statement;
mod words;

#[cfg(test)]
mod tests;

pub(crate) use words::literal;

use std::fmt::Write;

use crate::operation::{Operation, OperationError};
use crate::schema::{Schema, Text};

/// What identifies a revision that is to be written: [`super::Revision`] with values of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// What it does, in the words of who made it.
    pub message: String,
    /// The identifier.
    pub id: String,
    /// The revisions that it directly follows.
    pub revises: Vec<String>,
    /// Revisions of other branches that must be applied before it.
    pub depends_on: Vec<String>,
    /// Names for the branch that begins here.
    pub branch_labels: Vec<String>,
    /// When it was generated: `YYYY-MM-DD HH:MM:SS UTC`.
    pub created: String,
    /// The revisions that it stands for, in order.
    pub replaces: Vec<String>,
}

/// Why a revision cannot be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "each variant's message says what it and its fields are")]
pub enum SourceError {
    #[error("cannot {operation}: {source}")]
    Operation { operation: String, source: Box<OperationError> },
    #[error("the Rust function `{name}` cannot be written into a revision, only by hand")]
    Code { name: Text },
}

/// The text of a revision file that leads from `before` over `upgrade`, and back over `downgrade`.
///
/// # Errors
/// When an operation does not apply to the schema before it, or is Rust code, which only its author can write.
pub fn write(
    header: &Header,
    upgrade: &[Operation],
    downgrade: &[Operation],
    before: &Schema,
) -> Result<String, SourceError> {
    write_with_notes(header, upgrade, downgrade, before, &[])
}

/// The same with notes for whoever reviews it, each above the operation of `upgrade` that it is about.
///
/// # Errors
/// As for [`write()`].
pub fn write_with_notes(
    header: &Header,
    upgrade: &[Operation],
    downgrade: &[Operation],
    before: &Schema,
    notes: &[(usize, &str)],
) -> Result<String, SourceError> {
    let mut schema = before.clone();
    let mut file = String::new();
    for line in header.message.lines() {
        file.push_str(format!("//! {}", one_line(line)).trim_end());
        file.push('\n');
    }
    file.push_str("use aludel::revision::*;\n\npub const REVISION: Revision = Revision {\n");
    field(&mut file, "id", &words::text(&header.id));
    field(&mut file, "revises", &list(&header.revises));
    field(&mut file, "depends_on", &list(&header.depends_on));
    field(&mut file, "branch_labels", &list(&header.branch_labels));
    field(&mut file, "created", &words::text(&header.created));
    file.push_str("};\n");
    if !header.replaces.is_empty() {
        file.push('\n');
        file.push_str(&list(&header.replaces).constant("pub const REPLACES: &[&str]"));
    }
    direction(&mut file, "upgrade", upgrade, notes, &mut schema)?;
    direction(&mut file, "downgrade", downgrade, &[], &mut schema)?;
    Ok(file)
}

fn field(file: &mut String, name: &str, value: &layout::Expression) {
    file.push_str(&value.field(name));
}

fn list(ids: &[String]) -> layout::Expression {
    layout::Expression::Reference(ids.iter().map(|id| words::text(id)).collect())
}

fn direction(
    file: &mut String,
    name: &str,
    operations: &[Operation],
    notes: &[(usize, &str)],
    schema: &mut Schema,
) -> Result<(), SourceError> {
    let op = if operations.is_empty() { "_op" } else { "op" };
    file.push_str(&format!("\npub fn {name}({op}: &mut Operations) {{\n"));
    if operations.is_empty() {
        file.push_str(
            "    // Nothing to do. To fill it by hand, rename `_op` and write `op.execute(\"UPDATE …\");`.\n",
        );
    }
    for (number, operation) in operations.iter().enumerate() {
        for (_, note) in notes.iter().filter(|(at, _)| *at == number) {
            file.push_str(&format!("    // note: {}\n", one_line(note)));
        }
        if let Some(loss) = operation.loss(schema) {
            file.push_str(&format!("    // loses data: {}\n", one_line(&loss)));
        }
        file.push_str(&statement::statement(operation)?.statement(4));
        operation.apply(schema).map_err(|error| SourceError::Operation {
            operation: operation.describe(),
            source: Box::new(error),
        })?;
    }
    file.push_str("}\n");
    Ok(())
}

/// `text` with line ends and other control characters escaped, so that it cannot leave its comment.
pub(crate) fn one_line(text: &str) -> String {
    let mut line = String::new();
    for character in text.chars() {
        if character.is_control() {
            write!(line, "{}", character.escape_default()).expect("a string takes all that is written");
        } else {
            line.push(character);
        }
    }
    line
}
