//! Where something can be mended: a file and a line of this project, found in the text as it is.

use std::fs;
use std::path::{Path, PathBuf};

use aludel::Migrations;
use aludel::model::{Models, Source};
use aludel::revision::lock::{self, Difference};
use serde::Serialize;

/// A line of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Spot {
    /// The file, relative to the top of the repository, with `/` on every system.
    pub(super) file: String,
    /// The line, from 1.
    pub(super) line: usize,
}

/// The files of a project.
#[derive(Debug)]
pub(super) struct Sources {
    /// What paths are told relative to.
    top: PathBuf,
    /// The folder of the revisions.
    revisions: PathBuf,
    /// The source file that embeds them.
    embeds: PathBuf,
}

impl Sources {
    /// The files of the project that embeds `migrations`.
    pub(super) fn of(migrations: &Migrations) -> Self {
        let embeds = PathBuf::from(migrations.invoked_at);
        // A working tree of git has `.git` as a file.
        let top = embeds.ancestors().find(|folder| folder.join(".git").exists());
        let top = top.map(Path::to_owned).or_else(|| std::env::current_dir().ok());
        Self { top: top.unwrap_or_default(), revisions: migrations.directory.into(), embeds }
    }

    /// The first line of the revision `file` that begins with `start`; its first where none does.
    pub(super) fn revision(&self, file: &str, start: &str) -> Option<Spot> {
        self.spot(&self.revisions.join(file), |line| line.starts_with(start))
    }

    /// The first line of the lock that begins with `start`; its first where none does.
    pub(super) fn lock(&self, start: &str) -> Option<Spot> {
        self.spot(&self.revisions.join(lock::FILE_NAME), |line| line.starts_with(start))
    }

    /// The line of the lock that names the revision `file`.
    pub(super) fn lock_naming(&self, file: &str) -> Option<Spot> {
        self.spot(&self.revisions.join(lock::FILE_NAME), |line| line.ends_with(file))
    }

    /// A line of the lock by its number.
    pub(super) fn line_of_lock(&self, line: usize) -> Option<Spot> {
        self.lock("").map(|spot| Spot { line, ..spot })
    }

    /// The struct or enum at `source`, or its field of that name where it is written there.
    pub(super) fn model(&self, source: &Source, field: Option<&str>) -> Option<Spot> {
        let file = self.compiled(source.file)?;
        let start = usize::try_from(source.line).ok()?;
        let text = fs::read_to_string(&file).ok()?;
        let line = field.and_then(|field| field_line(&text, start, field)).unwrap_or(start);
        Some(Spot { file: self.told(&file), line })
    }

    /// The model, or its field, that has what the migrations have otherwise; `None` where no model does.
    pub(super) fn of_difference(&self, difference: &Difference, models: &Models) -> Option<Spot> {
        let (table, source) = models.sources.iter().find(|(table, _)| difference.is_of_table(table))?;
        let field = difference.column.as_ref().and_then(|column| {
            let key = (table.clone(), column.clone().into());
            models.fields.get(&key).copied()
        });
        self.model(source, field)
    }

    /// The folder of the revisions.
    pub(super) fn revisions(&self) -> &Path {
        &self.revisions
    }

    /// The first line of `file`.
    pub(super) fn first_line(&self, file: &Path) -> Spot {
        Spot { file: self.told(file), line: 1 }
    }

    /// The file that the compiler calls `file`: relative to the workspace, which is above the package.
    pub(super) fn compiled(&self, file: &str) -> Option<PathBuf> {
        self.embeds.ancestors().map(|folder| folder.join(file)).find(|file| file.is_file())
    }

    /// The first line of `file` that `is_it`, or else its first.
    fn spot(&self, file: &Path, is_it: impl Fn(&str) -> bool) -> Option<Spot> {
        let text = fs::read_to_string(file).ok()?;
        let line = text.lines().position(is_it).map_or(1, |at| at + 1);
        Some(Spot { file: self.told(file), line })
    }

    /// `file` as it is told, relative to the top of the repository.
    pub(super) fn told(&self, file: &Path) -> String {
        let below = file.strip_prefix(&self.top).unwrap_or(file);
        let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
        parts.join("/").replace("//", "/")
    }
}

/// The line of the field `name` of the struct that begins at line `start` of `text`.
fn field_line(text: &str, start: usize, name: &str) -> Option<usize> {
    let body = text.lines().enumerate().skip(start.checked_sub(1)?);
    // A struct ends with a brace of its own, where rustfmt has been.
    let body = body.take_while(|(_, line)| !line.starts_with('}'));
    let is_field = |line: &str| {
        let line = line.trim_start();
        let line = match line.strip_prefix("pub(") {
            Some(rest) => rest.split_once(')').map_or(line, |(_, rest)| rest),
            None => line.strip_prefix("pub ").unwrap_or(line),
        };
        let line = line.trim_start();
        line.strip_prefix("r#")
            .unwrap_or(line)
            .strip_prefix(name)
            .is_some_and(|rest| rest.trim_start().starts_with(':'))
    };
    body.filter(|(_, line)| is_field(line)).map(|(at, _)| at + 1).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_in_their_struct() {
        let text = "struct Other {\n    name: i32,\n}\n\npub struct User {\n    pub id: i64,\n    #[column(check = \"name: x\")]\n    \
                    pub(crate) name: String,\n    r#type: i32,\n    names: i32,\n}\n\nstruct Last {\n    last: i32,\n}\n";
        for (field, line) in
            [("id", Some(6)), ("name", Some(8)), ("type", Some(9)), ("last", None), ("nam", None)]
        {
            assert_eq!(field_line(text, 5, field), line, "{field}");
        }
    }
}
