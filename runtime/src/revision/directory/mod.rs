//! The folder of revisions: the only place of the library that touches files.
//!
//! A revision and its lock are written whole or not at all: each beside its place and then moved there,
//! the lock last, so that a crash in between leaves a revision that the lock does not name, which `check` says.

mod name;

#[cfg(test)]
mod tests;

pub use name::{DEFAULT_TEMPLATE, NameError, file_name, random_id, slug};

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::Migrations;
use super::lock::{self, Lock};

/// The folder, in that of the revisions, of those that others replace.
pub const REPLACED: &str = "replaced/";

/// A folder of revisions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directory {
    path: PathBuf,
}

/// One revision file on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevisionFile {
    /// The file's name.
    pub name: String,
    /// The file's text.
    pub source: String,
}

/// Why a folder of revisions cannot be read or written, or is not the one that was embedded.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "each variant's message says what it and its fields are")]
pub enum DirectoryError {
    #[error("cannot {action} `{}`: {source}", path.display())]
    Io { action: &'static str, path: PathBuf, source: io::Error },
    #[error("there is a file `{}` already", path.display())]
    Exists { path: PathBuf },
    #[error("`{file}` is in the folder, but not in this build")]
    NotEmbedded { file: String },
    #[error("`{file}` was changed since this build")]
    Changed { file: String },
    #[error("`{file}` is in this build, but no longer in the folder")]
    Gone { file: String },
    #[error("nobody knows which file holds `migrations!()`, so cargo cannot be told to build it again")]
    UnknownInvocation,
}

impl DirectoryError {
    /// The command that mends it.
    pub fn hint(&self) -> String {
        match self {
            Self::Io { source, .. } => match source.kind() {
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                    "nothing was changed; make room on the disk and run the command again"
                }
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                    "nothing was changed; the folder must be writable for whoever generates"
                }
                _ => "nothing was changed; mend that and run the command again",
            },
            Self::Exists { .. } => "choose another message or `--rev-id`",
            Self::NotEmbedded { .. } | Self::Changed { .. } | Self::Gone { .. } => {
                "run the command again through cargo, which builds it in; if that does not help, `touch` the file that \
                 has `migrations!()`"
            }
            Self::UnknownInvocation => "`touch` the file that has `migrations!()`",
        }
        .to_owned()
    }
}

/// Names what was done to which path in the error of it.
trait At<T> {
    fn at(self, action: &'static str, path: &Path) -> Result<T, DirectoryError>;
}

impl<T> At<T> for io::Result<T> {
    fn at(self, action: &'static str, path: &Path) -> Result<T, DirectoryError> {
        self.map_err(|source| DirectoryError::Io { action, path: path.to_owned(), source })
    }
}

impl Directory {
    /// The folder at `path`, which need not exist yet.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// The folder that `migrations` were embedded from.
    pub fn of(migrations: &Migrations) -> Self {
        Self::new(migrations.directory)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The revision files in order of their names: each `*.rs` that is not hidden; none without the folder.
    ///
    /// # Errors
    /// When the folder or a file cannot be read.
    pub fn files(&self) -> Result<Vec<RevisionFile>, DirectoryError> {
        self.files_in("")
    }

    /// Those that others replace, each with its folder in its name; one that is in both folders counts once.
    ///
    /// # Errors
    /// When the folder or a file cannot be read.
    pub fn replaced(&self) -> Result<Vec<RevisionFile>, DirectoryError> {
        let (there, mut replaced) = (self.files()?, self.files_in(REPLACED)?);
        let same = |file: &RevisionFile, other: &RevisionFile| {
            file.name.strip_prefix(REPLACED) == Some(&other.name) && file.source == other.source
        };
        replaced.retain(|file| !there.iter().any(|other| same(file, other)));
        Ok(replaced)
    }

    fn files_in(&self, prefix: &str) -> Result<Vec<RevisionFile>, DirectoryError> {
        let folder = self.path.join(prefix);
        let mut files = Vec::new();
        let listed = match fs::read_dir(&folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(files),
            listed => listed.at("read", &folder)?,
        };
        for entry in listed {
            let name = entry.at("read", &folder)?.file_name().to_string_lossy().into_owned();
            if name.ends_with(".rs") && !name.starts_with('.') {
                let path = folder.join(&name);
                let source = fs::read_to_string(&path).at("read", &path)?;
                files.push(RevisionFile { source, name: format!("{prefix}{name}") });
            }
        }
        files.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(files)
    }

    /// The text of `schema.lock`, if there is one.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn lock(&self) -> Result<Option<String>, DirectoryError> {
        let path = self.path.join(lock::FILE_NAME);
        match fs::read_to_string(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            text => text.at("read", &path).map(Some),
        }
    }

