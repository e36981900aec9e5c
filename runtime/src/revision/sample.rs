//! Revisions for tests, made at run time.

use super::{Entry, Migrations, Operations, Revision};

/// The file `{id}.rs`, which does nothing.
pub(crate) fn entry(revision: Revision) -> &'static Entry {
    with(revision, |_| {}, |_| {})
}

/// The file `{id}.rs`, which does what it is given.
pub(crate) fn with(
    revision: Revision,
    upgrade: fn(&mut Operations),
    downgrade: fn(&mut Operations),
) -> &'static Entry {
    Box::leak(Box::new(Entry {
        revision: Box::leak(Box::new(revision)),
        replaces: &[],
        upgrade,
        downgrade,
        file: String::leak(format!("{}.rs", revision.id)),
        source: String::leak(format!("//! {}\n", revision.id)),
    }))
}

/// An application's revisions, and its lock.
pub(crate) const fn migrations(entries: &'static [Entry], lock: Option<&'static str>) -> Migrations {
    Migrations {
        entries,
        replaced: &[],
        directory: "",
        lock,
        package: "tests",
        module: "tests",
        with: &[],
        invoked_at: "",
    }
}
