//! Operations as people read them: a sign, one line each, and what a new table is made of.

use aludel::diff::Note;
use aludel::operation::Operation;
use aludel::schema::Schema;
use anstyle::Style;

use crate::output::{self, ADDED, CHANGED, DROPPED, FAINT, STRONG, styled};

/// Writes `operations`, which start from `before`, with `notes` under them, and warns of what rows lose.
pub(crate) fn list(operations: &[Operation], notes: &[Note], before: &Schema) {
    for (i, operation) in operations.iter().enumerate() {
        line(operation);
        for note in notes.iter().filter(|note| note.operation == i) {
            output::line(format!("      {} {}", styled(STRONG, "note:"), note.text));
        }
    }
    losses(operations, before).iter().for_each(output::warning);
}

/// What rows lose by `operations`, which start from `before`.
pub(crate) fn losses(operations: &[Operation], before: &Schema) -> Vec<String> {
    let mut schema = before.clone();
    let mut losses = Vec::new();
    for operation in operations {
        losses.extend(operation.loss(&schema));
        if operation.apply(&mut schema).is_err() {
            // What does not apply is told by whoever runs or checks it.
            break;
        }
    }
    losses
}

/// `operation` as a line.
pub(crate) fn brief(operation: &Operation) -> String {
    let (sign, style) = sign(operation);
    styled(style, format!("{sign} {}", operation.describe()))
}

/// Writes `operation`, and what a new table is made of.
pub(crate) fn line(operation: &Operation) {
    output::line(format!("  {}", brief(operation)));
    if let Operation::CreateTable(create) = operation {
        let table = &create.table;
        let width = table.columns.iter().map(|column| column.name.len()).max().unwrap_or_default();
        for column in &table.columns {
            output::line(styled(FAINT, format!("      {:width$}  {column}", column.name)));
        }
        table.constraints().for_each(|constraint| output::line(styled(FAINT, format!("      {constraint}"))));
    }
}

fn sign(operation: &Operation) -> (char, Style) {
    match operation {
        Operation::CreateTable(_)
        | Operation::AddColumn(_)
        | Operation::AddConstraint(_)
        | Operation::CreateIndex(_)
        | Operation::CreateEnum(_) => ('+', ADDED),
        Operation::DropTable(_)
        | Operation::DropColumn(_)
        | Operation::DropConstraint(_)
        | Operation::DropIndex(_)
        | Operation::DropEnum(_) => ('-', DROPPED),
        Operation::RenameTable(_)
        | Operation::AlterTable(_)
        | Operation::RenameColumn(_)
        | Operation::AlterColumn(_)
        | Operation::Fill(_)
        | Operation::RenameConstraint(_)
        | Operation::RenameIndex(_)
        | Operation::RenameEnum(_)
        | Operation::AlterEnum(_)
        | Operation::Execute(_)
        | Operation::Run(_) => ('~', CHANGED),
    }
}