    /// Checks that the folder holds what was embedded, so that nothing is generated from yesterday's build.
    ///
    /// # Errors
    /// When a file was added, changed or removed since, or cannot be read.
    pub fn check_embedded(&self, migrations: &Migrations) -> Result<(), DirectoryError> {
        let mut files = self.files()?;
        files.extend(self.replaced()?);
        let entries = || migrations.entries.iter().chain(migrations.replaced);
        let embedded = |name: &str| entries().find(|entry| entry.file == name);
        for RevisionFile { name, source } in &files {
            match embedded(name) {
                None => return Err(DirectoryError::NotEmbedded { file: name.clone() }),
                Some(entry) if entry.source != source => {
                    return Err(DirectoryError::Changed { file: name.clone() });
                }
                Some(_) => {}
            }
        }
        let on_disk = |name: &str| files.binary_search_by(|file| file.name.as_str().cmp(name)).is_ok();
        if let Some(gone) = entries().find(|entry| !on_disk(entry.file)) {
            return Err(DirectoryError::Gone { file: gone.file.to_owned() });
        }
        match self.lock()?.as_deref() == migrations.lock {
            true => Ok(()),
            false => Err(DirectoryError::Changed { file: lock::FILE_NAME.to_owned() }),
        }
    }

    /// Writes a new revision file, and then the lock that names it; returns where the file is.
    ///
    /// # Errors
    /// When there is such a file already, or something cannot be written: nothing is left behind then.
    pub fn add(&self, file: &RevisionFile, lock: &Lock) -> Result<PathBuf, DirectoryError> {
        fs::create_dir_all(&self.path).at("create", &self.path)?;
        let path = self.path.join(&file.name);
        let beside = self.write_beside(&path, &file.source)?;
        move_to_new(&beside, &path).inspect_err(|_| remove(&beside))?;
        self.write_lock(lock).inspect_err(|_| remove(&path))?;
        Ok(path)
    }

    /// Writes a new revision file that replaces those called `replaced`, and the lock that names it, and moves them to
    /// their folder; returns where the new file is.
    ///
    /// They are there in both folders until all else is written, so that nothing is lost when it is cut off: a revision
    /// that a `REPLACES` names is replaced wherever it is, and a file that is in both folders counts once.
    ///
    /// # Errors
    /// When there is such a file already, or something cannot be written: all is as before then.
    pub fn squash(
        &self,
        file: &RevisionFile,
        replaced: &[&str],
        lock: &Lock,
    ) -> Result<PathBuf, DirectoryError> {
        let folder = self.path.join(REPLACED);
        fs::create_dir_all(&folder).at("create", &folder)?;
        let moves: Vec<(PathBuf, PathBuf)> = replaced
            .iter()
            .filter(|name| !name.starts_with(REPLACED))
            .map(|name| (self.path.join(name), folder.join(name)))
            .collect();
        for (number, (before, after)) in moves.iter().enumerate() {
            copy_to_new(before, after).inspect_err(|_| {
                moves[..number].iter().for_each(|(_, after)| remove(after));
                fs::remove_dir(&folder).ok();
            })?;
        }
        let path = self.add(file, lock).inspect_err(|_| {
            moves.iter().for_each(|(_, after)| remove(after));
            fs::remove_dir(&folder).ok();
        })?;
        for (before, _) in &moves {
            fs::remove_file(before).at("remove", before)?;
        }
        Ok(path)
    }

