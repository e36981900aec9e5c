//! Files that are to be written, all of them or none: shown first, taken back where one cannot be.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use similar::{ChangeTag, TextDiff};

use super::shown;
use crate::output::{self, ADDED, CHANGED, DROPPED, styled};
use crate::trouble::{Result, Trouble};

/// What a project gets.
#[derive(Debug, Default)]
pub(super) struct Proposal {
    files: Vec<File>,
}

/// A file as it is and as it will be.
#[derive(Debug)]
struct File {
    path: PathBuf,
    /// `None` where there is none.
    before: Option<String>,
    after: String,
}

impl Proposal {
    /// Adds the file `path`, unless it is `after` already.
    pub(super) fn add(&mut self, path: PathBuf, before: Option<String>, after: String) {
        if before.as_deref() != Some(&*after) {
            self.files.push(File { path, before, after });
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Shows each file by its path below `root`, and the lines that change in those that are there.
    pub(super) fn show(&self, root: &Path) {
        for File { path, before, after } in &self.files {
            let path = shown(path, root);
            let Some(before) = before else {
                output::line(styled(ADDED, format!("+ {path}")));
                continue;
            };
            output::line(styled(CHANGED, format!("~ {path}")));
            let diff = TextDiff::from_lines(before, after);
            for change in diff.iter_all_changes() {
                let line = change.value().trim_end_matches('\n');
                match change.tag() {
                    ChangeTag::Delete => output::line(styled(DROPPED, format!("    - {line}"))),
                    ChangeTag::Insert if !line.is_empty() => {
                        output::line(styled(ADDED, format!("    + {line}")));
                    }
                    ChangeTag::Insert | ChangeTag::Equal => {}
                }
            }
        }
    }

    /// Writes all files, and takes all of them back when one cannot be written or `check` refuses the whole.
    pub(super) fn write(&self, check: impl FnOnce() -> Result<()>) -> Result<()> {
        let mut undo = Undo::default();
        for file in &self.files {
            undo.write(file).map_err(|error| {
                Trouble::caused(format!("`{}` cannot be written", file.path.display()), &error)
            })?;
        }
        check()?;
        undo.steps.clear();
        Ok(())
    }
}

/// The way back, gone when it is dropped.
#[derive(Default)]
struct Undo {
    steps: Vec<Step>,
}

enum Step {
    /// Puts the text back.
    Restore(PathBuf, String),
    RemoveFile(PathBuf),
    RemoveFolder(PathBuf),
}

impl Undo {
    fn write(&mut self, file: &File) -> io::Result<()> {
        let missing = file.path.ancestors().skip(1).take_while(|folder| !folder.exists());
        let missing: Vec<&Path> = missing.collect();
        for folder in missing.into_iter().rev() {
            fs::create_dir(folder)?;
            self.steps.push(Step::RemoveFolder(folder.to_owned()));
        }
        self.steps.push(match &file.before {
            Some(before) => Step::Restore(file.path.clone(), before.clone()),
            None => Step::RemoveFile(file.path.clone()),
        });
        fs::write(&file.path, &file.after)
    }
}

impl Drop for Undo {
    fn drop(&mut self) {
        while let Some(step) = self.steps.pop() {
            // What cannot be taken back is on the screen, and in git.
            let _ = match step {
                Step::Restore(path, text) => fs::write(path, text),
                Step::RemoveFile(path) => fs::remove_file(path),
                Step::RemoveFolder(path) => fs::remove_dir(path),
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_is_written_or_nothing() {
        let folder = std::env::temp_dir().join(format!("aludel-proposal-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("the folder is made");
        fs::write(folder.join("a"), "before").expect("a file is written");
        let mut proposal = Proposal::default();
        proposal.add(folder.join("a"), Some("before".into()), "after".into());
        proposal.add(folder.join("same"), Some("same".into()), "same".into());
        proposal.add(folder.join("b/c/d"), None, "new".into());
        let read = |name: &str| fs::read_to_string(folder.join(name)).ok();

        proposal.write(|| Err(Trouble::new("no"))).expect_err("the check refuses it");
        assert_eq!(read("a").as_deref(), Some("before"));
        assert!(!folder.join("b").exists());

        proposal.write(|| Ok(())).expect("it is written");
        assert_eq!((read("a").as_deref(), read("b/c/d").as_deref()), (Some("after"), Some("new")));
        assert_eq!(read("same"), None);

        // A file stands where a folder must be: the first is taken back.
        let mut proposal = Proposal::default();
        proposal.add(folder.join("a"), Some("after".into()), "later".into());
        proposal.add(folder.join("a/b"), None, "new".into());
        proposal.write(|| Ok(())).expect_err("`a` is no folder");
        assert_eq!(read("a").as_deref(), Some("after"));
        fs::remove_dir_all(&folder).expect("the folder is removed");
    }
}
