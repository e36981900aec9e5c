//! One run at a time: a file beside the database that the operating system locks, and frees with its process.
//!
//! SQLite's own locks are held for one transaction only. The lock's file is found by the database's real path, so
//! that symbolic links lead to the same one. A database in memory is one process's: its lock is too.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::connection::{DatabaseError, Holder};

/// The file of the database, empty where it is in memory.
pub(super) const FILE: &str = "SELECT file FROM pragma_database_list WHERE name = 'main'";

/// The locks of databases in memory, by their places.
static IN_MEMORY: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

fn in_memory() -> MutexGuard<'static, BTreeSet<String>> {
    // Whoever panicked left a set of names, which is never half of one.
    IN_MEMORY.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Where a lock is.
#[derive(Debug)]
pub(super) enum Place {
    File(PathBuf),
    Memory(String),
}

impl Place {
    /// The lock called `key` of the database in `file`, or of the one in memory at `target`.
    pub(super) fn of(file: Option<&str>, target: &str, key: &str) -> Self {
        match file.filter(|file| !file.is_empty()) {
            None => Self::Memory(format!("{target} {key}")),
            Some(file) => {
                let real = fs::canonicalize(file).unwrap_or_else(|_| file.into());
                Self::File(format!("{}-{key}-lock", real.display()).into())
            }
        }
    }

    /// The error of a lock that cannot be had at all.
    pub(super) fn refused(&self, error: &io::Error) -> DatabaseError {
        let place = match self {
            Self::File(path) => path.display().to_string(),
            Self::Memory(place) => place.clone(),
        };
        let message =
            format!("`{place}`, which lets one run at a time change the database, cannot be locked: {error}");
        let hint = Some("let this user write the folder of the database's file");
        DatabaseError::Refused { message, code: None, position: None, hint }
    }
}

/// A lock that is held until it is dropped, or its process ends.
#[derive(Debug)]
pub(super) enum Lock {
    File { _file: File, path: PathBuf },
    Memory(String),
}

impl Lock {
    /// Takes the lock at `place`, or says who holds it.
    pub(super) fn take(place: &Place, note: &str) -> io::Result<Result<Self, Holder>> {
        match place {
            Place::Memory(name) => Ok(match in_memory().insert(name.clone()) {
                true => Ok(Self::Memory(name.clone())),
                false => Err(Holder { who: "this process".into(), since: None, address: None }),
            }),
            Place::File(path) => Self::take_file(path, note),
        }
    }

    fn take_file(path: &Path, note: &str) -> io::Result<Result<Self, Holder>> {
        loop {
            let mut file =
                OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
            match file.try_lock() {
                Ok(()) if is_at(&file, path)? => {
                    file.set_len(0)?;
                    writeln!(file, "{note}, process {}", std::process::id())?;
                    return Ok(Ok(Self::File { _file: file, path: path.to_owned() }));
                }
                // Whoever held it took the file away with it: this one is nobody's any more.
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Ok(Err(holder(path))),
                Err(TryLockError::Error(error)) => return Err(error),
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        match self {
            // While it is still held; where a file that is open cannot go, it stays, which harms nobody.
            Self::File { path, .. } if cfg!(unix) => drop(fs::remove_file(path)),
            Self::File { .. } => {}
            Self::Memory(name) => drop(in_memory().remove(name)),
        }
    }
}

/// Who wrote the file, as far as it can be read.
fn holder(path: &Path) -> Holder {
    let text = fs::read_to_string(path).unwrap_or_default();
    let who = match text.trim() {
        "" => format!("another process, which holds `{}`", path.display()),
        text => text.to_owned(),
    };
    Holder { who, since: None, address: None }
}

/// Whether `path` still leads to `file`.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;

    let held = file.metadata()?;
    match fs::metadata(path) {
        Ok(there) => Ok((held.dev(), held.ino()) == (there.dev(), there.ino())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(not(unix))]
fn is_at(_file: &File, _path: &Path) -> io::Result<bool> {
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_takes_what_is_held() {
        let folder = std::env::temp_dir();
        let file = folder.join(format!("aludel_lock_{}", std::process::id()));
        let file_place = Place::of(file.to_str(), "sqlite:a", "key");
        for place in [file_place, Place::of(None, "sqlite:a", "key")] {
            let take = || Lock::take(&place, "ann@here, since today").expect("it can be locked");
            let held = take().expect("nobody holds it");
            let holder = take().expect_err("it is held");
            let expected = match &place {
                Place::File(_) => format!("ann@here, since today, process {}", std::process::id()),
                Place::Memory(_) => "this process".into(),
            };
            assert_eq!(holder.to_string(), expected);
            drop(held);
            drop(take().expect("it was given back"));
            if let Place::File(path) = &place {
                assert!(!path.exists() || cfg!(not(unix)), "nothing is left");
            }
        }
    }
}