    /// Deletes the files that others replace, once the lock is written that does not name them.
    ///
    /// # Errors
    /// When the lock cannot be written, or a file not be deleted.
    pub fn forget_replaced(&self, lock: &Lock) -> Result<(), DirectoryError> {
        let replaced = self.files_in(REPLACED)?;
        self.write_lock(lock)?;
        for file in replaced {
            let path = self.path.join(file.name);
            fs::remove_file(&path).at("remove", &path)?;
        }
        // Somebody may keep something else there.
        fs::remove_dir(self.path.join(REPLACED)).ok();
        Ok(())
    }

    /// Writes the lock in place of the one that is there.
    ///
    /// # Errors
    /// When it cannot be written: the one that was there is left.
    pub fn write_lock(&self, lock: &Lock) -> Result<(), DirectoryError> {
        fs::create_dir_all(&self.path).at("create", &self.path)?;
        let path = self.path.join(lock::FILE_NAME);
        let beside = self.write_beside(&path, &lock.to_string())?;
        fs::rename(&beside, &path).at("write", &path).inspect_err(|_| remove(&beside))?;
        // Not every system can open a folder; where it can, the names outlive a power cut too.
        File::open(&self.path).and_then(|folder| folder.sync_all()).ok();
        Ok(())
    }

    /// Writes a hidden file beside `path`, all the way to the disk.
    fn write_beside(&self, path: &Path, text: &str) -> Result<PathBuf, DirectoryError> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let beside = self.path.join(format!(".{name}.{}", std::process::id()));
        let write = || {
            let mut file = File::create(&beside)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()
        };
        write().at("write", path).inspect_err(|_| remove(&beside))?;
        Ok(beside)
    }
}

/// Moves `beside` to `path` unless something is there.
///
/// A rename would overwrite; a hard link never does, but some file systems have none.
fn move_to_new(beside: &Path, path: &Path) -> Result<(), DirectoryError> {
    match fs::hard_link(beside, path) {
        Ok(()) => {
            remove(beside);
            Ok(())
        }
        Err(_) if path.exists() => Err(DirectoryError::Exists { path: path.to_owned() }),
        Err(_) => fs::rename(beside, path).at("write", path),
    }
}

/// Makes `after` the same as `before`, unless something else is there.
fn copy_to_new(before: &Path, after: &Path) -> Result<(), DirectoryError> {
    if after.exists() {
        let same = fs::read(before).at("read", before)? == fs::read(after).at("read", after)?;
        return if same { Ok(()) } else { Err(DirectoryError::Exists { path: after.to_owned() }) };
    }
    if fs::hard_link(before, after).is_ok() {
        return Ok(());
    }
    let copied = fs::copy(before, after).and_then(|_| File::open(after)?.sync_all());
    copied.at("write", after).inspect_err(|_| remove(after))
}

/// Takes away what could not be finished; the error before it is the one to tell.
fn remove(path: &Path) {
    fs::remove_file(path).ok();
}

/// Marks the file that holds `migrations!()` as changed, so that cargo builds it again: it cannot watch for a
/// lock or a revision that it has not seen yet.
///
/// # Errors
/// When the file is unknown or cannot be written.
pub fn touch(invoked_at: &str) -> Result<(), DirectoryError> {
    if invoked_at.is_empty() {
        return Err(DirectoryError::UnknownInvocation);
    }
    let path = Path::new(invoked_at);
    let file = File::options().append(true).open(path).at("touch", path)?;
    file.set_modified(SystemTime::now()).at("touch", path)
}
