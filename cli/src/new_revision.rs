//! Writing a new revision and the lock that names it, as `generate` and `merge` do.

use std::path::{Path, PathBuf};

use aludel::revision::directory::{self, Directory, RevisionFile};
use aludel::revision::lock::{Lock, LockedRevision};
use aludel::revision::source::Header;
use aludel::schema::Schema;
use serde::Serialize;

use crate::context::Context;
use crate::output;
use crate::trouble::Result;

/// A revision that was written, as `--format json` tells it.
#[derive(Debug, Serialize)]
pub(crate) struct Written<'a> {
    revision: &'a str,
    revises: &'a [String],
    file: String,
}

impl<'a> Written<'a> {
    /// The revision `header`, at `path`.
    pub(crate) fn new(header: &'a Header, path: &Path) -> Self {
        Self { revision: &header.id, revises: &header.revises, file: path.display().to_string() }
    }
}

/// Writes the revision `header`, whose text is `source`, and `lock` with it, when the heads lead to `after` then.
pub(crate) fn write(
    context: &Context,
    directory: &Directory,
    lock: Lock,
    header: &Header,
    source: String,
    after: &Schema,
) -> Result<PathBuf> {
    is_stale(context, &lock);
    let template = context.config.file_template().unwrap_or(directory::DEFAULT_TEMPLATE);
    let name = directory::file_name(template, header)?;
    let lock = lock.with_revision(LockedRevision::new(&header.id, &name, &source), &header.revises, after);
    let path = directory.add(&RevisionFile { name, source }, &lock)?;
    if context.migrations.lock.is_none() {
        // Cargo watches the lock, and by it the folder; but not one that was not there when it built.
        directory::touch(context.migrations.invoked_at)?;
    }
    Ok(path)
}

/// Whether the lock of this build is not `lock`, which says what the revisions do; and says so.
pub(crate) fn is_stale(context: &Context, lock: &Lock) -> bool {
    let stale = lock.staleness(context.migrations.lock);
    if let Some(stale) = &stale {
        output::note(format!("{stale}; it is written again from the revisions"));
    }
    stale.is_some()
}
