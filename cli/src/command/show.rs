//! `show REV`.

use aludel::executor::Recorded;
use aludel::operation::Operation;
use aludel::revision::Direction;
use clap::Args;
use serde::Serialize;

use super::Outcome;
use crate::context::Context;
use crate::listing::{Listed, Marks};
use crate::operations;
use crate::output::{self, FAINT, STRONG, styled};
use crate::trouble::{Result, Trouble};

/// Show a revision and its operations
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// `head`, its id, or the beginning of it
    #[arg(value_name = "REV", default_value = "head")]
    revision: String,
}

/// What `show` writes with `--format json`.
#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    revision: Listed,
    upgrade: Vec<Operation>,
    downgrade: Vec<Operation>,
}

impl Show {
    pub(crate) fn run(self, context: &Context) -> Result<Outcome> {
        let graph = context.graph()?;
        let entry = match &*self.revision {
            "head" => match *graph.heads() {
                [head] => graph.entry(head),
                [] => {
                    return Err(
                        Trouble::new("there are no revisions yet").hint("`generate` makes the first one")
                    );
                }
                _ => return Err(Trouble::new("there are several heads").hint("`heads` lists them; name one")),
            },
            name => graph.entry(graph.revision(name)?),
        };
        let marks = Marks::new(&graph, None);
        let [up, down] =
            [Direction::Up, Direction::Down].map(|direction| Recorded::new(entry, direction).operations);
        if context.json() {
            output::json(&Shown { revision: marks.listed(entry), upgrade: up, downgrade: down })?;
            return Ok(Outcome::Fine);
        }
        output::line(marks.line(entry));
        let revision = entry.revision;
        let fields = [
            ("file", entry.file.to_owned()),
            ("created", revision.created.to_owned()),
            ("revises", revision.revises.join(", ")),
            ("depends on", revision.depends_on.join(", ")),
        ];
        for (name, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
            output::line(format!("{} {value}", styled(FAINT, format!("{name:10}"))));
        }
        for (title, operations) in [("upgrade", up), ("downgrade", down)] {
            output::line(format!("\n{}", styled(STRONG, title)));
            if operations.is_empty() {
                output::line(styled(FAINT, "  nothing"));
            }
            operations.iter().for_each(operations::line);
        }
        Ok(Outcome::Fine)
    }
}
