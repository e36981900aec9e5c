//! `diff --database`.

use aludel::schema::{Place, QualifiedName};
use clap::Args;

use super::Outcome;
use crate::comparison::{Compared, Told};
use crate::context::Context;
use crate::output::{self, ADDED, DROPPED, STRONG, styled};
use crate::trouble::Result;

/// Show in what the database is not as its revisions say, in the words of schema.lock; exit code 1 if in anything
#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// Compare the database with the revisions that it has; the session is read-only
    #[arg(long, required = true)]
    database: bool,
}

impl Diff {
    pub(crate) fn run(self, context: &Context) -> Result<Outcome> {
        let compared = Compared::read(context)?;
        if context.json() {
            output::json(&compared)?;
            return Ok(compared.outcome());
        }
        if compared.differences.is_empty() {
            compared.tell();
        } else {
            compared.tell_history();
            output::line(styled(DROPPED, "--- the revisions"));
            output::line(styled(ADDED, format!("+++ {}, which {}", compared.database, compared.place())));
            lines(&compared.differences);
        }
        compared.tell_rest();
        compared.hint();
        Ok(compared.outcome())
    }
}

/// Writes both sides of each difference under the table or enum that it is of.
fn lines(differences: &[Told]) {
    let mut heading = None;
    for Told { difference, .. } in differences {
        let (word, name) = owner(&difference.place);
        let is_whole = matches!(difference.place, Place::Table { .. })
            && (difference.before.is_none() || difference.after.is_none());
        if heading != Some((word, name)) && !is_whole {
            output::line(styled(STRONG, format!("{word} {name}")));
        }
        heading = Some((word, name));
        let indent = if is_whole { "" } else { "  " };
        for (sign, style, text) in [('-', DROPPED, &difference.before), ('+', ADDED, &difference.after)] {
            for line in text.iter().flat_map(|text| text.lines()) {
                output::line(styled(style, format!("{sign} {indent}{line}")));
            }
        }
    }
}

const fn owner(place: &Place) -> (&'static str, &QualifiedName) {
    match place {
        Place::Enum { name } => ("enum", name),
        Place::Table { table }
        | Place::Column { table, .. }
        | Place::Index { table, .. }
        | Place::Constraint { table, .. } => ("table", table),
    }
}
