//! Which revisions are on the main branch of git, and which are still drafts.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Output;

use crate::git;
use crate::trouble::{Result, Trouble};

/// What goes on without git.
const ONLY_GIT_KNOWS: &str = "only git knows which revisions are drafts: name the range, `squash A:B`";

/// The names of the files that `branch`, or else the main branch, has in `folder`, and that branch.
pub(crate) fn files_on(folder: &Path, branch: Option<&str>) -> Result<(BTreeSet<String>, String)> {
    let branch = match branch {
        Some(branch) => branch.to_owned(),
        None => main_branch(folder)?,
    };
    let listed = git(folder, &["ls-tree", "-r", "-z", "--name-only", &branch])?;
    if !listed.status.success() {
        return Err(refused(format!("git cannot list the files of `{branch}`"), &listed)
            .hint("name the main branch: `--main-branch origin/main`"));
    }
    let names = String::from_utf8_lossy(&listed.stdout);
    Ok((names.split('\0').filter(|name| !name.is_empty()).map(str::to_owned).collect(), branch))
}

/// The main branch: where the remote's HEAD points, or else `main` or `master`.
fn main_branch(folder: &Path) -> Result<String> {
    let inside = git(folder, &["rev-parse", "--git-dir"])?;
    if !inside.status.success() {
        return Err(
            refused(format!("git does not know `{}`", folder.display()), &inside).hint(ONLY_GIT_KNOWS)
        );
    }
    let remote = git(folder, &["symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD"])?;
    if remote.status.success() {
        return Ok(String::from_utf8_lossy(&remote.stdout).trim().to_owned());
    }
    for branch in ["main", "master"] {
        let reference = format!("refs/heads/{branch}");
        if git(folder, &["show-ref", "--verify", "--quiet", &reference])?.status.success() {
            return Ok(branch.to_owned());
        }
    }
    Err(Trouble::new("git has no `origin/HEAD`, no `main` and no `master`")
        .hint("name the main branch: `--main-branch trunk`"))
}

fn git(folder: &Path, arguments: &[&str]) -> Result<Output> {
    git::run(folder, arguments).map_err(|trouble| trouble.hint(ONLY_GIT_KNOWS))
}

/// Trouble with what git said.
fn refused(message: String, output: &Output) -> Trouble {
    let said = String::from_utf8_lossy(&output.stderr);
    match said.trim().lines().next() {
        Some(line) => Trouble::new(format!("{message}: {line}")),
        None => Trouble::new(message),
    }
}
