//! What git knows of the project: asked of the `git` that committed it.

use std::path::{Path, PathBuf};

use crate::git;
use crate::trouble::{Result, Trouble};

/// A working tree, from the folder that git was asked in.
#[derive(Debug)]
pub(crate) struct Worktree {
    folder: PathBuf,
}

impl Worktree {
    /// Git, asked in `folder`.
    pub(crate) fn at(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// The top folder of the working tree.
    pub(crate) fn top(&self) -> Result<PathBuf> {
        Ok(self.line(&["rev-parse", "--show-toplevel"])?.into())
    }

    /// The folder of the hooks: that of `core.hooksPath`, or that which all working trees share.
    pub(crate) fn hooks(&self) -> Result<PathBuf> {
        Ok(self.line(&["rev-parse", "--path-format=absolute", "--git-path", "hooks"])?.into())
    }

    /// The files that the commit changes, by their whole paths.
    pub(crate) fn staged(&self) -> Result<Vec<PathBuf>> {
        let top = self.top()?;
        let names = self.ask(&["diff", "--cached", "--name-only", "-z"])?;
        Ok(names.split('\0').filter(|name| !name.is_empty()).map(|name| top.join(name)).collect())
    }

    /// The files in `folder` that are not, or not as they are, part of the commit.
    pub(crate) fn unstaged(&self, folder: &Path) -> Result<Vec<PathBuf>> {
        let top = self.top()?;
        let folder = folder.display().to_string();
        let status = self.ask(&[
            "status",
            "--porcelain",
            "-z",
            "--untracked-files=all",
            "--no-renames",
            "--",
            &folder,
        ])?;
        let is_left = |line: &&str| line.len() > 3 && !line[1..].starts_with(' ');
        Ok(status.split('\0').filter(is_left).map(|line| top.join(&line[3..])).collect())
    }

    fn line(&self, arguments: &[&str]) -> Result<String> {
        Ok(self.ask(arguments)?.trim_end_matches('\n').to_owned())
    }

    fn ask(&self, arguments: &[&str]) -> Result<String> {
        let output = git::run(&self.folder, arguments)?;
        match output.status.success() {
            true => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
            false => {
                let said = String::from_utf8_lossy(&output.stderr);
                let said = said.trim().trim_start_matches("fatal: ");
                Err(Trouble::new(format!("git cannot tell of `{}`: {said}", self.folder.display())))
            }
        }
    }
}
